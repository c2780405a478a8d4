/// What people did with a topic of a set of conversations: named it, pinned it, put it aside or into another one. What it is about is found anew from what was
/// said; this says under which id it goes and by which passages it is known again.
public struct Topic: Hashable, Sendable, Identifiable {
    public var id: Identifier<Topic>
    /// Of whose conversations it is a topic; nil for those of the whole workspace.
    public var account: Identifier<Organization>?
    /// In whose sight it was found, where it is one of the whole workspace; nil for somebody who sees everything.
    public var seenBy: Identifier<Member>?
    /// The name people gave it; nil where it goes by its own words.
    public var name: String?
    /// Whether it stays where it is and gathers what is near.
    public var isPinned: Bool
    /// Whether it is put aside: it is not shown among the others.
    public var isDismissed: Bool
    /// The topic that it is a part of by now.
    public var mergedInto: Identifier<Topic>?
    /// Rises with every change.
    public var version: Int
    /// Passages it is known again by: typical ones of when it was found. No words and no numbers of them are kept.
    public var anchors: [Anchor]

    /// A passage of a meeting.
    public struct Anchor: Hashable, Sendable {
        public var meeting: Identifier<Meeting>
        /// Index of its first utterance.
        public var utterance: Int

        /// A passage.
        public init(meeting: Identifier<Meeting>, utterance: Int) {
            self.meeting = meeting
            self.utterance = utterance
        }
    }

    /// Characters of a name, and passages of a topic, at most.
    public static let longestName = 80
    public static let mostAnchors = 24

    /// A topic that nobody did anything with yet.
    public init(
        id: Identifier<Topic>, account: Identifier<Organization>? = nil, seenBy: Identifier<Member>? = nil, name: String? = nil, isPinned: Bool = false,
        isDismissed: Bool = false, mergedInto: Identifier<Topic>? = nil, version: Int = 0, anchors: [Anchor] = []
    ) {
        self.id = id
        self.account = account
        self.seenBy = seenBy
        self.name = name
        self.isPinned = isPinned
        self.isDismissed = isDismissed
        self.mergedInto = mergedInto
        self.version = version
        self.anchors = anchors
    }
}

/// Something that was done with a topic.
public struct TopicChange: Hashable, Sendable {
    /// What was done.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        case renamed
        case merged
        /// Another one was put into it.
        case gathered
        case separated
        case pinned
        case unpinned
        case dismissed
        case restored
    }

    public var kind: Kind
    /// The name that was given; nil where a name was taken away.
    public var name: String?
    /// The topic it was put into, or that was put into it.
    public var into: Identifier<Topic>?
    public var author: String
    public var at: Timestamp

    /// A change.
    public init(_ kind: Kind, name: String? = nil, into: Identifier<Topic>? = nil, by author: String, at time: Timestamp) {
        self.kind = kind
        self.name = name
        self.into = into
        self.author = author
        at = time
    }
}
