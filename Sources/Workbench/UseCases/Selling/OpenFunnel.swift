public import Covalence
public import Foundation
import Store
public import StrategicSelling

/// Which objectives of the funnel are looked at: all conditions that are set must hold.
public struct FunnelFilter: Hashable, Sendable {
    /// The member who runs it.
    public var owner: Identifier<Member>?
    /// A team of which the member who runs it is one.
    public var team: Identifier<Team>?
    public var place: FunnelPlace?
    /// Part of the account’s name or of what is sold, in any case, accents ignored.
    public var text: String?
    public var offering: Identifier<Offering>?
    /// An open flag of any of these kinds; empty: with or without flags.
    public var flags: Set<FlagKind>
    /// Days of the close date, the first and the last; those without a date are left out where either is set.
    public var closingFrom: CalendarDay?
    public var closingUntil: CalendarDay?
    public var currency: Currency?

    /// Everything; set what should hold.
    public init(
        owner: Identifier<Member>? = nil, team: Identifier<Team>? = nil, place: FunnelPlace? = nil, text: String? = nil, offering: Identifier<Offering>? = nil,
        flags: Set<FlagKind> = [], closingFrom: CalendarDay? = nil, closingUntil: CalendarDay? = nil, currency: Currency? = nil
    ) {
        self.owner = owner
        self.team = team
        self.place = place
        self.text = text
        self.offering = offering
        self.flags = flags
        self.closingFrom = closingFrom
        self.closingUntil = closingUntil
        self.currency = currency
    }

    /// The same condition everywhere.
    func takes(_ line: FunnelLine, team members: Set<Identifier<Member>>?, _ kinds: Set<String>) -> Bool {
        if let owner, line.owner != owner { return false }
        if let members, !(line.owner.map(members.contains) ?? false) { return false }
        if let place, line.entry.place != place { return false }
        if let offering, line.offering != offering { return false }
        if !kinds.isEmpty, !line.flags.contains(where: { kinds.contains($0.kind) }) { return false }
        if let currency, line.entry.amount?.currency != currency { return false }
        if closingFrom != nil || closingUntil != nil {
            guard let day = line.entry.closeDate, closingFrom.map({ $0 <= day }) ?? true, closingUntil.map({ day <= $0 }) ?? true else { return false }
        }
        guard let text, !text.isEmpty else { return true }
        return [line.accountName, line.what ?? ""].contains { $0.range(of: text, options: [.caseInsensitive, .diacriticInsensitive]) != nil }
    }
}

/// The funnel of the objectives that were asked for, and all it was counted from.
public struct OpenFunnel: Sendable {
    public var filter: FunnelFilter
    /// Those that were asked for, by id; ended ones too.
    public var lines: [FunnelLine]
    public var funnel: Funnel
    /// What to do this week, in the working order of section 5: the first fifty ‡ of them.
    public var week: [WeekPriority]
    /// How many there are: every open objective with a place.
    public var weekCount: Int
    /// Moves between places, the latest first.
    public var moves: [FunnelMove]
    /// Who runs objectives in sight, by name: to choose from.
    public var owners: [Owner]
    public var teams: [Team]
    /// The moment, and the zone in which days begin.
    public var clock: LocalClock
    /// How many objectives in sight are still to be read, and are not among the lines: a job is at it.
    public var beingMade: Int
    /// How many in sight are read, whatever was asked for.
    public var readCount: Int
    /// The line of an objective.
    public func line(_ id: Identifier<SalesObjective>) -> FunnelLine? { lines.place(of: id).map { lines[$0] } }

    private static let mostPriorities = 50

    init(filter: FunnelFilter, lines: [FunnelLine], of found: FunnelLines, owners: [Owner], teams: [Team], clock: LocalClock, settings: SellingSettings) {
        self.filter = filter
        self.lines = lines
        beingMade = found.beingMade
        readCount = found.lines.count
        self.owners = owners
        self.teams = teams
        self.clock = clock
        let entries = lines.map(\.entry)
        funnel = Funnel(entries, settings: settings)
        week = WeekPriority.of(entries, clock: clock, limit: Self.mostPriorities)
        weekCount = funnel.places.map(\.objectives.count).reduce(0, +)
        moves = FunnelMove.latest(lines)
    }
}

