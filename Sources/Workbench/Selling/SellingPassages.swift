import Covalence
import Foundation
import Language
import MeetingInteraction
import Store
import StrategicSelling

/// What is read in the meetings and interactions of a sales objective, made into the passages that suggestions are read from.
extension Workbench {
    /// The codebook whose codes suggest statements about a sale.
    static let codebookOfSelling = "strategic-selling"

    /// Names what reads for sales here: another name after each change of the codebook and each learning from what people decided.
    func sellingEngine() async throws -> String {
        let name = Self.codebookOfSelling
        var parts = [analyzer.meaning == nil ? CodeSuggester.Engine.words.rawValue : CodeSuggester.Engine.meaning.rawValue]
        if analyzer.meaningProblem != nil { parts = [CodeSuggester.Engine.words.rawValue] }
        if let version = try await store.codebookVersions(name).last?.version { parts.append("own-\(version)") }
        if let learntAt = try await store.codebookFigures(name)?.learntAt { parts.append("taught-\(learntAt.description.filter { !"-:".contains($0) })") }
        return parts.joined(separator: "/")
    }

    /// What passages are looked through for.
    struct SellingSearch: Sendable {
        var engine: String
        var names: ReferentReader
        var competitors: [String]
        var own: Set<Identifier<Organization>>
        var people: [Identifier<Person>: Person]
        /// Whether what was not read yet is read now; pages do not wait for that.
        var isReading: Bool
    }

    /// Reads what belongs to an objective, as far as it was not read yet in its present words.
    ///
    /// - Parameter say: told from 0 to 1 how far it is.
    func sellingPassages(of happenings: [LinkedHappening], _ search: SellingSearch, say: (Double) async throws -> Void) async throws -> [ReadPassage] {
        let kept = try await store.sellingReadings(of: happenings.map(\.subject))
        var passages: [ReadPassage] = []
        var reader: SellingReader?
        let lastTalk = happenings.last { if case .meeting = $0.content { true } else { false } }?.subject
        for (index, happening) in happenings.enumerated() {
            try Task.checkCancellation()
            do {
                passages += try await sellingPassages(of: happening, search, kept[happening.subject], isLast: happening.subject == lastTalk, &reader)
            } catch StoreError.notFound, StoreError.erased {
                // Erased meanwhile: nothing is left to be read.
            }
            try await say(Double(index + 1) / Double(happenings.count))
        }
        return passages
    }

    /// - Parameter isLast: whether next steps are looked for in it: those of earlier talks are past.
    private func sellingPassages(
        of happening: LinkedHappening, _ search: SellingSearch, _ kept: SellingReading?, isLast: Bool, _ reader: inout SellingReader?
    ) async throws -> [ReadPassage] {
        guard let talk = try await SellingTalk(happening, own: search.own, people: search.people, from: store), analyzer.isReadForSales(talk.transcript) else { return [] }
        let scores: MeaningScores
        if let kept, kept.stamp == talk.stamp, kept.engine == search.engine,
           let read = MeaningScores(kept: kept.content, engine: search.engine, count: talk.transcript.utterances.count) {
            scores = read
        } else {
            guard search.isReading else { return [] }
            let made: SellingReader = if let reader { reader } else { try await sellingReader() }
            reader = made
            scores = try await made.scores(of: talk, search.engine)
            try await store.keep(SellingReading(stamp: talk.stamp, engine: search.engine, content: try scores.kept()), of: happening.subject)
        }
        return talk.passages(scores, search, terms: analyzer.saleTerms) + (isLast ? try await talk.agreedSteps(from: store) : [])
    }

    /// What reads for sales: by meaning, or by words alone where the sentence encoder is not installed or does not work.
    private func sellingReader() async throws -> SellingReader {
        guard analyzer.meaning != nil, analyzer.meaningProblem != nil else {
            return SellingReader(suggester: try await suggester(of: Self.codebookOfSelling), shelf: try suggesterShelf())
        }
        let words = try await wordsReader(of: try await currentCodebook(Self.codebookOfSelling))
        return SellingReader(suggester: words.suggester, shelf: words.shelf)
    }
}

/// Reads talks for sales.
private struct SellingReader {
    let suggester: CodeSuggester
    let shelf: SuggesterShelf

