"""Adds up what both test runners wrote, and ends with a line `N passed, N failed, N skipped`.

    count.py RESULTS-FOLDER SWIFT-EXIT-CODE BROWSER-EXIT-CODE PART…

Each part of the Swift tests has a report `PART.xml` and a log `PART.log` in the folder, the browser tests have `browser.xml`.

A runner that ended without a complete report, or unhappily without naming a test, counts as one failure: the
report is the only proof that its tests passed. Exits 0 when nothing failed and at least one test passed.
"""

import re
import sys
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass
from pathlib import Path


@dataclass
class Count:
    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __add__(self, other: "Count") -> "Count":
        return Count(self.passed + other.passed, self.failed + other.failed, self.skipped + other.skipped)

    def __str__(self) -> str:
        return f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"


def count_cases(report: Path) -> Count:
    """Counts test cases, not the suites' totals: Swift Testing's total of failures counts issues, and a test can have several.

    pytest writes a test that fails and then fails again while cleaning up twice, one after the other: that is one failure.
    """
    count = Count()
    failed_before = None
    for case in ElementTree.parse(report).iter("testcase"):
        name = (case.get("classname"), case.get("name"))
        failed = case.find("failure") is not None or case.find("error") is not None
        if failed:
            count.failed += name != failed_before
        elif case.find("skipped") is not None:
            count.skipped += 1
        else:
            count.passed += 1
        failed_before = name if failed else None
    return count


def unfinished(log: Path) -> list[str]:
    """The Swift tests that the log shows started but not ended, by name."""
    text = log.read_text(encoding="utf-8", errors="replace") if log.exists() else ""
    started = re.findall(r"^◇ Test (?!run |case )(.+) started\.$", text, flags=re.MULTILINE)
    ended = set(re.findall(r"^[✔✘━] Test (.+?) (?:with \d+ test cases? )?(?:passed|failed) after ", text, flags=re.MULTILINE))
    return [name for name in started if name not in ended]


def read_runner(name: str, reports: list[Path], status: int) -> tuple[Count, bool]:
    """The count of one runner, and whether its report is complete."""
    count = Count()
    complete = True
    for report in reports:
        try:
            count += count_cases(report)
        except (OSError, ElementTree.ParseError):
            complete = False
    if not complete:
        print(f"{name}: ended with exit code {status} before its report was complete; this counts as one failure.")
        count.failed += 1
    elif status != 0 and count.failed == 0:
        print(f"{name}: ended with exit code {status} without naming a failed test; this counts as one failure.")
        count.failed += 1
    print(f"{name}: {count}")
    return count, complete


def main() -> int:
    results, swift_status, browser_status = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    parts = sys.argv[4:]
    swift, complete = read_runner("Swift tests", [results / f"{part}.xml" for part in parts], swift_status)
    if not complete:
        for test in (name for part in parts for name in unfinished(results / f"{part}.log")):
            print(f"    not finished: {test}")
    browser, _ = read_runner("Browser tests", [results / "browser.xml"], browser_status)
    total = swift + browser
    if total.passed + total.failed == 0:
        print("No test ran.")
    print(total)
    return 0 if total.passed and not total.failed else 1


if __name__ == "__main__":
    sys.exit(main())
