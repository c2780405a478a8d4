public import Covalence
import Language
import MeetingInteraction
public import Store

extension Workbench {
    /// Corrects misheard words: makes a new version of the transcript, reads it anew, and carries the evidence of what people
    /// decided to it; evidence whose words changed says so.
    ///
    /// - Parameters:
    ///   - corrections: new words by index of utterance.
    ///   - expecting: the version of the words the person saw.
    @discardableResult
    public func correctWords(
        of id: Identifier<Meeting>,
        _ corrections: [Int: String],
        expecting: Int,
        by visitor: Visitor
    ) async throws -> MeetingSummary {
        try await admit(visitor, to: .correctWords, .meeting(id))
        return try await retrying(on: id) { summary in
            try await self.correctWords(of: summary, corrections, expecting: expecting, by: visitor)
        }
    }

    private func correctWords(
        of summary: MeetingSummary,
        _ corrections: [Int: String],
        expecting: Int,
        by visitor: Visitor
    ) async throws -> MeetingSummary {
        let id = summary.id
        let stored = try await store.transcript(of: id)
        guard stored.transcript.version == expecting else {
            throw StoreError.conflict(.transcript(expected: expecting, found: stored.transcript.version))
        }
        let clean = try corrections.mapValues(Self.cleanWords)
        let count = stored.transcript.utterances.count
        for index in clean.keys where !(0..<count).contains(index) {
            throw StoreError.refused("There is no utterance \(index &+ 1) in this meeting; it has \(count). Reload the page.")
        }
        if try await store.removedWords(of: id) != nil,
           let empty = clean.keys.sorted().first(where: { stored.transcript.utterances[$0].text.isEmpty }) {
            throw StoreError.refused("The words of utterance \(empty + 1) are not kept, so there is nothing to correct.")
        }
        // Saving a form in which nothing was changed makes no version.
        guard clean.contains(where: { !stored.transcript.utterances[$0].text.utf8.elementsEqual($1.utf8) }) else { return summary }
        let now = now()
        let corrected = stored.transcript.correcting(clean, as: .make(at: now))
        let cast = try await store.cast(of: id)
        let acts = analyzer.acts(of: corrected)
        let claims = try await store.claims(ClaimQuery(of: id))
        let carrier = EvidenceCarrier(from: stored.transcript, to: corrected)
        let scores = try await keptScores(of: id, stored.transcript)?
            .carried(changing: Set(clean.keys), from: stored.transcript.offsets, to: corrected.offsets)
        let analysis = analyzer.analyze(
            corrected, cast: cast.cast, acts: acts, scores: scores,
            decided: Self.decided(claims, carriedBy: carrier), settings: settings.meeting
        )
        var change = MeetingChange()
        // A decision made in between is not in what is suggested, which would undo it.
        change.expecting = summary.version
        change.transcript = TranscriptChange(
            NewTranscript(
                corrected, acts: acts, engine: analysis.annotations.engine, words: analysis.measures.whole.words,
                author: visitor.author, madeAt: now
            ),
            expecting: expecting
        )
        change.suggestions = suggestions(of: analysis, meeting: summary.meeting, transcript: corrected.id)
        // The new words are read by meaning later; the others are known.
        change.meaning = try scores.map { KeptMeaning(engine: $0.engine, transcript: expecting + 1, cast: 0, content: try $0.kept()) }
        change.jobs = meaningJobs(for: id, language: corrected.language)
        return try await store.apply(change, to: id)
    }

    /// One line, without control characters, not empty, at most 20,000 scalars.
    private static func cleanWords(_ text: String) throws -> String {
        guard let clean = OneLine.clean(text) else {
            throw StoreError.refused("An utterance cannot be empty. To take out what was not said, write what was.")
        }
        guard clean.unicodeScalars.count <= 20_000 else {
            throw StoreError.refused("An utterance can have at most 20,000 characters.")
        }
        return clean
    }
}
