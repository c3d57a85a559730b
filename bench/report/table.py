"""The table on the terminal."""

import unicodedata

import slots

COLUMNS = (
    "backend", "sound?", "ns per pair\nalone", "ns per pair\ncontended", "bytes per\nobject",
    "replay\nevents/s", "alone\nx plain",
)


def number(value, digits=2):
    return "-" if value is None else f"{value:.{digits}f}"


def timing(value):
    return "-" if value is None else number(value["ns"])


def verdict(row):
    """What the stress test found, in the light of what the backend says of itself."""
    words = {"sound": "yes", "broken": "NO", "inconclusive": "unclear", None: "-"}
    text = words[row["verdict"]]
    if row["verdict"] == "broken" and not row["thread_safe"]:
        text = "no, as expected"
    return text


def cells(row):
    return [
        row["backend"],
        verdict(row),
        timing(row["alone"]),
        timing(row["contended"]),
        f"{row['header_size']} ({row['counter_size']})",
        "-" if row["events_per_second"] is None else f"{row['events_per_second'] / 1e6:.2f} M",
        number(row["ratio_to_plain"]),
    ]


def width(text):
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def aligned(lines, texts):
    """Lines of cells; the first `texts` columns are text."""
    widths = [max(width(line[i]) for line in lines) for i in range(len(lines[0]))]
    for line in lines:
        padded = [
            cell + " " * (size - width(cell)) if i < texts else " " * (size - width(cell)) + cell
            for i, (cell, size) in enumerate(zip(line, widths))
        ]
        yield "  ".join(padded).rstrip()


def notes(report):
    trace = report["trace"]
    yield "alone: the thread that made the 256 objects retains and releases each in turn."
    yield "contended: two threads on one object that neither of them made, ns of each thread."
    yield "bytes: before the payload of a managed object (of these a bare counter)."
    if trace:
        yield (f"replay: {trace['file']}, {trace['events']} events, {trace['threads']} threads"
               + (f"; {trace['origin']}." if trace["origin"] else "."))
    yield ("-: not measured: the backend is not thread-safe, or the machine was too busy to run two "
           "threads at once.")


def lines_of(columns, rows, texts):
    head = [column.split("\n") for column in columns]
    first = [column[0] if len(column) > 1 else "" for column in head]
    second = [column[-1] for column in head]
    body = list(aligned([first, second, *rows], texts))
    body.insert(2, "-" * max(width(line) for line in body))
    return body


def render(report):
    if not report["backends"]:
        return ""
    text = ["", *lines_of(COLUMNS, [cells(row) for row in report["backends"]], 2), "", *notes(report)]
    if report["slots"]:
        text += ["", *lines_of(slots.columns(), slots.rows(report), 1), "", *slots.notes(report)]
    return "\n".join(text)
