public import Covalence
import Store
import StrategicSelling

/// A statement of a sales objective with what was decided on it and the places in the record that it rests on.
public struct OpenStatement: Sendable {
    public var line: ObjectiveLine
    public var statement: StatementHistory
    public var places: [Place]
    /// Of whom it speaks; nil where it speaks of nobody, or of somebody who is not in sight.
    public var person: Person?

    /// Where in the record something is found.
    public enum Place: Sendable {
        /// Words that were said.
        case words(Words)
        /// A meeting as a whole.
        case meeting(Identifier<Meeting>, title: String)
        /// Something written as a whole.
        case interaction(Identifier<Interaction>, title: String)
        /// Another statement about the same objective.
        case statement(Identifier<Claim>, text: String)
        /// It was erased, does not belong to this objective any more, or is out of sight.
        case notInSight
    }

    /// Words of a meeting.
    public struct Words: Sendable {
        public var meeting: Identifier<Meeting>
        public var title: String
        /// Index of the utterance, from 0.
        public var utterance: Int
        /// Milliseconds from the start; nil without times.
        public var start: Int?
        public var speaker: String?
        public var side: Side?
        public var quote: String
        /// Whether a later version has other words there.
        public var wordsChanged: Bool
    }
}

extension Workbench {
    /// ‡ Places of one statement that are looked up.
    private static let mostPlaces = 20

    /// Opens a statement about an objective, an influence or a person in it.
    ///
    /// - Throws: `StoreError.notFound` where it is none of this objective's sheet, or the visitor may not know of it.
    public func openStatement(_ id: Identifier<Claim>, of objective: Identifier<SalesObjective>, by visitor: Visitor) async throws -> OpenStatement {
        let open = try await openSheet(objective, by: visitor)
        let subjects = Set(open.input.claims.map(\.subject)).union([.objective(objective)])
        let claim = try await store.claim(id)
        let sight = SuggestionSight(open.input.interactions)
        guard subjects.contains(claim.subject), visitor.mayKnow(claim), sight.shows(claim, try await store.history(of: id)), let title = SellingKinds.title(of: claim.kind) else {
            throw StoreError.notFound("The statement")
        }
        let history = try await store.history(of: id)
        var person: Person?
        if let named = claim.object.flatMap({ Identifier<Person>($0) }) { person = open.input.people.first { $0.id == named } }
        if case .person(let subject) = claim.subject { person = open.input.people.first { $0.id == subject } }
        let titles = Dictionary(open.input.interactions.map { ($0.place, $0.title) }) { first, _ in first }
        var places: [OpenStatement.Place] = []
        for evidence in claim.evidence.prefix(Self.mostPlaces) { places.append(try await place(of: evidence, titles, open.input.claims, visitor)) }
        return OpenStatement(line: open.line, statement: StatementHistory(claim: claim, title: title, decisions: history), places: places, person: person)
    }

    private func place(
        of evidence: Evidence, _ titles: [LinkedInteraction.Place: String], _ claims: [Claim], _ visitor: Visitor
    ) async throws -> OpenStatement.Place {
        switch evidence.place {
        case .meeting(let id): return titles[.meeting(id)].map { .meeting(id, title: $0) } ?? .notInSight
        case .interaction(let id): return titles[.interaction(id)].map { .interaction(id, title: $0) } ?? .notInSight
        case .claim(let id): return claims.first { $0.id == id }.map { .statement(id, text: $0.value ?? $0.object ?? $0.kind) } ?? .notInSight
        case .words(let words):
            for case (.meeting(let meeting), let title) in titles.sorted(by: { $0.value < $1.value }) {
                guard let version = try await store.transcriptVersions(of: meeting).first(where: { $0.id == words.transcript }) else { continue }
                return try await quote(words, in: meeting, title, version.version) ?? .meeting(meeting, title: title)
            }
            return .notInSight
        }
    }

    private func quote(_ words: Evidence.Words, in meeting: Identifier<Meeting>, _ title: String, _ version: Int) async throws -> OpenStatement.Place? {
        let transcript = try await store.transcript(of: meeting, version: version).transcript
        let conversation = Conversation(transcript: transcript, cast: try await store.cast(of: meeting).cast)
        let range = words.range
        let touched = conversation.utterances.indices.filter { conversation.utterances[$0].range.overlaps(range) && !conversation.utterances[$0].text.isEmpty }
        guard let first = touched.first else { return nil }
        let line = conversation.utterances[first]
        return .words(.init(
            meeting: meeting, title: title, utterance: first, start: line.time?.start, speaker: line.participant.map { conversation.participants[$0].name },
            side: conversation.side(of: first), quote: touched.prefix(5).map { conversation.utterances[$0].text }.joined(separator: " "), wordsChanged: words.wordsChanged
        ))
    }
}
