"""The runs that the report is about: what was measured and shown on one machine at one time.

A directory is a run, of all its *.jsonl and *.json files. Files that are named belong to the run before them, or
are one if there is none; a file whose environment is another machine's begins a run. A file of rc-bench may hold
several passes, each beginning with its environment; what another file of the same run has already is measured in
further passes.
"""

import os
import re
from dataclasses import dataclass, field

import read
from result import ALONE, Result
from stats import numbers_that_count

MACHINE = ("cpu", "processors", "machine")


@dataclass
class Run:
    place: str
    environments: list = field(default_factory=list)  # of rc-bench: one for each pass of each suite
    other_environment: dict = None  # of rc-claims
    backends: dict = field(default_factory=dict)  # by name, what it says of itself
    results: dict = field(default_factory=dict)  # by key
    promises: dict = field(default_factory=dict)  # (suite, above, below): "at_most" or "at_least", limit
    stress: dict = field(default_factory=dict)  # by (backend, scenario, scheme, seed, place)
    replays: dict = field(default_factory=dict)  # by trace, by backend: a line of rc-replay
    clients: list = field(default_factory=list)
    mutants: list = field(default_factory=list)
    soaks: list = field(default_factory=list)
    model: list = field(default_factory=list)
    claims: dict = field(default_factory=dict)  # by id
    unclear: set = field(default_factory=set)  # keys of results that a pass could not tell from the order's cost

    @property
    def environment(self):
        return self.environments[0] if self.environments else self.other_environment or {}

    def ours(self, name):
        """A backend of the library, alone or with a scheme or a kind of collector behind it."""
        return self.family(name) in self.backends

    def family(self, name):
        return re.split(r"[+-]", name)[0]

    def owner(self, name):
        """The counting backend that it is a variant of; None: it is a peer's."""
        return self.family(name) if self.ours(name) else None

    def safe(self, name):
        """Whether threads may share an object."""
        info = self.backends.get(self.family(name))
        return info["thread_safe"] if info else name not in ALONE

    def group(self, suite, case, shape, api):
        """The results of a case by backend, of the unit that comes first."""
        found = {}
        for each in self.results.values():
            if (each.suite, each.case, each.shape, each.api) == (suite, case, shape, api):
                found.setdefault(each.unit, {})[each.backend] = each
        return next(iter(found.values()), {})

    def suites(self):
        return list(dict.fromkeys(each.suite for each in self.results.values()))

    def processors(self):
        return self.environment.get("processors", 0)

    def title(self):
        found = self.environment
        parts = [found.get("cpu"), found.get("processors") and f"{found['processors']} processors",
                 found.get("kernel") and f"Linux {found['kernel']}",
                 found.get("compiler") and f"compiler {found['compiler']}",
                 found.get("revision") and f"revision {found['revision']}", str(found.get("date", ""))[:10]]
        return ", ".join(str(part) for part in parts if part) or self.place


class Reading:
    """The state of reading the files of one run."""

    def __init__(self, run):
        self.run, self.number, self.seen, self.plays = run, -1, set(), {}
        self.before = {key: len(each.passes) for key, each in run.results.items()}

    def begin(self, environment):
        self.number += 1
        self.seen = set()
        self.run.environments.append(environment)

    def result(self, place, line):
        made = Result(line.get("suite", "counts"), line["case"], line["shape"], line["api"], line["backend"],
                      line.get("unit", "ns"), line["threads"], line["clock"],
                      quartiles=(line["ns_p25"], line["ns_p75"]))
        if made.key() in self.seen:
            raise read.Malformed(f"{place}: '{made.name()}' comes twice")
        self.seen.add(made.key())
        number = self.before.get(made.key(), 0) + max(self.number, 0)
        into_pass(self.run, made, number, samples=read.samples_of(place, line))
        kept = self.run.results[made.key()]
        kept.counted = (kept.counted[0] + line["clean"], kept.counted[1] + line["repetitions"])
        if "ns_round_trip" in line:
            kept.trips.append(line["ns_round_trip"])

    def take(self, place, kind, line):
        run = self.run
        if kind == "environment" and line.get("program") == "rc-bench":
            self.begin(line)
        elif kind == "environment":
            run.other_environment = line
        elif kind == "backend":
            run.backends.setdefault(line["backend"], line)
        elif kind == "result":
            self.result(place, line)
        elif kind == "ratio":
            for limit in ("at_most", "at_least"):
                if limit in line:
                    suite = line.get("suite", "counts")
                    run.promises[suite, line["above"], line["below"]] = (limit, line[limit])
        elif kind == "stress":
            play = (line["backend"], line.get("scenario", ""), line.get("reclaim", ""), str(line.get("seed", "")))
            once(place, self.plays, play, line)
            run.stress[(*play, place)] = line
        elif kind == "replay":
            replayed(run, line)
        elif kind == "traced":
            traced(run, line)
        elif kind == "client":
            client(run, place, line)
        elif kind == "claim":
            once(place, run.claims, line["id"], line)
        else:
            {"mutant": run.mutants, "model": run.model, "soak": run.soaks}[kind].append(line)


