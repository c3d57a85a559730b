"""A claim's numbers as one SVG: bars where they have names, curves where they have an x."""

import math
from html import escape

WIDTH, LEFT, RIGHT, TOP = 640, 64, 16, 14
HEIGHT, ROW = 240, 20
COLOURS = ("#2f6fb5", "#c2513a", "#2b8a57", "#8a5fb0", "#b07d1a", "#5d6670")
STYLE = "text{font:12px system-ui,sans-serif;fill:#5d6670}.ink{fill:#1d2329}.grid{stroke:#d8dde3}" \
    "path{fill:none;stroke-width:2}@media(prefers-color-scheme:dark){.ink{fill:#e4e8ec}" \
    "text{fill:#98a2ad}.grid{stroke:#333b44}}"


def number(value):
    if value == 0:
        return "0"
    if abs(value) >= 1e5 or abs(value) < 0.01:
        return f"{value:.1e}".replace("e+0", "e").replace("e-0", "e-")
    return f"{value:.0f}" if abs(value) >= 100 else f"{value:.3g}"


def text(x, y, words, anchor="start", kind=""):
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" class="{kind}">{escape(words)}</text>'


def frame(height, label, parts):
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="100%" '
            f'role="img" aria-label="{escape(label)}"><style>{STYLE}</style>' + "".join(parts) + "</svg>")


def colour(index):
    return COLOURS[index % len(COLOURS)]


def legend(names, y):
    """A line of coloured names, as many lines as they need."""
    x, parts = LEFT, []
    for index, name in enumerate(names):
        wide = 22 + 6.6 * len(name)
        if x > LEFT and x + wide > WIDTH - RIGHT:
            x, y = LEFT, y + 16
        parts.append(f'<rect x="{x:.1f}" y="{y - 9}" width="10" height="10" rx="2" fill="{colour(index)}"/>')
        parts.append(text(x + 14, y, name))
        x += wide
    return y, parts


def bars(claim):
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
                         f'height="{ROW - 8}" rx="2" fill="{colour(index)}"/>')
            parts.append(text(max(end, at(0)) + 5, y + ROW - 6, number(value)))
            y += ROW
        y += 4
    if len(series) > 1:
        y, more = legend(series, y + 14)
        parts += more
    return frame(y + 10, claim["claim"], parts)


def ticks(low, high, log):
    if log:
        return [10 ** k for k in range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)]
    step = 10 ** math.floor(math.log10((high - low) or 1))
    step = next((step * k for k in (0.2, 0.5, 1, 2) if (high - low) / (step * k) <= 6), step)
    first = math.floor(low / step)
    return [step * k for k in range(first, math.ceil(high / step) + 1)]


def curves(claim):
    series, axes = claim["series"], claim["axes"]
    log = axes["log"] and all(x > 0 and y > 0 for points in series.values() for x, y in points)
    xs = [x for points in series.values() for x, _ in points]
    ys = [y for points in series.values() for _, y in points]
    y_ticks = ticks(min(ys) if log else min(0, *ys), max(ys), log)
    x_ticks = sorted(set(xs))

    def scale(value, low, high):
        if log:
            value, low, high = math.log(value), math.log(low), math.log(high)
        return (value - low) / ((high - low) or 1)

    def at_x(x):
        return LEFT + (WIDTH - LEFT - RIGHT) * scale(x, x_ticks[0], x_ticks[-1])

    def at_y(y):
        return TOP + 12 + HEIGHT - HEIGHT * scale(y, y_ticks[0], y_ticks[-1])

    parts = [text(LEFT, TOP, axes["y"])]
    for y in y_ticks:
        parts.append(f'<line class="grid" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{at_y(y):.1f}" y2="{at_y(y):.1f}"/>')
        parts.append(text(LEFT - 6, at_y(y) + 4, number(y), "end"))
    for x in x_ticks:
        parts.append(text(at_x(x), TOP + HEIGHT + 28, number(x), "middle"))
    for index, points in enumerate(series.values()):
        line = " L".join(f"{at_x(x):.1f} {at_y(y):.1f}" for x, y in points)
        parts.append(f'<path d="M{line}" stroke="{colour(index)}"/>')
        parts += [f'<circle cx="{at_x(x):.1f}" cy="{at_y(y):.1f}" r="3" fill="{colour(index)}"/>'
                  for x, y in points]
    parts.append(text(WIDTH - RIGHT, TOP + HEIGHT + 46, axes["x"], "end"))
    y, more = legend(series, TOP + HEIGHT + 64)
    return frame(y + 10, claim["claim"], parts + more)


def render(claim):
    """The claim's plot, or None if it has no numbers to show."""
    points = [point for points in claim["series"].values() for point in points]
    if not points:
        return None
    return bars(claim) if isinstance(points[0][0], str) else curves(claim)
