#!/usr/bin/env python3
"""Trains the dialogue-act tagger of Sources/Language and writes its weights.

    python3 Tools/dialogue-acts/train.py ../shared/data/dialogue-acts \
        --weights Sources/Language/Resources/Models/dialogue-acts.en.bin

Needs Python 3.11, numpy and scipy. Deterministic: one thread, fixed seeds, fixed order. The folder holds
`train.txt` and `validation.txt` of the MRDA corpus (`speaker|text|basic|general|full`). docs/dialogue-acts.md
describes the method; DialogueActModel.swift reads the file; both must change together (FORMAT below).
"""
import os
for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"

import argparse
import json
import struct
import sys
import time
import zlib

import numpy as np
import scipy.sparse as sparse
from scipy.optimize import minimize

np.seterr(over="ignore")

FORMAT = 2
MAGIC = b"CVDACT\r\n"
ACTS = "SQBDF"
# What stage 1 tells apart. Finer than the five acts, because what kind of statement a neighbour is (an answer, an
# acknowledgement) says more about this utterance than that it is a statement.
FINE = ["S", "Sbk", "Saa", "Sans", "Sel", "Sev", "Qy", "Qd", "Qw", "Qo", "Qr", "Qh", "B", "D", "Ffg", "Ffh"]
# What stage 2 decides: the acts, questions by type.
OUT = ["S", "Qy", "Qw", "Qo", "Qr", "Qh", "B", "D", "F"]
TYPES = {"Qy": "yes-no", "Qw": "wh", "Qo": "open", "Qr": "either-or", "Qh": "rhetorical"}
ACT_OF_OUT = np.array([ACTS.index(o[0]) for o in OUT])
GENERAL = {"qy": "Qy", "qw": "Qw", "qo": "Qo", "qr": "Qr", "qrr": "Qr", "qh": "Qh"}
FULL_OF_S = {
    "bk": "Sbk", "aa": "Saa", "aap": "Saa", "na": "Sans", "nd": "Sans", "ng": "Sans", "no": "Sans", "ar": "Sans",
    "arp": "Sans", "am": "Sans", "e": "Sel", "df": "Sel", "ba": "Sev", "bu": "Sev", "co": "Sev", "cs": "Sev",
    "j": "Sev", "bd": "Sev", "d": "Sev",
}

# ---------------------------------------------------------------- text to tokens (UtteranceScanner.swift)

MASK = (1 << 64) - 1
FNV_OFFSET, FNV_PRIME = 0xCBF29CE484222325, 0x100000001B3
MARKS = {0x2E: 1, 0x3F: 2, 0x21: 3}  # . ? !
# Spellings of other transcribers, brought to those of the corpus.
ALIASES = {
    "mmhmm": "uhhuh", "mhm": "uhhuh", "mmhm": "uhhuh", "mhmm": "uhhuh", "mm": "uhhuh", "mmm": "uhhuh", "ahhah": "uhhuh",
    "ok": "okay", "okey": "okay", "yep": "yeah", "yup": "yeah", "yea": "yeah", "ya": "yeah", "yah": "yeah",
    "erm": "um", "uhm": "um", "umm": "um", "er": "uh", "uhh": "uh", "ah": "uh", "hm": "hmm", "hmmm": "hmm", "cuz": "because",
}
ABBREVIATIONS = {"mr", "mrs", "ms", "dr", "st", "vs", "no", "inc", "ltd", "co", "prof", "etc", "approx"}


def fnv(word: bytes) -> int:
    value = FNV_OFFSET
    for byte in word:
        value = ((value ^ byte) * FNV_PRIME) & MASK
    return value


ALIAS_HASHES = {fnv(a.encode()): fnv(b.encode()) for a, b in ALIASES.items()}
ABBREVIATION_HASHES = {fnv(a.encode()) for a in ABBREVIATIONS}
FILLERS = {fnv(w.encode()) for w in
           "uh um so and but well okay oh yeah like then now because or right you know i mean".split()}
# A question with one of these pairs of words is open (ours): the corpus has too few open questions to learn them from.
OPEN_PAIRS = {tuple(fnv(w.encode()) for w in pair.split()) for pair in (
    "what about", "how about", "anything else", "anyone else", "anybody else", "what else", "any thoughts", "any questions", "any comments",
    "any ideas", "any suggestions", "any feedback", "any concerns", "other thoughts", "other questions", "other comments", "other ideas",
    "other suggestions", "other concerns")}
