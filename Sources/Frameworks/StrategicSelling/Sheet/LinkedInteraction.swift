public import Covalence

/// Something that happened, or is planned, in an objective: as much of a meeting or another interaction as a sheet needs.
public struct LinkedInteraction: Hashable, Sendable {
    public var place: Place
    public var kind: Interaction.Kind
    public var title: String
    /// When it began or begins, was sent, or else came into the record ‡.
    public var at: Timestamp
    /// When it came into the record: before that, nobody knew of it.
    public var recordedAt: Timestamp
    /// How long it took; nil while not known.
    public var milliseconds: Int?
    /// Who took part, each once. Copies and people who are only spoken of took no part ‡.
    public var people: [Identifier<Person>]
    /// Those of them who sat on the seller's side, as far as somebody said who sat where.
    public var sellers: Set<Identifier<Person>>
    /// Who took part across the table of us, and is no person of the record yet.
    public var unnamed: Set<Identifier<Participant>> = []
    /// Whether it is not said of everybody on which side they sat: that comes before who they are.
    public var asksSides = false

    /// Where it is in the record.
    public enum Place: Hashable, Sendable {
        case meeting(Identifier<Meeting>)
        case interaction(Identifier<Interaction>)

        /// For an order that is always the same.
        var name: String {
            switch self {
            case .meeting(let id): id.description
            case .interaction(let id): id.description
            }
        }
    }

    /// What happened, as far as a sheet needs it.
    public init(
        place: Place, kind: Interaction.Kind, title: String, at: Timestamp, recordedAt: Timestamp, milliseconds: Int? = nil,
        people: [Identifier<Person>], sellers: Set<Identifier<Person>> = []
    ) {
        self.place = place
        self.kind = kind
        self.title = title
        self.at = at
        self.recordedAt = recordedAt
        self.milliseconds = milliseconds.flatMap { $0 >= 0 ? $0 : nil }
        var seen: Set<Identifier<Person>> = []
        self.people = people.filter { seen.insert($0).inserted }
        self.sellers = sellers
    }

    /// An interaction without words of its own in the record; nil where it was called off.
    public init?(_ interaction: Interaction) {
        guard !interaction.isCancelled else { return nil }
        let at = interaction.startedAt ?? interaction.recordedAt
        let length = interaction.startedAt.flatMap { start in interaction.endedAt.map { Int($0.milliseconds - start.milliseconds) } }
        self.init(
            place: .interaction(interaction.id), kind: interaction.kind, title: interaction.title, at: at, recordedAt: interaction.recordedAt,
            milliseconds: length,
            people: interaction.participants.compactMap { participation in
                switch participation.part {
                case .from, .to, .organizer, .attendee: participation.person
                case .copy, .noted, .about: nil
                }
            }
        )
    }

    /// A meeting whose words are in the record.
    ///
    /// - Parameter milliseconds: its length, from its transcript or recording.
    public init(_ meeting: Meeting, cast: Cast, milliseconds: Int? = nil) {
        self.init(
            place: .meeting(meeting.id), kind: .meeting, title: meeting.title, at: meeting.startedAt ?? meeting.recordedAt,
            recordedAt: meeting.recordedAt, milliseconds: milliseconds, people: cast.participants.compactMap(\.person),
            sellers: Set(cast.participants.lazy.filter { $0.side == .seller }.compactMap(\.person))
        )
    }
}
