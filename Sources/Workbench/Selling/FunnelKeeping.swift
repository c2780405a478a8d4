import Covalence
import Crypto
import Foundation
import Store
import StrategicSelling

/// The lines of the funnel, as the reader may see and know: from memory where nothing changed, from what is kept where it holds, and made anew from the record
/// where it does not.
///
/// What is kept is made from all that is not confidential. It is what everybody sees who sees everything, and what others see of an objective that is plain:
/// nothing it was made from is out of sight of those who see its account. For all others it is made for the reader, and kept in memory only.
extension Workbench {
    /// Sheets that are made at once ‡.
    private static let atOnce = 50

    /// Every objective in sight, by id.
    ///
    /// - Parameter zone: where days begin.
    func funnelLines(zone: TimeZone, _ visitor: Visitor) async throws -> [FunnelLine] {
        let reader = FunnelShelf.Reader(scope: visitor.scope, member: visitor.member)
        let madeBy = try madeBy(zone), erasures = try await store.erasureNumber(), version = try await store.version()
        let clock = LocalClock(now: now(), zone: zone)
        let former = funnelShelf.list(of: reader)
        if let former, former.holds(at: version, madeBy: madeBy, now: clock.now) { return former.lines }
        // Whoever sees everything goes on seeing it: only what changed is read. Of others the sight may have changed.
        let isSameSight = visitor.scope == .everything && former.map { $0.madeBy == madeBy && !$0.isDue(clock.now) } ?? false
        let rows = try await store.funnelRows(since: isSameSight ? former.map { $0.version + 1 } : nil, in: visitor.scope)
        var lines: [Identifier<SalesObjective>: FunnelLine] = [:]
        var stale: [Identifier<SalesObjective>] = [], kept: [Identifier<SalesObjective>] = [], own: [Identifier<SalesObjective>] = []
        for row in rows {
            guard let found = row.kept, found.madeBy == madeBy, found.refreshAt.map({ $0 > clock.now }) ?? true else {
                stale.append(row.id)
                continue
            }
            if needsOwn(found, visitor) { own.append(row.id) } else { kept.append(row.id) }
        }
        for some in Self.portions(kept, of: 500) {
            let contents = try await store.funnelContents(of: some)
            for id in some {
                // It went meanwhile.
                guard let content = contents[id], let line = try? JSONDecoder().decode(FunnelLine.self, from: content) else {
                    stale.append(id)
                    continue
                }
                lines[id] = line
            }
        }
        for some in Self.portions(stale, of: Self.atOnce) {
            for made in try await makeFunnelLines(of: some, clock, madeBy) {
                if needsOwn(made.draft.kept, visitor) { own.append(made.line.id) } else { lines[made.line.id] = made.line }
            }
        }
        for some in Self.portions(own, of: Self.atOnce) {
            let records = try await store.objectives(some, in: visitor.scope)
            for gathered in try await gatherSheets(of: records, clock: clock, in: visitor.scope, knows: visitor.mayKnow) {
                lines[gathered.record.id] = FunnelLine(gathered)
            }
        }
        let all = Self.merging(lines.values.sorted { $0.id < $1.id }, into: isSameSight ? former?.lines ?? [] : [])
        // One that is gone, as when an import is taken back, is in no row: then all are read.
        if isSameSight, try await store.objectiveCount(in: visitor.scope) != all.count {
            funnelShelf.forget(reader)
            return try await funnelLines(zone: zone, visitor)
        }
        funnelShelf.keep(.init(version: version, erasures: erasures, madeBy: madeBy, due: all.compactMap(\.entry.nextChange).min(), lines: all), of: reader)
        return all
    }

    /// Lines in the order of their ids, the new ones in the place of those with the same id.
    private static func merging(_ new: [FunnelLine], into former: [FunnelLine]) -> [FunnelLine] {
        guard !former.isEmpty else { return new }
        var all: [FunnelLine] = [], next = new.startIndex
        all.reserveCapacity(former.count + new.count)
        for line in former {
            while next < new.endIndex, new[next].id < line.id {
                all.append(new[next])
                next += 1
            }
            if next < new.endIndex, new[next].id == line.id {
                all.append(new[next])
                next += 1
            } else {
                all.append(line)
            }
        }
        return all + new[next...]
    }

