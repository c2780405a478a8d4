import Covalence
import Foundation
@testable import Store
import StoreTesting
import Testing
@testable import Workbench

/// SQLite cannot cut its log while somebody reads in it; StoreTests has what becomes of the bytes.
@Suite("Erasing somebody while something reads for long", .enabled(if: TestStore.isOnSQLite, "about SQLite's file"))
struct StillInFilesTests {
    @Test("says that something is still in the files of the store, and what to do; without a reader it does not")
    func said() async throws {
        let room = try await Room.open()
        let directory = Directory(room: room)
        let first = try await directory.person("Vera Zylinderhut"), second = try await directory.person("Ida Krempenrand")
        var options = SQLiteStore.Options()
        options.patience = 50
        let impatient = try await SQLiteStore.open(room.folder, options: options)
        let bench = try await Workbench(records: impatient, workspace: room.bench.workspace.id, analyzer: .forTests(), now: room.bench.now)
        let alone = try await bench.erasePerson(first.id, by: .owner)
        #expect(!alone.isStillInFiles && alone.stillInFiles == nil)

        // Another process that reads until it is told to end.
        let reader = try await SQLiteStore.open(room.folder)
        let (begun, beginning) = AsyncStream<Void>.makeStream()
        let end = DispatchSemaphore(value: 0)
        let reading = Task {
            defer { beginning.finish() }
            try await reader.engine.read { db in
                _ = try Int.fetchOne(db, sql: "SELECT count(*) FROM person")
                beginning.yield()
                end.wait()
            }
        }
        for await _ in begun { break }
        let report: PersonErasure
        do {
            report = try await bench.erasePerson(second.id, by: .owner)
        } catch {
            end.signal()
            throw error
        }
        end.signal()
        try await reading.value
        #expect(report.isStillInFiles)
        #expect(report.stillInFiles?.contains(PersonErasure.whatToDo) == true)
        // They are gone for everybody all the same.
        #expect(try await bench.people(PersonQuery(limit: 10), by: .owner).items.isEmpty)
        try await bench.store.finishErasures()
        #expect(try await bench.store.unfinishedErasures(before: Timestamp(milliseconds: .max)) == 0)
        try await reader.close()
        try await impatient.close()
    }
}
