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
    private static let frozen: [String: [String]] = [
        "1: record, ledger, intake": ["7022e3298363ade3", "7022e3298363ade3"],
        "2: directory and interactions": ["32f34f4e5c11a74a", "baa2254cfe9ce9f7"],
        "3: members": ["c4525e98ca01f812", "3dc00697558f8ca9"],
        "4: privacy": ["cb8422aa748b0846", "f2c454c49deb9116"],
        "5: claims about anything": ["b83d65e89b1b196d", "93a8fe5a121c4074"],
        "10: functions as they are searched": ["c155024ef82e3cf1", "dd28b7cffd1345c4"],
        "11: jobs": ["217fffc85f2fb718", "66f298a691d8552d"],
        "12: events and webhooks": ["d7ee735273dbe474", "643843d351ca7551"],
        "13: API": ["3d12085369598248", "df086332f8e8ef79"],
        "14: passages with their meaning": ["6df07812dbc84635", "abc029fec303fb59"],
        "15: codebooks": ["4d356d751608a916", "06c5863103c7cebd"],
        "16: topics": ["5ee00291ca84dc59", "8abaf9887ddb242c"],
        "17: meaning marks": ["3deae0a0ee560928", "110f202eac3bdb15"],
        "18: sales objectives": ["a060160def117a81", "77113515750f616a"],
        "19: imports of records": ["4619a5f710527523", "11e6fd45f14a2013"],
        "20: kept funnel entries": ["a7be1c9fad78f3b0", "e2609eee2b1dfb26"],
        "21: forecasts and the ideal customer profile": ["2fd0f971afb64610", "3a3e775414ba0d9e"],
        "22: what was read for sales": ["cc0d5bbf2a07cd95", "29c9cd785d27727e"],
        "25: kept funnel entries by when they were made and are due": ["0ade5e330f4c64b6", "0ade5e330f4c64b6"],
        "26: participants by the beginning of what they are found by": ["e3b0c44298fc1c14", "9296cbf0925d3fe0"],
        "27: claims by their subject and where they stand": ["154662470fd33c71", "e3b0c44298fc1c14"],
        "28: meetings that wait for an answer": ["bce25f63778f78dc", "bce25f63778f78dc"],
        "29: members behind statements and decisions": ["75eb306ad21943fa", "f36574c402fe2e01"],
    ]
    /// Of the tables a store on PostgreSQL begins with.
    private static let beginning = "dd9bd934e3b567fb"

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
