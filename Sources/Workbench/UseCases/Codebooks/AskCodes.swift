public import Covalence
import Language
public import Store

/// A turn that is asked about.
public struct CodeQuestion: Hashable, Sendable {
    public var meeting: Identifier<Meeting>
    public var title: String
    /// When the meeting was; nil where that is not known.
    public var startedAt: Timestamp?
    /// The version of the words, the first utterance and how many.
    public var version: Int
    public var first: Int
    public var count: Int
    /// Why it is asked.
    public var asked: CodeDecision.Asked
    /// What was said, by whom, on which side.
    public var turn: Turn
    /// What was said just before and after; nil where it is the first or the last.
    public var before: Turn?
    public var after: Turn?

    /// Words of one person.
    public struct Turn: Hashable, Sendable {
        public var speaker: String?
        /// Nil where nobody said.
        public var side: Side?
        public var words: String
        /// Milliseconds from the start of the recording; nil without times.
        public var start: Int?
    }

    /// Where it is, to decide on it.
    public var place: CodeDecision.Place { .turn(meeting, version: version, first: first, count: count) }
}

/// What to ask next of one code.
public struct CodeQuestions: Hashable, Sendable {
    public var codebook: Codebook
    /// The code that is asked about.
    public var code: Code
    public var questions: [CodeQuestion]
    /// Decisions that hold, by code.
    public var decisions: [String: DecisionCount]
    /// How many turns were looked at for it.
    public var lookedAt: Int
    /// The codebook is still being learnt, so far from 0 to 1: questions come in some seconds. Nil where it is learnt.
    public var learning: Double?
}

extension Workbench {
    /// Turns of meetings in sight to ask about: whether each carries a code. Most are likely, some near 0.5, a fifth a random sample; none was decided on before.
    /// Scores are not shown, so that nobody is led.
    ///
    /// - Parameters:
    ///   - code: nil for the one with the fewest decisions.
    ///   - count: 1 to 10.
    ///   - patience: how long to wait where the codebook has to be learnt first; nil for as long as that takes.
    public func nextQuestions(
        _ codebook: String, code: String? = nil, count: Int = 1, patience: Duration? = nil, by visitor: Visitor
    ) async throws -> CodeQuestions {
        var generator = SystemRandomNumberGenerator()
        return try await nextQuestions(codebook, code: code, count: count, patience: patience, using: &generator, by: visitor)
    }

    func nextQuestions(
        _ name: String, code slug: String?, count: Int, patience: Duration? = nil, using generator: inout some RandomNumberGenerator, by visitor: Visitor
    ) async throws -> CodeQuestions {
        try await admit(visitor, to: .askCodes)
        guard (1...10).contains(count) else { throw StoreError.refused("One to ten turns are asked about at once.") }
        let book = try await currentCodebook(name)
        let decisions = try await store.decisionCounts(of: name)
        let fewest = book.leaves.min { (decisions[$0.slug]?.all ?? 0) < (decisions[$1.slug]?.all ?? 0) }
        guard let code = slug == nil ? fewest : book.leaves.first(where: { $0.slug == slug }) else {
            throw StoreError.notFound("The code “\((slug ?? "").prefix(80))” of \(book.name)")
        }
        let pool: TurnPool
        switch try await self.pool(book, code.slug, patience, using: &generator, visitor) {
        case .success(let drawn): pool = drawn
        case .failure(let learning): return CodeQuestions(codebook: book, code: code, questions: [], decisions: decisions, lookedAt: 0, learning: learning.done)
        }
        let decided = try await store.decidedTurns(in: Set(pool.turns.map(\.meeting)).sorted(), codebook: name, code: code.slug)
        var open = pool.turns.indices.filter { index in
            let turn = pool.turns[index]
            return !pool.passedOver.contains(turn) && decided[turn.meeting]?.contains(turn.first) != true
        }
        var questions: [CodeQuestion] = []
        var found: [Identifier<Meeting>: Read?] = [:]
        // Of some the words are gone, or a finding was decided on: others take their place.
        for _ in 0..<4 where questions.count < count && !open.isEmpty {
            let chosen = QuestionChoice.choose(open.map { pool.scores[$0] }, count: count - questions.count, using: &generator).map { (place: open[$0.index], asked: $0.asked) }
            for (place, asked) in chosen {
                let turn = pool.turns[place]
                if found[turn.meeting] == nil { found[turn.meeting] = .some(try await read(turn.meeting, code.slug, book, visitor)) }
                if let read = found[turn.meeting] ?? nil, let question = read.question(turn, asked) { questions.append(question) }
            }
            open.removeAll { place in chosen.contains { $0.place == place } }
        }
        return CodeQuestions(codebook: book, code: code, questions: questions, decisions: decisions, lookedAt: pool.turns.count)
    }

