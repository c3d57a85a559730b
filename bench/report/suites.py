"""A section for each suite: plots with peers beside ours, what was promised, and all the numbers."""

import figures
import proof
import result
import svg
import sweep
from markup import Html, grid, join, more, tag

TITLES = {
    "counts": "Counts: what a reference costs, for one who has one",
    "sharing": "Sharing: owners, others, and how many threads",
    "instructions": "Instructions, counted by callgrind",
    "slots": "Slots: a reference that threads share, for one who has none yet",
    "mixes": "Slots that are read and written, by share of stores and threads",
    "structures": "Structures: a stack, a list and a hash table of slots",
    "sets": "Structures by keys, share of updates and threads",
    "garbage": "Garbage: objects that nobody can reach, at once",
    "cycles": "Cycles: what a collection costs, and how long nothing else is done",
    "programs": "Programs in small",
    "replay": "Replayed traces of real programs",
    "clients": "Real programs",
}
SAID = {
    "counts": "Nanoseconds per retain and release, of each thread.",
    "sharing": "share: percent of the pairs that are on objects which the thread has made. hot: threads on one object; "
               "private: an object each; both in time of the processors in use, so that a flat line is no hindrance. "
               "handed: percent of the objects that another thread drops. chain: objects that go through so many threads.",
    "instructions": "Of a retain and a release together, and of an object's creation and destruction. No machine is too "
                    "noisy for this; but an atomic instruction is one, and takes as long as twenty.",
    "programs": "Nanoseconds of a processor per operation: flat where threads do not hinder each other. longest, median: "
                "of the calls that may take long; garbage: the most objects beyond those in use.",
    "slots": "Nanoseconds per operation and thread. After the +: how objects are kept from being freed under a reader. "
             "The floor, bare, has no protection and is of no use.",
    "structures": "Nanoseconds per operation and thread; raw_epoch is the same without counts.",
    "garbage": "The most objects that existed at once, with a reader that runs or stands still.",
    "cycles": "Nanoseconds per object; pauses in ms; peak memory in bytes per object; share: what another thread got "
              "of the collection's time.",
    "mixes": "Nanoseconds of a processor per operation, on ten slots.",
    "sets": "Nanoseconds of a processor per operation. u: percent of the operations that change it; t: threads.",
    "replay": "Each thread of the recording is a thread of the replay, each object's events come in their order. A ratio "
              "of five between single operations is less here, and near one where memory is waited for.",
    "clients": "The program's own counts replaced by the library's; stock is the program as it is.",
}
LEGEND = "Dots are medians, the line through them spans the quartiles; blue: ours, yellow and in italics or dashed: peers."


def plots(run, results):
    shown = []
    for figure in sweep.figures(results, run.owner):
        if figure.series:
            shown.append(tag("figure", tag("figcaption", figures.title(figure)), Html(figures.render(run, figure))))
    return tag("div", *shown, class_="plots")


def numbers(run, results, ratios):
    """All cells: median, quartiles, and the ratio to the base of the case."""
    found = {one.result.key(): one for one in ratios}
    rows = []
    for each in results:
        low, high = each.spread()
        one = found.get(each.key())
        rows.append([each.what(), ("" if run.ours(each.backend) else "peer", each.backend), str(each.threads),
                     f"{svg.number(each.median())} {each.unit}", f"{svg.number(low)} – {svg.number(high)}",
                     one.text() if one else "", one.base.backend if one else "",
                     f"{each.counted[0]} of {each.counted[1]}" if each.counted[1] else ""])
    return grid(("case", "backend", "threads", "median", "quartiles", "ratio", "to", "undisturbed"), rows, 2)


def promises(run, suite, seed=1):
    """(words, Ratio, limit, kept) of what was promised, from all passes together."""
    named = {}
    for each in run.results.values():
        if each.suite == suite:
            named.setdefault("/".join(p for p in (each.case, each.shape, each.api, each.backend) if p), each)
    for (where, above, below), (limit, bound) in run.promises.items():
        if where == suite and above in named and below in named:
            one = result.between(named[above], named[below], seed)
            if one:
                kept = one.ratio <= bound if limit == "at_most" else one.ratio >= bound
                yield f"{above} / {below}", one, f"{'≤' if limit == 'at_most' else '≥'} {bound:.2f}", kept


def promised(run, suite, seed):
    rows = [[words, one.text(), bound, ("good", "kept") if kept else ("bad", "missed")]
            for words, one, bound, kept in promises(run, suite, seed)]
    if not rows:
        return ""
    kept = sum(row[-1][1] == "kept" for row in rows)
    return more(f"{kept} of {len(rows)} promises kept", grid(("ratio", "95 % interval", "promised", ""), rows))


def trips(results):
    found = [trip for each in results for trip in each.trips]
    if not found:
        return ""
    return tag("p", f"A cache line took {min(found):.0f} to {max(found):.0f} ns from one of two threads to the other and "
                    "back: compare what was measured with the same one.")


def traces(run):
    """What the recorded programs are like, where the replay said so."""
    rows = []
    for trace, lines in run.replays.items():
        line = next(iter(lines.values()))
        shares = [f"{100 * line[key]:.0f} %" if key in line else "–"
                  for key in ("shared_objects", "shared_events", "first_toucher")]
        order = f"{line['ns_order']:.1f} ns" if "ns_order" in line else "–"
        rows.append([trace, str(line["events"]), str(line["threads"]), *shares, order])
    return grid(("trace", "events", "threads", "objects\nshared", "operations on\nshared objects",
                 "operations by\nfirst toucher", "keeping\nthe order"), rows) if rows else ""


def clients(run):
    rows = []
    for line in run.clients:
        expected = line["shared_document"] != ("wrong" if line["thread_safe"] else "right")
        suites = f"{line['tests_passed']} passed, {line['tests_failed']} failed"
        rows.append([f"{line['program']} {line.get('version', '')}", line["backend"],
                     ("bad" if proof.fails_more(run, line) else "good", suites),
                     ("good" if expected and line["thread_safe"] else "bad" if not expected else "",
                      line["shared_document"])])
    return grid(("program", "backend", "its own tests", "a document read by two threads"), rows, 2) if rows else ""


def part(run, suite, ratios, seed):
    """One suite of one run."""
    results = [each for each in run.results.values() if each.suite == suite]
    if not results:
        return ""
    beside = {"replay": traces, "clients": clients}.get(suite, lambda run: "")
    return join(beside(run), trips(results), plots(run, results), promised(run, suite, seed),
                more(f"{len(results)} numbers", numbers(run, results, ratios)))


def section(runs, suite, ratios, seed):
    """`ratios` has those of each run."""
    shown = [(run, part(run, suite, found, seed)) for run, found in zip(runs, ratios)]
    parts = [tag("div", tag("h3", run.title()) if len(runs) > 1 else "", each) for run, each in shown if each]
    return tag("section", tag("h2", TITLES.get(suite, suite.capitalize())), tag("p", SAID.get(suite, "")),
               tag("div", *parts, class_="machines"), id=f"suite-{suite}")


def all_of(runs):
    """The suites of all runs: those known here in this order, then the others."""
    there = dict.fromkeys(suite for run in runs for suite in run.suites())
    return [suite for suite in TITLES if suite in there] + [suite for suite in there if suite not in TITLES]