    /// Whether what is kept of an objective is not what this visitor sees and knows of it.
    private func needsOwn(_ kept: FunnelRow.Kept, _ visitor: Visitor) -> Bool {
        let knowsMore = !kept.confidentialTo.isEmpty && visitor.member.map(kept.confidentialTo.contains) ?? true
        return knowsMore || visitor.scope != .everything && !kept.isPlain
    }

    /// By which rules, numbers and time zone entries are made now.
    private func madeBy(_ zone: TimeZone) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        let numbers = SHA256.hash(data: try encoder.encode(settings.selling)).prefix(12).map { String(format: "%02x", $0) }.joined()
        return "\(FunnelEntry.rules) \(zone.identifier) \(numbers)"
    }

    private static func portions<Element>(_ all: [Element], of size: Int) -> [[Element]] {
        stride(from: 0, to: all.count, by: size).map { Array(all[$0..<min($0 + size, all.count)]) }
    }

    // MARK: Making

    /// Makes what is kept of some objectives, and keeps it.
    private func makeFunnelLines(
        of objectives: [Identifier<SalesObjective>], _ clock: LocalClock, _ madeBy: String
    ) async throws -> [(line: FunnelLine, draft: FunnelDraft)] {
        let version = try await store.version()
        let records = try await store.objectives(objectives, in: .everything)
        let gathered = try await gatherSheets(of: records, clock: clock, in: .everything) { $0.confidentialTo == nil }
        let accounts = try await store.organizations(ofEach: Array(Set(gathered.flatMap(\.happenings))))
        let organizations = Set(accounts.values.joined()).union(gathered.flatMap { $0.input.people.compactMap(\.organization) }).union(records.map(\.objective.account))
        let kinds = try await store.kinds(of: organizations)
        let encoder = JSONEncoder()
        let made = try gathered.map { gathered in
            let line = FunnelLine(gathered)
            let draft = FunnelDraft(
                objective: line.id, content: try encoder.encode(line), madeBy: madeBy, madeAt: clock.now, refreshAt: line.entry.nextChange,
                isPlain: Self.isPlain(gathered, accounts, kinds), confidentialTo: gathered.confidentialTo, sources: Self.sources(of: gathered, accounts)
            )
            return (line, draft)
        }
        try await store.keep(made.map(\.1), madeFrom: version)
        return made
    }

    /// Whether whoever sees the account sees all of it: what belongs to it belongs to no other account, and everybody in it is of the account, of no account
    /// at all, or took part in what belongs to it.
    private static func isPlain(
        _ gathered: GatheredSheet, _ accounts: [HistoryLine.Subject: Set<Identifier<Organization>>], _ kinds: [Identifier<Organization>: Organization.Kind]
    ) -> Bool {
        let account = gathered.record.objective.account
        guard kinds[account]?.isAccount ?? false else { return false }
        let isOthers = { (organization: Identifier<Organization>) in organization != account && kinds[organization]?.isAccount ?? true }
        guard gathered.happenings.allSatisfy({ accounts[$0].map { $0.contains(account) && !$0.contains(where: isOthers) } ?? false }) else { return false }
        let tookPart = Set(gathered.input.interactions.flatMap(\.people))
        return gathered.input.people.allSatisfy { person in person.organization.map { !isOthers($0) } ?? tookPart.contains(person.id) }
    }

    /// The ids of all that a line was made from.
    private static func sources(of gathered: GatheredSheet, _ accounts: [HistoryLine.Subject: Set<Identifier<Organization>>]) -> Set<UUID> {
        var sources: Set<UUID> = [gathered.record.id.uuid, gathered.record.objective.account.uuid]
        sources.formUnion(gathered.people.map(\.uuid))
        sources.formUnion(gathered.input.people.compactMap(\.organization?.uuid))
        for happening in gathered.happenings {
            switch happening {
            case .meeting(let id): sources.insert(id.uuid)
            case .interaction(let id): sources.insert(id.uuid)
            }
            sources.formUnion((accounts[happening] ?? []).map(\.uuid))
        }
        return sources
    }
}
