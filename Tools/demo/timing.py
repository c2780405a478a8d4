#!/usr/bin/env python3
"""Turn the demo's meeting scripts into timed transcripts and gold codes.

    python3 Tools/demo/timing.py            write all files
    python3 Tools/demo/timing.py --check    write nothing; check scripts and written files, print counts

A script has a front matter between two lines of three dashes and then one utterance a line:

    Name: what is said [code value value] {gap 1.5}

Name is a first name from the front matter. Codes and hints stand at the line's end. Hints, in seconds:
{gap x} silence before the utterance, {overlap x} it begins x before the floor is free, {pause x} silence after it.
Empty lines and lines that begin with # are skipped.

The same script gives the same times on every machine: the generator is seeded with the file's name, and only
random() is used, whose sequence Python guarantees.
"""
import hashlib
import json
import math
import pathlib
import random
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
SCRIPTS = ROOT / "Tools/demo"
DEMO = ROOT / "Sources/Workbench/Resources/Demo"
GOLD = ROOT / "Benchmarks/Findings/gold"
HELDOUT = ROOT / "Benchmarks/Findings/heldout"

# Code -> (sides that may carry it, attributes in the order of the values in a script, with the values allowed).
ANY = {"seller", "customer", "third-party"}
CUSTOMER = {"customer"}
SELLER = {"seller"}
CODES = {
    "customer-question": (CUSTOMER, [("object", "product service price reference supplier other")]),
    "customer-information": (CUSTOMER, [("object", "organisation need vision experience decision-people experts infrastructure")]),
    "motive": (CUSTOMER, [("spontaneous", "yes no")]),
    "acceptance": (CUSTOMER, []),
    "own-plan": (CUSTOMER, []),
    "market-knowledge": (CUSTOMER, []),
    "uptake": ({"seller", "customer"}, []),
    "seller-question": (SELLER, [("type", "yes-no wh open either-or rhetorical"),
                                 ("purpose", "discussion experience decision need environment other")]),
    "product-talk": (ANY, []),
    "need-talk": (ANY, []),
    "price": (ANY, []),
    "reference-case": (ANY, []),
    "demonstration": (ANY, []),
    "benefit": (CUSTOMER, [("effect", "advantage money saving improvement efficiency none")]),
    "adoption-cost": (ANY, []),
    "applying": (CUSTOMER, []),
    "understanding-check": (SELLER, []),
    "realisation": (CUSTOMER, []),
    "objection": (CUSTOMER, [("to", "value fit")]),
    "supporting-factor": (ANY, []),
    "resisting-factor": (ANY, []),
    "decision-process": (ANY, []),
    "selling-inside": (ANY, []),
    "next-step": (ANY, [("agreed", "yes no")]),
    "emotion": (CUSTOMER, [("sign", "positive negative")]),
    "small-talk": (ANY, []),
}
PURPOSES = ["recording", "analysis", "training", "research", "sharing"]
BACKCHANNEL = re.compile(
    r"(?i)^(m+-?hm+|mm+|uh-?huh|yeah|yes|yep|right|okay|ok|sure|no|aha|ah|oh|exactly|i see|good|fine|hm+|true|wow)"
    r"([,. …]+(m+-?hm+|mm+|yeah|yes|yep|right|okay|ok|sure|no|i see|good|true))*[.,!?… ]*$")
TAIL = re.compile(r"\s*(\[[^\[\]]*\]|\{[^{}]*\})\s*$")


def words(text):
    return re.findall(r"[\w'’-]*\w[\w'’-]*", text)


def parse(path):
    head, people, utterances = {}, [], []
    lines = path.read_text(encoding="utf-8").splitlines()
    if lines[0] != "---":
        sys.exit(f"{path}: the first line must be ---")
    end = lines.index("---", 1)
    for number, line in enumerate(lines[1:end], 2):
        key, _, value = line.partition(":")
        key, value = key.strip(), value.strip()
        if key in ANY:
            name, function, organization, consent = (part.strip() for part in value.split("|"))
            given = dict(item.split("=") for item in consent.split())
            unknown = set(given) - set(PURPOSES) or set(given.values()) - {"given", "refused", "unknown"}
            if unknown:
                sys.exit(f"{path}:{number}: unknown consent {sorted(unknown)}")
            people.append({"name": name, "labels": [name], "side": key, "organization": organization,
                           "function": function, "consent": {p: given.get(p, "unknown") for p in PURPOSES}})
        else:
            head[key] = value
    short = {p["name"].split()[0]: p for p in people}
    if len(short) != len(people):
        sys.exit(f"{path}: two participants share a first name")
    for number, line in enumerate(lines[end + 1:], end + 2):
        if not line.strip() or line.startswith("#"):
            continue
        where = f"{path.name}:{number}"
        name, _, text = line.partition(": ")
        if name not in short:
            sys.exit(f"{where}: no participant is called {name!r}")
        codes, hints = [], {}
        while (found := TAIL.search(text)):
            parts = found.group(1)[1:-1].split()
            if found.group(1)[0] == "{":
                if parts[0] not in ("gap", "overlap", "pause"):
                    sys.exit(f"{where}: unknown hint {parts[0]!r}")
                hints[parts[0]] = float(parts[1])
            else:
                codes.insert(0, code(parts, short[name]["side"], where))
            text = text[:found.start()]
        if re.search(r"[\[\]{}]", text) or not text.strip():
            sys.exit(f"{where}: stray bracket or no text")
        if len({c["code"] for c in codes}) != len(codes):
            sys.exit(f"{where}: a code is given twice")
        utterances.append({"person": short[name], "text": text.strip(), "codes": codes, "hints": hints})
    return head, people, utterances


