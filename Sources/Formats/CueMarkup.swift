/// Takes the markup out of a cue's payload: voice spans become speakers, other tags go, entities become characters.
///
/// Source: WebVTT, W3C, sections 4.2 and 6.4 (cue text, its parsing). What only looks like a tag stays text.
struct CueMarkup {
    /// Words by one speaker within a cue.
    struct Piece {
        /// The annotation of the voice span, entities decoded; nil outside a voice span.
        var voice: [UInt8]?
        var words: [UInt8]
    }

    /// The pieces in order. A payload without markup is one piece without a voice.
    static func pieces(_ bytes: [UInt8], _ range: Range<Int>) -> [Piece] {
        var pieces: [Piece] = []
        var current = Piece(voice: nil, words: [])
        current.words.reserveCapacity(range.count)
        var index = range.lowerBound
        while index < range.upperBound {
            let byte = bytes[index]
            switch byte {
            case 0x3C: // <
                let next = index + 1 < range.upperBound ? bytes[index + 1].lowercasedASCII : 0
                guard next == 0x2F || next.isDigit || (next >= 0x61 && next <= 0x7A), let tag = Tag(bytes, at: index, before: range.upperBound) else { break }
                index = tag.end
                switch tag.kind {
                case .voice(let annotation):
                    if current.words.contains(where: { $0 > 0x20 }) { pieces.append(current) }
                    current = Piece(voice: decoded(bytes, annotation), words: [])
                case .voiceEnd:
                    if current.words.contains(where: { $0 > 0x20 }) { pieces.append(current) }
                    current = Piece(voice: nil, words: [])
                case .lineBreak: current.words.append(0x20)
                case .other: break
                }
                continue
            case 0x26: // &
                if let end = entity(bytes, at: index, before: range.upperBound, into: &current.words) {
                    index = end
                    continue
                }
            case 0x7B where index + 1 < range.upperBound && bytes[index + 1] == 0x5C: // {\ of SubStation Alpha
                var close = index + 2
                while close < range.upperBound, bytes[close] != 0x7D, bytes[close] != 0x7B, bytes[close] != 0x0A { close += 1 }
                if close < range.upperBound, bytes[close] == 0x7D {
                    index = close + 1
                    continue
                }
            default: break
            }
            current.words.append(byte)
            index += 1
        }
        if pieces.isEmpty || current.words.contains(where: { $0 > 0x20 }) { pieces.append(current) }
        return pieces
    }

    private static func decoded(_ bytes: [UInt8], _ range: Range<Int>) -> [UInt8] {
        var result: [UInt8] = []
        var index = range.lowerBound
        while index < range.upperBound {
            if bytes[index] == 0x26, let end = entity(bytes, at: index, before: range.upperBound, into: &result) {
                index = end
            } else {
                result.append(bytes[index])
                index += 1
            }
        }
        return result
    }

    /// Decodes the character reference at `&`; nil, and nothing appended, where there is none.
    private static func entity(_ bytes: [UInt8], at start: Int, before limit: Int, into result: inout [UInt8]) -> Int? {
        var semicolon = start + 1
        while semicolon < limit, semicolon - start <= 9, bytes[semicolon] != 0x3B { semicolon += 1 }
        guard semicolon < limit, bytes[semicolon] == 0x3B, semicolon > start + 1 else { return nil }
        let scalar: Unicode.Scalar?
        switch String(decoding: bytes[(start + 1)..<semicolon], as: UTF8.self) {
        case "amp": scalar = "&"
        case "lt": scalar = "<"
        case "gt": scalar = ">"
        case "quot": scalar = "\""
        case "apos": scalar = "'"
        case "nbsp": scalar = "\u{A0}"
        case "lrm": scalar = "\u{200E}"
        case "rlm": scalar = "\u{200F}"
        case let name where name.utf8.first == 0x23:
            let digits = name.utf8.dropFirst()
            let value = digits.first.map { $0.lowercasedASCII } == 0x78
                ? UInt32(String(digits.dropFirst()) ?? "", radix: 16) : UInt32(String(digits) ?? "", radix: 10)
            scalar = value.flatMap(Unicode.Scalar.init)
        default: scalar = nil
        }
        guard let scalar, let encoded = UTF8.encode(scalar) else { return nil }
        result.append(contentsOf: encoded)
        return semicolon + 1
    }
}

extension CueMarkup {
    /// One tag: `<v.loud Anna>`, `</c>`, `<00:00:01.000>`.
    private struct Tag {
        enum Kind {
            case voice(Range<Int>)
            case voiceEnd
            case lineBreak
            case other
        }

        var kind: Kind
        /// After the closing `>`.
        var end: Int

        /// Nil where the text at `<` is not a tag that WebVTT or SRT has. The search for `>` stops at the next `<`, so
        /// that a text full of `<` is walked twice at most.
        init?(_ bytes: [UInt8], at start: Int, before limit: Int) {
            var close = start + 1
            while close < limit, bytes[close] != 0x3E, bytes[close] != 0x3C { close += 1 }
            guard close < limit, bytes[close] == 0x3E else { return nil }
            end = close + 1
            var position = start + 1
            let closing = position < close && bytes[position] == 0x2F
            if closing { position += 1 }
            if !closing, position < close, bytes[position].isDigit {
                guard case .time(_, let after) = ClockTime.read(bytes, at: position, before: close), after == close else { return nil }
                kind = .other
                return
            }
            let nameStart = position
            while position < close, bytes[position].lowercasedASCII >= 0x61, bytes[position].lowercasedASCII <= 0x7A { position += 1 }
            let name = nameStart..<position
            // After the name: a class, white space and an annotation, a slash, or the end.
            guard position == close || bytes[position] == 0x2E || bytes[position] <= 0x20 || bytes[position] == 0x2F else { return nil }
            if bytes.isText("v", in: name) {
                if closing {
                    kind = .voiceEnd
                } else {
                    while position < close, bytes[position] > 0x20 { position += 1 }
                    kind = .voice(bytes.trimmed(position..<close))
                }
            } else if bytes.isText("br", in: name) {
                kind = .lineBreak
            } else if Self.isKnown(bytes, name) {
                kind = .other
            } else {
                return nil
            }
        }

        private static func isKnown(_ bytes: [UInt8], _ name: Range<Int>) -> Bool {
            switch name.count {
            case 1: [0x62, 0x63, 0x69, 0x73, 0x75].contains(bytes[name.lowerBound].lowercasedASCII) // b c i s u
            case 2: bytes.isText("rt", in: name)
            case 4: bytes.isText("ruby", in: name) || bytes.isText("lang", in: name) || bytes.isText("font", in: name)
            default: false
            }
        }
    }
}
