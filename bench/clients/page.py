#!/usr/bin/python3
"""Puts what `make clients` and `make traces` found into docs/real-programs.md, each between its two marks.

page.py [--build DIR] PAGE

Reads DIR/clients/jq.jsonl, DIR/trace/table.jsonl, DIR/trace/micro.jsonl and DIR/trace/*.recorded. Of what is
not there the page keeps what it has; with nothing there it is an error.

Exit status: 0; 2 after one line on stderr, with nothing written.
"""

import argparse
import glob
import os
import re
import sys

sys.dont_write_bytecode = True  # the sources stay as they are
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "report"))

import read


def grid(head, rows):
    return ["| " + " | ".join(head) + " |", "|---|" + "---:|" * (len(head) - 1),
            *("| " + " | ".join(row) + " |" for row in rows)]


def environment(line):
    return (f"{line.get('date', '')[:10]}, revision {line.get('revision', '?')}, {line.get('cpu', '?')}, "
            f"{line.get('processors', '?')} processors, Linux {line.get('kernel', '?')}, {line.get('compiler', '?')}, "
            f"load {line.get('load', -1):.1f} at the beginning.")


def with_interval(ratio, low, high):
    return "-" if ratio is None else f"{ratio:.2f} ({low:.2f} to {high:.2f})"


# ------------------------------------------------------------------------------------------- clients

def clients(lines):
    found = [line for line in lines if line.get("kind") == "client"]
    first = found[0]
    cases = [case["case"] for case in first["cases"]]
    yield from (environment(line) for line in lines if line.get("kind") == "environment")
    yield (f"{first['program']} {first['version']}, a document of {first['input_bytes'] / 1e6:.0f} MB, "
           f"{first['rounds']} rounds; times are those of the processor, ratios to stock with a 95 % interval.")
    yield ""
    rows = []
    for line in found:
        row = [f"`{line['backend']}`"]
        for case in line["cases"]:
            row += [f"{case['seconds']:.2f} s", with_interval(case["ratio"], case["low"], case["high"])]
        rows.append(row + [f"{max(case['peak_bytes'] for case in line['cases']) / 1e6:.0f} MB"])
    yield from grid(["", *(text for case in cases for text in (case, "to stock")), "peak memory"], rows)
    yield ""
    rows = []
    for line in found:
        shared = line["shared"]
        rows.append([f"`{line['backend']}`", f"{line['tests_passed']} of {line['tests_passed'] + line['tests_failed']}",
                     f"{line['suites_passed']} of {line['suites_passed'] + line['suites_failed']}",
                     line["shared_document"], f"{shared['operations'] / 1e6:.1f}", str(shared["wrong_counts"]),
                     str(shared["premature_frees"]), str(shared["leaked_blocks"])])
    yield from grid(["", "jq's tests passed", "scripts passed", "two threads, one document", "million operations",
                     "counts wrong", "freed too early", "never freed"], rows)


# -------------------------------------------------------------------------------------------- traces

def programs(table):
    """One line of each trace."""
    return list({line["recorded"]: line for line in table}.values())


def percent(share):
    return f"{100 * share:.1f} %"


def traces(table, concluded):
    yield from grid(["recorded", "events", "of these concluded", "objects", "threads", "objects shared",
                     "events on these", "by the first toucher"],
                    [[one["recorded"], str(one["events"]), concluded.get(one["recorded"], "?"), str(one["objects"]),
                      str(one["threads"]), percent(one["shared_objects"]), percent(one["shared_events"]),
                      percent(one["first_toucher"])] for one in programs(table)])
    titles = {"threads": "with the {} threads that were recorded", "processors": "with {} threads in their place",
              "one": "all events by one thread"}
    for mode, title in titles.items():
        for program in programs(table):
            lines = [line for line in table if line["mode"] == mode and line["recorded"] == program["recorded"]]
            if not lines or (mode == "threads" and program["threads"] == 1):
                continue
            yield ""
            yield (f"**{program['recorded']}**, {title.format(lines[0]['replay_threads'])}, "
                   f"{percent(lines[0]['replay_first_toucher'])} of the events by the first toucher; "
                   f"ns per event, {lines[0]['repeat']} rounds:")
            yield ""
            yield from grid(["", "in all", "the order alone", "the counts", "in all, to plain", "the counts, to plain",
                             "by the clock"],
                            [row(line) for line in lines])


