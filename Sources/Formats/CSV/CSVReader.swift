/// Reads a table record by record: RFC 4180 with any of three separators, any line ends, and what is broken told by row and line.
///
/// However large the file, a few portions of it are in memory. Every byte is looked at a bounded number of times. A copy does not read on its own.
public struct CSVReader {
    /// A record, or a place that is wrong.
    public enum Entry: Hashable, Sendable {
        case record(CSVRecord)
        case fault(CSVFault)
    }

    /// How the table is written.
    public let layout: CSVLayout
    private let limits: TableLimits
    private let source: TableBytes
    private var decoder: TableDecoder
    private var scanner: RecordScanner
    private var buffer: [UInt8] = []
    private var position = 0
    private var isLast = false
    private var isAtStart = true
    /// Whether the rest of the line under way is passed over.
    private var isSkipping = false
    private var row = 0
    private var line = 1
    private var read = 0
    private var wasted = 0
    private var waiting: [CSVFault] = []

    /// Begins with the first record, which is the heading where the table has one.
    public init(_ source: TableSource, _ layout: CSVLayout, name: String? = nil, limits: TableLimits = TableLimits()) throws(TableError) {
        self.layout = layout
        self.limits = limits
        self.source = try source.open(name, limits)
        decoder = TableDecoder(layout.decoding)
        scanner = RecordScanner(layout.separator, limits)
    }

    /// The next record or fault; nil at the end. Empty lines are counted and left out.
    ///
    /// - Throws: `TableError` where the file can no longer be read.
    public mutating func next() throws(TableError) -> Entry? {
        while true {
            if !waiting.isEmpty { return .fault(waiting.removeFirst()) }
            if isSkipping {
                guard try skip() else { return nil }
                continue
            }
            guard position < buffer.count else {
                if isLast { return nil }
                try more()
                continue
            }
            switch Self.scan(&scanner, buffer, from: position, isLast: isLast) {
            case .incomplete: try more()
            case .record(let end):
                let start = line
                position = end
                line += scanner.lineCount
                row += 1
                guard !scanner.isBlank else { continue }
                waiting = scanner.strayQuotes.map { CSVFault(kind: .strayQuote, row: row, line: start + $0) }
                return .record(CSVRecord(row: row, line: start, bytes: Array(scanner.bytes[...]), ends: Array(scanner.ends[...])))
            case .broken(let end, let kind):
                row += 1
                let fault = CSVFault(kind: kind, row: row, line: line + scanner.faultLine)
                position = end
                line += scanner.lineCount
                isSkipping = scanner.isLineOpen
                wasted += scanner.wasted
                // What was looked at in vain is read again: that must not grow beyond a few times the file.
                if wasted > 2 * read + 16_000_000, !scanner.ignoresQuotes {
                    scanner.ignoresQuotes = true
                    waiting.append(CSVFault(kind: .quotesIgnored, row: row, line: fault.line))
                }
                return .fault(fault)
            }
        }
    }

    private static func scan(_ scanner: inout RecordScanner, _ buffer: [UInt8], from start: Int, isLast: Bool) -> RecordScanner.Outcome {
        buffer.withUnsafeBufferPointer { scanner.scan($0, from: start, isLast: isLast) }
    }

    /// Passes over the rest of a line; false at the end.
    private mutating func skip() throws(TableError) -> Bool {
        while true {
            while position < buffer.count, buffer[position] != 0x0A, buffer[position] != 0x0D { position += 1 }
            if position + 1 < buffer.count || (isLast && position < buffer.count) {
                position += buffer[position] == 0x0D && position + 1 < buffer.count && buffer[position + 1] == 0x0A ? 2 : 1
                line += 1
                isSkipping = false
                return true
            }
            if isLast { return false }
            try more()
        }
    }

    /// Reads on, until there is twice as much as before: a record that began long ago is then not gone through too often.
    private mutating func more() throws(TableError) {
        buffer.removeSubrange(..<position)
        position = 0
        let wanted = buffer.count * 2
        repeat {
            let portion = try source.next()
            isLast = portion.isEmpty
            let decoded = decoder.decode(portion)
            read += decoded.count
            buffer += decoded
            if isAtStart, buffer.count > layout.skipped + 2 || isLast {
                // A second mark stays behind where two programs each wrote one.
                while buffer.starts(with: [0xEF, 0xBB, 0xBF]) { buffer.removeFirst(3) }
                buffer.removeFirst(min(layout.skipped, buffer.count))
                if layout.skipped > 0 { (line, row) = (2, 1) }
                isAtStart = false
            }
        } while (buffer.count < wanted || isAtStart) && !isLast
    }
}
