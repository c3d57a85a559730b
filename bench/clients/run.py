#!/usr/bin/python3
"""What `make clients` runs: jq with its counts replaced by rc_counter, once for each backend.

Fetches Debian's source of jq, builds it as it is and with each backend, runs its tests, lets two threads
read one document, and measures both on the package database of this machine. All under BUILD/clients.

Writes one JSON object a line to --json (BUILD/clients/jq.jsonl): first one of kind "environment", with the
names of rc-bench's; then for each build, "stock" first, one of kind "client":

  program, version   jq and Debian's version of it
  backend            stock, or the backend's name
  thread_safe        what the backend promises; stock promises nothing
  case               the headline case, of which are
  seconds            median of the processor seconds,
  ratio, low, high   to stock, with a 95 % interval
  cases              all cases: case, seconds, wall, ratio, low, high, megabytes_per_second, peak_bytes
  rounds, input_bytes
  tests_passed, tests_failed      single tests, where jq's runner counts them
  suites_passed, suites_failed, failed_suites     the scripts of its make check
  shared_document    right, wrong, or untested (it could not be tried, as with one processor)
  shared             plays, operations, wrong_sums, wrong_counts, premature_frees, freed_twice, leaked_blocks,
                     and ended: how those that did not come to their end ended

Exit status: 0 all as it should be: every build passes the tests that stock passes, threads are right with
every backend that is thread-safe, and were seen to be wrong with stock and plain; 1 not so; 2 bad usage, or
a step did not work, after one line on stderr.
"""

import argparse
import json
import os
import re
import sys

sys.dont_write_bytecode = True  # the sources stay as they are

import builds
import checks
import environment
import steps
import timing


class Arguments(argparse.ArgumentParser):
    def error(self, message):
        fail(message)


def fail(message):
    print(f"clients: {message}", file=sys.stderr)
    sys.exit(2)


def positive(text):
    if not re.fullmatch("[1-9][0-9]{0,9}", text):
        raise argparse.ArgumentTypeError(f"{text} is no positive number")
    return int(text)


def backends():
    with open(os.path.join(builds.ROOT, "refcount", "counters", "list.h"), encoding="utf-8") as file:
        return re.findall(r"^ *X\((\w+)\)", file.read(), re.M)


def arguments():
    parser = Arguments(prog="clients", description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--build", default="build", metavar="DIR", help="where things are built (build)")
    parser.add_argument("--backend", default="all", metavar="NAME|all", help="beside stock (all)")
    parser.add_argument("--rounds", type=positive, default=7, metavar="N", help="of the measurement (7)")
    parser.add_argument("--bytes", type=positive, default=52000000, metavar="N", help="of the document (52000000)")
    parser.add_argument("--seed", type=positive, default=1, metavar="N", help="of the order of the runs (1)")
    parser.add_argument("--json", metavar="FILE|-", help="the results (BUILD/clients/jq.jsonl)")
    parser.add_argument("--list", action="store_true", help="list the backends")
    return parser.parse_args()


def say(text):
    print(f"== {text}", file=sys.stderr, flush=True)


def everything(chosen, names):
    """The lines of the results."""
    work = os.path.join(os.path.abspath(chosen.build), "clients")
    lines = [environment.describe()]
    say("fetching jq")
    steps.run("fetch", [os.path.join(builds.HERE, "fetch"), work, "jq"], os.path.join(work, "logs", "fetch.log"))
    made = builds.Builds(work, chosen.build)
    say(f"building jq {made.version}")
    made.make_stock()
    for name in names[1:]:
        made.make_backend(name)
    results = {}
    for name in names:
        say(f"testing {name}")
        results[name] = {**checks.test_suite(made, name),
                         **checks.shared_document(made, name, checks.is_thread_safe(name))}
    document = os.path.join(work, "packages.json")
    say("measuring")
    steps.run("the package database", [sys.executable, os.path.join(builds.HERE, "packages.py"), document,
                                       str(chosen.bytes)], os.path.join(work, "logs", "packages.log"))
    cases = timing.measure(made, names, document, chosen.rounds, chosen.seed, say)
    for name in names:
        headline = next(case for case in cases[name] if case["case"] == timing.HEADLINE)
        lines.append({"kind": "client", "program": "jq", "version": made.version, "backend": name,
                      "thread_safe": checks.is_thread_safe(name),
                      **{key: headline[key] for key in ("case", "seconds", "ratio", "low", "high")},
                      "cases": cases[name], "rounds": chosen.rounds, "input_bytes": os.path.getsize(document),
                      **results[name]})
    return lines


def complaints(lines):
    """What is not as it should be."""
    clients = [line for line in lines if line["kind"] == "client"]
    stock = clients[0]
    for line in clients:
        worse = set(line["failed_suites"]) - set(stock["failed_suites"])
        if worse or line["tests_failed"] > stock["tests_failed"] or line["tests_passed"] < stock["tests_passed"]:
            yield f"{line['backend']} does not pass what stock passes: {' '.join(sorted(worse)) or 'single tests'}"
        wanted = "right" if line["thread_safe"] else "wrong"
        excused = line["shared_document"] == "untested" and lines[0]["processors"] < 2
        if line["shared_document"] != wanted and not excused:
            said = "".join(f" ({ended})" for ended in line["shared"]["ended"][-1:])
            yield f"two threads and one document: {line['backend']} was {line['shared_document']}, not {wanted}{said}"


def show(lines, out):
    first = lines[1]
    print(f"jq {first['version']}, {first['input_bytes'] / 1e6:.0f} MB, {first['rounds']} rounds; "
          "processor seconds, and how often those of stock", file=out)
    names = [case["case"] for case in first["cases"]]
    print(f"  {'':8}" + "".join(f"{name:>9} {'(95 %)':>20}" for name in names)
          + f"{'peak':>9}{'tests':>12}  two threads, one document", file=out)
    for line in lines[1:]:
        row = f"  {line['backend']:8}"
        for case in line["cases"]:
            row += f"{case['seconds']:7.2f} s  {case['ratio']:.3f} ({case['low']:.3f}-{case['high']:.3f})"
        shared = line["shared"]
        row += f"{max(case['peak_bytes'] for case in line['cases']) / 1e6:6.0f} MB"
        row += f"{line['tests_passed']:6} of {line['tests_passed'] + line['tests_failed']}"
        row += f"  {line['shared_document']}"
        if line["shared_document"] == "wrong":
            row += (f": {shared['wrong_counts']} counts wrong, {shared['premature_frees']} freed too early, "
                    f"{shared['leaked_blocks']} never")
        print(row, file=out)


def write(path, lines):
    text = "".join(json.dumps(line) + "\n" for line in lines)
    if path == "-":
        sys.stdout.write(text)
        return
    with open(path + ".unfinished", "w", encoding="utf-8") as file:
        file.write(text)
    os.replace(path + ".unfinished", path)


def main():
    chosen = arguments()
    known = backends()
    if chosen.list:
        print("\n".join(known))
        return 0
    if chosen.backend not in [*known, "all"]:
        fail(f"unknown backend {chosen.backend}; see --list")
    names = [builds.STOCK, *(known if chosen.backend == "all" else [chosen.backend])]
    path = chosen.json or os.path.join(chosen.build, "clients", "jq.jsonl")
    try:
        lines = everything(chosen, names)
        write(path, lines)
    except (steps.Failed, OSError) as error:
        fail(error)
    show(lines, sys.stderr if path == "-" else sys.stdout)
    wrong = list(complaints(lines))
    for complaint in wrong:
        print(f"NOT AS IT SHOULD BE: {complaint}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
