/// One line of a transcript as text, taken apart: a time, something that may be a name, words.
struct TextLine {
    enum Shape {
        /// `[00:01:02]`, nothing else.
        case time
        /// `Anna Berg  0:05`, `Anna Berg (00:01:02)`: the words follow on the next lines.
        case heading
        /// `Anna: …`, `[00:01:02] Anna: …`, `Anna (00:01:02): …`.
        case labelled
        /// A time and words without a name.
        case timed
        /// Anything else.
        case words
    }

    var shape: Shape
    var number: Int
    var content: Range<Int>
    var start: Int?
    var end: Int?
    /// Whether the time stands in brackets.
    var bracketed = false
    /// Whether two spaces or a tab stand before the time of a heading, as Otter writes it.
    var wideGap = false
    var label: Range<Int>?
    var words: Range<Int>

    /// Markdown at the ends of the line (`###`, `**`, `- `) is passed over.
    init(_ bytes: [UInt8], _ line: Range<Int>, number: Int) {
        self.number = number
        content = Self.withoutMarkdown(bytes, bytes.trimmed(line))
        words = content
        shape = .words
        if readLeadingTime(bytes) { return }
        if let (label, words) = SpeakerPrefix.split(bytes, content) {
            shape = .labelled
            self.words = Self.withoutStars(bytes, words)
            self.label = Self.withoutStars(bytes, label)
            if let label = self.label, let (name, time, _) = Self.trailingTime(bytes, label), bytes[label.upperBound - 1] == 0x29 || bytes[label.upperBound - 1] == 0x5D {
                self.label = name
                start = time
            }
        } else if let (name, time, wide) = Self.trailingTime(bytes, content), !name.isEmpty, name.count <= 250 {
            shape = .heading
            label = Self.withoutStars(bytes, name)
            start = time
            wideGap = wide
            words = content.upperBound..<content.upperBound
        }
    }

    /// `[00:01:02]`, `(0:05)`, `00:01:02 -`, `[00:00.000 --> 00:04.000]` at the beginning of the line.
    private mutating func readLeadingTime(_ bytes: [UInt8]) -> Bool {
        var position = content.lowerBound
        guard position < content.upperBound else { return false }
        let closing: UInt8? = bytes[position] == 0x5B ? 0x5D : bytes[position] == 0x28 ? 0x29 : nil
        if closing != nil { position += 1 }
        guard case .time(let first, var after) = ClockTime.read(bytes, at: position, before: content.upperBound) else { return false }
        var last: Int?
        let gap = bytes.trimmed(after..<content.upperBound).lowerBound
        for dash in ["-->", "-", "\u{2013}"] as [StaticString] where last == nil && gap + dash.utf8CodeUnitCount <= content.upperBound && bytes.has(dash, at: gap) {
            let second = bytes.trimmed((gap + dash.utf8CodeUnitCount)..<content.upperBound).lowerBound
            if case .time(let time, let end) = ClockTime.read(bytes, at: second, before: content.upperBound) { (last, after) = (time, end) }
        }
        if let closing {
            guard after < content.upperBound, bytes[after] == closing else { return false }
            after += 1
        }
        guard after == content.upperBound || bytes[after] <= 0x20 || bytes[after] == 0x3A || bytes[after] == 0x2D else { return false }
        (start, end, bracketed) = (first, last, closing != nil)
        while after < content.upperBound, bytes[after] <= 0x20 || bytes[after] == 0x3A || bytes[after] == 0x2D || bytes[after] == 0x7C { after += 1 }
        if after + 3 <= content.upperBound, bytes.has("\u{2013}", at: after) { after = bytes.trimmed((after + 3)..<content.upperBound).lowerBound }
        let rest = after..<max(after, content.upperBound)
        if rest.isEmpty {
            shape = .time
            words = rest
        } else if let (label, words) = SpeakerPrefix.split(bytes, rest) {
            shape = .labelled
            self.label = Self.withoutStars(bytes, label)
            self.words = Self.withoutStars(bytes, words)
        } else {
            shape = .timed
            words = rest
        }
        return true
    }

    /// The time at the end of a range and what stands before it.
    private static func trailingTime(_ bytes: [UInt8], _ range: Range<Int>) -> (name: Range<Int>, time: Int, wide: Bool)? {
        var end = range.upperBound
        guard end > range.lowerBound else { return nil }
        let opening: UInt8? = bytes[end - 1] == 0x29 ? 0x28 : bytes[end - 1] == 0x5D ? 0x5B : nil
        if opening != nil { end -= 1 }
        var start = end
        while start > range.lowerBound, end - start < 20, bytes[start - 1].isDigit || bytes[start - 1] == 0x3A || bytes[start - 1] == 0x2E { start -= 1 }
        guard case .time(let time, let after) = ClockTime.read(bytes, at: start, before: end), after == end else { return nil }
        if let opening {
            guard start > range.lowerBound, bytes[start - 1] == opening else { return nil }
            start -= 1
        } else {
            guard start > range.lowerBound, bytes[start - 1].isSpace || bytes[start - 1] == 0x7C else { return nil }
        }
        let wide = start - 1 > range.lowerBound && (bytes[start - 1] == 0x09 || (bytes[start - 1] == 0x20 && bytes[start - 2].isSpace))
        while start > range.lowerBound, bytes[start - 1].isSpace || [0x2C, 0x2D, 0x7C].contains(bytes[start - 1]) { start -= 1 }
        return (range.lowerBound..<start, time, wide)
    }

    /// Without `#` and list marks in front and stars around.
    static func withoutMarkdown(_ bytes: [UInt8], _ range: Range<Int>) -> Range<Int> {
        var lower = range.lowerBound
        while lower < range.upperBound, bytes[lower] == 0x23 { lower += 1 }
        if lower > range.lowerBound, lower < range.upperBound, !bytes[lower].isSpace, bytes[lower] != 0x2A, !bytes[lower].isDigit, lower - range.lowerBound < 2 {
            // “#1 priority” is no heading.
            lower = range.lowerBound
        }
        var rest = bytes.trimmed(lower..<range.upperBound)
        if rest.count > 2, bytes[rest.lowerBound] == 0x2D || bytes[rest.lowerBound] == 0x2A, bytes[rest.lowerBound + 1] == 0x20 {
            rest = bytes.trimmed((rest.lowerBound + 2)..<rest.upperBound)
        }
        // A line wholly in stars or underscores loses them; stars around a name are taken off with the name.
        if rest.count > 2, bytes[rest.lowerBound] == 0x2A || bytes[rest.lowerBound] == 0x5F, bytes[rest.upperBound - 1] == bytes[rest.lowerBound] {
            return withoutStars(bytes, rest)
        }
        return rest
    }

    private static func withoutStars(_ bytes: [UInt8], _ range: Range<Int>) -> Range<Int> {
        var (lower, upper) = (range.lowerBound, range.upperBound)
        while lower < upper, bytes[lower] == 0x2A || bytes[lower] == 0x5F { lower += 1 }
        while upper > lower, bytes[upper - 1] == 0x2A || bytes[upper - 1] == 0x5F { upper -= 1 }
        return bytes.trimmed(lower..<upper)
    }
}
