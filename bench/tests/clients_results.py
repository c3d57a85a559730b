#!/usr/bin/python3
"""What is made of the results of programs, from results that nobody measured. TAP, for clients_test.sh."""

import io
import json
import os
import random
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
CLIENTS = os.path.join(HERE, "..", "clients")
sys.path.insert(0, CLIENTS)

import packages
import run
import timing

results = []


def ok(good, name):
    results.append(bool(good))
    print(f"{'ok' if good else 'not ok'} {len(results)} - {name}")


# ------------------------------------------------------------------------------------- the document

STATUS = """Package: alpha
Installed-Size: 12
Depends: libc6 (>= 2.34), beta | gamma
Description: first
 goes on

Package: beta
Size: 7
Tag: a::b, c::d
"""


def document(size):
    file = io.StringIO()
    packages.write(file, size)
    return file.getvalue()


found = list(packages.stanzas(STATUS))
ok([one["Package"] for one in found] == ["alpha", "beta"], "each paragraph is a package")
ok(found[0]["Description"] == "first\ngoes on", "a line that goes on belongs to the field before")
ok(packages.value_of("Installed-Size", "12") == 12, "numbers are numbers")
ok(packages.value_of("Depends", found[0]["Depends"])
   == [{"package": "libc6", "rest": "(>= 2.34)"}, {"package": "beta", "rest": "| gamma"}],
   "relations are lists of objects")
packages.database = lambda: iter(found)
ok(len(document(1)) < len(document(5000)) and 5000 <= len(document(5000)) < 5300, "a small database is gone through again")
ok(document(5000) == document(5000), "and makes the same document again")
names = [one["Package"] for one in json.loads(document(5000))]
ok(len(set(names)) == len(names) > 20, "with other names on each pass")

# ------------------------------------------------------------------------------------------ ratios

draw = random.Random(1)
below = [draw.uniform(0.9, 1.1) for _ in range(15)]
above = [2 * draw.uniform(0.9, 1.1) for _ in range(15)]
ratio = timing.ratio(above, below, draw)
ok(1.8 < ratio["low"] < ratio["ratio"] < ratio["high"] < 2.2, "a ratio lies in its interval, which is as wide as the noise")
ok(timing.ratio(below, below, draw) == {"ratio": 1, "low": 1, "high": 1}, "what is paired is compared round by round")


# ----------------------------------------------------------------------------------------- verdicts

def client(backend, **changes):
    safe = backend not in ("stock", "plain")
    case = {"case": "query", "seconds": 2.5, "ratio": 1.25, "low": 1.2, "high": 1.3}
    line = {"kind": "client", "program": "jq", "version": "1.6", "backend": backend, "thread_safe": safe, **case,
            "cases": [{**case, "wall": 2.6, "megabytes_per_second": 21.0, "peak_bytes": 300000000}],
            "rounds": 7, "input_bytes": 52000000, "tests_passed": 400, "tests_failed": 1, "suites_passed": 3,
            "suites_failed": 1, "failed_suites": ["tests/mantest"], "shared_document": "right" if safe else "wrong",
            "shared": {"plays": 3, "operations": 6000000, "wrong_sums": 0, "wrong_counts": 0 if safe else 17,
                       "premature_frees": 0, "freed_twice": 0, "leaked_blocks": 0, "ended": []}}
    return {**line, **changes}


def complaints(processors=2, **changes):
    lines = [{"kind": "environment", "processors": processors}, client("stock"), client("plain"), client("atomic", **changes)]
    return list(run.complaints(lines))


ok(complaints() == [], "what is as it should be is not complained of")
ok(len(complaints(shared_document="wrong")) == 1, "a thread-safe backend that is wrong with two threads is")
ok(list(run.complaints([{"kind": "environment", "processors": 2}, client("stock", shared_document="right")])), "and stock that is right")
ok(complaints(shared_document="untested", processors=1) == [], "where two threads cannot run at once, nothing is said")
ok(complaints(shared_document="untested", shared={"ended": ["why"]})[0].endswith("not right (why)"),
   "where they can, what could not be tried is complained of, with its reason")
ok(len(complaints(tests_passed=399, tests_failed=2)) == 1, "a test that stock passes must pass")
ok(len(complaints(failed_suites=["tests/mantest", "tests/shtest"])) == 1, "and a script")


# --------------------------------------------------------------------------------------- the page

