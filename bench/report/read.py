"""Reads what the programs write: one JSON object a line.

Every key that the report uses must be there with the right type; what else a line holds is passed
on to results.json unread.
"""

import json
import math

NUMBER = (int, float)

STRESS = {"backend": str, "verdict": str}
BACKEND = {"backend": str, "description": str, "thread_safe": bool, "header_size": int,
           "counter_size": int}
RESULT = {"case": str, "shape": str, "api": str, "backend": str, "threads": int, "clock": str,
          "ns_median": NUMBER, "ns_p25": NUMBER, "ns_p75": NUMBER, "repetitions": int, "clean": int}
RATIO = {"above": str, "below": str, "ratio": NUMBER, "low": NUMBER, "high": NUMBER}
REPLAY = {"backend": str, "verdict": str, "events_per_second": NUMBER, "trace": str, "events": int,
          "threads": int}


class Malformed(Exception):
    """One line that says which file and line is wrong, and how."""


def no_constant(name):
    raise ValueError(f"{name} is no JSON number")


def lines(path):
    """The objects of a file, each with the place it comes from."""
    with open(path, encoding="utf-8", errors="replace") as file:
        for number, line in enumerate(file, 1):
            place = f"{path}:{number}"
            try:
                value = json.loads(line, parse_constant=no_constant)
            except (ValueError, RecursionError) as error:
                raise Malformed(f"{place}: not JSON: {error}") from None
            if not isinstance(value, dict):
                raise Malformed(f"{place}: not a JSON object")
            yield place, value


def check(place, value, keys):
    for key, kind in keys.items():
        found = value.get(key)
        if not isinstance(found, kind) or (isinstance(found, bool) and kind is not bool):
            raise Malformed(f"{place}: '{key}' is missing or of the wrong type")
        # A share may be nothing; a time, a ratio and a rate may not.
        share = value.get("unit") == "percent"
        if kind is NUMBER and not (math.isfinite(found) and (found > 0 or (share and found == 0))):
            raise Malformed(f"{place}: '{key}' is not a positive number")
    return value


def one_of(place, value, key, allowed):
    if value[key] not in allowed:
        raise Malformed(f"{place}: '{key}' is '{value[key]}', not one of {', '.join(allowed)}")


def by_backend(path, keys, verdicts):
    found = {}
    for place, value in lines(path):
        check(place, value, keys)
        one_of(place, value, "verdict", verdicts)
        if value["backend"] in found:
            raise Malformed(f"{place}: '{value['backend']}' comes twice")
        found[value["backend"]] = value
    if not found:
        raise Malformed(f"{path}: empty")
    return found


def stress(path):
    """The verdict on each backend."""
    return by_backend(path, STRESS, ("sound", "broken", "inconclusive"))


def replay(path):
    """The result of each backend."""
    return by_backend(path, REPLAY, ("ok", "violation"))


def bench(path):
    """The lines of rc-bench by their kind."""
    known = {"environment": {}, "backend": BACKEND, "result": RESULT, "ratio": RATIO}
    found = {kind: [] for kind in known}
    for place, value in lines(path):
        kind = value.get("kind")
        if kind not in known:
            raise Malformed(f"{place}: 'kind' is missing or unknown")
        found[kind].append(check(place, value, known[kind]))
    for kind in ("environment", "backend", "result"):
        if not found[kind]:
            raise Malformed(f"{path}: no line of kind '{kind}'")
    return found


def to_json(report):
    return json.dumps(report, indent=1, ensure_ascii=False, allow_nan=False) + "\n"
