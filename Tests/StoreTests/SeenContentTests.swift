import Covalence
import Foundation
import Testing
@testable import Store

@Suite("What has no versions is held against what was seen, in the transaction of the change")
struct SeenContentTests {
    @Test("a tag tells contents apart, also where texts are cut elsewhere or missing; ids in any order are one")
    func tags() {
        let (one, two) = (Identifier<Team>.make(at: .base), Identifier<Team>.make(at: .minutes(1)))
        let none: [Identifier<Team>]? = nil
        #expect(ContentTag(of: ["ab", "c"]) != ContentTag(of: ["a", "bc"]))
        #expect(ContentTag(of: ["a", nil]) != ContentTag(of: ["a"]) && ContentTag(of: [nil]) != ContentTag(of: [""]) && ContentTag(of: ["-"]) != ContentTag(of: [nil]))
        #expect(ContentTag(ofIDs: [one, two]) == ContentTag(ofIDs: [two, one]) && ContentTag(ofIDs: [one]) != ContentTag(ofIDs: [two]))
        #expect(ContentTag(ofIDs: none) != ContentTag(ofIDs: [Identifier<Team>]()))
        // SHA-256 of “1 a1 b”, its first eight bytes: printf '1 a1 b' | sha256sum.
        #expect(ContentTag(of: ["a", "b"]).text == "7dc2784f68637e81")
    }

    private func member(_ name: String) -> Member {
        Member(id: .make(at: .base), name: name, address: "\(name.lowercased())@n.example", role: .salesperson, state: .active, createdAt: .base)
    }

    @Test("a team that is another one by now is not replaced, and one that is gone is not put back")
    func teams() async throws {
        let room = try Room()
        let (_, store) = try await room.makeWorkspace()
        let anna = member("Anna")
        try await store.add(anna, token: nil)
        var north = Team(id: .make(at: .base), name: "North")
        try await store.save(north)
        let seen = north.tag
        north.members = [.init(anna.id)]
        try await store.save(north, expecting: seen)
        var late = north
        late.name = "South"
        let mine = late
        await #expect(throws: StoreError.conflict(.content("The team “North”"))) { try await store.save(mine, expecting: seen) }
        #expect(try await store.teams() == [north])
        try await store.save(late, expecting: north.tag)
        #expect(try await store.teams() == [late])
        try await store.remove(late.id)
        await #expect(throws: StoreError.notFound("The team \(mine.id)")) { try await store.save(mine, expecting: mine.tag) }
    }

    @Test("a member’s role and teams are held against both; whom they manage where they stay is as it was")
    func members() async throws {
        let room = try Room()
        let (_, store) = try await room.makeWorkspace()
        let anna = member("Anna")
        try await store.add(anna, token: nil)
        let north = Team(id: .make(at: .base), name: "North", members: [.init(anna.id, manages: true)]), east = Team(id: .make(at: .base), name: "East")
        try await store.save(north)
        try await store.save(east)
        let seen = anna.tag(in: [north.id])
        try await store.setTeams(of: anna.id, to: [north.id, east.id], expecting: seen)
        #expect(try await store.teams().map(\.members) == [[.init(anna.id)], [.init(anna.id, manages: true)]])
        var changed = anna
        changed.role = .manager
        let late = changed
        await #expect(throws: StoreError.conflict(.content("Anna"))) { try await store.update(late, expecting: seen, at: .base) }
        await #expect(throws: StoreError.conflict(.content("Anna"))) { try await store.setTeams(of: anna.id, to: [], expecting: seen) }
        #expect(try await store.member(anna.id) == anna)
        try await store.update(late, expecting: anna.tag(in: [east.id, north.id]), at: .base)
        #expect(try await store.member(anna.id).role == .manager)
        let nowhere = Identifier<Team>.make(at: .base)
        await #expect(throws: StoreError.notFound("The team \(nowhere)")) { try await store.setTeams(of: anna.id, to: [nowhere], expecting: nil) }
        #expect(try await store.teams().filter { !$0.members.isEmpty }.count == 2)
    }

    @Test("settings that are others by now are not replaced")
    func settings() async throws {
        let room = try Room()
        let (store, workspace) = try await room.makeWorkspace()
        let id = workspace.id
        let first = WorkspaceRecord(id: id, name: "Team", createdAt: .base, settings: #"{"a":1}"#)
        try await store.updateWorkspace(first)
        var mine = first
        mine.settings = #"{"a":2}"#
        let (now, late) = (mine, WorkspaceRecord(id: id, name: "Other", createdAt: .base, settings: #"{"a":3}"#))
        try await store.updateWorkspace(now, from: first.settings, queueing: [])
        await #expect(throws: StoreError.conflict(.content("What is set in this workspace"))) { try await store.updateWorkspace(late, from: first.settings, queueing: []) }
        #expect(try await store.workspaces() == [now])
    }

    @Test("of twenty that saw the same team, one is kept")
    func atOnce() async throws {
        let room = try Room()
        let (_, store) = try await room.makeWorkspace()
        let team = Team(id: .make(at: .base), name: "North")
        try await store.save(team)
        let kept = await withTaskGroup(of: Bool.self) { group in
            for number in 0..<20 {
                group.addTask {
                    var mine = team
                    mine.name = "North \(number)"
                    do { try await store.save(mine, expecting: team.tag) } catch { return false }
                    return true
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(kept == 1)
    }
}
