import Covalence

/// The sentence mark a unit ends in.
enum SentenceMark: UInt8, Sendable {
    case none, fullStop, question, exclamation
}

/// One sentence of an utterance: what the tagger decides on. Units of one utterance share `line`.
struct TaggingUnit: Sendable {
    /// Where its tokens begin in the conversation's tokens, and how many they are.
    var start: Int
    var length: Int
    var line: Int32
    var speaker: Int32
    var mark: SentenceMark
    var first: UInt64 = 0
    var second: UInt64 = 0
    var last: UInt64 = 0
    var beforeLast: UInt64 = 0
    /// The unit as a whole where it has at most two words, else its length in steps.
    var whole: UInt64 = 0
    /// Its length in few steps.
    var bucket: UInt64 = 0
}

/// Text to tokens: words as hashes, sentences as units. Works on UTF-8 bytes and allocates nothing for an utterance.
/// Must agree with `units` in Tools/dialogue-acts/train.py.
struct UtteranceScanner: Sendable {
    private(set) var tokens = ContiguousArray<UInt64>()
    private(set) var units = ContiguousArray<TaggingUnit>()
    private(set) var lines = 0
    /// Utterances that have words, and those among them that end in a sentence mark.
    private(set) var worded = 0
    private(set) var marked = 0
    let words = KnownWords()

    /// Forgets the conversation, keeps the memory.
    mutating func reset() {
        tokens.removeAll(keepingCapacity: true)
        units.removeAll(keepingCapacity: true)
        lines = 0
        worded = 0
        marked = 0
    }

    private enum Kind { case letter, space, joiner, mark, other }

    @inline(__always)
    private static func classify(_ text: UnsafeBufferPointer<UInt8>, _ i: Int) -> (kind: Kind, byte: UInt8, width: Int) {
        let b = text[i]
        switch b {
        case 0x61...0x7a: return (.letter, b, 1)
        case 0x41...0x5a: return (.letter, b | 0x20, 1)
        case 0x30...0x39: return (.letter, 0x30, 1)
        case 0x20, 9...13: return (.space, 0, 1)
        case 0x27: return (.joiner, b, 1)
        case 0x2d: return (.joiner, 0, 1)
        case 0x2e, 0x3f, 0x21: return (.mark, b, 1)
        case 0..<0x80: return (.other, 0, 1)
        case 0xc2: return (.other, 0, 2)
        case 0xe2:
            // General punctuation: curly apostrophes and true hyphens join words, the rest parts them.
            guard i + 2 < text.count, text[i + 1] == 0x80 else { return (.letter, b, 1) }
            switch text[i + 2] {
            case 0x98, 0x99: return (.joiner, 0x27, 3)
            case 0x90, 0x91: return (.joiner, 0, 3)
            default: return (.other, 0, 3)
            }
        default: return (.letter, b, 1)
        }
    }

    /// Takes the next utterance of the conversation.
    mutating func append(speaker: Int32, text: UnsafeBufferPointer<UInt8>) {
        let line = Int32(truncatingIfNeeded: lines)
        lines += 1
        let end = text.count
        var start = tokens.count
        let firstToken = start
        var mark = SentenceMark.none
        var value = WordHash.offset
        var letters = 0
        var joined = false
        var pending = false
        var i = 0
        while i < end {
            let (kind, byte, width) = Self.classify(text, i)
            if kind == .letter {
                if pending {
                    close(line: line, speaker: speaker, start: start, mark: mark)
                    start = tokens.count
                    pending = false
                }
                mark = .none
                value = (value ^ UInt64(byte)) &* WordHash.prime
                letters += 1
                i += 1
                continue
            }
            if letters > 0, kind == .joiner || byte == 0x2e, i + width < end, Self.classify(text, i + width).kind == .letter {
                if kind == .joiner && byte != 0 {
                    value = (value ^ UInt64(byte)) &* WordHash.prime
                } else if kind == .mark {
                    joined = true
                }
                i += width
                continue
            }
            let short = letters == 1 || joined
            var word: UInt64 = 0
            if letters > 0 {
                word = value
                tokens.append(words.canonical(value))
                value = WordHash.offset
                letters = 0
                joined = false
            }
            if kind == .mark {
                if mark != .question {
                    mark = byte == 0x2e ? .fullStop : byte == 0x3f ? .question : .exclamation
                }
                if i + 1 < end, tokens.count > start, Self.classify(text, i + 1).kind == .space,
                    byte != 0x2e || (word != 0 && !short && !words.isAbbreviation(word))
                {
                    pending = true
                }
            }
            i += width
        }
        if letters > 0 { tokens.append(words.canonical(value)) }
        close(line: line, speaker: speaker, start: start, mark: mark)
        if tokens.count > firstToken {
            worded += 1
            if mark != .none { marked += 1 }
        }
    }

    private mutating func close(line: Int32, speaker: Int32, start: Int, mark: SentenceMark) {
        let length = tokens.count - start
        var unit = TaggingUnit(start: start, length: length, line: line, speaker: speaker, mark: mark)
        if length > 0 {
            unit.first = tokens[start]
            unit.last = tokens[start + length - 1]
        }
        if length > 1 {
            unit.second = tokens[start + 1]
            unit.beforeLast = tokens[start + length - 2]
        }
        unit.bucket = UInt64(min(length, 5) + (length > 9 ? 1 : 0))
        unit.whole = length <= 2 ? WordHash.feature(100, unit.first, unit.second) : unit.bucket
        units.append(unit)
    }

    /// The type of a question where its words settle it, else the network's ‡.
    func type(_ type: QuestionType?, of unit: TaggingUnit) -> QuestionType? {
        let own = tokens[unit.start..<unit.start + unit.length]
        if words.opens(own) { return .open }
        return type == .yesNo && words.beginsWithQuestionWord(own) ? .wh : type
    }
}
