import Covalence
import Formats
import Store

extension Workbench {
    /// Asks before anything is answered whether a visitor may bring in lines; the intake itself asks again, and leaves the trace.
    ///
    /// - Throws: `NotPermitted`.
    public func mayAddInteractionsInBulk(by visitor: Visitor) async throws {
        guard await wouldAdmit(visitor, to: .importInteractions) else {
            // By the same way, for the same sentence and the trace of a refusal.
            return try await admit(visitor, to: .importInteractions)
        }
    }

    /// Takes in lines of interactions (docs/intake.md) of any number, in groups: what was read while others were written is the next, at
    /// most 2,000 lines. While one group is written, the next is matched and made ready, and lines are read for the one after. A line is answered once its group is on the disk. A line that is wrong is refused, and no other for its sake.
    /// Broken off, whole groups are in the record; sent again, the same lines change nothing. Who brings them in is asked anew before each
    /// group is matched and before it is written: it may last for days.
    ///
    /// - Parameters:
    ///   - chunks: bytes of lines, cut anywhere. Where it throws, what has been answered is in the record, and perhaps one group more.
    ///   - results: called with what became of each group, in the order of lines; while it runs, the next group is read.
    /// - Returns: how many lines became what.
    /// - Throws: `VisitorGone`, or `NotPermitted`, before the group that comes next where the visitor may not go on.
    public func addInteractions<Chunks: AsyncSequence & Sendable>(
        inBulk chunks: Chunks, by visitor: Visitor, results: ([BulkLineResult]) async throws -> Void
    ) async throws -> BulkReport where Chunks.Element: Collection<UInt8> {
        try await admit(visitor, to: .importInteractions)
        let queue = BulkQueue(), ready = BulkHandoff(), gone = GoneAccounts()
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                do {
                    try await Self.read(chunks, into: queue)
                    await queue.finish()
                } catch {
                    await queue.finish(droppingRest: true)
                    throw error
                }
            }
            group.addTask {
                do {
                    try await self.makeReady(queue, for: visitor, into: ready, without: gone)
                    await ready.finish()
                } catch {
                    await ready.finish()
                    await queue.finish(droppingRest: true)
                    throw error
                }
            }
            do {
                var report = BulkReport()
                while let next = await ready.next() {
                    try Task.checkCancellation()
                    // It may have waited long for answers to be read.
                    let now = try await present(visitor)
                    let done = try await take(next.scope == now.scope ? next : try await makeReady(next.lines, matching(for: now), for: now), for: now, noting: gone)
                    for result in done { report.count(result.status) }
                    try await results(done)
                }
                // The first that fails ends the others: a client that goes on sending keeps nobody from being told.
                for try await _ in group {}
                return report
            } catch {
                await queue.finish(droppingRest: true)
                await ready.finish()
                group.cancelAll()
                throw error
            }
        }
    }

    private static func read<Chunks: AsyncSequence>(_ chunks: Chunks, into queue: BulkQueue) async throws where Chunks.Element: Collection<UInt8> {
        var cutter = BulkLines(limit: InteractionLine.longest)
        for try await chunk in chunks {
            try Task.checkCancellation()
            try await put(cutter.feed(chunk), into: queue)
        }
        try await put(cutter.finish(), into: queue)
    }

    private static func put(_ portion: BulkLines.Portion, into queue: BulkQueue) async throws {
        guard !portion.lines.isEmpty else { return }
        await queue.put(portion.lines.map { BulkLine($0, in: portion.bytes) }, bytes: portion.bytes.count)
    }

    /// Who brings lines in, as they are now.
    private func present(_ visitor: Visitor) async throws -> Visitor {
        guard let now = try await stillThere(visitor) else { throw VisitorGone() }
        try await mayAddInteractionsInBulk(by: now)
        return now
    }

    /// Finds accounts and people of groups and makes them ready to be written, each once the one before it was taken up.
    private func makeReady(_ queue: BulkQueue, for visitor: Visitor, into ready: BulkHandoff, without gone: GoneAccounts) async throws {
        let matching = matching(for: visitor)
        while await ready.isWanted(), let lines = await queue.next() {
            try Task.checkCancellation()
            matching.forget(gone.take())
            await ready.put(try await makeReady(lines, matching, for: try await present(visitor)))
        }
    }

    private func makeReady(_ lines: [BulkLine], _ matching: BulkMatching, for visitor: Visitor) async throws -> BulkGroup {
        let (good, refused) = try await matching.match(lines, for: visitor, at: now())
        let prepared = good.isEmpty ? nil : try store.prepare(good.map(\.1), broughtInBy: visitor.member)
        return BulkGroup(lines: lines, scope: visitor.scope, prepared: prepared, numbers: good.map(\.line), refused: refused)
    }

    private func matching(for visitor: Visitor) -> BulkMatching { BulkMatching(store, own: settings.own, for: visitor, at: now()) }

    /// Stores a group and says what became of its lines, in their order. Lines whose account was merged or removed since they were matched are
    /// matched once more, from what is there now: an account that was merged goes by its domains to the one that it is part of.
    private func take(_ group: BulkGroup, for visitor: Visitor, noting gone: GoneAccounts, isAgain: Bool = false) async throws -> [BulkLineResult] {
        var results = group.refused
        guard let prepared = group.prepared else { return results }
        let outcomes = try await store.take(prepared, in: visitor.scope)
        results.reserveCapacity(results.count + outcomes.count)
        var missed: [(line: Int, account: Identifier<Organization>)] = []
        for (line, outcome) in zip(group.numbers, outcomes) {
            switch outcome {
            case .added(let id): results.append(BulkLineResult(line: line, id: id, status: .added, errors: []))
            case .updated(let id): results.append(BulkLineResult(line: line, id: id, status: .updated, errors: []))
            case .unchanged(let id): results.append(BulkLineResult(line: line, id: id, status: .unchanged, errors: []))
            case .outOfSight: results.append(.refused(line, [.init("Something with this id of the source is in the record and not yours to change. Ask an administrator.", at: "/id")]))
            case .erasedBefore: results.append(.refused(line, [.init("It was erased before, and is not taken in again.")]))
            case .accountGone(let id): missed.append((line, id))
            }
        }
        if !missed.isEmpty {
            gone.note(missed.map(\.account))
            let again = isAgain ? [] : group.toMatchAgain(Set(missed.map(\.line)))
            if !again.isEmpty {
                results += try await take(try await makeReady(again, matching(for: visitor), for: visitor), for: visitor, noting: gone, isAgain: true)
            }
            let tried = Set(again.map(\.number))
            for (line, account) in missed where !tried.contains(line) {
                results.append(.refused(line, [.init("The organisation \(account) was merged or removed meanwhile. Send the line again.")]))
            }
        }
        return group.refused.isEmpty && missed.isEmpty ? results : results.sorted { $0.line < $1.line }
    }
}
