public import Covalence
public import Foundation

/// Something that changed in the record, by ids: no words, no names.
public struct RecordEvent: Hashable, Sendable {
    /// Its number in the workspace: 1, 2, 3 …, in the order in which changes were committed, without gaps.
    public var sequence: Int64
    public var kind: Kind
    /// What it happened to.
    public var thing: UUID
    /// Of a merge: what was merged into the thing, or taken apart from it. Nil otherwise.
    public var other: UUID?
    /// When it was noted.
    public var at: Timestamp

    /// An event as the store has it.
    public init(sequence: Int64, kind: Kind, thing: UUID, other: UUID? = nil, at time: Timestamp) {
        self.sequence = sequence
        self.kind = kind
        self.thing = thing
        self.other = other
        at = time
    }

    /// What happened.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        case meetingImported = "meeting.imported"
        /// Words, cast, findings, files, accounts or title.
        case meetingChanged = "meeting.changed"
        case meetingErased = "meeting.erased"
        /// Somebody stated something; suggestions of the engine come with their meeting.
        case claimAdded = "claim.added"
        case claimDecided = "claim.decided"
        case interactionAdded = "interaction.added"
        case interactionChanged = "interaction.changed"
        case interactionErased = "interaction.erased"
        case organizationAdded = "organization.added"
        case organizationChanged = "organization.changed"
        case organizationMerged = "organization.merged"
        case organizationParted = "organization.parted"
        case personAdded = "person.added"
        case personChanged = "person.changed"
        case personMerged = "person.merged"
        case personParted = "person.parted"
        case personErased = "person.erased"
        case objectiveAdded = "objective.added"
        /// Its account, when it was opened, or what belongs to it; claims about it have events of their own.
        case objectiveChanged = "objective.changed"
        case offeringAdded = "offering.added"
        case offeringChanged = "offering.changed"
        /// An administrator tried a webhook out; in no stream.
        case webhookTest = "webhook.test"

        /// What sort of thing it happened to.
        public var thing: Thing {
            switch self {
            case .meetingImported, .meetingChanged, .meetingErased: .meeting
            case .claimAdded, .claimDecided: .claim
            case .interactionAdded, .interactionChanged, .interactionErased: .interaction
            case .organizationAdded, .organizationChanged, .organizationMerged, .organizationParted: .organization
            case .personAdded, .personChanged, .personMerged, .personParted, .personErased: .person
            case .objectiveAdded, .objectiveChanged: .objective
            case .offeringAdded, .offeringChanged: .offering
            case .webhookTest: .webhook
            }
        }

        /// Whether the thing is gone after it.
        public var isErasure: Bool { self == .meetingErased || self == .interactionErased || self == .personErased }

        /// Those that a webhook or a stream can be about.
        public static let ofTheRecord = allCases.filter { $0 != .webhookTest }
    }

    /// What sort of thing an event is about.
    public enum Thing: String, Hashable, Sendable, CaseIterable {
        case meeting, interaction, organization, person, claim, objective, offering, webhook
    }
}

/// Some events in sight, in order.
public struct EventPage: Hashable, Sendable {
    public var events: [RecordEvent]
    /// Up to where was looked, whether or not the events there are in sight: go on after it.
    public var position: Int64
    /// The newest event there is.
    public var head: Int64
    /// The newest event that is not kept any more; 0 for none.
    public var dropped: Int64

    /// What one look found.
    public init(events: [RecordEvent], position: Int64, head: Int64, dropped: Int64) {
        self.events = events
        self.position = position
        self.head = head
        self.dropped = dropped
    }
}

/// What changed, in order.
public protocol EventStore: Sendable {
    /// Events after a position that are in sight now, with at most `limit` looked at. What is about a thing that is not there any more is in
    /// nobody's sight, its erasure apart, which those see who saw the thing. Confidential claims are in nobody's.
    func events(after position: Int64, limit: Int, in scope: Scope) async throws(StoreError) -> EventPage

    /// Returns when something may have been committed since, by whatever process, or after `longest`.
    func waitForEvents(after position: Int64, longest: Duration) async throws(StoreError)

    /// Drops events older than `time`.
    ///
    /// - Returns: how many.
    @discardableResult
    func dropEvents(before time: Timestamp) async throws(StoreError) -> Int
}
