/// How much of a mail is read. Each limit can be set; what lies beyond one is left out and reported.
public struct MailLimits: Hashable, Sendable {
    /// Bytes of one message, attachments included; a larger one is not read.
    public var maxMessageBytes = 50_000_000
    /// Bytes of the header fields at the top of a message; what follows is not read.
    public var maxHeaderBytes = 512_000
    /// Parts of a message that are looked at.
    public var maxParts = 500
    /// Multiparts within multiparts.
    public var maxDepth = 50
    /// Bytes of one text part, before it is made into text.
    public var maxTextPartBytes = 4_000_000
    /// Unicode scalars of the text of a message.
    public var maxTextScalars = 1_000_000
    /// People in one header field.
    public var maxParties = 2_000
    /// Ids in `References`; the last ones are kept.
    public var maxReferences = 500
    /// Unicode scalars of a subject.
    public var maxSubjectScalars = 1_000
    /// Unicode scalars of a name of a person or a file.
    public var maxNameScalars = 200
    /// Problems listed one by one.
    public var maxProblems = 100

    /// The limits given above.
    public init() {}
}
