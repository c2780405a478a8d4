import Covalence
import Foundation
@testable import Store
import StoreTesting
import Testing

@Suite("Moving between engines", .enabled(if: TestStore.isOnPostgres, "about both; the pass on PostgreSQL does it"))
struct SnapshotEnginesTests {
    @Test("from SQLite to PostgreSQL and back nothing is lost or changed")
    func thereAndBack() async throws {
        let room = try Room(), world = try await SnapshotWorld(in: room)
        let place = StorePlace.database(TestStore.address, folder: room.place("node"))
        let before = try await world.digests(isMove: true)
        let there = try await SnapshotStores.with(world.folder) { store, audit in
            let move = SnapshotMove(from: store, audit: audit, madeBy: "0.1.0", at: .base)
            return try await SnapshotStores.with(place) { try await move.add(to: $0, audit: $1, scratch: room.place("scratch")) }
        }
        #expect(there.isSame && there.targetFiles == 3)
        #expect(there.lines.compactMap(\.target) == before)

        let back = try await SnapshotStores.with(place) { store, audit in
            let handle = try await store.workspace(world.workspace)
            // The words are looked up by the target's own index: by hand, “valve” stands in the second version of one meeting.
            #expect(try await handle.moments(MomentQuery(words: "valve")).items.map(\.meeting) == [world.meeting])
            let verified = try await audit.verify(workspace: world.workspace)
            #expect(verified.isSound && verified.entries == 6 && verified.seals == 1)
            // What is in the target already is not taken twice, and nothing of it is touched.
            let again = SnapshotMove(from: store, audit: audit, workspace: world.workspace, madeBy: "0.1.0", at: .base)
            await #expect(throws: SnapshotError.self) {
                _ = try await again.add(to: store, audit: audit, scratch: room.place("scratch"))
            }
            return try await again.makeStore(at: room.place("back"))
        }
        #expect(back.isSame && back.targetFiles == 3)
        #expect(try await world.digests(room.place("back"), isMove: true) == before)
    }

    @Test("every table that is carried goes there and back with a row in it")
    func everyTable() async throws {
        let room = try Room(), past = try PastStore(at: room.place("past"), after: Schema.migrations[...])
        let id = Identifier<Workspace>(PastStore.id)
        defer { _ = try? TestStore.psql("DROP SCHEMA IF EXISTS \(TestStore.schema(of: room.folder)) CASCADE; DROP SCHEMA IF EXISTS \(TestStore.schema(of: room.folder))_audit CASCADE;") }
        let place = StorePlace.database(TestStore.address, folder: room.place("node"), options: TestStore.postgres(room.folder))
        let there = try await SnapshotStores.with(past.folder) { store, audit in
            try await SnapshotStores.with(place) { into, intoAudit in
                try await SnapshotMove(from: store, audit: audit, workspace: id, madeBy: "0.1.0", at: .base).add(to: into, audit: intoAudit, scratch: room.place("scratch"))
            }
        }
        let rows = there.lines.filter { $0.part == "store" && $0.target?.rows == 1 }.map(\.table)
        #expect(Set(rows) == Set(SnapshotCatalog.tables(of: .store, isMove: true).map(\.name)))
        let back = try await SnapshotStores.with(place) { store, audit in
            try await SnapshotMove(from: store, audit: audit, workspace: id, madeBy: "0.1.0", at: .base).makeStore(at: room.place("back"))
        }
        #expect(back.lines.compactMap(\.target) == there.lines.compactMap(\.source))
    }
}
