"""What the model checker explored."""

import proof
from markup import grid, join, tag

SAID = ("Small programs of two to four threads over the library's own object code, played in every interleaving and every "
        "outcome of the memory model within their bound; of some there are too many executions: all with few "
        "preemptions are played, and a random sample.")
ROOMS = {
    "backend": "counts, weak references, threads", "slot": "slots and structures", "reclaim": "reclamation",
    "gil": "the interpreter lock", "coroutine": "coroutines and errors", "cycles": "the cycle collector",
    "bare": "litmus tests and known algorithms",
}


def rows(lines, key, name):
    groups = {}
    for line in lines:
        groups.setdefault(key(line), []).append(line)
    for group, members in groups.items():
        wrong = sum(not line["as_it_should"] for line in members)
        whole = sum(line["coverage"] == "all" for line in members)
        yield [name(group), str(len(set(line["program"] for line in members))), str(len(members)),
               f"{whole} of {len(members)}", proof.count(sum(map(proof.executions_of, members))),
               ("bad" if wrong else "good", f"{wrong} not as they should" if wrong else "all as they should")]


def part(run):
    head = ("programs", "plays", "in all\nexecutions", "executions", "")
    return join(grid(("what", *head), list(rows(run.model, lambda line: line["room"], lambda r: ROOMS.get(r, r)))),
                grid(("on", *head), list(rows(run.model, lambda line: line["backend"], str))))


def section(runs):
    shown = [part(run) for run in runs if run.model]
    if not shown:
        return ""
    return tag("section", tag("h2", "Model programs, explored"),
               tag("p", SAID),
               *shown, id="model")
