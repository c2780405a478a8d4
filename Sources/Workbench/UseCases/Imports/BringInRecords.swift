public import Covalence
public import Store

extension Workbench {
    /// How long whoever waits for an import has to do it themselves before a runner does ‡, in milliseconds.
    private static let grace: Int64 = 30_000

    /// Starts an import: its rows come in as a job.
    ///
    /// - Throws: `StoreError.refused` where it is not known what the rows are, or it was started already.
    @discardableResult
    public func startImport(_ id: Identifier<IntakeItem>, by visitor: Visitor) async throws -> OpenImport {
        try await admit(visitor, to: .importRecords, .file(id))
        return OpenImport(try await start(id, visitor, notBefore: nil))
    }

    private func start(_ id: Identifier<IntakeItem>, _ visitor: Visitor, notBefore: Timestamp?) async throws -> RecordImport {
        var made = try await readyImport(id)
        made.state = .running
        return try await store.update(made, queueing: [ImportRecordsJob.job(for: id, by: visitor.member, at: machineTime(), notBefore: notBefore)], as: nil)
    }

    /// Starts an import and brings its rows in at once, for somebody who waits for it. Broken off, it goes on as a job.
    ///
    /// - Parameter onBatch: called after each batch that is stored.
    public func bringIn(
        _ id: Identifier<IntakeItem>, by visitor: Visitor, onBatch: @escaping @Sendable (RecordImport) async -> Void = { _ in }
    ) async throws -> OpenImport {
        try await admit(visitor, to: .importRecords, .file(id))
        if try await store.recordImport(id).state == .open { _ = try await start(id, visitor, notBefore: machineTime().advanced(by: Self.grace)) }
        try await atOnce(.importRecords, about: id) { run in
            if let run { try await self.bringInRows(of: id, under: run, onBatch: onBatch) }
        }
        return OpenImport(try await store.recordImport(id))
    }

    /// Notes that no row of an import comes in any more.
    func fail(_ id: Identifier<IntakeItem>, _ reason: String) async throws {
        var made = try await store.recordImport(id)
        guard made.state == .running else { return }
        var report = ImportReport(stored: made.report)
        report.failure = reason
        made.report = try report.stored()
        made.state = .failed
        made.endedAt = now()
        try await store.update(made, queueing: [], as: nil)
        try await dropFile(of: id)
    }

    // MARK: Taking back

    /// Takes back what an import did, as a job: what it made goes unless somebody used it since, what it changed is as before, what it stated is withdrawn.
    ///
    /// - Throws: `StoreError.refused` where it is not through yet, or was taken back already.
    @discardableResult
    public func undoImport(_ id: Identifier<IntakeItem>, by visitor: Visitor) async throws -> OpenImport {
        try await admit(visitor, to: .undoImport)
        return OpenImport(try await beginUndoing(id, visitor, notBefore: nil))
    }

    private func beginUndoing(_ id: Identifier<IntakeItem>, _ visitor: Visitor, notBefore: Timestamp?) async throws -> RecordImport {
        var made = try await store.recordImport(id)
        switch made.state {
        case .done: break
        case .failed where made.place > 0: break
        case .undoing, .undone: throw StoreError.refused("This import was taken back already, or is being taken back.")
        case .open, .failed: throw StoreError.refused("Nothing of this import came in: there is nothing to take back.")
        case .running: throw StoreError.refused("Its rows still come in. Cancel it first, or wait until it is done.")
        }
        made.state = .undoing
        return try await store.update(made, queueing: [UndoImportJob.job(for: id, by: visitor.member, at: machineTime(), notBefore: notBefore)], as: nil)
    }

    /// The same at once, for somebody who waits for it.
    public func takeBack(_ id: Identifier<IntakeItem>, by visitor: Visitor) async throws -> OpenImport {
        try await admit(visitor, to: .undoImport)
        if try await store.recordImport(id).state != .undoing { _ = try await beginUndoing(id, visitor, notBefore: machineTime().advanced(by: Self.grace)) }
        try await atOnce(.undoImport, about: id) { run in
            if let run { try await self.takeBackRows(of: id, by: visitor.author, member: visitor.member, under: run) }
        }
        return try await described(id)
    }

    func takeBackRows(of id: Identifier<IntakeItem>, by author: Claim.Author, member: Identifier<Member>?, under run: JobRun) async throws {
        let total = max(try await store.recordImport(id).counts.total, 1)
        while true {
            let made = try await store.undo(id, most: Self.importBatch, by: author, member: member, at: now(), as: run.step(isLast: false))
            guard made.state == .undoing else { return }
            let through = made.undone.removed + made.undone.restored + made.undone.kept
            try await run.say(min(Double(through) / Double(total), 1), "\(through) taken back")
        }
    }

    // MARK: Looking

    /// Imports, the newest first.
    ///
    /// - Parameter limit: 1 to 500.
    public func recordImports(after cursor: PageCursor? = nil, limit: Int = 50, by visitor: Visitor) async throws -> Page<OpenImport> {
        try await admit(visitor, to: .listImports)
        let page = try await store.recordImports(after: cursor, limit: min(max(limit, 1), 500))
        return Page(items: page.items.map { OpenImport($0) }, next: page.next)
    }

    /// One import, with its job.
    public func recordImport(_ id: Identifier<IntakeItem>, by visitor: Visitor) async throws -> OpenImport {
        try await admit(visitor, to: .listImports)
        return try await described(id)
    }

    func described(_ id: Identifier<IntakeItem>) async throws -> OpenImport {
        let made = try await store.recordImport(id)
        let job: Job? = switch made.state {
        case .open: try await store.jobs(JobQuery(states: [.waiting, .running], kind: .tryRecords, subject: id.uuid, limit: 1)).items.first
        case .running: try await store.jobs(JobQuery(kind: .importRecords, subject: id.uuid, limit: 1)).items.first
        case .undoing: try await store.jobs(JobQuery(kind: .undoImport, subject: id.uuid, limit: 1)).items.first
        case .done, .failed, .undone: nil
        }
        return OpenImport(made, job: job, kept: made.state == .undone ? try await store.keptChanges(of: id) : [])
    }
}
