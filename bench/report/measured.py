"""Puts the results of rc-bench's suites into a page of the documentation, between two marks.

measured.py PAGE RESULTS...   each of RESULTS is what rc-bench --json wrote of one suite.
Exit status: 0, or 2 after one line on stderr and with nothing written.
"""

import sys

sys.dont_write_bytecode = True  # the sources stay as they are

import command
import read
import runs
import suites
from blocks import grid

BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
TITLES = {
    "slots": "Slots: ns per operation and thread",
    "structures": "Structures: ns per operation and thread",
    "garbage": "Garbage: objects at once",
    "cycles": "Cycles: ns per object of the collector's; pauses in ms, peak memory in bytes per object",
}
# Its table has a row for each case; the others have one for each scheme or peer.
UPRIGHT = ("cycles",)


def number(value):
    return f"{value:.2f}" if value < 100 else f"{value:.0f}"


def cell(result):
    low, high = result.spread()
    trip = f" @{result.trips[0]:.0f}" if result.trips else ""
    return f"{number(result.median())} ±{number((high - low) / 2)}{trip}"


def table(results, upright):
    names = list(dict.fromkeys(each.backend for each in results))
    cases = list(dict.fromkeys(each.what() for each in results))
    cells = {(each.backend, each.what()): cell(each) for each in results}
    if upright:
        return grid(["", *names], [[case, *(cells.get((name, case), "-") for name in names)] for case in cases])
    return grid(["", *cases], [[name, *(cells.get((name, case), "-") for case in cases)] for name in names])


def promises(run, suite):
    rows = [[words, f"{one.ratio:.2f}", f"{one.low:.2f} to {one.high:.2f}", bound, "kept" if kept else "**missed**"]
            for words, one, bound, kept in suites.promises(run, suite)]
    return grid(["ratio", "", "95 % interval", "promised", ""], rows) if rows else []


def page_part(run):
    """The lines of all suites."""
    first = run.environment
    yield (f"{first.get('date', '')[:10]}, revision {first.get('revision', '?')}, "
           f"{first.get('cpu', '?')}, {first.get('processors', '?')} processors, Linux "
           f"{first.get('kernel', '?')}, {first.get('libc', '?')}, compiler {first.get('compiler', '?')}.")
    for suite, environment in zip(run.suites(), run.environments):
        yield ""
        yield f"### {TITLES.get(suite, suite)}"
        yield ""
        yield f"Load of the machine when it began: {environment.get('load', -1):.1f}."
        yield ""
        yield from table([each for each in run.results.values() if each.suite == suite], suite in UPRIGHT)
        yield ""
        yield from promises(run, suite)


def main():
    if len(sys.argv) < 3:
        sys.exit("measured: usage: measured.py PAGE RESULTS...")
    path = sys.argv[1]
    try:
        found = runs.load(sys.argv[2:])
        if len(found) != 1:
            raise read.Malformed("results of more than one machine")
        with open(path, encoding="utf-8") as file:
            text = file.read()
        before, rest = text.split(BEGIN)
        after = rest.split(END)[1]
        middle = "\n".join(page_part(found[0]))
        command.write_all("", {path: f"{before}{BEGIN}\n{middle}\n{END}{after}"})
    except (read.Malformed, OSError) as error:
        command.fail("measured", error)
    except (ValueError, IndexError):
        command.fail("measured", f"{path}: the marks '{BEGIN}' and '{END}' must be in it, once each")


main()