QUESTION_WORDS = {fnv(w.encode()) for w in
                  "what which who whom whose where why how what's who's where's how's".split()}
BOS, EOS = fnv(b"^"), fnv(b"$")
RARE = fnv(b"*")  # stands for every word that is not common, in the n-grams of common words
COMMON = 400

LETTER, SPACE, JOINER, MARK, OTHER = range(5)


def kind_of(data: bytes, i: int):
    """What the character at byte i is: (kind, byte for the hash or mark, how many bytes)."""
    b = data[i]
    if 0x61 <= b <= 0x7A:
        return LETTER, b, 1
    if 0x41 <= b <= 0x5A:
        return LETTER, b | 0x20, 1
    if 0x30 <= b <= 0x39:
        return LETTER, 0x30, 1
    if b == 0x27:
        return JOINER, b, 1
    if b == 0x2D:
        return JOINER, 0, 1
    if b in MARKS:
        return MARK, b, 1
    if b < 0x80:
        return (SPACE if b == 0x20 or 9 <= b <= 13 else OTHER), 0, 1
    if b == 0xC2:
        return OTHER, 0, 2
    if b == 0xE2 and i + 2 < len(data) and data[i + 1] == 0x80:
        third = data[i + 2]
        if third in (0x98, 0x99):
            return JOINER, 0x27, 3
        if third in (0x90, 0x91):
            return JOINER, 0, 3
        return OTHER, 0, 3
    return LETTER, b, 1


def units(text: str):
    """The sentences of one utterance as [(token hashes, mark)]; mark 0 none, 1 full stop, 2 question, 3 exclamation."""
    data = text.encode()
    end = len(data)
    found, tokens, mark = [], [], 0
    value, letters, joined = FNV_OFFSET, 0, False
    pending = False  # a sentence has ended; the next word opens a new one
    i = 0
    while i < end:
        kind, byte, width = kind_of(data, i)
        if kind == LETTER:
            if pending:
                found.append((tokens, mark))
                tokens, mark, pending = [], 0, False
            mark = 0
            value = ((value ^ byte) * FNV_PRIME) & MASK
            letters += 1
            i += width
            continue
        if (kind == JOINER or (kind == MARK and byte == 0x2E)) and letters > 0 and i + width < end \
                and kind_of(data, i + width)[0] == LETTER:
            if kind == JOINER and byte != 0:
                value = ((value ^ byte) * FNV_PRIME) & MASK
            else:
                joined = joined or kind == MARK
            i += width
            continue
        short = letters == 1 or joined
        word = 0
        if letters > 0:
            word = value
            tokens.append(ALIAS_HASHES.get(value, value))
            value, letters, joined = FNV_OFFSET, 0, False
        if kind == MARK:
            mark = MARKS[byte] if mark != 2 else 2
            following = i + 1 < end and kind_of(data, i + 1)[0] == SPACE
            if following and tokens and (byte != 0x2E or (word != 0 and not short and word not in ABBREVIATION_HASHES)):
                pending = True
        i += width
    if letters > 0:
        tokens.append(ALIAS_HASHES.get(value, value))
    found.append((tokens, mark))
    return found


# ---------------------------------------------------------------- tokens to features (UtteranceFeatures.swift)

U = np.uint64
C0, K1 = U(0x9E3779B97F4A7C15), U(0xC2B2AE3D27D4EB4F)


def mix(a):
    a = (a ^ (a >> U(31))) * C0
    return a ^ (a >> U(29))


def feature(kind, *parts):
    h = np.full(len(parts[0]), kind, dtype=U)
    for part in parts:
        h = mix(h * K1 + part.astype(U))
    return h


