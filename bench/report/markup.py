"""Tables, lists and pieces of the page. What is text is escaped here; Html passes as it is."""

from html import escape


class Html(str):
    """Text that is markup already."""


def safe(content):
    return content if isinstance(content, Html) else Html(escape(str(content)).replace("\n", "<br>"))


def join(*parts):
    return Html("".join(safe(part) for part in parts))


def tag(name, *content, **attributes):
    shown = "".join(f' {key.rstrip("_").replace("_", "-")}="{escape(str(value))}"'
                    for key, value in attributes.items() if value not in ("", None))
    return Html(f"<{name}{shown}>{join(*content)}</{name}>")


def cell(name, content, index, texts, label=""):
    """Content is text, or a class and text."""
    kind, words = content if isinstance(content, tuple) else ("", content)
    kinds = " ".join(filter(None, [kind, "text" if index < texts else ""]))
    return tag(name, words, class_=kinds, data_label=label)


def grid(head, rows, texts=1):
    """A table that is scrolled inside of itself where it is too wide; the first `texts` columns are text."""
    lines = [tag("tr", *(cell("th", c, i, texts) for i, c in enumerate(head)))]
    lines += [tag("tr", *(cell("td", c, i, texts) for i, c in enumerate(row))) for row in rows]
    return tag("div", tag("table", *lines), class_="scroll")


def cards(head, rows, **attributes):
    """A table whose rows become cards on a narrow screen, each cell under its column's name."""
    lines = [tag("tr", *(cell("th", c, i, len(head)) for i, c in enumerate(head)), class_="head")]
    lines += [tag("tr", *(cell("td", c, i, len(head), head[i]) for i, c in enumerate(row))) for row in rows]
    return tag("table", *lines, class_="cards", **attributes)


def more(summary, *content):
    return tag("details", tag("summary", summary), *content)


def pairs(table):
    return tag("dl", *(join(tag("dt", key), tag("dd", value)) for key, value in table.items()))


def link(target, words):
    return tag("a", words, href=f"#{target}")
