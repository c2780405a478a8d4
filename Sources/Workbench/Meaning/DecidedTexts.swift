import Covalence
import Language
import MeetingInteraction
import Store

/// What people decided, with the words read from where they are kept.
extension Workbench {
    /// ‡ Decisions of one code and answer that are read, evenly from all there are; and of all of a codebook.
    static let decisionsOfEach = 1_000, decisionsOfAll = 20_000

    /// Lessons from decisions, with how many places they come from.
    struct Lessons: Sendable {
        var lessons: [CodeSuggester.Lesson] = []
        /// Decisions with the codebook, and findings of meetings that were decided on.
        var decisions = 0, findings = 0
    }

    /// What people said of a place.
    private struct Said: Hashable {
        var carries: Set<String> = []
        var doesNotCarry: Set<String> = []
    }

    /// Lessons for a codebook from what people decided: asked with it, and, for the one of meetings, on findings.
    ///
    /// - Parameter say: told how far it is, from 0 to 1.
    func lessons(of book: Codebook, _ say: (Double) async throws -> Void = { _ in }) async throws -> Lessons {
        let decisions = try await store.decisionsToLearn(from: book.name, ofEach: Self.decisionsOfEach, most: Self.decisionsOfAll)
        let findings = try await decidedFindings(for: book)
        var found = Lessons()
        (found.decisions, found.findings) = (decisions.count, findings.count)
        var turns: [Identifier<Meeting>: [Int: [TurnPlace: Said]]] = [:]
        var passages: [Identifier<Interaction>: [CodeDecision]] = [:]
        for decision in decisions {
            switch decision.place {
            case .passage(let interaction, _, _): passages[interaction, default: []].append(decision)
            case .turn(let meeting, let version, let first, let count):
                let place = TurnPlace(meeting: meeting, version: version, first: first, count: count)
                var said = turns[meeting]?[version]?[place] ?? Said()
                Self.note(decision.code, decision.verdict == .carries, in: &said)
                turns[meeting, default: [:]][version, default: [:]][place] = said
            }
        }
        let ranges = Dictionary(grouping: findings, by: \.meeting)
        var texts: [CodeSuggester.DecidedText] = []
        let meetings = Set(turns.keys).union(ranges.keys).sorted()
        for (index, meeting) in meetings.enumerated() {
            texts += try await said(in: meeting, turns[meeting] ?? [:], ranges[meeting] ?? [])
            try await say(Double(index + 1) / Double(meetings.count))
        }
        for (interaction, decisions) in passages.sorted(by: { $0.key < $1.key }) { texts += try await said(in: interaction, decisions) }
        found.lessons = CodeSuggester.lessons(from: texts, in: book)
        return found
    }

    /// Findings of meetings that were decided on, for the codebook whose codes they are.
    private func decidedFindings(for book: Codebook) async throws -> [DecidedPlace] {
        guard book.name == Self.codebookOfFindings else { return [] }
        return try await store.decidedFindings(FindingKind.allCases.map(\.claimKind), ofEach: Self.decisionsOfEach)
    }

    /// The codebook whose codes are the kinds of findings.
    static let codebookOfFindings = "meeting-interaction"

    private static func note(_ code: String, _ carries: Bool, in said: inout Said) {
        if carries { said.carries.insert(code) } else { said.doesNotCarry.insert(code) }
    }

    private func said(in meeting: Identifier<Meeting>, _ turns: [Int: [TurnPlace: Said]], _ findings: [DecidedPlace]) async throws -> [CodeSuggester.DecidedText] {
        guard try await isThere(meeting) else { return [] }
        let ranges = Dictionary(grouping: findings, by: \.version)
        let cast = try await store.cast(of: meeting).cast
        var texts: [CodeSuggester.DecidedText] = []
        for version in Set(turns.keys).union(ranges.keys).sorted() {
            let transcript = try await store.transcript(of: meeting, version: version).transcript
            let places = Self.places(turns[version] ?? [:], ranges[version] ?? [], in: Conversation(transcript: transcript, cast: cast), meeting, version)
            texts += Self.texts(of: places, in: Conversation(transcript: transcript, cast: cast))
        }
        return texts
    }

    /// Whether a meeting was not erased in the meantime.
    private func isThere(_ meeting: Identifier<Meeting>) async throws -> Bool {
        do {
            _ = try await store.version(of: meeting)
            return true
        } catch StoreError.notFound {
            return false
        } catch StoreError.erased {
            return false
        }
    }

    /// Places that were decided on, those of findings as the utterances that hold them.
    private static func places(
        _ turns: [TurnPlace: Said], _ findings: [DecidedPlace], in conversation: Conversation, _ meeting: Identifier<Meeting>, _ version: Int
    ) -> [TurnPlace: Said] {
        var places = turns
        for finding in findings {
            let hit = conversation.utterances.indices.filter { conversation.utterances[$0].range.overlaps(finding.range) }
            guard let first = hit.first, let last = hit.last, let kind = FindingKind(claimKind: finding.kind) else { continue }
            let place = TurnPlace(meeting: meeting, version: version, first: first, count: last - first + 1)
            var said = places[place] ?? Said()
            note(kind.slug, finding.isConfirmed, in: &said)
            places[place] = said
        }
        return places
    }

    private static func texts(of places: [TurnPlace: Said], in conversation: Conversation) -> [CodeSuggester.DecidedText] {
        places.sorted { ($0.key.first, $0.key.count) < ($1.key.first, $1.key.count) }.compactMap { place, said in
            guard conversation.utterances.indices.contains(place.first) else { return nil }
            let text = conversation.words(of: place.first..<place.first + place.count)
            return text.isEmpty ? nil : .init(SuggesterInput(text, side: conversation.side(of: place.first)), carries: said.carries, doesNotCarry: said.doesNotCarry)
        }
    }

    private func said(in interaction: Identifier<Interaction>, _ decisions: [CodeDecision]) async throws -> [CodeSuggester.DecidedText] {
        guard let record = try? await store.interaction(interaction, in: .everything) else { return [] }
        var places: [Range<Int>: Said] = [:]
        for decision in decisions {
            // What was changed since may say something else in that place.
            guard case .passage(_, record.version, let range) = decision.place else { continue }
            Self.note(decision.code, decision.verdict == .carries, in: &places[range, default: Said()])
        }
        return places.sorted { $0.key.lowerBound < $1.key.lowerBound }.compactMap { range, said in
            guard let text = Self.passage(range, of: record.interaction.text) else { return nil }
            return .init(SuggesterInput(text), carries: said.carries, doesNotCarry: said.doesNotCarry)
        }
    }

    /// Scalars of a text; nil where they are not in it, or show nothing.
    static func passage(_ range: Range<Int>, of text: String?) -> String? {
        guard let scalars = text?.unicodeScalars, range.lowerBound >= 0, range.upperBound <= scalars.count else { return nil }
        let part = String(String.UnicodeScalarView(scalars.dropFirst(range.lowerBound).prefix(min(range.count, CodebookReader.longestExample))))
        return part.contains { !$0.isWhitespace } ? part : nil
    }
}
