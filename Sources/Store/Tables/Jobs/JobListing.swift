import Covalence
import Foundation

extension SQLWorkspaceStore {
    func job(_ job: Identifier<Job>) async throws(StoreError) -> Job {
        try await engine.read { db in try self.job(job, db) }
    }

    func jobs(_ query: JobQuery) async throws(StoreError) -> Page<Job> {
        guard (1...500).contains(query.limit) else { throw .refused("A page of jobs has 1 to 500 of them.") }
        var conditions = ["workspace = ?"]
        var arguments: StatementArguments = [number]
        if !query.states.isEmpty {
            conditions.append("state IN (\(query.states.map { _ in "?" }.joined(separator: ", ")))")
            arguments += StatementArguments(query.states.map(\.rawValue).sorted())
        }
        if let kind = query.kind {
            conditions.append("kind = ?")
            arguments += [kind.rawValue]
        }
        if let subject = query.subject {
            conditions.append("subject = ?")
            arguments += [subject]
        }
        if let cursor = query.cursor {
            guard let last = Identifier<Job>(cursor.rawValue) else { throw .refused("This is no place in the list of jobs. Begin at its first page.") }
            // Ids made later sort later.
            conditions.append("id < ?")
            arguments += [last.uuid]
        }
        arguments += [query.limit + 1]
        return try await engine.read { [conditions, arguments] db in
            var found = try Row.fetchAll(db, sql: """
                SELECT \(JobRows.columns) FROM job WHERE \(conditions.joined(separator: " AND ")) ORDER BY id DESC LIMIT ?
                """, arguments: arguments).map { JobRows.job($0, in: id) }
            guard found.count > query.limit else { return Page(items: found, next: nil) }
            found.removeLast()
            return Page(items: found, next: found.last.map { PageCursor(rawValue: $0.id.description) })
        }
    }

    func jobCounts() async throws(StoreError) -> JobCounts {
        try await engine.read { db in
            var counts: [Job.State: Int] = [:]
            for row in try Row.fetchAll(
                db, sql: "SELECT state, count(*) FROM job WHERE workspace = ? GROUP BY state", arguments: [number]
            ) {
                if let state = Job.State(rawValue: row[0]) { counts[state] = row[1] }
            }
            let changed = try Int64.fetchOne(db, sql: "SELECT max(changed_at) FROM job WHERE workspace = ?", arguments: [number])
            return JobCounts(byState: counts, changedAt: changed.map(Timestamp.init(milliseconds:)))
        }
    }

    func purgeJobs(endedBefore time: Timestamp) async throws(StoreError) -> Int {
        try await engine.write { db in
            try db.execute(sql: """
                DELETE FROM job WHERE workspace = ? AND state IN ('done', 'failed', 'cancelled') AND ended_at < ?
                AND coalesce(key_holds, '') <> 'for-good'
                """, arguments: [number, time.milliseconds])
            return try db.changesCount
        }
    }
}
