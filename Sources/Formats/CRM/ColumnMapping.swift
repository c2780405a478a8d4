/// How sure a column was recognised.
public enum MappingSureness: String, Hashable, Sendable, Codable, CaseIterable, Comparable {
    /// Told from what stands in its cells.
    case guess
    /// Its name is known, but not as one of the program that the file comes from, or by our own translation ‡.
    case likely
    /// Its name is what the program it comes from documents.
    case certain
    /// A person said so.
    case chosen

    /// Less sure comes first.
    public static func < (left: MappingSureness, right: MappingSureness) -> Bool { left.rank < right.rank }

    private var rank: Int {
        switch self {
        case .guess: 0
        case .likely: 1
        case .certain: 2
        case .chosen: 3
        }
    }
}

/// How percentages are written in a column.
public enum PercentScale: String, Hashable, Sendable, Codable, CaseIterable {
    /// 60 is 60 %.
    case hundred
    /// 0.6 is 60 %.
    case one
}

/// How the values of one column are written, decided for the column and not for each cell; nil where nothing needed deciding, or it is open.
public struct ColumnFormat: Hashable, Sendable, Codable {
    public var decimalMark: DecimalMark?
    public var dayOrder: DayOrder?
    public var percentScale: PercentScale?

    /// Nothing decided.
    public init(decimalMark: DecimalMark? = nil, dayOrder: DayOrder? = nil, percentScale: PercentScale? = nil) {
        self.decimalMark = decimalMark
        self.dayOrder = dayOrder
        self.percentScale = percentScale
    }
}

/// What a file was taken for, and what each of its columns means. It can be changed and passed back.
public struct ColumnMapping: Hashable, Sendable, Codable {
    /// A column.
    public struct Column: Hashable, Sendable, Codable {
        /// Its place, from 0.
        public var index: Int
        /// Its name as the file has it; empty where it has none.
        public var header: String
        /// What it means; nil where it is left over: its values are then kept beside the row.
        public var field: CRMField?
        /// Nil where it is left over.
        public var sureness: MappingSureness?
        /// Why, in a sentence.
        public var reason: String
        /// How its values are written.
        public var format: ColumnFormat
        /// Cells that are not empty, of the whole file.
        public var filled: Int
    }

    public var kind: CRMRecordKind
    /// Whether no other kind came near.
    public var isKindSure: Bool
    /// Why it was taken for that kind, in a sentence.
    public var kindReason: String
    public var source: CRMSource
    /// Why it was taken to come from there, in a sentence.
    public var sourceReason: String
    public var columns: [Column]
    /// ISO 4217, for amounts that have no currency in the file; nil where none was said.
    public var defaultCurrency: String?
    /// Zone of the zone database for times and days without zone.
    public var timeZone: String

    /// The columns that mean nothing to us.
    public var leftOver: [Column] { columns.filter { $0.field == nil } }

    /// The columns that mean a field, in the order of the file.
    public func columns(for field: CRMField) -> [Column] { columns.filter { $0.field == field } }

    /// Says what a column means, or that it means nothing. Whichever column meant the same is left over then, unless several can.
    public mutating func choose(_ field: CRMField?, forColumn index: Int) {
        for place in columns.indices {
            if columns[place].index == index {
                columns[place].field = field
                columns[place].sureness = field == nil ? nil : .chosen
                columns[place].reason = field == nil ? "Left over by choice." : "Chosen."
            } else if let field, columns[place].field == field, !field.takesSeveral {
                columns[place].field = nil
                columns[place].sureness = nil
                columns[place].reason = "Another column was chosen for it."
            }
        }
    }
}

/// Something about a file that its values leave open and a person has to say.
public struct ImportQuestion: Hashable, Sendable, Codable {
    /// What is asked.
    public enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
        /// Whether 4/3 is in March or April: set the column's `format.dayOrder`.
        case dayOrder = "day-order"
        /// Whether 1.234 is more than a thousand: set the column's `format.decimalMark`.
        case decimalMark = "decimal-mark"
        /// Whether 1 is one percent or all: set the column's `format.percentScale`.
        case percentScale = "percent-scale"
        /// In which currency amounts are: set the mapping's `defaultCurrency`.
        case currency
    }

    public var kind: Kind
    /// The column, as `ColumnMapping.Column.index`.
    public var column: Int
    /// The column's name.
    public var header: String
    /// Cells that show it, at most three.
    public var examples: [String]
    /// How many cells wait for the answer.
    public var count: Int
    /// The answer that is more likely, as the raw value of `DayOrder`, `DecimalMark` or `PercentScale`; nil where none is.
    public var proposal: String?
    /// The question, in a sentence.
    public var sentence: String
}
