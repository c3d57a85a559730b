"""Puts a run's results into pages of the documentation, between marks, and its plots beside them.

usage: results_doc.py RUN [--again RUN] --pictures DIR [--picture FILE] PAGE...

RUN is what `make bench` wrote. In a page, what is between `<!-- results: NAME -->` and `<!-- end -->` is replaced; the
names are the functions of Blocks in blocks.py, without `block_`. --again: another run, to say how far the two agree.
Exit status: 0; 2 bad usage or input, after one line on stderr and with nothing written.
"""

import os
import re
import sys

sys.dont_write_bytecode = True  # the sources stay as they are

import blocks
import command
import figures
import picture
import read
import rows
import runs
import suites

NAME = "results-doc"
BLOCK = re.compile(r"(<!-- results: ([a-z -]+) -->\n).*?(<!-- end -->)", re.DOTALL)


def arguments():
    parser = command.Arguments(NAME, __doc__.split("\n")[0])
    parser.add_argument("run")
    parser.add_argument("pages", nargs="+")
    parser.add_argument("--again")
    parser.add_argument("--pictures", required=True)
    parser.add_argument("--picture")
    return parser.parse_args()


def main():
    chosen = arguments()
    try:
        run = runs.load_one(chosen.run)
        again = runs.load_one(chosen.again) if chosen.again and os.path.isdir(chosen.again) else None
        filled, written = blocks.Blocks(run, again, chosen.pictures), {}
        for page in chosen.pages:
            with open(page, encoding="utf-8") as file:
                text = file.read()
            if not BLOCK.search(text):
                raise read.Malformed(f"{page}: no block '<!-- results: NAME -->' in it")
            written[page] = BLOCK.sub(lambda m, page=page: m.group(1) + filled.of(m.group(2), page) + m.group(3), text)
        for suite in run.suites():
            shown, _ = blocks.plots_of(run, suite)
            if shown:
                written[os.path.join(chosen.pictures, f"{suite}.svg")] = \
                    figures.sheet(run, shown, suites.TITLES.get(suite, suite)) + "\n"
        if chosen.picture and run.backends:
            written[chosen.picture] = picture.render(rows.join(run))
        os.makedirs(chosen.pictures, exist_ok=True)
        command.write_all("", written)
    except (read.Malformed, OSError) as error:
        command.fail(NAME, error)


if __name__ == "__main__":
    main()
