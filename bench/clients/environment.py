"""On what the measurements were made; the names are those of rc-bench."""

import os
import platform
import subprocess
import time

import builds


def first_line(command):
    try:
        done = subprocess.run(command, cwd=builds.ROOT, capture_output=True, text=True, check=False)
    except OSError:
        return "unknown"
    return (done.stdout.splitlines() or ["unknown"])[0]


def processor():
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as file:
            for line in file:
                if line.startswith("model name"):
                    return line.partition(":")[2].strip()
    except OSError:
        pass
    return "unknown"


def describe():
    return {
        "kind": "environment", "program": "clients",
        "date": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "cpu": processor(), "processors": len(os.sched_getaffinity(0)),
        "kernel": platform.release(), "libc": " ".join(platform.libc_ver()),
        "compiler": first_line(["gcc", "--version"]), "flags": builds.FLAGS,
        "revision": first_line(["git", "rev-parse", "--short=12", "HEAD"]), "load": os.getloadavg()[0],
    }
