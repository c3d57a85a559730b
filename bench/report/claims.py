"""The page of `make claims`, and the parts of docs/gil.md that come from its numbers.

Exit status: 0 written; 2 bad usage or input, after one line on stderr and with nothing written.
"""

import os
import re
import sys

sys.dont_write_bytecode = True  # the sources stay as they are

import main
import page
import plot
import read
from html import escape

CLAIM = {"id": str, "name": str, "claim": str, "built": str, "measured": str, "verdict": str,
         "numbers": dict, "series": dict, "axes": dict, "gates": list, "musts": list, "limits": list}
VERDICTS = ("CONFIRMED", "CONFIRMED WITH LIMITS", "REFUTED", "INVALID")
STYLE = """
article { border-top: 1px solid var(--rail); padding: .8rem 0; }
h2 small { font-weight: 400; } li { color: var(--dim); }
.CONFIRMED { color: var(--good); } .REFUTED { color: var(--bad); } .verdict { font-weight: 600; }
"""
BLOCK = re.compile(r"(<!-- claim (\S+) -->\n).*?(<!-- end -->)", re.DOTALL)


def arguments():
    parser = main.Arguments(prog="claims", description=__doc__.split("\n")[0])
    parser.add_argument("--claims", required=True, metavar="FILE", help="what rc-claims --json wrote")
    parser.add_argument("--output", required=True, metavar="DIR", help="where the page goes")
    parser.add_argument("--document", metavar="FILE", help="a page whose blocks `<!-- claim ID -->` to fill")
    parser.add_argument("--pictures", metavar="DIR", help="where the document's plots go, beside it")
    return parser.parse_args()


def claims(path):
    """The environment, and the claims by their ids."""
    environment, found = None, {}
    for place, value in read.lines(path):
        if value.get("kind") == "environment":
            environment = value
        elif value.get("kind") == "claim":
            read.one_of(place, read.check(place, value, CLAIM), "verdict", VERDICTS)
            found[value["id"]] = value
        else:
            raise read.Malformed(f"{place}: 'kind' is missing or unknown")
    if environment is None or not found:
        raise read.Malformed(f"{path}: no environment, or no claim")
    return environment, found


def statements(claim):
    """What decided, as sentences."""
    if claim["verdict"] == "INVALID":
        return ["not given: " + s["text"] for s in claim["gates"] if not s["holds"]]
    said = [s["text"] for s in claim["musts"] if s["holds"]]
    said += ["against it: " + s["text"] for s in claim["musts"] if not s["holds"]]
    return said + ["but " + s["text"] for s in claim["limits"] if s["holds"]]


def article(claim):
    kind = claim["verdict"].split()[0]
    items = "".join(f"<li>{escape(text)}</li>" for text in statements(claim))
    return (f'<article id="{claim["id"]}"><h2><small>{claim["id"]}</small> {escape(claim["claim"])}</h2>'
            f'<p class="verdict {kind}">{claim["verdict"]}</p><ul>{items}</ul>'
            f'<p>{escape(claim["built"])} {escape(claim["measured"])}</p>{plot.render(claim) or ""}</article>')


def to_page(environment, found):
    rows = [[c["id"], c["claim"], (c["verdict"].split()[0], c["verdict"])] for c in found.values()]
    shown = {"environment": environment}
    return ('<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            f"<title>The GIL: claims put to the test</title><style>{page.STYLE}{STYLE}"
            "td.text { white-space: normal; }</style></head>\n<body>"
            "<h1>The GIL: claims put to the test</h1><p>Every verdict follows from the numbers below it. "
            "INVALID: the machine did not give the conditions; try again when it is idle.</p>"
            + page.grid(("", "claim", "verdict"), rows, 3) + "".join(article(c) for c in found.values())
            + "<h2>Environment</h2>" + page.environment(shown) + "</body></html>\n")


def block(claim, pictures):
    lines = [f"**{claim['verdict']}**", ""] + [f"- {text}" for text in statements(claim)]
    if plot.render(claim) is not None:
        lines += ["", f"![{claim['axes'].get('y', '')}]({pictures}/{claim['id']}.svg)"]
    return "\n".join(lines) + "\n"


def to_document(path, environment, found, pictures):
    """The document with its blocks filled."""
    with open(path, encoding="utf-8") as file:
        text = file.read()
    named = set(name for _, name, _ in BLOCK.findall(text))
    missing = sorted(set(found) - named)
    if missing:
        raise read.Malformed(f"{path}: no block for {', '.join(missing)}")

    def fill(match):
        name = match.group(2)
        if name == "environment":
            return match.group(1) + (
                f"Measured on {environment['processors']} processors, {environment['kernel']}, "
                f"{environment['compiler']}, load {environment['load']:.1f} at the start, "
                f"{environment['date'][:10]}.\n") + match.group(3)
        if name == "table":
            rows = "".join(f"| {c['id']} | {c['claim']} | {c['verdict']} |\n" for c in found.values())
            return match.group(1) + "| | claim | verdict |\n|---|---|---|\n" + rows + match.group(3)
        if name not in found:
            return match.group(0)  # not measured this time
        return match.group(1) + block(found[name], pictures) + match.group(3)

    return BLOCK.sub(fill, text)


def run():
    chosen = arguments()
    try:
        environment, found = claims(chosen.claims)
        files = {"index.html": to_page(environment, found)}
        main.write_all(chosen.output, files)
        if chosen.document:
            beside = os.path.dirname(chosen.document)
            pictures = os.path.relpath(chosen.pictures, beside or ".")
            text = to_document(chosen.document, environment, found, pictures)
            main.write_all(beside or ".", {os.path.basename(chosen.document): text})
            main.write_all(chosen.pictures, {f"{c['id']}.svg": plot.render(c) for c in found.values()
                                             if plot.render(c) is not None})
    except (read.Malformed, OSError) as error:
        print(f"claims: {error}", file=sys.stderr)
        return 2
    for claim in found.values():
        print(f"{claim['id']:5} {claim['verdict']:22} {claim['claim']}")
    print(f"\n{chosen.output}/index.html   a plot for each")
    return 0


if __name__ == "__main__":
    sys.exit(run())
