"""A claim's numbers as one SVG: bars where they have names, curves where they have an x."""

from svg import Scale, colour, frame, number, text, ticks

WIDTH, LEFT, RIGHT, TOP = 640, 64, 16, 14
HEIGHT, ROW = 240, 20


def legend(names, y):
    """A line of coloured names, as many lines as they need."""
    x, parts = LEFT, []
    for index, name in enumerate(names):
        wide = 22 + 6.6 * len(name)
        if x > LEFT and x + wide > WIDTH - RIGHT:
            x, y = LEFT, y + 16
        parts.append(f'<rect x="{x:.1f}" y="{y - 9}" width="10" height="10" rx="2" class="{colour(index)}"/>')
        parts.append(text(x + 14, y, name))
        x += wide
    return y, parts


def bars(claim, alone):
    series, axes = claim["series"], claim["axes"]
    values = [value for points in series.values() for _, value in points]
    low, high = min(0, *values), max(0, *values)
    names = list(dict.fromkeys(name for points in series.values() for name, _ in points))
    left = max(LEFT, 12 + max(6.6 * len(name) for name in names))
    span = WIDTH - left - 70

    def at(value):
        return left + span * (value - low) / ((high - low) or 1)

    y, parts = TOP + 4, []
    parts.append(text(left, y, axes["y"]))
    y += 8
    for name in names:
        shown = [(i, dict(map(tuple, points))[name]) for i, points in enumerate(series.values())
                 if name in dict(map(tuple, points))]
        parts.append(text(left - 8, y + ROW * len(shown) / 2 + 4, name, "end", "ink"))
        for index, value in shown:
            start, end = sorted((at(0), at(value)))
            parts.append(f'<rect x="{start:.1f}" y="{y + 4}" width="{max(end - start, 1):.1f}" '
                         f'height="{ROW - 8}" rx="2" class="{colour(index)}"/>')
            parts.append(text(max(end, at(0)) + 5, y + ROW - 6, number(value)))
            y += ROW
        y += 4
    if len(series) > 1:
        y, more = legend(series, y + 14)
        parts += more
    return frame(WIDTH, y + 10, claim["claim"], parts, alone)


def curves(claim, alone):
    series, axes = claim["series"], claim["axes"]
    log = axes["log"] and all(x > 0 and y > 0 for points in series.values() for x, y in points)
    xs = [x for points in series.values() for x, _ in points]
    ys = [y for points in series.values() for _, y in points]
    y_ticks = ticks(min(ys) if log else min(0, *ys), max(ys), log)
    x_ticks = sorted(set(xs))
    at_x = Scale(x_ticks, LEFT, WIDTH - RIGHT, log)
    at_y = Scale(y_ticks, TOP + 12 + HEIGHT, TOP + 12, log)
    parts = [text(LEFT, TOP, axes["y"])]
    for y in y_ticks:
        parts.append(f'<line class="grid" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{at_y(y):.1f}" y2="{at_y(y):.1f}"/>')
        parts.append(text(LEFT - 6, at_y(y) + 4, number(y), "end"))
    for x in x_ticks:
        parts.append(text(at_x(x), TOP + HEIGHT + 28, number(x), "middle"))
    for index, points in enumerate(series.values()):
        line = " L".join(f"{at_x(x):.1f} {at_y(y):.1f}" for x, y in points)
        parts.append(f'<path d="M{line}" class="{colour(index)}"/>')
        parts += [f'<circle cx="{at_x(x):.1f}" cy="{at_y(y):.1f}" r="3" class="{colour(index)}"/>'
                  for x, y in points]
    parts.append(text(WIDTH - RIGHT, TOP + HEIGHT + 46, axes["x"], "end"))
    y, more = legend(series, TOP + HEIGHT + 64)
    return frame(WIDTH, y + 10, claim["claim"], parts + more, alone)


def render(claim, alone=True):
    """The claim's plot, or None if it has no numbers to show."""
    points = [point for points in claim["series"].values() for point in points]
    if not points:
        return None
    return bars(claim, alone) if isinstance(points[0][0], str) else curves(claim, alone)
