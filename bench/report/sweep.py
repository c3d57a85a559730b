"""Which results of a suite make a curve, and which stand side by side.

A case has shapes. Where a number in them takes at least three values and the rest stays, that number is an axis;
the number of threads is preferred.
"""

import re
from dataclasses import dataclass

POINTS = 3
MOST = 14  # curves in one picture


@dataclass
class Figure:
    title: str
    unit: str
    axis: str  # None: no curve; "threads", or "" for a number of the shape
    series: dict  # of a curve: backend to [(x, Result)]; else backend to Result


def places(shape):
    """The parts of a shape; the odd ones are its numbers. That there are more threads than processors is on the axis."""
    return re.split(r"(\d+)", re.sub(r"[-_ ]oversubscribed", "", shape))


def rest_of(parts, place):
    return tuple(part for i, part in enumerate(parts) if i != place)


def by_axis(results):
    """(number of values, counts threads, place) of each number of the shapes that could be an axis."""
    split = {each.shape: places(each.shape) for each in results}
    for place in range(1, max(len(parts) for parts in split.values()), 2):
        lines = {}
        for parts in split.values():
            if place < len(parts):
                lines.setdefault(rest_of(parts, place), set()).add(int(parts[place]))
        most = max(map(len, lines.values()), default=0)
        if most >= POINTS:
            fits = all(len(split[each.shape]) > place and split[each.shape][place] == str(each.threads)
                       for each in results)
            yield most, fits, place


def figures_of_case(title, results):
    axes = sorted(by_axis(results), key=lambda axis: (axis[1], axis[0]), reverse=True)
    lines = {}
    for each in results:
        parts = places(each.shape)
        on_axis = bool(axes) and len(parts) > axes[0][2]
        rest = rest_of(parts, axes[0][2]) if on_axis else each.shape
        lines.setdefault((on_axis, rest), []).append(each)
    for (on_axis, rest), members in lines.items():
        place = axes[0][2] if on_axis else None
        words = each_name(title, rest if isinstance(rest, str) else re.sub(r"-t$", "", "".join(rest)))
        xs = set(places(each.shape)[place] for each in members) if on_axis else ()
        if len(xs) >= POINTS:
            series = {}
            for each in sorted(members, key=lambda each: int(places(each.shape)[place])):
                series.setdefault(each.backend, []).append((int(places(each.shape)[place]), each))
            yield Figure(words, members[0].unit, "threads" if axes[0][1] else "", series)
            continue
        for shape in dict.fromkeys(each.shape for each in members):
            yield Figure(each_name(title, shape), members[0].unit, None,
                         {each.backend: each for each in members if each.shape == shape})


def each_name(title, shape):
    return f"{title} {shape.strip('/-_ ')}".strip()


def readable(figure, family):
    """Too many curves for one picture are one for each of our families, each with all peers."""
    named = [family(name) for name in figure.series if family(name)]
    ours = dict.fromkeys(named)
    if figure.axis is None or len(figure.series) <= MOST or len(ours) < 2 or len(ours) == len(named):
        yield figure
        return
    for each in ours:
        series = {name: points for name, points in figure.series.items() if family(name) in (each, None)}
        yield Figure(f"{figure.title}, {each}", figure.unit, figure.axis, series)


def figures(results, family):
    """Of the results of one suite, in the order in which they come. `family` says whose variant a name is; None: a peer."""
    cases = {}
    for each in results:
        cases.setdefault((each.case, each.api, each.unit), []).append(each)
    for (case, api, _), members in cases.items():
        for figure in figures_of_case(f"{case} {api}".strip(), members):
            yield from readable(figure, family)