/// An objective that went from one place to another.
public struct FunnelMove: Hashable, Sendable {
    public var objective: Identifier<SalesObjective>
    /// Nil where it was the first place that was stated.
    public var from: FunnelPlace?
    public var to: FunnelPlace
    public var at: Timestamp

    /// Moves that are listed ‡.
    static let most = 50

    /// The latest moves of some objectives.
    static func latest(_ lines: [FunnelLine]) -> [FunnelMove] {
        var moves = Foremost<FunnelMove>(most) { ($1.at, $0.objective) < ($0.at, $1.objective) }
        for line in lines {
            let stays = line.entry.stays
            for place in stays.indices { moves.add(FunnelMove(objective: line.id, from: place > 0 ? stays[place - 1].place : nil, to: stays[place].place, at: stays[place].from)) }
        }
        return moves.elements
    }
}

extension Workbench {
    /// The funnel of the objectives in sight: where each is, how they move, where the time goes, and what to do this week.
    ///
    /// - Parameters:
    ///   - zone: where days begin.
    ///   - waits: whether all sales are read before this returns. Otherwise a job reads them where they are many, and what is there already is told.
    /// - Throws: `StoreError.refused` where the last day comes before the first; `StoreError.notFound` for a team that is not there.
    public func openFunnel(
        _ filter: FunnelFilter = FunnelFilter(), zone: TimeZone = .current, waits: Bool = true, by visitor: Visitor
    ) async throws -> OpenFunnel {
        try await admit(visitor, to: .listObjectives)
        if let from = filter.closingFrom, let until = filter.closingUntil, until < from {
            throw StoreError.refused("The last close date, \(until), comes before the first, \(from). Turn them round.", at: "/closingUntil")
        }
        let teams = try await store.teams()
        var members: Set<Identifier<Member>>?
        if let id = filter.team {
            guard let team = teams.first(where: { $0.id == id }) else { throw StoreError.notFound("The team") }
            members = Set(team.members.map(\.member))
        }
        let found = try await funnelLines(zone: zone, waits: waits, visitor), all = found.lines, kinds = Set(filter.flags.map(\.rawValue))
        return OpenFunnel(
            filter: filter, lines: filter == FunnelFilter() ? all : all.filter { filter.takes($0, team: members, kinds) }, of: found,
            owners: Self.owners(of: all), teams: teams, clock: LocalClock(now: now(), zone: zone), settings: settings.selling
        )
    }

    /// The members who run any of some objectives, by name.
    private static func owners(of lines: [FunnelLine]) -> [Owner] {
        var named: [Identifier<Member>: String] = [:]
        for line in lines {
            if let owner = line.owner, named[owner] == nil { named[owner] = line.ownerName ?? "" }
        }
        return named.map { Owner($0.value, member: $0.key) }.sorted { ($0.name, $0.member?.description ?? "") < ($1.name, $1.member?.description ?? "") }
    }
}

/// A number of the funnel, as the objectives it was counted from.
public enum FunnelPart: String, Hashable, Sendable, CaseIterable {
    case open, unplaced, ageing
    case withoutAmount = "without-amount"
    /// Left its place or ended there; what went on from there further down or was won.
    case left, converted
    case won, lost, dropped
    /// Something took place while it stood there.
    case timed
}

extension OpenFunnel {
    /// The objectives that a number was counted from, by id.
    ///
    /// - Parameter place: of which place; nil: of all.
    public func lines(of part: FunnelPart, at place: FunnelPlace? = nil) -> [FunnelLine] {
        lines.filter { line in
            let entry = line.entry, isOpen = entry.ending == nil, isThere = place.map { entry.place == $0 } ?? true
            return switch part {
            case .open: isOpen && isThere
            case .unplaced: isOpen && entry.place == nil
            case .ageing: isOpen && isThere && entry.isAgeing
            case .withoutAmount: isOpen && isThere && entry.amount == nil
            case .left: entry.left.contains { place == nil || $0.place == place }
            case .converted: entry.left.contains { (place == nil || $0.place == place) && $0.isConverted }
            case .won: entry.ending?.result == .won
            case .lost: entry.ending?.result == .lost
            case .dropped: entry.ending?.result == .dropped
            case .timed: place.map { entry.time.milliseconds[$0] != nil } ?? (!entry.time.milliseconds.isEmpty || entry.time.unplacedMilliseconds > 0)
            }
        }
    }
}
