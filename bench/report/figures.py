"""The plots of the suites: dots with their intervals, and curves. As wide as a telephone, so that text keeps its size."""

import svg
from svg import Scale, number, text, ticks

WIDTH, RIGHT, ROW = 340, 54, 17
WIDE_RANGE = 20  # from here on the axis is logarithmic
CURVE_HEIGHT, CURVE_LEFT, CURVE_RIGHT, LABEL = 190, 44, 134, 12


def kind_of(run, name):
    return "ours" if run.ours(name) else "peer"


def logarithmic(values):
    return min(values) > 0 and max(values) / min(values) > WIDE_RANGE


def dots(run, figure):
    """A line for each backend: its median, and the quartiles as a line through it. The height, and the parts."""
    rows = sorted(figure.series.items(), key=lambda item: item[1].median())
    spreads = {name: each.spread() for name, each in rows}
    values = [v for name, each in rows for v in (each.median(), *spreads[name])]
    log = logarithmic(values)
    left = min(165, 8 + 6.9 * max(len(name) for name, _ in rows))
    marks = ticks(min(values) if log else 0, max(values), log)
    at = Scale(marks, left + 4, WIDTH - RIGHT, log)
    height = ROW * len(rows)
    parts = [f'<line class="grid" x1="{at(m):.1f}" x2="{at(m):.1f}" y1="0" y2="{height}"/>' for m in marks]
    step = max(1, (len(marks) + 4) // 5)
    parts += [text(at(m), height + 13, number(m), "middle", "small") for m in marks[::step]]
    for index, (name, each) in enumerate(rows):
        y = index * ROW + ROW / 2
        kind = kind_of(run, name)
        low, high = spreads[name]
        parts.append(text(left, y + 4, name, "end", f"ink {kind}"))
        parts.append(f'<line class="whisker {kind}" x1="{at(low):.1f}" x2="{at(high):.1f}" y1="{y}" y2="{y}"/>')
        parts.append(f'<circle class="{kind}" cx="{at(each.median()):.1f}" cy="{y}" r="3.6"/>')
        parts.append(text(WIDTH, y + 4, number(each.median()), "end"))
    return height + 18, parts


def apart(wanted, least, end):
    """Places as near to the wanted ones as they can be without touching each other, none beyond the end."""
    order = sorted(range(len(wanted)), key=lambda i: wanted[i])
    found = list(wanted)
    for before, here in zip(order, order[1:]):
        found[here] = max(found[here], found[before] + least)
    limit = end
    for here in reversed(order):
        found[here] = min(found[here], limit)
        limit = found[here] - least
    return found


def x_words(run, figure):
    if figure.axis != "threads":
        return ""
    return f"threads; {run.processors()} processors, more is oversubscribed"


def curves(run, figure):
    """A line for each backend, named at its end."""
    series = {name: points for name, points in figure.series.items() if points}
    ys = [each.median() for points in series.values() for _, each in points]
    xs = sorted(set(x for points in series.values() for x, _ in points))
    log, spread = logarithmic(ys), figure.axis == "threads" or (xs[0] > 0 and xs[-1] / xs[0] > WIDE_RANGE)
    marks = ticks(min(ys) if log else 0, max(ys), log)
    height = max(CURVE_HEIGHT, LABEL * len(series) + 10)
    at_x = Scale(xs, CURVE_LEFT, WIDTH - CURVE_RIGHT, spread)
    at_y = Scale(marks, height + 6, 8, log)
    parts = []
    for m in marks:
        parts.append(f'<line class="grid" x1="{CURVE_LEFT}" x2="{WIDTH - CURVE_RIGHT}" y1="{at_y(m):.1f}" '
                     f'y2="{at_y(m):.1f}"/>')
        parts.append(text(CURVE_LEFT - 5, at_y(m) + 4, number(m), "end", "small"))
    last = None
    for x in xs:
        if last is None or at_x(x) - last > 20:
            last = at_x(x)
            parts.append(text(last, height + 20, number(x), "middle", "small"))
    cores = run.processors()
    if figure.axis == "threads" and xs[0] <= cores < xs[-1]:
        parts.append(f'<line class="cores" x1="{at_x(cores):.1f}" x2="{at_x(cores):.1f}" y1="8" y2="{height + 6}"/>')
    ends = apart([at_y(points[-1][1].median()) for points in series.values()], LABEL, height + 4)
    for index, (name, points) in enumerate(series.items()):
        kind = f"{kind_of(run, name)} {svg.colour(index)}"
        line = " L".join(f"{at_x(x):.1f} {at_y(each.median()):.1f}" for x, each in points)
        parts.append(f'<path class="{kind}" d="M{line}"/>')
        parts += [f'<circle cx="{at_x(x):.1f}" cy="{at_y(each.median()):.1f}" r="2.6" class="{svg.colour(index)}"/>'
                  for x, each in points]
        short = "" if points[-1][0] == xs[-1] else f", to {number(points[-1][0])}"
        parts.append(text(WIDTH - CURVE_RIGHT + 7, ends[index] + 4, name + short, "start", f"small {kind}"))
    words = x_words(run, figure)
    if words:
        parts.append(text(0, height + 35, words, "start", "small"))
    return height + (40 if words else 26), parts


def draw(run, figure):
    return dots(run, figure) if figure.axis is None else curves(run, figure)


def title(figure):
    return f"{figure.title}, {figure.unit}"


def render(run, figure):
    """For the page, which has the style."""
    height, parts = draw(run, figure)
    return svg.frame(WIDTH, height, title(figure), parts, alone=False)


def sheet(run, shown, label):
    """Several as one picture that stands alone, in two columns."""
    gap, columns, parts = 40, [0, 0], []
    for figure in shown:
        height, inside = draw(run, figure)
        column = columns.index(min(columns))
        x, y = column * (WIDTH + gap), columns[column]
        parts.append(text(x, y + 14, title(figure), "start", "ink head"))
        parts.append(f'<g transform="translate({x} {y + 24})">' + "".join(inside) + "</g>")
        columns[column] += height + 24 + gap
    return svg.frame(2 * WIDTH + gap, max(columns) - gap, label, parts)
