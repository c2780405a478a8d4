"""Checks of a page as it stands in the browser. Each returns sentences; an empty list means nothing was found."""

from importlib.resources import files

from playwright.sync_api import Page

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")

# WCAG 2.2 at level AA, and axe's own good practice (landmarks, heading order).
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def axe_violations(page: Page, within: str | None = None, without_rules: tuple[str, ...] = ()) -> list[str]:
    """Runs axe-core on the page, or on the part that the CSS selector `within` picks.

    Scripts come in over the debugger's channel, which the page's content security policy does not rule.
    """
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(AXE + "; undefined")
    options = {"runOnly": AXE_TAGS, "resultTypes": ["violations"], "rules": {rule: {"enabled": False} for rule in without_rules}}
    found = page.evaluate("([within, options]) => axe.run(within ?? document, options)", [within, options])
    return [
        f"{violation['id']} ({violation['impact']}): {violation['help']}\n"
        + "\n".join(f"    {' '.join(map(str, node['target']))}: {_first_line(node['failureSummary'])}" for node in violation["nodes"])
        for violation in found["violations"]
    ]


def _first_line(summary: str) -> str:
    """axe's summary starts with 'Fix any of the following:'; the reasons follow, one a line."""
    return "; ".join(line.strip() for line in summary.splitlines()[1:] if line.strip())


def sticking_out(page: Page) -> list[str]:
    """Elements that make the page scroll sideways: wider than the window and not inside a part that scrolls by itself."""
    return page.evaluate("""() => {
        const width = document.documentElement.clientWidth
        if (document.scrollingElement.scrollWidth <= width) return []
        const clips = element => element && element !== document.body &&
            (getComputedStyle(element).overflowX !== 'visible' || clips(element.parentElement))
        return [...document.body.querySelectorAll('*')]
            .filter(element => element.getBoundingClientRect().right > width + 0.5 && !clips(element.parentElement))
            .map(element => `<${element.localName} id="${element.id}" class="${element.getAttribute('class') ?? ''}"> ends at ` +
                `${Math.round(element.getBoundingClientRect().right)} px in a window of ${width} px`)
    }""")