class Conversation:
    """All units of one conversation as columns."""

    def __init__(self, lines, punctuation):
        tokens, marks, speakers, self.line_of = [], [], [], []
        ids = {}
        for number, (speaker, text) in enumerate(lines):
            for unit, mark in units(text):
                tokens.append(unit)
                marks.append(mark if punctuation else 0)
                speakers.append(ids.setdefault(speaker, len(ids)))
                self.line_of.append(number)
        self.line_of = np.array(self.line_of)
        self.tokens, self.punctuation = tokens, punctuation
        self.marks = np.array(marks, dtype=np.int64)
        self.speakers = np.array(speakers)
        self.count = len(tokens)
        self.lengths = np.array([len(t) for t in tokens])
        n, s, index = self.count, self.speakers, np.arange(self.count)
        # The nearest unit of the same speaker and of another one, up to 6 units away; -1 for none.
        self.previous_same, self.next_same = np.full(n, -1), np.full(n, -1)
        self.next_other = np.full(n, -1)
        for d in range(min(6, n - 1), 0, -1):
            same = index[:-d][s[:-d] == s[d:]]
            self.next_same[same] = same + d
            self.previous_same[same + d] = same
            other = index[:-d][s[:-d] != s[d:]]
            self.next_other[other] = other + d
        # 0 nobody, 1 the same speaker, 2 another one
        self.next_relation = np.zeros(n, dtype=np.int64)
        self.next_relation[:-1] = np.where(s[1:] == s[:-1], 1, 2)
        self.previous_relation = np.zeros(n, dtype=np.int64)
        self.previous_relation[1:] = self.next_relation[:-1]

    def features(self, common):
        """(unit, 64-bit feature) pairs as two arrays; `common` holds the hashes of the common words."""
        n = self.count
        padded = [[BOS] + t + [EOS] for t in self.tokens]
        sizes = np.array([len(p) for p in padded])
        flat = np.array([x for p in padded for x in p], dtype=U)
        row = np.repeat(np.arange(n), sizes)
        rows, values = [], []

        def add(kind, where, *parts):
            rows.append(where)
            values.append(feature(kind, *parts))

        pair = row[:-1] == row[1:]
        triple = row[:-2] == row[2:]
        add(1, row, flat)
        add(2, row[:-1][pair], flat[:-1][pair], flat[1:][pair])
        add(3, row[:-2][triple], flat[:-2][triple], flat[1:-1][triple], flat[2:][triple])
        add(4, row[:-2][triple], flat[:-2][triple], flat[2:][triple])

        # The same with every rarer word replaced by one sign: what is said apart from what it is about.
        known = np.isin(flat, np.array(sorted(common | {BOS, EOS}), dtype=U))
        frame = np.where(known, flat, U(RARE))
        add(50, row[:-1][pair], frame[:-1][pair], frame[1:][pair])
        add(51, row[:-2][triple], frame[:-2][triple], frame[1:-1][triple], frame[2:][triple])
        four = row[:-3] == row[3:]
        add(52, row[:-3][four], frame[:-3][four], frame[1:-2][four], frame[2:-1][four], frame[3:][four])

        everyone = np.arange(n)
        content = np.zeros((n, 3), dtype=U)
        for i, t in enumerate(self.tokens):
            kept = 0
            for x in t:
                if x not in FILLERS:
                    content[i, kept] = x
                    kept += 1
                    if kept == 3:
                        break
        c1, c2, c3 = content.T
        add(5, everyone, c1)
        add(6, everyone, c1, c2)
        add(7, everyone, c1, c2, c3)

        def column(f):
            return np.array([f(t) for t in self.tokens], dtype=U)

        first = column(lambda t: t[0] if t else 0)
        second = column(lambda t: t[1] if len(t) > 1 else 0)
        last = column(lambda t: t[-1] if t else 0)
        before_last = column(lambda t: t[-2] if len(t) > 1 else 0)
        third = column(lambda t: t[2] if len(t) > 2 else 0)
        third_last = column(lambda t: t[-3] if len(t) > 2 else 0)
        length = self.lengths
        long_bucket = np.minimum(length, 10) + (length > 14) + (length > 23)
        bucket = np.minimum(length, 5) + (length > 9)
        add(8, everyone, long_bucket)
        add(9, everyone, last, bucket)

        whole = np.where(length <= 2, feature(100, first, second), bucket.astype(U))
        np_, nn = self.previous_relation, self.next_relation

        def shift(a, offset):
            r = np.zeros(n, dtype=a.dtype)
            if abs(offset) < n:
                if offset > 0:
                    r[:-offset] = a[offset:]
                else:
                    r[-offset:] = a[:offset]
            return r

        def pick(a, where):
            return np.where(where >= 0, a[where], 0).astype(U)

        nf, nf2, pl, pl2, pf = shift(first, 1), shift(second, 1), shift(last, -1), shift(before_last, -1), shift(first, -1)
        nb, pb = shift(bucket, 1), shift(bucket, -1)
        so, ps, ot = self.next_same, self.previous_same, self.next_other
        add(10, everyone, nn, nf)
        add(11, everyone, nn, nf, nf2)
        add(12, everyone, np_, pl)
        add(13, everyone, np_, pl, pl2)
        add(14, everyone, np_, pf)
        add(15, everyone, nn, nb)
        add(16, everyone, np_, pb)
        add(17, everyone, np_, nn, whole)
        add(18, everyone, nn, last)
        add(19, everyone, nn, last, nf)
        add(20, everyone, np_, pl, whole)
        add(21, everyone, nn, nf, whole)
        add(22, everyone, np_, first)
        add(23, everyone, np_, first, pl)
        add(24, everyone, pick(first, so))
        add(25, everyone, pick(first, so), last)
        add(26, everyone, pick(last, ps))
        add(27, everyone, pick(last, ps), first)
        add(28, everyone, pick(first, ot))
        add(29, everyone, pick(first, ot), bucket)
        add(30, everyone, pick(first, so), pick(second, so))
        add(31, everyone, nn, shift(nn, 1), np_, shift(np_, -1))
        add(32, everyone, nn, nb, np_, pb, bucket)
        add(33, everyone, nn, shift(whole, 1))
        add(34, everyone, np_, shift(whole, -1))
        add(35, everyone, third_last, before_last, last)
        add(36, everyone, first, second, third)
        add(37, everyone, first, last)
        add(38, everyone, first, second, bucket)
        if self.punctuation:
            m = self.marks
            nm, pm = shift(m, 1), shift(m, -1)
            add(40, everyone, m)
            add(41, everyone, m, last)
            add(42, everyone, m, whole)
            add(43, everyone, m, first)
            add(44, everyone, m, nn, nf)
            add(45, everyone, m, np_, whole)
            add(46, everyone, m, nm, nn)
            add(47, everyone, m, pm, np_)
            add(48, everyone, m, c1, c2)
        return np.concatenate(rows), np.concatenate(values)


