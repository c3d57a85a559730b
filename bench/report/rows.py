"""A row for each backend: what the table on the terminal and the picture show."""

import os

import proof

# The columns of the table: (case, shape, api). Objects that take turns, because one hot object
# favours plain memory; contended by two threads of which neither made the object, because that
# favours none.
ALONE = ("pair", "rr", "object")
CONTENDED = ("contended", "others", "object")
REMOTE = ("remote", "rr", "object")
CREATE = ("create", "32", "")


def timing(run, case, name):
    """What a table or a bar needs of a result, None if there is none."""
    found = run.group("counts", *case).get(name)
    if found is None:
        return None
    low, high = found.spread()
    return {"ns": found.median(), "low": low, "high": high}


def replay_of(run):
    """The trace that is shown, and its lines by backend: the first."""
    return next(iter(run.replays.items()), (None, {}))


def row_of(run, info, lines):
    name = info["backend"]
    alone, plain = timing(run, ALONE, name), timing(run, ALONE, "plain")
    trace = lines.get(name)
    return {
        "backend": name,
        "description": info["description"],
        "thread_safe": info["thread_safe"],
        "verdict": proof.verdict_of(run, name)[0],
        "alone": alone,
        "remote": timing(run, REMOTE, name),
        "contended": timing(run, CONTENDED, name),
        "create": timing(run, CREATE, name),
        "ratio_to_plain": alone["ns"] / plain["ns"] if alone and plain else None,
        "header_size": info["header_size"],
        "counter_size": info["counter_size"],
        "events_per_second": speed(run, info["backend"]),
        "replay_verdict": trace["verdict"] if trace else None,
    }


def speed(run, name):
    """Events a second in the replay of the trace that is shown, with its threads."""
    trace, _ = replay_of(run)
    for shape in ("threads", ""):
        found = run.group("replay", trace, shape, "").get(name)
        if found:
            return 1e9 / found.median()
    return None


def join(run, origin=""):
    trace, lines = replay_of(run)
    first = next(iter(lines.values()), {})
    return {
        "environment": run.environment,
        "backends": [row_of(run, info, lines) for info in run.backends.values()],
        "failures": list(proof.failures(run)),
        "trace": {"file": os.path.basename(first.get("trace", "")), "events": first.get("events"),
                  "threads": first.get("threads"), "origin": origin} if trace else None,
        "slots": [each for each in run.results.values() if each.suite == "slots"],
    }
