import Covalence
import Foundation
import Language
import Store
import Testing
@testable import Workbench

@Suite("Topics in sight, and what people do with them")
struct TopicUseTests {
    private let patience = Duration.seconds(60)

    private func topics(_ room: Room, _ query: TopicQuery = TopicQuery(), by visitor: Visitor = .owner) async throws -> TopicsInSight {
        try await room.bench.topics(query, patience: patience, by: visitor)
    }

    /// Two meetings of six turns each about lorries and about licences.
    private func room() async throws -> Room {
        let room = try await Room.open()
        try await TopicWorld.meeting(Array(TopicWorld.lorry.prefix(3) + TopicWorld.licence.prefix(3)), in: room)
        try await TopicWorld.meeting(Array(TopicWorld.lorry.suffix(3) + TopicWorld.licence.suffix(3)), in: room, named: "second.vtt")
        return room
    }

    private func line(_ word: String, _ seen: TopicsInSight) throws -> TopicsInSight.Line {
        try #require(seen.lines.first { $0.found.words.joined(separator: " ").contains(word) }, "no topic about \(word)")
    }

    @Test("topics are found with sizes, sides and typical turns as they were said")
    func sees() async throws {
        let room = try await room()
        let seen = try await topics(room)
        #expect(seen.lines.count == 2 && seen.meetings == 2 && !seen.canRead)
        let lorry = try line("lorry", seen)
        #expect(lorry.found.members.count == 6 && lorry.found.meetings == 2 && lorry.name.contains("late delivery"))
        // Anna begins each meeting and speaks every other turn: two of three about lorries.
        #expect(lorry.found.sides == [.seller: 4, .customer: 2])
        #expect(Set(lorry.moments.map(\.moment.text)) == Set(TopicWorld.lorry))
        #expect(Set(lorry.moments.prefix(2).map(\.moment.meeting)).count == 2)
    }

    @Test("nothing read yet is said, not an error")
    func nothing() async throws {
        let room = try await Room.open()
        #expect(try await topics(room).meetings == 0)
        try await room.meeting()
        let seen = try await topics(room)
        #expect(seen.meetings == 0 && seen.lines.isEmpty && seen.progress.left == 1)
    }

    @Test("a name, a pin and what was put together stay as meetings come in")
    func stays() async throws {
        let room = try await room()
        let first = try await topics(room)
        let lorry = try line("lorry", first).found.id, licence = try line("licence", first).found.id
        try await room.bench.change(lorry, of: TopicQuery(), .rename("  Late\nlorries "), expecting: 0, by: .owner)
        try await room.bench.change(lorry, of: TopicQuery(), .pin, expecting: 1, by: .owner)
        try await TopicWorld.meeting(TopicWorld.lorry.map { $0 + " once more" }, in: room, named: "third.vtt")
        let second = try await topics(room)
        let named = try #require(second.lines.first)
        #expect(named.found.id == lorry && named.name == "Late lorries" && named.found.isPinned && named.found.members.count == 12)
        #expect(named.history.map(\.kind) == [.renamed, .pinned] && named.history.map(\.author) == ["you", "you"])
        #expect(try line("licence", second).found.id == licence)

        try await room.bench.change(licence, of: TopicQuery(), .merge(into: lorry), by: .owner)
        try await TopicWorld.meeting(TopicWorld.licence.map { $0 + " once more" }, in: room, named: "fourth.vtt")
        let third = try await topics(room)
        #expect(third.lines.map(\.found.id) == [lorry] && third.lines[0].found.members.count == 24 && third.lines[0].parts.map(\.id) == [licence])

        try await room.bench.change(licence, of: TopicQuery(), .separate, by: .owner)
        #expect(Set(try await topics(room).lines.map(\.found.id)) == [lorry, licence])
        // Another process knows the same, by what is kept alone.
        let again = try await room.again().topics(TopicQuery(), patience: patience, by: .owner)
        #expect(Set(again.lines.map(\.found.id)) == [lorry, licence] && again.lines[0].name == "Late lorries")
    }

    @Test("what is put aside is out of the list until it is taken back")
    func dismisses() async throws {
        let room = try await room()
        let lorry = try line("lorry", try await topics(room)).found.id
        try await room.bench.change(lorry, of: TopicQuery(), .dismiss, by: .owner)
        let seen = try await topics(room)
        #expect(seen.lines.count == 1 && seen.dismissed.map(\.found.id) == [lorry])
        try await room.bench.change(lorry, of: TopicQuery(), .restore, by: .owner)
        #expect(try await topics(room).lines.count == 2)
    }

    @Test("a name of nothing that can be seen gives its own words back; one that is too long is refused; hostile ones are kept as text")
    func names() async throws {
        let room = try await room()
        let id = try line("lorry", try await topics(room)).found.id
        for name in ["<script>alert(1)</script>", "'; DROP TABLE topic; --", "{{#topics}}", "🐟🎉", "\u{202E}evil"] {
            try await room.bench.change(id, of: TopicQuery(), .rename(name), by: .owner)
            #expect(try await topics(room).lines.first { $0.found.id == id }?.name == name)
        }
        await #expect(throws: StoreError.self) { try await room.bench.change(id, of: TopicQuery(), .rename(String(repeating: "a", count: 81)), by: .owner) }
        await #expect(throws: StoreError.self) { try await room.bench.change(id, of: TopicQuery(), .rename(String(repeating: "a", count: 2_000_000)), by: .owner) }
        try await room.bench.change(id, of: TopicQuery(), .rename(" \u{200B}\n\u{0}"), by: .owner)
        #expect(try await topics(room).lines.first { $0.found.id == id }?.name.contains("late delivery") == true)
    }

