import Foundation
import GRDB
@testable import Store
import StoreTesting
import Testing

/// A migration that was released ran on stores we do not have: changing it changes no store that has it, and makes others than those. So what each asks of
/// the engines is frozen here.
@Suite("Past migrations stay as they are", .enabled(if: TestStore.isOnSQLite, "It asks both engines’ words, of no server."))
struct FrozenMigrationsTests {
    /// By name: a digest of the statements for SQLite, on a store of the form before with a row in every table, and of those for PostgreSQL.
    /// A new migration gets its line when it is finished; a line is never changed once it was released.
    private static let frozen: [String: [String]] = [:]
    /// Of the tables a store on PostgreSQL begins with.
    private static let beginning = ""

    @Test("each asks for what it asked for when it was written")
    func frozenStatements() throws {
        for (place, migration) in Schema.migrations.enumerated() {
            let digests = [try Self.onSQLite(migration, after: Schema.migrations.prefix(place)), try Self.onPostgres(migration)]
            #expect(digests == Self.frozen[migration.name], """
                “\(migration.name)” is not as it was frozen. If it is new, its line is: "\(migration.name)": \(digests). If it is not, make another migration.
                """)
        }
        #expect(Set(Self.frozen.keys) == Set(Schema.migrations.map(\.name)))
        #expect(Self.digest(Schema.onPostgres) == Self.beginning)
    }

    @Test("a word that is changed is seen, a line break is not")
    func seen() throws {
        func digest(_ sql: String) throws -> String { try Self.onPostgres(Migration("x", tables: sql)) }
        let one = try digest("CREATE TABLE a (b INTEGER);")
        #expect(try digest("CREATE TABLE a\n    (b INTEGER);") == one)
        #expect(try digest("CREATE TABLE a (b TEXT);") != one)
    }

    // MARK: -

    private static func onSQLite(_ migration: Migration, after former: ArraySlice<Migration>) throws -> String {
        let room = try Room(), folder = room.place("past")
        if former.isEmpty {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        } else {
            _ = try PastStore(at: folder, after: former)
        }
        let pool = try DatabasePool(path: folder.appendingPathComponent("covalence.sqlite").path)
        let statements = try pool.write { db in
            // What steps look for that queue work for what is there.
            if !former.isEmpty { try db.execute(sql: #"UPDATE intake SET state = 'received'; UPDATE workspace SET settings = '{"isApplyingPrivacy":true}'"#) }
            let recording = Recording(Store.Database(db).connection)
            try migration.carryOut(Store.Database(recording))
            return recording.statements
        }
        try pool.close()
        return digest(statements)
    }

    private static func onPostgres(_ migration: Migration) throws -> String {
        let recording = Recording(nil)
        try migration.carryOut(Store.Database(recording))
        return digest(recording.statements)
    }

    /// The first sixteen digits of a SHA-256, whatever lies between words.
    private static func digest(_ statements: [String]) -> String {
        let text = statements.map { $0.split(whereSeparator: \.isWhitespace).joined(separator: " ") }.joined(separator: "\n")
        return String(ContentHash(of: Data(text.utf8)).description.prefix(16))
    }
}

/// Notes what is asked, and asks it of an engine; or of none, which has PostgreSQL's words and no rows.
private final class Recording: DatabaseConnection {
    private let engine: (any DatabaseConnection)?
    private(set) var statements: [String] = []

    init(_ engine: (any DatabaseConnection)?) { self.engine = engine }

    var dialect: Dialect { engine?.dialect ?? .postgres }

    func prepared(_ sql: String) throws -> any PreparedStatement {
        statements.append(sql)
        return try engine?.prepared(sql) ?? Nothing()
    }

    func runScript(_ sql: String) throws {
        statements.append(sql)
        try engine?.runScript(sql)
    }

    func insert(_ rows: PackedRows) throws {
        statements.append(rows.statement)
        try engine?.insert(rows)
    }

    func changes() throws -> Int { try engine?.changes() ?? 0 }

    func hold(_ name: String) throws { try engine?.hold(name) }

    private struct Nothing: PreparedStatement, RowFeed {
        func run(_ arguments: [Scalar]) {}
        func firstRow(_ arguments: [Scalar]) -> Store.Row? { nil }
        func allRows(_ arguments: [Scalar]) -> [Store.Row] { [] }
        func rows(_ arguments: [Scalar]) -> any RowFeed { self }
        func nextRow() -> Store.Row? { nil }
    }
}
