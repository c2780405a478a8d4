import Covalence
import Foundation
import MeetingInteraction
public import Store

/// What a policy would do to the meetings that are there.
public struct PolicyPreview: Sendable {
    public var policy: PrivacyPolicy
    /// Meetings that would change, newest first.
    public var meetings: [Line]
    /// How many are there in all.
    public var meetingCount: Int

    /// One meeting and what would happen to it.
    public struct Line: Sendable {
        public var summary: MeetingSummary
        public var consequence: PrivacyPolicy.Consequence
    }

    /// Meetings of which all words would go.
    public var losingAllWords: Int { meetings.count { $0.consequence == .keepNoWords } }
    /// Meetings of which the words of some would go.
    public var losingSomeWords: Int { meetings.count { if case .leaveOut = $0.consequence { true } else { false } } }
    /// Meetings that would be erased.
    public var erased: Int { meetings.count { if case .refuse = $0.consequence { true } else { false } } }
}

extension Workbench {
    /// What would happen to which meetings under another policy. Words that are gone do not come back under a milder one.
    public func previewPolicy(_ policy: PrivacyPolicy, by visitor: Visitor) async throws -> PolicyPreview {
        try await admit(visitor, to: .changePrivacy)
        let (lines, count) = try await consequences(of: policy)
        return PolicyPreview(policy: policy, meetings: lines, meetingCount: count)
    }

    /// Changes the policy and applies it to every meeting. Broken off, a job goes on with it.
    ///
    /// - Parameter seen: what was seen of the settings; nil to replace whatever is there.
    /// - Returns: what was done.
    /// - Throws: `StoreError.conflict(.content)` where something else is set by now.
    @discardableResult
    public func changePrivacy(_ policy: PrivacyPolicy, expecting seen: SeenSettings? = nil, by visitor: Visitor) async throws -> PolicyPreview {
        try await admit(visitor, to: .changePrivacy)
        let job = ApplyPolicyJob.job(by: visitor.member, at: machineTime())
        try await keepSettings(expecting: seen, queueing: { _, _ in [job] }) { $0.privacy = policy }
        return try await atOnce(.applyPolicy) { try await self.applyPrivacy($0) }
    }

    /// Applies the policy that holds. Meetings that were held to it already are passed over, so that it can begin again at any point.
    @discardableResult
    func applyPrivacy(_ run: JobRun?) async throws -> PolicyPreview {
        let policy = settings.privacy
        let (lines, count) = try await consequences(of: policy)
        for (done, line) in lines.enumerated() {
            if Task.isCancelled { throw StoreError.cancelled }
            try await run?.say(Double(done) / Double(lines.count), "Meeting \(done + 1) of \(lines.count)")
            try await carryOut(line.consequence, on: line.summary, purging: false)
        }
        try await run?.say(0.95, "Clearing what was removed")
        try await store.finishRemovals()
        return PolicyPreview(policy: policy, meetings: lines, meetingCount: count)
    }

    private func consequences(of policy: PrivacyPolicy) async throws -> (lines: [PolicyPreview.Line], count: Int) {
        var lines: [PolicyPreview.Line] = []
        var count = 0
        var cursor: PageCursor?
        repeat {
            let page = try await store.meetings(MeetingQuery(cursor: cursor, limit: 200))
            for summary in page.items {
                count += 1
                let cast = try await store.cast(of: summary.id).cast
                let consequence = policy.consequence(for: cast)
                if try await isOpen(consequence, in: summary.id, cast: cast) { lines.append(.init(summary: summary, consequence: consequence)) }
            }
            cursor = page.next
        } while cursor != nil
        return (lines, count)
    }

    /// Whether a consequence is still to be carried out.
    private func isOpen(_ consequence: PrivacyPolicy.Consequence, in id: Identifier<Meeting>, cast: Cast) async throws -> Bool {
        switch consequence {
        case .nothing: return false
        case .refuse: return true
        case .keepNoWords: return try await store.removedWords(of: id) != .all
        case .leaveOut(let participants):
            let known = try await store.removedWords(of: id)
            if known == .all { return false }
            if known == nil { return true }
            // Utterances may have been given to somebody who refused since.
            let conversation = Conversation(transcript: try await store.transcript(of: id).transcript, cast: cast)
            return conversation.utterances.contains { line in
                !line.text.isEmpty && line.participant.map { participants.contains(conversation.participants[$0].id) } == true
            }
        }
    }

    /// Holds a meeting to a policy.
    func hold(_ summary: MeetingSummary, cast: Cast, to policy: PrivacyPolicy) async throws {
        let consequence = policy.consequence(for: cast)
        guard try await isOpen(consequence, in: summary.id, cast: cast) else { return }
        try await carryOut(consequence, on: summary, purging: true)
    }

    func carryOut(_ consequence: PrivacyPolicy.Consequence, on summary: MeetingSummary, purging: Bool) async throws {
        switch consequence {
        case .nothing: return
        case .keepNoWords: try await removeAllWords(of: summary, purging: purging)
        case .leaveOut(let participants): try await removeWords(of: participants, in: summary, purging: purging)
        case .refuse:
            defer { letGo(of: summary.id) }
            try await store.erase(summary.id)
            try await forgetLearnt()
        }
    }

    /// Puts the reading in the place of a meeting's words.
    func removeAllWords(of summary: MeetingSummary, purging: Bool) async throws {
        let current = try await store.meeting(summary.id)
        let reading = try await store.keptReading(of: summary.id) == nil ? try await readingToKeep(of: current) : nil
        _ = try await store.removeWords(of: summary.id, .all, reading: reading, purging: purging)
        letGo(of: summary.id, before: try await store.version(of: summary.id))
        try await forgetLearnt()
    }

    /// Removes what some participants said, and reads the rest anew.
    @discardableResult
    func removeWords(of participants: Set<Identifier<Participant>>, in summary: MeetingSummary, purging: Bool) async throws -> WordRemoval {
        let removal = try await store.removeWords(of: summary.id, .participants(participants), reading: nil, purging: purging)
        letGo(of: summary.id, before: try await store.version(of: summary.id))
        try await forgetLearnt()
        try await readAnew(summary.id)
        try await store.enqueue(meaningJobs(for: summary.id, language: summary.language))
        return removal
    }

    /// Brings the engine's suggestions up to date with the words that are there, and with the engine and settings of now. Where they are,
    /// the meeting stays as it is.
    ///
    /// - Parameter byMeaning: reads what the words mean anew too, where that was not done yet: takes seconds.
    func readAnew(_ id: Identifier<Meeting>, as step: JobStep? = nil, byMeaning: Bool = false) async throws {
        guard try await store.keptReading(of: id) == nil else { return }
        _ = try await retrying(on: id) { summary in
            var change = MeetingChange()
            let analysis: MeetingAnalysis
            if byMeaning, let read = try await self.readByMeaning(summary) {
                analysis = read.analysis
                change.meaning = read.kept
            } else {
                analysis = try await self.analysis(of: summary)
            }
            change.expecting = summary.version
            change.step = step
            change.suggestions = self.suggestions(
                of: analysis, meeting: summary.meeting, transcript: try await self.store.transcript(of: id).transcript.id
            )
            return try await self.store.apply(change, to: id)
        }
    }
}
