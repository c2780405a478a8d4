public import Covalence
public import Foundation
public import Store
public import StrategicSelling

/// A week of a visitor: whom they meet, what to do first and why, what endangers their sales, and what waits for an answer.
public struct MyWeek: Sendable {
    /// Meetings, calls and calendar entries of the next two weeks in which the visitor takes part, the soonest first; all in sight where it is not known who in
    /// the record the visitor is.
    public var upcoming: [HistoryLine]
    /// What to do, in the working order of section 5: the first fifty ‡.
    public var priorities: [WeekPriority]
    /// Red flags that arose within the last seven days, the latest first.
    public var newFlags: [FlaggedSale]
    /// Red flags that have been open for longest.
    public var oldFlags: [FlaggedSale]
    /// Sales about which suggestions wait for a decision, those with most first.
    public var suggestions: [FunnelLine]
    /// How many suggestions wait in all.
    public var suggestionCount: Int
    /// Meetings and interactions that wait for a person to say to which sale they belong, up to two weeks ahead, a series counted once; at most 50.
    public var linkQuestions: Int
    /// The sales it is about, by id.
    public var lines: [Identifier<SalesObjective>: FunnelLine]
    /// How many sales in sight are still to be read, and are not among these: a job is at it.
    public var beingMade: Int
    /// How many in sight are read.
    public var readCount: Int
    /// Whether these are the visitor's own; otherwise the visitor runs none, and they are all in sight.
    public var isOwn: Bool
    /// Whether there are sales in sight at all.
    public var hasSales: Bool { !lines.isEmpty }

    /// A red flag with the sale it is about.
    public struct FlaggedSale: Hashable, Sendable {
        public var objective: Identifier<SalesObjective>
        public var flag: FunnelLine.OpenFlag
    }
}

extension Workbench {
    /// ‡ Days ahead for meetings, days back for new flags, and how much of each is shown.
    private static let daysAhead: Int64 = 14, daysBack = 7, mostShown = 5, mostMeetings = 8, mostPriorities = 50

    /// What the week of a visitor holds.
    ///
    /// - Parameters:
    ///   - zone: where days begin.
    ///   - waits: whether all sales are read before this returns. Otherwise a job reads them where they are many, and what is there already is told.
    public func myWeek(zone: TimeZone = .current, waits: Bool = true, by visitor: Visitor) async throws -> MyWeek {
        try await admit(visitor, to: .listObjectives)
        return try await week(zone, waits: waits, visitor)
    }

    /// The week of somebody who may know names.
    func week(_ zone: TimeZone, waits: Bool, _ visitor: Visitor) async throws -> MyWeek {
        let found = try await funnelLines(zone: zone, waits: waits, visitor), all = found.lines, time = now()
        let own = visitor.member.map { member in all.filter { $0.owner == member && $0.entry.ending == nil } } ?? []
        let lines = own.isEmpty ? all : own, open = lines.filter { $0.entry.ending == nil }
        let flags = open.flatMap { line in line.flags.map { MyWeek.FlaggedSale(objective: line.id, flag: $0) } }
        let clock = LocalClock(now: time, zone: zone), newest = clock.start(days: -Self.daysBack, after: time)
        // The history is told from its end: the soonest come last.
        var ahead: [HistoryLine] = [], cursor: PageCursor?
        repeat {
            let page = try await store.history(HistoryQuery(
                person: visitor.person, kinds: [.meeting, .call, .calendarEvent], from: time, before: Timestamp(milliseconds: time.milliseconds + Self.daysAhead * 86_400_000),
                cursor: cursor, limit: 500
            ), in: visitor.scope)
            ahead += page.items
            cursor = page.next
        } while cursor != nil
        let waiting = open.filter { $0.waiting > 0 }
        return MyWeek(
            upcoming: Array(ahead.reversed().filter { !$0.isCancelled }.prefix(Self.mostMeetings)),
            priorities: WeekPriority.of(open.map(\.entry), clock: clock, limit: Self.mostPriorities),
            newFlags: Array(flags.filter { $0.flag.since >= newest }.sorted { ($1.flag.since, $0.objective, $0.flag.id) < ($0.flag.since, $1.objective, $1.flag.id) }.prefix(Self.mostShown)),
            oldFlags: Array(flags.filter { $0.flag.since < newest }.sorted { ($0.flag.since, $0.objective, $0.flag.id) < ($1.flag.since, $1.objective, $1.flag.id) }.prefix(Self.mostShown)),
            suggestions: Array(waiting.sorted { ($1.waiting, $0.id) < ($0.waiting, $1.id) }.prefix(Self.mostShown)), suggestionCount: waiting.map(\.waiting).reduce(0, +),
            linkQuestions: visitor.may(.change) ? try await openLinks(limit: 50, visitor).count : 0,
            lines: Dictionary(lines.map { ($0.id, $0) }) { first, _ in first }, beingMade: found.beingMade, readCount: all.count, isOwn: !own.isEmpty
        )
    }
}
