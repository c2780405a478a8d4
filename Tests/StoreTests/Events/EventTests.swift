import Covalence
import Foundation
@testable import Store
import StoreTesting
import Testing

@Suite("Events are noted with each change and seen by those who see the thing")
struct EventTests {
    private func kinds(_ workspace: any WorkspaceStore, after position: Int64 = 0, in scope: Scope = .everything) async throws -> [String] {
        try await workspace.events(after: position, limit: 1_000, in: scope).events.map(\.kind.rawValue)
    }

    @Test("numbers begin with 1 and have no gaps; each change notes what it did, in order")
    func order() async throws {
        let room = try Room()
        let (_, workspace) = try await room.makeWorkspace()
        let organization = newOrganization("Halden", domains: ["halden.example"])
        let person = newPerson("Mikko", at: organization.id, mail: "mikko@halden.example")
        try await workspace.add(organization, holders: AccountHolders(), at: .base)
        try await workspace.add(person, by: nil, at: .base)
        let note = newInteraction("Note", text: "heard", source: "s:1")
        _ = try await workspace.add([NewInteraction(note)], at: .base)
        // The same again is no change.
        _ = try await workspace.add([NewInteraction(note)], at: .base)
        let meeting = try await workspace.add(newMeeting())
        try await workspace.setAccounts(of: meeting.id, [organization.id], at: .base)
        try await workspace.erase(note.id)
        try await workspace.erase(meeting.id)
        let page = try await workspace.events(after: 0, limit: 1_000, in: .everything)
        // What was told of things that are gone is not told any more; their erasure is.
        #expect(page.events.map(\.kind) == [.organizationAdded, .personAdded, .interactionErased, .meetingErased])
        #expect(page.events.map(\.sequence) == [1, 2, 6, 7])
        #expect(page.events[0].thing == organization.id.uuid)
        #expect(page.position == 7)
        #expect(page.head == 7)
        #expect(page.dropped == 0)
        #expect(try await workspace.events(after: 6, limit: 10, in: .everything).events.map(\.sequence) == [7])
        #expect(try await workspace.events(after: 2, limit: 2, in: .everything).position == 4)
    }

    @Test("a change that fails notes nothing")
    func rollback() async throws {
        let room = try Room()
        let (_, workspace) = try await room.makeWorkspace()
        try await workspace.add(newOrganization("A", domains: ["a.example"]), holders: AccountHolders(), at: .base)
        await #expect(throws: StoreError.self) { try await workspace.add(newOrganization("B", domains: ["a.example"]), holders: AccountHolders(), at: .base) }
        #expect(try await workspace.events(after: 0, limit: 10, in: .everything).head == 1)
    }

    @Test("a merge names both, and so does taking apart")
    func merges() async throws {
        let room = try Room()
        let (_, workspace) = try await room.makeWorkspace()
        let one = newOrganization("One"), two = newOrganization("Two")
        try await workspace.add(one, holders: AccountHolders(), at: .base)
        try await workspace.add(two, holders: AccountHolders(), at: .base)
        let merge = try await workspace.merge(two.id, into: one.id, by: "Petra", at: .base)
        try await workspace.undoMerge(merge, at: .base)
        let events = try await workspace.events(after: 2, limit: 10, in: .everything).events
        #expect(events.map(\.kind) == [.organizationMerged, .organizationParted])
        #expect(events.allSatisfy { $0.thing == one.id.uuid && $0.other == two.id.uuid })
    }