def once(place, table, key, line):
    if key in table:
        words = key if isinstance(key, str) else " ".join(part for part in key if part)
        raise read.Malformed(f"{place}: '{words}' comes twice")
    table[key] = line


def into_pass(run, made, number, samples):
    kept = run.results.setdefault(made.key(), made)
    while len(kept.passes) <= number:
        kept.passes.append([])
    kept.passes[number] = numbers_that_count(samples)


def verdict_of_replay(run, trace, line):
    """The first one, unless a later one went wrong."""
    here = run.replays.setdefault(trace, {})
    if line["verdict"] != "ok" or line["backend"] not in here:
        here[line["backend"]] = line


def replayed(run, line):
    """Its speed, as a result like the others; a trace that is replayed again is another pass."""
    trace = os.path.basename(line["trace"]).rsplit(".", 1)[0]
    verdict_of_replay(run, trace, line)
    made = Result("replay", trace, "", "", line["backend"], "ns per event", line["threads"], "wall")
    kept = run.results.get(made.key())
    into_pass(run, made, len(kept.passes) if kept else 0, [1e9 / line["events_per_second"]])


def compared(run, line, base, value, **about):
    """A result whose program has compared it with another one itself. One that comes again is another pass: then the
    passes are compared instead, because they say more."""
    given = tuple(line.get(key) for key in ("ratio", "low", "high"))
    made = Result(**about, clock="", given=None if None in given else (base, *given))
    kept = run.results.setdefault(made.key(), made)
    kept.passes.append([value])
    if len(kept.passes) > 1 or made.backend == base:
        kept.given = None


def traced(run, line):
    verdict_of_replay(run, line["recorded"], line)
    if line["verdict"] != "ok":
        return
    threads = line.get("replay_threads", line["threads"] if line["mode"] == "threads" else 1)
    about = {"suite": "replay", "case": line["recorded"], "shape": line["mode"], "backend": line["backend"],
             "unit": "ns per event", "threads": threads}
    compared(run, {**line, "ratio": line.get("ratio_to_plain")}, "plain", line["ns_per_event"], api="", **about)
    # The passes in which something was left, alone, would say more than is true.
    key = Result(api="counts alone", **about).key()
    if line.get("ns_counts", 0) <= 0 or not line.get("counts_to_plain"):
        run.unclear.add(key)
        run.results.pop(key, None)
    elif key not in run.unclear:
        shares = {"ratio": line["counts_to_plain"], "low": line["counts_low"], "high": line["counts_high"]}
        compared(run, shares, "plain", line["ns_counts"], api="counts alone", **about)


def client(run, place, line):
    if any((each["program"], each["backend"]) == (line["program"], line["backend"]) for each in run.clients):
        raise read.Malformed(f"{place}: '{line['program']} {line['backend']}' comes twice")
    run.clients.append(line)
    for each in line["cases"]:
        about = {"suite": "clients", "case": f"{line['program']} {each['case']}", "shape": "",
                 "backend": line["backend"]}
        compared(run, each, "stock", each["seconds"], api="", unit="s", **about)
        if each.get("peak_bytes", 0) > 0:
            into_pass(run, Result(**about, api="peak memory", unit="MB"), 0, [each["peak_bytes"] / 1e6])


def files_of(path):
    if not os.path.isdir(path):
        return [path]
    names = sorted(name for name in os.listdir(path) if name.endswith((".jsonl", ".json")))
    if not names:
        raise read.Malformed(f"{path}: no *.jsonl or *.json in it")
    return [os.path.join(path, name) for name in names]


def machine_of(environment):
    return tuple(environment.get(key) for key in MACHINE)


def load(paths):
    """The runs, in the order of the command line."""
    runs = []
    for path in paths:
        if os.path.isdir(path):
            runs.append(Run(path))
        for name in files_of(path):
            held = list(read.checked_lines(name))
            first = next((v for _, kind, v in held if kind == "environment" and v.get("program") == "rc-bench"), None)
            if not runs:
                runs.append(Run(path))
            known = runs[-1].environments
            if first and known and machine_of(first) != machine_of(known[0]):
                runs.append(Run(path))
            reading = Reading(runs[-1])
            for place, kind, line in held:
                reading.take(place, kind, line)
    return runs


def load_one(path):
    found = load([path])
    if len(found) != 1:
        raise read.Malformed(f"{path}: results of {len(found)} machines")
    return found[0]
