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
    /// Sheets that are made at once ‡; the most that a look makes itself where others may be left to the job ‡; and so many as are left to looks ‡.
    private static let atOnce = 250, mostInLook = 100, leftToLooks = 25

    /// Every objective in sight, by id.
    ///
    /// - Parameters:
    ///   - zone: where days begin.
    ///   - waits: whether all are made before this returns; otherwise a job makes them where they are many, and they are counted as being made.
    func funnelLines(zone: TimeZone, waits: Bool = true, _ visitor: Visitor) async throws -> FunnelLines {
        let reader = FunnelShelf.Reader(scope: visitor.scope, member: visitor.member)
        let madeBy = try madeBy(zone), version = try await store.version()
        let clock = LocalClock(now: now(), zone: zone)
        if let former = funnelShelf.list(of: reader), former.holds(at: version, madeBy: madeBy, now: clock.now) { return former.lines }
        var book = try await funnelBook(at: version, madeBy, clock)
        // Whoever sees everything sees the whole book; of others the sight may have changed.
        let inSight = visitor.scope == .everything ? nil : try await store.objectiveIDs(in: visitor.scope)
        let lacking = inSight.map { $0.filter(book.lacking.contains) } ?? book.lacking.sorted()
        var beingMade = 0
        // The job makes them for days that begin where this machine stands.
        if waits || lacking.count <= Self.mostInLook || zone != .current {
            for some in Self.portions(lacking, of: Self.atOnce) { book.take(try await makeFunnelLines(of: some, clock, madeBy).found, missing: [], at: version) }
            funnelShelf.keep(book)
        } else {
            try await store.enqueue([KeepFunnelJob.asked(at: machineTime())])
            beingMade = lacking.count
        }
        let own = (inSight ?? Array(book.special.keys)).filter { id in book.special[id].map { needsOwn($0, visitor) } ?? false }
        var others: [Identifier<SalesObjective>: FunnelLine] = [:]
        for some in Self.portions(own, of: Self.atOnce) {
            let records = try await store.objectives(some, in: visitor.scope)
            for gathered in try await gatherSheets(of: records, clock: clock, in: visitor.scope, knows: visitor.mayKnow) {
                others[gathered.record.id] = FunnelLine(gathered)
            }
        }
        // What is out of sight by now is left out: what is kept of it is everybody's who sees everything.
        let gone = Set(own).subtracting(others.keys)
        let shown = (inSight ?? book.lines.map(\.id)).filter { !gone.contains($0) }
        let lines = inSight == nil && others.isEmpty && gone.isEmpty ? book.lines : book.lines(of: shown, with: others)
        let due = others.values.compactMap(\.entry.nextChange).min()
        let list = FunnelLines(lines: lines, beingMade: beingMade)
        funnelShelf.keep(.init(version: version, madeBy: madeBy, due: [due, book.due].compactMap(\.self).min(), lines: list), of: reader)
        return list
    }

    /// What is kept of all objectives: of what was read before, only what changed since is read again.
    private func funnelBook(at version: Int, _ madeBy: String, _ clock: LocalClock) async throws -> FunnelBook {
        var book = funnelShelf.book(madeBy: madeBy) ?? FunnelBook(madeBy: madeBy, version: version)
        let isNew = book.count == 0
        if isNew || book.version != version || !book.lacking.isEmpty || !book.dueObjectives(at: clock.now).isEmpty {
            var changed: [Identifier<SalesObjective>] = []
            if isNew {
                changed = try await store.objectiveIDs(in: .everything)
            } else if book.version != version {
                changed = try await store.funnelRows(since: book.version + 1, in: .everything).map(\.id)
            }
            try await read(Set(changed).union(book.lacking).union(book.dueObjectives(at: clock.now)), into: &book, at: version, clock)
            // One that is gone, as when an import is taken back, is in no row: then all are read.
            if try await store.objectiveCount() != book.count {
                book = FunnelBook(madeBy: madeBy, version: version)
                try await read(Set(try await store.objectiveIDs(in: .everything)), into: &book, at: version, clock)
            }
            funnelShelf.keep(book)
        }
        return book
    }

    /// Reads what is kept of some objectives into the book.
    private func read(_ objectives: Set<Identifier<SalesObjective>>, into book: inout FunnelBook, at version: Int, _ clock: LocalClock) async throws {
        var found: [FunnelBook.Found] = []
        for some in Self.portions(objectives.sorted(), of: 500) {
            for entry in try await store.funnelEntries(of: some).values where entry.kept.madeBy == book.madeBy && entry.kept.refreshAt.map({ $0 > clock.now }) ?? true {
                // What cannot be read is made anew.
                if let line = try? JSONDecoder().decode(FunnelLine.self, from: entry.content) { found.append(.init(kept: entry.kept, line: line)) }
            }
        }
        book.take(found, missing: objectives.subtracting(found.map(\.line.id)), at: version)
    }

    // MARK: Ahead of looks

    /// Whether of more objectives nothing is kept that holds than looks are to make.
    func lacksFunnelEntries() async throws -> Bool { try await store.countLackingEntries(madeBy: try madeBy(.current), at: now()) > Self.leftToLooks }

    /// Has made what is not kept, where that is much: after what changed many objectives.
    func queueFunnel() async throws {
        if try await lacksFunnelEntries() { try await store.enqueue([KeepFunnelJob.asked(at: machineTime())]) }
    }

    /// Makes what is not kept of any objective, for days that begin where this machine stands.
    ///
    /// What changes meanwhile is left to the next time: of an objective that is changed again and again, nothing would be kept anyway.
    func keepFunnel(_ run: JobRun) async throws {
        let madeBy = try madeBy(.current), count = try await store.objectiveCount()
        var last: Identifier<SalesObjective>?, done = 0
        while true {
            let clock = LocalClock(now: now(), zone: .current)
            let some = try await store.objectivesLackingEntries(madeBy: madeBy, at: clock.now, after: last, limit: Self.atOnce)
            guard let end = some.last else { return }
            // Somebody changed something while they were made: once more, and then it is left.
            for _ in 0..<2 { if try await makeFunnelLines(of: some, clock, madeBy).isKept { break } }
            last = end
            done += some.count
            try await run.say(min(1, Double(done) / Double(max(1, count))), "sales are read")
        }
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
    ) async throws -> (found: [FunnelBook.Found], isKept: Bool) {
        let version = try await store.version()
        let records = try await store.objectives(objectives, in: .everything)
        let gathered = try await gatherSheets(of: records, clock: clock, in: .everything) { $0.confidentialTo == nil }
        let accounts = try await store.organizations(ofEach: Array(Set(gathered.flatMap(\.happenings))))
        let organizations = Set(accounts.values.joined()).union(gathered.flatMap { $0.input.people.compactMap(\.organization) }).union(records.map(\.objective.account))
        let kinds = try await store.kinds(of: organizations)
        let encoder = JSONEncoder()
        let made = try gathered.map { gathered -> (FunnelLine, FunnelDraft) in
            let line = FunnelLine(gathered)
            let draft = FunnelDraft(
                objective: line.id, content: try encoder.encode(line), madeBy: madeBy, madeAt: clock.now, refreshAt: line.entry.nextChange,
                isPlain: Self.isPlain(gathered, accounts, kinds), confidentialTo: gathered.confidentialTo, sources: Self.sources(of: gathered, accounts)
            )
            return (line, draft)
        }
        let isKept = try await store.keep(made.map(\.1), madeFrom: version)
        return (made.map { FunnelBook.Found(kept: $1.kept, line: $0) }, isKept)
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