def replay(recorded, mode, backend, ns, **changes):
    line = {"program": "rc-replay", "kind": "replay", "trace": f"{recorded}.rctrace", "recorded": recorded,
            "events": 1000, "objects": 100, "threads": 8 if recorded == "gstreamer" else 1, "shared_objects": 0.195,
            "shared_events": 0.86, "first_toucher": 0.277, "mode": mode, "replay_threads": 1,
            "replay_first_toucher": 0.5, "backend": backend, "verdict": "ok",
            "repeat": 15, "ns_per_event": ns, "ns_by_clock": ns / 8, "ns_order": 1.5, "ns_counts": ns - 1.5, "ratio_to_plain": ns / 2, "low": ns / 2.1,
            "high": ns / 1.9, "counts_to_plain": None, "counts_low": None, "counts_high": None}
    return {**line, **changes}


def micro(case, shape, backend, ns):
    return {"kind": "result", "case": case, "shape": shape, "backend": backend, "ns_median": ns}


COSTS = {"plain": 2.0, "biased": 2.5, "atomic": 4.0}
RESULTS = {
    "clients/jq.jsonl": [{"kind": "environment", "date": "2026-01-01T00:00:00Z", "cpu": "one", "load": 0.5},
                         client("stock"), client("plain"), client("biased"), client("atomic")],
    "trace/table.jsonl": [replay(program, mode, backend, ns) for program, mode in
                          (("gstreamer", "threads"), ("gstreamer", "processors"), ("gstreamer", "one"),
                           ("jq", "threads"), ("jq", "one")) for backend, ns in COSTS.items()],
    "trace/micro.jsonl": [micro(case, shape, backend, ns) for case, shape in (("pair", "rr"), ("copy", "random"))
                          for backend, ns in COSTS.items()],
    "trace/jq.recorded": "rc-record: jq.rctrace: 1000 events, 1 threads, resynchronised: 42\n",
}
MARKS = "".join(f"<!-- {name}: begin -->\nold\n<!-- {name}: end -->\n" for name in ("shrinking", "clients", "traces"))


def page(files, text=f"before\n{MARKS}after\n"):
    """The page afterwards, and how it went."""
    with tempfile.TemporaryDirectory() as build:
        for name, lines in files.items():
            os.makedirs(os.path.dirname(os.path.join(build, name)), exist_ok=True)
            with open(os.path.join(build, name), "w", encoding="utf-8") as file:
                file.write(lines if isinstance(lines, str) else "".join(json.dumps(line) + "\n" for line in lines))
        path = os.path.join(build, "page.md")
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        done = subprocess.run(["/usr/bin/python3", "-B", os.path.join(CLIENTS, "page.py"), "--build", build, path],
                              capture_output=True, text=True, check=False)
        with open(path, encoding="utf-8") as file:
            return file.read(), done


def refused(files, text, word):
    after, done = page(files, text)
    return after == text and done.returncode == 2 and done.stderr.count("\n") == 1 and word in done.stderr


after, done = page(RESULTS)
ok(done.returncode == 0 and after.startswith("before\n") and after.endswith("after\n") and "old" not in after,
   "the page has all figures, between its marks")
ok("| jq | 1000 | 42 | 100 | 1 | 19.5 % | 86.0 % | 27.7 % |" in after, "how much is shared, and how much was concluded")
ok("| `atomic` | 4.00 | 1.50 | 2.50 | 2.00 (1.90 to 2.11) | - | 0.50 |" in after, "what an event costs, the order apart")
ok("**jq**, with the 1 threads" not in after and "**gstreamer**, with the 1 threads" in after,
   "one thread is not told apart from the one that was recorded")
ok("| a loop of retain and release, in the cache (ns) | 2.00 | 2.50 | 4.00 | 2.00 | 1.60 |" in after,
   "what becomes of the factor")
ok("| `plain` | 400 of 401 | 3 of 4 | wrong | 6.0 | 17 | 0 | 0 |" in after, "tests, and two threads on one document")
again, _ = page(RESULTS, after)
ok(again == after, "a second time nothing changes")
part, done = page({"clients/jq.jsonl": RESULTS["clients/jq.jsonl"]})
ok(done.returncode == 0 and part.count("old") == 2, "of what was not measured it keeps what it has")
ok(refused({}, MARKS, "no results"), "no results are refused")
ok(refused(RESULTS, "no marks\n", "marks"), "a page without marks is refused")
ok(refused({"clients/jq.jsonl": [{"kind": "client"}]}, MARKS, "not as it should be"), "and a result that lacks something")
broken = dict(RESULTS, **{"trace/table.jsonl": [replay("jq", "one", "plain", 2.0, verdict="violation")]})
ok("**violation**" in page(broken)[0], "a violation is shown as one")

print(f"1..{len(results)}")
sys.exit(0 if all(results) else 1)
