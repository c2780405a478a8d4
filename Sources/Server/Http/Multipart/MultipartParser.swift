/// Reads `multipart/form-data` († RFC 7578, RFC 2046) piece by piece, as it comes from the network.
///
/// Bytes are pushed in by `feed`, in pieces of any size; events come out. Memory is bounded: at most one delimiter's length of a part's
/// content is held back, and at most `headerBytes` of its header lines. Time is linear in the bytes fed.
struct MultipartParser {
    /// What a form may cost.
    struct Limits: Hashable, Sendable {
        /// Parts in one form.
        var parts = 1000
        /// Header lines of one part, in bytes.
        var headerBytes = 16_384
        /// Bytes before the first part.
        var preambleBytes = 4096
    }

    enum Event: Equatable {
        case began(MultipartPart)
        case content([UInt8])
        case ended
        /// The closing delimiter was read; what follows is passed over.
        case finished
    }

    private enum State {
        case preamble
        /// Behind a delimiter: `--` closes the form, a line break opens a part.
        case behindDelimiter
        case header
        case content
        case finished
    }

    private let limits: Limits
    /// CR LF and two hyphens, then the boundary.
    private let delimiter: [UInt8]
    private var state = State.preamble
    private var pending: [UInt8]
    private var partCount = 0
    /// Where the search for the end of the header lines goes on, so that small pieces are not searched again.
    private var searched = 0
    /// Bytes of the header's last line break that still stand before the content.
    private var skip = 0

    /// Nil for a boundary that the standard does not allow: empty, over 70 bytes, or with a line break.
    init?(boundary: String, limits: Limits = Limits()) {
        let bytes = Array(boundary.utf8)
        guard !bytes.isEmpty, bytes.count <= 70, bytes.allSatisfy({ $0 >= 32 && $0 < 127 }) else { return nil }
        self.limits = limits
        delimiter = [13, 10, 45, 45] + bytes
        // The first delimiter may stand at the very start; a line break before it makes it like the others.
        pending = [13, 10]
    }

    /// The boundary that a Content-Type header names; nil where it is another type or names none.
    static func boundary(contentType: String?) -> String? {
        guard let contentType, contentType.lowercased().hasPrefix("multipart/form-data") else { return nil }
        return HeaderParameters(contentType).value(of: "boundary")
    }

    /// Whether the closing delimiter was read.
    var isFinished: Bool { if case .finished = state { true } else { false } }

    /// Takes the next bytes.
    mutating func feed(_ bytes: some Collection<UInt8>) throws(MultipartError) -> [Event] {
        guard !isFinished else { return [] }
        pending.append(contentsOf: bytes)
        var events: [Event] = []
        var position = 0
        loop: while true {
            switch state {
            case .preamble:
                guard let found = firstIndex(of: delimiter, from: position) else {
                    if pending.count > limits.preambleBytes { throw .noFirstPart }
                    break loop
                }
                position = found + delimiter.count
                state = .behindDelimiter
            case .behindDelimiter:
                guard let next = try behindDelimiter(from: position) else { break loop }
                position = next.position
                state = next.closes ? .finished : .header
                searched = position
                if next.closes { events.append(.finished) }
            case .header:
                guard let end = headerEnd(from: position) else {
                    if pending.count - position > limits.headerBytes { throw .headerTooLarge(part: partCount, limit: limits.headerBytes) }
                    break loop
                }
                if end - position > limits.headerBytes { throw .headerTooLarge(part: partCount, limit: limits.headerBytes) }
                events.append(.began(try MultipartPart(headerLines: pending[position..<end], number: partCount)))
                // The line break that ends the header lines may also begin the delimiter of an empty part.
                position = end + 2
                state = .content
            case .content:
                if let found = firstIndex(of: delimiter, from: position) {
                    appendContent(to: &events, from: position, to: found)
                    events.append(.ended)
                    position = found + delimiter.count
                    state = .behindDelimiter
                } else {
                    let safe = pending.count - (delimiter.count - 1)
                    if safe > position {
                        appendContent(to: &events, from: position, to: safe)
                        position = safe
                    }
                    break loop
                }
            case .finished:
                position = pending.count
                break loop
            }
        }
        pending.removeFirst(position)
        searched = max(0, searched - position)
        return events
    }

    private mutating func appendContent(to events: inout [Event], from: Int, to end: Int) {
        let start = min(end, from + skip)
        skip -= start - from
        if start < end { events.append(.content(Array(pending[start..<end]))) }
    }

    private mutating func behindDelimiter(from position: Int) throws(MultipartError) -> (position: Int, closes: Bool)? {
        // Blanks may follow the boundary on its line.
        var index = position
        while index < pending.count, pending[index] == 32 || pending[index] == 9 { index += 1 }
        if index - position > 100 { throw .malformedHeader(part: partCount) }
        guard index + 1 < pending.count else { return nil }
        if pending[index] == 45, pending[index + 1] == 45 { return (index + 2, true) }
        guard pending[index] == 13, pending[index + 1] == 10 else { throw .malformedHeader(part: partCount) }
        partCount += 1
        if partCount > limits.parts { throw .tooManyParts(limit: limits.parts) }
        skip = 2
        return (index + 2, false)
    }

    /// Where the header lines end: the index of the line break before the empty line.
    private mutating func headerEnd(from position: Int) -> Int? {
        var index = max(position, searched)
        while index + 3 < pending.count {
            if pending[index] == 13, pending[index + 1] == 10, pending[index + 2] == 13, pending[index + 3] == 10 { return index }
            index += 1
        }
        searched = max(position, pending.count - 3)
        return nil
    }

    /// Where `pattern` first stands at or after `start`. The pattern begins with the only CR in it, so no byte is looked at twice
    /// but for the pattern's own length.
    private func firstIndex(of pattern: [UInt8], from start: Int) -> Int? {
        guard pending.count >= pattern.count else { return nil }
        let last = pending.count - pattern.count
        return pending.withUnsafeBufferPointer { bytes in
            var index = start
            while index <= last {
                if bytes[index] == 13 {
                    var matched = 1
                    while matched < pattern.count, bytes[index + matched] == pattern[matched] { matched += 1 }
                    if matched == pattern.count { return index }
                    index += matched
                } else {
                    index += 1
                }
            }
            return nil
        }
    }
}
