import Covalence
import Formats
import Foundation
import Store

/// Goes through the rows of an import: to try it, or to bring them in.
extension Workbench {
    /// Rows of a transaction ‡: so many that syncing costs little, so few that others wait no longer than a moment.
    static let importBatch = 500
    /// How often rows are matched anew because somebody changed what they touch ‡.
    private static let mostMatchings = 6

    /// Says what an import would do and keeps it with the import; of its rows nothing is stored. Where it was changed meanwhile, it is tried anew; where it was
    /// started or discarded, it is left.
    ///
    /// - Parameter onRows: called after each batch with how many rows were gone through.
    @discardableResult
    func tryRows(of id: Identifier<IntakeItem>, under run: JobRun?, onRows: @Sendable (Int) async -> Void = { _ in }) async throws -> RecordImport {
        while true {
            var made = try await store.recordImport(id)
            guard made.state == .open else { return made }
            let (file, mapping) = try await openFile(of: made)
            let version = made.version
            do {
                made.report = try await tryRows(of: made, file, mapping) { count, all in
                    guard try await self.store.recordImport(id).version == version else { throw StoreError.conflict(.record(expected: version, found: version + 1)) }
                    try await run?.say(Double(count) / Double(max(all, 1)), "Row \(count) of \(all)")
                    await onRows(count)
                }.stored()
                return try await store.update(made, queueing: [], as: run?.step(isLast: true))
            } catch StoreError.conflict(.record) {
                continue
            }
        }
    }

    /// - Parameter onBatch: given how many rows were gone through, and of how many.
    private func tryRows(
        of made: RecordImport, _ file: ImportFile, _ mapping: ColumnMapping?, onBatch: (Int, Int) async throws -> Void
    ) async throws -> ImportReport {
        var report = ImportReport(stored: made.report)
        report.beginAnew()
        let matching = try await matching(for: made, file, mapping, isTrial: true)
        var rows = try ImportRowSource(file, mapping)
        var counts = RecordImport.Counts()
        var batch: [CRMRow] = []
        func flush() async throws {
            guard !batch.isEmpty else { return }
            let outcome = try await matching.match(batch, at: now())
            counts.add(outcome.counts)
            report.namedAccounts += outcome.namedAccounts
            outcome.problems.forEach { report.add($0) }
            batch.removeAll(keepingCapacity: true)
        }
        while let row = try rows.next() {
            batch.append(row)
            if batch.count == Self.importBatch {
                try await flush()
                if Task.isCancelled { throw StoreError.cancelled }
                try await onBatch(rows.rowsRead, made.rowCount)
            }
        }
        try await flush()
        counts.refused += rows.rowsLost
        if let summary = rows.summary { report.take(summary) }
        report.trial = counts
        return report
    }

    /// Brings in the rows that were not dealt with yet. Broken off at any point, it goes on where it was when called again: each batch is one transaction with the
    /// place it reached.
    func bringInRows(of id: Identifier<IntakeItem>, under run: JobRun?, onBatch: @Sendable (RecordImport) async -> Void = { _ in }) async throws {
        do {
            try await bringInRest(of: id, under: run, onBatch: onBatch)
        } catch {
            let problem = JobProblem(error)
            // The same would happen again: it ends here, and what came in can be taken back.
            if problem.isFinal { try await fail(id, (error as? StoreError)?.description ?? (error as? TableError)?.description ?? problem.sentence) }
            throw error
        }
    }

