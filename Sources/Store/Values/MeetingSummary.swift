public import Covalence

/// A meeting as the list shows it: its fields, and numbers that are kept beside it in the same transaction.
public struct MeetingSummary: Hashable, Sendable, Identifiable {
    public var meeting: Meeting
    /// Larger after every change to anything of the meeting.
    public var version: Int
    /// The current version of the words, from 1.
    public var transcriptVersion: Int
    /// The current version of the cast, from 1.
    public var castVersion: Int
    /// Utterances in the current words.
    public var utterances: Int
    /// Words in them, as whoever stored the transcript counted.
    public var words: Int
    /// Milliseconds from the start of the recording to the last end; nil without times.
    public var duration: Int?
    /// BCP 47; nil while not known.
    public var language: String?
    /// Who took part, in the order of the cast.
    public var participants: [ParticipantSummary]
    /// Participants of whom nobody has said on which side they were.
    public var openQuestions: Int
    /// The value of the newest confirmed claim of the kind `meeting.outcome`; nil while nobody said.
    public var outcome: String?
    /// The current recording; nil where there is none.
    public var recording: ContentHash?
    /// The accounts it belongs to.
    public var accounts: Set<Identifier<Organization>> = []
    /// Who brought it in; nil for the operator and for imports.
    public var broughtInBy: Identifier<Member>?
    /// The purposes to which every participant agreed.
    public var consents: Set<ConsentPurpose> = []

    /// The meeting's id.
    public var id: Identifier<Meeting> { meeting.id }
    /// Whether there is a recording to play.
    public var hasRecording: Bool { recording != nil }
    /// When it began, or when it came into the record where that is not known: what lists are ordered by.
    public var orderedAt: Timestamp { meeting.startedAt ?? meeting.recordedAt }

    /// Names on one side, in the order of the cast.
    public func names(on side: Side) -> [String] {
        participants.filter { $0.side == side }.map(\.name)
    }

    /// The organisations on one side (on any where nil), each once, in the order of the cast.
    public func organizations(on side: Side? = nil) -> [String] {
        var seen: Set<String> = []
        return participants.compactMap { participant in
            guard side == nil || participant.side == side, let name = participant.organization,
                  seen.insert(name).inserted
            else { return nil }
            return name
        }
    }
}

/// A participant as the list shows them.
public struct ParticipantSummary: Hashable, Sendable, Identifiable {
    public var id: Identifier<Participant>
    public var name: String
    /// Nil while not known.
    public var side: Side?
    /// Nil while not known.
    public var organization: String?
    /// The person of the record, once known.
    public var person: Identifier<Person>?
}