    /// Passes over a turn: it is not asked about again for a while.
    public func passOver(_ question: CodeDecision.Place, codebook: String, code: String, by visitor: Visitor) async throws {
        try await admit(visitor, to: .askCodes)
        guard case .turn(let meeting, let version, let first, let count) = question else { return }
        await codebookDesk.passOver(
            TurnPlace(meeting: meeting, version: version, first: first, count: count), TurnPool.Key(visitor: visitor.identity, scope: visitor.scope, codebook: codebook, code: code)
        )
    }

    /// A codebook is not learnt yet.
    private struct StillLearning: Error {
        var done: Double
    }

    private func pool(
        _ book: Codebook, _ code: String, _ patience: Duration?, using generator: inout some RandomNumberGenerator, _ visitor: Visitor
    ) async throws -> Result<TurnPool, StillLearning> {
        let key = TurnPool.Key(visitor: visitor.identity, scope: visitor.scope, codebook: book.name, code: code)
        let learntAt = try await store.codebookFigures(book.name)?.learntAt
        let learnt = CodebookDesk.Learnt(name: book.name, version: book.version, at: learntAt)
        // Learnt anew, the same turns may look otherwise.
        if let pool = await codebookDesk.pool(key, at: now()), pool.learnt == learnt { return .success(pool) }
        let former = await codebookDesk.pool(key, at: now())
        let suggester: CodeSuggester
        switch try await self.suggester(of: book, learntAt: learntAt, patience: patience) {
        case .ready(let learnt): suggester = learnt
        case .learning(let done): return .failure(StillLearning(done: done))
        }
        let drawn = try await drawTurns(in: visitor.scope, language: book.language, using: &generator)
        let scores = try await suggesterShelf().suggest(drawn.map(\.input), with: suggester, for: .waitedFor).map { codes in codes.first { $0.code == code }?.score ?? 0 }
        let pool = TurnPool(turns: drawn.map(\.place), scores: scores, learnt: learnt, passedOver: former?.passedOver ?? [], madeAt: now())
        await codebookDesk.keep(pool, as: key)
        return .success(pool)
    }

    /// A meeting of which turns are asked about.
    private struct Read {
        var summary: MeetingSummary
        var version: Int
        var conversation: Conversation
        var labels: [String?]
        /// Ranges of findings of this kind that were decided on.
        var decided: [Range<Int>]

        func question(_ turn: TurnPlace, _ asked: CodeDecision.Asked) -> CodeQuestion? {
            let range = turn.first..<turn.first + turn.count
            guard turn.version == version, range.upperBound <= conversation.utterances.count, !conversation.words(of: range).isEmpty else { return nil }
            let scalars = conversation.utterances[range.lowerBound].range.lowerBound..<conversation.utterances[range.upperBound - 1].range.upperBound
            guard !decided.contains(where: { $0.overlaps(scalars) }) else { return nil }
            return CodeQuestion(
                meeting: turn.meeting, title: summary.meeting.title, startedAt: summary.meeting.startedAt, version: turn.version, first: turn.first, count: turn.count, asked: asked,
                turn: said(range), before: range.lowerBound > 0 ? said(range.lowerBound - 1..<range.lowerBound) : nil,
                after: range.upperBound < conversation.utterances.count ? said(range.upperBound..<range.upperBound + 1) : nil
            )
        }

        private func said(_ range: Range<Int>) -> CodeQuestion.Turn {
            let line = conversation.utterances[range.lowerBound]
            return CodeQuestion.Turn(
                speaker: line.participant.map { conversation.participants[$0].name } ?? labels[range.lowerBound], side: conversation.side(of: range.lowerBound),
                words: conversation.words(of: range), start: line.time?.start
            )
        }
    }

    /// Reads a meeting; nil where it was erased or went out of sight since its turns were drawn.
    private func read(_ id: Identifier<Meeting>, _ code: String, _ book: Codebook, _ visitor: Visitor) async throws -> Read? {
        do {
            return try await readInSight(id, code, book, visitor)
        } catch StoreError.notFound {
            return nil
        } catch StoreError.erased {
            return nil
        }
    }

    private func readInSight(_ id: Identifier<Meeting>, _ code: String, _ book: Codebook, _ visitor: Visitor) async throws -> Read? {
        guard try await store.isInSight(id, visitor.scope) else { return nil }
        let stored = try await store.transcript(of: id)
        var decided: [Range<Int>] = []
        if book.name == Self.codebookOfFindings {
            let claims = try await store.claims(ClaimQuery(of: id, kinds: ["meeting." + code], standings: [.confirmed, .rejected]))
            decided = claims.compactMap(\.words).filter { $0.transcript == stored.transcript.id }.map(\.range)
        }
        return Read(
            summary: try await store.meeting(id), version: stored.transcript.version,
            conversation: Conversation(transcript: stored.transcript, cast: try await store.cast(of: id).cast),
            labels: stored.transcript.utterances.map { $0.speaker.flatMap { stored.transcript.speakers.indices.contains($0) ? stored.transcript.speakers[$0] : nil } },
            decided: decided
        )
    }
}
