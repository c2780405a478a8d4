#!/usr/bin/env python3
"""Writes Sources/Store/Search/SearchTables.swift from what SQLite's FTS5 does (unicode61, remove_diacritics 2).

Every scalar is put into an index alone and between two letters, and the index is asked what words came of it. Needs Python's sqlite3
with FTS5, as Debian's has. Run it again when a SQLite takes newer tables of Unicode: the tests of SearchWords fail then.
"""

import pathlib
import sqlite3

TARGET = pathlib.Path(__file__).resolve().parents[2] / "Sources/Store/Search/SearchTables.swift"
LINE = 130


def measure():
    """What each scalar is: 's' parts words, 't' is part of one, 'd' only after another part; and what it becomes."""
    db = sqlite3.connect(":memory:")
    db.execute("CREATE VIRTUAL TABLE f USING fts5(t, content='', tokenize='unicode61 remove_diacritics 2')")
    db.execute("CREATE VIRTUAL TABLE v USING fts5vocab(f, instance)")
    scalars = [c for c in range(1, 0x110000) if not 0xD800 <= c <= 0xDFFF]
    kinds, folds = {}, {}
    for low in range(0, len(scalars), 4096):
        part = scalars[low : low + 4096]
        db.execute("INSERT INTO f(f) VALUES ('delete-all')")
        db.executemany("INSERT INTO f(rowid, t) VALUES (?, ?)", [(2 * c, chr(c)) for c in part])
        db.executemany("INSERT INTO f(rowid, t) VALUES (?, ?)", [(2 * c + 1, "x" + chr(c) + "y") for c in part])
        found = {}
        for term, row in db.execute('SELECT term, doc FROM v ORDER BY doc, "offset"'):
            found.setdefault(row, []).append(term)
        for c in part:
            alone, within = found.get(2 * c, []), found.get(2 * c + 1, [])
            if alone == [] and within == ["x", "y"]:
                kinds[c] = "s"
            elif len(alone) == 1 and within == ["x" + alone[0] + "y"] and len(alone[0]) == 1:
                kinds[c] = "t"
                if alone[0] != chr(c):
                    folds[c] = ord(alone[0])
            elif alone == [] and within == ["xy"]:
                kinds[c] = "d"
            else:
                raise SystemExit(f"U+{c:04X} is something new: {alone} alone, {within} within a word.")
    return kinds, folds


def ranges(numbers):
    found = []
    for c in sorted(numbers):
        if found and found[-1][1] == c - 1:
            found[-1][1] = c
        else:
            found.append([c, c])
    return found


def runs(folds):
    """first, count, distance of the scalars, what the first becomes, distance of what they become."""
    items, found, at = sorted(folds.items()), [], 0
    while at < len(items):
        best = (1, 1, 0)
        for step in (1, 2, 3):
            for rise in (0, 1, 2):
                end = at
                while end + 1 < len(items) and items[end + 1] == (items[end][0] + step, items[end][1] + rise):
                    end += 1
                best = max(best, (end - at + 1, step, rise))
        found.append((items[at][0], best[0], best[1], items[at][1], best[2]))
        at += best[0]
    return found


def literal(name, comment, words):
    lines, line = [], ""
    for word in words:
        if len(line) + len(word) + 1 > LINE:
            lines.append(line)
            line = ""
        line += (" " if line else "") + word
    lines.append(line)
    body = "\n".join(f"        {line}" for line in lines)
    return f'    /// {comment}\n    static let {name} = """\n{body}\n        """\n'


def gaps(numbers):
    """Ranges as pairs: how many scalars lie before each, from U+0080 on, and how many it has."""
    found, before = [], 0x80
    for low, high in ranges(numbers):
        found.append(f"{low - before:x},{high - low + 1:x}")
        before = high + 1
    return found


def main():
    kinds, folds = measure()
    beyond = [c for c in kinds if c >= 0x80]
    parts = [
        literal(
            "separators",
            "Ranges of scalars from U+0080 that part words: how many lie before each range, and how many it has, in hexadecimal.",
            gaps(c for c in beyond if kinds[c] == "s"),
        ),
        literal(
            "marks",
            "Ranges, in the same form, of accents on their own: part of a word that has begun, where they leave nothing behind.",
            gaps(c for c in beyond if kinds[c] == "d"),
        ),
        literal(
            "folds",
            "What scalars from U+0080 become: first scalar, how many, their distance, what the first becomes, distance of what they become.",
            [",".join(f"{n:x}" for n in run) for run in runs({c: f for c, f in folds.items() if c >= 0x80})],
        ),
    ]
    TARGET.write_text(
        f"/// How FTS5's tokenizer unicode61 sees each scalar, as measured in SQLite {sqlite3.sqlite_version}.\n"
        "/// Written by Tools/search-words/make.py.\n"
        "enum SearchTables {\n" + "\n".join(parts) + "}\n"
    )


main()
