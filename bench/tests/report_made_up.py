"""Results that nobody measured, for the tests of the report: what the programs would write, with chosen numbers."""

import json
import os
import random
import subprocess
import tempfile

REPORT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "report", "main.py")
# Thread-safe, ns of a pair.
BACKENDS = {"plain": (False, 1.0), "atomic": (True, 5.0), "biased": (True, 1.25)}
PEERS = {"c11": 4.5, "std": 6.0}
DETECTORS = ("conformance", "stress", "tsan", "asan", "model")


def environment(**other):
    return {"program": "rc-bench", "kind": "environment", "cpu": "<an & odd> one", "processors": 2, "kernel": "6.1",
            "compiler": "12.2.0", "revision": "abc", "date": "2026-01-02T03:04:05Z", "load": 0.5, **other}


def backends():
    return [{"kind": "backend", "backend": name, "description": name, "source": "a paper", "thread_safe": safe,
             "header_size": 16, "counter_size": 8, "retain": "wait-free"} for name, (safe, _) in BACKENDS.items()]


def result(case, shape, api, backend, ns, threads=1, suite="counts", samples=None, **other):
    made = {"program": "rc-bench", "kind": "result", "suite": suite, "case": case, "shape": shape, "api": api,
            "backend": backend, "threads": threads, "clock": "cpu", "unit": "ns", "ns_median": ns, "ns_p25": ns * 0.9,
            "ns_p75": ns * 1.1, "repetitions": 15, "clean": 14, **other}
    if samples:
        made["samples"] = samples
    return made


def canned():
    """The lines of the three programs that are always there, all as it should be."""
    stress = [{"kind": "stress", "scenario": "shared-dict", "backend": name,
               "verdict": "sound" if safe else "broken", "wrong_counts": 0 if safe else 7}
              for name, (safe, _) in BACKENDS.items()]
    bench = [environment(), *backends()]
    for name, (safe, ns) in BACKENDS.items():
        bench.append(result("pair", "rr", "object", name, ns))
        bench.append(result("create", "32", "", name, 10 * ns))
        if safe:
            bench.append(result("contended", "others", "object", name, 20 * ns, 2))
    bench.append({"kind": "ratio", "above": "pair/rr/object/biased", "below": "pair/rr/object/plain", "ratio": 1.25,
                  "low": 1.2, "high": 1.3, "at_most": 1.45, "kept": True})
    replay = [{"program": "rc-replay", "backend": name, "verdict": "ok", "trace": "x.rctrace",
               "events": 17090, "threads": 5, "events_per_second": 2.5e7} for name in BACKENDS]
    return {"stress": stress, "bench": bench, "replay": replay}


class Noise:
    """A machine: what differs from pass to pass, and from repetition to repetition."""

    def __init__(self, seed, between=0.02, inside=0.01):
        self.random, self.between, self.inside = random.Random(seed), between, inside

    def samples(self, ns, count=5):
        here = ns * self.random.gauss(1, self.between)
        return [[here * self.random.gauss(1, self.inside), True, 0, 0] for _ in range(count)]


def measured(noise, case, shape, api, backend, ns, threads=1, suite="counts", **other):
    samples = noise.samples(ns)
    middle = sorted(each[0] for each in samples)[2]
    return result(case, shape, api, backend, middle, threads, suite, samples, **other)


def passes(seed, count=5, factors=None, peers=True):
    """A suite of sweeps in several passes. `factors`: what a backend takes more than it should, in time; "bytes": all
    but plain, in memory."""
    noise, lines = Noise(seed), []
    for _ in range(count):
        lines += [environment(), *backends()]
        names = {name: ns for name, (_, ns) in BACKENDS.items()}
        if peers:
            names.update(PEERS)
        for name, ns in names.items():
            ns *= (factors or {}).get(name, 1)
            size = (48 + ns) * ((factors or {}).get("bytes", 1) if name != "plain" else 1)
            lines.append(measured(noise, "pair", "rr", "object", name, ns))
            for share in range(0, 101, 25):
                lines.append(measured(noise, "owner", f"{share}", "object", name, ns + share / 50, suite="sharing"))
            for threads in (1, 2, 4, 8) if name != "plain" else (1,):
                lines.append(measured(noise, "hot", f"{threads}", "object", name, ns * (1 + threads), threads,
                                      suite="sharing"))
            lines.append(measured(noise, "bytes", "32", "", name, size, suite="sharing", unit="bytes"))
    return lines


def slots():
    lines = []
    for name in ("atomic+epoch", "biased+hazard_asym", "bare", "boost", "a_peer_with_a_long_name"):
        for case, ns in (("load", 20), ("borrow", 4), ("mix", 30)):
            for threads in (1, 2):
                lines.append(result(case, str(threads), "", name, ns * threads, threads, "slots",
                                    **({"ns_round_trip": 55.0} if threads == 2 else {})))
    return [environment(), *backends(), *lines]


