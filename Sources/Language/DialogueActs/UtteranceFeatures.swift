/// Stage 1: a linear model over the words of a unit and of its neighbours. Must agree with `Conversation.features` in
/// Tools/dialogue-acts/train.py: the same kinds, parts and order of parts.
struct UtteranceFeatures {
    let tokens: UnsafeBufferPointer<UInt64>
    let units: UnsafeBufferPointer<TaggingUnit>
    let words: KnownWords
    let common: WordSet
    let tags: UnsafeBufferPointer<UInt64>
    let rows: UnsafeBufferPointer<SIMD16<Int8>>
    let scale: Float
    let bias: SIMD16<Float>
    let punctuation: Bool


    @inline(__always)
    private func add(_ feature: UInt64, to sum: inout SIMD16<Int32>) {
        let bucket = Int(truncatingIfNeeded: ((feature >> 32) &* UInt64(truncatingIfNeeded: tags.count)) >> 32)
        let tag = max(feature & 0xffff, 1)
        // The first of the four 16-bit lanes that equals the tag.
        let difference = tags[bucket] ^ (tag &* 0x0001_0001_0001_0001)
        let zeros = (difference &- 0x0001_0001_0001_0001) & ~difference & 0x8000_8000_8000_8000
        guard zeros != 0 else { return }
        let row = rows[(bucket &* 4) &+ (zeros.trailingZeroBitCount >> 4)]
        sum &+= SIMD16<Int32>(truncatingIfNeeded: row)
    }

    /// The scores of the classes for unit `i`, before the softmax.
    @inline(__always)
    func scores(of i: Int, neighbours: Neighbours) -> SIMD16<Float> {
        var sum = SIMD16<Int32>.zero
        let unit = units[i]
        addWords(of: unit, to: &sum)
        addContext(of: i, unit: unit, neighbours: neighbours, to: &sum)
        return SIMD16<Float>(sum) * scale + bias
    }

    @inline(__always)
    private func addWords(of unit: TaggingUnit, to sum: inout SIMD16<Int32>) {
        // Words, and beside them the same words with every rarer one replaced by one sign.
        var (w1, w2): (UInt64, UInt64) = (WordHash.boundaryStart, 0)
        var (f1, f2, f3): (UInt64, UInt64, UInt64) = (WordHash.boundaryStart, 0, 0)
        add(WordHash.feature(1, w1), to: &sum)
        for position in 0...unit.length {
            let atEnd = position == unit.length
            let word = atEnd ? WordHash.boundaryEnd : tokens[unit.start + position]
            let frame = atEnd || common.contains(word) ? word : WordHash.rare
            add(WordHash.feature(1, word), to: &sum)
            add(WordHash.feature(2, w1, word), to: &sum)
            add(WordHash.feature(50, f1, frame), to: &sum)
            if position > 0 {
                add(WordHash.feature(3, w2, w1, word), to: &sum)
                add(WordHash.feature(4, w2, word), to: &sum)
                add(WordHash.feature(51, f2, f1, frame), to: &sum)
            }
            if position > 1 {
                add(WordHash.step(WordHash.feature(52, f3, f2, f1), frame), to: &sum)
            }
            (w2, w1) = (w1, word)
            (f3, f2, f1) = (f2, f1, frame)
        }
        // What it begins with in substance, fillers passed over.
        var content: (UInt64, UInt64, UInt64) = (0, 0, 0)
        var found = 0
        for position in unit.start..<unit.start + unit.length where !words.isFiller(tokens[position]) {
            found += 1
            if found == 1 {
                content.0 = tokens[position]
            } else if found == 2 {
                content.1 = tokens[position]
            } else {
                content.2 = tokens[position]
                break
            }
        }
        add(WordHash.feature(5, content.0), to: &sum)
        add(WordHash.feature(6, content.0, content.1), to: &sum)
        add(WordHash.feature(7, content.0, content.1, content.2), to: &sum)
        let length = unit.length
        add(WordHash.feature(8, UInt64(min(length, 10) + (length > 14 ? 1 : 0) + (length > 23 ? 1 : 0))), to: &sum)
        add(WordHash.feature(9, unit.last, unit.bucket), to: &sum)
        let third = length > 2 ? tokens[unit.start + 2] : 0
        let thirdLast = length > 2 ? tokens[unit.start + length - 3] : 0
        add(WordHash.feature(35, thirdLast, unit.beforeLast, unit.last), to: &sum)
        add(WordHash.feature(36, unit.first, unit.second, third), to: &sum)
        add(WordHash.feature(37, unit.first, unit.last), to: &sum)
        add(WordHash.feature(38, unit.first, unit.second, unit.bucket), to: &sum)
        if punctuation {
            add(WordHash.feature(48, UInt64(unit.mark.rawValue), content.0, content.1), to: &sum)
        }
    }

