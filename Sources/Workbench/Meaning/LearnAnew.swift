public import Covalence
import Foundation
public import Language
import Store

/// How well a codebook is found, as it was measured when it was learnt last. Counts and names of codes, no words.
public struct LearntFigures: Hashable, Sendable, Codable {
    /// The codebook’s version that was learnt.
    public var version: Int
    public var engine: CodeSuggester.Engine
    /// Decisions that were learnt from, and findings of meetings that were decided on. Of one code and answer, a thousand at most ‡.
    public var decisions: Int
    public var findings: Int
    /// How well codes are found in examples and in texts that were decided on, those looked at not learnt from; nil while it is measured the first time.
    public var crossValidation: CodeFigures?
    /// Of which version that was, and when.
    public var measuredVersion: Int?
    public var measuredAt: Timestamp?

    init(version: Int, engine: CodeSuggester.Engine, decisions: Int, findings: Int) {
        self.version = version
        self.engine = engine
        self.decisions = decisions
        self.findings = findings
    }

    init?(_ kept: KeptFigures) {
        guard let figures = try? JSONDecoder().decode(LearntFigures.self, from: Data(kept.content.utf8)) else { return nil }
        self = figures
    }

    func kept(learntAt time: Timestamp) throws -> KeptFigures {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        return KeptFigures(engine: engine.rawValue, content: String(decoding: try encoder.encode(self), as: UTF8.self), learntAt: time)
    }
}

extension Workbench {
    /// Forgets what was learnt from words, because some were erased. Codebooks that people taught are learnt anew, so that other nodes, and a learning that is under way, forget them too.
    func forgetLearnt() async throws {
        await codebookDesk.forget()
        var taught: Set<String> = []
        for name in Set(BuiltInCodebooks.names).union(try await store.codebooks().map(\.name)) where try await store.codebookFigures(name) != nil { taught.insert(name) }
        guard !taught.isEmpty else { return }
        try await store.enqueue(taught.sorted().map { LearnCodebookJob.job(for: $0, at: machineTime()) })
    }

    /// Learns a codebook anew, with what people decided, and measures how well it is found. The model can be used before it is measured.
    func learnAnew(_ name: String, _ run: JobRun) async throws {
        let book = try await currentCodebook(name)
        try await run.say(0, "Reading what was decided")
        let lessons = try await lessons(of: book) { try await run.say(0.1 * $0, "Reading what was decided") }
        try await run.say(0.1, "Learning")
        let shelf = try suggesterShelf()
        let suggester = try await shelf.suggester(book, lessons: lessons.lessons)
        let time = machineTime()
        var figures = LearntFigures(version: book.version, engine: suggester.engine, decisions: lessons.decisions, findings: lessons.findings)
        let former = try await store.codebookFigures(name).flatMap(LearntFigures.init)
        (figures.crossValidation, figures.measuredVersion, figures.measuredAt) = (former?.crossValidation, former?.measuredVersion, former?.measuredAt)
        try await store.keep(try figures.kept(learntAt: time), of: name, as: run.step(isLast: false))
        await codebookDesk.put(suggester, .init(name: name, version: book.version, at: time))
        if name == Self.codebookOfFindings { try await store.enqueue([ReadByMeaningJob.afterLearning(at: machineTime())]) }
        figures.crossValidation = try await shelf.crossValidate(book, lessons: lessons.lessons) { try await run.say(0.3 + 0.7 * $0, "Measuring how well codes are found") }
        (figures.measuredVersion, figures.measuredAt) = (book.version, machineTime())
        try await store.keep(try figures.kept(learntAt: time), of: name, as: run.step(isLast: true))
    }
}
