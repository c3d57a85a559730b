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
which no two need be told apart. *All N of ≤ P, M sample*: there are too many, so all are played in which threads are
preempted at most P times, without leaving out any, and then M random ones. *Broken*: as it must be;
`plain` is not meant for threads that share an object. Where it says *suspended*: how many executions more there are
with a thread suspended for ever, at how many places, and whether others could then not go on. A name in italics is that
of a program whose twin with a bug, `seeded-` and the name, is found broken wherever it is played.

"""

ROOMS = {
    "backend": "Counts, weak references, threads",
    "slot": "Slots and structures, on an abstract grace period",
    "reclaim": "Reclamation: our own schemes, with their sources",
    "gil": "The interpreter lock and critical sections",
    "coroutine": "Coroutines and errors",
    "cycles": "The cycle collector",
}
BACKENDS = ("plain", "atomic", "biased", "mutex", "global")


def cell(row):
    if row["verdict"] == "broken":
        return "broken"
    if row["coverage"] != "a sample":
        return f"{row['executions']}"
    part = "all" if row["bounded_is_all"] else "some"
    return f"{part} {row['bounded_executions']} of ≤ {row['preemptions']}, {row['executions']} sample"


def suspended(rows):
    parts = []
    for row in rows:
        if row["suspensions"]:
            parts.append(f"{row['backend']} {row['suspended_executions']} at {row['suspensions']}"
                         + (", blocks" if row["blocked"] else ""))
    return "; ".join(parts)


def table(here, programs):
    """The programs of a room; only the backends and the last column that some of them have."""
    backends = [b for b in BACKENDS if any(row["backend"] == b for rows in here.values() for row in rows)]
    last = any(suspended(rows) for rows in here.values())
    text = "| program | bound | " + " | ".join(backends) + (" | suspended" if last else "") + " |\n"
    text += "|---|---|" + "--:|" * len(backends) + ("---|" if last else "") + "\n"
    for name, rows in here.items():
        by_backend = {row["backend"]: row for row in rows}
        twin = programs.get("seeded-" + name)
        shown = f"*{name}*" if twin and all(row["as_it_should"] for row in twin) else name
        cells = " | ".join(cell(by_backend[b]) if b in by_backend else "" for b in backends)
        text += f"| {shown} | {rows[0]['bound']} | {cells}" + (f" | {suspended(rows)}" if last else "") + " |\n"
    return text


def main():
    results, page = sys.argv[1:]
    programs = {}
    for line in open(results):
        row = json.loads(line)
        if row.get("kind") == "model":
            programs.setdefault(row["program"], []).append(row)
    text = HEAD
    every = [row for rows in programs.values() for row in rows]
    total = sum(row["executions"] + row["suspended_executions"] + row.get("bounded_executions", 0) for row in every)
    good = sum(row["as_it_should"] for row in every)
    text += f"{len(programs)} programs, {len(every)} plays, {good} as they should be, {total} executions.\n"
    for room, title in ROOMS.items():
        here = {name: rows for name, rows in sorted(programs.items())
                if rows[0]["room"] == room and not name.startswith("seeded-")}
        if here:
            text += f"\n## {title}\n\n" + table(here, programs)
    text += "\n## Litmus tests and known algorithms\n\n| program | executions |\n|---|--:|\n"
    for name, rows in sorted(programs.items()):
        if rows[0]["room"] == "bare":
            text += f"| {name} | {cell(rows[0])} |\n"
    pathlib.Path(page).write_text(text)


main()
