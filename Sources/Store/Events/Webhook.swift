public import Covalence
public import Foundation

/// An address that is told of events.
public struct Webhook: Hashable, Sendable, Identifiable {
    public var id: Identifier<Webhook>
    /// `https://hooks.example.org/covalence`.
    public var address: String
    /// The kinds it is told of; empty for all.
    public var kinds: Set<RecordEvent.Kind>
    /// The secret that deliveries are signed with, sealed: not readable without a key that is not in the database.
    public var secret: Data
    /// The one before, sealed, which still signs until `formerUntil`.
    public var formerSecret: Data?
    /// Until when the secret before it signs too; nil where there is none.
    public var formerUntil: Timestamp?
    public var state: State
    /// Why it is paused or failing, in a sentence; nil where it is active or a person paused it.
    public var reason: String?
    /// The last event that was looked at for it.
    public var position: Int64
    /// Deliveries that failed one after the other.
    public var failures: Int
    /// Since when nothing succeeded; nil where the last one did.
    public var failingSince: Timestamp?
    /// Nothing is sent before.
    public var heldUntil: Timestamp?
    /// Deliveries that waited to be sent when it was read by itself or in the list.
    public var waiting = 0
    /// When the first of them is tried, in the past where it is its turn; nil where none waits.
    public var dueAt: Timestamp?
    public var madeAt: Timestamp

    /// Whether something is sent.
    public enum State: String, Hashable, Sendable, CaseIterable {
        case active, failing, paused
    }

    /// A webhook that was never used.
    public init(
        id: Identifier<Webhook>, address: String, kinds: Set<RecordEvent.Kind>, secret: Data, position: Int64, madeAt: Timestamp
    ) {
        self.id = id
        self.address = address
        self.kinds = kinds
        self.secret = secret
        state = .active
        self.position = position
        failures = 0
        self.madeAt = madeAt
    }
}

/// One event on its way to one webhook.
public struct WebhookDelivery: Hashable, Sendable, Identifiable {
    /// The same for every attempt and when it is sent again: what a receiver tells doubles by.
    public var id: Identifier<WebhookDelivery>
    public var webhook: Identifier<Webhook>
    public var event: RecordEvent
    public var state: State
    /// Attempts since it was first, or last, asked for.
    public var attempts: Int
    /// When it is tried next; nil where it has ended.
    public var dueAt: Timestamp?
    public var madeAt: Timestamp
    /// Since when it is tried: when it was made, or sent again.
    public var triedFrom: Timestamp
    public var endedAt: Timestamp?

    /// What became of it.
    public enum State: String, Hashable, Sendable, CaseIterable {
        case waiting, delivered
        /// Given up: too many attempts, or the webhook was paused.
        case failed
    }

    public init(
        id: Identifier<WebhookDelivery>, webhook: Identifier<Webhook>, event: RecordEvent, state: State = .waiting, attempts: Int = 0,
        dueAt: Timestamp?, madeAt: Timestamp, triedFrom: Timestamp? = nil, endedAt: Timestamp? = nil
    ) {
        self.id = id
        self.webhook = webhook
        self.event = event
        self.state = state
        self.attempts = attempts
        self.dueAt = dueAt
        self.madeAt = madeAt
        self.triedFrom = triedFrom ?? madeAt
        self.endedAt = endedAt
    }
}

/// One attempt to deliver. What was answered is not kept, but its status and size.
public struct WebhookAttempt: Hashable, Sendable {
    public var at: Timestamp
    /// How long it took.
    public var milliseconds: Int
    /// The HTTP status; nil where there was no answer.
    public var status: Int?
    /// Bytes of the answer that were read.
    public var bytes: Int?
    /// What went wrong, in a sentence; nil where it was taken.
    public var problem: String?

    /// One attempt and what came of it.
    public init(at time: Timestamp, milliseconds: Int, status: Int?, bytes: Int?, problem: String?) {
        at = time
        self.milliseconds = milliseconds
        self.status = status
        self.bytes = bytes
        self.problem = problem
    }
}

/// A place in the list of deliveries. Tests are of no event of the record and all have the number 0, so the id tells one from another.
public struct DeliveryPlace: Hashable, Sendable, LosslessStringConvertible {
    /// That of its event; 0 for all tests.
    public var sequence: Int64
    /// Tells those of one sequence apart.
    public var id: Identifier<WebhookDelivery>

