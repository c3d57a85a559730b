#!/usr/bin/env python3
"""Which memory order is necessary, and what breaks without it: docs/orders.md from a run of `rc-model --orders`.

orders.py RESULTS.json KEEP PAGE

Exit status 1 if an order is neither missed by a program nor listed in KEEP, or listed there without need.
"""
import json
import pathlib
import re
import sys

CALL = re.compile(r"\brc_((?:load|store|exchange|fetch_\w+?|cas(?:_weak)?)_(?:acquire|release|acq_rel|seq_cst))\(")
SKIPPED = ("refcount/atomics.h", "refcount/check/", "refcount/tool/")
HEAD = """# Memory orders: which is necessary, and what breaks without it

<!-- Written by `make orders`. Do not edit. -->

Every memory order in the library, weakened by one step, one at a time: acquire and release to relaxed, acq_rel once to
acquire and once to release. Then [rc-model](model.md) plays its programs again, on the library as it is but for that one
order. *What breaks* is the first program that finds a fault, and its oracle; a program that finds none has been
played in all its executions, or in 100 000 of them.

"""


def calls():
    """(file, line) of every operation with an order, and its name in atomics.h."""
    found = {}
    for path in sorted(pathlib.Path("refcount").rglob("*.[ch]")) + sorted(pathlib.Path("gc").rglob("*.[ch]")):
        name = str(path)
        if name.startswith(SKIPPED):
            continue
        for number, line in enumerate(path.read_text().splitlines(), 1):
            match = CALL.search(line)
            if match:
                found[name, number] = match.group(1)
    return found


def keep_of(path):
    kept = {}
    for line in pathlib.Path(path).read_text().splitlines():
        if line and not line.startswith("#"):
            file, function, name, weaker, reason = line.split(None, 4)
            kept[file, function, name, weaker] = reason
    return kept


def number_of(file, line):
    """The number that the sources give the operation: on its line, in the comment below or in that above."""
    text = pathlib.Path(file).read_text().splitlines()
    top = line - 2
    while top > 0 and "/*" not in text[top] and line - top < 9:
        top -= 1
    for where in (text[line - 1], text[line] if line < len(text) and text[line].strip()[:4] == "/* (" else "",
                  " ".join(text[top:line - 1])):
        comment = where[where.find("/*"):] if "/*" in where else ""
        match = re.search(r"\((\d+)\)", comment)
        if match:
            return f"({match.group(1)})"
    return ""


def enclosing(file, line):
    """The function that a line stands in: the last line before it that begins one."""
    text = pathlib.Path(file).read_text().splitlines()
    for at in range(line - 1, -1, -1):
        if text[at][:1] not in ("", " ", "{", "}", "/", "#", "*"):
            match = re.search(r"(?:RC_NAME\()?(\w+)\)?\(", text[at].replace("RC_NAME(", ""))
            if match:
                return match.group(1)
    return "?"


def main():
    results, keep_file, page = sys.argv[1:]
    names = calls()
    rows = [json.loads(line) for line in open(results) if '"kind":"order"' in line.replace(" ", "")]
    kept, problems, unneeded = keep_of(keep_file), [], []
    used = set()
    table = ["| operation | in | weakened to | what breaks |", "|---|---|---|---|"]
    for row in rows:
        function = enclosing(row["file"], row["line"])
        name = names.get((row["file"], row["line"]), row["order"])
        key = (row["file"], function, name, row["weaker"])
        what = row["by"]
        if not row["noticed"]:
            what = "nothing: see below"
            used.add(key)
            if key not in kept:
                problems.append(f"nobody notices: {' '.join(key)} (line {row['line']})")
            unneeded.append((function, name, row["weaker"], kept.get(key, "?")))
        table.append(f"| `{name}` {number_of(row['file'], row['line'])} | {row['file']}: `{function}` | "
                     f"{row['weaker']} | {what} |")
    reached = {(row["file"], row["line"]) for row in rows}
    for (file, line), name in sorted(names.items()):
        if (file, line) not in reached:
            key = (file, enclosing(file, line), name, "unreached")
            used.add(key)
            if key not in kept:
                problems.append(f"no program comes by: {' '.join(key)} (line {line})")
            unneeded.append((key[1], name, "unreached", kept.get(key, "?")))
    problems += [f"listed in {keep_file} without need: {' '.join(key)}" for key in kept if key not in used]
    noticed = sum(row["noticed"] for row in rows)
    text = HEAD + f"{len(rows)} weakenings of {len(reached)} operations; {noticed} are noticed.\n\n"
    text += "\n".join(table) + "\n\n## What nobody misses, and why it stays\n\n"
    for function, name, weaker, reason in unneeded:
        text += f"* **{function}**, `{name}`, " + \
                ("which no program comes by" if weaker == "unreached" else f"weakened to {weaker}") + f": {reason}\n"
    pathlib.Path(page).write_text(text)
    for problem in problems:
        print(f"orders: {problem}", file=sys.stderr)
    print(f"orders: {len(rows)} weakenings, {noticed} noticed, {len(unneeded)} explained or not; {page}")
    return 1 if problems else 0


sys.exit(main())
