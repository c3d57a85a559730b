"""Puts the results of rc-bench's suites into a page of the documentation, between two marks.

measured.py PAGE RESULTS...   each of RESULTS is what rc-bench --json wrote of one suite.
Exit status: 0, or 2 after one line on stderr and with nothing written.
"""

import os
import sys

sys.dont_write_bytecode = True  # the sources stay as they are

import read

BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
TITLES = {
    "slots": "Slots: ns per operation and thread",
    "structures": "Structures: ns per operation and thread",
    "garbage": "Garbage: objects at once",
    "cycles": "Cycles: ns per object of the collector's; pauses in ms, peak memory in bytes per object",
}
# Its table has a row for each case; the others have one for each scheme or peer.
UPRIGHT = ("cycles",)


def case_of(result):
    return "/".join(filter(None, (result["case"], result["shape"], result["api"])))


def number(value):
    return f"{value:.2f}" if value < 100 else f"{value:.0f}"


def cell(result):
    spread = (result["ns_p75"] - result["ns_p25"]) / 2
    trip = f" @{result['ns_round_trip']:.0f}" if "ns_round_trip" in result else ""
    return f"{number(result['ns_median'])} ±{number(spread)}{trip}"


def grid(head, rows):
    yield "| " + " | ".join(head) + " |"
    yield "|---|" + "---:|" * (len(head) - 1)
    for row in rows:
        yield "| " + " | ".join(row) + " |"


def table(results, upright):
    names = list(dict.fromkeys(result["backend"] for result in results))
    cases = list(dict.fromkeys(case_of(result) for result in results))
    cells = {(r["backend"], case_of(r)): cell(r) for r in results}
    if upright:
        return grid(["", *names], [[case, *(cells.get((name, case), "-") for name in names)] for case in cases])
    return grid(["", *cases], [[name, *(cells.get((name, case), "-") for case in cases)] for name in names])


def promises(ratios):
    rows = []
    for ratio in ratios:
        for key, sign in (("at_most", "≤"), ("at_least", "≥")):
            if key in ratio:
                rows.append([f"{ratio['above']} / {ratio['below']}", f"{ratio['ratio']:.2f}",
                             f"{ratio['low']:.2f} to {ratio['high']:.2f}", f"{sign} {ratio[key]:.2f}",
                             "kept" if ratio["kept"] else "**missed**"])
    return grid(["ratio", "", "95 % interval", "promised", ""], rows) if rows else []


def page_part(files):
    """The lines of all suites."""
    for index, found in enumerate(files):
        suite = found["result"][0].get("suite", "counts")
        environment = found["environment"][0]
        if index == 0:
            yield (f"{environment.get('date', '')[:10]}, revision {environment.get('revision', '?')}, "
                   f"{environment.get('cpu', '?')}, {environment.get('processors', '?')} processors, Linux "
                   f"{environment.get('kernel', '?')}, {environment.get('libc', '?')}, compiler "
                   f"{environment.get('compiler', '?')}.")
        yield ""
        yield f"### {TITLES.get(suite, suite)}"
        yield ""
        yield f"Load of the machine when it began: {environment.get('load', -1):.1f}."
        yield ""
        yield from table(found["result"], suite in UPRIGHT)
        yield ""
        yield from promises(found["ratio"])


def main():
    if len(sys.argv) < 3:
        sys.exit("measured: usage: measured.py PAGE RESULTS...")
    path = sys.argv[1]
    try:
        files = [read.bench(name) for name in sys.argv[2:]]
        with open(path, encoding="utf-8") as file:
            text = file.read()
        before, rest = text.split(BEGIN)
        after = rest.split(END)[1]
        middle = "\n".join(page_part(files))
        with open(path + ".unfinished", "w", encoding="utf-8") as file:
            file.write(f"{before}{BEGIN}\n{middle}\n{END}{after}")
        os.replace(path + ".unfinished", path)
    except (read.Malformed, OSError) as error:
        print(f"measured: {error}", file=sys.stderr)
        sys.exit(2)
    except (ValueError, IndexError):
        print(f"measured: {path}: the marks '{BEGIN}' and '{END}' must be in it, once each", file=sys.stderr)
        sys.exit(2)


main()
