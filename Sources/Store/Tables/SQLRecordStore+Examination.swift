public import Covalence
import Foundation

extension SQLRecordStore: StoreExamination {
    public func engineFacts() async throws(StoreError) -> EngineFacts {
        let start = ContinuousClock.now
        _ = try await engine.read { db in try Int.fetchOne(db, sql: "SELECT 1") }
        let took = ContinuousClock.now - start
        let microseconds = Int(took.components.seconds * 1_000_000 + took.components.attoseconds / 1_000_000_000_000)
        // As the connection that writes has them.
        return try await engine.withoutTransaction { db in
            switch db.dialect {
            case .sqlite: try Self.factsOfSQLite(db, answerMicroseconds: microseconds)
            case .postgres: try Self.factsOfPostgres(db, answerMicroseconds: microseconds)
            }
        }
    }

    private static func factsOfSQLite(_ db: Database, answerMicroseconds: Int) throws -> EngineFacts {
        let ours = "This program sets it at opening; something else changed it. Start it again, and ask who else uses the file."
        func number(_ name: String, _ wanted: Int) throws -> EngineFacts.Setting {
            let value = try Int.fetchOne(db, sql: "PRAGMA \(name)") ?? -1
            return EngineFacts.Setting(name, "\(value)", wanted: "\(wanted)", isGood: value == wanted, advice: ours)
        }
        let version = try String.fetchOne(db, sql: "SELECT sqlite_version()") ?? ""
        let parts = version.split(separator: ".").compactMap { Int($0) }
        let journal = try String.fetchOne(db, sql: "PRAGMA journal_mode") ?? ""
        return EngineFacts(
            engine: "SQLite",
            version: version,
            level: try SchemaLevel.found(in: db, known: Schema.migrations),
            settings: [
                EngineFacts.Setting("version", version, wanted: "3.40 or later", isGood: parts.count >= 2 && (parts[0], parts[1]) >= (3, 40), advice: "Install a newer libsqlite3."),
                EngineFacts.Setting("journal_mode", journal, wanted: "wal", isGood: journal == "wal", advice: "The folder may be on a file system without shared memory, such as NFS. Keep the store on a disk of this machine."),
                // 2 is FULL: what is acknowledged is on the disk.
                try number("synchronous", 2), try number("foreign_keys", 1), try number("secure_delete", 1),
            ],
            clock: nil,
            unfinishedErasures: try unfinishedErasures(db),
            answerMicroseconds: answerMicroseconds
        )
    }

    private static func factsOfPostgres(_ db: Database, answerMicroseconds: Int) throws -> EngineFacts {
        func show(_ name: String) throws -> String { try String.fetchOne(db, sql: "SELECT current_setting('\(name)')") ?? "" }
        func isOn(_ name: String, _ advice: String) throws -> EngineFacts.Setting {
            let value = try show(name)
            // remote_write and local also sync here; off does not.
            return EngineFacts.Setting(name, value, wanted: "on", isGood: value != "off", advice: advice)
        }
        let version = try show("server_version")
        let major = version.split { !$0.isNumber }.first.flatMap { Int($0) } ?? 0
        return EngineFacts(
            engine: "PostgreSQL",
            version: version,
            level: try SchemaLevel.found(in: db, known: Schema.migrations),
            settings: [
                EngineFacts.Setting("version", version, wanted: "15 or later", isGood: major >= 15, advice: "Use PostgreSQL 15 or later."),
                try isOn("synchronous_commit", "What was acknowledged can be lost when the server fails. Set it to on, also for this role and database."),
                try isOn("fsync", "A crash can destroy the database. Set it to on, and check the database."),
                try isOn("full_page_writes", "A crash can leave half-written pages. Set it to on."),
            ],
            clock: try Int64.fetchOne(db, sql: "SELECT CAST(extract(epoch FROM clock_timestamp()) * 1000 AS bigint)").map { Timestamp(milliseconds: $0) },
            unfinishedErasures: try unfinishedErasures(db),
            answerMicroseconds: answerMicroseconds
        )
    }

    /// 0 also where the tables are of an older version, or not there.
    private static func unfinishedErasures(_ db: Database) throws -> Int {
        guard try SchemaLevel.found(in: db, known: Schema.migrations).isCurrent else { return 0 }
        return try ["erasure", "interaction_erasure", "removal"].reduce(0) {
            $0 + (try Int.fetchOne(db, sql: "SELECT count(*) FROM \($1) WHERE unfinished_files IS NOT NULL") ?? 0)
        }
    }

    public func otherNodes() async throws(StoreError) -> [OtherNode]? {
        guard engine.dialect == .postgres else { return nil }
        let present = try await engine.read { db in
            try NodesPresent.all(in: try String.fetchOne(db, sql: "SELECT current_schema()") ?? "", db)
        }
        let marks = files.marks()
        return present.filter { $0 != node }.sorted { $0.uuidString < $1.uuidString }.map { OtherNode(id: $0, markedAt: marks[$0]) }
    }

    public func leaveMark(at time: Timestamp) throws(StoreError) {
        if let node { try files.mark(node, at: time) }
    }

    public func namedFiles() async throws(StoreError) -> [NamedFile] {
        try await engine.read { db in
            try Row.fetchAll(db, sql: "SELECT sha256, bytes, sha256 IN (\(Self.neededFiles)) FROM file ORDER BY sha256").compactMap { row in
                ContentHash(bytes: [UInt8](row[0] as Data)).map { NamedFile(hash: $0, bytes: row[1], isNeeded: row[2]) }
            }
        }
    }

    /// The hashes of files whose bytes a workspace needs. A row of `file` alone says nothing of that: an upload that was refused, or whose rows were
    /// brought in, keeps its row and lets its bytes go.
    static let neededFiles = """
        SELECT sha256 FROM meeting_file UNION SELECT original FROM interaction WHERE original IS NOT NULL
        UNION SELECT sha256 FROM intake WHERE state IN ('received', 'needs-decision')
        """
}
