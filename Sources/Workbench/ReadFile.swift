import Covalence
public import Formats
import Foundation
public import MeetingInteraction

extension TranscriptReader {
    /// Reads a transcript from a file, without loading one that is larger than the limit.
    ///
    /// - Throws: `TranscriptFileError`, also where the file cannot be opened.
    public func read(contentsOf path: String) throws(TranscriptFileError) -> ParsedTranscript {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        if attributes?[.type] as? FileAttributeType == .typeDirectory {
            throw TranscriptFileError(kind: .unreadable, file: path, reason: "This is a folder.", advice: "Name a file in it.")
        }
        if let size = attributes?[.size] as? Int, size > limits.maxBytes {
            throw TranscriptFileError(
                kind: .tooLarge, file: path, reason: "The file has \(size) bytes, and at most \(limits.maxBytes) are taken.",
                advice: "Split it, or raise the limit."
            )
        }
        // Piece by piece: a pipe or a device has no size, and need not end.
        var content = Data()
        do {
            let handle = try FileHandle(forReadingFrom: URL(filePath: path))
            defer { try? handle.close() }
            while content.count <= limits.maxBytes, let piece = try handle.read(upToCount: 1 << 20), !piece.isEmpty { content += piece }
        } catch {
            throw TranscriptFileError(
                kind: .unreadable, file: path, reason: "The file cannot be read.", advice: "Check its name and that you may read it."
            )
        }
        guard content.count <= limits.maxBytes else {
            throw TranscriptFileError(
                kind: .tooLarge, file: path, reason: "The file has more than the \(limits.maxBytes) bytes that are taken.",
                advice: "Split it, or raise the limit."
            )
        }
        return try read(content, fileName: path)
    }
}

extension MeetingAnalyzer {
    /// Reads a transcript that is in no store: supposes who is who from the file and what is given, then analyses.
    public func analyze(
        _ parsed: ParsedTranscript,
        details: ImportDetails,
        own: OwnCompany = OwnCompany(),
        settings: MeetingSettings = MeetingSettings()
    ) throws(CastMaker.NameProblem) -> MeetingAnalysis {
        let (transcript, cast) = try prepared(parsed, details: details, own: own)
        return analyze(transcript, cast: cast, settings: settings)
    }

    /// The same by meaning and words; by words alone where its language is not read by meaning.
    ///
    /// - Throws: `CastMaker.NameProblem`, `MeaningProblem`, `CancellationError`.
    public func analyzeByMeaning(
        _ parsed: ParsedTranscript,
        details: ImportDetails,
        own: OwnCompany = OwnCompany(),
        settings: MeetingSettings = MeetingSettings(),
        progress: @escaping @Sendable (Double) -> Void = { _ in }
    ) async throws -> MeetingAnalysis {
        let (transcript, cast) = try prepared(parsed, details: details, own: own)
        return try await analyzeByMeaning(transcript, cast: cast, settings: settings, progress: progress)
    }

    private func prepared(_ parsed: ParsedTranscript, details: ImportDetails, own: OwnCompany) throws(CastMaker.NameProblem) -> (Transcript, Cast) {
        let now = Timestamp(Date())
        var transcript = Transcript(
            id: .make(at: now), language: details.language ?? parsed.language,
            speakers: parsed.speakers, utterances: parsed.utterances
        )
        if transcript.language == nil { transcript.language = language(of: transcript) }
        let suggestions = SpeakerSuggester(own: own, remembered: [:])
            .suggest(for: transcript, hints: parsed.speakerHints, votes: sideVotes(in: transcript))
        let cast = try CastMaker(details: details, suggestions: suggestions, makeID: { .make(at: now) })
            .cast(labels: parsed.speakers, attendees: parsed.attendees)
        return (transcript, cast)
    }
}
