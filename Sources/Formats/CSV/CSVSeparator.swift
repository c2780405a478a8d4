/// What stands between the fields of a table.
public enum CSVSeparator: String, Hashable, Sendable, Codable, CaseIterable {
    case comma, semicolon, tab

    /// The name to show.
    public var name: String {
        switch self {
        case .comma: "comma"
        case .semicolon: "semicolon"
        case .tab: "tab"
        }
    }

    var byte: UInt8 {
        switch self {
        case .comma: 0x2C
        case .semicolon: 0x3B
        case .tab: 0x09
        }
    }

    /// The separator of a text by its beginning, and how many bytes say so (a line `sep=;`, which Excel writes and reads) ‡.
    ///
    /// Each separator is tried on the first 100 records: it counts by the share of records that have as many fields as the heading, a
    /// little more the more fields there are, and less where names of the heading begin with a space, as behind a comma in words. Where none
    /// gives two columns, the table has one column and the comma is as good as another.
    static func find(in bytes: [UInt8], isWhole: Bool, _ limits: TableLimits) -> (separator: CSVSeparator, skipped: Int) {
        if bytes.count >= 5, bytes.startsWith("sep=", in: 0..<5), let said = allCases.first(where: { $0.byte == bytes[4] }) {
            var end = 5
            if end < bytes.count, bytes[end] == 0x0D { end += 1 }
            if end < bytes.count, bytes[end] == 0x0A { end += 1 }
            if end > 5 || end == bytes.count { return (said, end) }
        }
        var best: (separator: CSVSeparator, score: Double) = (.comma, 0)
        for separator in allCases {
            var scanner = RecordScanner(separator, limits)
            var columns = 0
            var isProse = false
            var (same, all) = (0, 0)
            bytes.withUnsafeBufferPointer { buffer in
                var position = 0
                trying: while all < 100, position < buffer.count {
                    switch scanner.scan(buffer, from: position, isLast: isWhole) {
                    case .record(let end):
                        position = end
                        guard !scanner.isBlank else { continue }
                        all += 1
                        if all == 1 {
                            columns = scanner.ends.count
                            isProse = scanner.ends.dropLast().contains { $0 < scanner.bytes.count && scanner.bytes[$0] == 0x20 }
                        }
                        if scanner.ends.count == columns { same += 1 }
                    case .broken(let end, _):
                        position = end
                        all += 1
                    case .incomplete: break trying
                    }
                }
            }
            guard columns > 1, all > 0 else { continue }
            let score = Double(same) / Double(all) * (1 - 1 / Double(columns * columns)) * (isProse ? 0.8 : 1)
            if score > best.score { best = (separator, score) }
        }
        return (best.separator, 0)
    }
}
