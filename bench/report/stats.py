"""Medians, and the ratio of two of them with an interval from redrawn repetitions.

A result comes from one or several passes. A pass is a process of its own, minutes away from the others, so that where
memory lies and which core the host gives differ between passes as they do between two runs; repetitions of one
pass differ much less. So the ratio is taken within each pass, the median over the passes is what is said, and the
interval redraws passes first and repetitions inside of each after that (a bootstrap of two levels). With a single
pass only the repetitions are redrawn.
"""

import math
import random
import zlib

REDRAWS = 1000
DRAWN = 100  # medians of redrawn repetitions that are made of each pass; the ratios choose among them
LEVEL = 0.95
ENOUGH = 5  # clean repetitions; with fewer the disturbed ones count as well, as in rc-bench


def quantile(ordered, fraction):
    place = fraction * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def median(values):
    return quantile(sorted(values), 0.5)


def numbers_that_count(samples):
    """Of one pass: samples are numbers, or lists of a number and whether it was undisturbed."""
    pairs = [(s, True) if isinstance(s, (int, float)) else (s[0], s[1] if len(s) > 1 else True) for s in samples]
    clean = [value for value, good in pairs if good]
    return clean if len(clean) >= min(ENOUGH, len(pairs)) else [value for value, _ in pairs]


def seed_of(text, seed):
    """The same on every machine, whatever else is computed."""
    return zlib.crc32(text.encode()) ^ seed


def redrawn(values, chance):
    """Medians of as many values, drawn with replacement."""
    if len(values) == 1:
        return values * DRAWN
    size = len(values)
    middle, odd = size // 2, size % 2
    medians = []
    for _ in range(DRAWN):
        drawn = sorted(chance.choices(values, k=size))
        medians.append(drawn[middle] if odd else (drawn[middle - 1] + drawn[middle]) / 2)
    return medians


def common_passes(above, below):
    """Pairs of what two results have in the same passes; if there are none, all that they have."""
    pairs = [(a, b) for a, b in zip(above.passes, below.passes) if a and b]
    if pairs:
        return pairs
    return [(above.values(), below.values())]


def ratio(above, below, seed=1):
    """(ratio, low, high), or None where a number is not positive. One number each has no interval: 0 to infinity."""
    if min(above.values()) <= 0 or min(below.values()) <= 0:
        return None
    pairs = common_passes(above, below)
    middle = median([median(a) / median(b) for a, b in pairs])
    if all(len(a) == len(b) == 1 for a, b in pairs) and len(pairs) == 1:
        return middle, 0, math.inf
    chance = random.Random(seed_of(f"{above.name()} {below.name()}", seed))
    pools = [[a / b for a, b in zip(redrawn(over, chance), redrawn(under, chance))] for over, under in pairs]
    size = len(pools)
    found = []
    for _ in range(REDRAWS):
        drawn = sorted(pools[int(chance.random() * size)][int(chance.random() * DRAWN)] for _ in range(size))
        found.append((drawn[(size - 1) // 2] + drawn[size // 2]) / 2)
    found.sort()
    return middle, quantile(found, (1 - LEVEL) / 2), quantile(found, (1 + LEVEL) / 2)


def covered(passes):
    """How often the median of what passes come from lies between the least and the greatest of them. An interval of redrawn
    passes reaches further by what the repetitions inside of each differ, and no more."""
    return 1 - 2 ** (1 - passes)


def digits(value):
    """Behind the point: three digits that mean something, or nearly."""
    return 4 if value < 0.1 else 3 if value < 1 else 2 if value < 10 else 1 if value < 100 else 0


def outward(low, high):
    """The interval as it is printed: rounded away from its middle, so that it claims no more than was found."""
    if math.isinf(high):
        return low, high
    scale = 10 ** digits(high)
    return math.floor(low * scale + 1e-9) / scale, math.ceil(high * scale - 1e-9) / scale
