"""What stands between two marks of a page of the documentation: see results_doc.py. Markdown."""

import os

import against
import decide
import overview
import proof
import read
import result
import rows
import suites
import svg
import sweep

MOST = 8  # plots of one suite; all are on the page


def grid(head, lines):
    yield "| " + " | ".join(head) + " |"
    yield "|---|" + "---:|" * (len(head) - 1)
    for line in lines:
        yield "| " + " | ".join(str(cell).replace("|", "\\|").replace("\n", " ") for cell in line) + " |"


def plots_of(run, suite):
    """The plots of a suite for a picture: curves first, because they say more."""
    results = [each for each in run.results.values() if each.suite == suite]
    there = list(sweep.figures(results, run.owner))
    there = [figure for figure in there if figure.series]
    chosen = sorted(there, key=lambda figure: figure.axis is None)[:MOST]
    return [figure for figure in there if figure in chosen], len(there)


def words(head, lines):
    """The same of text."""
    table = list(grid(head, lines))
    return [table[0], "|---" * len(head) + "|", *table[2:]]


class Blocks:
    """What can stand between two marks, each as lines."""

    def __init__(self, run, again, pictures):
        self.run, self.again, self.pictures = run, again, pictures

    def of(self, name, page):
        kind, _, argument = name.partition(" ")
        make = getattr(self, f"block_{kind}", None)
        if make is None or (argument and kind != "suite"):
            raise read.Malformed(f"{page}: there is no block '{name}'")
        self.page = page
        return "\n".join(make(argument) if argument else make()) + "\n"

    def ratio(self, suite, case, above, below):
        group = self.run.group(suite, *case)
        return result.between(group[above], group[below]) if above in group and below in group else None

    # ------------------------------------------------------------------------------------- blocks

    def block_environment(self):
        found = self.run.environment
        yield (f"{str(found.get('date', ''))[:10]}, revision {found.get('revision', '?')}, {found.get('cpu', '?')}, "
               f"{found.get('processors', '?')} processors, Linux {found.get('kernel', '?')}, glibc "
               f"{found.get('libc', '?')}, compiler {found.get('compiler', '?')}, flags `{found.get('flags', '?')}`. "
               + overview.noise(self.run))

    def block_decisions(self):
        lines = []
        for choice in decide.table(self.run):
            names = " or ".join(f"**{each.backend}**" for each in [choice.best, *choice.ties][:3])
            cost = overview.amount(choice.best)
            if choice.floor:
                cost += f", {choice.floor.text()} × {choice.floor.base.backend}"
            others = [f"{one.result.backend} {one.text()}" if one else "" for one in (choice.next, choice.peer)]
            said = "; ".join(choice.proof.words(self.run.safe(choice.best.backend)))
            lines.append([": ".join(filter(None, [choice.workload, choice.detail])), names, cost, *others, said])
        return words(("workload", "use", "it costs", "the next of ours, ×", "the best peer, ×", "proof"), lines)

    def block_proof(self):
        for done, words, instead in proof.totals(self.run):
            yield f"* {words}" if done else f"* no run of `{instead}`"

    def block_suite(self, suite):
        shown, there = plots_of(self.run, suite)
        if not shown:
            yield "Not measured in this run."
            return
        beside = os.path.relpath(self.pictures, os.path.dirname(self.page) or ".")
        yield f"![{suites.TITLES.get(suite, suite)}]({beside}/{suite}.svg)"
        if there > len(shown):
            yield ""
            yield f"These are {len(shown)} of {there} plots; the page of `make bench` has all."

    def block_others(self):
        """The suites that no page names."""
        for suite in self.run.suites():
            if suite not in suites.TITLES:
                yield f"### {suite.capitalize()}"
                yield ""
                yield from self.block_suite(suite)
                yield ""

    def block_promises(self):
        lines = [[words, one.text(), bound, "kept" if kept else "**missed**"] for suite in suites.all_of([self.run])
                 for words, one, bound, kept in suites.promises(self.run, suite)]
        kept = sum(line[-1] == "kept" for line in lines)
        yield f"{kept} of {len(lines)} are kept."
        yield ""
        yield from grid(("ratio", "95 % interval", "promised", ""), lines)

    def block_traces(self):
        lines = []
        for trace, found in self.run.replays.items():
            line = next(iter(found.values()))
            shares = [f"{100 * line[key]:.0f} %" if key in line else "–"
                      for key in ("shared_objects", "shared_events", "first_toucher")]
            ratios = [self.replayed(trace, name) for name in self.run.backends if name != "plain"]
            lines.append([trace, line["events"], line["threads"], *shares, *ratios])
        others = [f"{name}, × plain" for name in self.run.backends if name != "plain"]
        return grid(("trace", "events", "threads", "objects shared", "operations on them", "by first toucher", *others),
                    lines)

    def replayed(self, trace, name):
        for shape in ("threads", ""):
            one = self.ratio("replay", (trace, shape, ""), name, "plain")
            if one:
                return one.text()
        return "–"

    def block_clients(self):
        if not self.run.clients:
            yield "None in this run: `make clients` makes them."
            return
        head = ("program", "backend", "× stock", "its own tests", "a document read by two threads")
        lines = []
        for line in self.run.clients:
            case = (f"{line['program']} {line['cases'][0]['case']}", "", "")
            one = self.ratio("clients", case, line["backend"], "stock")
            lines.append([line["program"], line["backend"], one.text() if one else "1",
                          f"{line['tests_passed']} passed, {line['tests_failed']} failed", line["shared_document"]])
        yield from words(head, lines)

    def block_fading(self):
        """What becomes of a ratio between single operations."""
        found = [("one operation after the other, in the cache", self.ratio("counts", rows.ALONE, "atomic", "plain"))]
        found += [(f"the trace of {trace}", self.ratio("replay", (trace, shape, ""), "atomic", "plain"))
                  for trace in self.run.replays for shape in ("threads", "")]
        found += [("a million objects in random order, memory missed", self.ratio("counts", case, "atomic", "plain"))
                  for case in (("copy", "random", "object"), ("copy", "random", "counter"))]
        yield from grid(("", "atomic, × plain"), [[words, one.text()] for words, one in found if one])

    def block_agreement(self):
        judged = against.agreement(self.run, self.again) if self.again else None
        if judged is None:
            yield "No second run was made."
            return
        yield f"Of a second run on the same machine {judged[0][-1]}."

    def block_headline(self):
        """A few sentences."""
        found = self.run.environment
        said = [f"Medians of one run on {found.get('processors', '?')} processors ({found.get('cpu', '?')}), "
                f"compiler {found.get('compiler', '?')}, {str(found.get('date', ''))[:10]}."]
        plain, atomic = (self.ratio("counts", rows.ALONE, *pair) for pair in (("biased", "plain"), ("atomic", "biased")))
        if plain and atomic:
            said.append(f"On one thread the biased backend costs {plain.text()} times no protection at all, and atomics "
                        f"{atomic.text()} times that.")
        hot = self.ratio("counts", rows.CONTENDED, "biased", "atomic")
        if hot:
            said.append(f"When two threads fight for one object that neither of them made, biased counting costs "
                        f"{hot.text()} times what atomics do.")
        traces = [one.ratio for one in (self.ratio("replay", (trace, shape, ""), "atomic", "plain")
                                        for trace in self.run.replays for shape in ("threads", "")) if one]
        if traces:
            low, high = svg.number(min(traces)), svg.number(max(traces))
            said.append(f"In replayed programs atomics cost {low if low == high else f'{low} to {high}'} times no "
                        "protection.")
        said.append("Brackets are 95 % intervals. [All results](docs/results.md).")
        yield " ".join(said)
