"""What the programs here have in common: bad usage is one line and status 2, and files are written whole or not at all."""

import argparse
import os
import sys


class Arguments(argparse.ArgumentParser):
    def __init__(self, name, description, **more):
        super().__init__(prog=name, description=description, allow_abbrev=False, **more)

    def error(self, message):
        fail(self.prog, message)


def fail(program, message):
    if isinstance(message, OSError) and message.filename:
        message = f"{message.filename}: {message.strerror}"
    print(f"{program}: {message}", file=sys.stderr)
    sys.exit(2)


def write_all(directory, files):
    """All files or none: each appears under its name only when all are complete."""
    os.makedirs(directory or ".", exist_ok=True)
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
