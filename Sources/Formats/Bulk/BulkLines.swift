/// Cuts a stream of bytes into lines, with as little held in memory as the longest line that is allowed. Lines end with LF or CR LF. A byte
/// order mark before the first is passed over († RFC 8259, 8.1).
public struct BulkLines: Sendable {
    /// A line, or that there was one and it was too long.
    public struct Line: Hashable, Sendable {
        /// Counted from 1, blank lines too.
        public var number: Int
        /// Where it stands in `bytes`; nil where it is longer than the limit.
        public var range: Range<Int>?
    }

    /// Some lines with the bytes they stand in.
    public struct Portion: Sendable {
        public var bytes: [UInt8]
        public var lines: [Line]
    }

    /// The most bytes of a line.
    public let limit: Int
    private var rest: [UInt8] = []
    private var number = 0
    /// Whether the line that is under way was found too long: its bytes are passed over.
    private var isSkipping = false

    /// Cuts lines of at most `limit` bytes.
    public init(limit: Int) { self.limit = limit }

    /// Takes the next bytes and gives the lines that end in them. Blank lines are counted and left out.
    public mutating func feed(_ more: some Collection<UInt8>) -> Portion {
        var bytes = rest
        let known = bytes.count
        bytes.append(contentsOf: more)
        rest = []
        var lines: [Line] = []
        var start = 0
        bytes.withUnsafeBufferPointer { all in
            var index = known
            while index < all.count {
                guard let end = Self.lineFeed(in: all, from: index) else { break }
                finish(start..<end, all, &lines)
                start = end + 1
                index = start
            }
        }
        // With a CR, and the mark before the first.
        if bytes.count - start > limit + 1 + (number == 0 ? Self.mark.count : 0) {
            isSkipping = true
        } else if !isSkipping {
            rest = Array(bytes[start...])
        }
        return Portion(bytes: bytes, lines: lines)
    }

    /// What stands after the last line end, once the stream has ended well.
    public mutating func finish() -> Portion {
        let bytes = rest
        var lines: [Line] = []
        if isSkipping || !bytes.isEmpty { bytes.withUnsafeBufferPointer { finish(0..<$0.count, $0, &lines) } }
        rest = []
        return Portion(bytes: bytes, lines: lines)
    }

    private mutating func finish(_ range: Range<Int>, _ bytes: UnsafeBufferPointer<UInt8>, _ lines: inout [Line]) {
        number += 1
        if isSkipping {
            isSkipping = false
            lines.append(Line(number: number, range: nil))
            return
        }
        var range = range
        if number == 1, bytes[range].starts(with: Self.mark) { range = range.dropFirst(Self.mark.count) }
        if let last = range.last, bytes[last] == 0x0D { range = range.dropLast() }
        guard range.count <= limit else { return lines.append(Line(number: number, range: nil)) }
        if range.contains(where: { bytes[$0] > 0x20 }) { lines.append(Line(number: number, range: range)) }
    }

    /// U+FEFF in UTF-8, as some programs begin a file.
    private static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

    private static func lineFeed(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
        bytes[start...].firstIndex(of: 0x0A)
    }
}
