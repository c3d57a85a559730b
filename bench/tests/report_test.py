#!/usr/bin/python3
"""rc-report from results that nobody measured: its files, what it refuses, and two runs held against each other. TAP.

report_test.py [BUILD]
"""

import html.parser
import json
import os
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True  # the sources stay as they are

import report_made_up as made
from report_made_up import BACKENDS, Run, canned, result

VOID = {"meta", "br", "rect", "line", "circle", "path"}
BUILD = sys.argv[1] if len(sys.argv) > 1 else "build"
WANTED = ("--require", "stress,counts,replay", "--origin", "a sample")
tap = made.Tap()
ok = tap.ok


class Balanced(html.parser.HTMLParser):
    """Are all elements closed in order? Which tags and attributes are there?"""

    def __init__(self, text):
        super().__init__()
        self.open, self.good, self.tags, self.links, self.ids = [], True, [], [], []
        self.feed(text)
        self.good = self.good and not self.open

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.links += [value for key, value in attrs if key in ("src", "href")]
        self.ids += [value for key, value in attrs if key == "id"]
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
    ok("index.html" in run.out.splitlines()[-1], "and ends by naming the page")


def test_files(run):
    ok(set(run.files) == {"results.json", "index.html", "picture.svg"}, "the files and nothing half-written")
    machine = json.loads(run.files["results.json"])["machines"][0]
    ok([row["backend"] for row in machine["backends"]] == list(BACKENDS)
       and machine["environment"]["cpu"] == "<an & odd> one" and machine["failures"] == []
       and len(machine["results"]) == 8 + 3 and len(machine["replay"]) == 3
       and machine["stress"][0]["wrong_counts"] == 7, "results.json holds all results")
    picture = run.files["picture.svg"]
    parsed = Balanced(picture)
    ok(parsed.good and parsed.links == [] and all(f">{name}<" in picture for name in BACKENDS)
       and "not sound" in picture, "the picture shows each backend, and what plain cannot do")


def test_page():
    run = Run(made.everything())
    page = run.files["index.html"]
    parsed = Balanced(page)
    ok(run.status == 0 and parsed.good, "a page of everything: its elements are closed in order")
    ok(all(link.startswith("#") and link[1:] in parsed.ids for link in parsed.links) and "url(" not in page
       and "@import" not in page and not {"script", "link", "img"} & set(parsed.tags),
       "and refer to nothing outside; links inside lead somewhere")
    ok("prefers-color-scheme: dark" in page and "width=device-width" in page,
       "it is for light and dark, wide and narrow")
    ok("&lt;an &amp; odd&gt; one" in page and "<an" not in page and "a &lt;step&gt; &amp; more" in page,
       "text is escaped")
    ok(page.index('id="decisions"') < page.index("<svg"), "the decisions come before all else")
    ok({f"backend-{name}" for name in BACKENDS} | {"mutants", "model", "claims", "suite-sharing", "suite-slots",
        "suite-replay", "suite-clients", "C00"} <= set(parsed.ids), "a page for each backend, a section for each kind")
    ok("3 of 3 seeded bugs found; 4 model programs, 4.0 million executions" in page, "the proof is beside the choice")
    ok("threads; 2 processors, more is oversubscribed" in page, "oversubscription is named on the axis")
    figures = page.split("<figure>")
    ok(all(peer in next(f for f in figures if f.startswith(f"<figcaption>{case}")) for peer in made.PEERS
           for case in ("hot object, ns", "owner object, ns")), "peers are beside ours in every plot")
    ok("1 of 1 promises kept" in page and "55 to 55 ns" in page, "with promises and round trips")
    files = made.everything()
    files["other"] = [made.environment(cpu="another machine", processors=64), *made.backends(),
                      result("pair", "rr", "object", "atomic", 3.0)]
    page = Run(files).files["index.html"]
    ok("another machine, 64 processors" in page and 'id="decisions-2"' in page and 'id="decisions"' in page and Balanced(page).good,
       "two machines stand side by side, each named by its environment")
    run = Run({"slots": made.slots()})
    lines = {line.split()[0]: line.split() for line in run.out.splitlines() if line.strip()}
    ok(run.status == 0 and lines["atomic+epoch"][1:] == ["20.00", "40.00", "4.00", "8.00", "-", "30.00", "60.00"]
       and "no run of" in run.files["index.html"], "one suite alone: what there is, and what there is no run of")


