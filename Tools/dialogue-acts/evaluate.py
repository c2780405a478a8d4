#!/usr/bin/env python3
"""Reads the weights and measures them on the validation part, as the Swift side does.

    python3 Tools/dialogue-acts/evaluate.py Sources/Language/Resources/Models/dialogue-acts.en.bin ../shared/data/dialogue-acts
"""
import os
import struct
import sys
import zlib

import train
import numpy as np


def read(path):
    data = open(path, "rb").read()
    size, checksum = struct.unpack("<II", data[12:20])
    assert data[:8] == train.MAGIC and len(data) == 20 + size and zlib.crc32(data[20:]) == checksum
    at, models = 20, {}

    def take(kind, count):
        nonlocal at
        found = np.frombuffer(data, kind, count, at)
        at += found.nbytes
        return found
    for punctuation in (False, True):
        buckets, classes, inputs, hidden, common = (int(x) for x in take("<u4", 5))
        scale, s1, s2 = take("<f4", 3)
        bias, b1, b2 = take("<f4", classes), take("<f4", hidden), take("<f4", len(train.OUT))
        w1 = take("<i2", inputs * hidden).reshape(inputs, hidden).astype(np.float32) * s1
        w2 = take("<i2", hidden * len(train.OUT)).reshape(hidden, -1).astype(np.float32) * s2
        tags = take("<u2", buckets * 4).reshape(buckets, 4)
        rows = take("i1", buckets * 4 * classes).reshape(-1, classes)
        models[punctuation] = dict(tags=tags, rows=rows, scale=scale, bias=bias, layers=[w1, b1, w2, b2],
                                   common=set(int(x) for x in take("<u8", common)))
    return models


def tag(model, lines, punctuation):
    c = train.Conversation(lines, punctuation)
    x = train.matrix(c, model["tags"], c.features(model["common"]))
    z = (x @ model["rows"].astype(np.float32)) * model["scale"] + model["bias"]
    shares = train.run_network(model["layers"], train.context_inputs(c, z))
    return train.decide(shares, c)


def main():
    weights, folder = sys.argv[1:3]
    models = read(weights)
    records = train.load(os.path.join(folder, "validation.txt"))
    acts = np.array([train.ACTS.index(r[2]) for r in records])
    kinds = np.array([train.type_of(r) for r in records])
    for name, punctuation in (("with punctuation", True), ("without", False)):
        lines = [(r[0], r[1] if punctuation else train.stripped(r[1])) for r in records]
        found, found_kinds = tag(models[punctuation], lines, punctuation)
        train.figures(name, acts, kinds, found, found_kinds)
        print("  rows: truth, columns: found,", train.ACTS)
        for a in range(5):
            print("  " + train.ACTS[a] + "".join(f"{int(((acts == a) & (found == b)).sum()):7d}" for b in range(5)))


if __name__ == "__main__":
    main()
