import Foundation
import GRDB
import StoreTesting
import Testing
@testable import Store

/// Reads on the thread that asks, on a file of the test's own; PostgreSQL has none.
@Suite("What is read at a glance", .enabled(if: TestStore.isOnSQLite))
struct GlanceTests {
    /// A table with one row, and what can change it.
    private func table(in room: Room) throws -> (path: String, writer: DatabasePool) {
        let path = room.folder.appendingPathComponent("glance.sqlite").path
        let writer = try DatabasePool(path: path)
        try writer.write { try $0.execute(sql: "CREATE TABLE t (a INTEGER); INSERT INTO t VALUES (1)") }
        return (path, writer)
    }

    private func glance(_ path: String, most: Int = 4) -> SQLiteGlance {
        var configuration = Configuration()
        configuration.maximumReaderCount = most
        return SQLiteGlance(path: path, configuration: configuration)
    }

    @Test("sees one state of the database where it is whole, and else what each statement finds", arguments: [(true, 1), (false, 2)])
    func oneState(isWhole: Bool, expected: Int) throws {
        let room = try Room()
        let (path, writer) = try table(in: room)
        let found = try glance(path).read(isWhole: isWhole) { db in
            let first = try Int.fetchOne(db, sql: "SELECT a FROM t")
            try writer.write { try $0.execute(sql: "UPDATE t SET a = 2") }
            return [first, try Int.fetchOne(db, sql: "SELECT a FROM t")]
        }
        #expect(found == [1, expected])
    }

    @Test("happens beside others on connections of its own, and not at all where all of them are in use")
    func beside() throws {
        let room = try Room()
        let (path, _) = try table(in: room)
        let glance = glance(path, most: 2)
        func look(_ inside: () throws -> Int? = { nil }) throws -> Int? {
            try glance.read(isWhole: true) { db in try inside() ?? Int.fetchOne(db, sql: "SELECT a FROM t") } ?? nil
        }
        #expect(try look { try look() } == 1)
        #expect(try glance.read(isWhole: false) { _ in try glance.read(isWhole: false) { _ in try glance.read(isWhole: false) { _ in 1 } } } == .some(.some(.none)))
        // Those that were in use can be had again.
        #expect(try look { try look() } == 1)
    }

    @Test("gives its connection back also where it fails, and is refused after the end; one under way ends in peace")
    func ends() throws {
        struct Own: Error {}
        let room = try Room()
        let (path, _) = try table(in: room)
        let glance = glance(path, most: 1)
        #expect(throws: Own.self) { try glance.read(isWhole: true) { _ in throw Own() } }
        let last = try glance.read(isWhole: true) { db in
            try glance.close()
            return try Int.fetchOne(db, sql: "SELECT a FROM t")
        }
        #expect(last == 1)
        #expect(throws: DatabaseError.self) { try glance.read(isWhole: true) { _ in 1 } }
    }

    @Test("says why where there is no database, and does not count that connection")
    func missing() throws {
        let room = try Room()
        let glance = glance(room.folder.appendingPathComponent("none.sqlite").path, most: 1)
        #expect(throws: DatabaseError.self) { try glance.read(isWhole: true) { _ in 1 } }
        #expect(throws: DatabaseError.self) { try glance.read(isWhole: true) { _ in 1 } }
    }
}
