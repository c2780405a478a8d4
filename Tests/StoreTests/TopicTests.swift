import Covalence
import Foundation
import Store
import Testing

@Suite("What people did with topics")
struct TopicTests {
    private let set = TopicSet.workspace(seenBy: nil)

    private func topic(_ meetings: [Identifier<Meeting>], account: Identifier<Organization>? = nil, name: String? = nil) -> Topic {
        Topic(id: .make(at: .base), account: account, name: name, anchors: meetings.map { Topic.Anchor(meeting: $0, utterance: 1) })
    }

    private func change(_ kind: TopicChange.Kind, name: String? = nil, by author: String = "Petra") -> TopicChange {
        TopicChange(kind, name: name, by: author, at: .base)
    }

    @Test("is kept and read as it was, with everything that was done")
    func keeps() async throws {
        let room = try Room()
        let (_, workspace) = try await room.makeWorkspace()
        let meeting = try await workspace.add(newMeeting())
        var topic = topic([meeting.id], name: "Deliveries")
        try await workspace.keep([(topic, change(.renamed, name: "Deliveries"))])
        topic.version = 1
        #expect(try await workspace.topics(of: set) == [topic])
        topic.isPinned = true
        try await workspace.keep([(topic, change(.pinned, by: "Olli"))])
        topic.version = 2
        #expect(try await workspace.topics(of: set) == [topic])
        #expect(try await workspace.topicHistory(of: topic.id) == [change(.renamed, name: "Deliveries"), change(.pinned, by: "Olli")])
    }

    @Test("each set has its own")
    func sets() async throws {
        let room = try Room()
        let (_, workspace) = try await room.makeWorkspace()
        let meeting = try await workspace.add(newMeeting())
        let account = try await workspace.add(Organization(id: .make(at: .base), name: "Halden", kind: .customer), holders: AccountHolders(), at: .base).id
        let member = Identifier<Member>.make(at: .base)
        let all = topic([meeting.id]), theirs = topic([meeting.id], account: account)
        var own = topic([meeting.id])
        own.seenBy = member
        for one in [all, theirs, own] { try await workspace.keep([(one, change(.pinned))]) }
        #expect(try await workspace.topics(of: set).map(\.id) == [all.id])
        #expect(try await workspace.topics(of: .account(account)).map(\.id) == [theirs.id])
        #expect(try await workspace.topics(of: .workspace(seenBy: member)).map(\.id) == [own.id])
    }

    @Test("who saw another version is told, and nothing is half kept")
    func conflict() async throws {
        let room = try Room()
        let (_, workspace) = try await room.makeWorkspace()
        let meeting = try await workspace.add(newMeeting())
        let first = topic([meeting.id]), second = topic([meeting.id])
        try await workspace.keep([(first, change(.pinned))])
        await expectConflict(.record(expected: 0, found: 1)) {
            try await workspace.keep([(second, change(.pinned)), (first, change(.dismissed))])
        }
        #expect(try await workspace.topics(of: set).map(\.id) == [first.id])
        #expect(try await workspace.topicHistory(of: second.id).isEmpty)
    }

    @Test("names and passages are bounded")
    func bounds() async throws {
        let room = try Room()
        let (_, workspace) = try await room.makeWorkspace()
        let meeting = try await workspace.add(newMeeting())
        await #expect(throws: StoreError.self) { try await workspace.keep([(topic([meeting.id], name: String(repeating: "a", count: 81)), change(.renamed))]) }
        var many = topic([])
        many.anchors = (0..<25).map { Topic.Anchor(meeting: meeting.id, utterance: $0) }
        await #expect(throws: StoreError.self) { try await workspace.keep([(many, change(.pinned))]) }
        #expect(try await workspace.topics(of: set).isEmpty)
    }

    @Test("goes with the last meeting it is known by, name and history too; one that is known by another stays")
    func erasing() async throws {
        let room = try Room()
        let (_, workspace) = try await room.makeWorkspace()
        let gone = try await workspace.add(newMeeting()), stays = try await workspace.add(newMeeting(title: "Second"))
        let lost = topic([gone.id], name: "Quagzimtorple"), kept = topic([gone.id, stays.id], name: "Kept")
        for one in [lost, kept] { try await workspace.keep([(one, change(.renamed, name: one.name))]) }
        try await workspace.erase(gone.id)
        let left = try await workspace.topics(of: set)
        #expect(left.map(\.id) == [kept.id] && left.first?.anchors.map(\.meeting) == [stays.id])
        #expect(try await workspace.topicHistory(of: lost.id).isEmpty)
        #expect(try room.filesHolding("Quagzimtorple").isEmpty)
    }

    @Test("belongs to the kept one of two accounts that are joined")
    func joined() async throws {
        let room = try Room()
        let (_, workspace) = try await room.makeWorkspace()
        let meeting = try await workspace.add(newMeeting())
        let kept = try await workspace.add(Organization(id: .make(at: .base), name: "Halden", kind: .customer), holders: AccountHolders(), at: .base).id
        let gone = try await workspace.add(Organization(id: .make(at: .base), name: "Halden Oy", kind: .customer), holders: AccountHolders(), at: .base).id
        let theirs = topic([meeting.id], account: gone, name: "Deliveries")
        try await workspace.keep([(theirs, change(.renamed, name: "Deliveries"))])
        _ = try await workspace.merge(gone, into: kept, by: "Petra", at: .base)
        #expect(try await workspace.topics(of: .account(kept)).map(\.name) == ["Deliveries"])
        #expect(try await workspace.topics(of: .account(gone)).isEmpty)
    }

    @Test("an erased person’s name goes out of names of topics")
    func erasedPerson() async throws {
        let room = try Room()
        let (_, workspace) = try await room.makeWorkspace()
        let meeting = try await workspace.add(newMeeting())
        let person = Person(id: .make(at: .base), name: "Tuulikki Quagzimtorple")
        try await workspace.add(person, by: nil, at: .base)
        let named = topic([meeting.id], name: "What Tuulikki Quagzimtorple wants")
        try await workspace.keep([(named, change(.renamed, name: named.name))])
        try await workspace.erasePerson(person.id, substitute: "[erased]", at: .base)
        let names = [try await workspace.topics(of: set).first?.name, try await workspace.topicHistory(of: named.id).first?.name]
        #expect(names == ["What [erased] wants", "What [erased] wants"])
        #expect(try room.filesHolding("Quagzimtorple").isEmpty)
    }
}
