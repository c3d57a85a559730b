"""Joins the results of the three programs: a row for each backend, and what is wrong with it."""

import read

# The columns of the table: (case, shape, api). Objects that take turns, because one hot object
# favours plain memory; contended by two threads of which neither made the object, because that
# favours none.
ALONE = ("pair", "rr", "object")
CONTENDED = ("contended", "others", "object")
REMOTE = ("remote", "rr", "object")
CREATE = ("create", "32", "")


def pick(results, case, backend):
    wanted = (*case, backend)
    for result in results:
        if tuple(result[key] for key in ("case", "shape", "api", "backend")) == wanted:
            return result
    return None


def timing(result):
    """What a table or a bar needs of a result, None if there is none."""
    if result is None:
        return None
    return {"ns": result["ns_median"], "low": result["ns_p25"], "high": result["ns_p75"]}


def row_of(info, stress, results, replay):
    name = info["backend"]
    alone, plain = pick(results, ALONE, name), pick(results, ALONE, "plain")
    return {
        "backend": name,
        "description": info["description"],
        "thread_safe": info["thread_safe"],
        "verdict": stress["verdict"],
        "alone": timing(alone),
        "remote": timing(pick(results, REMOTE, name)),
        "contended": timing(pick(results, CONTENDED, name)),
        "create": timing(pick(results, CREATE, name)),
        "ratio_to_plain": alone["ns_median"] / plain["ns_median"] if alone and plain else None,
        "header_size": info["header_size"],
        "counter_size": info["counter_size"],
        "events_per_second": replay["events_per_second"],
        "replay_verdict": replay["verdict"],
    }


def failures_of(row):
    """Sentences on what should not be. A backend without protection must be found out."""
    name, verdict = row["backend"], row["verdict"]
    if row["thread_safe"] and verdict == "broken":
        yield f"{name} says that it is thread-safe and is broken"
    if not row["thread_safe"] and verdict != "broken":
        yield f"{name} is not thread-safe, and the stress test did not find that out ({verdict})"
    if row["replay_verdict"] != "ok":
        yield f"{name} miscounted in the replay"


def join(stress, bench, replay, origin):
    rows = []
    first = next(iter(replay.values()))
    for info in bench["backend"]:
        name = info["backend"]
        for program, results in (("rc-stress", stress), ("rc-replay", replay)):
            if name not in results:
                raise read.Malformed(f"{program} says nothing about '{name}'")
        rows.append(row_of(info, stress[name], bench["result"], replay[name]))
    return {
        "environment": bench["environment"][0],
        "backends": rows,
        "failures": [text for row in rows for text in failures_of(row)],
        "trace": {"file": first["trace"], "events": first["events"], "threads": first["threads"],
                  "origin": origin},
        "stress": list(stress.values()),
        "bench": bench["result"],
        "ratios": bench["ratio"],
        "replay": list(replay.values()),
    }
