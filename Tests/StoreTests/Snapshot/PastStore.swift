import Covalence
import Foundation
import GRDB
@testable import Store
import StoreTesting

/// A store as a past version left it: its tables made by the migrations of that time, each with a row that SQL of that time puts there.
///
/// Every column gets a value by its name and type, so that a table of a version to come is filled without a word here, as long as its
/// names mean what they mean elsewhere.
struct PastStore {
    let folder: URL
    let version: Int
    /// Rows by table.
    private(set) var tables: [String] = []
    static let id = UUID(uuidString: "0195a000-0000-7000-8000-0000000000aa")!
    static let sound = Data("RIFF of old".utf8)

    init(at folder: URL, after migrations: ArraySlice<Migration>) throws {
        self.folder = folder
        version = migrations.count
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let pool = try DatabasePool(path: folder.appendingPathComponent("covalence.sqlite").path)
        let migrator = SQLiteEngine.migrator(Array(migrations))
        try migrator.migrate(pool)
        let vault = try FileVault(folder: folder.appendingPathComponent("files", isDirectory: true))
        let hash = try vault.store(Self.sound)
        tables = try pool.write { db in
            let there = try String.fetchAll(db, sql: "SELECT name FROM sqlite_schema WHERE type = 'table'")
            let filled = Self.tables(of: there)
            for table in filled {
                try Self.fill(table, Data(hash.bytes), db)
                guard table == "workspace" else { continue }
                try WordIndex(.said, of: 1).create(Store.Database(db))
                if there.contains("interaction") { try WordIndex(.wrote, of: 1).create(Store.Database(db)) }
            }
            try db.execute(sql: "INSERT INTO said_1 (rowid, text) VALUES (?, 'spoken of old')", arguments: [SearchKey(rawValue: 7).row(0)])
            if there.contains("interaction") { try db.execute(sql: "INSERT INTO wrote_1 (rowid, text) VALUES (1, ?)", arguments: ["old title\nold text"]) }
            return filled
        }
        try pool.close()
    }

