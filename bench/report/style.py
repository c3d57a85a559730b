"""How the page looks: light and dark, from a telephone to a wide screen. Its pictures bring their own part."""

import svg
from markup import Html, escape

STYLE = """
:root { color-scheme: light dark; --ink: #1d2329; --dim: #5d6670; --paper: #fff; --rail: #e6eaee; --tint: #f5f7f9;
  --link: #2f6fb5; --good: #1b7f4b; --bad: #b3261e; --peer: #8a6013; }
@media (prefers-color-scheme: dark) { :root { --ink: #e4e8ec; --dim: #98a2ad; --paper: #14181c; --rail: #2c333b;
  --tint: #1b2026; --link: #6aa9ec; --good: #5cc48d; --bad: #ff8a80; --peer: #d9a441; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 76rem; padding: .8rem 1rem 3rem; color: var(--ink); background: var(--paper);
  font: 16px/1.45 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.3rem; margin: 0; } h2 { font-size: 1.15rem; margin: 2.2rem 0 .4rem; }
h3 { font-size: 1rem; margin: 1.4rem 0 .3rem; }
p, figcaption, small, dd, li { color: var(--dim); } p { max-width: 46rem; margin: .3rem 0; } a { color: var(--link); }
figure { margin: 0; min-width: 0; } figcaption { font-size: .9rem; margin-bottom: .2rem; }
summary { cursor: pointer; padding: .3rem 0; }
.good { color: var(--good); } .bad { color: var(--bad); font-weight: 600; } .peer { color: var(--peer); }
.scroll { overflow-x: auto; max-width: 100%; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; font-size: .92rem; }
th, td { padding: .3rem .55rem; text-align: right; border-bottom: 1px solid var(--rail); vertical-align: top; }
th { font-weight: 600; vertical-align: bottom; text-align: right; } .text { text-align: left; }
.scroll td, .scroll th { white-space: nowrap; } .scroll td.wrap { white-space: normal; min-width: 16rem; }
table.cards td, table.cards th { text-align: left; overflow-wrap: break-word; }
table.cards td:first-child { font-weight: 600; } table.cards small { display: block; font-weight: 400; }
.plots { display: grid; gap: 1.2rem 1.6rem; grid-template-columns: repeat(auto-fill, minmax(min(100%, 20.5rem), 1fr)); }
.machines { display: grid; gap: 1.6rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 34rem), 1fr)); }
.machines > div { min-width: 0; }
.plots svg { max-width: 26rem; } article svg { min-width: 34rem; max-width: 44rem; }
article { border-top: 1px solid var(--rail); padding: .8rem 0; } article h3 small { font-weight: 400; }
.CONFIRMED { color: var(--good); } .REFUTED { color: var(--bad); } .verdict { font-weight: 600; }
.proofs { display: flex; flex-wrap: wrap; gap: .1rem 1.2rem; padding: 0; margin: .3rem 0; list-style: none; }
nav { display: flex; flex-wrap: wrap; gap: .1rem 1rem; margin: .4rem 0; }
td.K { background: #1b7f4b2e; } td.C, td.H { background: #b07d1a2e; } td.listed { font-weight: 700; }
td.mark { text-align: center; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem 1rem; margin: 0; } dd { margin: 0; min-width: 0; }
/* A backend's page: shown instead of the others when its name is chosen. */
section.backend { display: none; } section.backend:target { display: block; }
body:has(section.backend:target) main { display: none; }
@media (max-width: 46rem) {
  table.cards, table.cards tbody, table.cards tr, table.cards td { display: block; width: 100%; }
  table.cards tr.head { display: none; }
  table.cards tr { border-bottom: 1px solid var(--rail); padding: .5rem 0; }
  table.cards td { border: 0; padding: .05rem 0; }
  table.cards td:not(:first-child)::before { content: attr(data-label) ": "; color: var(--dim); font-weight: 400; }
  table.cards small { display: inline; margin-left: .4em; }
}
""" + svg.STYLE


def document(title, body):
    """The whole page: one file that needs no other."""
    return ('<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            f"<title>{escape(title)}</title><style>{STYLE}</style></head>\n<body>{Html(body)}</body></html>\n")
