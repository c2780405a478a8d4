import Foundation
import GRDB

extension SQLiteStore: StoreExamination {
    public func engineFacts() async throws(StoreError) -> EngineFacts {
        let start = ContinuousClock.now
        _ = try await engine.read { db in try Int.fetchOne(db, sql: "SELECT 1") }
        let took = ContinuousClock.now - start
        // As the one connection that writes has them.
        return try await engine.withoutTransaction { db in
            func pragma(_ name: String) throws -> String { try String.fetchOne(db, sql: "PRAGMA \(name)") ?? "" }
            let version = try String.fetchOne(db, sql: "SELECT sqlite_version()") ?? ""
            let numbers = version.split(separator: ".").compactMap { Int($0) }
            let isNew = numbers.count >= 2 && (numbers[0], numbers[1]) >= (3, 40)
            let migrator = Schema.migrator
            let ours = "This program sets it at opening; something else changed it. Start it again, and ask who else uses the file."
            return EngineFacts(
                engine: "SQLite",
                version: version,
                migrations: try migrator.appliedMigrations(db).count,
                expectedMigrations: migrator.migrations.count,
                settings: [
                    .init("version", version, wanted: "3.40 or later", isGood: isNew, advice: "Install a newer libsqlite3."),
                    .init("journal_mode", try pragma("journal_mode"), wanted: "wal", isGood: try pragma("journal_mode") == "wal", advice: "The folder may be on a file system without shared memory, such as NFS. Keep the store on a disk of this machine."),
                    .init("synchronous", try pragma("synchronous"), wanted: "2", isGood: try pragma("synchronous") == "2", advice: ours),
                    .init("foreign_keys", try pragma("foreign_keys"), wanted: "1", isGood: try pragma("foreign_keys") == "1", advice: ours),
                    .init("secure_delete", try pragma("secure_delete"), wanted: "1", isGood: try pragma("secure_delete") == "1", advice: ours),
                ],
                clock: nil,
                answerMicroseconds: Int(took.components.seconds * 1_000_000 + took.components.attoseconds / 1_000_000_000_000)
            )
        }
    }

    public func namedFiles() async throws(StoreError) -> [NamedFile] {
        try await engine.read { db in
            try Row.fetchAll(db, sql: "SELECT sha256, bytes FROM file ORDER BY sha256").compactMap { row in
                ContentHash(bytes: [UInt8](row[0] as Data)).map { NamedFile(hash: $0, bytes: row[1]) }
            }
        }
    }
}
