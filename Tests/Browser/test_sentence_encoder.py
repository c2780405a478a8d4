"""The sentence encoder, held against other programs: Hugging Face's tokenizers, and onnxruntime on the same file. Without a browser."""

import json
import os
import random
import subprocess
import unicodedata

import pytest

from served import ROOT

MEANING = ROOT / ".deps/meaning"
BINARY = os.environ.get("COVALENCE_BINARY", ROOT / ".build/debug/covalence")

pytestmark = pytest.mark.skipif(not (MEANING / "model.onnx").exists(), reason="the sentence encoder is not fetched")

# Scripts, signs and marks of the world: first and last scalar of a block.
BLOCKS = [(0x20, 0x7E), (0xA0, 0x24F), (0x300, 0x36F), (0x370, 0x3FF), (0x400, 0x52F), (0x530, 0x58F), (0x590, 0x5FF), (0x600, 0x6FF),
          (0x900, 0x97F), (0xE00, 0xE7F), (0x10A0, 0x10FF), (0x1E00, 0x1EFF), (0x2000, 0x206F), (0x3040, 0x30FF), (0x4E00, 0x9FFF),
          (0xAC00, 0xD7A3), (0xFB00, 0xFDFF), (0xFF00, 0xFFEF), (0x1D400, 0x1D7FF), (0x1F300, 0x1FAFF)]
WORDS = ["meeting", "price", "naïve", "Straße", "İstanbul", "ΣΊΣΥΦΟΣ", "résumé", "don't", "3.14,00€", "pneumonoultramicroscopicsilicovolcanoconiosis",
         "e\u0301\u0327", "ﬁ", "Ⅷ", "½", "ß", "\u200b", "\ufffd", "👩‍👩‍👧", "🇫🇮", "[SEP]", "[MASK]x", "[CLS"]


def encode(texts: list[str], *options: str) -> list[dict]:
    run = subprocess.run([BINARY, "encode", "--meaning", MEANING, *options], input="".join(json.dumps({"text": text}) + "\n" for text in texts),
                         capture_output=True, text=True, timeout=300)
    assert run.returncode == 0, run.stderr
    return [json.loads(line) for line in run.stdout.splitlines()]


def sentences(count: int) -> list[str]:
    chance = random.Random(20)
    made = []
    for _ in range(count):
        words = [chance.choice(WORDS) if chance.random() < 0.5 else "".join(chr(chance.randint(*block)) for _ in range(chance.randint(1, 9)))
                 for block in chance.choices(BLOCKS, k=chance.randint(1, 14))]
        words += ["a" * chance.randint(90, 120)] * (chance.random() < 0.05)
        made.append(chance.choice([" ", "  ", "\t", ""]).join(words))
    return made


def differing(texts: list[str]) -> list[str]:
    from tokenizers import Tokenizer

    reference = Tokenizer.from_file(str(MEANING / "tokenizer.json"))
    reference.no_truncation()
    reference.no_padding()
    found = encode(texts, "--tokens")
    assert len(found) == len(texts)
    return [repr(text) for text, ours, theirs in zip(texts, found, reference.encode_batch(texts)) if ours["tokens"] != theirs.ids]


def test_word_pieces_of_ten_thousand_sentences():
    assert differing(sentences(10_000)) == []


def test_word_pieces_of_every_scalar():
    """Between letters and alone; a thousand to a text, so that it is quick. Unassigned and private scalars among them."""
    scalars = [chr(value) for value in range(0x110000) if not 0xD800 <= value < 0xE000]
    if os.environ.get("COVALENCE_LONG") != "1":
        scalars = [scalar for scalar in scalars if unicodedata.category(scalar) not in ("Cn", "Co", "Lo")]
    texts = [" ".join(f"a{scalar}b {scalar}" for scalar in scalars[start:start + 1000]) for start in range(0, len(scalars), 1000)]
    assert differing(texts) == []


def test_vectors_are_those_of_onnxruntime():
    import numpy
    import onnxruntime
    from tokenizers import Tokenizer

    passages = [json.loads(line)["text"] for line in (ROOT / "Benchmarks/Codes/passages/value-creation.jsonl").read_text().splitlines()]
    texts = passages[::4] + sentences(60) + ["ok", "Wir sehen uns am Montag.", "👍", "私たちは来週会います"]
    tokenizer = Tokenizer.from_file(str(MEANING / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(256)
    session = onnxruntime.InferenceSession(str(MEANING / "model.onnx"), providers=["CPUExecutionProvider"])
    names = [one.name for one in session.get_inputs()]
    for text, found in zip(texts, encode(texts), strict=True):
        ids = numpy.array([tokenizer.encode(text).ids], dtype=numpy.int64)
        if ids.shape[1] >= 256:
            continue  # longer texts are read in parts
        feed = {"input_ids": ids, "attention_mask": numpy.ones_like(ids), "token_type_ids": numpy.zeros_like(ids)}
        mean = session.run(None, {name: feed[name] for name in names})[0][0].mean(axis=0)
        cosine = float(numpy.dot(mean / numpy.linalg.norm(mean), found["vector"]))
        assert cosine > 0.99, text