    /// How the passages of a talk share out between the codes.
    func scores(of talk: SellingTalk, _ engine: String) async throws -> MeaningScores {
        let cut = TalkPassage.passages(of: talk.conversation)
        var suggested: [[SuggestedCode]] = []
        // In pieces, so that it can be stopped and others have their turn with the encoder.
        for start in stride(from: 0, to: cut.count, by: 256) {
            try Task.checkCancellation()
            suggested += try await shelf.suggest(
                cut[start..<min(cut.count, start + 256)].map { SuggesterInput($0.text, side: talk.side(of: $0.utterances.lowerBound)) }, with: suggester
            )
        }
        return MeaningScores(engine: engine, codes: suggester.codes, passages: cut, suggested: suggested)
    }
}

extension MeetingAnalyzer {
    /// English, and what is too short to tell.
    func isReadForSales(_ transcript: Transcript) -> Bool { (transcript.language ?? language(of: transcript)).map(reads) ?? true }
}

/// Words of one meeting or interaction, with who says them.
struct SellingTalk {
    let place: LinkedInteraction.Place
    let at: Timestamp
    /// The day from which “by Friday” counts; nil where nobody knows when a meeting was held.
    private let day: CalendarDay?
    /// Names its words and who is on which side.
    let stamp: String
    let transcript: Transcript
    let conversation: Conversation
    /// Who speaks in each utterance, and on which side.
    private let speakers: [(person: Identifier<Person>?, side: Side?)]

    /// - Returns: nil where nothing was said or written, or where it is a plan of something to come.
    init?(
        _ happening: LinkedHappening, own: Set<Identifier<Organization>>, people: [Identifier<Person>: Person], from store: any WorkspaceStore
    ) async throws(StoreError) {
        func side(_ person: Identifier<Person>?) -> Side? {
            guard let organization = person.flatMap({ people[$0]?.organization }) else { return nil }
            return own.contains(organization) ? .seller : .customer
        }
        switch happening.content {
        case .meeting(let meeting, _, _):
            // All words were removed: what stands in their place has none.
            guard try await store.keptReading(of: meeting.id) == nil else { return nil }
            let cast = try await store.cast(of: meeting.id, version: nil)
            transcript = try await store.transcript(of: meeting.id, version: nil).transcript
            let said = Conversation(transcript: transcript, cast: cast.cast)
            conversation = said
            speakers = said.utterances.map { line in
                let participant = line.participant.map { said.participants[$0] }
                return (participant?.person, participant?.side ?? side(participant?.person))
            }
            place = .meeting(meeting.id)
            at = meeting.startedAt ?? meeting.recordedAt
            day = meeting.startedAt.map { LocalClock(now: $0, zone: .current).today }
            stamp = "words-\(transcript.version).cast-\(cast.version)"
        case .interaction(let shown):
            guard !shown.isCancelled, shown.kind != .calendarEvent else { return nil }
            let record = try await store.interaction(shown.id, in: .everything)
            let written = WrittenWords(record.interaction)
            guard !written.transcript.utterances.isEmpty else { return nil }
            transcript = written.transcript
            conversation = Conversation(transcript: transcript, cast: Cast(participants: [], labels: [:]))
            let isOurs = [.note, .call, .meeting].contains(shown.kind)
            speakers = written.speakers.map { place in
                let person = place.flatMap { record.interaction.participants[$0].person }
                // What is noted of a talk is our words, whoever spoke in it.
                return (person, isOurs ? .seller : side(person))
            }
            place = .interaction(shown.id)
            at = record.interaction.startedAt ?? record.interaction.recordedAt
            day = LocalClock(now: at, zone: .current).today
            stamp = "version-\(record.version)"
        }
    }

    func side(of utterance: Int) -> Side? { speakers[utterance].side }

