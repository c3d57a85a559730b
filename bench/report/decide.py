"""Which backend for which workload: a row for each, with what it costs and what the others cost."""

from dataclasses import dataclass

import proof
import result

# Workload, what it is in one line, whether threads share objects, and the case that stands for it: the first of
# these that was measured. (suite, case, shape, api)
WORKLOADS = (
    ("One thread, nothing is shared", "its own 256 objects in turn", False, [("counts", "pair", "rr", "object")]),
    ("Objects stay with their maker", "but could be shared", True, [("counts", "pair", "rr", "object")]),
    ("Half is the maker's, half others'", "in an order that nobody can predict", True, [("sharing", "share", "50", "")]),
    ("Others count what one made", "the maker keeps its references", True, [("counts", "remote", "rr", "object")]),
    ("One hot object", "two threads, neither made it", True,
     [("counts", "contended", "others", "object"), ("sharing", "hot", "2", "")]),
    ("Producer and consumer", "one thread makes, another drops", True, [("sharing", "handed", "100", "")]),
    ("Short-lived objects", "create and destroy, 32 bytes", True,
     [("counts", "create", "32", ""), ("sharing", "create", "32", "")]),
    ("Memory is the limit", "a million references copied in random order", True,
     [("counts", "copy", "random", "object"), ("counts", "copy", "random", "counter")]),
    ("Shared slot, read mostly", "ten slots, one store in ten", True,
     [("mixes", "load", "90-10-t2", ""), ("slots", "mix", "2", ""), ("slots", "mix", "1", "")]),
    ("Shared slot, only looked at", "a borrow", True, [("slots", "borrow", "2", ""), ("slots", "borrow", "1", "")]),
    ("Concurrent hash table", "a tenth of the operations changes it", True,
     [("structures", "hash", "2", ""), ("structures", "hash", "1", "")]),
    ("Cyclic garbage", "a ring of a million objects, of a hundred thousand in a sample", True,
     [("cycles", "ring", "1000000", ""), ("cycles", "ring", "100000", "")]),
    ("Binary trees", "born and dropped, each thread its own", True,
     [("programs", "trees", "14-t2", ""), ("programs", "trees", "10-t2", ""), ("programs", "trees", "10-t1", "")]),
    ("JSON, parsed and shared", "two readers of one tree", True,
     [("programs", "json", "10000-t2", ""), ("programs", "json", "10000-t1", "")]),
    ("Persistent map", "one writer, one reader of snapshots", True, [("programs", "map", "10000-t2", "")]),
    ("Concurrent cache", "nine of ten lookups are hits", True, [("programs", "cache", "hit-90-t2", "")]),
    ("Objects that others end", "handed from thread to thread (larson)", True, [("programs", "larson", "256-t2", "")]),
)

# Suites that have a row above for what matters in them; every other one gets a row for each of its cases.
COVERED = ("counts", "sharing", "slots", "mixes", "structures", "sets", "garbage", "cycles", "programs", "instructions")

NOTICED = 1.1

# How many of the cases of one suite: the others are in its section.
MOST = 6


@dataclass
class Choice:
    workload: str
    detail: str
    shared: bool
    group: tuple  # suite, case, shape, api
    best: object  # Result
    ties: list  # of ours whose interval does not exclude that they are as good
    floor: object  # Ratio of the best to the base of the group, or None
    next: object  # Ratio of the next of ours to the best, or None
    peer: object  # Ratio of the best peer to the best, or None
    proof: object


def better(a, b):
    """Whether the ratio a of a result to b says that b is better, leaving no doubt. Without an interval a tenth is none."""
    if not a.known():
        return a.ratio > NOTICED if not b.more_is_better() else a.ratio < 1 / NOTICED
    return a.low > 1 if not b.more_is_better() else a.high < 1


def ordered(candidates):
    return sorted(candidates, key=lambda each: -each.median() if each.more_is_better() else each.median())


def choose(run, workload, detail, shared, group, seed=1):
    """The row, or None where nothing of ours was measured."""
    members = run.group(*group)
    usable = {name: each for name, each in members.items() if each.values() and min(each.values()) > 0}
    ours = ordered(each for name, each in usable.items()
                   if run.ours(name) and (run.safe(name) or not shared) and not rejected(run, name))
    if not ours:
        return None
    best, ties, clear = ranked(ours, seed)
    if not run.safe(best.backend) and any(run.safe(each.backend) for each in ties):
        # What is right with threads too, and costs no more.
        first = next(each for each in ties if run.safe(each.backend))
        best, ties, clear = ranked([first, *(each for each in ours if each is not first)], seed)
    peers = ordered(each for name, each in usable.items()
                    if not run.ours(name) and name not in result.FLOORS and (run.safe(name) or not shared))
    base = result.base_of(list(usable))
    floor = usable.get(base) if base != best.backend and base in result.BASES else None
    return Choice(workload, detail, shared, group, best, ties, result.between(best, floor, seed) if floor else None,
                  clear[0] if clear else None, result.between(peers[0], best, seed) if peers else None,
                  proof.of(run, best.backend, group[0]))


def ranked(ours, seed):
    """The first, those that may be as good, and the ratios of the others to it."""
    others = [result.between(each, ours[0], seed) for each in ours[1:]]
    return (ours[0], [each.result for each in others if each and not better(each, ours[0])],
            [each for each in others if each and better(each, ours[0])])


def rejected(run, name):
    """A backend that is meant for threads and was found broken is nobody's choice."""
    return run.safe(name) and proof.verdict_of(run, run.family(name))[0] == "broken"


def busiest(run, suite, case):
    """The group of a case with the most threads that have a processor each; of several the first."""
    groups = {}
    for each in run.results.values():
        if each.suite == suite and each.case == case and not each.unit.startswith("byte"):
            groups.setdefault((each.suite, each.case, each.shape, each.api), each.threads)
    if suite == "replay":  # on threads that have a processor each: with more of them most of the time is waiting
        return next((group for group in groups if group[2] == "processors"), next(iter(groups), None))
    allowed = [group for group, threads in groups.items() if threads <= max(run.processors(), 1)] or list(groups)
    return max(allowed, key=lambda group: groups[group], default=None)


def sweeping(run, group):
    return run.results and any(each.threads > 1 for each in run.group(*group).values())


def others(run):
    """Rows for what nobody foresaw here."""
    for suite in run.suites():
        if suite in COVERED:
            continue
        cases = list(dict.fromkeys(each.case for each in run.results.values() if each.suite == suite))
        for case in cases[:MOST]:
            group = busiest(run, suite, case)
            if group:
                shape = "/".join(part for part in group[2:] if part)
                detail = shape.replace("threads", "with its threads").replace("processors", "on its processors")
                yield f"{titled(suite)}: {case}", detail, sweeping(run, group), group


def titled(suite):
    return {"replay": "Replayed", "clients": "Real program"}.get(suite, suite.capitalize())


def table(run, seed=1):
    """The choices of a run."""
    rows = []
    for workload, detail, shared, groups in WORKLOADS:
        group = next((group for group in groups if run.group(*group)), None)
        if group:
            rows.append(choose(run, workload, detail, shared, group, seed))
    rows += [choose(run, *row, seed) for row in others(run)]
    return [row for row in rows if row]
