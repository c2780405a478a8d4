import Covalence
import Foundation
import Store
import Testing

func newMember(
    _ name: String = "Petra Lang", _ address: String = "petra@nordwind.example", role: Role = .salesperson, state: Member.State = .active
) -> Member {
    Member(id: .make(at: .base), name: name, address: address, role: role, state: state, createdAt: .base)
}

/// 32 bytes that stand for a SHA-256.
func hash(_ byte: UInt8) -> Data { Data(repeating: byte, count: 32) }

func newSession(_ byte: UInt8, of member: Member, expires: Timestamp = .minutes(600)) -> Session {
    Session(
        id: .make(at: .base), hash: hash(byte), member: member.id, madeAt: .base, lastUsedAt: .base, expiresAt: expires,
        origin: "192.0.2.7", browser: "Firefox"
    )
}

@Suite struct MemberStoreTests {
    @Test func whatIsAddedComesBackInThisWorkspaceOnly() async throws {
        let room = try Room()
        let (store, here) = try await room.makeWorkspace()
        var petra = newMember("Petra Lang", "petra@nordwind.example", role: .manager)
        petra.person = .make(at: .base)
        try await here.add(petra, token: nil)
        try await here.add(newMember("Anna Berg", "anna@nordwind.example"), token: nil)
        #expect(try await here.members().map(\.name) == ["Anna Berg", "Petra Lang"])
        #expect(try await here.member(petra.id) == petra)
        #expect(try await here.member(withAddress: "PETRA@Nordwind.example") == petra)
        #expect(try await here.member(withAddress: "nobody@nordwind.example") == nil)

        let other = WorkspaceRecord(id: .make(at: .base), name: "Other", createdAt: .base)
        try await store.createWorkspace(other)
        let there = try await store.workspace(other.id)
        #expect(try await there.members().isEmpty)
        #expect(try await there.member(withAddress: petra.address) == nil)
        await #expect(throws: StoreError.notFound("The member \(petra.id)")) { try await there.member(petra.id) }
        // The same address in another workspace is another member.
        try await there.add(newMember(), token: nil)
        #expect(try await there.members().count == 1)
    }

    @Test func anAddressIsTakenOnceHoweverItIsWritten() async throws {
        let (room, store) = try await Room().opened()
        defer { withExtendedLifetime(room) {} }
        try await store.add(newMember(), token: nil)
        let taken = StoreError.exists("A member with the address petra@nordwind.example", at: "/address")
        await #expect(throws: taken) { try await store.add(newMember("Other", "Petra@NORDWIND.example"), token: nil) }
        var anna = newMember("Anna", "anna@nordwind.example")
        try await store.add(anna, token: nil)
        anna.address = "petra@nordwind.example"
        let changed = anna
        await #expect(throws: taken) { try await store.update(changed, at: .base) }
        #expect(try await store.member(anna.id).address == "anna@nordwind.example")
    }

    @Test func theLastActiveAdministratorStays() async throws {
        let (room, store) = try await Room().opened()
        defer { withExtendedLifetime(room) {} }
        var first = newMember("First", "first@n.example", role: .administrator)
        var second = newMember("Second", "second@n.example", role: .administrator, state: .invited)
        try await store.add(first, token: nil)
        try await store.add(second, token: nil)
        for change in [{ (m: inout Member) in m.role = .reader }, { (m: inout Member) in m.state = .suspended }] {
            var changed = first
            change(&changed)
            let refused = changed
            let error = await #expect(throws: StoreError.self) { try await store.update(refused, at: .base) }
            #expect(error?.description.contains("last active administrator") == true)
            #expect(try await store.member(first.id) == first)
        }
        second.state = .active
        try await store.update(second, at: .base)
        first.role = .reader
        try await store.update(first, at: .base)
        #expect(try await store.member(first.id).role == .reader)
    }

    @Test func aWorkspaceWithoutAdministratorCanBeChanged() async throws {
        let (room, store) = try await Room().opened()
        defer { withExtendedLifetime(room) {} }
        var anna = newMember("Anna", "anna@n.example")
        try await store.add(anna, token: nil)
        anna.name = "Anna Berg"
        try await store.update(anna, at: .base)
        #expect(try await store.members() == [anna])
        let stranger = newMember("Nobody", "nobody@n.example")
        await #expect(throws: StoreError.notFound("The member \(stranger.id)")) { try await store.update(stranger, at: .base) }
    }

    @Test func teamsAreReplacedAsAWhole() async throws {
        let (room, store) = try await Room().opened()
        defer { withExtendedLifetime(room) {} }
        let anna = newMember("Anna", "anna@n.example"), ben = newMember("Ben", "ben@n.example")
        try await store.add(anna, token: nil)
        try await store.add(ben, token: nil)
        var north = Team(id: .make(at: .base), name: "North", members: [.init(anna.id, manages: true), .init(ben.id)])
        north.members.sort { $0.member < $1.member }
        try await store.save(north)
        try await store.save(Team(id: .make(at: .base), name: "East"))
        #expect(try await store.teams().map(\.name) == ["East", "North"])
        #expect(try await store.teams().last == north)
        north.members = [.init(ben.id, manages: true)]
        let before = try await store.version()
        try await store.save(north)
        #expect(try await store.teams().last == north)
        #expect(try await store.version() > before)
        let ghost = Team(id: north.id, name: "Ghosts", members: [.init(.make(at: .base))])
        await #expect(throws: StoreError.self) { try await store.save(ghost) }
        #expect(try await store.teams().last == north)
        try await store.remove(north.id)
        #expect(try await store.teams().map(\.name) == ["East"])
        let gone = north.id
        await #expect(throws: StoreError.notFound("The team \(gone)")) { try await store.remove(gone) }
    }

    @Test func grantsKeepWhoGaveThemFirst() async throws {
        let (room, store) = try await Room().opened()
        defer { withExtendedLifetime(room) {} }
        let boss = newMember("Boss", "boss@n.example"), anna = newMember("Anna", "anna@n.example")
        try await store.add(boss, token: nil)
        try await store.add(anna, token: nil)
        let grant = MeasureGrant(viewer: boss.id, seller: anna.id, grantedBy: boss.id, at: .base)
        try await store.add(grant)
        try await store.add(MeasureGrant(viewer: boss.id, seller: anna.id, grantedBy: anna.id, at: .minutes(5)))
        #expect(try await store.measureGrants() == [grant])
        try await store.removeGrant(viewer: anna.id, seller: boss.id)
        #expect(try await store.measureGrants() == [grant])
        try await store.removeGrant(viewer: boss.id, seller: anna.id)
        #expect(try await store.measureGrants().isEmpty)
    }
}

extension Room {
    /// A store with one workspace, and the folder held as long as both: the caller keeps the pair.
    func opened() async throws -> (Room, any WorkspaceStore) { (self, try await makeWorkspace().1) }
}
