public import Covalence
public import Foundation

/// A stretch of what was said or written, that is read as one: a turn, or a paragraph.
public struct Passage: Hashable, Sendable {
    /// Index of its first utterance; 0 in what was written.
    public var first: Int
    /// How many utterances; 0 in what was written.
    public var count: Int
    /// Where it stands in the words of the meeting or the text of the interaction, in Unicode scalars.
    public var range: Range<Int>
    /// Which label of the words speaks; nil where the file names nobody, and in what was written.
    public var label: Int?
    /// What a number of its row in `PassageSet.meaning` is worth.
    public var scale: Float

    /// A passage.
    public init(first: Int, count: Int, range: Range<Int>, label: Int?, scale: Float) {
        self.first = first
        self.count = count
        self.range = range
        self.label = label
        self.scale = scale
    }

    /// Its utterances; empty in what was written.
    public var utterances: Range<Int> { first..<first + count }
}

/// What was said in a meeting, or written in an interaction, in passages with their meaning.
public struct PassageSet: Sendable {
    /// Whose passages they are.
    public enum Holder: Hashable, Sendable {
        case meeting(Identifier<Meeting>)
        case interaction(Identifier<Interaction>)

        /// The id behind it.
        public var uuid: UUID {
            switch self {
            case .meeting(let id): id.uuid
            case .interaction(let id): id.uuid
            }
        }
    }

    public var holder: Holder
    /// Which model read it, with the version of how passages are made.
    public var engine: String
    /// Version of the meeting's words, or of the interaction.
    public var madeFrom: Int
    public var madeAt: Timestamp
    public var passages: [Passage]
    /// Whole numbers from -127 to 127, a row a passage, all rows of the same width; times the passage's `scale` they are a vector of length 1.
    public var meaning: Data

    /// A set.
    public init(_ holder: Holder, engine: String, madeFrom: Int, madeAt: Timestamp, passages: [Passage], meaning: Data) {
        self.holder = holder
        self.engine = engine
        self.madeFrom = madeFrom
        self.madeAt = madeAt
        self.passages = passages
        self.meaning = meaning
    }

    /// Numbers of a row; 0 where there is no passage.
    public var width: Int { passages.isEmpty ? 0 : meaning.count / passages.count }

    /// The stamp of this making.
    public var stamp: PassageStamp { PassageStamp(holder: holder, madeFrom: madeFrom, madeAt: madeAt) }
}

/// Names one making of a set: another one has another stamp.
public struct PassageStamp: Hashable, Sendable {
    public var holder: PassageSet.Holder
    public var madeFrom: Int
    public var madeAt: Timestamp

    /// A stamp.
    public init(holder: PassageSet.Holder, madeFrom: Int, madeAt: Timestamp) {
        self.holder = holder
        self.madeFrom = madeFrom
        self.madeAt = madeAt
    }
}

/// How much was read by meaning.
public struct PassageProgress: Hashable, Sendable {
    /// Meetings and interactions with words.
    public var all: Int
    /// Of these, those that wait to be read.
    public var left: Int

    /// A count.
    public init(all: Int, left: Int) {
        self.all = all
        self.left = left
    }
}

/// A meeting or interaction that waits to be read by meaning.
public struct PassageDebt: Hashable, Sendable {
    public var holder: PassageSet.Holder
    /// What a set of it is to be made from.
    public var version: Int
    /// The version of the meeting itself, which rises too where words are removed and no new version of them is made; nil for interactions.
    public var record: Int?

    /// One that waits.
    public init(holder: PassageSet.Holder, version: Int, record: Int? = nil) {
        self.holder = holder
        self.version = version
        self.record = record
    }
}

/// Who speaks in a passage that is looked for.
public struct SpeakerFilter: Hashable, Sendable {
    /// Part of the speaker's name, in any case, accents ignored.
    public var name: String?
    public var side: Side?

    /// Anybody; set what should hold.
    public init(name: String? = nil, side: Side? = nil) {
        self.name = name
        self.side = side
    }

    /// Whether it leaves anybody out.
    public var isSet: Bool { name != nil || side != nil }
}
