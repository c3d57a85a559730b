"""What all pictures are made of: text, frames, numbers, ticks, colours that can be told apart on light and dark."""

import math
from html import escape

# Of series, on light and on dark; text in any of them can be read.
LIGHT = ("#2f6fb5", "#b3452e", "#237a4b", "#7d52a5", "#85600f", "#5d6670")
DARK = ("#6aa9ec", "#f08a72", "#5cc48d", "#bd9ae0", "#d9a441", "#a8b2bd")


def series(colours):
    return "".join(f"svg .c{i} {{ fill: {each} }} svg path.c{i} {{ stroke: {each}; fill: none }} "
                   for i, each in enumerate(colours))


# Of pictures that stand alone, and of those on the page, whose style this is a part of.
STYLE = f"""
svg text {{ font: 12px system-ui, sans-serif; fill: #5d6670 }} svg text.small {{ font-size: 11px }}
svg .ink {{ fill: #1d2329 }} svg .head {{ font-weight: 600 }} svg .grid {{ stroke: #dde2e7 }}
svg path {{ stroke-width: 2 }} svg path.peer {{ stroke-dasharray: 5 4; stroke-width: 1.5 }}
svg text.peer {{ font-style: italic }} svg circle.ours, svg rect.ours {{ fill: #2f6fb5 }}
svg circle.peer, svg rect.peer {{ fill: #b07d1a }} svg rect.bad {{ fill: #c2513a }}
svg .whisker {{ stroke: #2f6fb5; stroke-width: 2; opacity: .55 }} svg .whisker.peer {{ stroke: #b07d1a }}
{series(LIGHT)}
svg .cores {{ stroke: #c2513a; stroke-dasharray: 2 3 }}
@media (prefers-color-scheme: dark) {{ svg text {{ fill: #98a2ad }} svg .ink {{ fill: #e4e8ec }}
  svg .grid {{ stroke: #2c333b }} svg circle.ours, svg rect.ours {{ fill: #6aa9ec }} svg .whisker {{ stroke: #6aa9ec }}
  svg circle.peer, svg rect.peer {{ fill: #d9a441 }} svg .whisker.peer {{ stroke: #d9a441 }} {series(DARK)} }}
"""


def number(value):
    if value == 0:
        return "0"
    if abs(value) >= 1e6 or abs(value) < 0.01:
        return f"{value:.1e}".replace("e+0", "e").replace("e-0", "e-")
    return f"{value:.0f}" if abs(value) >= 100 else f"{value:.3g}"


def text(x, y, words, anchor="start", kind=""):
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" class="{kind}">{escape(words)}</text>'


def frame(width, height, label, parts, alone=True):
    """`alone`: it is no part of a page that has the style."""
    outside = ' xmlns="http://www.w3.org/2000/svg"' if alone else ""
    style = f"<style>{STYLE}</style>" if alone else ""
    return (f'<svg{outside} viewBox="0 0 {width} {height:.0f}" width="100%" '
            f'role="img" aria-label="{escape(label)}">{style}' + "".join(parts) + "</svg>")


def colour(index):
    """A class of the style."""
    return f"c{index % len(LIGHT)}"


def ticks(low, high, log):
    if log:
        return [10 ** k for k in range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)]
    step = 10 ** math.floor(math.log10((high - low) or 1))
    step = next((step * k for k in (0.2, 0.5, 1, 2) if (high - low) / (step * k) <= 6), step)
    first = math.floor(low / step)
    return [step * k for k in range(first, math.ceil(high / step) + 1)]


class Scale:
    """From values to places between two ends."""

    def __init__(self, values, start, end, log):
        self.log = log
        self.ends = (math.log(values[0]), math.log(values[-1])) if log else (values[0], values[-1])
        self.start, self.end = start, end

    def __call__(self, value):
        low, high = self.ends
        share = ((math.log(value) if self.log else value) - low) / ((high - low) or 1)
        return self.start + (self.end - self.start) * share