    @Test("what cannot be done is refused with a reason")
    func refuses() async throws {
        let room = try await room()
        let seen = try await topics(room)
        let lorry = try line("lorry", seen).found.id, licence = try line("licence", seen).found.id
        await #expect(throws: StoreError.self) { try await room.bench.change(lorry, of: TopicQuery(), .merge(into: lorry), by: .owner) }
        await #expect(throws: StoreError.self) { try await room.bench.change(lorry, of: TopicQuery(), .separate, by: .owner) }
        await #expect(throws: StoreError.notFound("The topic \(Identifier<Topic>(room.bench.workspace.id.uuid))")) {
            try await room.bench.change(Identifier(room.bench.workspace.id.uuid), of: TopicQuery(), .pin, by: .owner)
        }
        try await room.bench.change(licence, of: TopicQuery(), .merge(into: lorry), by: .owner)
        // Round about: no circle comes of it.
        await #expect(throws: StoreError.self) { try await room.bench.change(lorry, of: TopicQuery(), .merge(into: licence), by: .owner) }
        await #expect(throws: StoreError.conflict(.record(expected: 0, found: 1))) {
            try await room.bench.change(lorry, of: TopicQuery(), .pin, expecting: 0, by: .owner)
        }
    }

    // MARK: Sight

    private func member(_ name: String, _ role: Role, _ room: Room) async throws -> Visitor {
        let store = room.bench.store
        let member = Member(id: .make(at: Workbench.clock()), name: name, address: "\(name)@norrvik.example", role: role, state: .active, createdAt: Workbench.clock())
        try await store.add(member, token: nil)
        return Visitor(member, in: store.id, origin: "192.0.2.7")
    }

    @Test("a salesperson sees no topic made from another’s account, nor a name that was given there")
    func sight() async throws {
        let room = try await Room.open()
        let ben = try await member("ben", .salesperson, room), cid = try await member("cid", .salesperson, room), reader = try await member("rea", .reader, room)
        let store = room.bench.store, time = Workbench.clock()
        func account(_ name: String, _ holder: Visitor) async throws -> Identifier<Organization> {
            try await store.add(
                Organization(id: .make(at: time), name: name, kind: .customer), holders: AccountHolders(members: [try #require(holder.member)]), at: time
            ).id
        }
        let bens = try await account("Halden Paper", ben), cids = try await account("Brunavik", cid)
        try await TopicWorld.meeting(TopicWorld.lorry, in: room, account: bens)
        try await TopicWorld.meeting(TopicWorld.licence, in: room, account: cids, named: "second.vtt")
        let all = try await topics(room)
        #expect(all.lines.count == 2)
        let secret = try line("licence", all).found.id
        try await room.bench.change(secret, of: TopicQuery(), .rename("Quagzimtorple"), by: .owner)
        try await room.bench.change(secret, of: TopicQuery(), .pin, by: .owner)

        let seen = try await topics(room, by: ben)
        #expect(seen.lines.count == 1 && seen.dismissed.isEmpty && seen.meetings == 1)
        #expect(seen.lines.flatMap(\.moments).allSatisfy { TopicWorld.lorry.contains($0.moment.text) })
        await #expect(throws: StoreError.self) { try await topics(room, TopicQuery(account: cids), by: ben) }
        await #expect(throws: StoreError.self) { try await room.bench.change(secret, of: TopicQuery(), .rename("Mine"), by: ben) }
        await #expect(throws: StoreError.self) { try await room.bench.change(secret, of: TopicQuery(account: cids), .rename("Mine"), by: ben) }

        // Names given in an account are for all who see it; those given in what one sees alone are one's own.
        let own = try line("lorry", try await topics(room, TopicQuery(account: bens), by: ben)).found.id
        try await room.bench.change(own, of: TopicQuery(account: bens), .rename("Late lorries"), by: ben)
        #expect(try await topics(room, TopicQuery(account: bens)).lines.map(\.name) == ["Late lorries"])
        #expect(!(try await topics(room, by: cid)).lines.map(\.name).contains("Late lorries"))
        #expect(!(try await topics(room)).lines.map(\.name).contains("Late lorries"))
        await #expect(throws: NotPermitted.self) { try await room.bench.change(own, of: TopicQuery(account: bens), .pin, by: reader) }
        let researcher = try await member("res", .researcher, room)
        await #expect(throws: NotPermitted.self) { try await topics(room, by: researcher) }
    }

    @Test("an erased meeting is in no topic any more")
    func erased() async throws {
        let room = try await Room.open()
        let kept = try await TopicWorld.meeting(TopicWorld.lorry, in: room)
        let gone = try await TopicWorld.meeting(TopicWorld.licence, in: room, named: "second.vtt")
        let licence = try line("licence", try await topics(room)).found.id
        try await room.bench.change(licence, of: TopicQuery(), .rename("Quagzimtorple"), by: .owner)
        try await room.bench.change(licence, of: TopicQuery(), .pin, by: .owner)
        try await room.bench.erase(gone, by: .owner)
        let seen = try await topics(room)
        #expect(seen.lines.count == 1 && seen.lines[0].found.members.allSatisfy { $0.meeting == kept })
        #expect(room.filesHolding("Quagzimtorple").isEmpty)
    }
}