# ---------------------------------------------------------------- the table of stage 1 (DialogueActModel.swift)

def bucket_of(h, buckets):
    return ((h >> U(32)) * U(buckets)) >> U(32)


def tag_of(h):
    return np.maximum(h & U(0xFFFF), U(1)).astype(np.uint16)


def fill_table(values_by_importance, buckets):
    """Places features, the most useful first, four to a bucket; a feature that finds no room is left out."""
    tags = np.zeros((buckets, 4), dtype=np.uint16)
    used = np.zeros(buckets, dtype=np.int64)
    where = bucket_of(values_by_importance, buckets).astype(np.int64)
    tag = tag_of(values_by_importance)
    for b, t in zip(where.tolist(), tag.tolist()):
        if used[b] < 4 and t not in tags[b]:
            tags[b, used[b]] = t
            used[b] += 1
    return tags


def look_up(tags, values):
    """The slot of each feature, or -1."""
    b = bucket_of(values, len(tags)).astype(np.int64)
    hit = tags[b] == tag_of(values)[:, None]
    return np.where(hit.any(1), b * 4 + hit.argmax(1), -1)


def matrix(conversation, tags, cached):
    rows, values = cached
    slots = look_up(tags, values)
    keep = slots >= 0
    # A feature counts as often as it occurs: the Swift side adds rows without remembering which it has seen.
    return sparse.csr_matrix(
        (np.ones(keep.sum(), np.float32), (rows[keep], slots[keep])), shape=(conversation.count, tags.size))


def softmax(z):
    z = z - z.max(1, keepdims=True)
    p = np.exp(z)
    return p / p.sum(1, keepdims=True)


