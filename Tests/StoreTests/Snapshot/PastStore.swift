import Covalence
import Foundation
import GRDB
@testable import Store

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
        let known = SnapshotCatalog.store.map(\.name)
        tables = try pool.write { db in
            let there = try String.fetchAll(db, sql: "SELECT name FROM sqlite_schema WHERE type = 'table'")
            let filled = known.filter { there.contains($0) } + SnapshotCatalog.leftOut.keys.sorted().filter { there.contains($0) }
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
        case (_, "position"), (_, "ordinal"), (_, "speaker"), (_, "act"), (_, "question"), (_, "consents"): return 0
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
