/// Something in a file that could not be taken as it stands: a cue, a line, a segment.
public struct CueProblem: Hashable, Sendable, Codable, CustomStringConvertible {
    /// What kind of trouble.
    public enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
        /// A time that cannot be read.
        case unreadableTime = "unreadable-time"
        /// Words where a time line with `-->` was expected.
        case missingTime = "missing-time"
        /// The end lies before the start.
        case endBeforeStart = "end-before-start"
        /// The start lies before that of the cue above.
        case goesBack = "goes-back"
        /// A time beyond 1,000 hours, or below zero ‡.
        case absurdTime = "absurd-time"
        /// A time without words.
        case empty
        /// A line or segment that is not what the format asks for.
        case malformed
        /// Words beyond the limit were cut.
        case tooLong = "too-long"
        /// The file ends in the middle of something.
        case truncated
    }

    /// Line of the file, counted from 1.
    public var line: Int
    /// What kind of trouble.
    public var kind: Kind
    /// What is wrong, in plain words.
    public var reason: String
    /// True where the words of this place are missing from the utterances; false where they were taken nevertheless.
    public var skipped: Bool

    /// A problem at a line, counted from 1.
    public init(line: Int, kind: Kind, reason: String, skipped: Bool) {
        self.line = line
        self.kind = kind
        self.reason = reason
        self.skipped = skipped
    }

    /// `line 12: the end lies before the start (skipped)`.
    public var description: String { "line \(line): \(reason)" + (skipped ? " (skipped)" : "") }
}
