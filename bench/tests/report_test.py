#!/usr/bin/python3
"""The report of `make compare` from results that nobody measured. TAP."""

import html.parser
import json
import os
import re
import subprocess
import sys
import tempfile

REPORT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "report", "main.py")
BACKENDS = {"plain": (False, 1.0), "atomic": (True, 5.0), "biased": (True, 1.25)}
VOID = {"meta", "br", "rect", "line"}

results = []


def ok(good, name):
    results.append(bool(good))
    print(f"{'ok' if good else 'not ok'} {len(results)} - {name}")


def result(case, shape, api, backend, ns, threads=1):
    return {"program": "rc-bench", "kind": "result", "case": case, "shape": shape, "api": api,
            "backend": backend, "threads": threads, "clock": "cpu", "ns_median": ns,
            "ns_p25": ns * 0.9, "ns_p75": ns * 1.1, "repetitions": 15, "clean": 14}


def canned():
    """The lines of the three programs, all as it should be."""
    stress = [{"kind": "stress", "scenario": "shared-dict", "backend": name,
               "verdict": "sound" if safe else "broken", "wrong_counts": 0 if safe else 7}
              for name, (safe, _) in BACKENDS.items()]
    bench = [{"program": "rc-bench", "kind": "environment", "cpu": "<an & odd> one"}]
    bench += [{"kind": "backend", "backend": name, "description": name, "thread_safe": safe,
               "header_size": 16, "counter_size": 8} for name, (safe, _) in BACKENDS.items()]
    for name, (safe, ns) in BACKENDS.items():
        bench.append(result("pair", "rr", "object", name, ns))
        bench.append(result("create", "32", "", name, 10 * ns))
        if safe:
            bench.append(result("contended", "others", "object", name, 20 * ns, 2))
    bench.append({"kind": "ratio", "above": "a", "below": "b", "ratio": 1.25, "low": 1.2,
                  "high": 1.3, "at_most": 1.45, "kept": True})
    replay = [{"program": "rc-replay", "backend": name, "verdict": "ok", "trace": "x.rctrace",
               "events": 17090, "threads": 5, "events_per_second": 2.5e7} for name in BACKENDS]
    return {"stress": stress, "bench": bench, "replay": replay}


def text_of(lines):
    return "".join(line if isinstance(line, str) else json.dumps(line) + "\n" for line in lines)


class Run:
    """One run of the report on the given lines."""

    def __init__(self, files, leave_out=()):
        with tempfile.TemporaryDirectory() as directory:
            arguments = ["--output", os.path.join(directory, "out"), "--origin", "a sample"]
            for name, lines in files.items():
                path = os.path.join(directory, name)
                if name not in leave_out:
                    with open(path, "w", encoding="utf-8") as file:
                        file.write(text_of(lines))
                arguments += [f"--{name}", path]
            done = subprocess.run(["/usr/bin/python3", REPORT, *arguments], capture_output=True,
                                  text=True, check=False)
            self.status, self.out, self.err = done.returncode, done.stdout, done.stderr
            self.files = {}
            if os.path.isdir(arguments[1]):
                for name in os.listdir(arguments[1]):
                    with open(os.path.join(arguments[1], name), encoding="utf-8") as file:
                        self.files[name] = file.read()

    def refused(self):
        return (self.status == 2 and self.out == "" and self.files == {}
                and re.fullmatch(r"report: .+\n", self.err) is not None)


class Balanced(html.parser.HTMLParser):
    """Are all elements closed in order? Which tags and attributes are there?"""

    def __init__(self, text):
        super().__init__()
        self.open, self.good, self.tags, self.links = [], True, [], []
        self.feed(text)
        self.good = self.good and not self.open

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.links += [value for key, value in attrs if key in ("src", "href")]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append(tag)

    def handle_endtag(self, tag):
        self.good = bool(self.open) and self.open.pop() == tag and self.good


def changed(part, index, **values):
    files = canned()
    files[part][index] = {**files[part][index], **values}
    return files


def without(part, index, key):
    files = canned()
    files[part][index] = {k: v for k, v in files[part][index].items() if k != key}
    return files


def test_table(run):
    ok(run.status == 0 and run.err == "", "good results: status 0")
    lines = {line.split()[0]: line.split() for line in run.out.splitlines() if line.strip()}
    ok(set(BACKENDS) <= set(lines), "the table has a row for each backend")
    ok(lines["biased"][1:] == ["yes", "1.25", "25.00", "16", "(8)", "25.00", "M", "1.25"],
       "with verdict, times, bytes, speed and ratio")
    ok("no, as expected" in run.out and " -  " in run.out, "plain is broken, and not contended")
    ok("a sample" in run.out, "it says which recording was replayed")


