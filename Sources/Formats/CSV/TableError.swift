/// Why a whole table or address file was refused: what is wrong, where, and what to do.
public struct TableError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What kind of trouble.
    public enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
        /// The file could not be opened or read.
        case unreadable
        /// No bytes, or white space only.
        case empty
        /// Not text: a spreadsheet, an archive, a picture.
        case binary
        /// Larger than the limit.
        case tooLarge = "too-large"
        /// More columns than the limit.
        case tooManyColumns = "too-many-columns"
        /// Text, but no table or no address card.
        case notRecognised = "not-recognised"
        /// The mapping that was passed does not belong to the file.
        case wrongMapping = "wrong-mapping"
    }

    public var kind: Kind
    /// The name the file came with, for the message only; nil where it has none.
    public var file: String?
    /// Line of the file, counted from 1, where one can be named.
    public var line: Int?
    /// What is wrong.
    public var reason: String
    /// What to do about it.
    public var advice: String

    /// A refusal.
    public init(kind: Kind, file: String?, line: Int? = nil, reason: String, advice: String) {
        self.kind = kind
        self.file = file
        self.line = line
        self.reason = reason
        self.advice = advice
    }

    /// `deals.csv, line 3: … What to do.`
    public var description: String { RefusalText.make(file: file, line: line, reason: reason, advice: advice) }
}
