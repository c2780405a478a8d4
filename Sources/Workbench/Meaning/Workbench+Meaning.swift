import Covalence
import Foundation
import Language
import MeetingInteraction
import Store

/// Meetings of a workspace by meaning. Pages never wait for the encoder: what it read is kept with the meeting, and used where it is there.
extension Workbench {
    /// Names what reads meetings by meaning here: another name after each change of the codebook and each learning from what people decided.
    func meetingEngine() async throws -> String {
        let name = Self.codebookOfFindings
        var parts = [MeetingAnalyzer.meaningName]
        if let version = try await store.codebookVersions(name).last?.version { parts.append("own-\(version)") }
        if let learntAt = try await store.codebookFigures(name)?.learntAt { parts.append("taught-\(learntAt.description.filter { !"-:".contains($0) })") }
        return parts.joined(separator: "/")
    }

    /// Whether something was read by this engine, whatever codebook it had then: until a meeting is read anew, what was read before is shown.
    private static func isOurs(_ engine: String) -> Bool { engine == MeetingAnalyzer.meaningName || engine.hasPrefix(MeetingAnalyzer.meaningName + "/") }

    /// What was read by meaning in the current words of a meeting; nil where nothing was.
    func keptScores(of id: Identifier<Meeting>, _ transcript: Transcript) async throws -> MeaningScores? {
        guard let kept = try await store.meaning(of: id), Self.isOurs(kept.engine), kept.transcript == transcript.version else { return nil }
        return MeaningScores(kept: kept.content, engine: kept.engine, count: transcript.utterances.count)
    }

    /// The job that reads a meeting by meaning after its words or its cast changed; none where its language is not read so.
    func meaningJobs(for id: Identifier<Meeting>, language: String?) -> [NewJob] {
        analyzer.meaningEngine(for: language) == nil ? [] : [RefreshSuggestionsJob.job(for: id, at: machineTime())]
    }

    /// Reads a meeting by meaning, with what is to be kept of it.
    ///
    /// - Returns: nil where that was done already, cannot be done in its language, or the encoder does not work: the problem is then said by `MeetingAnalyzer.readByWords(_:)`, by
    ///   `covalence doctor`, and looked at again by `ReadByMeaningJob`.
    func readByMeaning(_ summary: MeetingSummary) async throws -> (analysis: MeetingAnalysis, kept: KeptMeaning)? {
        let stored = try await store.transcript(of: summary.id)
        guard analyzer.meaningEngine(for: stored.transcript.language) != nil else { return nil }
        let cast = try await store.cast(of: summary.id)
        let engine = try await meetingEngine()
        if let kept = try await store.meaning(of: summary.id), kept.engine == engine,
           kept.transcript == stored.transcript.version, kept.cast == cast.version { return nil }
        let scores: MeaningScores
        do {
            let reader = MeetingReader(engine: engine, suggester: try await suggester(of: Self.codebookOfFindings))
            guard let read = try await analyzer.scores(of: stored.transcript, cast: cast.cast, by: reader) else { return nil }
            scores = read
        } catch is MeaningProblem {
            return nil
        }
        let claims = try await store.claims(ClaimQuery(of: summary.id))
        let analysis = analyzer.analyze(
            stored.transcript, cast: cast.cast, acts: stored.acts, scores: scores, decided: Self.decided(claims), settings: settings.meeting
        )
        return (analysis, KeptMeaning(engine: scores.engine, transcript: stored.transcript.version, cast: cast.version, content: try scores.kept()))
    }
}
