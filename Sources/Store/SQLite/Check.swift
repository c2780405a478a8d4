extension SQLRecordStore {
    /// Looks whether the database is whole: its pages and indexes, as far as the engine lets a client look, and its references.
    ///
    /// - Returns: what was found, as a sentence.
    /// - Throws: `StoreError.corrupt` naming the first faults.
    public func check() async throws(StoreError) -> String {
        let path = engine.path
        return try await engine.read { db in
            try Self.checkFile(path, db)
            let meetings = try Int.fetchOne(db, sql: "SELECT count(*) FROM meeting") ?? 0
            return "whole; \(meetings) meetings."
        }
    }

    private static func checkFile(_ path: String, _ db: Database) throws {
        let faults = try String.fetchAll(db, sql: "PRAGMA integrity_check(10)").filter { $0 != "ok" }
        guard faults.isEmpty else {
            throw StoreError.corrupt("The store \(path) is damaged: \(faults.joined(separator: "; ")).")
        }
        let dangling = try Row.fetchAll(db, sql: "PRAGMA foreign_key_check").count
        guard dangling == 0 else { throw StoreError.corrupt("In the store \(path), \(dangling) rows refer to rows that are not there.") }
    }
}
