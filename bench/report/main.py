"""rc-report: results of one or several machines as one page, and two runs held against each other.

usage: rc-report [options] FILE|DIR...        a page in the output directory
       rc-report [options] --against OLD NEW  what has become worse
       rc-report [options] --agree A B        how far two runs agree

A directory is a run, of all *.jsonl and *.json files in it that rc-bench, rc-stress, rc-replay, rc-model, rc-claims,
`make mutants` and `make clients` write; files that are named belong to the run before them. Several runs stand side by
side, each named by its environment.

  -o, --output DIR        where index.html, results.json and picture.svg go (build/report)
      --require LIST      what must be there: stress, replay, and names of suites, with commas between
      --origin TEXT       where the replayed recording comes from
      --against OLD       compare with this run, and write no page
      --agree             compare the two runs, and write no page
  -b, --backend NAME|all  of the library's backends this one alone, with all peers (all)
  -s, --seed N            for the redrawing that gives the intervals (1)
  -j, --json FILE|-       all ratios, one JSON object a line
  -l, --list              say what is in the runs, and write no page
  -h, --help              this text

Exit status: 0 all as it should be; 1 a verdict is not what it should be, something has become worse, or the runs do
not agree; 2 bad usage or input, after one line on stderr and with nothing written.
"""

import json
import os
import sys

sys.dont_write_bytecode = True  # the sources stay as they are

import against
import command
import decide
import figures
import page
import picture
import proof
import read
import result
import rows
import runs
import sweep
import table

NAME = "rc-report"


def fail(message):
    command.fail(NAME, message)


def arguments():
    parser = command.Arguments(NAME, __doc__.split("\n")[0], add_help=False)
    parser.add_argument("paths", nargs="*")
    parser.add_argument("-o", "--output", default="build/report")
    parser.add_argument("--require", default="")
    parser.add_argument("--origin", default="")
    parser.add_argument("--against")
    parser.add_argument("--agree", action="store_true")
    parser.add_argument("-b", "--backend", default="all")
    parser.add_argument("-s", "--seed", type=int, default=1)
    parser.add_argument("-j", "--json")
    parser.add_argument("-l", "--list", action="store_true")
    parser.add_argument("-h", "--help", action="store_true")
    chosen = parser.parse_args()
    if chosen.help:
        print(__doc__.split("\n", 2)[2].rstrip())
        sys.exit(0)
    if not chosen.paths:
        fail("no results given; see --help")
    if chosen.agree and (len(chosen.paths) != 2 or chosen.against):
        fail("--agree wants two runs; see --help")
    return chosen


def restrict(found, name):
    """Of the library's backends leaves this one."""
    if name == "all":
        return
    if all(name not in run.backends for run in found):
        fail(f"unknown backend '{name}' (--list shows them)")
    for run in found:
        run.results = {key: each for key, each in run.results.items()
                       if not run.ours(each.backend) or run.family(each.backend) == name}
        run.backends = {key: info for key, info in run.backends.items() if key == name}


def require(run, kinds):
    """What is asked of every backend must be there for every one."""
    for kind in filter(None, kinds.split(",")):
        if kind in ("stress", "replay"):
            there = set(key[0] for key in run.stress) if kind == "stress" else set(
                name for lines in run.replays.values() for name in lines)
            for name in run.backends:
                if name not in there:
                    raise read.Malformed(f"rc-{kind} says nothing about '{name}'")
        elif kind not in run.suites():
            raise read.Malformed(f"{run.place}: no results of the suite '{kind}'")


def compare(chosen):
    """--against and --agree."""
    if chosen.agree:
        old, new, judge = runs.load_one(chosen.paths[0]), runs.load_one(chosen.paths[1]), against.agreement
    else:
        new = runs.load(chosen.paths)
        if len(new) != 1:
            raise read.Malformed(f"--against compares one run, and here are {len(new)}")
        old, new, judge = runs.load_one(chosen.against), new[0], against.regressions
    restrict([old, new], chosen.backend)
    judged = judge(old, new, chosen.seed)
    if judged is None:
        raise read.Malformed("the two runs have no ratio with an interval in common")
    lines, verdict = judged
    print("\n".join(lines))
    return int(verdict != chosen.agree)


