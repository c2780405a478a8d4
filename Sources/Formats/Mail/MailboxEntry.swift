/// One message of a mailbox, or why it could not be read.
public struct MailboxEntry: Sendable {
    /// Where it begins in the file, in bytes: at its “From ” line.
    public var offset: Int64
    /// Its length in bytes with the “From ” line.
    public var byteCount: Int64
    /// Where to go on after it: the offset to give to a new reader.
    public var resumeOffset: Int64
    /// The message, or the reason why it was skipped, which names the place.
    public var result: Result<MailMessage, MailError>

    /// One message.
    public init(offset: Int64, byteCount: Int64, resumeOffset: Int64, result: Result<MailMessage, MailError>) {
        self.offset = offset
        self.byteCount = byteCount
        self.resumeOffset = resumeOffset
        self.result = result
    }
}