def logistic(x, y, classes, l2, iterations, groups=None):
    """Multinomial logistic regression by L-BFGS; the last row is the bias. With `groups` (the act of each class) half of
    the loss is that of the acts, whose probability is the sum over their classes."""
    n, d = x.shape
    xt = x.T.tocsr()
    target = np.zeros((n, classes), np.float32)
    target[np.arange(n), y] = 1
    mine = None if groups is None else (groups[None, :] == groups[y][:, None]).astype(np.float32)

    def loss(flat):
        w = flat.reshape(d + 1, classes).astype(np.float32)
        p = softmax(x @ w[:d] + w[d])
        value = -np.log(np.maximum(p[np.arange(n), y], 1e-12)).sum()
        if mine is None:
            p -= target
        else:
            own = np.maximum((p * mine).sum(1, keepdims=True), 1e-12)
            value = 0.5 * value - 0.5 * np.log(own).sum()
            p = p - 0.5 * target - 0.5 * p * mine / own
        value += 0.5 * l2 * float((w[:d] ** 2).sum())
        g = np.empty_like(w)
        g[:d] = xt @ p + l2 * w[:d]
        g[d] = p.sum(0)
        return float(value), g.ravel().astype(np.float64)

    found = minimize(loss, np.zeros((d + 1) * classes), jac=True, method="L-BFGS-B",
                     options=dict(maxiter=iterations, maxcor=6))
    return found.x.reshape(d + 1, classes).astype(np.float32)


# ---------------------------------------------------------------- stage 2 (ContextNetwork.swift)

REACH = 3
FLOOR = np.float32(1 / 256)  # smaller probabilities count as nothing, which lets the tagger skip them


def context_inputs(c, z):
    k = len(FINE)
    n, index = c.count, np.arange(c.count)
    z = z.astype(np.float32)
    top = z.max(1, keepdims=True)
    logp = z - top - np.log(np.exp(z - top).sum(1, keepdims=True))
    p = np.exp(logp)
    p[p < FLOOR] = 0
    p = np.concatenate([p, np.zeros((1, k), np.float32)])
    parts = [np.maximum(logp, np.float32(-9.2)) / 4 + 1, p[:n]]
    s = c.speakers
    for offset in [o for o in range(-REACH, REACH + 1) if o]:
        j = index + offset
        outside = (j < 0) | (j >= n)
        j = np.where(outside, n, j)
        relation = np.where(outside, 0, np.where(s[np.minimum(j, n - 1)] == s, 1, -1)).astype(np.float32)[:, None]
        parts += [p[j] * (relation > 0), p[j] * (relation < 0), relation]
    length = np.concatenate([np.log1p(c.lengths) / 3, [0]]).astype(np.float32)
    for other in (c.previous_same, c.next_same):
        j = np.where(other < 0, n, other)
        distance = np.where(other < 0, 0, 1 / np.maximum(1, np.abs(index - other)))[:, None]
        parts += [p[j], distance, length[j][:, None]]
    for offset in (-1, 0, 1):
        j = index + offset
        parts.append(length[np.where((j < 0) | (j >= n), n, j)][:, None])
    for words in (1, 2, 3):
        parts.append((np.maximum(c.lengths, 1) == words)[:, None])
    return np.concatenate([np.asarray(x, dtype=np.float32) for x in parts], 1)