    /// The passages with what was read in each.
    func passages(_ scores: MeaningScores, _ search: Workbench.SellingSearch, terms: SaleTermsReader) -> [ReadPassage] {
        let words = Array(transcript.utterances.map(\.text).joined(separator: "\n").unicodeScalars)
        return scores.rows.compactMap { row in
            guard row.range.lowerBound >= 0, row.range.upperBound <= words.count, speakers.indices.contains(row.utterances.lowerBound) else { return nil }
            let text = words[row.range].reduce(into: "") { $0.unicodeScalars.append($1) }.trimmingCharacters(in: .whitespacesAndNewlines)
            guard !text.isEmpty else { return nil }
            let (person, side) = speakers[row.utterances.lowerBound]
            // What we ask tells nothing of the customer.
            let isOurQuestion = side == .seller && text.last == "?"
            var shares = isOurQuestion ? [:] : row.shares
            // Before the customer we praise the offer; what we gain ourselves we write down elsewhere.
            if case .meeting = place { shares["own-win"] = nil }
            let spoken = search.names.read(text)
            let findings = isOurQuestion ? [] : Self.findings(in: text, search.competitors) + terms.terms(in: text, side: side, on: day, others: search.competitors).compactMap(ReadFinding.init)
            return ReadPassage(
                place: evidence(row.range), interaction: place, at: at, text: text, speaker: person, side: side, shares: shares,
                referent: Self.referent(spoken.referent), names: spoken.names, findings: findings
            )
        }
    }

    private func evidence(_ range: Range<Int>) -> Evidence.Place {
        switch place {
        case .meeting: .words(.init(transcript: transcript.id, range: range))
        case .interaction(let id): .interaction(id)
        }
    }

    private static func referent(_ referent: ReferentReader.Referent) -> ReadPassage.Referent {
        switch referent {
        case .speaker: .speaker
        case .others: .others
        case .unclear: .unclear
        }
    }

    /// ‡ How sure it is that a name of a competitor means it.
    private static let sureOfName = 0.8

    private static func findings(in text: String, _ competitors: [String]) -> [ReadFinding] {
        let named = competitors.filter { name in
            guard let range = text.range(of: name, options: [.caseInsensitive, .diacriticInsensitive]) else { return false }
            let before = range.lowerBound == text.startIndex ? nil : text[text.index(before: range.lowerBound)]
            let after = range.upperBound == text.endIndex ? nil : text[range.upperBound]
            return !(before?.isLetter ?? false) && !(after?.isLetter ?? false)
        }
        return named.map { ReadFinding(.competitor($0), strength: sureOfName) } + QuantityReader.quantities(in: text).map { ReadFinding(.quantity($0.number, unit: $0.unit), strength: 1) }
    }

    /// The next steps that were found in a meeting and not rejected.
    func agreedSteps(from store: any WorkspaceStore) async throws(StoreError) -> [ReadPassage] {
        guard case .meeting(let meeting) = place else { return [] }
        let claims = try await store.claims(ClaimQuery(of: meeting, kinds: [FindingKind.nextStep.claimKind], standings: [.suggested, .confirmed]))
        return claims.compactMap { claim in
            guard claim.confidentialTo == nil, let words = claim.words, let what = claim.payload["what"], !what.isEmpty, words.transcript == transcript.id,
                  let first = conversation.utterances.firstIndex(where: { $0.range.overlaps(words.range) }) else { return nil }
            let when = claim.payload["when"].flatMap { what.localizedCaseInsensitiveContains($0) ? nil : " (\($0))" } ?? ""
            let step = NextAction(what + when, who: claim.payload["who"])
            let agreed: Bool? = claim.payload["agreed"].map { $0 == "yes" }
            return ReadPassage(
                place: .words(words), interaction: place, at: at, text: conversation.utterances[first].text, speaker: speakers[first].person, side: speakers[first].side,
                findings: [ReadFinding(.nextStep(step, agreed: agreed), strength: claim.standing == .confirmed ? 1 : claim.confidence ?? 0.5)]
            )
        }
    }
}

extension ReadFinding {
    /// A term of the sale, as the language target reads it.
    fileprivate init?(_ term: SaleTermsReader.Term) {
        switch term {
        case .sum(let sum, let strength): self.init(.price(sum), strength: strength)
        case .day(let day, let strength): self.init(.closeDate(day), strength: strength)
        case .readiness(let readiness, let strength):
            guard let level = Readiness.Level(rawValue: readiness.rawValue) else { return nil }
            self.init(.readiness(level), strength: strength)
        }
    }
}
