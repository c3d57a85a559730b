"""The comparison as one picture, for pages that can show an image and nothing else."""

from html import escape

PANELS = (
    ("alone", "retain + release, one thread"),
    ("contended", "two threads, one object"),
    ("create", "create + destroy, 32 bytes"),
)
WIDTH, PANEL, LEFT, ROW, TOP = 760, 230, 70, 26, 60
STYLE = """
svg { background: #fff; color: #1f2328; font: 13px system-ui, sans-serif }
text { fill: currentColor } .head { font-weight: 600 } .quiet { opacity: .65 }
rect { fill: #3b6ea5 } rect.broken { fill: #c2513a }
@media (prefers-color-scheme: dark) { svg { background: #0d1117; color: #e6edf3 } rect { fill: #6ea8e0 } }
"""


def panel(index, key, title, rows):
    x = LEFT + index * PANEL
    full = max((row[key]["ns"] for row in rows if row[key] is not None), default=1)
    parts = [f'<text class="head" x="{x}" y="{TOP - 14}">{escape(title)}</text>']
    for i, row in enumerate(rows):
        y = TOP + i * ROW
        if row[key] is None:
            parts.append(f'<text class="quiet" x="{x}" y="{y + 14}">not sound</text>')
            continue
        value = row[key]["ns"]
        width = max(1.0, (PANEL - 90) * value / full)
        kind = "broken" if row["verdict"] == "broken" else "sound"
        parts.append(f'<rect class="{kind}" x="{x}" y="{y + 2}" width="{width:.1f}" height="15"/>'
                     f'<text x="{x + width + 6:.1f}" y="{y + 14}">{value:.1f} ns</text>')
    return "".join(parts)


def render(report):
    rows = report["backends"]
    height = TOP + len(rows) * ROW + 30
    names = "".join(f'<text x="0" y="{TOP + i * ROW + 14}">{escape(row["backend"])}</text>'
                    for i, row in enumerate(rows))
    panels = "".join(panel(i, key, title, rows) for i, (key, title) in enumerate(PANELS))
    note = "nanoseconds, medians; red: wrong when threads share an object"
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" '
            f'width="{WIDTH}" height="{height}"><title>Cost of a reference by backend</title>'
            f"<style>{STYLE}</style>{names}{panels}"
            f'<text class="quiet" x="0" y="{height - 8}">{note}</text></svg>\n')