    /// The same in a room's schema on PostgreSQL, by SQL of that time.
    ///
    /// - Returns: the tables, each with a row.
    static func onPostgres(in room: Room, after migrations: [Migration]) async throws -> [String] {
        let store = try await PostgresStore.open(TestStore.address, folder: room.folder, options: TestStore.postgres(room.folder), migrations: migrations)
        _ = try store.files.store(sound)
        let filled = try await store.engine.write { db in
            let schema = SnapshotDatabase(db: db), filled = try Self.tables(of: schema.tables())
            for table in filled {
                let columns = try Store.Row.fetchAll(db, sql: """
                    SELECT CAST(column_name AS text), CAST(data_type AS text) FROM information_schema.columns
                    WHERE table_schema = current_schema() AND table_name = ? AND column_name <> 'number' ORDER BY 1
                    """, arguments: [table]).map { (name: $0[0] as String, type: $0[1] as String) }
                try db.execute(
                    sql: "INSERT INTO \(table) (\(columns.map { "\"\($0.name)\"" }.joined(separator: ", "))) VALUES (\(columns.map { _ in "?" }.joined(separator: ", ")))",
                    arguments: Store.StatementArguments(scalars: columns.map { scalar(table, $0.name, $0.type) })
                )
            }
            try IndexWriting(workspace: 1, db).add("spoken of old", at: SearchKey(rawValue: 7).row(0))
            try IndexWriting(WordIndex(.wrote, of: 1), db).add("old title\nold text", at: 1)
            return filled
        }
        try await store.close()
        return filled
    }

    /// Those that get a row, in the order in which rows can be written. Nobody held an account before there were members.
    private static func tables(of there: [String]) -> [String] {
        (SnapshotCatalog.store.map(\.name) + SnapshotCatalog.leftOut.keys.sorted()).filter { name in
            there.contains(name) && (name != "account_holder" || there.contains("member"))
        }
    }

    /// A value as the engines take it.
    ///
    /// - Parameter type: as either engine says it.
    static func scalar(_ table: String, _ name: String, _ type: String) -> Scalar {
        let type = ["bigint": "INTEGER", "text": "TEXT", "double precision": "REAL", "bytea": "BLOB"][type] ?? type
        return switch value(table, name, type, Data(ContentHash(of: sound).bytes)) {
        case let value as Int: .integer(Int64(value))
        case let value as Int64: .integer(value)
        case let value as Double: .real(value)
        case let value as String: .text(value)
        case let value as Data: .bytes(value)
        default: .null
        }
    }

    private static func fill(_ table: String, _ hash: Data, _ db: GRDB.Database) throws {
        var names: [String] = [], values: [(any DatabaseValueConvertible)?] = []
        for column in try GRDB.Row.fetchAll(db, sql: "SELECT name, type, pk FROM pragma_table_info(?)", arguments: [table]) {
            let name: String = column[0], type: String = column[1]
            // Numbers are given by the table.
            if name == "number" { continue }
            names.append(name)
            values.append(value(table, name, type, hash))
        }
        try db.execute(
            sql: "INSERT INTO \(table) (\(names.joined(separator: ", "))) VALUES (\(names.map { _ in "?" }.joined(separator: ", ")))",
            arguments: GRDB.StatementArguments(values)
        )
    }

    /// Texts that are more than text, and columns that stay empty where a row stands for something that is over.
    static func value(_ table: String, _ name: String, _ type: String, _ hash: Data) -> (any DatabaseValueConvertible)? {
        switch (table, name) {
        case (_, "unfinished_files"), (_, "parent"), (_, "undone_at"), (_, "restores"), (_, "corrects"), (_, "supersedes"), (_, "problems"),
             (_, "reason"), ("claim", "subject"), ("claim", "subject_kind"), ("claim", "confidential"), ("transcript", "engine"): return nil
        case ("meeting", "search_key"): return 7
        case ("meeting", "recorded_at"), ("meeting", "ordered_at"), ("meeting", "started_at"): return Timestamp.base.milliseconds
        case (_, let name) where ["workspace", "version", "meeting"].contains(name) && type == "INTEGER": return 1
        case (_, "transcript_version"), (_, "cast_version"), (_, "utterances"): return 1
        case (_, "position"), (_, "ordinal"), (_, "speaker"), (_, "act"), (_, "question"), (_, "consents"), ("account_holder", "is_team"): return 0
        case (_, "person") where type == "INTEGER": return 0
        case ("cast_version", "content"): return #"{"participants":[],"labels":{},"reassigned":{}}"#
        case ("workspace", "settings"), ("intake", "details"), ("merge", "moved"): return "{}"
        case ("claim", "payload"): return #"{"rule":"r1"}"#
        case ("intake", "state"): return "imported"
        case ("removed_words", "which"): return #"{"all":{}}"#
        case ("removal", "what"): return #"{"recording":{"of":"\#(id.uuidString)"}}"#
        case ("member", "role"): return "administrator"
        case ("member", "state"): return "active"
        case ("interaction", "kind"): return "note"
        case ("interaction", "answers"), ("person", "languages"), ("person", "cultures"): return "[]"
        case ("interaction", "title"): return "old title"
        case ("interaction", "text"): return "old text"
        case ("utterance", "text"): return "spoken of old"
        case ("claim", "recorded_standing"): return "suggested"
        case (_, "standing"): return "confirmed"
        case (_, "author_kind"): return "person"
        case ("meeting_file", "role"): return "recording"
        case ("organization", "kind"): return "customer"
        case ("evidence", "place"): return "meeting"
        case ("evidence", "basis"): return "observed"
        case ("evidence", "lower"), ("evidence", "upper"), ("evidence", "now_target"), ("evidence", "now_lower"), ("evidence", "now_upper"): return nil
        case ("file", "bytes"): return sound.count
        case ("session", "expires_at"), ("one_time_token", "expires_at"): return Int64(4_000_000_000_000)
        default: break
        }
        return switch type {
        case "INTEGER": 1
        case "REAL": 0.5
        case "TEXT": "old \(name)"
        case _ where name == "positions": Data(repeating: 0, count: 4)
        case _ where ["sha256", "recording", "original"].contains(name): hash
        case _ where name.hasSuffix("hash") || name == "request": Data(repeating: 9, count: 32)
        default: withUnsafeBytes(of: id.uuid) { Data($0) }
        }
    }
}
