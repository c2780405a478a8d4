/// Something we sell: a product, a service, a bundle of both. What a sales objective is about is a claim that may name one.
public struct Offering: Hashable, Sendable, Codable, Identifiable {
    public var id: Identifier<Offering>
    /// As we call it: “Condition monitoring”.
    public var name: String
    /// A line on it, as given.
    public var note: String?
    /// When it came into the record.
    public var recordedAt: Timestamp
    /// Where it came from; nil for what was made here.
    public var origin: Origin?
    /// Whether it is invented, as in the demo.
    public var isFiction: Bool

    /// An offering of which only what is passed is known.
    public init(
        id: Identifier<Offering>, name: String, note: String? = nil, recordedAt: Timestamp, origin: Origin? = nil, isFiction: Bool = false
    ) {
        self.id = id
        self.name = name
        self.note = note
        self.recordedAt = recordedAt
        self.origin = origin
        self.isFiction = isFiction
    }
}
