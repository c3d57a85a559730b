"""How long each jq takes over a large document, beside jq as it is.

Every build does every case once in each round, in an order that is new each time. The time is that of the
processor, the program's own and the system's for it, because other programs run, too. Ratios are of medians;
their interval is that of redrawn rounds (bootstrap), whole rounds at a time.
"""

import os
import random
import statistics
import time

import builds
import steps

# What a program says to jq, and what it makes jq do with its counts.
CASES = {
    # Reads, and writes all of it again: each value is made, copied a few times, and dropped.
    "format": ["-c", "."],
    # Searches, regroups and adds up, as one would ask a package database: many copies of values that stay.
    "query": ["-c", """[.[] | {section: (.Section // "none"), size: (."Installed-Size" // 0), name: .Package,
                              needs: [(.Depends // [])[] | .package]}]
                       | group_by(.section)
                       | map({section: .[0].section, packages: length, size: (map(.size) | add),
                              needed: (map(.needs[]) | group_by(.) | map({name: .[0], by: length})
                                       | sort_by(-.by, .name) | .[:10])})"""],
}
HEADLINE = "query"
DRAWS = 2000


class Case:
    """The rounds of one case with one build."""

    def __init__(self):
        self.seconds, self.wall, self.peak = [], [], 0

    def run(self, jq, arguments, document, output):
        start = time.monotonic()
        child = os.spawnv(os.P_NOWAIT, "/bin/sh", ["sh", "-c", 'out=$1; shift; exec "$@" >"$out"', "sh", output, jq,
                                                   *arguments, document])
        _, status, usage = os.wait4(child, 0)
        self.wall.append(time.monotonic() - start)
        self.seconds.append(usage.ru_utime + usage.ru_stime)
        self.peak = max(self.peak, usage.ru_maxrss * 1024)
        if status != 0:
            raise steps.Failed(f"{jq} on {document}: status {os.waitstatus_to_exitcode(status)}")


def ratio(above, below, draw):
    """The ratio of two medians, and its 95 % interval."""
    def of(rounds):
        return statistics.median(above[i] for i in rounds) / statistics.median(below[i] for i in rounds)
    every = range(len(above))
    drawn = sorted(of([draw.choice(every) for _ in every]) for _ in range(DRAWS))
    return {"ratio": of(every), "low": drawn[DRAWS // 40], "high": drawn[-1 - DRAWS // 40]}


def same(one, other):
    with open(one, "rb") as first, open(other, "rb") as second:
        while True:
            a, b = first.read(1 << 20), second.read(1 << 20)
            if a != b:
                return False
            if not a:
                return True


def measure(made, names, document, rounds, seed, say):
    """By name: the cases as they go into the results. The builds must all say the same."""
    draw = random.Random(seed)
    found = {(name, case): Case() for name in names for case in CASES}
    output = os.path.join(made.work, "output-{}-{}")
    for number in range(rounds):
        order = list(found)
        draw.shuffle(order)
        say(f"round {number + 1} of {rounds}")
        for name, case in order:
            found[name, case].run(made.jq(name), CASES[case], document, output.format(name, case))
        for name, case in order:
            if not same(output.format(name, case), output.format(builds.STOCK, case)):
                raise steps.Failed(f"jq with {name} says something else than stock: {output.format(name, case)}")
    for name, case in found:
        os.remove(output.format(name, case))
    size = os.path.getsize(document)
    results = {}
    for name in names:
        results[name] = []
        for case in CASES:
            one, stock = found[name, case], found[builds.STOCK, case]
            seconds = statistics.median(one.seconds)
            results[name].append({"case": case, "seconds": seconds, "wall": statistics.median(one.wall),
                                  **ratio(one.seconds, stock.seconds, draw),
                                  "megabytes_per_second": size / 1e6 / seconds, "peak_bytes": one.peak})
    return results
