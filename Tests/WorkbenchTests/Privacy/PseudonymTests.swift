import Covalence
import Foundation
import MeetingInteraction
import Store
import Testing
@testable import Workbench

struct PseudonymTests {
    private static let named: [(String, String)] = [
        ("Anna Berg", "Welcome Zeno, and thank you for having Nordwind here at Halden."),
        ("Zeno Holt", "Thanks Anna. I think that saves us two shifts, as Clara Stone said, call +358 40 123 4567."),
        ("Anna Berg", "The price is nine hundred euros for every month, Zeno."),
        ("Zeno Holt", "That is too expensive for us, Anna Berg, write to zeno@halden.example about it."),
    ]

    /// A meeting to whose use in research everybody agreed, with people and organisations around it.
    private func world() async throws -> (Room, MeetingSummary, Visitor) {
        let room = try await Room.open()
        let store = room.bench.store
        _ = try await store.add(Person(id: .make(at: room.bench.now()), name: "Clara Stone"), by: nil, at: room.bench.now())
        for name in ["Nordwind", "Halden Works"] {
            _ = try await store.add(
                Organization(id: .make(at: room.bench.now()), name: name, kind: .customer), holders: AccountHolders(), at: room.bench.now()
            )
        }
        var details = ImportDetails(sellers: ["Anna Berg"], customers: ["Zeno Holt"])
        details.title = "Zeno Holt and the price"
        details.note = "Zeno was late"
        details.startedAt = Timestamp(milliseconds: 1_772_614_800_000)
        let summary = try await room.meeting(vtt(Self.named), details: details)
        for name in ["Anna Berg", "Zeno Holt"] { try await room.say(name, .given, to: .research, in: summary.id) }
        return (room, summary, .member(.researcher, of: room.bench))
    }

    private static let secrets = ["Anna", "Berg", "Zeno", "Holt", "Clara", "Stone", "Nordwind", "Halden", "123 4567", "zeno@"]

    private func expectClean(_ text: String, _ what: String, sourceLocation: SourceLocation = #_sourceLocation) {
        for secret in Self.secrets {
            guard let place = text.range(of: secret) else { continue }
            let around = text[place.lowerBound...].prefix(60)
            let before = text[..<place.lowerBound].suffix(60)
            Issue.record("\(secret) in \(what): …\(before)\(around)…", sourceLocation: sourceLocation)
        }
    }

    @Test(arguments: ["123", "123*", "45*", "halden", "halden.example", "Zeno", "Zeno*", "zeno example"])
    func nothingIsFoundByWhatIsReplaced(typed: String) async throws {
        let (room, _, researcher) = try await world()
        for way in Find.Way.allCases {
            #expect(try await room.bench.find(Find(typed, way: way), by: researcher).places.isEmpty, "\(typed) by \(way)")
        }
        // The word before it is, with what stands around replaced.
        let found = try await room.bench.find(Find("two shifts", way: .words), by: researcher)
        #expect(found.places.count == 1)
        expectClean("\(found.places)", "search")
    }

    @Test func nothingOfAMeetingNamesAnybody() async throws {
        let (room, summary, researcher) = try await world()
        // A finding that Petra stated with a note, and one that she corrected.
        let own = try await room.open(summary.id)
        let petra = Visitor(.operatorAtTerminal, name: "Petra Holt", role: .administrator, workspace: nil)
        let stored = try await room.bench.store.transcript(of: summary.id)
        try await room.bench.addFinding(
            .benefit, in: summary.id, words: stored.transcript.offsets.range(of: 0), transcriptVersion: 1, side: .seller, note: "Zeno liked it", by: petra
        )
        try await room.bench.decide(try own.claim(.objection).id, .confirm, expecting: .suggested, by: petra)

        let open = try await room.bench.openMeeting(summary.id, by: researcher)
        #expect(open.hasPseudonyms && !open.isSameForEverybody)
        #expect(open.summary.meeting.title == "Meeting of March 2026")
        #expect(open.analysis.conversation.participants.map(\.name) == ["Seller 1", "Customer 1"])
        #expect(open.files.isEmpty && open.summary.recording == nil)
        // The same findings, read in the replaced words, with the claims on them.
        #expect(Set(open.phraseFindings).isSuperset(of: ["benefit", "price", "objection"]))
        #expect(try open.claim(.objection).standing == .confirmed)
        #expect(open.analysis.conversation.utterances[1].text == "Thanks Seller 1. I think that saves us two shifts, as [name] said, call [address].")
        expectClean("\(open)", "the meeting")
        let document = try await room.bench.exportDocument(of: summary.id, by: researcher)
        expectClean(String(decoding: try document.json(), as: UTF8.self), "the document")
        for table in ExportTable.allCases {
            expectClean(String(decoding: try await room.bench.exportTable(table, of: summary.id, by: researcher), as: UTF8.self), "the table")
        }
        let slice = try await room.bench.utterances(of: summary.id, in: 1..<4, by: researcher)
        #expect(slice.utterances.count == 3)
        expectClean("\(slice)", "the utterances")
        #expect(slice.utterances[0].position == open.analysis.conversation.utterances[1].range.lowerBound)
        for history in try await room.bench.history(of: try open.claim(.objection).id, by: researcher) { expectClean("\(history)", "the history") }
        // Others still see names.
        #expect(try await room.open(summary.id).analysis.conversation.participants.map(\.name) == ["Anna Berg", "Zeno Holt"])
    }

    @Test func listsAndSearchesShowNoNames() async throws {
        let (room, summary, researcher) = try await world()
        let list = try await room.bench.meetings(MeetingQuery(), by: researcher)
        #expect(list.items.map(\.id) == [summary.id])
        expectClean("\(list.items)", "the list")
        let moments = try await room.bench.moments(MomentQuery(words: "price"), by: researcher)
        #expect(moments.items.map(\.utterance) == [2])
        #expect(moments.items.first?.speaker == "Seller 1")
        expectClean("\(moments.items)", "the moments")
        for query in ["zeno", "anna", "cla*", "halden", "\"zeno holt\""] {
            #expect(try await room.bench.moments(MomentQuery(words: query), by: researcher).items.isEmpty, "\(query)")
            #expect(try await room.bench.meetings(MeetingQuery(words: query), by: researcher).items.isEmpty, "\(query)")
            #expect(try await room.bench.count(MeetingQuery(words: query), by: researcher) == 0, "\(query)")
        }
        let compared = try await room.bench.compare(.chosen([summary.id]), .advanced, by: researcher)
        expectClean("\(compared)", "the comparison")
        await #expect(throws: NotPermitted.self) { try await room.bench.exportOriginal(of: summary.id, by: researcher) }
        await #expect(throws: NotPermitted.self) { try await room.bench.meetings(MeetingQuery(filter: MeetingFilter(person: "Zeno")), by: researcher) }
    }

    @Test func withoutWordsNobodyIsNamedEither() async throws {
        let (room, summary, researcher) = try await world()
        try await room.policy(.analyseKeepNoWords)
        let open = try await room.bench.openMeeting(summary.id, by: researcher)
        #expect(open.wordsKept == .none)
        #expect(open.phraseFindings == ["benefit", "price", "objection"])
        #expect(open.analysis.conversation.participants.map(\.name) == ["Seller 1", "Customer 1"])
        expectClean("\(open)", "the meeting")
    }

    @Test func labelsCountEachSide() {
        #expect(Pseudonyms.labels(of: [.seller, nil, .customer, .seller, .thirdParty, nil]) == [
            "Seller 1", "Participant 1", "Customer 1", "Seller 2", "Third party 1", "Participant 2",
        ])
    }
}
