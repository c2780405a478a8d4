/// Why a whole calendar file was refused: what is wrong, where, and what to do.
public struct CalendarError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What kind of trouble.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// No bytes, or white space only.
        case empty
        /// Larger than 50 MB.
        case tooLarge = "too-large"
        /// No calendar begins anywhere in it.
        case notCalendar = "not-calendar"
    }

    public var kind: Kind
    /// Line of the file, counted from 1, where one can be named.
    public var line: Int?
    /// What is wrong.
    public var reason: String
    /// What to do about it.
    public var advice: String

    /// A refusal.
    public init(kind: Kind, line: Int?, reason: String, advice: String) {
        self.kind = kind
        self.line = line
        self.reason = reason
        self.advice = advice
    }

    /// `Line 1: … What to do.`
    public var description: String { (line.map { "Line \($0): " } ?? "") + reason + " " + advice }
}
