"""The page: one file without any other, for light and dark, for wide and narrow screens."""

from html import escape

import bars
import slots
import table

STYLE = """
:root { color-scheme: light dark; --ink: #1d2329; --dim: #5d6670; --paper: #fff; --rail: #eceff2;
  --bar: #2f6fb5; --good: #1b7f4b; --bad: #b3261e; }
@media (prefers-color-scheme: dark) { :root { --ink: #e4e8ec; --dim: #98a2ad; --paper: #14181c;
  --rail: #262c33; --bar: #6aa9ec; --good: #5cc48d; --bad: #ff8a80; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 60rem; padding: 1.25rem; color: var(--ink);
  background: var(--paper); font: 16px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.5rem; margin: .2rem 0; } h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; }
p, dd, figcaption, small { color: var(--dim); } p { max-width: 42rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { padding: .35rem .6rem; text-align: right; border-bottom: 1px solid var(--rail);
  white-space: nowrap; }
th { font-weight: 600; vertical-align: bottom; } td.text, th.text { text-align: left; }
.good { color: var(--good); } .bad { color: var(--bad); font-weight: 600; }
.charts { display: grid; gap: 1.5rem 2rem;
  grid-template-columns: repeat(auto-fit, minmax(17rem, 1fr)); }
figure { margin: 0; } figcaption { margin-bottom: .3rem; }
svg text { font-size: 13px; fill: var(--ink); } svg .value { text-anchor: end; fill: var(--dim); }
svg .rail { fill: var(--rail); } svg .bar { fill: var(--bar); }
svg .spread { stroke: var(--dim); stroke-width: 1.5; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem 1rem; margin: 0; }
dd { margin: 0; overflow-wrap: anywhere; }
"""


def grid(head, rows, text_columns):
    """A table; cells are (class, text) or text."""
    def cell(tag, index, content):
        kind, text = content if isinstance(content, tuple) else ("", content)
        kind = " ".join(filter(None, [kind, "text" if index < text_columns else ""]))
        return f'<{tag} class="{kind}">' + escape(text).replace("\n", "<br>") + f"</{tag}>"

    def line(tag, cells):
        return "<tr>" + "".join(cell(tag, i, c) for i, c in enumerate(cells)) + "</tr>"

    return ('<div class="scroll"><table>' + line("th", head)
            + "".join(line("td", row) for row in rows) + "</table></div>")


def backends(report):
    rows = []
    for row in report["backends"]:
        cells = table.cells(row)
        expected = (row["verdict"] == "broken") != row["thread_safe"]
        kind = "bad" if not expected else "good" if row["thread_safe"] else ""
        rows.append([cells[0], (kind, cells[1]), *cells[2:]])
    return grid(table.COLUMNS, rows, 2)


def promised(ratio):
    for key, sign in (("at_most", "≤"), ("at_least", "≥")):
        if key in ratio:
            kept = ratio.get("kept", False)
            kind, word = ("good", "kept") if kept else ("bad", "missed")
            return kind, f"{sign} {ratio[key]:.2f} {word}"
    return ""


def ratios(report):
    rows = [
        [f"{r['above']}\n/ {r['below']}", f"{r['ratio']:.2f}",
         f"{r['low']:.2f} – {r['high']:.2f}", promised(r)]
        for r in report["ratios"]
    ]
    return grid(("ratio", "", "95 % interval", "promised"), rows, 1)


def cases(report):
    rows = [
        ["/".join(filter(None, (r["case"], r["shape"], r["api"], r["backend"]))), str(r["threads"]),
         f"{r['ns_median']:.2f}", f"{r['ns_p25']:.2f} – {r['ns_p75']:.2f}",
         f"{r['clean']} of {r['repetitions']}"]
        for r in report["bench"]
    ]
    return grid(("case", "threads", "ns per pair", "quartiles", "undisturbed"), rows, 1)


def shared_slots(report):
    if not report["slots"]:
        return ""
    return ("<h2>Slots</h2>" + grid(slots.columns(), slots.rows(report), 1)
            + f"<p><small>{escape(' '.join(slots.notes(report)))}</small></p>")


def environment(report):
    shown = {k: v for k, v in report["environment"].items() if k not in ("program", "kind")}
    return ("<dl>" + "".join(f"<dt>{escape(k.replace('_', ' '))}</dt><dd>{escape(str(v))}</dd>"
                             for k, v in shown.items()) + "</dl>")


def verdict(report):
    if not report["failures"]:
        return '<p class="good">All verdicts are as they should be.</p>'
    return "".join(f'<p class="bad">{escape(text)}.</p>' for text in report["failures"])


def render(report):
    rows = report["backends"]
    charts = (
        bars.timings("Retain + release, alone", rows, "alone"),
        bars.timings("The same by a thread that did not make the objects", rows, "remote"),
        bars.timings("Two threads on one object", rows, "contended"),
        bars.timings("Create + destroy, 32 bytes", rows, "create"),
        bars.speeds("Replayed events per second", rows),
    )
    parts = (
        "<h1>refcount: the backends side by side</h1>",
        verdict(report),
        backends(report),
        "".join(f"<p><small>{escape(note)}</small></p>" for note in table.notes(report)),
        "<h2>Times</h2><p>Medians; the thin line below a bar spans the quartiles.</p>",
        '<div class="charts">' + "".join(charts) + "</div>",
        shared_slots(report),
        "<h2>Ratios</h2><p>Of medians of interleaved repetitions.</p>" + ratios(report),
        f"<h2>All cases</h2><details><summary>{len(report['bench'])} cases</summary>"
        + cases(report) + "</details>",
        "<h2>Environment</h2>" + environment(report),
    )
    return ('<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            f"<title>refcount</title><style>{STYLE}</style></head>\n<body>"
            + "\n".join(parts) + "</body></html>\n")
