"""The page of `make claims`, and the parts of docs/gil.md that come from its numbers.

Exit status: 0 written; 2 bad usage or input, after one line on stderr and with nothing written.
"""

import os
import re
import sys

sys.dont_write_bytecode = True  # the sources stay as they are

import command
import plot
import read
import style
from markup import Html, grid, join, pairs, tag

BLOCK = re.compile(r"(<!-- claim (\S+) -->\n).*?(<!-- end -->)", re.DOTALL)


def arguments():
    parser = command.Arguments("claims", __doc__.split("\n")[0])
    parser.add_argument("--claims", required=True, metavar="FILE", help="what rc-claims --json wrote")
    parser.add_argument("--output", required=True, metavar="DIR", help="where the page goes")
    parser.add_argument("--document", metavar="FILE", help="a page whose blocks `<!-- claim ID -->` to fill")
    parser.add_argument("--pictures", metavar="DIR", help="where the document's plots go, beside it")
    return parser.parse_args()


def claims(path):
    """The environment, and the claims by their ids."""
    environment, found = None, {}
    for place, kind, value in read.checked_lines(path):
        if kind == "environment":
            environment = value
        elif kind == "claim":
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
    return tag("article", tag("h3", tag("small", claim["id"]), " ", claim["claim"]),
               tag("p", claim["verdict"], class_=f"verdict {kind}"),
               tag("ul", *(tag("li", words) for words in statements(claim))),
               tag("p", f"{claim['built']} {claim['measured']}"),
               tag("div", Html(plot.render(claim, alone=False) or ""), class_="scroll"), id=claim["id"])


def verdicts(found):
    rows = [[c["id"], ("wrap", c["claim"]), (c["verdict"].split()[0], c["verdict"])] for c in found.values()]
    return grid(("", "claim", "verdict"), rows, 3)


def to_page(environment, found):
    shown = {key.replace("_", " "): value for key, value in environment.items() if key not in ("program", "kind")}
    return style.document("The GIL: claims put to the test", join(
        tag("h1", "The GIL: claims put to the test"),
        tag("p", "Every verdict follows from the numbers below it. INVALID: the machine did not give the conditions; try "
                 "again when it is idle."),
        verdicts(found), *(article(c) for c in found.values()), tag("h2", "Environment"), pairs(shown)))


def section(runs):
    """On the page of all results."""
    found = {}
    for run in runs:
        found.update(run.claims)
    if not found:
        return ""
    return tag("section", tag("h2", "The GIL: claims put to the test"), verdicts(found),
               tag("details", tag("summary", "what each was decided by"), *(article(c) for c in found.values())),
               id="claims")


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
        command.write_all(chosen.output, files)
        if chosen.document:
            beside = os.path.dirname(chosen.document)
            pictures = os.path.relpath(chosen.pictures, beside or ".")
            text = to_document(chosen.document, environment, found, pictures)
            command.write_all(beside or ".", {os.path.basename(chosen.document): text})
            command.write_all(chosen.pictures, {f"{c['id']}.svg": plot.render(c) for c in found.values()
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
