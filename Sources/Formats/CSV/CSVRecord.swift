/// One record of a table: its fields as they stand in the file, without the quotation marks around them, in UTF-8.
public struct CSVRecord: Hashable, Sendable {
    /// As a spreadsheet counts rows: from 1, the heading and empty lines too.
    public var row: Int
    /// Line of the file on which it begins, counted from 1.
    public var line: Int
    private let bytes: [UInt8]
    private let ends: [Int]

    init(row: Int, line: Int, bytes: [UInt8], ends: [Int]) {
        self.row = row
        self.line = line
        self.bytes = bytes
        self.ends = ends
    }

    /// How many fields it has.
    public var count: Int { ends.count }

    /// The words of a field.
    public subscript(index: Int) -> String { String(decoding: field(index), as: UTF8.self) }

    /// The bytes of a field; none where the record has no such field.
    func field(_ index: Int) -> ArraySlice<UInt8> {
        guard ends.indices.contains(index) else { return [] }
        return bytes[(index == 0 ? 0 : ends[index - 1])..<ends[index]]
    }

    /// The words of all fields.
    public var fields: [String] { ends.indices.map { self[$0] } }
}

/// A place at which a table is not written as RFC 4180 asks.
public struct CSVFault: Hashable, Sendable {
    /// What is wrong there.
    public enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
        /// A quotation mark opens a field and none closes it: its line was left out, reading goes on with the next.
        case unclosedQuote = "unclosed-quote"
        /// Quotation marks within a field are not doubled: they were read as letters.
        case strayQuote = "stray-quote"
        /// A field or record is longer than the limit: its line was left out.
        case tooLong = "too-long"
        /// More fields than the limit: its line was left out.
        case tooManyColumns = "too-many-columns"
        /// So many marks are not closed that from here on they are read as letters.
        case quotesIgnored = "quotes-ignored"
    }

    public var kind: Kind
    /// As in `CSVRecord`.
    public var row: Int
    /// Line of the file, counted from 1.
    public var line: Int

    /// Whether a row is missing for it.
    public var isRowLost: Bool { kind == .unclosedQuote || kind == .tooLong || kind == .tooManyColumns }

    /// What is wrong.
    public var reason: String {
        switch kind {
        case .unclosedQuote: "A quotation mark opens a field and none closes it; this line was left out and reading went on with the next."
        case .strayQuote: "A quotation mark within a field is not doubled; it was read as a letter."
        case .tooLong: "The row is longer than is read; it was left out."
        case .tooManyColumns: "The row has more fields than are read; it was left out."
        case .quotesIgnored: "Too many quotation marks are never closed; from here on they are read as letters."
        }
    }

    /// What to do about it.
    public var advice: String {
        switch kind {
        case .unclosedQuote, .strayQuote, .quotesIgnored: "Export the file again, or write quotation marks within a field twice."
        case .tooLong, .tooManyColumns: "Shorten the row, or export fewer columns."
        }
    }
}