def row(line):
    name = f"`{line['backend']}`"
    if line["verdict"] != "ok":
        return [name, f"**{line['verdict']}**", "", "", "", "", ""]
    return [name, f"{line['ns_per_event']:.2f}", f"{line['ns_order']:.2f}", f"{line['ns_counts']:.2f}",
            with_interval(line["ratio_to_plain"], line["low"], line["high"]),
            with_interval(line["counts_to_plain"], line["counts_low"], line["counts_high"]),
            f"{line['ns_by_clock']:.2f}"]


# -------------------------------------------------------------------------- from micro to real programs

def median_of(micro, case, backend):
    for line in micro:
        if line.get("kind") == "result" and (line["case"], line["shape"]) == case and line["backend"] == backend:
            return line["ns_median"]
    return None


def shrinking(micro, table, lines):
    """`atomic` against `plain` and `biased`, where less and less of the time is counting."""
    rows = []

    def add(what, ns):
        if all(ns):
            plain, biased, atomic = ns
            rows.append([what, f"{plain:.2f}", f"{biased:.2f}", f"{atomic:.2f}", f"{atomic / plain:.2f}",
                         f"{atomic / biased:.2f}"])

    backends = ("plain", "biased", "atomic")
    add("a loop of retain and release, in the cache (ns)", [median_of(micro, ("pair", "rr"), name) for name in backends])
    for program in programs(table):
        mine = {line["backend"]: line for line in table
                if line["recorded"] == program["recorded"] and line["mode"] == "one" and line["verdict"] == "ok"}
        add(f"what {program['recorded']} did, replayed by one thread (ns)",
            [mine[name]["ns_per_event"] if name in mine else None for name in backends])
    add("a million references in random order, out of the cache (ns)",
        [median_of(micro, ("copy", "random"), name) for name in backends])
    for line in [line for line in lines if line.get("kind") == "client"][:1]:
        mine = {other["backend"]: other for other in lines if other.get("kind") == "client"}
        add(f"{line['program']}, the whole program (s)",
            [mine[name]["seconds"] if name in mine else None for name in backends])
    yield from grid(["", "plain", "biased", "atomic", "atomic / plain", "atomic / biased"], rows)


# ---------------------------------------------------------------------------------------------- page

def put(text, name, lines):
    """The page with these lines between the marks of that name."""
    begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
    if text.count(begin) != 1 or text.count(end) != 1 or text.index(begin) > text.index(end):
        raise read.Malformed(f"the marks '{begin}' and '{end}' must be in the page, once each")
    before, rest = text.split(begin)
    return before + begin + "\n\n" + "\n".join(lines) + "\n\n" + end + rest.split(end)[1]


def load(path):
    return [value for _, value in read.lines(path)] if os.path.exists(path) else []


def load_concluded(directory):
    """Of each trace how many events the recorder had to conclude, as it said when it ended."""
    found = {}
    for path in glob.glob(os.path.join(directory, "*.recorded")):
        with open(path, encoding="utf-8", errors="replace") as file:
            said = re.search(r"resynchronised: (\d+)", file.read())
        if said:
            found[os.path.basename(path)[:-len(".recorded")]] = said[1]
    return found


def sections(build):
    lines = load(os.path.join(build, "clients", "jq.jsonl"))
    table = load(os.path.join(build, "trace", "table.jsonl"))
    micro = load(os.path.join(build, "trace", "micro.jsonl"))
    if lines:
        yield "clients", list(clients(lines))
    if table:
        yield "traces", list(traces(table, load_concluded(os.path.join(build, "trace"))))
    if table and micro:
        yield "shrinking", list(shrinking(micro, table, lines))


def fail(message):
    print(f"page: {message}", file=sys.stderr)
    sys.exit(2)


def main():
    parser = argparse.ArgumentParser(prog="page", description=__doc__.split("\n", maxsplit=1)[0])
    parser.error = fail
    parser.add_argument("--build", default="build", metavar="DIR")
    parser.add_argument("page", metavar="PAGE")
    chosen = parser.parse_args()
    try:
        found = list(sections(chosen.build))
        if not found:
            fail(f"{chosen.build} holds no results: make clients traces")
        with open(chosen.page, encoding="utf-8") as file:
            text = file.read()
        for name, lines in found:
            text = put(text, name, lines)
        with open(chosen.page + ".unfinished", "w", encoding="utf-8") as file:
            file.write(text)
        os.replace(chosen.page + ".unfinished", chosen.page)
    except (read.Malformed, OSError) as error:
        fail(error)
    except (KeyError, IndexError, TypeError) as error:
        fail(f"a result is not as it should be: {error!r}")


if __name__ == "__main__":
    main()
