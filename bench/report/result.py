"""One thing that was measured, and the ratios between things of one group."""

import math
from dataclasses import dataclass, field

import stats

# In the order of preference, what the others of a group are compared with: the floor, or who does the same work
# without what is ours.
BASES = ("stock", "plain", "bare", "raw_epoch", "python3", "c11", "malloc", "std", "shared_ptr", "boost")

# Neither ours nor anybody's choice: a bound for those that are.
FLOORS = ("stock", "bare", "announced", "malloc", "clock")


# Counted and not measured: they are the same each time.
EXACT = ("instructions", "bytes")

# Whose objects no two threads may share; of other peers we know no such thing.
ALONE = ("boost_local_shared_ptr",)


@dataclass
class Result:
    suite: str
    case: str
    shape: str
    api: str
    backend: str
    unit: str = "ns"
    threads: int = 1
    clock: str = ""
    passes: list = field(default_factory=list)
    quartiles: tuple = None  # where there are no samples
    counted: tuple = (0, 0)  # undisturbed repetitions, of how many
    given: tuple = None  # (base, ratio, low, high), where the program that measured has made the comparison
    trips: list = field(default_factory=list)  # ns of a cache line to the other thread and back, beside it

    def group(self):
        """Whose members do the same."""
        return self.suite, self.case, self.shape, self.api, self.unit

    def key(self):
        return (*self.group(), self.backend)

    def name(self):
        return "/".join(part for part in (self.suite, self.case, self.shape, self.api, self.backend) if part)

    def what(self):
        return "/".join(part for part in (self.case, self.shape, self.api) if part)

    def values(self):
        return [value for each in self.passes for value in each]

    def median(self):
        return stats.median([stats.median(each) for each in self.passes if each])

    def spread(self):
        """The quartiles of all repetitions."""
        if self.quartiles and len(self.values()) <= 1:
            return self.quartiles
        ordered = sorted(self.values())
        return stats.quantile(ordered, 0.25), stats.quantile(ordered, 0.75)

    def more_is_better(self):
        return self.unit.endswith("/s") or self.unit == "percent"


@dataclass
class Ratio:
    result: Result
    base: Result
    ratio: float
    low: float
    high: float

    def known(self):
        """Whether there is an interval."""
        return not math.isinf(self.high)

    def text(self):
        places = stats.digits(self.high if self.known() else self.ratio)
        if not self.known():
            return f"{self.ratio:.{places}f} [?]"
        return f"{self.ratio:.{places}f} [{self.low:.{places}f}, {self.high:.{places}f}]"


def given_ratio(above, below):
    """What was given with the results: of one to its base, or of two that have the same."""
    if above.given and above.given[0] == below.backend:
        return above.given[1:]
    if above.given and below.given and above.given[0] == below.given[0]:
        (_, a, a_low, a_high), (_, b, b_low, b_high) = above.given, below.given
        return a / b, a_low / b_high, a_high / b_low
    if below.given and below.given[0] == above.backend:
        _, b, b_low, b_high = below.given
        return 1 / b, 1 / b_high, 1 / b_low
    return None


def between(above, below, seed=1):
    """The ratio of two results with its interval as it is printed; None where there is none."""
    found = given_ratio(above, below) or stats.ratio(above, below, seed)
    if found is None:
        return None
    middle, low, high = found
    if math.isinf(high) and above.unit in EXACT:
        low = high = middle
    low, high = stats.outward(min(low, middle), max(high, middle))
    return Ratio(above, below, middle, low, high)


def by_group(results):
    groups = {}
    for each in results:
        groups.setdefault(each.group(), []).append(each)
    return groups


def base_of(names):
    """The backend that the others of a group are compared with; None if it is alone."""
    if len(names) < 2:
        return None
    return next((name for name in BASES if name in names), names[0])


def ratios(results, seed=1, base=None):
    """Those of all groups, each member to the base of its group. `base` chooses one, given the group and its names."""
    found = []
    for group, members in by_group(results).items():
        named = {each.backend: each for each in members}
        chosen = base(group, list(named)) if base else base_of(list(named))
        if chosen is None:
            continue
        for name, each in named.items():
            one = between(each, named[chosen], seed) if name != chosen else None
            if one is not None:
                found.append(one)
    return found