def network(x, y, classes, hidden, epochs, seed, rate=2e-3, drop=0.2, decay=1e-3, batch=256):
    """One hidden layer of rectified units, Adam with decoupled weight decay and dropout."""
    rng = np.random.default_rng(seed)
    n, d = x.shape
    w = [rng.normal(0, (2 / d) ** .5, (d, hidden)).astype(np.float32), np.zeros(hidden, np.float32),
         rng.normal(0, (1 / hidden) ** .5, (hidden, classes)).astype(np.float32), np.zeros(classes, np.float32)]
    m, v, t = [np.zeros_like(a) for a in w], [np.zeros_like(a) for a in w], 0
    steps = epochs * ((n + batch - 1) // batch)
    for _ in range(epochs):
        order = rng.permutation(n)
        for a in range(0, n, batch):
            b = order[a:a + batch]
            xb = x[b]
            h = xb @ w[0] + w[1]
            keep = ((h > 0) & (rng.random(h.shape, dtype=np.float32) > drop)) / np.float32(1 - drop)
            h = h * keep
            p = softmax(h @ w[2] + w[3])
            p[np.arange(len(b)), y[b]] -= 1
            p /= len(b)
            gh = (p @ w[2].T) * keep
            g = [xb.T @ gh, gh.sum(0), h.T @ p, p.sum(0)]
            t += 1
            step = np.float32(rate * (1 - t / steps) + 1e-5)
            for q in range(4):
                m[q] += np.float32(0.1) * (g[q] - m[q])
                v[q] += np.float32(0.001) * (g[q] ** 2 - v[q])
                move = (m[q] / np.float32(1 - 0.9 ** t)) / (np.sqrt(v[q] / np.float32(1 - 0.999 ** t)) + np.float32(1e-8))
                if q in (0, 2):
                    move = move + np.float32(decay) * w[q]
                w[q] -= step * move
    return w


def run_network(w, x):
    return softmax(np.maximum(x @ w[0] + w[1], 0) @ w[2] + w[3])


# ---------------------------------------------------------------- decisions and figures

# Utterances of one line, from several sentences: the first of these acts that occurs.
PRIORITY = [ACTS.index(a) for a in "QSBDF"]


def opens(tokens):
    return any(pair in OPEN_PAIRS for pair in zip(tokens, tokens[1:]))


def decide(p, c):
    """Per line: act, question type (index into OUT or -1)."""
    by_act = np.stack([p[:, ACT_OF_OUT == a].sum(1) for a in range(5)], 1)
    act = by_act.argmax(1)
    kind = np.where(act == 1, 1 + p[:, 1:6].argmax(1), -1)
    for i in np.flatnonzero(act == 1):
        # Ours: what begins with a question word is not a yes-no question.
        if kind[i] == OUT.index("Qy") and next((x for x in c.tokens[i] if x not in FILLERS), 0) in QUESTION_WORDS:
            kind[i] = OUT.index("Qw")
        if opens(c.tokens[i]):
            kind[i] = OUT.index("Qo")
    lines = c.line_of[-1] + 1
    best, best_kind = np.full(lines, -1), np.full(lines, -1)
    for rank in reversed(PRIORITY):
        hit = act == rank
        best[c.line_of[hit]] = rank
        best_kind[c.line_of[hit]] = kind[hit]
    return best, best_kind


def f_one(truth, found):
    both = (truth & found).sum()
    return 2 * both / max(1, truth.sum() + found.sum())


def figures(name, acts, kinds, found, found_kinds):
    f = [f_one(acts == a, found == a) for a in range(5)]
    result = dict(accuracy=float((acts == found).mean()), macroF1=float(np.mean(f)),
                  f1={a: float(v) for a, v in zip(ACTS, f)})
    text = f"{name}: accuracy {100 * result['accuracy']:.2f} macro-F1 {result['macroF1']:.3f} " + \
        " ".join(f"{a} {v:.3f}" for a, v in zip(ACTS, f))
    if found_kinds is not None:
        typed = kinds != -2
        kinds, found_kinds = kinds[typed], found_kinds[typed]
        result["types"] = {TYPES[OUT[k]]: float(f_one(kinds == k, found_kinds == k)) for k in range(1, 6)}
        both = (kinds >= 0) & (found_kinds >= 0)
        result["typeAccuracyWithinQuestions"] = float((kinds[both] == found_kinds[both]).mean())
        text += " | " + " ".join(f"{t} {v:.2f}" for t, v in result["types"].items())
    print(text, flush=True)
    return result


def load(path):
    with open(path, encoding="utf-8") as file:
        return [line.rstrip("\n").split("|") for line in file if line.strip()]


WH = set("what which who whom whose where when why how what's who's where's how's when's".split())


def question_class(r):
    """The type of a question. Some 3 % carry the filler they begin with as their general tag (“um how do i do it?”): these are
    told apart by the word they begin with, and do not count when types are measured."""
    if r[3] in GENERAL:
        return GENERAL[r[3]]
    words = [w for w in stripped(r[1]).split() if fnv(w.encode()) not in FILLERS]
    return "Qw" if words and words[0] in WH else "Qy"


def type_of(r):
    """Index into OUT of the annotated question type; -1 for no question, -2 for a question without a type."""
    return -1 if r[2] != "Q" else OUT.index(GENERAL[r[3]]) if r[3] in GENERAL else -2


def fine_class(r):
    if r[2] == "Q":
        kind = question_class(r)
        return FINE.index("Qd" if kind == "Qy" and r[4] in ("d", "bu", "bs", "br", "bk") else kind)
    if r[2] == "S":
        return FINE.index(FULL_OF_S.get(r[4], "S"))
    if r[2] == "F":
        return FINE.index("Ffg" if r[4] == "fg" else "Ffh")
    return FINE.index(r[2])


def out_class(r):
    return OUT.index(question_class(r) if r[2] == "Q" else r[2])


def stripped(text):
    return "".join(ch for ch in text if ch not in ".?!,").lower()


def conversation_of(records, punctuation):
    return Conversation([(r[0], r[1] if punctuation else stripped(r[1])) for r in records], punctuation)


def baseline(train, validation, punctuation, y, acts):
    """Word 1-3-grams of the utterance alone, its two ends marked, in logistic regression; punctuation counts as words."""
    def grams(records):
        rows, values = [], []
        for i, r in enumerate(records):
            text = r[1] if punctuation else stripped(r[1])
            words = text.replace(".", " . ").replace("?", " ? ").replace("!", " ! ").split() if punctuation else text.split()
            words = ["<s>"] + words + ["</s>"]
            for n in (1, 2, 3):
                for a in range(len(words) - n + 1):
                    rows.append(i)
                    values.append(" ".join(words[a:a + n]))
        return np.array(rows), values
    rows, values = grams(train)
    counts = {}
    for v in values:
        counts[v] = counts.get(v, 0) + 1
    column = {v: i for i, v in enumerate(sorted(v for v, c in counts.items() if c >= 2))}

    def to_matrix(rows, values, n):
        ids = np.array([column.get(v, -1) for v in values])
        keep = ids >= 0
        x = sparse.csr_matrix((np.ones(keep.sum(), np.float32), (rows[keep], ids[keep])), shape=(n, len(column)))
        return x
    x = to_matrix(rows, values, len(train))
    vrows, vvalues = grams(validation)
    xv = to_matrix(vrows, vvalues, len(validation))
    w = logistic(x, y, 5, 3.0, 80)
    found = (xv @ w[:-1] + w[-1]).argmax(1)
    return figures("baseline 1-3-grams, no context", acts, None, found, None)


def say(start, text):
    print(f"[{time.time() - start:6.0f} s] {text}", file=sys.stderr, flush=True)


def train_mode(train, validation, punctuation, options, start):
    acts = np.array([ACTS.index(r[2]) for r in validation])
    kinds = np.array([type_of(r) for r in validation])
    c, cv = conversation_of(train, punctuation), conversation_of(validation, punctuation)
    fine = np.array([fine_class(train[i]) for i in c.line_of])
    out = np.array([out_class(train[i]) for i in c.line_of])
    print(f"== {'with' if punctuation else 'without'} punctuation: {c.count} and {cv.count} units", flush=True)
    report = {}
    if not options.skip_baseline:
        report["baseline"] = baseline(train, validation, punctuation, np.array([ACTS.index(r[2]) for r in train]), acts)
    seen = {}
    for t in c.tokens:
        for x in t:
            seen[x] = seen.get(x, 0) + 1
    common = set(sorted(seen, key=lambda x: (-seen[x], x))[:COMMON])
    pairs, pairs_v = c.features(common), cv.features(common)
    fine_act = np.array([ACTS.index(f[0]) for f in FINE])
    # 1. All features that occur often enough, to learn which are worth their place.
    names, column, counts = np.unique(pairs[1], return_inverse=True, return_counts=True)
    keep = counts >= 3
    new = np.cumsum(keep) - 1
    use = keep[column]
    x = sparse.csr_matrix((np.ones(use.sum(), np.float32), (pairs[0][use], new[column[use]])), shape=(c.count, keep.sum()))
    say(start, f"{x.shape[1]} features, {x.nnz / c.count:.1f} a unit")
    w = logistic(x, fine, len(FINE), options.l2, 25, fine_act)[:-1]
    importance = (w ** 2).sum(1) * counts[keep]
    order = np.argsort(-importance, kind="stable")
    tags = fill_table(names[keep][order], options.buckets[punctuation])
    say(start, f"table of {tags.size}, {int((tags != 0).sum())} used")
    # 2. Stage 1 on these, cross-fitted over contiguous blocks for stage 2, then on everything.
    x, xv = matrix(c, tags, pairs), matrix(cv, tags, pairs_v)
    z = np.zeros((c.count, len(FINE)), np.float32)
    folds = options.folds
    for fold in range(folds):
        held = np.zeros(c.count, bool)
        held[fold * c.count // folds:(fold + 1) * c.count // folds] = True
        w = logistic(x[~held], fine[~held], len(FINE), options.l2, options.iterations, fine_act)
        z[held] = x[held] @ w[:-1] + w[-1]
        say(start, f"fold {fold + 1} of {folds}")
    w = logistic(x, fine, len(FINE), options.l2, options.iterations, fine_act)
    scale = np.float32(np.abs(w[:-1]).max() / 127)
    rows = np.rint(w[:-1] / scale).astype(np.int8)
    bias = w[-1].astype(np.float32)
    zv = (xv @ rows.astype(np.float32)) * scale + bias
    p1 = softmax(zv)
    found = np.stack([p1[:, fine_act == a].sum(1) for a in range(5)], 1).argmax(1)
    figures("stage 1 alone (units)", acts[cv.line_of], None, found, None)
    # 3. Stage 2.
    inputs, inputs_v = context_inputs(c, z), context_inputs(cv, zv)
    if options.dump:
        np.savez(f"{options.dump}-{int(punctuation)}.npz", x=inputs, y=out, xv=inputs_v, acts=acts, kinds=kinds, line=cv.line_of)
    layers = network(inputs, out, len(OUT), options.hidden, options.epochs, options.seed)
    quantised = []
    for layer in (layers[0], layers[2]):
        s = np.float32(np.abs(layer).max() / 32767)
        quantised.append((s, np.rint(layer / s).astype(np.int16)))
    final = [quantised[0][1].astype(np.float32) * quantised[0][0], layers[1], quantised[1][1].astype(np.float32) * quantised[1][0], layers[3]]
    p = run_network(final, inputs_v)
    found, found_kinds = decide(p, cv)
    report["tagger"] = figures("tagger", acts, kinds, found, found_kinds)
    return dict(tags=tags, rows=rows, scale=scale, bias=bias, quantised=quantised, layers=final,
                common=np.array(sorted(common), dtype=U)), report


# ---------------------------------------------------------------- the file

def section(model, hidden):
    """Little-endian; the layout is described in DialogueActModel.swift."""
    (s1, w1), (s2, w2) = model["quantised"]
    parts = [struct.pack("<IIIIIfff", len(model["tags"]), len(FINE), w1.shape[0], hidden, len(model["common"]), model["scale"], s1, s2),
             model["bias"].astype("<f4").tobytes(), model["layers"][1].astype("<f4").tobytes(),
             model["layers"][3].astype("<f4").tobytes(), w1.astype("<i2").tobytes(), w2.astype("<i2").tobytes(),
             model["tags"].astype("<u2").tobytes(), model["rows"].astype("i1").tobytes(),
             model["common"].astype("<u8").tobytes()]
    return b"".join(parts)


def write(path, models, hidden):
    body = b"".join(section(models[p], hidden) for p in (False, True))
    head = MAGIC + struct.pack("<III", FORMAT, len(body), zlib.crc32(body))
    with open(path, "wb") as file:
        file.write(head + body)
    print(f"{path}: {len(head) + len(body)} bytes", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", help="holds train.txt and validation.txt")
    parser.add_argument("--weights", help="where to write the weights")
    parser.add_argument("--report", help="where to write the figures as JSON")
    parser.add_argument("--l2", type=float, default=10.0)
    parser.add_argument("--folds", type=int, default=4)
    parser.add_argument("--iterations", type=int, default=45)
    parser.add_argument("--hidden", type=int, default=64)
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--skip-baseline", action="store_true")
    parser.add_argument("--dump", help=argparse.SUPPRESS)
    options = parser.parse_args()
    options.buckets = {False: 17800, True: 8200}
    start = time.time()
    train, validation = (load(os.path.join(options.folder, f)) for f in ("train.txt", "validation.txt"))
    models, reports = {}, {}
    for punctuation in (False, True):
        models[punctuation], reports["with" if punctuation else "without"] = train_mode(train, validation, punctuation, options, start)
    if options.weights:
        write(options.weights, models, options.hidden)
    if options.report:
        with open(options.report, "w") as file:
            json.dump(reports, file, indent=1, sort_keys=True)
    say(start, "done")


if __name__ == "__main__":
    main()
