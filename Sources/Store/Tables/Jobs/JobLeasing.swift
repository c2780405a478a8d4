public import Covalence
import Foundation

extension SQLRecordStore {
    /// Begins the next job that is due.
    public func lease(
        _ kinds: Set<Job.Kind>, in workspace: Identifier<Workspace>?, node: String, until: Timestamp, at now: Timestamp
    ) async throws(StoreError) -> Job? {
        guard !kinds.isEmpty else { return nil }
        let names = kinds.map(\.rawValue).sorted()
        // Looked at without the writer's lock first: most of the time nothing is due.
        guard try await !engine.read({ db in try Self.workspacesInTurn(names, workspace, now, db) }).isEmpty else { return nil }
        return try await engine.write { db in
            for (number, id) in try Self.workspacesInTurn(names, workspace, now, db) {
                if let job = try Self.begin(oneOf: names, in: number, id, node: node, until: until, at: now, db) { return job }
            }
            return nil
        }
    }

    /// The workspaces with something due: first that of which the fewest jobs run, then that whose last job began longest ago.
    private static func workspacesInTurn(
        _ kinds: [String], _ only: Identifier<Workspace>?, _ now: Timestamp, _ db: Database
    ) throws -> [(Int64, Identifier<Workspace>)] {
        let sql = """
            SELECT w.number, w.id FROM workspace w
            WHERE \(only == nil ? "" : "w.id = ? AND") EXISTS (
                SELECT 1 FROM job j WHERE j.workspace = w.number AND j.kind IN (\(marks(kinds)))
                AND (j.state = 'waiting' AND j.not_before <= ? OR j.state = 'running' AND j.leased_until <= ?))
            ORDER BY
                (SELECT count(*) FROM job r WHERE r.workspace = w.number AND r.state = 'running' AND r.leased_until > ?),
                coalesce((SELECT max(b.begun_at) FROM job b WHERE b.workspace = w.number), 0), w.number
            """
        var arguments = StatementArguments([only?.uuid].compactMap { $0 })
        arguments += StatementArguments(kinds)
        arguments += [now.milliseconds, now.milliseconds, now.milliseconds]
        return try Row.fetchAll(db, sql: sql, arguments: arguments).map { ($0[0], Identifier(row: $0, 1)) }
    }

    private static func begin(
        oneOf kinds: [String], in number: Int64, _ workspace: Identifier<Workspace>, node: String, until: Timestamp, at now: Timestamp,
        _ db: Database
    ) throws -> Job? {
        let sql = """
            UPDATE job SET \(beginning) WHERE workspace = ? AND id = (
                SELECT id FROM job WHERE workspace = ? AND kind IN (\(marks(kinds)))
                AND (state = 'waiting' AND not_before <= ? OR state = 'running' AND leased_until <= ?)
                ORDER BY is_background, not_before, id LIMIT 1 \(JobRows.skippingLocked(db)))
            RETURNING \(JobRows.columns)
            """
        var arguments: StatementArguments = [node, until.milliseconds, now.milliseconds, now.milliseconds, number, number]
        arguments += StatementArguments(kinds)
        arguments += [now.milliseconds, now.milliseconds]
        return try Row.fetchAll(db, sql: sql, arguments: arguments).first.map { JobRows.job($0, in: workspace) }
    }

    /// What beginning a job sets. Parameters: node, until, now, now. An attempt whose lease ran out counts as failed.
    static let beginning = """
        failures = failures + CASE WHEN state = 'running' THEN 1 ELSE 0 END, state = 'running', attempt = attempt + 1, node = ?,
        leased_until = ?, begun_at = ?, changed_at = ?, share = NULL, label = NULL, ended_at = NULL,
        once_key = CASE WHEN key_holds = 'until-begun' THEN NULL ELSE once_key END
        """

    private static func marks(_ values: [String]) -> String { values.map { _ in "?" }.joined(separator: ", ") }
}

