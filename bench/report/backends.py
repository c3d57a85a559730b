"""A page for each backend, in the same file: what it is, what shows that it is right, where it wins and where it loses."""

import proof
import result
import svg
from markup import grid, join, link, more, pairs, tag
from overview import amount

PROGRESS = ("retain", "release", "try_retain")
SHOWN = 8  # cases in which it is best, and worst


def of_backend(run, name):
    """All results of it, alone or with schemes and collectors behind it."""
    return [each for each in run.results.values() if run.family(each.backend) == name and run.ours(each.backend)]


def facts(info):
    shown = {"what": info["description"]}
    if info.get("source"):
        shown["from"] = info["source"]
    shown["threads may share"] = "yes" if info["thread_safe"] else "no"
    shown["bytes"] = f"{info['header_size']} before the payload of an object, {info['counter_size']} as a bare counter"
    shown.update({f"{key.replace('_', ' ')} is": info[key] for key in PROGRESS if key in info})
    return pairs(shown)


def proofs(run, name):
    parts = []
    for suite, words in (("counts", "counts"), ("slots", "slots on it"), ("cycles", "collectors on it")):
        said = list(proof.of(run, name, suite).words(run.safe(name)))
        if said and (suite == "counts" or len(said) > 1):
            parts.append(tag("li", f"{words}: {'; '.join(said)}"))
    for trace, lines in run.replays.items():
        if name in lines:
            right = lines[name]["verdict"] == "ok"
            words = "every object died once, and where it should" if right else "WRONG"
            parts.append(tag("li", f"replay of {trace}: {words}", class_="" if right else "bad"))
    for line in run.clients:
        if line["backend"] == name:
            parts.append(tag("li", f"{line['program']}: {line['tests_passed']} of its own tests passed, "
                                   f"{line['tests_failed']} failed; a document read by two threads is "
                                   f"{line['shared_document']}"))
    return tag("ul", *parts) if parts else tag("p", "There is none in these files.")


def standings(run, mine, seed):
    """Of each case its ratio to the best that may do the same work, itself left out; sorted, the best first."""
    groups = result.by_group(run.results.values())
    found = []
    for each in mine:
        rivals = [other for other in groups[each.group()]
                  if other.backend != each.backend and other.backend not in result.FLOORS
                  and run.family(other.backend) != run.family(each.backend)
                  and (run.safe(other.backend) or not run.safe(each.backend)) and min(other.values()) > 0]
        if not rivals:
            continue
        best = min(rivals, key=lambda other: -other.median() if other.more_is_better() else other.median())
        one = result.between(each, best, seed)
        if one:
            found.append((1 / one.ratio if each.more_is_better() else one.ratio, one))
    return [one for _, one in sorted(found, key=lambda item: item[0])]


def standing_table(run, ones):
    rows = [[one.result.what(), one.result.backend, amount(one.result), one.text(),
             ("" if run.ours(one.base.backend) else "peer", one.base.backend)] for one in ones]
    return grid(("case", "with", "median", "ratio to the best other", "which is"), rows, 2)


def better(one):
    if not one.known():
        return False
    return one.low > 1 if one.result.more_is_better() else one.high < 1


def part(run, name, ratios, seed):
    mine = of_backend(run, name)
    ones = standings(run, mine, seed)
    wins = [one for one in ones if better(one)]
    losses = [one for one in reversed(ones) if not better(one)]
    parts = [facts(run.backends[name]), tag("h3", "Proof"), proofs(run, name)]
    if wins:
        parts += [tag("h3", f"Where it is ahead of all others: {len(wins)} of {len(ones)} cases"),
                  standing_table(run, wins[:SHOWN])]
    if losses:
        parts += [tag("h3", "Where it is farthest behind"), standing_table(run, losses[:SHOWN])]
    rows = [[one.result.suite, one.result.what(), one.result.backend,
             f"{svg.number(one.result.median())} {one.result.unit}", one.text(), one.base.backend]
            for one in ratios if one.result in mine]
    if rows:
        parts.append(more(f"all {len(rows)} ratios to the floors",
                          grid(("suite", "case", "with", "median", "ratio", "to"), rows, 3)))
    return join(*parts)


def sections(runs, ratios, seed):
    names = dict.fromkeys(name for run in runs for name in run.backends)
    shown = []
    for name in names:
        parts = []
        for run, found in zip(runs, ratios):
            if name in run.backends:
                parts += [tag("p", tag("small", run.title())), part(run, name, found, seed)]
        shown.append(tag("section", tag("p", link("top", "← all backends")), tag("h2", name), *parts,
                         class_="backend", id=f"backend-{name}"))
    return join(*shown)


def links(runs):
    names = dict.fromkeys(name for run in runs for name in run.backends)
    return [link(f"backend-{name}", name) for name in names]
