#!/usr/bin/python3
"""Takes the counts out of jq's jv.c and puts ours in.

replace.py SOURCE > RESULT

What goes is found by its name: the type of a count, its initial value, and the functions that count up,
count down and ask whether a value is unshared. In the place of the type stands the inclusion of
bench/clients/jq_counts.h, which has a type and functions of the same names. Where jq sets a new count, or
reads one, ours is called; behind each definition of a value from a new count it is told what it counts for.

A source that is not as expected is refused: what was looked for must be there as often as it should, and
nothing may be left that uses a count by itself.

Exit status: 0; 2 after one line on stderr, with nothing written.
"""

import re
import sys

HEADER = "bench/clients/jq_counts.h"
TYPE = "jv_refcnt"
MEMBER = "count"
FUNCTIONS = ("jvp_refcnt_inc", "jvp_refcnt_dec", "jvp_refcnt_unshared")
KINDS = ("STRING", "ARRAY", "OBJECT", "INVALID")


class Unexpected(Exception):
    """One line that says what in the source is not as it should be."""


def only(pattern, text, what):
    """The one place that matches."""
    found = list(re.finditer(pattern, text))
    if len(found) != 1:
        raise Unexpected(f"{what}: found {len(found)} times, expected once")
    return found[0]


def block_end(text, start, what):
    """Behind the brace that closes the first one from start on."""
    depth = 0
    for at in range(start, len(text)):
        if text[at] == "{":
            depth += 1
        elif text[at] == "}":
            depth -= 1
            if depth == 0:
                return at + 1
    raise Unexpected(f"{what}: its braces are not balanced")


def blank(text, start, end, instead=""):
    """Cuts out a piece and keeps its lines, so that what the compiler says still names jq's."""
    return text[:start] + instead + "\n" * text[start:end].count("\n") + text[end:]


def without_type(text):
    start = only(rf"\btypedef\s+struct\s+{TYPE}\s*\{{", text, f"the type {TYPE}").start()
    body = block_end(text, start, f"the type {TYPE}")
    end = re.compile(rf"\s*{TYPE}\s*;").match(text, body)
    if end is None:
        raise Unexpected(f"the type {TYPE}: not followed by its name")
    inside = re.sub(r"\s+", " ", text[text.index("{", start) + 1:body - 1]).strip()
    if inside != f"int {MEMBER};":
        raise Unexpected(f"the type {TYPE}: has other members than an int {MEMBER}")
    return blank(text, start, end.end(), f'#include "{HEADER}"')


def without_initial(text):
    """The initial value, and its name."""
    found = only(rf"\bstatic\s+const\s+{TYPE}\s+(\w+)\s*=\s*\{{\s*1\s*\}}\s*;", text, f"the initial {TYPE}")
    return blank(text, found.start(), found.end()), found.group(1)


def without_functions(text):
    for name in FUNCTIONS:
        found = only(rf"\bstatic\s+int\s+{name}\s*\(|\bstatic\s+void\s+{name}\s*\(", text, f"the function {name}")
        head = only(rf"\b{name}\s*\(\s*{TYPE}\s*\*\s*\w+\s*\)\s*\{{", text, f"the function {name} of one count")
        text = blank(text, found.start(), block_end(text, head.start(), f"the function {name}"))
    return text


def replaced(pattern, instead, text, what, at_least=1):
    text, n = re.subn(pattern, instead, text)
    if n < at_least:
        raise Unexpected(f"{what}: found {n} times, expected {at_least} or more")
    return text


def with_ours(text, initial):
    place = r"(\b\w+(?:(?:->|\.)\w+)*(?:->|\.)refcnt)"
    text = replaced(rf"{place}\s*\.\s*{MEMBER}\s*=\s*1\s*;", r"rc_client_begin(&\1);", text, "new counts")
    text = replaced(rf"{place}\s*=\s*{initial}\s*;", r"rc_client_begin(&\1);", text, f"uses of {initial}", 0)
    text = replaced(rf"\b(\w+(?:(?:->|\.)\w+)*)->{MEMBER}\b(?!\s*(?:=[^=]|\+\+|--|\())", r"rc_client_read(\1)", text,
                    "places that read a count")
    return text


def with_descriptions(text):
    """Behind `jv NAME = {JV_KIND_..., ..., {...refcnt}};`."""
    pattern = re.compile(r"\bjv\s+(\w+)\s*=\s*\{\s*JV_KIND_(\w+)\s*,[^;]*?&[^;]*?\brefcnt\s*\}\s*\}\s*;")
    missing = [kind for kind in KINDS if kind not in {found.group(2) for found in pattern.finditer(text)}]
    if missing:
        raise Unexpected(f"values of kind {', '.join(missing)}: nowhere made from a count")
    return pattern.sub(lambda found: f"{found.group(0)} rc_client_describe({found.group(1)});", text)


def nothing_left(text, initial):
    for pattern, what in (
            (rf"(\.|->)\s*refcnt\s*\.\s*{MEMBER}\b|u\.ptr\s*->\s*{MEMBER}\b", "a count used by itself"),
            (rf"\b{initial}\b", f"a use of {initial}")):
        found = re.search(pattern, text)
        if found:
            line = text.count("\n", 0, found.start()) + 1
            raise Unexpected(f"line {line}: {what} is left")
    # Each count whose address becomes a value's must be described, or its death could not be put off.
    made = len(re.findall(r"\{\s*&[^;{}]*\brefcnt\s*\}", text))
    described = len(re.findall(r"\brc_client_describe\(", text))
    if made != described:
        raise Unexpected(f"{made} values are made from a count, {described} in a way that is known")


def replace(text):
    text = without_type(text)
    text, initial = without_initial(text)
    text = without_functions(text)
    text = with_descriptions(with_ours(text, initial))
    nothing_left(text, initial)
    return text


def main():
    if len(sys.argv) != 2:
        print("replace: usage: replace.py SOURCE > RESULT", file=sys.stderr)
        sys.exit(2)
    try:
        with open(sys.argv[1], encoding="utf-8") as file:
            result = replace(file.read())
    except (OSError, UnicodeDecodeError) as error:
        print(f"replace: {sys.argv[1]}: {error}", file=sys.stderr)
        sys.exit(2)
    except Unexpected as error:
        print(f"replace: {sys.argv[1]} is not the jv.c that is known: {error}", file=sys.stderr)
        sys.exit(2)
    sys.stdout.write(result)


if __name__ == "__main__":
    main()
