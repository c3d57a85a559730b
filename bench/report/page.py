"""The page: one file without any other, for light and dark, for wide and narrow screens."""

import backends
import claims
import explored
import matrix
import overview
import style
import suites
from markup import join, link, pairs, tag

HIDDEN = ("program", "kind")


def words(value):
    """Versions of libraries come as a table."""
    return ", ".join(f"{key} {each}" for key, each in value.items()) if isinstance(value, dict) else value


def environment(run):
    shown = {key.replace("_", " "): words(value) for key, value in run.environment.items() if key not in HIDDEN}
    passes = max((len(each.passes) for each in run.results.values()), default=0)
    loads = [each["load"] for each in run.environments if "load" in each]
    if len(loads) > 1:
        shown["load"] = f"{min(loads):.1f} to {max(loads):.1f} when a pass of a suite began"
    if passes > 1:
        shown["passes"] = f"up to {passes}, each a process of its own"
    return join(tag("h3", run.title()), pairs(shown)) if shown else ""


def contents(runs, there):
    parts = [link(f"suite-{suite}", suite) for suite in suites.all_of(runs)]
    parts += [link(name, words) for name, words in there]
    parts.append(link("machine", "machine"))
    return join(tag("nav", tag("span", "A page for each backend:"), *backends.links(runs)),
                tag("nav", tag("span", "On this page:"), *parts))


def render(runs, tables, ratios, seed=1):
    """`tables` are the decisions of each run, `ratios` all of its ratios."""
    extra = [("mutants", "seeded bugs", matrix.section(runs)), ("model", "model programs", explored.section(runs)),
             ("claims", "claims", claims.section(runs))]
    there = [(name, words) for name, words, shown in extra if shown]
    main = tag("main", overview.section(runs, tables), contents(runs, there),
               tag("p", tag("small", suites.LEGEND)),
               *(suites.section(runs, suite, ratios, seed) for suite in suites.all_of(runs)),
               *(shown for _, _, shown in extra),
               tag("section", tag("h2", "On what it was measured"), *(environment(run) for run in runs), id="machine"),
               id="top")
    return style.document("refcount: which backend, at what cost, with what proof",
                          join(main, backends.sections(runs, ratios, seed)))
