"""The table of the slots: a row for each scheme and peer."""

# Title, case, threads. Of a scheme whose readers take no reference, `borrow` is the load.
CASES = (
    ("load\nalone", "load", "1"),
    ("load\n2 threads", "load", "2"),
    ("borrow\nalone", "borrow", "1"),
    ("borrow\n2 threads", "borrow", "2"),
    ("store\nalone", "give", "1"),
    ("10 slots, 10 %\nstores, alone", "mix", "1"),
    ("10 slots, 10 %\nstores, 2 threads", "mix", "2"),
)


def columns():
    return ["slots", *(title for title, _, _ in CASES)]


def rows(report):
    """Cells as text."""
    cells, names = {}, []
    for result in report["slots"]:
        name = result.backend
        if name not in names:
            names.append(name)
        cells[name, result.case, result.shape] = f"{result.median():.2f}"
    for name in names:
        yield [name, *(cells.get((name, case, threads), "-") for _, case, threads in CASES)]


def trips(report):
    """The round trips that were measured beside the rows of two threads, ns: the least and the most."""
    found = [trip for each in report["slots"] for trip in each.trips]
    return (min(found), max(found)) if found else None


def notes(report):
    yield "slots: ns per operation and thread. Objects are counted by `atomic` or `biased`; after the +, how they"
    yield "  are kept from being freed under a reader. bare: a pair and a load with no protection."
    if trips(report):
        low, high = trips(report)
        yield (f"  A cache line took {low:.0f} to {high:.0f} ns from one of two threads to the other and back: compare "
               "what was measured")
        yield "  with the same one."
