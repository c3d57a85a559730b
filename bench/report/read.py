"""Reads what the programs write: one JSON object a line.

Every key that the report uses must be there with the right type; what else a line holds is left unread.
"""

import json
import math

NUMBER = (int, float)

# What lines of each kind must have. rc-replay's lines have no kind: they are those of `replay`.
KINDS = {
    "environment": {},
    "backend": {"backend": str, "description": str, "thread_safe": bool, "header_size": int, "counter_size": int},
    "result": {"case": str, "shape": str, "api": str, "backend": str, "threads": int, "clock": str,
               "ns_median": NUMBER, "ns_p25": NUMBER, "ns_p75": NUMBER, "repetitions": int, "clean": int},
    "ratio": {"above": str, "below": str, "ratio": NUMBER, "low": NUMBER, "high": NUMBER},
    "stress": {"backend": str, "verdict": str},
    "replay": {"backend": str, "verdict": str, "events_per_second": NUMBER, "trace": str, "events": int,
               "threads": int},
    # Of rc-replay --table: beside plain in the same run; the numbers are TRACED where it went well.
    "traced": {"backend": str, "verdict": str, "recorded": str, "mode": str, "events": int, "threads": int},
    "client": {"backend": str, "program": str, "thread_safe": bool, "shared_document": str, "tests_passed": int,
               "tests_failed": int, "cases": list},
    "soak": {"seconds": NUMBER, "plays": int, "broken": int, "inconclusive": int, "operations": int},
    "mutant": {"room": str, "name": str, "verdict": str, "breaks": str, "killers": list, "results": list},
    "model": {"program": str, "backend": str, "verdict": str, "as_it_should": bool, "executions": int,
              "coverage": str, "room": str},
    "claim": {"id": str, "name": str, "claim": str, "built": str, "measured": str, "verdict": str,
              "numbers": dict, "series": dict, "axes": dict, "gates": list, "musts": list, "limits": list},
}
TRACED = {"ns_per_event": NUMBER}
CASE = {"case": str, "seconds": NUMBER, "ratio": NUMBER, "low": NUMBER, "high": NUMBER}  # of a client
VERDICTS = {
    "stress": ("sound", "broken", "inconclusive"),
    "replay": ("ok", "violation"),
    "traced": ("ok", "violation"),
    "mutant": ("killed", "equivalent", "survived"),
    "claim": ("CONFIRMED", "CONFIRMED WITH LIMITS", "REFUTED", "INVALID"),
}


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


def may_be_none(value):
    """Whether the line's number may be zero: a share or a number of bytes or objects; a time, a ratio, a rate not."""
    unit = value.get("unit", "ns")
    return unit.split()[0] not in ("ns", "us", "ms", "s") and not unit.endswith("/s")


def good(value, zero):
    return math.isfinite(value) and (value > 0 or (zero and value == 0))


def check(place, value, keys):
    zero = may_be_none(value)
    for key, kind in keys.items():
        found = value.get(key)
        if not isinstance(found, kind) or (isinstance(found, bool) and kind is not bool):
            raise Malformed(f"{place}: '{key}' is missing or of the wrong type")
        if kind is NUMBER and not good(found, zero):
            raise Malformed(f"{place}: '{key}' is not a positive number")
    return value


def samples_of(place, value):
    """Numbers, or lists that begin with one and whether it was undisturbed; none: the median stands for them."""
    samples = value.get("samples", [])
    zero = may_be_none(value)
    for each in samples if isinstance(samples, list) else [None]:
        number = each[0] if isinstance(each, list) and each else each
        if not isinstance(number, NUMBER) or isinstance(number, bool) or not good(number, zero):
            raise Malformed(f"{place}: a sample is not a positive number")
    return samples or [value["ns_median"]]


def one_of(place, value, key, allowed):
    if value[key] not in allowed:
        raise Malformed(f"{place}: '{key}' is '{value[key]}', not one of {', '.join(allowed)}")


def kind_of(place, value):
    kind = value.get("kind", "replay" if value.get("program") == "rc-replay" else None)
    if kind == "replay" and "ns_per_event" in value:
        kind = "traced"
    if kind not in KINDS:
        raise Malformed(f"{place}: 'kind' is missing or unknown")
    return kind


def checked_lines(path):
    """(place, kind, object) of each line; an empty file is malformed."""
    empty = True
    for place, value in lines(path):
        empty = False
        kind = kind_of(place, value)
        check(place, value, KINDS[kind])
        if kind in VERDICTS:
            one_of(place, value, "verdict", VERDICTS[kind])
        if kind == "traced" and value["verdict"] == "ok":
            check(place, value, TRACED)
        if kind == "client":
            one_of(place, value, "shared_document", ("right", "wrong", "untested"))
            for each in value["cases"]:
                check(place, each if isinstance(each, dict) else {}, CASE)
        yield place, kind, value
    if empty:
        raise Malformed(f"{path}: empty")


def to_json(report):
    return json.dumps(report, indent=1, ensure_ascii=False, allow_nan=False) + "\n"