def code(parts, side, where):
    slug, values = parts[0], parts[1:]
    if slug not in CODES:
        sys.exit(f"{where}: no code is called {slug!r}")
    sides, attributes = CODES[slug]
    if side not in sides:
        sys.exit(f"{where}: {slug} cannot be given to the side {side}")
    values = [v.partition("=")[2] if "=" in v else v for v in values]
    if len(values) != len(attributes):
        sys.exit(f"{where}: {slug} takes {[a for a, _ in attributes]}, given {values}")
    out = {"code": slug}
    for (attribute, allowed), value in zip(attributes, values):
        if value not in allowed.split():
            sys.exit(f"{where}: {slug} {attribute} may be one of {allowed}, given {value!r}")
        out[attribute] = value
    return out


def normal(rng):
    return math.sqrt(-2 * math.log(1 - rng.random())) * math.cos(2 * math.pi * rng.random())


def time(slug, people, utterances):
    """Start and end of each utterance in milliseconds; starts never go back, nobody overlaps with himself."""
    rng = random.Random(int.from_bytes(hashlib.sha256(slug.encode()).digest()[:8], "big"))
    rate = {p["name"]: 158 + 22 * rng.random() for p in people}  # words a minute, pauses inside not counted
    free, last_start, own_end, times = 1200.0, 0.0, {}, []
    previous = None
    for u in utterances:
        name, text, hints = u["person"]["name"], u["text"], u["hints"]
        brief = bool(BACKCHANNEL.match(text))
        count = len(words(text))
        length = 60000 * count / (rate[name] * (0.93 + 0.14 * rng.random())) + 120 * rng.random()
        stops = len(re.findall(r"[.!?…](?=\s)| – ", text))
        length += stops * (120 + 260 * rng.random())
        length = max(length, 380 + 180 * rng.random())
        # Gaps between speakers are skewed with a median of about 0.2 s; a share of them is negative.
        gap = 200 * math.exp(0.75 * normal(rng))
        asked = previous is not None and previous.endswith("?")
        if brief and not asked and rng.random() < 0.65:  # a "yes" to a question waits for its end
            gap = -(200 + 600 * rng.random())
        elif rng.random() < 0.12:
            gap = -(60 + 260 * rng.random())
        if asked and gap > 0:
            gap *= 1.5
        if "gap" in hints:
            gap = 1000 * hints["gap"]
        if "overlap" in hints:
            gap = -1000 * hints["overlap"]
        start = max(free + gap, last_start + 60, own_end.get(name, 0) + 60)
        start = round(start)
        finish = round(start + length)
        times.append((start, finish))
        last_start, own_end[name] = start, finish
        free = max(free, finish) + 1000 * hints.get("pause", 0)
        previous = text
    return times


def clock(ms):
    return f"{ms // 3600000:02d}:{ms // 60000 % 60:02d}:{ms // 1000 % 60:02d}.{ms % 1000:03d}"


def vtt(head, utterances, times):
    out = ["WEBVTT", "", "NOTE", "Fiction. This meeting was written for the demo workspace and never took place.",
           "The people and companies in it are invented; any likeness to real ones is chance.", ""]
    for number, (u, (start, end)) in enumerate(zip(utterances, times), 1):
        text = u["text"].replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        out += [str(number), f"{clock(start)} --> {clock(end)}", f"<v {u['person']['name']}>{text}", ""]
    return "\n".join(out)