    private func bringInRest(of id: Identifier<IntakeItem>, under run: JobRun?, onBatch: @Sendable (RecordImport) async -> Void) async throws {
        var made = try await store.recordImport(id)
        guard made.state == .running else { return try await dropFile(of: id, run) }
        let (file, mapping) = try await openFile(of: made)
        let matching = try await matching(for: made, file, mapping, isTrial: false)
        var report = ImportReport(stored: made.report)
        if made.place == 0 { report.beginAnew() }
        var rows = try ImportRowSource(file, mapping)
        var pending: CRMRow?
        while rows.rowsRead <= made.place, let row = try rows.next() {
            if rows.rowsRead > made.place { pending = row }
        }
        // Of the rows read so far, those that were counted as left out.
        var lost = report.readingLost
        var isThrough = false
        while !isThrough {
            var batch = [pending].compactMap { $0 }
            pending = nil
            while batch.count < Self.importBatch {
                guard let row = try rows.next() else {
                    isThrough = true
                    break
                }
                batch.append(row)
            }
            let (read, lostNow) = (rows.rowsRead, rows.rowsLost)
            if let summary = rows.summary { report.take(summary) }
            try await take(batch, of: made, through: read, lost: lostNow - lost, isLast: isThrough, matching, &report, run)
            lost = lostNow
            made = try await store.recordImport(id)
            try await run?.say(Double(made.place) / Double(max(made.rowCount, 1)), "Row \(made.place) of \(made.rowCount)")
            await onBatch(made)
        }
        try await dropFile(of: id, run)
    }

    private func take(
        _ batch: [CRMRow], of made: RecordImport, through read: Int, lost: Int, isLast: Bool, _ matching: ImportMatching, _ report: inout ImportReport, _ run: JobRun?
    ) async throws {
        // Whoever else goes on with it has another place, and is found out by that.
        let place = made.place
        var matchings = 0, made = made
        while true {
            let time = max(now(), try await store.lastImportTime().map { $0.advanced(by: 1) } ?? now())
            let outcome = try await matching.match(batch, at: time)
            var counts = outcome.counts
            counts.refused += lost
            var said = report
            said.readingLost += lost
            said.namedAccounts += outcome.namedAccounts
            outcome.problems.forEach { said.add($0) }
            do {
                try await store.take(ImportBatch(
                    id: made.id, rows: place..<max(place, read), changes: outcome.changes, counts: counts, report: try said.stored(), at: time, isLast: isLast,
                    expecting: made.version
                ), as: run?.step(isLast: false))
                report = said
                return
            } catch StoreError.conflict(.record) where matchings < Self.mostMatchings {
                matchings += 1
                let former = made.version
                made = try await store.recordImport(made.id)
                guard made.version != former else { continue }
                // Somebody was erased: they went from the report, and the file with them, if it named them.
                report = ImportReport(stored: made.report)
                _ = try await openFile(of: made)
            }
        }
    }

    private func matching(for made: RecordImport, _ file: ImportFile, _ mapping: ColumnMapping?, isTrial: Bool) async throws -> ImportMatching {
        var isCards = false
        if case .cards = file { isCards = true }
        return ImportMatching(
            store, made, source: mapping?.source ?? .other, isCards: isCards, members: ImportMembers(try await store.members()),
            circles: try AccountCircles(in: file, mapping), at: now(), isTrial: isTrial
        )
    }

    /// The file of an import and what its columns mean.
    func openFile(of made: RecordImport) async throws -> (ImportFile, ColumnMapping?) {
        let item: IntakeItem
        do { item = try await store.intake(made.id) } catch StoreError.notFound {
            throw StoreError.refused("The file of this import is not kept any more. Upload it again.")
        }
        guard item.state.name == .received else { throw StoreError.refused("The file of this import is not kept any more. Upload it again.") }
        return (try ImportFile(try records.files.needed(item.file.hash), named: made.name), ColumnMapping(stored: made.mapping))
    }

    /// Overwrites and removes the file once nothing of it is needed: what is kept of it is in the record, and each piece can be erased by itself.
    func dropFile(of id: Identifier<IntakeItem>, _ run: JobRun? = nil) async throws {
        do {
            let item = try await store.intake(id)
            guard item.state.name == .received else { return }
            try await settle(item, as: run, .refused(reason: "Its rows were dealt with. The file itself is not kept."))
        } catch StoreError.notFound {
            // Somebody in it was erased, and it went with them.
            return
        }
    }
}

extension ColumnMapping {
    /// Reads a kept mapping; nil where none was chosen.
    init?(stored text: String) {
        guard let mapping = try? JSONDecoder().decode(ColumnMapping.self, from: Data(text.utf8)) else { return nil }
        self = mapping
    }

    func stored() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }
}

extension RecordImport.Counts {
    mutating func add(_ other: RecordImport.Counts) {
        added += other.added
        updated += other.updated
        unchanged += other.unchanged
        refused += other.refused
    }
}
