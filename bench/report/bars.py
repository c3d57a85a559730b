"""Bars as inline SVG. Positions are percentages, text keeps its size: readable at any width."""

from html import escape

LINE = 30  # pixels from one bar to the next


def bar(index, name, value, low, high, full, text):
    y = index * LINE
    percent = 100 * value / full
    whisker = ""
    if high > low:
        left, right = 100 * low / full, 100 * high / full
        whisker = (f'<line class="spread" x1="{left:.2f}%" x2="{right:.2f}%" '
                   f'y1="{y + 24}" y2="{y + 24}"/>')
    return (f'<text class="name" x="0" y="{y + 12}">{escape(name)}</text>'
            f'<text class="value" x="100%" y="{y + 12}">{escape(text)}</text>'
            f'<rect class="rail" x="0" y="{y + 16}" width="100%" height="6" rx="3"/>'
            f'<rect class="bar {escape(name)}" x="0" y="{y + 16}" width="{percent:.2f}%" '
            f'height="6" rx="3"/>{whisker}')


def chart(title, entries, unit):
    """Entries are (name, value, low, high); those without a value are left out."""
    entries = [entry for entry in entries if entry[1] is not None]
    if not entries:
        return ""
    full = max(high for _, _, _, high in entries) or 1
    parts = [
        bar(i, name, value, low, high, full, f"{value:.2f} {unit}")
        for i, (name, value, low, high) in enumerate(entries)
    ]
    height = len(entries) * LINE
    return (f'<figure><figcaption>{escape(title)}</figcaption>'
            f'<svg role="img" aria-label="{escape(title)}" width="100%" height="{height}">'
            + "".join(parts) + "</svg></figure>")


def timings(title, rows, key):
    """Nanoseconds, with the quartiles below the bar."""
    entries = []
    for row in rows:
        value = row[key]
        if value is not None:
            entries.append((row["backend"], value["ns"], value["low"], value["high"]))
    return chart(title, entries, "ns")


def speeds(title, rows):
    entries = []
    for row in rows:
        speed = row["events_per_second"] / 1e6
        entries.append((row["backend"], speed, speed, speed))
    return chart(title, entries, "M/s")