def test_verdicts():
    run = Run(changed("stress", 0, verdict="sound"), *WANTED)
    ok(run.status == 1 and "WRONG: plain" in run.out, "plain not found out: status 1")
    run = Run(changed("stress", 0, verdict="inconclusive"), *WANTED)
    ok(run.status == 1 and "WRONG: plain" in run.out, "plain only suspected: status 1")
    run = Run(changed("stress", 2, verdict="broken"), *WANTED)
    ok(run.status == 1 and "WRONG: biased" in run.out and "NO" in run.out
       and "biased" in json.loads(run.files["results.json"])["machines"][0]["failures"][0],
       "a thread-safe backend that is broken: status 1")
    ok('<td class="text" data-label="use"><a href="#backend-biased"' not in run.files["index.html"],
       "and nobody's choice")
    run = Run(changed("stress", 2, verdict="inconclusive"), *WANTED)
    ok(run.status == 0 and "unclear" in run.out, "an unclear one is shown as such")
    run = Run(changed("replay", 1, verdict="violation"), *WANTED)
    ok(run.status == 1 and "WRONG: atomic" in run.out, "a replay that went wrong: status 1")
    files = made.everything()
    files["mutants"][4]["verdict"] = "survived"
    files["model"][2]["as_it_should"] = False
    files["clients"][2]["shared_document"] = "wrong"
    files["traced"][1] = {**files["traced"][1], "verdict": "violation", "ns_per_event": 0, "ratio_to_plain": None}
    run = Run(files)
    ok(run.status == 1 and run.out.count("WRONG: ") == 4,
       "so are a bug that survived, a model program, a client, and a replay beside plain")
    soak = {"kind": "soak", "seconds": 1800.5, "plays": 447, "broken": 0, "inconclusive": 2, "operations": 228000000}
    run = Run({**made.everything(), "soak": [soak]})
    ok(run.status == 0 and "228.0 million operations, 0 reports" in run.files["index.html"], "a soak is a part of the proof")
    run = Run({**made.everything(), "soak": [{**soak, "broken": 1}]})
    ok(run.status == 1 and run.out.count("WRONG: ") == 1, "one that found something: status 1")


def test_clients():
    """A program's own tests, beside those that it fails as it comes."""
    files = made.everything()
    files["clients"] = [{**line, "tests_failed": 2} for line in files["clients"]]
    ok(Run(files).status == 0, "a client that fails what it fails without us is as it should be")
    files["clients"][1]["tests_failed"] = 3
    run = Run(files)
    ok(run.status == 1 and run.out.count("WRONG: ") == 1 and "fails 3 of its own tests" in run.out, "one that fails more is not")


def test_counts_alone():
    """What is left of a replay when the order's cost is taken off is nothing in some passes: then it is not known."""
    def shown(lines):
        results = json.loads(Run({**made.everything(), "traced": lines}).files["results.json"])["machines"][0]["results"]
        return {(each["backend"], each["shape"]): each["passes"] for each in results if each["api"] == "counts alone"}

    lines = made.traced()
    ok(shown(lines * 3)["atomic", "threads"] == 3, "what is left beside the order has a pass for each replay")
    nothing = [{**line, "ns_counts": -1, "counts_to_plain": None, "counts_low": None, "counts_high": None}
               if (line["backend"], line["mode"]) == ("atomic", "threads") else line for line in lines]
    found = shown(lines + nothing + lines)
    ok(("atomic", "threads") not in found and found["atomic", "one"] == 3, "and is not shown if one of them left nothing")


def test_refusals():
    for name in ("stress", "bench", "replay"):
        files = canned()
        files[name] = files[name][:1] + ['{"kind": "result", "ns_median": 1\n']
        ok(Run(files, *WANTED).refused(), f"{name}: malformed JSON is refused in one line")
        files[name] = ["[1, 2]\n"]
        ok(Run(files, *WANTED).refused(), f"{name}: something else than objects is refused")
        files[name] = []
        ok(Run(files, *WANTED).refused(), f"{name}: an empty file is refused")
        del files[name]
        ok(Run(files, *WANTED).refused() or name != "bench" and Run(files, *WANTED).status == 2,
           f"{name}: a missing file is refused")
    ok(Run(changed("bench", 4, ns_median=float("nan"))).refused(), "NaN is refused")
    ok(Run(changed("bench", 4, ns_median=-1)).refused(), "a negative time is refused")
    ok(Run(changed("bench", 4, ns_median="1")).refused(), "a time that is text is refused")
    ok(Run(changed("bench", 4, samples=[[1.0, True], []])).refused(), "a sample that is nothing is refused")
    ok(Run(changed("bench", 4, kind="?")).refused(), "an unknown kind is refused")
    ok(Run(without("bench", 1, "header_size")).refused(), "a missing size is refused")
    ok(Run(without("replay", 1, "events_per_second")).refused(), "a missing speed is refused")
    ok(Run(changed("stress", 1, verdict="fine")).refused(), "an unknown verdict is refused")
    files = canned()
    del files["stress"][1]
    ok(Run(files, *WANTED).refused(), "a backend without a verdict is refused")
    files["stress"].append(files["stress"][0])
    ok(Run(files).refused(), "two verdicts on one backend are refused")
    files = canned()
    files["bench"].append(files["bench"][4])
    ok(Run(files).refused(), "a result that comes twice in a pass is refused")
    for bad in (("--nonsense", "x"), (), ("--agree", "x"), ("/nowhere",), ("--seed", "x", "y")):
        done = made.report(*bad)
        ok(done.returncode == 2 and done.stdout == "" and made.one_line(done.stderr),
           f"{' '.join(bad) or 'nothing'}: one line, status 2")
    ok(Run(canned(), "--backend", "nonsense").refused(), "an unknown backend is refused")


