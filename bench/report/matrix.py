"""The kill matrix: which detector found which seeded bug."""

from markup import grid, join, more, tag

LETTER = {"killed": "K", "crashed": "C", "hung": "H", "clean": ".", "absent": "-"}
FOUND = ("killed", "crashed", "hung")
SAID = ("What a detector found, of the runs in which it was shown a bug; most runs stop at the first that finds it. In the "
        "rooms: K killed, C the bug crashed the program, H it hung, . not found, - does not apply; bold: promised to find it.")
ORDER = ("conformance", "stress", "tsan", "asan", "model")


def detectors(mutants):
    """In the order in which they are shown to a mutant; what is unknown here last."""
    there = dict.fromkeys(name for m in mutants for each in m["results"] for name in each.get("detectors", {}))
    return [name for name in ORDER if name in there] + [name for name in there if name not in ORDER]


def cell(found):
    if found is None:
        return "mark", ""
    letter = LETTER.get(found.get("outcome"), "?")
    return f"mark {letter if letter in 'KCH' else ''} {'listed' if found.get('listed') else ''}", letter


def room_rows(mutants, columns):
    for mutant in mutants:
        for each in mutant["results"]:
            found = each.get("detectors", {})
            yield [("wrap", join(mutant["name"], " ", tag("small", mutant["breaks"]))), each.get("backend", ""),
                   *(cell(found.get(name)) for name in columns),
                   ("good" if each.get("verdict") != "survived" else "bad", each.get("verdict", ""))]


def caught(mutants, name):
    """How many a detector found, of how many it was shown."""
    shown = [each["detectors"][name]["outcome"] for m in mutants for each in m["results"]
             if name in each.get("detectors", {})]
    tried = [outcome for outcome in shown if outcome != "absent"]
    return f"{sum(outcome in FOUND for outcome in tried)} of {len(tried)}" if tried else "–"


def by_room(mutants):
    rooms = {}
    for mutant in mutants:
        rooms.setdefault(mutant["room"], []).append(mutant)
    return rooms


def summary(mutants, columns):
    rows = []
    for room, members in [*by_room(mutants).items(), ("all", mutants)]:
        kinds = [m["verdict"] for m in members]
        rows.append([room, str(len(members)), str(kinds.count("killed")), str(kinds.count("equivalent")),
                     ("bad" if "survived" in kinds else "", str(kinds.count("survived"))),
                     *(caught(members, name) for name in columns)])
    return grid(("room", "seeded", "killed", "change\nnothing", "survive", *columns), rows)


def part(run):
    columns = detectors(run.mutants)
    parts = [summary(run.mutants, columns)]
    for room, members in by_room(run.mutants).items():
        table = grid(("bug", "backend", *columns, ""), list(room_rows(members, columns)), 2)
        parts.append(more(f"{room}: {len(members)} bugs", table))
    return join(*parts)


def section(runs):
    shown = [part(run) for run in runs if run.mutants]
    if not shown:
        return ""
    return tag("section", tag("h2", "Seeded bugs, and who finds them"),
               tag("p", SAID), *shown, id="mutants")
