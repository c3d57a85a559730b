"""What shows that a backend is right: the stress test's verdict, seeded bugs found, model programs explored."""

from dataclasses import dataclass

FOUND = ("killed", "crashed", "hung")

# The rooms of mutants and of model programs that say something of counts, and of what stands on them. A room named
# after a backend is that backend's.
COUNTING = ("object", "thread", "weak", "check", "backend")
ABOVE = {
    **{suite: ("slot", "reclaim") for suite in ("slots", "mixes", "structures", "sets", "garbage")},
    "cycles": ("cycles",),
}


@dataclass
class Proof:
    verdict: str = None  # of the stress test; None: it says nothing
    plays: int = 0
    schedules: int = 0
    bugs: int = 0  # seeded, without those that change nothing
    killed: int = 0
    programs: int = 0  # of the model checker
    executions: int = 0
    wrong: int = 0  # plays of it that were not as they should be

    def words(self, safe=True):
        """Short sentences; what there is no run of is not spoken of."""
        if self.verdict:
            yield {"sound": "stress: sound", "inconclusive": "stress: unclear",
                   "broken": "stress: BROKEN" if safe else "stress: broken when shared, as expected"}[self.verdict]
        if self.bugs:
            yield f"{self.killed} of {self.bugs} seeded bugs found"
        if self.programs:
            yield f"{self.programs} model programs, {count(self.executions)} executions"


def count(number):
    return f"{number / 1e6:.1f} million" if number >= 1e6 else f"{number:,}".replace(",", "\u202f")


def verdict_of(run, backend):
    """The worst of its plays: one that is broken is broken."""
    lines = [line for (name, *_), line in run.stress.items() if name == backend]
    kinds = [line["verdict"] for line in lines]
    worst = next((kind for kind in ("broken", "inconclusive", "sound") if kind in kinds), None)
    if worst == "inconclusive" and kinds.count("sound") > 0 and len(kinds) > 1:
        worst = "sound"  # some plays need more processors than there are; the others have shown it
    return worst, lines


def executions_of(line):
    return sum(line.get(kind, 0) for kind in ("executions", "bounded_executions", "suspended_executions"))


def of(run, name, suite="counts"):
    """The proof of a backend, for the work of a suite."""
    backend = run.family(name)
    rooms = (backend, *COUNTING, *ABOVE.get(suite, ()))
    made = Proof()
    made.verdict, lines = verdict_of(run, backend)
    made.plays = len(lines)
    made.schedules = sum(line.get("schedules", 0) for line in lines)
    for mutant in run.mutants:
        if mutant["room"] not in rooms or mutant["verdict"] == "equivalent":
            continue
        for each in mutant["results"]:
            if each.get("backend") == backend:
                made.bugs += 1
                made.killed += each.get("verdict") == "killed"
    for line in run.model:
        if line["room"] in rooms and line["backend"].split("+")[0] == backend:
            made.programs += 1
            made.executions += executions_of(line)
            made.wrong += not line["as_it_should"]
    return made


def totals(run):
    """Sentences about all backends together, and about what there was no run of: (done, text, command)."""
    kinds = [mutant["verdict"] for mutant in run.mutants]
    yield (bool(run.stress), f"{len(run.stress)} stress plays", "rc-stress --backend all --json stress.jsonl")
    yield (bool(run.soaks), f"{sum(line['plays'] for line in run.soaks)} plays of a soak, "
           f"{count(sum(line['operations'] for line in run.soaks))} operations, "
           f"{sum(line['broken'] for line in run.soaks)} reports", "make soak SECONDS=1800")
    yield (bool(kinds), f"{kinds.count('killed')} of {len(kinds) - kinds.count('equivalent')} seeded bugs found, "
           f"{kinds.count('equivalent')} proved harmless", "make mutants")
    yield (bool(run.model), f"{len(set(line['program'] for line in run.model))} model programs in "
           f"{count(sum(executions_of(line) for line in run.model))} executions", "make model")
    good = sum(line["verdict"].startswith("CONFIRMED") for line in run.claims.values())
    refuted = sum(line["verdict"] == "REFUTED" for line in run.claims.values())
    yield (bool(run.claims), f"{good} of {len(run.claims)} claims about the GIL confirmed"
           + (f", {refuted} refuted" if refuted else ""), "make claims")


def fails_more(run, client):
    """What a program fails as it comes is not the counts' fault."""
    stock = next((line["tests_failed"] for line in run.clients
                  if line["program"] == client["program"] and line["backend"] == "stock"), 0)
    return client["tests_failed"] > stock


def failures(run):
    """Sentences on what should not be. A backend without protection must be found out."""
    for name, info in run.backends.items():
        verdict, _ = verdict_of(run, name)
        if verdict and info["thread_safe"] and verdict == "broken":
            yield f"{name} says that it is thread-safe and is broken"
        if verdict and not info["thread_safe"] and verdict != "broken":
            yield f"{name} is not thread-safe, and the stress test did not find that out ({verdict})"
    for trace, lines in run.replays.items():
        for name, line in lines.items():
            if line["verdict"] != "ok":
                yield f"{name} miscounted in the replay of {trace}"
    for line in run.soaks:
        if line["broken"]:
            yield f"{line['broken']} plays of the soak were broken"
    for line in run.clients:
        name = f"{line['program']} on {line['backend']}"
        if line["thread_safe"] and line["shared_document"] == "wrong":
            yield f"{name} is wrong with a document that two threads read"
        if fails_more(run, line):
            yield f"{name} fails {line['tests_failed']} of its own tests"
    alive = [f"{m['room']}/{m['name']}" for m in run.mutants if m["verdict"] == "survived"]
    if alive:
        yield f"seeded bugs that nothing found: {', '.join(alive)}"
    wrong = sorted(set(line["program"] for line in run.model if not line["as_it_should"]))
    if wrong:
        yield f"model programs that ended otherwise than they should: {', '.join(wrong)}"