def test_options(directory):
    done = made.report("--help")
    ok(done.returncode == 0 and "usage: rc-report" in done.stdout, "--help")
    archive = os.path.join(BUILD, "bin", "rc-report")
    if os.path.exists(archive):
        said = subprocess.run([os.path.abspath(archive), "--help"], capture_output=True, text=True, cwd=directory, check=False)
        ok(said.returncode == 0 and said.stdout == done.stdout, "the program that is built says the same, from anywhere")
    else:
        tap.skip("the program that is built says the same", "it is not built")
    good = os.path.join(directory, "good")
    made.write(good, made.everything())
    done = made.report("--list", good)
    ok(done.returncode == 0 and "9 of 9 seeded bugs found" in done.stdout and "sharing" in done.stdout,
       "--list says what is there")
    run = Run(canned(), "--json", "-")
    ratios = [json.loads(line) for line in run.out.splitlines()]
    pair = next(r for r in ratios if r["case"] == "pair" and r["backend"] == "biased")
    ok(len(ratios) == 7 and pair["to"] == "plain" and pair["ratio"] == 1.25 and pair["low"] is None,
       "--json has a ratio a line, and nothing else is on stdout; one number has no interval")
    run = Run({"all": made.passes(1)}, "--json", "-")
    ratios = [json.loads(line) for line in run.out.splitlines()]
    ok("these cover 94 % of what differs between runs" in run.files["index.html"],
       "the page says what few passes cannot know")
    ok(len(ratios) > 35 and all(0 < r["low"] <= r["ratio"] <= r["high"] < 1.2 * r["low"] for r in ratios),
       "and passes have one that is narrow")
    run = Run({"a": made.passes(1, 2), "b": made.passes(2, 3)})
    ok({each["passes"] for each in json.loads(run.files["results.json"])["machines"][0]["results"]} == {5},
       "what two files of one machine have both is measured in the passes of both")
    run = Run(canned(), "--backend", "biased")
    ok("atomic" not in run.out and "biased" in run.out, "--backend leaves out the others")


def test_against(directory):
    """A worse cell is found, and noise is not."""
    def one(name, seed, **factors):
        path = os.path.join(directory, name)
        made.write(path, {"all": made.passes(seed, factors=factors)})
        return path

    first, again = one("first", 1), one("again", 2)
    worse, better, peer = one("worse", 3, biased=1.25), one("better", 4, biased=0.8), one("peer", 5, std=1.25)
    done = made.report("--against", first, again)
    ok(done.returncode == 0 and "WORSE" not in done.stdout and " 0 worse" in done.stdout, "noise is no regression")
    done = made.report("--against", first, worse)
    said = done.stdout.split("better\n")[0].splitlines()
    ok(done.returncode == 1 and said[0] == "WORSE" and any("counts/pair/rr/object/biased to plain" in s for s in said)
       and not any("atomic" in line or "std" in line for line in said[:-1]), "a backend that takes a quarter more is found")
    done = made.report("--against", first, better)
    ok(done.returncode == 0 and "better\n" in done.stdout and " 0 worse" in done.stdout, "one that takes less is no fault")
    done = made.report("--against", first, peer)
    ok(done.returncode == 0 and "nobody's regression" in done.stdout, "nor is a peer that takes more")
    done = made.report("--agree", first, again)
    share = float(done.stdout.splitlines()[-1].split(": ")[1].split(" %")[0])
    ok(done.returncode == 0 and 90 <= share <= 100, "two runs of the same agree")
    ok("nine of ten than ± " in done.stdout and "/bytes" not in done.stdout
       and made.report("--agree", first, one("bytes", 2, bytes=2)).stdout == done.stdout,
       "by what was measured alone, and it says how wide the intervals are")
    done = made.report("--agree", first, one("other", 6, biased=1.5, atomic=1.5))
    ok(done.returncode == 1 and "do not agree\n" in done.stdout and "atomic to plain" in done.stdout,
       "two runs that differ do not, and it is said in what")
    hasty = [os.path.join(directory, f"hasty-{seed}") for seed in (7, 8)]
    for path, seed in zip(hasty, (7, 8)):
        made.write(path, {"all": made.passes(seed, count=1)})
    done = made.report("--agree", *hasty)
    ok(done.returncode == 1, "two runs of one pass do not: their intervals know nothing of what differs between passes")
    strange = os.path.join(directory, "strange")
    made.write(strange, {"all": [made.environment(), *made.backends(), result("x", "y", "", "atomic", 1.0)]})
    done = made.report("--against", first, strange)
    ok(done.returncode == 2 and made.one_line(done.stderr), "runs with nothing in common are refused")


good = Run(canned(), *WANTED)
test_table(good)
test_files(good)
test_page()
test_verdicts()
test_clients()
test_counts_alone()
test_refusals()
with tempfile.TemporaryDirectory() as place:
    test_options(place)
    test_against(place)
sys.exit(tap.done())
