public import Covalence
import Language
public import Store

extension Workbench {
    /// ‡ How long an answer waits for its score, where the codebook has to be learnt first. It is kept without one after that.
    static let patienceOfAnswers = Duration.seconds(5)
    /// ‡ Utterances of one place that can be decided on.
    static let longestPlace = 100

    /// Says whether some words carry a code. It is learnt from soon; a later answer on the same place, by whomever, takes the place of an earlier one.
    ///
    /// - Parameters:
    ///   - code: one that texts can carry.
    ///   - asked: why it was asked; nil where nobody asked.
    /// - Returns: the decision as it is kept, with the score that the code had before anything was learnt of this place, where there was one in time.
    /// - Throws: `StoreError.refused` where there is no such code, or no words are there.
    @discardableResult
    public func decide(
        _ code: String, of codebook: String, _ verdict: CodeDecision.Verdict, at place: CodeDecision.Place, asked: CodeDecision.Asked? = nil, by visitor: Visitor
    ) async throws -> CodeDecision {
        switch place {
        case .turn(let meeting, _, _, _): try await admit(visitor, to: .decideCode, .meeting(meeting))
        case .passage(let interaction, _, _): try await admit(visitor, to: .decideCode, .interaction(interaction))
        }
        let book = try await currentCodebook(codebook)
        guard book.leaves.contains(where: { $0.slug == code }) else {
            throw StoreError.refused("There is no code “\(code.prefix(80))” in version \(book.version) of \(book.name) that words can carry. Somebody may have changed it; reload the page.")
        }
        let input = try await input(at: place)
        let scored = try await scores(of: input, book)
        let time = now()
        return try await store.add(CodeDecision(
            id: .make(at: time), codebook: book.name, code: code, verdict: verdict, place: place, asked: asked,
            score: scored?.codes.first { $0.code == code }?.score, engine: scored?.engine.rawValue, member: visitor.member, author: visitor.name, at: time
        ), queueing: [LearnCodebookJob.job(for: book.name, at: time)])
    }

    private func scores(of input: SuggesterInput, _ book: Codebook) async throws -> (codes: [SuggestedCode], engine: CodeSuggester.Engine)? {
        let learntAt = try await store.codebookFigures(book.name)?.learntAt
        guard case .ready(let suggester) = try await suggester(of: book, learntAt: learntAt, patience: Self.patienceOfAnswers) else { return nil }
        return try await suggesterShelf().suggest([input], with: suggester, for: .waitedFor).first.map { ($0, suggester.engine) }
    }

    /// Decisions with a codebook on what is in sight, newest first, a page at a time.
    public func codeDecisions(_ query: CodeDecisionQuery, by visitor: Visitor) async throws -> Page<CodeDecision> {
        try await admit(visitor, to: .seeCodebooks)
        _ = try await currentCodebook(query.codebook)
        var query = query
        query.scope = visitor.scope
        return try await store.decisions(query)
    }

    /// The words of a place, with whose they are.
    private func input(at place: CodeDecision.Place) async throws -> SuggesterInput {
        let nothing = StoreError.refused("There are no words in that place. Words are decided on by a version of them and where they are in it; look again at the meeting.")
        switch place {
        case .turn(let meeting, let version, let first, let count):
            guard first >= 0, (1...Self.longestPlace).contains(count), version >= 1 else { throw nothing }
            let transcript = try await store.transcript(of: meeting, version: version).transcript
            let conversation = Conversation(transcript: transcript, cast: try await store.cast(of: meeting).cast)
            guard first < conversation.utterances.count, count <= conversation.utterances.count - first else { throw nothing }
            let words = conversation.words(of: first..<first + count)
            guard words.contains(where: { !$0.isWhitespace }) else { throw nothing }
            return SuggesterInput(words, side: conversation.side(of: first))
        case .passage(let interaction, let version, let range):
            let record = try await store.interaction(interaction, in: .everything)
            guard record.version == version else { throw StoreError.conflict(.record(expected: version, found: record.version)) }
            guard let words = Self.passage(range, of: record.interaction.text) else { throw nothing }
            return SuggesterInput(words)
        }
    }
}
