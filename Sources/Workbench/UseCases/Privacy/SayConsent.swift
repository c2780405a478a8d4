public import Covalence
public import Store

/// What followed from what somebody said.
public struct ConsentEffect: Sendable {
    /// The meeting now; nil where the policy is to have no such meeting, and it was erased.
    public var summary: MeetingSummary?
    /// What the policy did to the words.
    public var words: PrivacyPolicy.Consequence
    /// What became of the recording.
    public var recording: RecordingCut
}

extension Workbench {
    /// Says what a participant agreed to in a meeting, and holds the meeting to it: the policy for words, and the recording is cut
    /// or dropped where somebody refused to be recorded.
    ///
    /// - Parameters:
    ///   - day: when it was said.
    ///   - wording: with which words.
    ///   - expecting: the version of the cast that was seen; nil to replace whatever is there.
    /// - Throws: `StoreError.conflict(.cast)` where it is another version.
    @discardableResult
    public func sayConsent(
        of participant: Identifier<Participant>,
        in id: Identifier<Meeting>,
        _ purpose: ConsentPurpose,
        _ state: Consent,
        on day: CalendarDay? = nil,
        wording: String? = nil,
        expecting: Int? = nil,
        by visitor: Visitor
    ) async throws -> ConsentEffect {
        try await admit(visitor, to: .sayConsent, .meeting(id))
        let said = ConsentSaid(on: day, wording: try Self.checkedWording(wording))
        let summary = try await retrying(on: id) { summary in
            let current = try await self.store.cast(of: id)
            if let expecting, expecting != current.version { throw StoreError.conflict(.cast(expected: expecting, found: current.version)) }
            guard var person = current.cast.participant(participant) else { throw Cast.Failure.unknownParticipant(participant) }
            guard person.consent[purpose] != state || person.consentSaid[purpose] != said else { return summary }
            person.consent[purpose] = state
            person.consentSaid[purpose] = said == ConsentSaid() ? nil : said
            var change = MeetingChange()
            change.expecting = summary.version
            change.cast = CastChange(
                try current.cast.replacing(person), expecting: current.version, author: visitor.author, at: self.now()
            )
            return try await self.store.apply(change, to: id)
        }
        let cast = try await store.cast(of: id).cast
        var consequence = PrivacyPolicy.Consequence.nothing
        if purpose == .analysis {
            consequence = settings.privacy.consequence(for: cast)
            try await hold(summary, cast: cast, to: settings.privacy)
        }
        if case .refuse = consequence { return ConsentEffect(summary: nil, words: consequence, recording: .untouched) }
        let recording = purpose == .recording && state == .refused ? try await cutRecording(of: id) : .untouched
        return ConsentEffect(summary: try await store.meeting(id), words: consequence, recording: recording)
    }

    private static func checkedWording(_ wording: String?) throws(StoreError) -> String? {
        guard let clean = wording.flatMap(OneLine.clean) else { return nil }
        guard clean.unicodeScalars.count <= longestNote else {
            throw .refused("What was said has at most \(longestNote) characters. Write the words that matter.", at: "/wording")
        }
        return clean
    }
}