def test_files(run):
    ok(set(run.files) == {"results.json", "index.html", "picture.svg"}, "the files and nothing half-written")
    document = json.loads(run.files["results.json"])
    ok([row["backend"] for row in document["backends"]] == list(BACKENDS)
       and document["environment"]["cpu"] == "<an & odd> one" and document["failures"] == []
       and len(document["bench"]) == 8 and len(document["replay"]) == 3
       and document["stress"][0]["wrong_counts"] == 7, "results.json holds all results")
    page = run.files["index.html"]
    parsed = Balanced(page)
    ok(parsed.good, "the page's elements are closed in order")
    ok(parsed.links == [] and "url(" not in page and "@import" not in page
       and not {"script", "link"} & set(parsed.tags), "and refer to nothing outside")
    ok("prefers-color-scheme: dark" in page and "width=device-width" in page,
       "it is for light and dark, wide and narrow")
    ok(parsed.tags.count("svg") == 4 and parsed.tags.count("table") >= 2 and "<table" in page,
       "it has tables and bars")
    ok("&lt;an &amp; odd&gt; one" in page and "<an" not in page, "text is escaped")
    picture = run.files["picture.svg"]
    parsed = Balanced(picture)
    ok(parsed.good and parsed.links == [] and all(f">{name}<" in picture for name in BACKENDS)
       and "not sound" in picture, "the picture shows each backend, and what plain cannot do")


def slot(name, case, threads, ns):
    return {**result(case, str(threads), "", name, ns, threads), "suite": "slots",
            **({"ns_round_trip": 55.0} if threads == 2 else {})}


def test_slots():
    files = canned()
    files["slots"] = files["bench"][:4] + [slot("atomic+epoch", "load", 1, 4.25), slot("atomic+epoch", "load", 2, 30.0),
                                           slot("boost", "give", 1, 60.0)]
    run = Run(files)
    lines = {line.split()[0]: line.split() for line in run.out.splitlines() if line.strip()}
    ok(run.status == 0 and lines["atomic+epoch"][1:] == ["4.25", "30.00", "-", "-", "-", "-", "-"]
       and lines["boost"][1:] == ["-", "-", "-", "-", "60.00", "-", "-"], "a table of slots, with what there is")
    ok("55 to 55 ns" in run.out and "<h2>Slots</h2>" in run.files["index.html"]
       and Balanced(run.files["index.html"]).good, "with round trips, and on the page")
    files["slots"] = files["bench"]
    ok(Run(files).refused(), "results of another suite for them are refused")


def test_verdicts():
    run = Run(changed("stress", 0, verdict="sound"))
    ok(run.status == 1 and "WRONG: plain" in run.out, "plain not found out: status 1")
    run = Run(changed("stress", 0, verdict="inconclusive"))
    ok(run.status == 1 and "WRONG: plain" in run.out, "plain only suspected: status 1")
    run = Run(changed("stress", 2, verdict="broken"))
    ok(run.status == 1 and "WRONG: biased" in run.out and "NO" in run.out
       and "biased" in json.loads(run.files["results.json"])["failures"][0],
       "a thread-safe backend that is broken: status 1")
    run = Run(changed("stress", 2, verdict="inconclusive"))
    ok(run.status == 0 and "unclear" in run.out, "an unclear one is shown as such")
    run = Run(changed("replay", 1, verdict="violation"))
    ok(run.status == 1 and "WRONG: atomic" in run.out, "a replay that went wrong: status 1")


def test_refusals():
    for name in ("stress", "bench", "replay"):
        files = canned()
        files[name] = files[name][:1] + ['{"kind": "result", "ns_median": 1\n']
        ok(Run(files).refused(), f"{name}: malformed JSON is refused in one line")
        files[name] = ["[1, 2]\n"]
        ok(Run(files).refused(), f"{name}: something else than objects is refused")
        files[name] = []
        ok(Run(files).refused(), f"{name}: an empty file is refused")
        ok(Run(canned(), leave_out=[name]).refused(), f"{name}: a missing file is refused")
    ok(Run(changed("bench", 4, ns_median=float("nan"))).refused(), "NaN is refused")
    ok(Run(changed("bench", 4, ns_median=-1)).refused(), "a negative time is refused")
    ok(Run(changed("bench", 4, ns_median="1")).refused(), "a time that is text is refused")
    ok(Run(changed("bench", 4, kind="?")).refused(), "an unknown kind is refused")
    ok(Run(without("bench", 1, "header_size")).refused(), "a missing size is refused")
    ok(Run(without("replay", 1, "events_per_second")).refused(), "a missing speed is refused")
    ok(Run(changed("stress", 1, verdict="fine")).refused(), "an unknown verdict is refused")
    files = canned()
    del files["stress"][1]
    ok(Run(files).refused(), "a backend without a verdict is refused")
    files["stress"].append(files["stress"][0])
    ok(Run(files).refused(), "two verdicts on one backend are refused")
    done = subprocess.run(["/usr/bin/python3", REPORT, "--nonsense"], capture_output=True,
                          text=True, check=False)
    ok(done.returncode == 2 and len(done.stderr.splitlines()) == 1, "bad usage: one line, status 2")


good = Run(canned())
test_table(good)
test_files(good)
test_slots()
test_verdicts()
test_refusals()
print(f"1..{len(results)}")
sys.exit(0 if all(results) else 1)
