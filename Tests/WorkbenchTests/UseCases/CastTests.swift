import Covalence
import Foundation
import MeetingInteraction
import Store
import Testing
@testable import Workbench

@Suite("Saying who was who")
struct CastTests {
    func edit(_ room: Room, _ id: Identifier<Meeting>, _ edit: CastEdit, by visitor: Visitor = .owner) async throws -> OpenMeeting {
        let version = try await room.bench.store.cast(of: id).version
        try await room.bench.edit(castOf: id, edit, expecting: version, by: visitor)
        return try await room.open(id)
    }

    @Test("the reading follows the sides: what only a customer can show is there once Ben is one")
    func readingFollows() async throws {
        let room = try await Room.open()
        let id = try await room.meeting(details: ImportDetails()).id
        var open = try await room.open(id)
        #expect(open.summary.openQuestions == 2)
        #expect(open.phraseFindings == ["price"])
        var ben = try open.participant("Ben Holt"), anna = try open.participant("Anna Berg")
        ben.side = .customer
        anna.side = .seller
        open = try await edit(room, id, .say([ben, anna]))
        #expect(open.phraseFindings == ["benefit", "price", "objection"])
        #expect(open.summary.openQuestions == 0)
        #expect(try open.claim(.benefit).standing == .suggested)
        #expect(try open.finding(.price).side == .seller)
        ben.side = .seller
        anna.side = .customer
        open = try await edit(room, id, .say([ben, anna]))
        #expect(open.phraseFindings == ["price"])
        #expect(try open.finding(.price).side == .customer)
        // What nobody decided on is superseded, not kept as a suggestion.
        let left = try await room.bench.store.claims(ClaimQuery(of: id, kinds: ["meeting.benefit"]))
        #expect(left.map(\.standing) == [.superseded])
    }