def listing(found):
    for run in found:
        print(run.title())
        for suite in run.suites():
            members = [each for each in run.results.values() if each.suite == suite]
            passes = max(len(each.passes) for each in members)
            shown = list(sweep.figures(members, run.owner))
            lonely = [figures.title(each) for each in shown if all(run.ours(name) for name in each.series)]
            print(f"  {suite:12} {len(members)} results, {passes} {'passes' if passes > 1 else 'pass'}, {len(shown)} plots"
                  + (f", no peer in: {'; '.join(lonely)}" if lonely else ", peers in all"))
        print(f"  {'backends':12} {', '.join(run.backends) or 'none'}")
        for done, words, instead in proof.totals(run):
            print(f"  {words if done else 'none of ' + instead}")


def as_object(run, one):
    each = one.result
    return {"program": NAME, "kind": "ratio", "machine": run.title(), "suite": each.suite, "case": each.case,
            "shape": each.shape, "api": each.api, "backend": each.backend, "threads": each.threads, "unit": each.unit,
            "median": each.median(), "to": one.base.backend, "ratio": one.ratio,
            "low": one.low if one.known() else None, "high": one.high if one.known() else None}


def summary(run, origin, ratios):
    """For results.json."""
    joined = rows.join(run, origin)
    joined["slots"] = len(joined["slots"])
    results = []
    for each in run.results.values():
        low, high = each.spread()
        results.append({"suite": each.suite, "case": each.case, "shape": each.shape, "api": each.api,
                        "backend": each.backend, "threads": each.threads, "unit": each.unit,
                        "median": each.median(), "p25": low, "p75": high, "passes": len(each.passes)})
    return {**joined, "results": results, "ratios": [as_object(run, one) for one in ratios],
            "stress": list(run.stress.values()), "replay": [x for lines in run.replays.values() for x in lines.values()],
            "clients": run.clients, "proof": [words for done, words, _ in proof.totals(run) if done]}


def to_lines(path, objects):
    text = "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in objects)
    if path == "-":
        print(text, end="")
    else:
        command.write_all(os.path.dirname(path), {os.path.basename(path): text})


def report(chosen):
    found = runs.load(chosen.paths)
    restrict(found, chosen.backend)
    for run in found:
        require(run, chosen.require)
    if chosen.list:
        listing(found)
        return 0
    ratios = [result.ratios(run.results.values(), chosen.seed) for run in found]
    tables = [decide.table(run, chosen.seed) for run in found]
    files = {"results.json": read.to_json({"machines": [summary(run, chosen.origin, each)
                                                        for run, each in zip(found, ratios)]}),
             "index.html": page.render(found, tables, ratios, chosen.seed)}
    joined = [rows.join(run, chosen.origin) for run in found]
    if joined[0]["backends"]:
        files["picture.svg"] = picture.render(joined[0])
    command.write_all(chosen.output, files)
    if chosen.json:
        to_lines(chosen.json, [as_object(run, one) for run, each in zip(found, ratios) for one in each])
    wrong = [words for run in found for words in proof.failures(run)]
    if chosen.json != "-":
        for each in joined:
            print(table.render(each))
        print("".join(f"\nWRONG: {words}." for words in wrong))
        print(f"{chosen.output}/results.json  all results")
        print(f"{chosen.output}/index.html    the same to look at")
    return int(bool(wrong))


def main():
    chosen = arguments()
    try:
        return compare(chosen) if chosen.agree or chosen.against else report(chosen)
    except (read.Malformed, OSError) as error:
        return fail(error)


def run():
    """What the archive build/bin/rc-report calls."""
    sys.exit(main())


if __name__ == "__main__":
    run()
