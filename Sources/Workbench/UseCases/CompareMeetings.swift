public import Covalence
import MeetingInteraction
public import Store

/// The meetings on one side of a comparison.
public enum MeetingGroup: Hashable, Sendable {
    /// These.
    case chosen([Identifier<Meeting>])
    /// Those that led on.
    case advanced
    /// Those that did not.
    case notAdvanced

    /// The name to show; for a single meeting its title is better.
    public var name: String {
        switch self {
        case .chosen(let meetings): meetings.count == 1 ? "One meeting" : "\(meetings.count) meetings"
        case .advanced: "Advanced"
        case .notAdvanced: "Not advanced"
        }
    }
}

/// A comparison and the meetings it rests on.
public struct MeetingComparison: Sendable {
    public var comparison: Comparison
    public var first: [MeetingSummary]
    public var second: [MeetingSummary]
    /// Whether a group was larger than `Workbench.largestGroup` and only its newest meetings were taken.
    public var isCut: Bool
}

extension Workbench {
    /// The most meetings of a group that are compared; the newest are taken ‡.
    public static let largestGroup = 200

    /// Compares two meetings, or two groups of meetings, in every measure.
    public func compare(_ first: MeetingGroup, _ second: MeetingGroup, by visitor: Visitor) async throws -> MeetingComparison {
        try await admit(visitor, to: .compareMeetings)
        var (left, leftIsCut) = try await members(of: first, visitor)
        var (right, rightIsCut) = try await members(of: second, visitor)
        if visitor.seesPseudonyms {
            left = left.map(Pseudonyms.named)
            right = right.map(Pseudonyms.named)
        }
        func name(_ group: MeetingGroup, _ members: [MeetingSummary]) -> String {
            if case .chosen = group, members.count == 1 { members[0].meeting.title } else { group.name }
        }
        return MeetingComparison(
            comparison: Comparison(
                .init(name: name(first, left), meetings: try await measures(of: left)),
                .init(name: name(second, right), meetings: try await measures(of: right))
            ),
            first: left, second: right, isCut: leftIsCut || rightIsCut
        )
    }

    private func members(of group: MeetingGroup, _ visitor: Visitor) async throws -> ([MeetingSummary], isCut: Bool) {
        switch group {
        case .chosen(let ids):
            var seen: Set<Identifier<Meeting>> = []
            var members: [MeetingSummary] = []
            for id in ids.prefix(Self.largestGroup) where seen.insert(id).inserted {
                try await admit(visitor, to: .watchMeeting, .meeting(id))
                members.append(try await store.meeting(id))
            }
            return (members, ids.count > Self.largestGroup)
        case .advanced: return try await meetings(withOutcome: "advanced", visitor)
        case .notAdvanced: return try await meetings(withOutcome: "not advanced", visitor)
        }
    }

    private func meetings(withOutcome outcome: String, _ visitor: Visitor) async throws -> ([MeetingSummary], isCut: Bool) {
        let page = try await store.meetings(MeetingQuery(filter: MeetingFilter(outcome: outcome, scope: visitor.scope), limit: Self.largestGroup))
        return (page.items, page.next != nil)
    }

    /// The measures alone, without reading the contents.
    func measures(of meetings: [MeetingSummary]) async throws -> [ConversationMeasures] {
        var measures: [ConversationMeasures] = []
        for summary in meetings {
            if let kept = readings.analysis(of: summary.id, version: summary.version) {
                measures.append(kept.measures)
                continue
            }
            if let kept = try await keptReading(of: summary.id) {
                measures.append(kept.measures)
                continue
            }
            let stored = try await store.transcript(of: summary.id)
            let cast = try await store.cast(of: summary.id)
            measures.append(ConversationMeasures(
                Conversation(transcript: stored.transcript, cast: cast.cast), acts: stored.acts,
                window: settings.meeting.windowMilliseconds
            ))
        }
        return measures
    }
}