    /// Where a delivery stands.
    public init(_ delivery: WebhookDelivery) {
        sequence = delivery.event.sequence
        id = delivery.id
    }

    /// `12.0197a3c4-1c2b-7d3e-8f40-5a6b7c8d9e0f`; nil for anything else.
    public init?(_ description: String) {
        let parts = description.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, let sequence = Int64(parts[0]), let id = Identifier<WebhookDelivery>(String(parts[1])) else { return nil }
        self.sequence = sequence
        self.id = id
    }

    /// As an address carries it: the sequence, a dot, the id.
    public var description: String { "\(sequence).\(id)" }
}

/// Which deliveries; newest event first.
public struct DeliveryQuery: Hashable, Sendable {
    public var state: WebhookDelivery.State?
    /// Of events that happened at or after.
    public var from: Timestamp?
    /// Of events that happened before.
    public var before: Timestamp?
    /// Only those that stand below this place.
    public var below: DeliveryPlace?
    /// 1 to 500.
    public var limit: Int

    /// Deliveries in this state and these bounds; without any, all.
    public init(state: WebhookDelivery.State? = nil, from: Timestamp? = nil, before: Timestamp? = nil, below: DeliveryPlace? = nil, limit: Int = 50) {
        self.state = state
        self.from = from
        self.before = before
        self.below = below
        self.limit = limit
    }
}

/// Webhooks and what is sent to them.
public protocol WebhookStore: Sendable {
    func webhooks() async throws(StoreError) -> [Webhook]
    /// - Throws: `StoreError.notFound`.
    func webhook(_ id: Identifier<Webhook>) async throws(StoreError) -> Webhook

    /// Adds a webhook that begins after the newest event.
    ///
    /// - Throws: `StoreError.refused` where there are `most` already.
    @discardableResult
    func add(_ webhook: Webhook, most: Int) async throws(StoreError) -> Webhook

    /// Changes a webhook in one transaction with reading it.
    ///
    /// - Throws: what `change` throws; nothing is changed then.
    @discardableResult
    func change(_ webhook: Identifier<Webhook>, _ change: @escaping @Sendable (inout Webhook) throws -> Void) async throws(StoreError) -> Webhook

    /// Removes a webhook with its log.
    func remove(_ webhook: Identifier<Webhook>) async throws(StoreError)

    /// Makes deliveries of the events that came since, and says whether there may be more.
    func prepareDeliveries(for webhook: Identifier<Webhook>, at time: Timestamp) async throws(StoreError) -> Bool

    /// Adds a delivery of an event that is in no stream: a test.
    func add(_ delivery: WebhookDelivery) async throws(StoreError)

    /// The next delivery that is due, which is nobody else's until `until`, as its `dueAt` says then; nil where none is.
    func takeDelivery(of webhook: Identifier<Webhook>, at time: Timestamp, until: Timestamp) async throws(StoreError) -> WebhookDelivery?

    /// Keeps an attempt and what follows from it, for the delivery and its webhook. Where the delivery was taken by another meanwhile, or ended,
    /// only the attempt is kept: its `dueAt`, as it was when it was taken, is its lease.
    ///
    /// - Returns: whether anything follows from it.
    @discardableResult
    func keep(
        _ attempt: WebhookAttempt, of delivery: WebhookDelivery, state: WebhookDelivery.State, dueAt: Timestamp?,
        _ change: @escaping @Sendable (inout Webhook) -> Void
    ) async throws(StoreError) -> Bool

    func delivery(_ id: Identifier<WebhookDelivery>, of webhook: Identifier<Webhook>) async throws(StoreError) -> WebhookDelivery
    func deliveries(of webhook: Identifier<Webhook>, _ query: DeliveryQuery) async throws(StoreError) -> [WebhookDelivery]
    /// Attempts in order, at most the last 100.
    func attempts(of delivery: Identifier<WebhookDelivery>) async throws(StoreError) -> [WebhookAttempt]

    /// Sends deliveries again, under their ids.
    ///
    /// - Returns: how many.
    func replay(_ deliveries: [Identifier<WebhookDelivery>], of webhook: Identifier<Webhook>, at time: Timestamp) async throws(StoreError) -> Int
    func replay(_ query: DeliveryQuery, of webhook: Identifier<Webhook>, at time: Timestamp) async throws(StoreError) -> Int

    /// Drops what ended before `time`, with its attempts.
    func dropDeliveries(before time: Timestamp) async throws(StoreError)
}
