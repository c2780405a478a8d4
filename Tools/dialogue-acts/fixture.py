#!/usr/bin/env python3
"""Writes what the Python side decides with the weights for sentences of our own, for Tests/LanguageTests.

    python3 Tools/dialogue-acts/fixture.py Sources/Language/Resources/Models/dialogue-acts.en.bin Tests/LanguageTests/Fixtures

One utterance a line: `speaker|act|question|text`. The sentences are invented; no line is from a corpus.
"""
import os
import random
import sys

import train
from evaluate import read, tag

THINGS = ["the annual plan", "a pilot", "the spare parts", "your dashboard", "the ERP interface", "our second plant", "the service contract",
          "energy costs", "the new line", "a reference customer", "the roll-out", "the licence", "Dr. Berg's team", "the K.P.I. report"]
PEOPLE = ["the plant manager", "your board", "our I.T. people", "Anna", "the purchasing team", "Mr. Holm", "my colleague in Graz", "they"]
TIMES = ["before the summer", "next week", "in the first quarter", "by Friday", "after the audit", "at 9:30", "in 2027"]
ASK = ["So how do you decide on {t}?", "What would {t} mean for {p}?", "Could you send me {t} {w}?", "Do you want {t} or {u}?", "Who looks after {t}?",
       "Is {p} involved in {t}?", "You have {t}, don't you?", "Why did {p} choose {t}?", "Would that work {w}?", "Anything else on {t}?",
       "And when do {p} need {t}?", "How about {t}?", "Or is it {u}?", "Have you talked to {p} about {t}?", "What is it that you need most {w}?",
       "Right. We have seen that. What do you think about {t}?", "Really?", "Is there anything else?", "Which of them matters more, {t} or {u}?"]
SAY = ["We looked at {t} {w}.", "Well, {p} wants {t}.", "I think {t} is too expensive for us.", "That goes through {p} first.", "It's about {t}, mostly.",
       "No, not {w}.", "Yes, exactly.", "So we can start with {t} and then do {u}.", "I'm not sure {p} will accept that.", "Because of {t}.",
       "Okay, good.", "That's right.", "We’d have to find money for {t} “{w}”…", "Let me show you {t}.", "Absolutely! That is {t}.",
       "Okay. So that is {t}. And then {u}.", "Sure, I can send that {w}."]
SMALL = ["Mm-hmm.", "uh-huh", "Yeah.", "Right.", "Okay.", "I see.", "Oh.", "Wow!", "Uhm", "so um", "and", "Well", "So", "and the the uh", "but if",
         "I mean", "which", "and then we", "it's it's", "...", "Mhm", "Yep."]


def conversation(seed, count):
    chance = random.Random(seed)
    speaker = 1
    for _ in range(count):
        if chance.random() < 0.6:
            speaker = chance.choice([1, 2, 3])
        kind = chance.choices([ASK, SAY, SMALL], [3, 4, 3])[0]
        text = chance.choice(kind).format(t=chance.choice(THINGS), u=chance.choice(THINGS), p=chance.choice(PEOPLE), w=chance.choice(TIMES))
        yield speaker, text


def main():
    weights, folder = sys.argv[1:3]
    models = read(weights)
    lines = list(conversation(7, 520))
    for name, punctuation in (("with", True), ("without", False)):
        said = lines if punctuation else [(s, "".join(ch for ch in t if ch not in ".?!,").lower() or "uh") for s, t in lines]
        acts, kinds = tag(models[punctuation], said, punctuation)
        with open(os.path.join(folder, f"dialogue-acts-{name}.txt"), "w", encoding="utf-8") as file:
            for (speaker, text), act, kind in zip(said, acts, kinds):
                file.write(f"{speaker}|{train.ACTS[act]}|{train.TYPES[train.OUT[kind]] if kind >= 0 else '-'}|{text}\n")


if __name__ == "__main__":
    main()