    @Test("merge, reassign, split and add, each a version that an undo takes back, the last first")
    func editsAndUndo() async throws {
        let room = try await Room.open()
        let id = try await room.meeting().id
        let first = try await room.open(id)
        let anna = try first.participant("Anna Berg"), ben = try first.participant("Ben Holt")

        var open = try await edit(room, id, .split(utterances: [5], newName: "  Carla\n Ode ", side: .customer))
        #expect(open.cast.cast.participants.map(\.name) == ["Anna Berg", "Ben Holt", "Carla Ode"])
        #expect(open.analysis.conversation.utterances.map(\.participant) == [0, 1, 0, 1, 0, 2])

        open = try await edit(room, id, .reassign(utterances: [0, 4], to: ben.id))
        #expect(open.analysis.conversation.utterances.map(\.participant) == [1, 1, 0, 1, 1, 2])

        open = try await edit(room, id, .merge(ben.id, into: anna.id))
        #expect(open.cast.cast.participants.map(\.name) == ["Anna Berg", "Carla Ode"])
        #expect(open.analysis.conversation.utterances.map(\.participant) == [0, 0, 0, 0, 0, 1])

        open = try await edit(room, id, .add(name: "Dora", side: .thirdParty, organization: "Adviser", function: nil))
        #expect(open.cast.cast.participants.map(\.name) == ["Anna Berg", "Carla Ode", "Dora"])
        #expect(open.cast.version == 5)

        for expected in [["Anna Berg", "Carla Ode"], ["Anna Berg", "Ben Holt", "Carla Ode"], ["Anna Berg", "Ben Holt", "Carla Ode"], ["Anna Berg", "Ben Holt"]] {
            try await room.bench.undoCast(of: id, expecting: open.cast.version, by: .owner)
            open = try await room.open(id)
            #expect(open.cast.cast.participants.map(\.name) == expected)
        }
        #expect(open.cast.cast == first.cast.cast)
        #expect(open.cast.version == 9)
        expectSentence(await #expect(throws: NothingToUndo.self) {
            try await room.bench.undoCast(of: id, expecting: 9, by: .owner)
        })
    }

    @Test("an undo after a new change does not bring back what was taken back before")
    func undoAfterUndo() async throws {
        let room = try await Room.open()
        let id = try await room.meeting().id
        func names() async throws -> [String] { try await room.open(id).cast.cast.participants.map(\.name) }
        _ = try await edit(room, id, .add(name: "Wrong", side: nil, organization: nil, function: nil))
        try await room.bench.undoCast(of: id, expecting: 2, by: .owner)
        _ = try await edit(room, id, .add(name: "Right", side: nil, organization: nil, function: nil))
        #expect(try await names() == ["Anna Berg", "Ben Holt", "Right"])
        try await room.bench.undoCast(of: id, expecting: 4, by: .owner)
        #expect(try await names() == ["Anna Berg", "Ben Holt"])
        await #expect(throws: NothingToUndo.self) { try await room.bench.undoCast(of: id, expecting: 5, by: .owner) }
    }

    @Test("a version that is not the current one is a conflict, and changes nothing")
    func stale() async throws {
        let room = try await Room.open()
        let id = try await room.meeting().id
        _ = try await edit(room, id, .add(name: "Dora", side: nil, organization: nil, function: nil))
        for expecting in [1, 3, 0, -1, .max] {
            let late = await #expect(throws: StoreError.self) {
                try await room.bench.edit(castOf: id, .add(name: "Late", side: nil, organization: nil, function: nil), expecting: expecting, by: .owner)
            }
            #expect(late == .conflict(.cast(expected: expecting, found: 2)))
            expectSentence(late)
            await #expect(throws: StoreError.conflict(.cast(expected: expecting, found: 2))) {
                try await room.bench.undoCast(of: id, expecting: expecting, by: .owner)
            }
        }
        #expect(try await room.open(id).cast.version == 2)
    }

    @Test("of many who edit the same version at once one is heard, the others are told")
    func atOnce() async throws {
        let room = try await Room.open()
        let id = try await room.meeting().id
        let heard = try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 0..<8 {
                group.addTask {
                    do {
                        try await room.bench.edit(
                            castOf: id, .add(name: "Guest \(number)", side: nil, organization: nil, function: nil), expecting: 1, by: .owner
                        )
                        return true
                    } catch StoreError.conflict(.cast(expected: 1, _)) {
                        return false
                    }
                }
            }
            return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(heard == 1)
        #expect(try await room.open(id).cast.cast.participants.count == 3)
    }

    @Test("utterances that are not there, people who are not there, and names that cannot be seen are refused", arguments: [
        CastEdit.reassign(utterances: [6], to: .make(at: Timestamp(milliseconds: 0))),
        .split(utterances: [-1], newName: "Carla", side: nil),
        .split(utterances: [0, .max], newName: "Carla", side: nil),
        .split(utterances: [.min], newName: "Carla", side: nil),
        .split(utterances: [], newName: "Carla", side: nil),
        .reassign(utterances: [0], to: .make(at: Timestamp(milliseconds: 0))),
        .split(utterances: [0], newName: " \u{200B}\n", side: nil),
        .add(name: "", side: nil, organization: nil, function: nil),
        .add(name: String(repeating: "x", count: 201), side: nil, organization: nil, function: nil),
        .say([Participant(id: .make(at: Timestamp(milliseconds: 0)), name: "Nobody")]),
        .merge(.make(at: Timestamp(milliseconds: 0)), into: .make(at: Timestamp(milliseconds: 1))),
    ])
    func refuses(edit: CastEdit) async throws {
        let room = try await Room.open()
        let id = try await room.meeting().id
        expectSentence(await #expect(throws: (any Error).self) {
            try await room.bench.edit(castOf: id, edit, expecting: 1, by: .owner)
        })
        #expect(try await room.open(id).cast.version == 1)
    }

    @Test("markup, right-to-left and emoji stay as they are, control characters go")
    func oddNames() async throws {
        let room = try await Room.open()
        let id = try await room.meeting().id
        let open = try await edit(room, id, .add(name: "<b>שלום</b> 👩‍🔬\u{7}\u{2028}X", side: nil, organization: "\u{0}", function: "a\tb"))
        let added = try #require(open.cast.cast.participants.last)
        #expect(added.name == "<b>שלום</b> 👩‍🔬 X")
        #expect(added.organization == nil && added.function == "a b")
    }

    @Test("an answer is remembered for the next file, by label and by what was said")
    func remembers() async throws {
        let room = try await Room.open()
        let lines = [("Anna Berg", "Welcome."), ("Ben H", "Hello."), ("Speaker 3", "Hello too.")]
        let id = try await room.meeting(vtt(lines), details: ImportDetails()).id
        let open = try await room.open(id)
        var ben = try open.participant("Ben H"), third = try open.participant("Speaker 3")
        ben.name = "Ben Holt"
        ben.side = .customer
        ben.organization = "Halden"
        third.name = "Carla"
        third.side = .customer
        _ = try await edit(room, id, .say([ben, third]))
        let next = try await room.meeting(vtt([("Ben H", "Once more."), ("Speaker 3", "Me too."), ("New", "Hello.")]), details: ImportDetails())
        #expect(next.participants.map(\.name) == ["Ben Holt", "Speaker 3", "New"])
        #expect(next.participants.map(\.side) == [.customer, nil, nil])
        #expect(next.participants.map(\.organization) == ["Halden", nil, nil])
        #expect(next.openQuestions == 2)
        let suggestions = try await room.bench.speakerSuggestions(of: next.id, by: .owner)
        #expect(suggestions.map(\.label) == ["Ben H", "Speaker 3", "New"])
        #expect(suggestions[0].reasons.map(\.sentence) == ["“Ben H” was Ben Holt in one meeting before."])
    }

    @Test("what is heard in the words is suggested with its utterance, and waits")
    func heard() async throws {
        var settings = WorkspaceSettings()
        settings.own = OwnCompany(names: ["Northwall"])
        let room = try await Room.open(settings)
        let lines = [
            ("P One", "We at Northwall make pumps."), ("P Two", "Our plant is old."), ("P Two", "In our plant it is loud."), ("P Three", "Hm."),
        ]
        let summary = try await room.meeting(vtt(lines), details: ImportDetails())
        #expect(summary.openQuestions == 3)
        let suggestions = try await room.bench.speakerSuggestions(of: summary.id, by: .owner)
        #expect(suggestions.map(\.side) == [.seller, .customer, nil])
        #expect(suggestions.map { $0.reasons.first?.utterance } == [0, 1, nil])
    }

    @Test("a mail domain whose people were said to be on a side brings the side to the next file")
    func domains() async throws {
        let room = try await Room.open()
        func file(_ people: [(String, String)]) -> Data {
            let speakers = people.map { #"{"label":"\#($0.0)","email":"\#($0.1)"}"# }.joined(separator: ",")
            let lines = people.map { #"{"speaker":"\#($0.0)","text":"Good morning to all of you."}"# }.joined(separator: "\n")
            return Data(#"{"covalence":"transcript/1","language":"en","speakers":[\#(speakers)]}"#.utf8) + Data("\n\(lines)\n".utf8)
        }
        _ = try await room.meeting(
            file([("Anna", "anna@north.example"), ("Ben", "ben@halden.example")]), named: "a.jsonl",
            details: ImportDetails(sellers: ["Anna"], customers: ["Ben"])
        )
        let next = try await room.meeting(
            file([("Carla", "carla@halden.example"), ("Dora", "dora@elsewhere.example")]), named: "b.jsonl", details: ImportDetails()
        )
        #expect(next.participants.map(\.side) == [.customer, nil])
        // A domain that both sides write from says nothing.
        _ = try await room.meeting(
            file([("Eva", "eva@halden.example"), ("Finn", "finn@north.example")]), named: "c.jsonl",
            details: ImportDetails(sellers: ["Eva", "Finn"])
        )
        let last = try await room.meeting(
            file([("Gus", "gus@halden.example"), ("Hal", "hal@north.example"), ("Ida", "ida@x.example")]), named: "d.jsonl", details: ImportDetails()
        )
        #expect(last.participants.map(\.side) == [nil, .seller, nil])
    }

    @Test("a side said on the page is remembered for the mail domain too, and said otherwise later it is the later one")
    func domainsSaidLater() async throws {
        let room = try await Room.open()
        func file(_ label: String) -> Data {
            Data("""
                {"covalence":"transcript/1","language":"en","speakers":[{"label":"\(label)","email":"\(label)@Halden.Example"}]}
                {"speaker":"\(label)","text":"Good morning to all of you."}

                """.utf8)
        }
        func sideOfNext(_ label: String) async throws -> Side? {
            try await room.meeting(file(label), named: "\(label).jsonl", details: ImportDetails()).participants.first?.side
        }
        let first = try await room.meeting(file("Anna"), named: "a.jsonl", details: ImportDetails())
        #expect(try await sideOfNext("Ben") == nil)
        var anna = try await room.open(first.id).participant("Anna")
        anna.side = .customer
        _ = try await edit(room, first.id, .say([anna]))
        #expect(try await sideOfNext("Carla") == .customer)
        anna.side = .seller
        _ = try await edit(room, first.id, .say([anna]))
        #expect(try await sideOfNext("Dora") == .seller)
    }

    @Test("three thousand speakers come in, are said, and can be undone")
    func manySpeakers() async throws {
        let room = try await Room.open()
        let lines = (0..<3000).map { ("Person \($0) Name", "That saves us number \($0).") }
        let summary = try await room.meeting(vtt(lines), details: ImportDetails())
        #expect(summary.openQuestions == 3000)
        var participants = try await room.open(summary.id).cast.cast.participants
        for index in participants.indices { participants[index].side = index == 0 ? .seller : .customer }
        let open = try await edit(room, summary.id, .say(participants))
        #expect(open.summary.openQuestions == 0)
        #expect(open.analysis.reading.findings(of: .benefit).count == 2999)
    }
}
