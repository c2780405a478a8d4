import Covalence
import Foundation
import MeetingInteraction
import Store

/// What is kept of a meeting in the place of its words: measures and reading, without a word of it and without a name.
struct KeptReading: Codable, Sendable {
    /// Of this form.
    var version = 1
    var measures: ConversationMeasures
    var reading: MeetingReading
    /// The participants as the measures and findings count them; only who and on which side.
    var participants: [Place]
    /// The claim on each finding, by the finding's id.
    var claims: [String: Identifier<Claim>]

    struct Place: Codable, Sendable {
        var id: Identifier<Participant>
        var side: Side?
    }

    /// What is kept of an analysis.
    init(_ analysis: MeetingAnalysis, claims: [String: Claim]) {
        measures = analysis.measures
        reading = analysis.reading.withoutWords()
        participants = analysis.conversation.participants.map { Place(id: $0.id, side: $0.side) }
        self.claims = claims.mapValues(\.id)
    }

    init(from data: Data) throws {
        self = try JSONDecoder().decode(KeptReading.self, from: data)
    }

    func data() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        return try encoder.encode(self)
    }

    /// The cast of now in the order in which the reading counts it: names are those of now, those who were merged since are nobody.
    func cast(_ now: Cast, named pseudonyms: Pseudonyms? = nil) -> Cast {
        let known = pseudonyms?.cast ?? now
        var cast = known
        cast.participants = participants.map { place in
            var participant = known.participant(place.id) ?? Participant(id: place.id, name: "Somebody", side: place.side)
            participant.side = place.side
            return participant
        }
        return cast
    }

    /// The analysis as if it had just been made. What was rejected or may not be known is not in it.
    func analysis(of stored: StoredTranscript, cast: Cast, claims known: [Claim], hidden: Set<Identifier<Claim>>) -> MeetingAnalysis {
        let byID = Dictionary(known.map { ($0.id, $0) }) { first, _ in first }
        var reading = reading
        var gone: Set<String> = []
        var rejected: Set<String> = []
        for (finding, claim) in claims {
            if hidden.contains(claim) { gone.insert(finding) }
            switch byID[claim]?.standing {
            case .rejected: rejected.insert(finding)
            case .confirmed:
                if let index = reading.findings.firstIndex(where: { $0.id == finding }) { reading.findings[index].isConfirmed = true }
            default: break
            }
        }
        reading.findings.removeAll { rejected.contains($0.id) }
        return MeetingAnalysis(
            conversation: Conversation(transcript: stored.transcript, cast: self.cast(cast)),
            annotations: Annotations(acts: stored.acts, marks: nil, engine: reading.engine ?? "none"),
            measures: measures,
            reading: reading.hiding(gone)
        )
    }
}

extension Workbench {
    /// What is kept of a meeting in the place of its words; nil where its words are there.
    func keptReading(of id: Identifier<Meeting>) async throws -> KeptReading? {
        try await store.keptReading(of: id).map(KeptReading.init(from:))
    }

    /// The claim on each finding of a reading, also where no words are left to find it by.
    func claimsByFinding(_ claims: [Claim], in reading: MeetingReading, of id: Identifier<Meeting>) async throws -> [String: Claim] {
        guard let kept = try await keptReading(of: id) else { return Self.findingClaims(claims, in: reading) }
        let byID = Dictionary(claims.map { ($0.id, $0) }) { first, _ in first }
        return kept.claims.compactMapValues { byID[$0] }
    }

    /// The reading that is to be kept in the place of a meeting's words.
    func readingToKeep(of summary: MeetingSummary) async throws -> Data {
        let claims = try await store.claims(ClaimQuery(of: summary.id))
        let analysis = try await analysis(of: summary, claims: claims)
        return try KeptReading(analysis, claims: Self.findingClaims(claims, in: analysis.reading)).data()
    }
}

extension Transcript {
    /// The same utterances, without the words of some participants.
    func withoutWords(of participants: Set<Identifier<Participant>>, cast: Cast) -> Transcript {
        let conversation = Conversation(transcript: self, cast: cast)
        var bare = self
        for (index, line) in conversation.utterances.enumerated() {
            if let participant = line.participant, participants.contains(conversation.participants[participant].id) {
                bare.utterances[index].text = ""
            }
        }
        return bare
    }
}

extension NewMeeting {
    /// The meeting as it may be kept.
    func held(to consequence: PrivacyPolicy.Consequence, analysis: MeetingAnalysis) throws -> NewMeeting {
        var new = self
        switch consequence {
        case .nothing, .refuse: return self
        case .leaveOut(let participants): new.removedWords = .participants(participants)
        case .keepNoWords:
            var bare = transcript.transcript
            for index in bare.utterances.indices { bare.utterances[index].text = "" }
            let carrier = EvidenceCarrier(from: transcript.transcript, to: bare)
            let byFinding = Dictionary(claims.compactMap { claim in claim.payload["finding"].map { ($0, claim) } }) { first, _ in first }
            new.removedWords = .all
            new.keptReading = try KeptReading(analysis, claims: byFinding).data()
            new.transcript.transcript = bare
            new.transcript.words = 0
            for index in new.claims.indices { new.claims[index] = new.claims[index].withoutWords(carrier) }
        }
        // Nor the file, which has the words.
        new.original = nil
        return new
    }
}

extension Claim {
    /// The same without what it quotes, resting on the places where its words were.
    fileprivate func withoutWords(_ carrier: EvidenceCarrier?) -> Claim {
        var bare = self
        for key in ["what", "when", "who"] {
            guard let quoted = payload[key] else { continue }
            bare.payload[key] = nil
            if value == quoted { bare.value = nil }
            if object == quoted { bare.object = nil }
        }
        bare.evidence = evidence.map { evidence in
            guard case .words(let words) = evidence.place, let carrier else { return evidence }
            return Evidence(.words(carrier.carry(words)), basis: evidence.basis)
        }
        return bare
    }
}
