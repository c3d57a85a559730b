#!/usr/bin/python3
"""docs/mutants.md from the results of a run: doc.py MATRIX.JSON PAGE.

Exit status: 0 written; 2 bad usage or input, after one line on stderr and with nothing written.
"""

import json
import sys

LETTER = {"killed": "K", "crashed": "C", "hung": "H", "clean": ".", "absent": "-"}
FOUND = ("killed", "crashed", "hung")
ORDER = ("conformance", "stress", "tsan", "asan", "model")

INTRODUCTION = """# Mutants

<!-- Written by `make mutants-doc` from the last run of `make mutants`. Do not edit. -->

What the tests are worth: {number} bugs seeded into the library, and who finds them. {killed} are killed, {equivalent} can
be proved to change nothing, {survived} survive. How a mutant is made and judged is in
[stress/mutants/README.md](../stress/mutants/README.md).

`K` killed, `C` the bug crashed the program, `H` it hung, `.` not found, `-` the detector does not apply or does not
exist yet. **Bold**: a detector that must find it. The last column is the time that the quickest detector took, on the
machine and in the run that wrote this page, and what it found: the test and its line, or the scenario and the oracle.
"""


def fail(message):
    print(f"doc: {message}", file=sys.stderr)
    sys.exit(2)


def load(path):
    try:
        with open(path, encoding="utf-8") as file:
            mutants = [json.loads(line) for line in file]
    except (OSError, ValueError) as error:
        fail(f"cannot read {path}: {error}")
    if not mutants:
        fail(f"{path} has no mutants")
    return mutants


def escaped(text):
    return text.replace("|", "\\|").replace("<", "&lt;")


def cell(found):
    letter = LETTER.get(found["outcome"], "?")
    return f"**{letter}**" if found["listed"] else letter


def quickest(detectors):
    """How long the first detection took, and what it was."""
    times = [(found["ms"], found["found"]) for found in detectors.values() if found["outcome"] in FOUND]
    if not times:
        return ""
    ms, what = min(times)
    return f"{ms / 1000:.1f} s {escaped(what[:80])}"


def table(mutants, detectors):
    lines = ["| mutant | backend | " + " | ".join(detectors) + " | first |",
             "|---|---|" + ":-:|" * len(detectors) + "---|"]
    for mutant in mutants:
        for result in mutant["results"]:
            cells = [cell(result["detectors"][name]) if name in result["detectors"] else "" for name in detectors]
            lines.append(f"| {mutant['name']} | {result['backend']} | " + " | ".join(cells) +
                         f" | {quickest(result['detectors'])} |")
    return lines


def description(mutant):
    lines = [f"* **{mutant['name']}**: {escaped(mutant['breaks'])}",
             f"  *Mirrors: {escaped(mutant['mirrors'])}.*"]
    if "equivalent" in mutant:
        lines.append(f"  **Equivalent:** {escaped(mutant['equivalent'])}")
    if "unmodelled" in mutant:
        lines.append(f"  Not modelled: {escaped(mutant['unmodelled'])}")
    if mutant["verdict"] == "survived":
        lines.append("  **Survives.**")
    return lines


def page(mutants):
    verdicts = [mutant["verdict"] for mutant in mutants]
    # Where only the promised ones were asked, each mutant has its own. Those that have no place in the order go first.
    names = dict.fromkeys(name for mutant in mutants for result in mutant["results"] for name in result["detectors"])
    detectors = sorted(names, key=lambda name: ORDER.index(name) if name in ORDER else -1)
    lines = [INTRODUCTION.format(number=len(mutants), killed=verdicts.count("killed"),
                                 equivalent=verdicts.count("equivalent"),
                                 survived=verdicts.count("survived"))]
    for room in dict.fromkeys(mutant["room"] for mutant in mutants):
        here = [mutant for mutant in mutants if mutant["room"] == room]
        lines += [f"## {room}", ""] + table(here, detectors) + [""]
        for mutant in here:
            lines += description(mutant)
        lines.append("")
    return "\n".join(lines)


def main():
    if len(sys.argv) != 3:
        fail("usage: doc.py MATRIX.JSON PAGE")
    try:
        text = page(load(sys.argv[1]))
    except (KeyError, TypeError, AttributeError) as error:
        fail(f"{sys.argv[1]} is not a matrix: {error!r}")
    with open(sys.argv[2], "w", encoding="utf-8") as file:
        file.write(text)


main()
