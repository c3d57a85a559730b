#!/usr/bin/env python3
"""The programs of the model checker, their bounds and executions: docs/model-programs.md from `make model`.

programs.py RESULTS.json PAGE
"""
import json
import pathlib
import sys

HEAD = """# The programs of the model checker

<!-- Written by `make model-doc` from the last run of `make model`. Do not edit. -->

What [rc-model](model.md) plays, and how many executions that is: all that there are within the bound, but for those of
which no two need be told apart. *Sample*: there are too many, and that many random ones are played. *Broken*: as it must
be; `plain` is not meant for threads that share an object, and `seeded-` programs have a bug. The last column is how many
executions more there are with a thread suspended for ever, at how many places, and whether others could then not go on.

"""


def cell(row):
    if row["verdict"] == "broken":
        return "broken"
    return f"{row['executions']}" + (" sample" if row["coverage"] == "a sample" else "")


def suspended(rows):
    parts = []
    for row in rows:
        if row["suspensions"]:
            parts.append(f"{row['backend']} {row['suspended_executions']} at {row['suspensions']}"
                         + (", blocks" if row["blocked"] else ""))
    return "; ".join(parts)


def main():
    results, page = sys.argv[1:]
    programs = {}
    for line in open(results):
        row = json.loads(line)
        if row.get("kind") == "model":
            programs.setdefault(row["program"], []).append(row)
    backends = [b for b in ("plain", "atomic", "biased", "mutex", "global")]
    with_backend = ["| program | bound | " + " | ".join(backends) + " | suspended |", "|---|---|" + "--:|" * 5 + "---|"]
    bare = ["| program | executions |", "|---|--:|"]
    for name, rows in sorted(programs.items()):
        by_backend = {row["backend"]: row for row in rows}
        if "-" in by_backend:
            bare.append(f"| {name} | {cell(by_backend['-'])} |")
        else:
            cells = " | ".join(cell(by_backend[b]) if b in by_backend else "" for b in backends)
            with_backend.append(f"| {name} | {rows[0]['bound']} | {cells} | {suspended(rows)} |")
    every = [row for rows in programs.values() for row in rows]
    total = sum(row["executions"] + row["suspended_executions"] for row in every)
    good = sum(row["as_it_should"] for row in every)
    text = HEAD + f"{len(programs)} programs, {len(every)} plays, {good} as they should be, {total} executions.\n\n"
    text += "## On the library\n\n" + "\n".join(with_backend) + "\n\n## Litmus tests and known algorithms\n\n" + "\n".join(bare) + "\n"
    pathlib.Path(page).write_text(text)


main()
