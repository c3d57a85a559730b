#!/usr/bin/python3
"""The package database of this machine as one JSON document.

packages.py OUTPUT [BYTES]     at least so many bytes (52000000)

An array with an object for each package: first the installed ones, from dpkg's status, then all that apt
knows of, each in the order of their names. Numbers become numbers, relations to other packages lists of
objects, lists of tags lists. If the database is too small it is gone through again, with other names and
numbers. One database makes one document, byte by byte.

Exit status: 0; 2 after one line on stderr, with nothing written.
"""

import json
import os
import subprocess
import sys

NUMBERS = {"Installed-Size", "Size"}
RELATIONS = {"Depends", "Pre-Depends", "Recommends", "Suggests", "Breaks", "Conflicts", "Replaces", "Provides"}
LISTS = {"Tag"}
STATUS = "/var/lib/dpkg/status"


def stanzas(text):
    """The fields of each paragraph; a line that begins with a space goes on with the field before."""
    for paragraph in text.split("\n\n"):
        fields, name = {}, None
        for line in paragraph.split("\n"):
            if line[:1] in (" ", "\t") and name:
                fields[name] += "\n" + line.strip()
            elif ":" in line:
                name, value = line.split(":", 1)
                fields[name] = value.strip()
        if "Package" in fields:
            yield fields


def relation(text):
    """One of `name (>= version) [arch]`; alternatives stay together."""
    name, _, rest = text.strip().partition(" ")
    return {"package": name, "rest": rest} if rest else {"package": name}


def value_of(name, text):
    if name in NUMBERS and text.isdigit():
        return int(text)
    if name in RELATIONS:
        return [relation(part) for part in text.replace("\n", " ").split(",") if part.strip()]
    if name in LISTS:
        return [part.strip() for part in text.replace("\n", " ").split(",") if part.strip()]
    return text


def database():
    with open(STATUS, encoding="utf-8", errors="replace") as file:
        installed = file.read()
    try:
        # Without the caches that it would write anew where they are out of date.
        known = subprocess.run(["apt-cache", "-o", "Dir::Cache::pkgcache=", "-o", "Dir::Cache::srcpkgcache=",
                                "dumpavail"], capture_output=True, check=False).stdout
    except OSError:
        known = b""
    for text in (installed, known.decode("utf-8", "replace")):
        yield from sorted(stanzas(text), key=lambda fields: (fields["Package"], sorted(fields.items())))


def varied(package, time):
    """The same package on another pass through the database."""
    if time == 0:
        return package
    other = dict(package, Package=f"{package['Package']}~{time}")
    for name in NUMBERS & set(package):
        if isinstance(package[name], int):
            other[name] = package[name] + time
    return other


def write(file, size):
    packages = [{name: value_of(name, text) for name, text in fields.items()} for fields in database()]
    if not packages:
        raise ValueError("there is no package in the database")
    written, time, separator = file.write("["), 0, "\n"
    while written < size:
        for package in packages:
            written += file.write(separator + json.dumps(varied(package, time)))
            separator = ",\n"
            if written >= size:
                break
        time += 1
    file.write("\n]\n")


def main():
    if len(sys.argv) not in (2, 3) or not (sys.argv[2:] or ["1"])[0].isdigit():
        print("packages: usage: packages.py OUTPUT [BYTES]", file=sys.stderr)
        sys.exit(2)
    path, size = sys.argv[1], int((sys.argv[2:] or ["52000000"])[0])
    try:
        with open(path + ".unfinished", "w", encoding="ascii") as file:
            write(file, size)
        os.replace(path + ".unfinished", path)
    except (OSError, ValueError) as error:
        if os.path.exists(path + ".unfinished"):
            os.remove(path + ".unfinished")
        print(f"packages: {error}", file=sys.stderr)
        sys.exit(2)


if __name__ == "__main__":
    main()