    @Test("each member is told of what they see, as lists show it, and of its erasure")
    func sight() async throws {
        let world = try await DirectoryWorld()
        for (name, managing) in [("Ada", true), ("Ben", false), ("Cid", false), ("Dee", true)] {
            let scope = Scope.accounts(of: try world.member(name), managing: managing)
            let events = try await world.workspace.events(after: 0, limit: 1_000, in: scope).events
            let told = Set(events.filter { $0.kind == .interactionAdded }.map(\.thing))
            var seen: Set<UUID> = []
            for line in try await world.workspace.history(HistoryQuery(limit: 500), in: scope).items {
                if case .interaction(let id) = line.subject { seen.insert(id.uuid) }
            }
            #expect(!seen.isEmpty)
            #expect(told == seen, "\(name)")
            let meetings = Set(events.filter { $0.kind == .meetingImported }.map(\.thing))
            var found: Set<UUID> = []
            for id in world.meetings.values where try await world.workspace.isInSight(id, scope) { found.insert(id.uuid) }
            #expect(meetings == found, "\(name)")
        }
        // Erasing: those who saw it, nobody else.
        let before = try await world.workspace.events(after: 0, limit: 1, in: .everything).head
        var scopes: [(String, Scope, Set<String>)] = []
        for (name, managing) in [("Ada", true), ("Ben", false), ("Cid", false), ("Dee", true)] {
            let scope = Scope.accounts(of: try world.member(name), managing: managing)
            var seen: Set<String> = []
            for (title, id) in world.interactions {
                if (try? await world.workspace.interaction(id, in: scope)) != nil { seen.insert(title) }
            }
            scopes.append((name, scope, seen))
        }
        for id in world.interactions.values { try await world.workspace.erase(id) }
        for (name, scope, seen) in scopes {
            let told = Set(try await world.workspace.events(after: before, limit: 100, in: scope).events.map(\.thing))
            #expect(told == Set(world.interactions.filter { seen.contains($0.key) }.values.map(\.uuid)), "\(name)")
        }
        let researched = try await world.workspace.events(after: 0, limit: 1_000, in: .research).events
        #expect(researched.allSatisfy { $0.kind.thing == .meeting })
        #expect(Set(researched.map(\.thing)) == Set(["A1", "none, nobody"].compactMap { world.meetings[$0]?.uuid }))
    }

    @Test("old events go, and whoever was there is told up to where")
    func retention() async throws {
        let room = try Room()
        let (_, workspace) = try await room.makeWorkspace()
        for name in ["A", "B", "C"] { try await workspace.add(newOrganization(name), holders: AccountHolders(), at: .base) }
        #expect(try await workspace.dropEvents(before: .base) == 0)
        #expect(try await workspace.dropEvents(before: Timestamp(Date()).advanced(by: 60_000)) == 3)
        try await workspace.add(newOrganization("D"), holders: AccountHolders(), at: .base)
        let page = try await workspace.events(after: 0, limit: 10, in: .everything)
        #expect(page.dropped == 3)
        #expect(page.events.map(\.sequence) == [4])
    }

    @Test("whoever waits is woken by the next change, also one of another process")
    func waiting() async throws {
        let room = try Room()
        let (_, workspace) = try await room.makeWorkspace()
        let (_, other) = try await room.makeWorkspace(workspace.id)
        for writer in [workspace, other] {
            let head = try await workspace.events(after: 0, limit: 1, in: .everything).head
            async let woken: Void = workspace.waitForEvents(after: head, longest: .seconds(120))
            try await writer.add(newOrganization("Next"), holders: AccountHolders(), at: .base)
            try await woken
            #expect(try await workspace.events(after: head, limit: 10, in: .everything).events.count == 1)
        }
        // Nothing comes: it ends by itself.
        try await workspace.waitForEvents(after: 1_000, longest: .milliseconds(10))
    }

    @Test("on PostgreSQL the server wakes who waits on another node", .enabled(if: TestStore.isOnPostgres, "on PostgreSQL only"))
    func wakingOtherNodes() async throws {
        let room = try Room()
        let (_, workspace) = try await room.makeWorkspace()
        let (_, other) = try await room.makeWorkspace(workspace.id)
        let engine = try #require(workspace as? SQLWorkspaceStore).engine
        let listener = engine.bell.listen()
        let end = ContinuousClock.now + .seconds(120)
        _ = engine.listen()
        // That it listens rings, too.
        await listener.next(before: end)
        try await other.add(newOrganization("Next"), holders: AccountHolders(), at: .base)
        await listener.next(before: end)
        #expect(ContinuousClock.now < end, "was not told")
    }

    @Test("while many write, whoever reads on gets every event once, in order")
    func concurrent() async throws {
        let room = try Room()
        let (_, workspace) = try await room.makeWorkspace()
        let count = 60
        try await withThrowingTaskGroup(of: [Int64].self) { group in
            for writer in 0..<4 {
                group.addTask {
                    for number in 0..<count / 4 { try await workspace.add(newOrganization("O\(writer)-\(number)"), holders: AccountHolders(), at: .base) }
                    return []
                }
            }
            group.addTask {
                var read: [Int64] = []
                var position: Int64 = 0
                for _ in 0..<10_000 where read.count < count {
                    try await workspace.waitForEvents(after: position, longest: .seconds(5))
                    let page = try await workspace.events(after: position, limit: 7, in: .everything)
                    read += page.events.map(\.sequence)
                    position = page.position
                }
                return read
            }
            let read = try await group.reduce(into: []) { $0 += $1 }
            #expect(read == (1...Int64(count)).map { $0 })
        }
    }
}
