/// A meeting between a seller and a customer: what is known of it beside its words. The words are its transcript versions.
public struct Meeting: Hashable, Sendable, Codable, Identifiable {
    public var id: Identifier<Meeting>
    /// What it was called; the file's name while nobody said otherwise.
    public var title: String
    /// When it began; nil while not known.
    public var startedAt: Timestamp?
    /// When it came into the record.
    public var recordedAt: Timestamp
    /// Whether people, companies and words are invented, as in the demo.
    public var isFiction: Bool
    /// A line on what it was, as given.
    public var note: String?

    /// A meeting of which only what is passed is known.
    public init(
        id: Identifier<Meeting>,
        title: String,
        startedAt: Timestamp? = nil,
        recordedAt: Timestamp,
        isFiction: Bool = false,
        note: String? = nil
    ) {
        self.id = id
        self.title = title
        self.startedAt = startedAt
        self.recordedAt = recordedAt
        self.isFiction = isFiction
        self.note = note
    }
}
