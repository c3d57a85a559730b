"""The report of `make compare`: a table on the terminal, results.json and index.html.

Exit status: 0 all as it should be; 1 a verdict is not what it should be; 2 bad usage or input,
after one line on stderr and with nothing written.
"""

import argparse
import os
import sys

sys.dont_write_bytecode = True  # the sources stay as they are

import page
import picture
import read
import rows
import slots
import table


class Arguments(argparse.ArgumentParser):
    def error(self, message):
        fail(message)


def fail(message):
    print(f"report: {message}", file=sys.stderr)
    sys.exit(2)


def arguments():
    parser = Arguments(prog="report", description=__doc__.split("\n")[0])
    for name, what in (
        ("stress", "verdicts of rc-stress"),
        ("bench", "results of rc-bench"),
        ("replay", "results of rc-replay"),
    ):
        parser.add_argument(f"--{name}", required=True, metavar="FILE", help=f"{what}, JSON lines")
    parser.add_argument("--slots", metavar="FILE", help="results of rc-bench --suite slots")
    parser.add_argument("--origin", default="", help="where the replayed recording comes from")
    parser.add_argument("--output", required=True, metavar="DIR", help="where the files go")
    return parser.parse_args()


def write_all(directory, files):
    """All files or none: each appears under its name only when all are complete."""
    os.makedirs(directory, exist_ok=True)
    paths = [os.path.join(directory, name) for name in files]
    try:
        for path, text in zip(paths, files.values()):
            with open(path + ".unfinished", "w", encoding="utf-8") as file:
                file.write(text)
        for path in paths:
            os.replace(path + ".unfinished", path)
    except OSError:
        for path in paths:
            if os.path.exists(path + ".unfinished"):
                os.remove(path + ".unfinished")
        raise


def main():
    chosen = arguments()
    try:
        stress = read.stress(chosen.stress)
        bench = read.bench(chosen.bench)
        replay = read.replay(chosen.replay)
        report = rows.join(stress, bench, replay, chosen.origin)
        report["slots"] = slots.load(chosen.slots)["result"] if chosen.slots else []
        write_all(
            chosen.output,
            {"results.json": read.to_json(report), "index.html": page.render(report),
             "picture.svg": picture.render(report)},
        )
    except (read.Malformed, OSError) as error:
        fail(error)
    print(table.render(report))
    print(f"\n{chosen.output}/results.json  all results")
    print(f"{chosen.output}/index.html    the same to look at")
    return 1 if report["failures"] else 0


if __name__ == "__main__":
    sys.exit(main())
