#!/usr/bin/python3
"""The page of rc-report in a browser: on a telephone and a wide screen, light and dark. TAP.

report_page_test.py [BUILD [PICTURES]]: with a directory for them, also leaves pictures of what was seen.
"""

import os
import sys
import tempfile

sys.dont_write_bytecode = True  # the sources stay as they are

import report_browser
import report_made_up as made

SCREENS = ((360, 740), (1280, 800))
SCHEMES = ("light", "dark")
tap = made.Tap()

# The widest that the page is, and what is wider than the screen without being in something that scrolls.
WIDTH = "Math.max(document.documentElement.scrollWidth, document.body.scrollWidth)"
FIRST_ROW = """(() => { const rows = [...document.querySelectorAll('#decisions tr')].filter(r => r.querySelector('td'));
  const box = rows[0].getBoundingClientRect();
  return rows.length > 3 && box.top >= 0 && box.bottom <= innerHeight && box.width > 0; })()"""
# The least contrast of any text with what is behind it, as WCAG counts it.
CONTRAST = """(() => {
  const light = c => { const v = c.match(/[\\d.]+/g).slice(0, 3).map(x => x / 255)
      .map(x => x <= 0.03928 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4);
    return 0.2126 * v[0] + 0.7152 * v[1] + 0.0722 * v[2]; };
  const paper = light(getComputedStyle(document.body).backgroundColor);
  let least = 99;
  for (const each of document.querySelectorAll('td, th, p, li, a, summary, small, h1, h2, svg text')) {
    const style = getComputedStyle(each), ink = light(each.namespaceURI.includes('svg') ? style.fill : style.color);
    least = Math.min(least, (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05));
  }
  return least; })()"""
SMALLEST = """Math.min(...[...document.querySelectorAll('.plots svg')].filter(s => s.clientWidth).map(
  s => 11 * s.clientWidth / s.viewBox.baseVal.width))"""
# Words of a plot that its edge cuts off.
CUT = """[...document.querySelectorAll('.plots svg')].filter(s => s.clientWidth).flatMap(s => [...s.querySelectorAll('text')]
  .filter(t => { const b = t.getBBox(); return b.x < -0.5 || b.x + b.width > s.viewBox.baseVal.width + 0.5; })
  .map(t => t.textContent)).join(', ')"""
SHOWN = "getComputedStyle(document.querySelector('{}')).display !== 'none'"


def seen(browser, url, width, height, scheme):
    """What is wrong with a page on such a screen."""
    wrong = list(browser.open(url, width, height, scheme))
    widest = browser.value(WIDTH)
    if widest > width:
        wrong.append(f"{widest} wide on a screen of {width}")
    return wrong


def test_screens(browser, url, pictures):
    papers = {}
    for width, height in SCREENS:
        for scheme in SCHEMES:
            here = f"{width} wide, {scheme}"
            wrong = seen(browser, url, width, height, scheme)
            tap.ok(not wrong, f"{here}: no wider than the screen, no request, no error" + "".join(f"; {w}" for w in wrong))
            tap.ok(browser.value(FIRST_ROW), f"{here}: the first screen has the decisions")
            contrast = browser.value(CONTRAST)
            tap.ok(contrast >= 4.5, f"{here}: all text can be read (contrast {contrast:.1f})")
            tap.ok(browser.value(SMALLEST) >= 10, f"{here}: so can that of the plots")
            cut = browser.value(CUT)
            tap.ok(cut == "", f"{here}: and none of it is cut off" + (f": {cut[:200]}" if cut else ""))
            papers[scheme] = browser.value("getComputedStyle(document.body).backgroundColor")
            if pictures:
                browser.picture(os.path.join(pictures, f"{width}-{scheme}.png"))
    tap.ok(papers["light"] == "rgb(255, 255, 255)" and papers["dark"] != papers["light"], "dark is dark, and light is light")


def test_open(browser, url):
    """What is folded away, unfolded."""
    width, height = SCREENS[0]
    browser.open(url, width, height, "light")
    browser.value("document.querySelectorAll('details').forEach(d => d.open = true)")
    widest = browser.value(WIDTH)
    tap.ok(widest <= width, f"unfolded, the page is {widest} wide on a screen of {width}")


def test_backends(browser, url, pictures):
    width, height = SCREENS[0]
    for name in made.BACKENDS:
        wrong = seen(browser, f"{url}#backend-{name}", width, height, "light")
        tap.ok(not wrong and browser.value(SHOWN.format(f"#backend-{name}")) and not browser.value(SHOWN.format("main")),
               f"the page of {name} is shown alone" + "".join(f"; {w}" for w in wrong))
    if pictures:
        browser.picture(os.path.join(pictures, "backend.png"))


def test_faults(browser, directory, page):
    """That it would be seen."""
    width, height = SCREENS[0]
    faults = {
        "wider": ('<div style="width: 500px">x</div>', "wide on a screen"),
        "image": ('<img src="http://127.0.0.1:9/x.png" alt="">', "request for"),
        "error": ("<script>undefined.x</script>", "error in a script"),
    }
    for name, (fault, found) in faults.items():
        path = os.path.join(directory, f"{name}.html")
        with open(path, "w", encoding="utf-8") as file:
            file.write(page.replace("<main", fault + "<main"))
        wrong = seen(browser, f"file://{path}", width, height, "light")
        tap.ok(any(found in each for each in wrong), f"a page with a fault is found out: {name}")


def main():
    pictures = sys.argv[2] if len(sys.argv) > 2 else None
    if not report_browser.program():
        tap.skip("the page in a browser", "chromium is not installed (make deps-report)")
        return tap.done()
    with tempfile.TemporaryDirectory() as directory:
        results, out = os.path.join(directory, "results"), os.path.join(directory, "out")
        files = made.everything()
        made.write(results, files)
        made.report("--output", out, results)
        path = os.path.join(out, "index.html")
        with open(path, encoding="utf-8") as file:
            page = file.read()
        browser = report_browser.Browser()
        try:
            test_screens(browser, f"file://{path}", pictures)
            test_open(browser, f"file://{path}")
            test_backends(browser, f"file://{path}", pictures)
            test_faults(browser, directory, page)
        finally:
            browser.close()
    return tap.done()


sys.exit(main())
