import Foundation
import StoreTesting
import Testing
@testable import Store

/// What a column of SQLite's holds is the same whether a row comes alone, among all, or as long as a cursor stands on it.
@Suite("Values of columns", .enabled(if: TestStore.isOnSQLite, "about SQLite's values"))
struct ColumnValuesTests {
    struct Kinds: Equatable, Sendable {
        var isNull: Bool
        var integer: Int64?
        var real: Double?
        var text: String?
        var bytes: Data?
        var uuid: UUID?

        init(isNull: Bool = false, integer: Int64? = nil, real: Double? = nil, text: String? = nil, bytes: Data? = nil, uuid: UUID? = nil) {
            (self.isNull, self.integer, self.real, self.text, self.bytes, self.uuid) = (isNull, integer, real, text, bytes, uuid)
        }
    }

    private static let id = UUID(uuid: (0x41, 0x42, 0x43, 0x44, 0x45, 0x46, 0x47, 0x48, 0x49, 0x4A, 0x4B, 0x4C, 0x4D, 0x4E, 0x4F, 0x50))

    /// What SQL writes, and what it is read as where it is asked for in its own kind, by hand.
    private static let cases: [(sql: String, kind: String, wanted: Kinds)] = [
        ("NULL", "null", Kinds(isNull: true)),
        ("-9223372036854775808", "integer", Kinds(integer: .min)),
        ("1.5", "real", Kinds(real: 1.5)),
        ("'Größe'", "text", Kinds(text: "Größe")),
        ("''", "text", Kinds(text: "")),
        // A text may have a zero in it.
        ("CAST(x'610062' AS TEXT)", "text", Kinds(text: "a\0b")),
        // What is no UTF-8 reads with the sign for that, and does not end the program.
        ("CAST(x'61FF' AS TEXT)", "text", Kinds(text: "a\u{FFFD}")),
        ("x'00FF'", "bytes", Kinds(bytes: Data([0, 255]))),
        ("x''", "bytes", Kinds(bytes: Data())),
        ("x'4142434445464748494A4B4C4D4E4F50'", "uuid", Kinds(uuid: id)),
        // Sixteen bytes are bytes, too.
        ("x'4142434445464748494A4B4C4D4E4F50'", "bytes", Kinds(bytes: Data("ABCDEFGHIJKLMNOP".utf8))),
        // Converted where nothing is lost by it.
        ("3", "real", Kinds(real: 3)), ("4.0", "integer", Kinds(integer: 4)),
    ]

    private static func read(_ row: Row, _ kind: String) -> Kinds {
        switch kind {
        case "null": Kinds(isNull: row.hasNull(atIndex: 0), integer: row[0] as Int64?, text: row[0] as String?, bytes: row[0] as Data?, uuid: row[0] as UUID?)
        case "integer": Kinds(integer: row[0] as Int64?)
        case "real": Kinds(real: row[0] as Double?)
        case "text": Kinds(text: row[0] as String?)
        case "bytes": Kinds(bytes: row[0] as Data?)
        default: Kinds(uuid: row[0] as UUID?)
        }
    }

    @Test("are read alike", arguments: cases)
    func alike(sql: String, kind: String, wanted: Kinds) async throws {
        let room = try Room()
        let engine = Engine(driver: try SQLiteEngine(path: room.folder.appending(path: "values.sqlite").path, label: "test", settings: SQLiteStore.settings, options: .init()))
        let found: [Kinds] = try await engine.read { db in
            let statement = try db.cachedStatement(sql: "SELECT \(sql) AS value, 'other' AS other WHERE ? = 'Größe' AND ? = 7")
            let arguments: StatementArguments = ["Größe", 7]
            let all = try Row.fetchAll(statement, arguments: arguments)
            let one = try #require(try Row.fetchOne(statement, arguments: arguments))
            let cursor = try Row.fetchCursor(statement, arguments: arguments)
            let standing = try #require(try cursor.next())
            #expect((one["other"] as String) == "other" && all.count == 1)
            return [Self.read(all[0], kind), Self.read(one, kind), Self.read(standing, kind)]
        }
        #expect(found == [wanted, wanted, wanted])
        try await engine.close()
    }
}
