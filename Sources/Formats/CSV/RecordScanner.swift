#if canImport(Glibc)
import Glibc
#endif

/// Reads one record of a table (RFC 4180) out of bytes that begin with it. What it read stands in `bytes` and `ends` until the next.
struct RecordScanner {
    /// What became of the attempt.
    enum Outcome {
        /// A record, and where the next begins.
        case record(end: Int)
        /// No record can be made of it; where to go on, and what is wrong.
        case broken(end: Int, CSVFault.Kind)
        /// The bytes end within the record.
        case incomplete
    }

    private let separator: UInt8
    private let limits: TableLimits
    /// Whether quotation marks are letters like others: after too many that nobody closed.
    var ignoresQuotes = false
    /// The fields without quotation marks, one after the other.
    private(set) var bytes: [UInt8] = []
    /// Where each field ends in `bytes`.
    private(set) var ends: [Int] = []
    /// Line ends within the record and at its end.
    private(set) var lineCount = 0
    /// Lines of the record, counted from 0, on which a quotation mark stands that should have been doubled.
    private(set) var strayQuotes: [Int] = []
    /// After a fault: on which of its lines it is, counted from 0; and whether the bytes end before that line does.
    private(set) var faultLine = 0
    private(set) var isLineOpen = false
    /// How many bytes were looked at in vain, for a quotation mark that nobody closes.
    private(set) var wasted = 0

    init(_ separator: CSVSeparator, _ limits: TableLimits) {
        self.separator = separator.byte
        self.limits = limits
    }

    /// Whether the record is an empty line.
    var isBlank: Bool { ends.count == 1 && bytes.allSatisfy { $0 <= 0x20 } }

    /// Reads the record that begins at `start`. The same comes out however much follows, so that portions do not matter.
    mutating func scan(_ buffer: UnsafeBufferPointer<UInt8>, from start: Int, isLast: Bool) -> Outcome {
        bytes.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
        strayQuotes.removeAll(keepingCapacity: true)
        (lineCount, wasted, isLineOpen) = (0, 0, false)
        let count = buffer.count
        var position = start
        while true {
            if ends.count >= limits.maxColumns { return skipLine(buffer, from: position, isLast, .tooManyColumns) }
            if position < count, buffer[position] == 0x22, !ignoresQuotes {
                switch quoted(buffer, &position, isLast) {
                case .done: break
                case .incomplete: return .incomplete
                case .unclosed: return skipLine(buffer, from: position, isLast, .unclosedQuote)
                }
            } else {
                let first = position
                let limit = min(count, first + limits.maxFieldBytes + 1)
                while position < limit {
                    let byte = buffer[position]
                    if byte == separator || byte == 0x0A || byte == 0x0D { break }
                    position += 1
                }
                if position - first > limits.maxFieldBytes { return skipLine(buffer, from: position, isLast, .tooLong) }
                if position == count, !isLast { return .incomplete }
                bytes.append(contentsOf: UnsafeBufferPointer(rebasing: buffer[first..<position]))
            }
            ends.append(bytes.count)
            if position - start > limits.maxRecordBytes { return skipLine(buffer, from: position, isLast, .tooLong) }
            guard position < count else { return .record(end: position) }
            if buffer[position] == separator {
                position += 1
                if position == count, !isLast { return .incomplete }
                continue
            }
            guard let end = lineEnd(buffer, position, isLast) else { return .incomplete }
            lineCount += 1
            return .record(end: end)
        }
    }

    private enum QuotedField { case done, incomplete, unclosed }

    /// Reads a field in quotation marks; `position` comes to stand behind it, or is left where its line can be passed over.
    private mutating func quoted(_ buffer: UnsafeBufferPointer<UInt8>, _ position: inout Int, _ isLast: Bool) -> QuotedField {
        let opening = position
        let limit = min(buffer.count, opening + limits.maxFieldBytes + 2)
        let kept = (bytes: bytes.count, lines: lineCount, strays: strayQuotes.count)
        var index = opening + 1
        var segment = index
        while true {
            guard let base = buffer.baseAddress, index < limit, let found = memchr(base + index, 0x22, limit - index) else {
                guard isLast || limit == opening + limits.maxFieldBytes + 2 else { return .incomplete }
                wasted = limit - opening
                return giveUp(kept)
            }
            let quote = UnsafeRawPointer(found) - UnsafeRawPointer(base)
            lineCount += Self.lines(buffer, index, quote)
            var next = quote + 1
            guard next < buffer.count || isLast else { return .incomplete }
            if next < buffer.count, buffer[next] == 0x22 {
                bytes.append(contentsOf: UnsafeBufferPointer(rebasing: buffer[segment..<next]))
                index = next + 1
                segment = index
                continue
            }
            // Some programs leave spaces behind the closing mark.
            let spaces = min(buffer.count, quote + 64)
            while next < spaces, buffer[next] == 0x20 { next += 1 }
            guard next < buffer.count || isLast else { return .incomplete }
            if next == buffer.count || buffer[next] == separator || buffer[next] == 0x0A || buffer[next] == 0x0D {
                bytes.append(contentsOf: UnsafeBufferPointer(rebasing: buffer[segment..<quote]))
                position = next
                return .done
            }
            // A mark at the beginning of a field, lines further on, opens that field: the one that was open is the wrong one.
            let before = buffer[quote - 1]
            if lineCount > kept.lines, before == separator || before == 0x0A || before == 0x0D {
                wasted = quote - opening
                return giveUp(kept)
            }
            if strayQuotes.last != lineCount, strayQuotes.count < 100 { strayQuotes.append(lineCount) }
            index = quote + 1
        }
    }

    /// Takes back what was read of a field whose mark nobody closes.
    private mutating func giveUp(_ kept: (bytes: Int, lines: Int, strays: Int)) -> QuotedField {
        bytes.removeLast(bytes.count - kept.bytes)
        strayQuotes.removeLast(strayQuotes.count - kept.strays)
        lineCount = kept.lines
        return .unclosed
    }

    private mutating func skipLine(_ buffer: UnsafeBufferPointer<UInt8>, from start: Int, _ isLast: Bool, _ fault: CSVFault.Kind) -> Outcome {
        faultLine = lineCount
        var position = start
        while position < buffer.count, buffer[position] != 0x0A, buffer[position] != 0x0D { position += 1 }
        if position == buffer.count {
            isLineOpen = !isLast
            return .broken(end: position, fault)
        }
        guard let end = lineEnd(buffer, position, isLast) else { return .incomplete }
        lineCount += 1
        return .broken(end: end, fault)
    }

    /// Behind the line end at `position`; nil where it may go on beyond the bytes.
    private func lineEnd(_ buffer: UnsafeBufferPointer<UInt8>, _ position: Int, _ isLast: Bool) -> Int? {
        guard buffer[position] == 0x0D else { return position + 1 }
        if position + 1 == buffer.count { return isLast ? position + 1 : nil }
        return buffer[position + 1] == 0x0A ? position + 2 : position + 1
    }

    private static func lines(_ buffer: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int) -> Int {
        var lines = 0
        var index = start
        while index < end {
            if buffer[index] == 0x0A || (buffer[index] == 0x0D && (index + 1 == buffer.count || buffer[index + 1] != 0x0A)) { lines += 1 }
            index += 1
        }
        return lines
    }
}
