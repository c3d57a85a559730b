"""The first screen: which backend for which workload, at what cost, with what proof."""

import proof
import result
import stats
import svg
from markup import Html, cards, join, link, tag

HEAD = ("workload", "use", "it costs", "the next of ours costs", "the best peer costs", "proof")


def amount(result):
    return f"{svg.number(result.median())} {result.unit}"


def times(ratio):
    return f"{ratio.text()} ×".replace(" ", "\u00a0")


def recommended(run, choice):
    names = [choice.best, *choice.ties]
    linked = [link(f"backend-{run.family(each.backend)}", each.backend) for each in names[:3]]
    parts = [linked[0]]
    for each in linked[1:]:
        parts += [" or ", each]
    return join(*parts, *([f" or {len(names) - 3} more"] if len(names) > 3 else []))


def against(ratio):
    if ratio is None:
        return "–"
    return join(ratio.result.backend, tag("small", times(ratio)))


def row(run, choice):
    cost = [amount(choice.best)]
    if choice.floor:
        cost.append(tag("small", f"{times(choice.floor)} {choice.floor.base.backend}"))
    shown = "; ".join(choice.proof.words(run.safe(choice.best.backend))) or "none in these files"
    kind = "bad" if "BROKEN" in shown else ""
    return [join(choice.workload, tag("small", choice.detail)), recommended(run, choice), join(*cost),
            against(choice.next), ("peer", against(choice.peer)), (kind, tag("small", shown))]


def decisions(run, choices, number):
    if not choices:
        return tag("p", "Nothing here was measured of a backend.")
    return cards(HEAD, [row(run, each) for each in choices], id=f"decisions-{number}" if number else "decisions")


def proofs(run):
    """What was shown of the library as a whole, and what there is no run of."""
    parts = []
    for done, words, command in proof.totals(run):
        parts.append(tag("li", ("✓ " + words) if done else join("no run of ", tag("code", command)),
                         class_="good" if done else ""))
    return tag("ul", *parts, class_="proofs")


def verdict(runs):
    bad = [f"{words}." for run in runs for words in proof.failures(run)]
    if bad:
        return Html("".join(tag("p", words, class_="bad") for words in bad))
    return tag("p", "All verdicts are as they should be.", class_="good")


LEGEND = "Costs are medians. 1.24 [1.20, 1.26] × plain: 1.24 times what plain costs, with an interval of 95 %; [?]: measured " \
         "once. The next of ours and the best peer are in times of the recommended one."


def legend(run):
    """How to read the table, before it is read."""
    return join(tag("p", tag("small", LEGEND)), tag("p", TOO_NOISY, class_="bad") if is_noisy(run) else "")


def note(run):
    cores = run.processors()
    limits = f"{cores} processors: what needs more at once was not measured. " if cores and cores < 8 else ""
    return tag("p", tag("small", limits + coverage(run) + disturbance(run)))


def coverage(run):
    """What intervals of few passes cannot know."""
    fewest = min((len([each for each in one.passes if each]) for one in run.results.values()
                  if not one.given and one.unit not in result.EXACT and len(one.values()) > 1), default=0)
    covered = stats.covered(fewest) if fewest else 1
    if covered >= stats.LEVEL:
        return ""
    if fewest == 1:
        return "Some intervals are of one pass, and know nothing of what differs between runs. "
    return (f"Some intervals are of {fewest} passes only: where the repetitions of a pass hardly differ, these cover "
            f"{100 * covered:.0f} % of what differs between runs. ")


TOO_NOISY = "The machine was too noisy: trust no small difference."


def repetitions(run):
    """Those that were not disturbed, of how many."""
    counted = [each.counted for each in run.results.values()]
    return sum(good for good, _ in counted), sum(total for _, total in counted)


def loads(run):
    return [each["load"] for each in run.environments if each.get("load", -1) >= 0]


def is_noisy(run):
    good, total = repetitions(run)
    return (any(each.get("noisy") for each in run.environments) or good < total / 2
            or max(loads(run), default=0) > 2 * max(run.processors(), 1))


def disturbance(run):
    good, total = repetitions(run)
    words = []
    if total:
        words.append(f"{100 * good / total:.0f} % of the repetitions were undisturbed")
    if loads(run):
        words.append(f"load at most {max(loads(run)):.1f}")
    said = ", ".join(words)
    return f"{said[:1].upper()}{said[1:]}." if said else ""


def noise(run):
    """What the machine did besides, said plainly."""
    return " ".join(filter(None, [disturbance(run), TOO_NOISY if is_noisy(run) else ""]))


def beside(runs, tables):
    """What each machine recommends, side by side."""
    found = {}
    for number, choices in enumerate(tables):
        for choice in choices:
            found.setdefault((choice.workload, choice.detail), {})[number] = choice
    rows = []
    for (workload, detail), here in found.items():
        cells = [join(recommended(run, here[i]), tag("small", cost_words(here[i]))) if i in here else "–"
                 for i, run in enumerate(runs)]
        rows.append([join(workload, tag("small", detail)), *cells])
    return cards(["workload", *(run.title() for run in runs)], rows, id="decisions")


def cost_words(choice):
    return amount(choice.best) + (f", {times(choice.floor)} {choice.floor.base.backend}" if choice.floor else "")


def section(runs, tables):
    parts = [tag("h1", "refcount: which backend, at what cost, with what proof"), verdict(runs)]
    if len(runs) > 1:
        parts.append(beside(runs, tables))
    for number, (run, choices) in enumerate(zip(runs, tables), 1):
        parts += [tag("p", tag("small", run.title())) if len(runs) == 1 else tag("h2", run.title()),
                  legend(run), decisions(run, choices, number if len(runs) > 1 else 0), proofs(run), note(run)]
    return join(*parts)
