"""Two runs of the same cases: what has become worse, and how far they agree.

Compared are ratios to the same base in the same run, never nanoseconds: those of two days are of two machines. Between
the two answers there is room on purpose. A regression is claimed only where the intervals have nothing in common and
the ratios are at least LEAST apart; agreement only where one ratio lies in the other's interval. What is counted and not
measured is the same each time, and would only make the share that agrees look larger.
"""

from dataclasses import dataclass

import result
import stats

LEAST = 1.03  # a smaller change is nobody's regression: where code lies in memory is worth as much


@dataclass
class Change:
    old: result.Ratio
    new: result.Ratio

    def apart(self):
        """The intervals have nothing in common."""
        return self.new.low > self.old.high or self.new.high < self.old.low

    def agrees(self):
        """Either ratio lies in the other's interval."""
        return (self.old.low <= self.new.ratio <= self.old.high) or (self.new.low <= self.old.ratio <= self.new.high)

    def agrees_both_ways(self):
        return (self.old.low <= self.new.ratio <= self.old.high) and (self.new.low <= self.old.ratio <= self.new.high)

    def width(self):
        """Of the new interval, half of it, as a share of the ratio."""
        return (self.new.high - self.new.low) / (2 * self.new.ratio)

    def factor(self):
        return self.new.ratio / self.old.ratio

    def moved(self):
        return self.apart() and max(self.factor(), 1 / self.factor()) >= LEAST

    def worse(self):
        grew = self.new.ratio > self.old.ratio
        return self.moved() and grew != self.new.result.more_is_better()

    def text(self):
        return (f"{self.new.result.name()} to {self.new.base.backend}: {self.old.text()} then, {self.new.text()} now "
                f"({100 * (self.factor() - 1):+.0f} %)")


def changes(old, new, seed=1):
    """All ratios with an interval that both runs have: to the base that both have."""
    names = {group: set(each.backend for each in members)
             for group, members in result.by_group(old.results.values()).items()}

    def base(group, here):
        return result.base_of([name for name in here if name in names.get(group, ())])

    found = result.ratios(new.results.values(), seed, base)

    def same_base(group, _):
        return next((one.base.backend for one in found if one.result.group() == group), None)

    known = {one.result.key(): one for one in result.ratios(old.results.values(), seed, same_base)}
    both = [Change(known[one.result.key()], one) for one in found if one.result.key() in known]
    return [change for change in both if change.old.known() and change.new.known()]


def listed(title, some):
    if not some:
        return []
    ordered = sorted(some, key=lambda c: max(c.factor(), 1 / c.factor()), reverse=True)
    return [title, *(f"  {change.text()}" for change in ordered)]


def regressions(old, new, seed=1):
    """(lines, whether something of ours became worse), or None if the runs have nothing in common."""
    found = changes(old, new, seed)
    if not found:
        return None
    moved = [change for change in found if change.moved()]
    ours = [change for change in moved if new.ours(change.new.result.backend)]
    worse = [change for change in ours if change.worse()]
    lines = listed("WORSE", worse)
    lines += listed("better", [change for change in ours if not change.worse()])
    lines += listed("peers that moved, which is nobody's regression", [c for c in moved if c not in ours])
    lines.append(f"{len(found)} ratios compared: {len(worse)} worse, {len(ours) - len(worse)} better, "
                 f"{len(moved) - len(ours)} of peers moved")
    return lines, bool(worse)


def agreement(a, b, seed=1, least=0.9):
    """(lines, whether the share of ratios that agree is as large as it should be), or None as above."""
    found = [change for change in changes(a, b, seed) if change.new.result.unit not in result.EXACT]
    if not found:
        return None
    agree = [change for change in found if change.agrees()]
    lines = listed("do not agree", [change for change in found if not change.agrees()])
    lines.append(f"{len(agree)} of {len(found)} ratios agree within their intervals: {share(agree, found)}, wanted are "
                 f"{100 * least:.0f} %; each lies in the other's interval in "
                 f"{share([change for change in found if change.agrees_both_ways()], found)}; the intervals of "
                 f"{share([change for change in found if not change.apart()], found)} have something in common; "
                 + widths(found))
    return lines, len(agree) >= least * len(found)


def share(some, of):
    return f"{100 * len(some) / len(of):.1f} %"


def widths(found):
    """Of no worth is the agreement of intervals that hold everything."""
    ordered = sorted(change.width() for change in found)
    return (f"half of the intervals are narrower than ± {100 * stats.quantile(ordered, 0.5):.1f} %, "
            f"nine of ten than ± {100 * stats.quantile(ordered, 0.9):.1f} %")