    @inline(__always)
    private func addContext(of i: Int, unit: TaggingUnit, neighbours: Neighbours, to sum: inout SIMD16<Int32>) {
        let nobody = TaggingUnit(start: 0, length: 0, line: 0, speaker: -1, mark: .none)
        let before = i > 0 ? units[i - 1] : nobody
        let after = i + 1 < units.count ? units[i + 1] : nobody
        let np = neighbours.previousRelation
        let nn = neighbours.nextRelation
        let so = neighbours.nextSame >= 0 ? units[neighbours.nextSame] : nobody
        let ps = neighbours.previousSame >= 0 ? units[neighbours.previousSame] : nobody
        let ot = neighbours.nextOther >= 0 ? units[neighbours.nextOther] : nobody
        add(WordHash.feature(10, nn, after.first), to: &sum)
        add(WordHash.feature(11, nn, after.first, after.second), to: &sum)
        add(WordHash.feature(12, np, before.last), to: &sum)
        add(WordHash.feature(13, np, before.last, before.beforeLast), to: &sum)
        add(WordHash.feature(14, np, before.first), to: &sum)
        add(WordHash.feature(15, nn, after.bucket), to: &sum)
        add(WordHash.feature(16, np, before.bucket), to: &sum)
        add(WordHash.feature(17, np, nn, unit.whole), to: &sum)
        add(WordHash.feature(18, nn, unit.last), to: &sum)
        add(WordHash.feature(19, nn, unit.last, after.first), to: &sum)
        add(WordHash.feature(20, np, before.last, unit.whole), to: &sum)
        add(WordHash.feature(21, nn, after.first, unit.whole), to: &sum)
        add(WordHash.feature(22, np, unit.first), to: &sum)
        add(WordHash.feature(23, np, unit.first, before.last), to: &sum)
        add(WordHash.feature(24, so.first), to: &sum)
        add(WordHash.feature(25, so.first, unit.last), to: &sum)
        add(WordHash.feature(26, ps.last), to: &sum)
        add(WordHash.feature(27, ps.last, unit.first), to: &sum)
        add(WordHash.feature(28, ot.first), to: &sum)
        add(WordHash.feature(29, ot.first, unit.bucket), to: &sum)
        add(WordHash.feature(30, so.first, so.second), to: &sum)
        add(
            WordHash.step(WordHash.feature(31, nn, neighbours.relationAfterNext, np), neighbours.relationBeforePrevious),
            to: &sum)
        add(
            WordHash.step(WordHash.step(WordHash.feature(32, nn, after.bucket, np), before.bucket), unit.bucket),
            to: &sum)
        add(WordHash.feature(33, nn, after.whole), to: &sum)
        add(WordHash.feature(34, np, before.whole), to: &sum)
        guard punctuation else { return }
        let m = UInt64(unit.mark.rawValue)
        add(WordHash.feature(40, m), to: &sum)
        add(WordHash.feature(41, m, unit.last), to: &sum)
        add(WordHash.feature(42, m, unit.whole), to: &sum)
        add(WordHash.feature(43, m, unit.first), to: &sum)
        add(WordHash.feature(44, m, nn, after.first), to: &sum)
        add(WordHash.feature(45, m, np, unit.whole), to: &sum)
        add(WordHash.feature(46, m, UInt64(after.mark.rawValue), nn), to: &sum)
        add(WordHash.feature(47, m, UInt64(before.mark.rawValue), np), to: &sum)
    }
}
