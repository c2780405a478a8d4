import Covalence
import Foundation

extension SQLWorkspaceStore {
    @discardableResult
    func enqueue(_ jobs: [NewJob]) async throws(StoreError) -> [Job] {
        guard !jobs.isEmpty else { return [] }
        return try await engine.write { db in try queue(jobs, db) }
    }

    /// Queues jobs in the transaction of the change that causes them.
    @discardableResult
    func queue(_ jobs: [NewJob], _ db: Database) throws -> [Job] {
        try jobs.map { new in
            if let problem = new.problem { throw StoreError.refused(StoreError.Reason(problem)) }
            try run("""
                INSERT INTO job (workspace, id, kind, subject, payload, state, attempt, failures, not_before, made_by, made_at,
                    changed_at, once_key, key_holds, is_background)
                VALUES (?, ?, ?, ?, ?, 'waiting', 0, 0, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (workspace, kind, once_key) DO NOTHING
                """, [
                    number, new.id.uuid, new.kind.rawValue, new.subject, try JobRows.text(of: new.payload), new.notBefore.milliseconds,
                    new.madeBy?.uuid, new.madeAt.milliseconds, new.madeAt.milliseconds, new.key?.text, new.key?.holds.rawValue,
                    new.isBackground ? 1 : 0,
                ], db)
            if try db.changesCount == 1 { return try job(new.id, db) }
            let row = try Row.fetchOne(
                db, sql: "SELECT \(JobRows.columns) FROM job WHERE workspace = ? AND kind = ? AND once_key = ?",
                arguments: [number, new.kind.rawValue, new.key?.text]
            )
            guard let row else { throw StoreError.exists("The job \(new.id)") }
            return JobRows.job(row, in: id)
        }
    }

    func cancelJob(_ job: Identifier<Job>, at now: Timestamp) async throws(StoreError) -> Job {
        try await engine.write { db in
            let found = try self.job(job, db)
            guard found.state.isOpen else { throw StoreError.refused("This job is \(found.state.rawValue) already. There is nothing to cancel.") }
            try cancel("id = ?", [job.uuid], at: now, db)
            return try self.job(job, db)
        }
    }

    /// Cancels the open jobs of a kind about something, in the transaction of the change that makes them pointless.
    func cancel(_ kind: Job.Kind, about subject: UUID, at now: Timestamp, _ db: Database) throws {
        try cancel("kind = ? AND subject = ?", [kind.rawValue, subject], at: now, db)
    }

    private func cancel(_ which: String, _ arguments: StatementArguments, at now: Timestamp, _ db: Database) throws {
        let first: StatementArguments = [now.milliseconds, now.milliseconds, number]
        try db.execute(sql: """
            UPDATE job SET state = 'cancelled', ended_at = ?, changed_at = ?, share = NULL, label = NULL, \(JobRows.ending)
            WHERE workspace = ? AND state IN ('waiting', 'running') AND \(which)
            """, arguments: first + arguments)
    }

    func retryJob(_ job: Identifier<Job>, at now: Timestamp) async throws(StoreError) -> Job {
        try await engine.write { db in
            let found = try self.job(job, db)
            switch found.state {
            case .running: throw StoreError.refused("This job is running. Wait for it, or cancel it first.")
            case .done: throw StoreError.refused("This job is done. There is nothing to try again.")
            case .waiting, .failed, .cancelled: break
            }
            try db.execute(sql: """
                UPDATE job SET state = 'waiting', failures = 0, not_before = ?, ended_at = NULL, changed_at = ? WHERE workspace = ? AND id = ?
                """, arguments: [now.milliseconds, now.milliseconds, number, job.uuid])
            return try self.job(job, db)
        }
    }

    func job(_ job: Identifier<Job>, _ db: Database) throws -> Job {
        let row = try Row.fetchOne(
            db, sql: "SELECT \(JobRows.columns) FROM job WHERE workspace = ? AND id = ?", arguments: [number, job.uuid]
        )
        guard let row else { throw StoreError.notFound("The job \(job)") }
        return JobRows.job(row, in: id)
    }
}
