public import Covalence
import Formats
import Store

extension Workbench {
    /// What can be supposed about the people behind the labels of a meeting, with reasons; for the page that asks.
    public func speakerSuggestions(of meeting: Identifier<Meeting>, by visitor: Visitor) async throws -> [SpeakerSuggestion] {
        try visitor.require(.read)
        let transcript = try await store.transcript(of: meeting).transcript
        return try await suggestSpeakers(for: transcript, hints: [:])
    }

    func suggestSpeakers(for transcript: Transcript, hints: [String: SpeakerHint]) async throws -> [SpeakerSuggestion] {
        let remembered = try await store.rememberedSpeakers(behind: transcript.speakers).compactMapValues(\.first)
        var hints = hints
        let domains = hints.values.compactMap { $0.email?.split(separator: "@").last.map { $0.lowercased() } }
        let known = try await store.rememberedDomains(Array(Set(domains)).sorted())
        for (label, hint) in hints {
            guard let domain = hint.email?.split(separator: "@").last?.lowercased(), let seen = known[domain]?.first else { continue }
            hints[label]?.organization = hint.organization ?? seen.organization
            hints[label]?.side = hint.side ?? seen.side
        }
        return SpeakerSuggester(own: settings.own, remembered: remembered)
            .suggest(for: transcript, hints: hints, votes: analyzer.sideVotes(in: transcript))
    }
}
