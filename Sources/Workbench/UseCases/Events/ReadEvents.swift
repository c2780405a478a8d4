import Covalence
public import Store

/// Events up to a position are not kept any more: whoever was there has missed some, and begins anew.
public struct EventsDropped: Error, Hashable, Sendable, CustomStringConvertible {
    /// The newest event that is not kept any more.
    public var dropped: Int64

    public var description: String {
        "Events up to \(dropped) are not kept any more, and some of them were after your position. Read the record anew, and then go on after \(dropped)."
    }
}

extension Workbench {
    /// Events in sight after a position, in order. Ids only. What became confidential or was erased is left out.
    ///
    /// - Parameters:
    ///   - position: 0 for the beginning; nil for now: nothing but the position to go on from.
    ///   - limit: events looked at, 1 to 1,000.
    /// - Throws: `EventsDropped`.
    public func events(after position: Int64?, limit: Int = 100, by visitor: Visitor) async throws -> EventPage {
        try await admit(visitor, to: .readEvents)
        guard (1...1_000).contains(limit) else { throw StoreError.refused("A page holds 1 to 1000 events, not \(limit).") }
        guard let position else {
            let head = try await store.events(after: .max, limit: 1, in: visitor.scope)
            return EventPage(events: [], position: head.head, head: head.head, dropped: head.dropped)
        }
        guard position >= 0 else { throw StoreError.refused("The position is the number of an event, or 0 for the beginning.") }
        let page = try await store.events(after: position, limit: limit, in: visitor.scope)
        guard position <= page.head else {
            throw StoreError.refused("There is no event \(position) yet; the newest is \(page.head). Go on after a position that you were given.")
        }
        guard position >= page.dropped else { throw EventsDropped(dropped: page.dropped) }
        return page
    }

    /// Waits until there is an event after a position, at most for a time. Tells nothing: who may learn of it is asked when it is read.
    public func waitForEvents(after position: Int64, longest: Duration, by visitor: Visitor) async throws {
        try await admit(visitor, to: .readEvents)
        try await store.waitForEvents(after: position, longest: longest)
    }

    /// An event as it is told to others.
    public func text(of event: RecordEvent) -> EventText { EventText(event, in: store.id) }
}
