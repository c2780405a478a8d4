public import Covalence
import Store

/// How well the codes of a codebook are found.
public struct CodebookReport: Hashable, Sendable {
    public var codebook: Codebook
    /// What was measured when it was learnt last; nil where it never was.
    public var learnt: LearntFigures?
    public var learntAt: Timestamp?
    /// The job that learns it, where one waits or runs.
    public var learning: Job?
    /// On what people decided, by codes in the order of the codebook, those without decisions left out. None was learnt from when its score was given.
    public var decided: [DecidedFigures]
    /// Whether scores can be read as chances, over all codes together.
    public var calibration: ScoreCalibration
    /// The same by code, for those with decisions.
    public var calibrations: [String: ScoreCalibration]
}

extension Workbench {
    /// How well the codes of a codebook are found: by cross-validation when it was learnt last, and, apart, on what people decided since.
    public func codeFigures(_ name: String, by visitor: Visitor) async throws -> CodebookReport {
        try await admit(visitor, to: .seeCodebooks)
        let book = try await currentCodebook(name)
        let kept = try await store.codebookFigures(name)
        let codes = book.leaves.map(\.slug), known = Set(codes)
        let tallies = try await store.decisionTallies(of: name).filter { known.contains($0.code) }
        return CodebookReport(
            codebook: book, learnt: kept.flatMap(LearntFigures.init), learntAt: kept?.learntAt, learning: try await openLearning(of: name),
            decided: DecidedFigures.all(tallies, codes: codes), calibration: ScoreCalibration(tallies),
            calibrations: Dictionary(grouping: tallies, by: \.code).mapValues { ScoreCalibration($0) }
        )
    }

    private func openLearning(of name: String) async throws -> Job? {
        try await store.jobs(JobQuery(states: [.waiting, .running], kind: .learnCodebook, limit: 100)).items.last { $0.payload["codebook"] == name }
    }
}
