public import Covalence

/// What a mail says: who wrote it to whom, when, and the words. Nothing in it is trusted further than it was checked here:
/// everybody can write any name and address into a mail.
public struct MailMessage: Hashable, Sendable {
    /// `Message-ID` without angle brackets; nil where there is none.
    public var messageID: String?
    /// The first id of `In-Reply-To`.
    public var inReplyTo: String?
    /// The ids of `References`, oldest first.
    public var references: [String] = []
    /// When it was written by the sender's clock; nil where the date is missing, unreadable or before 1971 or after 2100.
    public var date: Timestamp?
    /// Who wrote it.
    public var from: [MailParty] = []
    /// Who sent it, where somebody else did so for the writer.
    public var sender: MailParty?
    /// Whom it was sent to.
    public var to: [MailParty] = []
    /// Who got a copy.
    public var cc: [MailParty] = []
    /// Where answers should go.
    public var replyTo: [MailParty] = []
    /// One line, decoded; nil where there is none.
    public var subject: String?
    /// The words, lines ended by `\n`: of the plain text where there is one, otherwise of the HTML.
    public var text = ""
    /// The words without the quoted history of the conversation and without the signature.
    public var ownText = ""
    /// The files that came with it.
    public var attachments: [MailAttachment] = []
    /// Whether a program or a mailing list sent it (Auto-Submitted, Precedence, List-Id).
    public var isAutomatic = false
    /// What is broken or was left out, one sentence each.
    public var problems: [String] = []

    /// A mail without anything.
    public init() {}
}
