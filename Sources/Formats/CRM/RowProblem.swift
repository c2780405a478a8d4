/// What is wrong with a row, where, and what to do.
public struct RowProblem: Hashable, Sendable, Codable, CustomStringConvertible {
    /// What kind of trouble.
    public enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
        /// The row is not written as a table asks: marks, length, number of fields.
        case malformed
        /// What the record cannot be without is missing.
        case missing
        /// A value that is not of its column's kind.
        case unreadable
        /// A currency that does not exist.
        case unknownCurrency = "unknown-currency"
        /// It can be read in more than one way, and nobody said which: see the questions.
        case open
        /// It can be read, and does not go with what the record has.
        case unfitting
    }

    public var kind: Kind
    /// The name the file came with.
    public var file: String?
    /// As a spreadsheet counts rows: from 1, the heading too.
    public var row: Int
    /// Line of the file, counted from 1.
    public var line: Int
    /// The column's name; nil where the whole row is meant.
    public var column: String?
    /// What stands there, 60 characters at most.
    public var value: String?
    /// What is wrong.
    public var reason: String
    /// What to do about it.
    public var advice: String
    /// Whether the row was left out for it; otherwise only the value was.
    public var isRowLost: Bool

    /// A problem of a row.
    public init(
        kind: Kind, file: String?, row: Int, line: Int, column: String?, value: String?, reason: String, advice: String, isRowLost: Bool
    ) {
        self.kind = kind
        self.file = file
        self.row = row
        self.line = line
        self.column = column
        self.value = value
        self.reason = reason
        self.advice = advice
        self.isRowLost = isRowLost
    }

    /// `deals.csv, row 12, column “Amount”: … What to do.`
    public var description: String {
        let place = [file, "row \(row)", column.map { "column “\($0)”" }].compactMap { $0 }.joined(separator: ", ")
        return "\(place): \(reason) \(advice)"
    }
}
