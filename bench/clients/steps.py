"""A step of `make clients`: a command whose output is kept in a file, and shown as one line if it fails."""

import os
import subprocess


class Failed(Exception):
    """One line that says which step did not work."""


def quiet_environment(**more):
    """Ours, less what the make above us has told its own children."""
    kept = {key: value for key, value in os.environ.items()
            if key not in ("MAKEFLAGS", "MFLAGS", "MAKELEVEL", "MAKEOVERRIDES", "BUILD", "CFLAGS", "CPPFLAGS", "LDFLAGS")}
    return {**kept, "LC_ALL": "C.UTF-8", **more}


def last_error(log):
    with open(log, encoding="utf-8", errors="replace") as file:
        lines = [line.strip() for line in file if line.strip()]
    errors = [line for line in lines if "rror" in line and "-Werror" not in line]
    return (errors or lines or ["it said nothing"])[0 if errors else -1]


def run(what, command, log, directory=None, environment=None, may_fail=False):
    """The exit status; Failed unless it is 0 or the step may fail."""
    os.makedirs(os.path.dirname(log), exist_ok=True)
    with open(log, "w", encoding="utf-8") as file:
        try:
            status = subprocess.run(command, cwd=directory, env=environment or quiet_environment(), stdout=file,
                                    stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, check=False).returncode
        except OSError as error:
            raise Failed(f"{what}: {error}") from None
    if status != 0 and not may_fail:
        raise Failed(f"{what}: {last_error(log)} (log: {log})")
    return status