extension SQLWorkspaceStore {
    func begin(_ job: Identifier<Job>, node: String, until: Timestamp, at now: Timestamp) async throws(StoreError) -> Job? {
        try await engine.write { db in
            try Row.fetchAll(db, sql: """
                UPDATE job SET \(SQLRecordStore.beginning) WHERE workspace = ? AND id = ? AND \(JobRows.isFree) RETURNING \(JobRows.columns)
                """, arguments: [
                    node, until.milliseconds, now.milliseconds, now.milliseconds, number, job.uuid, now.milliseconds,
                ]).first.map { JobRows.job($0, in: id) }
        }
    }

    func extend(_ lease: JobLease, until: Timestamp) async throws(StoreError) {
        try await engine.write { db in
            guard try !isDone(lease, db) else { return }
            try write(on: lease, "leased_until = ?", [until.milliseconds], db)
        }
    }

    func report(_ progress: Job.Progress, on lease: JobLease, at now: Timestamp) async throws(StoreError) {
        let share = progress.share.isFinite ? min(max(progress.share, 0), 1) : 0
        let label = String(progress.label.prefix(200))
        try await engine.write { db in
            try write(on: lease, "share = ?, label = ?, changed_at = ?", [share, label, now.milliseconds], db)
        }
    }

    func complete(_ lease: JobLease, at now: Timestamp) async throws(StoreError) {
        try await engine.write { db in
            guard try !isDone(lease, db) else { return }
            try take(JobStep(lease, isLast: true, at: now), db)
        }
    }

    func fail(_ lease: JobLease, _ problem: String, retry: Timestamp?, at now: Timestamp) async throws(StoreError) {
        let problem = String(problem.prefix(500))
        try await engine.write { db in
            if let retry {
                try write(on: lease, """
                    state = 'waiting', failures = failures + 1, problem = ?, not_before = ?, node = NULL, leased_until = NULL,
                    share = NULL, label = NULL, changed_at = ?
                    """, [problem, retry.milliseconds, now.milliseconds], db)
            } else {
                try write(on: lease, """
                    state = 'failed', failures = failures + 1, problem = ?, ended_at = ?, changed_at = ?, \(JobRows.ending)
                    """, [problem, now.milliseconds, now.milliseconds], db)
            }
        }
    }

    func giveBack(_ lease: JobLease, at now: Timestamp) async throws(StoreError) {
        try await engine.write { db in
            try write(on: lease, """
                state = 'waiting', not_before = ?, node = NULL, leased_until = NULL, share = NULL, label = NULL, changed_at = ?
                """, [now.milliseconds, now.milliseconds], db)
        }
    }

    /// A change that is made for a job: only under a lease that still holds, and with the last one the job is done.
    func take(_ step: JobStep?, _ db: Database) throws {
        guard let step else { return }
        if step.isLast {
            try write(on: step.lease, """
                state = 'done', problem = NULL, share = NULL, label = NULL, ended_at = ?, changed_at = ?, \(JobRows.ending)
                """, [step.at.milliseconds, step.at.milliseconds], db)
        } else {
            // Written to, not only looked at: whoever begins it again has to wait for this transaction. What got on did not fail in vain.
            try write(on: step.lease, "failures = 0, changed_at = ?", [step.at.milliseconds], db)
        }
    }

    /// Whether the job was done under this very lease: its effect is stored, and whoever did it may still be busy with the rest.
    private func isDone(_ lease: JobLease, _ db: Database) throws -> Bool {
        guard lease.workspace == id else { return false }
        return try String.fetchOne(
            db, sql: "SELECT state FROM job WHERE workspace = ? AND id = ? AND attempt = ?", arguments: [number, lease.job.uuid, lease.attempt]
        ) == "done"
    }

    /// Writes about a job as its lease allows.
    private func write(on lease: JobLease, _ assignments: String, _ arguments: StatementArguments, _ db: Database) throws {
        let held: StatementArguments = [number, lease.job.uuid, lease.attempt]
        try db.execute(
            sql: "UPDATE job SET \(assignments) WHERE workspace = ? AND id = ? AND attempt = ? AND state = 'running'",
            arguments: arguments + held
        )
        guard try lease.workspace == id && db.changesCount == 1 else { throw StoreError.conflict(.job(lease.job)) }
    }
}
