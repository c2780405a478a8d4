public import Covalence
import Foundation
public import Language
public import MeetingInteraction

/// What reads passages of meetings by a codebook.
struct MeetingReader: Sendable {
    /// Its name in suggestions: `meaning-en/1`, and for what a team wrote or taught `meaning-en/1/own-2/taught-20261129T174510Z`.
    var engine: String
    var suggester: CodeSuggester
}

/// Reading a meeting by what its passages mean, beside its words. English only: the encoder knows no other language.
extension MeetingAnalyzer {
    /// Its number rises when the same words may get other scores.
    static let meaningName = "meaning-en/1"

    /// The codebook that comes with the program for meetings.
    private static let codebook: Result<Codebook?, any Error> = Result { try BuiltInCodebooks.codebook(Workbench.codebookOfFindings) }

    /// What reads passages of meetings by the codebook that comes with the program.
    private func meetingReader(of desk: MeaningDesk) async throws -> MeetingReader {
        guard let codebook = try Self.codebook.get() else { throw MeaningFiles.nowhere }
        return MeetingReader(engine: Self.meaningName, suggester: try await desk.suggester(codebook))
    }

    /// Names what reads a language by meaning; nil where nothing does, as where the sentence encoder is not installed.
    public func meaningEngine(for language: String?) -> String? {
        guard meaning != nil, let language, reads(language), wordsEngine(for: language) != nil else { return nil }
        return Self.meaningName
    }

    /// Why nothing is read by meaning, and what to do; nil where it is, or may be with the next text.
    public var meaningProblem: MeaningProblem? {
        guard let meaning else { return MeaningFiles.nowhere }
        guard case .broken(let problem) = meaning.encoder.state else { return nil }
        return problem
    }

    /// How the passages of a meeting share out between the codes. Takes some milliseconds a passage; what was read lately is remembered.
    ///
    /// - Parameters:
    ///   - reader: what a workspace taught; nil for what comes with the program.
    ///   - progress: told now and then, from 0 to 1.
    /// - Returns: nil where the language is not read by meaning.
    /// - Throws: `MeaningProblem` where the encoder cannot be used; `CancellationError`.
    func scores(
        of transcript: Transcript, cast: Cast, by reader: MeetingReader? = nil, progress: @escaping @Sendable (Double) -> Void = { _ in }
    ) async throws -> MeaningScores? {
        guard meaningEngine(for: transcript.language) != nil, let meaning else { return nil }
        let conversation = Conversation(transcript: transcript, cast: cast)
        let passages = TalkPassage.passages(of: conversation)
        let reader: MeetingReader = if let reader { reader } else { try await meetingReader(of: meaning) }
        let suggester = reader.suggester
        var suggested: [[SuggestedCode]] = []
        suggested.reserveCapacity(passages.count)
        // In pieces, so that it can be stopped and says how far it is, and others have their turn with the encoder.
        for start in stride(from: 0, to: passages.count, by: Self.together) {
            try Task.checkCancellation()
            let piece = passages[start..<min(passages.count, start + Self.together)]
            suggested += try await meaning.shelf.suggest(
                piece.map { SuggesterInput($0.text, side: conversation.side(of: $0.utterances.lowerBound)) }, with: suggester
            )
            progress(Double(suggested.count) / Double(passages.count))
        }
        return MeaningScores(engine: reader.engine, codes: suggester.codes, passages: passages, suggested: suggested)
    }

    private static let together = 256

    /// Reads a meeting by meaning and words; by words alone where its language is not read by meaning.
    ///
    /// - Throws: as `scores(of:cast:)`.
    public func analyzeByMeaning(
        _ transcript: Transcript,
        cast: Cast,
        acts: [TaggedAct]? = nil,
        decided: [DecidedFinding] = [],
        settings: MeetingSettings = MeetingSettings(),
        progress: @escaping @Sendable (Double) -> Void = { _ in }
    ) async throws -> MeetingAnalysis {
        let scores = try await scores(of: transcript, cast: cast, progress: progress)
        return analyze(transcript, cast: cast, acts: acts, scores: scores, decided: decided, settings: settings)
    }

    /// Why a meeting that could be read by meaning is read by words alone, and what to do; nil where it is read by meaning, or in a language that is not.
    public func readByWords(_ analysis: MeetingAnalysis) -> String? {
        guard let language = analysis.conversation.language, reads(language), analysis.reading.engine?.hasPrefix("words-") == true else { return nil }
        if let problem = meaningProblem { return "Read by words. \(problem)" }
        return "Read by words so far. It is read by meaning as soon as the work that waits is done."
    }
}
