/// A transcript as the measures and the frameworks read it: every utterance with the participant who is held to have said it.
///
/// Made from a transcript and a cast (who is behind which label), so that merging or reassigning speakers changes this
/// and not the record.
public struct Conversation: Sendable {
    /// One utterance with its speaker resolved.
    public struct Line: Sendable {
        /// Index into `participants`; nil where nobody is named.
        public var participant: Int?
        /// When; nil without times.
        public var time: TimeSpan?
        /// The words.
        public var text: String
        /// Position of the words in the text of the transcript, in Unicode scalars.
        public var range: Range<Int>
    }

    /// Who took part, speakers and those who never spoke.
    public let participants: [Participant]
    /// What was said, in order.
    public let utterances: [Line]
    /// BCP 47; nil while not known.
    public let language: String?

    /// Joins a transcript with its cast.
    public init(transcript: Transcript, cast: Cast) {
        participants = cast.participants
        language = transcript.language
        var indexOf: [Identifier<Participant>: Int] = [:]
        for (index, participant) in cast.participants.enumerated() { indexOf[participant.id] = index }
        let byLabel = transcript.speakers.map { label in cast.labels[label].flatMap { indexOf[$0] } }
        var reassigned: [Int: Int] = [:]
        for (utterance, participant) in cast.reassigned {
            if let index = indexOf[participant] { reassigned[utterance] = index }
        }
        let offsets = transcript.offsets
        utterances = transcript.utterances.enumerated().map { index, utterance in
            Line(
                participant: reassigned[index] ?? utterance.speaker.flatMap { byLabel.indices.contains($0) ? byLabel[$0] : nil },
                time: utterance.time,
                text: utterance.text,
                range: offsets.range(of: index)
            )
        }
    }

    /// The side of an utterance; nil while not known.
    public func side(of utterance: Int) -> Side? {
        utterances[utterance].participant.flatMap { participants[$0].side }
    }

    /// Whether every utterance carries a time. Where one does not, words stand in for time.
    public var hasTimes: Bool { !utterances.isEmpty && utterances.allSatisfy { $0.time != nil } }

    /// Whether somebody on the seller's and somebody on the customer's side spoke.
    public var hasBothSides: Bool {
        var seller = false
        var customer = false
        for utterance in utterances {
            guard let participant = utterance.participant else { continue }
            switch participants[participant].side {
            case .seller: seller = true
            case .customer: customer = true
            case .thirdParty, nil: break
            }
        }
        return seller && customer
    }
}
