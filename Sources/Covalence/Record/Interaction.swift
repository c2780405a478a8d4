/// Something that happened between people, or that somebody sent, published or noted: a mail, a calendar event, a note.
///
/// A meeting or call whose words are in the record is a `Meeting`; in the history of an account both stand in one line.
public struct Interaction: Hashable, Sendable, Codable, Identifiable {
    public var id: Identifier<Interaction>
    public var kind: Kind
    /// A subject line or title.
    public var title: String
    /// When it began, or was sent; nil while not known.
    public var startedAt: Timestamp?
    /// When it ended; nil for what has no length, or while not known.
    public var endedAt: Timestamp?
    /// When it came into the record.
    public var recordedAt: Timestamp
    /// What was written, as plain text; nil where there are no words or none are kept.
    public var text: String?
    /// Who told us, for what we only heard of: “the receptionist”.
    public var heardFrom: String?
    /// Where it took place, as given.
    public var place: String?
    /// Names it among its kind and stays the same when it is sent again: a Message-ID, a UID with its recurrence.
    public var sourceID: String?
    /// The `sourceID`s this one answers or belongs to.
    public var answers: [String]
    /// Who took part, in order.
    public var participants: [Participation]
    /// What it went through or was about: artefacts, processes, interfaces (frameworks.md, 3).
    public var components: [Component]
    /// Whether it was called off.
    public var isCancelled: Bool
    /// Whether people, companies and words are invented, as in the demo.
    public var isFiction: Bool

    /// What sort of thing happened.
    public enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
        /// People met, in a room or on screens; no words of it in the record.
        case meeting
        /// A telephone call without words in the record.
        case call
        case mail
        case chat
        /// Something in a calendar, to come or past.
        case calendarEvent = "calendar-event"
        /// Somebody noted what they saw or heard.
        case note

        /// Whether people exchanged words in it, or it went one way (frameworks.md, 3: dialogical, unidirectional).
        public var isDialogical: Bool { self == .meeting || self == .call || self == .chat }
    }

    /// Somebody's part in an interaction.
    public struct Participation: Hashable, Sendable, Codable {
        public var part: Part
        /// As the source has it.
        public var name: String?
        /// Mail address, lower case.
        public var address: String?
        /// The person, once known.
        public var person: Identifier<Person>?

        /// What somebody was in it: sender, guest, whom a note is about.
        public enum Part: String, Hashable, Sendable, Codable, CaseIterable {
            case from, to, copy, organizer, attendee, noted, about
        }

        /// Somebody's part.
        public init(_ part: Part, name: String? = nil, address: String? = nil, person: Identifier<Person>? = nil) {
            self.part = part
            self.name = name
            self.address = address
            self.person = person
        }
    }

    /// A part of the platform through which people interacted (frameworks.md, 3: APPI components).
    public struct Component: Hashable, Sendable, Codable {
        public var kind: Kind
        public var name: String

        /// What sort of component it is.
        public enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
            case artefact, process, people, interface
        }

        /// A component by name.
        public init(_ kind: Kind, _ name: String) {
            self.kind = kind
            self.name = name
        }
    }

    /// An interaction of which only what is passed is known.
    public init(
        id: Identifier<Interaction>,
        kind: Kind,
        title: String,
        startedAt: Timestamp? = nil,
        endedAt: Timestamp? = nil,
        recordedAt: Timestamp,
        text: String? = nil,
        heardFrom: String? = nil,
        place: String? = nil,
        sourceID: String? = nil,
        answers: [String] = [],
        participants: [Participation] = [],
        components: [Component] = [],
        isCancelled: Bool = false,
        isFiction: Bool = false
    ) {
        self.id = id
        self.kind = kind
        self.title = title
        self.startedAt = startedAt
        self.endedAt = endedAt
        self.recordedAt = recordedAt
        self.text = text
        self.heardFrom = heardFrom
        self.place = place
        self.sourceID = sourceID
        self.answers = answers
        self.participants = participants
        self.components = components
        self.isCancelled = isCancelled
        self.isFiction = isFiction
    }
}
