import Covalence
import Foundation

extension Schema {
    /// Work that is done by itself. `attempt` is the fencing number of the lease. `once_key` keeps the same work from being queued
    /// twice, and is emptied when it has held long enough (`key_holds`).
    static let jobs = """
        CREATE TABLE job (
            workspace INTEGER NOT NULL REFERENCES workspace,
            id BLOB NOT NULL CHECK (length(id) = 16),
            kind TEXT NOT NULL,
            subject BLOB,
            payload TEXT NOT NULL,
            state TEXT NOT NULL,
            attempt INTEGER NOT NULL,
            failures INTEGER NOT NULL,
            not_before INTEGER NOT NULL,
            is_background INTEGER NOT NULL DEFAULT 0,
            share REAL,
            label TEXT,
            node TEXT,
            leased_until INTEGER,
            problem TEXT,
            made_by BLOB,
            made_at INTEGER NOT NULL,
            begun_at INTEGER,
            ended_at INTEGER,
            changed_at INTEGER NOT NULL,
            once_key TEXT,
            key_holds TEXT,
            PRIMARY KEY (workspace, id),
            UNIQUE (workspace, kind, once_key)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX job_by_state ON job (workspace, state, not_before);
        CREATE INDEX job_by_subject ON job (workspace, subject);
        CREATE INDEX job_by_begin ON job (workspace, begun_at);
        CREATE INDEX job_by_change ON job (workspace, changed_at);
        """

    /// Makes jobs of what an older program left to be taken up at its next start: files that were received and not read, and changes
    /// of the privacy policy that were begun to be applied.
    static func queueWhatWasBrokenOff(_ db: Database) throws {
        let now = Timestamp(Date())
        let sql = """
            INSERT INTO job (workspace, id, kind, subject, payload, state, attempt, failures, not_before, made_by, made_at, changed_at,
                once_key, key_holds)
            VALUES (?, ?, ?, ?, '{}', 'waiting', 0, 0, ?, ?, ?, ?, ?, ?)
            """
        for row in try Row.fetchAll(db, sql: "SELECT workspace, id, brought_in_by FROM intake WHERE state = 'received'") {
            let number: Int64 = row[0]
            let file: UUID = row[1]
            let member: UUID? = row[2]
            try db.execute(sql: sql, arguments: [
                number, Identifier<Job>.make(at: now).uuid, Job.Kind.importFile.rawValue, file, now.milliseconds, member, now.milliseconds,
                now.milliseconds, file.uuidString.lowercased(), NewJob.Key.Hold.untilEnded.rawValue,
            ])
        }
        for number in try Int64.fetchAll(db, sql: "SELECT number FROM workspace WHERE settings LIKE '%\"isApplyingPrivacy\":true%'") {
            try db.execute(sql: sql, arguments: [
                number, Identifier<Job>.make(at: now).uuid, Job.Kind.applyPolicy.rawValue, nil as UUID?, now.milliseconds, nil as UUID?, now.milliseconds,
                now.milliseconds, "policy", NewJob.Key.Hold.untilBegun.rawValue,
            ])
        }
    }
}
