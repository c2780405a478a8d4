public import Covalence
import Formats
import Store

extension Workbench {
    /// What can be supposed about the people behind the labels of a meeting, with reasons; for the page that asks.
    public func speakerSuggestions(of meeting: Identifier<Meeting>, by visitor: Visitor) async throws -> [SpeakerSuggestion] {
        try await admit(visitor, to: .suggestSpeakers, .meeting(meeting))
        let transcript = try await store.transcript(of: meeting).transcript
        return try await suggestSpeakers(for: transcript, hints: [:], in: visitor.scope)
    }

    /// - Parameter scope: what may be known to whoever is told; what was said in other meetings is not remembered for them.
    func suggestSpeakers(for transcript: Transcript, hints: [String: SpeakerHint], in scope: Scope) async throws -> [SpeakerSuggestion] {
        let remembered = try await store.rememberedSpeakers(behind: transcript.speakers, in: scope).compactMapValues(\.first)
        let domains = Set(hints.values.compactMap { $0.email.flatMap(SpeakerSuggester.domain) })
        let known = try await store.rememberedDomains(domains.sorted(), in: scope)
        return SpeakerSuggester(own: settings.own, remembered: remembered, domains: known.compactMapValues(Self.agreed))
            .suggest(for: transcript, hints: hints, votes: analyzer.sideVotes(in: transcript))
    }

    /// What all that was said of a domain agrees on. Where people of both sides write from one (a mail provider), it says nothing.
    private static func agreed(_ seen: [RememberedDomain]) -> RememberedDomain? {
        guard let first = seen.first else { return nil }
        let sides = Set(seen.compactMap(\.side))
        let organizations = Set(seen.compactMap(\.organization))
        return RememberedDomain(
            domain: first.domain, organization: organizations.count == 1 ? organizations.first : nil,
            side: sides.count == 1 ? sides.first : nil
        )
    }
}
