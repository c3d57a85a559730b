"""What must be right of each jq: its own tests, and a document that two threads read."""

import glob
import json
import os
import re
import subprocess

import builds
import steps

# A backend that is not meant for threads may be lucky once; one that is may never be wrong.
PLAYS_TO_BELIEVE, PLAYS_TO_FIND = 3, 10
PLAY_SECONDS = 120


def test_suite(made, name):
    """jq's `make check`: scripts that passed and failed, and single tests where jq's runner counts them."""
    tree = made.tree(name)
    for old in glob.glob(os.path.join(tree, "tests", "*.trs")):
        os.remove(old)
    # The variables of the build, or make would find the objects as they are, and relink without the library.
    steps.run(f"the tests of {name}", ["make", "check", "NO_VALGRIND=1",
                                       f"LIBS={' '.join(made.libraries(name))}"],
              made.log(name, "check"), tree, may_fail=True)
    found = {"tests_passed": 0, "tests_failed": 0, "suites_passed": 0, "suites_failed": 0, "failed_suites": []}
    for result in sorted(glob.glob(os.path.join(tree, "tests", "*.trs"))):
        with open(result, encoding="utf-8") as file:
            passed = ":global-test-result: PASS" in file.read()
        with open(result[:-len(".trs")] + ".log", encoding="utf-8", errors="replace") as file:
            for good, of in re.findall(r"(\d+) of (\d+) tests passed", file.read()):
                found["tests_passed"] += int(good)
                found["tests_failed"] += int(of) - int(good)
        found["suites_passed" if passed else "suites_failed"] += 1
        if not passed:
            found["failed_suites"].append(os.path.relpath(result[:-len(".trs")], tree))
    if found["suites_passed"] + found["suites_failed"] == 0:
        raise steps.Failed(f"the tests of {name} did not run: "
                           f"{steps.last_error(made.log(name, 'check'))} (log: {made.log(name, 'check')})")
    return found


def play(program, log):
    """What one run of the driver found. One that dies is wrong, too: a count that is wrong may well kill it."""
    try:
        done = subprocess.run([program], capture_output=True, text=True, check=False, timeout=PLAY_SECONDS)
    except subprocess.TimeoutExpired:
        return {"verdict": "wrong", "ended": f"after {PLAY_SECONDS} seconds it had not"}
    with open(log, "w", encoding="utf-8") as file:
        file.write(done.stdout + done.stderr)
    if done.returncode == 2:
        return {"verdict": "untested", "ended": done.stderr.strip()}
    if done.returncode not in (0, 1):
        return {"verdict": "wrong", "ended": f"with status {done.returncode}: {done.stderr.strip()[-120:]}"}
    return json.loads(done.stdout)


def shared_document(made, name, safe):
    """The verdict, and the sums over all plays."""
    program = made.make_shared(name)
    total = {"plays": 0, "operations": 0, "wrong_sums": 0, "wrong_counts": 0, "premature_frees": 0, "freed_twice": 0,
             "leaked_blocks": 0, "ended": []}
    verdict = "right"
    for _ in range(PLAYS_TO_BELIEVE if safe else PLAYS_TO_FIND):
        found = play(program, made.log(name, "shared-play"))
        total["plays"] += 1
        for key, value in found.items():
            if key == "ended":
                total[key].append(value)
            elif key in total:
                total[key] += value
        if found["verdict"] != "right":
            verdict = found["verdict"]
            break
    return {"shared_document": verdict, "shared": total}


def is_thread_safe(backend):
    if backend == builds.STOCK:
        return False
    with open(os.path.join(builds.ROOT, "refcount", "counters", f"{backend}.c"), encoding="utf-8") as file:
        return ".thread_safe = true" in file.read()