def mutants():
    found = {"outcome": "killed", "ms": 900, "listed": True, "found": "a test"}
    clean = {"outcome": "clean", "ms": 900, "listed": False, "found": ""}
    return [{"kind": "mutant", "room": room, "name": f"bug-{i}", "verdict": "killed", "breaks": "a <step> & more " * 6,
             "mirrors": "classic", "killers": ["stress"], "visible": True, "seed": 1,
             "results": [{"backend": room, "verdict": "killed", "build_ms": 1,
                          "detectors": {name: found if name == "stress" else clean for name in DETECTORS}}]}
            for room in BACKENDS for i in range(3)]


def model():
    return [{"kind": "model", "program": f"program-{i}", "backend": name, "verdict": "clean", "as_it_should": True,
             "bound": "2 threads", "coverage": "all", "executions": 1000000, "room": "backend"}
            for name in BACKENDS for i in range(4)]


def claims():
    return [{"kind": "environment", "program": "rc-claims", "processors": 2}] + [
        {"kind": "claim", "id": f"C{i:02}", "name": "a-claim", "claim": "A thread that computes keeps the lock " * 3,
         "built": "built", "measured": "measured", "verdict": verdict, "numbers": {},
         "series": {"one": [[1, 2.0], [2, 3.0], [4, 9.0]], "two": [[1, 1.0], [2, 1.5]]},
         "axes": {"x": "threads", "y": "ms", "log": False}, "gates": [],
         "musts": [{"text": "it holds", "holds": verdict != "REFUTED"}], "limits": []}
        for i, verdict in enumerate(("CONFIRMED", "REFUTED"))]


def traced():
    return [{"program": "rc-replay", "kind": "replay", "trace": "build/trace/gst.rctrace", "recorded": "gst",
             "events": 69000, "threads": 8, "shared_objects": 0.195, "shared_events": 0.86, "first_toucher": 0.277,
             "mode": mode, "backend": name, "verdict": "ok", "ns_per_event": 5 + ns, "ns_order": 3.1,
             "ns_counts": 1 + ns, "ratio_to_plain": (5 + ns) / 6, "low": (5 + ns) / 6.1, "high": (5 + ns) / 5.9,
             "counts_to_plain": 2.0, "counts_low": 1.9, "counts_high": 2.1}
            for mode in ("threads", "one") for name, (_, ns) in BACKENDS.items()]


def clients():
    lines = []
    for name, (safe, ns) in {"stock": (False, 0), **BACKENDS}.items():
        one = {"seconds": 3 + ns / 10, "ratio": 1 + ns / 30, "low": 1 + ns / 31, "high": 1 + ns / 29}
        lines.append({"kind": "client", "program": "jq", "version": "1.6", "backend": name, "thread_safe": safe,
                      "cases": [{"case": "query", **one}], "tests_passed": 512, "tests_failed": 0,
                      "shared_document": "right" if safe else "wrong"})
    return lines


def everything(seed=1):
    """A run with all there can be."""
    return {**canned(), "sharing": passes(seed)[:], "slots": slots(), "mutants": mutants(), "model": model(),
            "claims": claims(), "traced": traced(), "clients": clients()}


def text_of(lines):
    return "".join(line if isinstance(line, str) else json.dumps(line) + "\n" for line in lines)


def write(directory, files):
    os.makedirs(directory, exist_ok=True)
    for name, lines in files.items():
        with open(os.path.join(directory, f"{name}.jsonl"), "w", encoding="utf-8") as file:
            file.write(text_of(lines))


def report(*arguments):
    return subprocess.run(["/usr/bin/python3", REPORT, *arguments], capture_output=True, text=True, check=False)


class Run:
    """One run of the report on the given lines, each list a file of one directory."""

    def __init__(self, files, *more):
        with tempfile.TemporaryDirectory() as directory:
            results, out = os.path.join(directory, "results"), os.path.join(directory, "out")
            write(results, files)
            done = report("--output", out, *more, results)
            self.status, self.out, self.err = done.returncode, done.stdout, done.stderr
            self.files = {}
            if os.path.isdir(out):
                for name in os.listdir(out):
                    with open(os.path.join(out, name), encoding="utf-8") as file:
                        self.files[name] = file.read()

    def refused(self):
        return self.status == 2 and self.out == "" and self.files == {} and one_line(self.err)


def one_line(err):
    return err.startswith("rc-report: ") and err.count("\n") == 1 and len(err) > 12


class Tap:
    def __init__(self):
        self.results = []

    def ok(self, good, name):
        self.results.append(bool(good))
        print(f"{'ok' if good else 'not ok'} {len(self.results)} - {name}", flush=True)

    def skip(self, name, why):
        self.results.append(True)
        print(f"ok {len(self.results)} - {name} # SKIP {why}", flush=True)

    def done(self):
        print(f"1..{len(self.results)}")
        return 0 if all(self.results) else 1