def meeting_json(head, people):
    outcome = None
    if "advanced" in head:
        outcome = {"advanced": head["advanced"] == "true", "to": head.get("to", "")}
    record = {"title": head["title"], "startedAt": head["start"], "language": "en", "fiction": True,
              "description": head["description"], "participants": people, "outcome": outcome}
    return json.dumps(record, ensure_ascii=False, indent=2) + "\n"


def gold(utterances):
    return "".join(json.dumps({"speaker": u["person"]["name"], "side": u["person"]["side"], "text": u["text"],
                               "codes": u["codes"]}, ensure_ascii=False) + "\n" for u in utterances)


def outputs(path):
    slug = path.stem
    head, people, utterances = parse(path)
    if slug == "heldout":
        return {HELDOUT / "heldout.jsonl": gold(utterances)}
    times = time(slug, people, utterances)
    return {DEMO / f"{slug}.vtt": vtt(head, utterances, times), DEMO / f"{slug}.json": meeting_json(head, people),
            GOLD / f"{slug}.jsonl": gold(utterances)}


def survey_runs(utterances):
    """Lengths of runs of seller question -> customer answer of 12 words or fewer, with nothing else in between."""
    runs, length, i = [], 0, 0
    codes = [{c["code"] for c in u["codes"]} for u in utterances]
    side = [u["person"]["side"] for u in utterances]
    while i + 1 < len(utterances):
        pair = ("seller-question" in codes[i] and side[i + 1] == "customer" and len(words(utterances[i + 1]["text"])) <= 12
                and "customer-question" not in codes[i + 1])
        if pair:
            length, i = length + 1, i + 2
        elif length and side[i] == "seller" and "seller-question" not in codes[i] and len(words(utterances[i]["text"])) <= 4:
            i += 1  # a seller's "okay, good" does not end the run
        else:
            runs.append(length)
            length, i = 0, i + 1
    return sorted((r for r in runs + [length] if r >= 4), reverse=True)


def check(paths):
    problems = []
    for path in paths:
        slug = path.stem
        head, people, utterances = parse(path)
        least = 140 if slug == "heldout" else 201
        if len(utterances) < least:
            problems.append(f"{slug}: {len(utterances)} utterances, at least {least} wanted")
        if "fiction" not in head["description"].lower():
            problems.append(f"{slug}: the description does not say that it is fiction")
        silent = [p["name"] for p in people if not any(u["person"] is p for u in utterances)]
        if silent:
            problems.append(f"{slug}: never speak: {silent}")
        texts = [u["text"] for u in utterances if len(words(u["text"])) > 5]
        for text in sorted({t for t in texts if texts.count(t) > 1}):
            problems.append(f"{slug}: said twice: {text!r}")
        for file, content in outputs(path).items():
            if not file.exists() or file.read_text(encoding="utf-8") != content:
                problems.append(f"{file.relative_to(ROOT)}: missing or not what the script gives; run timing.py")
        times = time(slug, people, utterances)
        overlaps = sum(a[1] > b[0] for a, b in zip(times, times[1:]))
        if any(b[0] <= a[0] for a, b in zip(times, times[1:])) or any(e <= s for s, e in times):
            problems.append(f"{slug}: times are not monotone")
        if slug != "heldout" and not overlaps:
            problems.append(f"{slug}: no overlaps")
        side = {s: sum(len(words(u["text"])) for u in utterances if u["person"]["side"] == s)
                for s in ("seller", "customer", "third-party")}
        spoken = sum(side.values())
        turns = [(b[0] - a[1]) / 1000 for a, b, u, v in zip(times, times[1:], utterances, utterances[1:])
                 if u["person"] is not v["person"]]
        turns.sort()
        duration = max(e for _, e in times)
        print(f"{slug}: {len(utterances)} utterances, {clock(duration)}, words {side} "
              f"({100 * side['seller'] // spoken} % seller), {overlaps} overlaps, median gap {turns[len(turns) // 2]:.2f} s, "
              f"{60000 * spoken / sum(e - s for s, e in times):.0f} words/min, survey runs {survey_runs(utterances)}")
        counts = {}
        for u in utterances:
            for c in u["codes"]:
                counts[c["code"]] = counts.get(c["code"], 0) + 1
        print("   " + ", ".join(f"{c} {counts.get(c, 0)}" for c in CODES))
        print(f"   utterances without a code: {sum(not u['codes'] for u in utterances)}")
    for problem in problems:
        print("PROBLEM", problem)
    return 1 if problems else 0


def main():
    paths = sorted(SCRIPTS.glob("*.script"))
    if "--check" in sys.argv[1:]:
        sys.exit(check(paths))
    for path in paths:
        for file, content in outputs(path).items():
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(content, encoding="utf-8")


if __name__ == "__main__":
    main()
