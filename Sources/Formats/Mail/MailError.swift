/// Why a whole mail or mailbox was refused: what is wrong, where, and what to do.
public struct MailError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What kind of trouble.
    public enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
        /// The file could not be opened or read.
        case unreadable
        /// No bytes, or white space only.
        case empty
        /// No mail: no header lines.
        case notMail = "not-mail"
        /// No mailbox: it does not begin with a “From ” line.
        case notMailbox = "not-mailbox"
        /// Larger than the limit.
        case tooLarge = "too-large"
        /// The place to go on from is not the beginning of a message.
        case wrongOffset = "wrong-offset"
    }

    /// What kind of trouble.
    public var kind: Kind
    /// Where in a mailbox the message begins, in bytes; nil for a single mail.
    public var offset: Int64?
    /// What is wrong.
    public var reason: String
    /// What to do about it.
    public var advice: String

    /// A refusal.
    public init(kind: Kind, offset: Int64? = nil, reason: String, advice: String) {
        self.kind = kind
        self.offset = offset
        self.reason = reason
        self.advice = advice
    }

    /// `At byte 1024: … What to do.`
    public var description: String { (offset.map { "At byte \($0): " } ?? "") + reason + " " + advice }

    static func tooLarge(_ bytes: Int64, limit: Int, offset: Int64? = nil) -> MailError {
        MailError(
            kind: .tooLarge, offset: offset,
            reason: "The message has \(bytes) bytes; at most \(limit) are read.",
            advice: "Save it without its attachments and add that copy."
        )
    }
}
