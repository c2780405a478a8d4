"""Files as people bring them, written here."""

import struct
import wave
from io import BytesIO
from math import pi, sin

from served import ROOT

DEMO = ROOT / "Sources/Workbench/Resources/Demo"

# A short meeting with a motive, a benefit with its effect, questions, a price and a next step.
KICKOFF = [
    ("Anna Lind", "Thanks for making the time. How do you plan maintenance stops today?"),
    ("Mikko Salo", "We had three unplanned stops last quarter, and each one cost us most of a shift."),
    ("Mikko Salo", "If that went away it would save us forty thousand euros a year."),
    ("Anna Lind", "What would it take to convince your board?"),
    ("Mikko Salo", "They will want to see numbers. What does it cost per sensor?"),
    ("Anna Lind", "I will send you the price list on Friday, and we meet again on 18 March."),
    ("Mikko Salo", "Yes, let's do that."),
]


def clock(seconds: float) -> str:
    whole = int(seconds)
    return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}.{round(seconds % 1 * 1000):03}"


def webvtt(turns, every: float = 5.0) -> bytes:
    """One utterance every `every` seconds, the last half second silent. Names and words go in as they are."""
    cues = [f"{clock(n * every)} --> {clock(n * every + every - 0.5)}\n<v {name}>{words}" for n, (name, words) in enumerate(turns)]
    return ("WEBVTT\n\n" + "\n\n".join(cues) + "\n").encode()


def long_meeting(utterances: int) -> bytes:
    """Two speakers in turn; every utterance says its number, counted from 0."""
    words = ["We still count the pallets by hand, number {}.", "How do you count them at night, number {}?"]
    return webvtt([(["Pekka Aro", "Ida Berg"][n % 2], words[n % 2].format(n)) for n in range(utterances)])


# Two cues that cannot be read between two that can.
BROKEN = b"""WEBVTT

00:00:01.000 --> 00:00:02.000
<v Anna>Hello there everybody.

words without a time
more of them

00:00:oops --> 00:00:09.000
<v Anna>These words are lost.

00:00:10.000 --> 00:00:12.000
<v Mikko>Good to see you.
"""

PICTURE = bytes([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13]) + bytes(range(256)) * 8


def file(name: str, content: bytes, kind: str = "text/vtt") -> dict:
    """As Playwright's file chooser takes it."""
    return {"name": name, "mimeType": kind, "buffer": content}


def tone(seconds: int) -> bytes:
    """A WAV of that length: 8000 samples a second, 16 bits, a quiet 220 Hz."""
    content = BytesIO()
    with wave.open(content, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        period = [round(2000 * sin(2 * pi * 220 * n / 8000)) for n in range(8000)]
        sound.writeframes(struct.pack("<8000h", *period) * seconds)
    return content.getvalue()
