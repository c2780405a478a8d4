/// Who is behind which label of a transcript: the answer to “who said this?”, kept apart from the words.
///
/// A cast is a value; each change makes a new one, and a meeting keeps them all, so that a change can be undone.
public struct Cast: Hashable, Sendable, Codable {
    /// Who took part, in order of first appearance; those who never spoke come last.
    public var participants: [Participant]
    /// The participant behind each label of the file. Several labels may name one participant (merged).
    public var labels: [String: Identifier<Participant>]
    /// Utterances, by index, that were said by somebody else than their label says (split and reassigned).
    public var reassigned: [Int: Identifier<Participant>]

    /// Who is behind which label.
    public init(
        participants: [Participant],
        labels: [String: Identifier<Participant>],
        reassigned: [Int: Identifier<Participant>] = [:]
    ) {
        self.participants = participants
        self.labels = labels
        self.reassigned = reassigned
    }

    /// One participant per label, named by it, nothing else known.
    ///
    /// - Parameter makeID: called once per label.
    public init(labels: [String], makeID: () -> Identifier<Participant>) {
        participants = []
        self.labels = [:]
        reassigned = [:]
        for label in labels where self.labels[label] == nil {
            let participant = Participant(id: makeID(), name: label)
            participants.append(participant)
            self.labels[label] = participant.id
        }
    }

    /// The participant with this id.
    public func participant(_ id: Identifier<Participant>) -> Participant? {
        participants.first { $0.id == id }
    }

    /// The labels behind which this participant is, sorted.
    public func labels(of id: Identifier<Participant>) -> [String] {
        labels.filter { $0.value == id }.map(\.key).sorted()
    }

    /// What cannot be done to a cast.
    public enum Failure: Error, Hashable, CustomStringConvertible {
        case unknownParticipant(Identifier<Participant>)
        case mergeWithItself
        case nothingToMove

        public var description: String {
            switch self {
            case .unknownParticipant(let id): "There is no participant \(id) in this meeting. Reload the page and choose again."
            case .mergeWithItself: "A participant cannot be merged with itself. Choose two different people."
            case .nothingToMove: "No utterance was chosen. Choose at least one."
            }
        }
    }

    /// Says who a participant is.
    public func replacing(_ participant: Participant) throws(Failure) -> Cast {
        guard let index = participants.firstIndex(where: { $0.id == participant.id }) else {
            throw .unknownParticipant(participant.id)
        }
        var cast = self
        cast.participants[index] = participant
        return cast
    }

    /// Adds somebody who was there and did not speak, or who will be given utterances.
    public func adding(_ participant: Participant) -> Cast {
        var cast = self
        cast.participants.append(participant)
        return cast
    }

    /// Two labels were one person: everything `absorbed` said was said by `kept`. What is known of `kept` wins;
    /// what only `absorbed` had is taken over. Whoever refused something once has refused it.
    public func merging(
        _ absorbed: Identifier<Participant>,
        into kept: Identifier<Participant>
    ) throws(Failure) -> Cast {
        guard absorbed != kept else { throw .mergeWithItself }
        guard let gone = participant(absorbed) else { throw .unknownParticipant(absorbed) }
        guard let keptIndex = participants.firstIndex(where: { $0.id == kept }) else { throw .unknownParticipant(kept) }
        var cast = self
        cast.participants[keptIndex].side = participants[keptIndex].side ?? gone.side
        cast.participants[keptIndex].organization = participants[keptIndex].organization ?? gone.organization
        cast.participants[keptIndex].function = participants[keptIndex].function ?? gone.function
        for purpose in ConsentPurpose.allCases {
            let (own, other) = (participants[keptIndex].consent[purpose] ?? .unknown, gone.consent[purpose] ?? .unknown)
            guard other != own, own == .unknown || other == .refused else { continue }
            cast.participants[keptIndex].consent[purpose] = other
            cast.participants[keptIndex].consentSaid[purpose] = gone.consentSaid[purpose]
        }
        cast.participants[keptIndex].person = participants[keptIndex].person ?? gone.person
        cast.participants.removeAll { $0.id == absorbed }
        cast.labels = labels.mapValues { $0 == absorbed ? kept : $0 }
        cast.reassigned = reassigned.mapValues { $0 == absorbed ? kept : $0 }
        return cast
    }

    /// Some utterances were said by somebody else: by a participant who is there, or by one that is added.
    public func reassigning(_ utterances: some Collection<Int>, to participant: Participant) throws(Failure) -> Cast {
        guard !utterances.isEmpty else { throw .nothingToMove }
        var cast = self
        if !participants.contains(where: { $0.id == participant.id }) { cast.participants.append(participant) }
        for utterance in utterances { cast.reassigned[utterance] = participant.id }
        return cast
    }
}
