#!/usr/bin/env python3
"""Do rc-model and Relacy show the same outcomes of ten litmus tests? TAP; execution counts stand beside each other.

relacy_test.py RELACY-PROGRAM RC-MODEL
"""
import json
import subprocess
import sys


def lines_of(command):
    output = subprocess.run(command, stdout=subprocess.PIPE, check=False).stdout.decode()
    return [json.loads(line) for line in output.splitlines() if line.startswith("{")]


def main():
    relacy_program, rc_model = sys.argv[1:]
    ours = {line["program"]: line for line in lines_of([rc_model, "--program", "litmus", "--json", "-"])}
    count = bad = 0
    for theirs in lines_of([relacy_program]):
        name = theirs["litmus"]
        mine = ours[name]
        seen = {outcome["outcome"] for outcome in mine["outcomes"]}
        same = seen == set(theirs["outcomes"])
        count += 1
        bad += not same
        print(f"{'ok' if same else 'not ok'} {count} - {name}: {len(seen)} outcomes, "
              f"{mine['executions']} executions here, {theirs['executions']} in Relacy")
        if not same:
            print(f"# only here: {seen - set(theirs['outcomes'])}, only in Relacy: {set(theirs['outcomes']) - seen}")
    print(f"1..{count}")
    return 0 if count == 10 and bad == 0 else 1


sys.exit(main())
