import Covalence
import Foundation
import MeetingInteraction
import Store
import StoreTesting
import Testing
@testable import Workbench

struct PersonRightsTests {
    private static let lines: [(String, String)] = [
        ("Anna Berg", "Welcome Benqz, and thank you for your time today."),
        ("Benqz Holt", "I think that saves us two shifts every week in the xwq bakery."),
        ("Anna Berg", "The price is nine hundred euros, as I told Holt's boss."),
        ("Benqz Holt", "That is too expensive for us at the moment."),
    ]

    /// Ben, whom we know, in one meeting and named in another.
    private func world() async throws -> (room: Room, person: Identifier<Person>, own: MeetingSummary, other: MeetingSummary) {
        let room = try await Room.open()
        let person = Person(
            id: .make(at: room.bench.now()), name: "Benqz Holt", function: "Buyer", reach: [.init(.mail, "benqz@halden.example")]
        )
        _ = try await room.bench.store.add(person, by: nil, at: room.bench.now())
        var details = ImportDetails(sellers: ["Anna Berg"], customers: ["Benqz Holt"])
        details.title = "With Benqz Holt"
        let own = try await room.meeting(vtt(Self.lines), details: details)
        let open = try await room.open(own.id)
        var ben = try open.participant("Benqz Holt")
        ben.person = person.id
        var change = MeetingChange()
        change.cast = CastChange(try open.cast.cast.replacing(ben), expecting: open.cast.version, author: .person("P"), at: room.bench.now())
        try await room.bench.store.apply(change, to: own.id)
        let other = try await room.meeting(vtt([
            ("Anna Berg", "I met Benqz Holt in town, and a Holt of another house."), ("Cleo Day", "Fine, thank you for telling us."),
        ]), named: "other.vtt", details: ImportDetails(sellers: ["Anna Berg"], customers: ["Cleo Day"]))
        _ = try await room.bench.store.add([
            Claim(
                id: .make(at: room.bench.now()), kind: "person.note", subject: .person(person.id), value: "Benqz likes tea",
                author: .person("P"), recordedAt: room.bench.now(), standing: .confirmed
            ),
        ], decisions: [])
        return (room, person.id, own, other)
    }

    private func attach(_ room: Room, _ id: Identifier<Meeting>) async throws {
        let file = try await room.bench.receiveRecording(by: .owner)
        try file.append(wave(seconds: 16))
        try await room.bench.attachRecording(file, named: "Benqz.wav", to: id, by: .owner)
    }

    @Test func everythingHeldIsListedAndExported() async throws {
        let (room, person, own, _) = try await world()
        let holdings = try await room.bench.holdings(on: person, by: .owner)
        #expect(holdings.person.name == "Benqz Holt")
        #expect(Array(holdings.meetings.keys) == [own.id])
        #expect(holdings.claims.count == 1)
        #expect(holdings.remembered == ["Benqz Holt", "benqz@halden.example"])
        let files = try await room.bench.exportPerson(person, by: .owner)
        #expect(files.map(\.name) == ["person.json", "claims.json", "meetings/\(own.id).json"])
        let part = String(decoding: files[2].content, as: UTF8.self)
        // His second line with those around it: the fourth is his, too, and the last.
        #expect(part.contains("xwq bakery") && part.contains("Welcome Benqz") && part.contains("\"isTheirs\" : true"))
        for role in [Role.reader, .salesperson, .manager, .researcher] {
            await #expect(throws: NotPermitted.self) { try await room.bench.exportPerson(person, by: .member(role, of: room.bench)) }
        }
    }

    @Test func aRestoredBackupForgetsAPersonWithTheirNameInOthersWords() async throws {
        let (room, person, own, _) = try await world()
        let backup = FileManager.default.temporaryDirectory.appendingPathComponent("covalence-backup-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: backup) }
        let tape = backup.appendingPathComponent("tape"), to = backup.appendingPathComponent("to")
        try FileManager.default.createDirectory(at: backup, withIntermediateDirectories: true)
        _ = try await SnapshotFile.write(tape, replacing: false) { sink in
            try await SnapshotStores.with(TestStore.place(room.folder)) { store, audit in
                try await SnapshotExport(store, audit: audit).write(to: sink, madeBy: "0.1.0", at: room.bench.now())
            }
        }
        _ = try await room.bench.erasePerson(person, by: .owner)
        let list = try await room.bench.erasureList(by: .owner)

        _ = try await SnapshotSource.reading(tape) { try await SnapshotRestore($0).makeStore(at: to) }
        let held = { (word: String) in
            (FileManager.default.enumerator(atPath: to.path)?.allObjects as? [String] ?? []).filter {
                (try? Data(contentsOf: to.appendingPathComponent($0)).range(of: Data(word.utf8))) ?? nil != nil
            }
        }
        #expect(!held("Benqz").isEmpty)
        let store = try await SQLiteStore.open(to)
        let restored = try await Workbench.opening(store, analyzer: .forTests())
        #expect(try await restored.replayErasures(from: list, by: .owner) > 0)
        #expect(try await restored.replayErasures(from: list, by: .owner) == 0)
        for word in ["xwq", "Benqz", "benqz"] { #expect(held(word) == [], "\(word)") }
        #expect(try await restored.openMeeting(own.id, by: .owner).summary.meeting.title == "With [erased]")
        try await store.close()
    }

    @Test func nothingOfAnErasedPersonIsLeft() async throws {
        let (room, person, own, other) = try await world()
        try await attach(room, own.id)
        let preview = try await room.bench.previewErasure(person, by: .owner)
        #expect(preview.meetings == 1 && preview.utterances == 2 && preview.recordingsCut == 1 && preview.claims == 1)
        #expect(!room.filesHolding("xwq").isEmpty)

        let report = try await room.bench.erasePerson(person, by: .owner)
        #expect(report.utterances == 2 && report.recordingsCut == 1 && report.originals == 2)
        // By hand: two lines of Anna's name him in his meeting, one in the other.
        #expect(report.mentions == 3)
        #expect(!report.notReached.isEmpty)
        for word in ["xwq", "Benqz", "benqz", "enqz"] { #expect(room.filesHolding(word) == [], "\(word)") }
        #expect(try await room.texts(own.id) == [
            "Welcome [erased], and thank you for your time today.", "", "The price is nine hundred euros, as I told [erased]'s boss.", "",
        ])
        #expect(try await room.texts(other.id)[0] == "I met [erased] in town, and a Holt of another house.")
        let open = try await room.open(own.id)
        #expect(open.summary.meeting.title == "With [erased]")
        #expect(open.analysis.conversation.participants.map(\.name) == ["Anna Berg", "[erased]"])
        #expect(open.phraseFindings == ["price"])
        await #expect(throws: (any Error).self) { try await room.bench.holdings(on: person, by: .owner) }
        #expect(try await room.bench.store.erasures().contains { $0.what == .person(person) })
    }

    @Test func whatTheyWroteAndWhereTheyAreNamedGoesFromInteractions() async throws {
        let (room, person, _, _) = try await world()
        let now = room.bench.now()
        let sent = Interaction(
            id: .make(at: now), kind: .mail, title: "Offer from benqzhouse", recordedAt: now, text: "Our wqxmail price",
            participants: [.init(.from, name: "Benqz Holt", address: "benqz@halden.example"), .init(.to, name: "Anna", address: "anna@nordwind.example")]
        )
        let got = Interaction(
            id: .make(at: now), kind: .mail, title: "Re: Benqz Holt", recordedAt: now, text: "Dear Benqz Holt, thanks for the kindwords.",
            participants: [.init(.from, name: "Anna", address: "anna@nordwind.example"), .init(.to, name: "Benqz Holt", address: "benqz@halden.example")]
        )
        _ = try await room.bench.store.add([NewInteraction(sent), NewInteraction(got)], at: now)
        #expect(try await room.bench.holdings(on: person, by: .owner).interactions.sorted() == [sent.id, got.id].sorted())
        #expect(try await room.bench.exportPerson(person, by: .owner).count { $0.name.hasPrefix("interactions/") } == 2)
        let report = try await room.bench.erasePerson(person, by: .owner)
        #expect(report.interactions == 2)
        for word in ["wqxmail", "qxmail", "Benqz", "benqz"] { #expect(room.filesHolding(word) == [], "\(word)") }
        let kept = try await room.bench.store.interaction(got.id, in: .everything).interaction
        #expect(kept.text == "Dear [erased], thanks for the kindwords." && kept.title == "Re: [erased]")
        let gone = try await room.bench.store.interaction(sent.id, in: .everything).interaction
        #expect(gone.text == nil && gone.title == "[erased]" && gone.participants.first?.address == nil)
    }

    @Test func aNameThatWasCorrectedAwayGoesFromTheOlderWords() async throws {
        let room = try await Room.open()
        let person = try await Directory(room: room).person("Vera Zylinderhut", mail: "vz@halden.example")
        let lines = ["Thank you Vera Zylinderhut will send the offer by Friday.", "Write to vz@halden.example about it, please."]
        let meeting = try await room.meeting(vtt(lines.map { ("Anna Berg", $0) } + [("Ben Holt", "Fine, thank you for telling us.")]))
        let newer = ["Thank you, she will send the offer by Friday.", "Write to her about it, please."]
        try await room.bench.correctWords(of: meeting.id, [0: newer[0], 1: newer[1]], expecting: 1, by: .owner)
        #expect(!room.filesHolding("Zylinderhut").isEmpty)

        let report = try await room.bench.erasePerson(person.id, by: .owner)
        #expect(report.mentions == 2 && report.originals == 1)
        for word in ["Zylinderhut", "zylinderhut", "vz@halden"] { #expect(room.filesHolding(word) == [], "\(word)") }
        #expect(try await room.bench.store.transcript(of: meeting.id, version: 1).transcript.utterances.map(\.text) == [
            "Thank you [erased] will send the offer by Friday.", "Write to [erased] about it, please.", "Fine, thank you for telling us.",
        ])
        #expect(try await room.texts(meeting.id) == newer + ["Fine, thank you for telling us."])
    }

    @Test func aPartOfTheNameThatWasCopiedIntoAClaimGoesWithTheWholeNameItWasReadIn() async throws {
        let room = try await Room.open()
        let person = try await Directory(room: room).person("Vera Zylinderhut")
        let meeting = try await room.meeting(vtt([
            ("Anna Berg", "Thank you Vera Zylinderhut will send the offer by Friday."), ("Ben Holt", "Good, and so will ours."),
        ]))
        let words = try await room.bench.store.transcript(of: meeting.id).transcript.id
        func claim(_ object: String, _ payload: [String: String], at range: Range<Int>) -> Claim {
            Claim(
                id: .make(at: room.bench.now()), kind: "meeting.next-step", subject: .meeting(meeting.id), object: object, payload: payload, author: .person("P"),
                recordedAt: room.bench.now(), evidence: [Evidence(.words(Evidence.Words(transcript: words, range: range)))], standing: .confirmed
            )
        }
        // By hand: the name stands at 10 to 26, the second line begins at 58.
        let read = claim("Zylinderhut", ["who": "Zylinderhut", "what": "Thank you Vera Zylinderhut will send the offer", "when": "Friday"], at: 10..<26)
        let elsewhere = claim("Zylinderhut", ["who": "Zylinderhut", "what": "so will ours"], at: 58..<62)
        var change = MeetingChange()
        change.claims = [read, elsewhere]
        try await room.bench.store.apply(change, to: meeting.id)

        _ = try await room.bench.erasePerson(person.id, by: .owner)
        let now = try await room.bench.store.claim(read.id)
        #expect(now.object == "[erased]")
        #expect(now.payload == ["who": "[erased]", "what": "Thank you [erased] will send the offer", "when": "Friday"])
        // Somebody else of that name, in words that did not change.
        let other = try await room.bench.store.claim(elsewhere.id)
        #expect(other.object == "Zylinderhut" && other.payload == elsewhere.payload)
    }

    @Test func theLastAdministratorStays() async throws {
        let (room, person, _, _) = try await world()
        let member = Member(
            id: .make(at: room.bench.now()), name: "Benqz Holt", address: "b@example.com", role: .administrator, person: person, state: .active,
            createdAt: room.bench.now()
        )
        try await room.bench.store.add(member, token: nil)
        var thrown: (any Error)?
        do { _ = try await room.bench.erasePerson(person, by: .owner) } catch { thrown = error }
        expectSentence(thrown)
        // Nothing went.
        #expect(!room.filesHolding("xwq").isEmpty)
        #expect(try await room.bench.holdings(on: person, by: .owner).member == member.id)
    }

    @Test func anEditOfSomebodyErasedSaysSo() async throws {
        let (room, person, _, _) = try await world()
        let seen = try await room.bench.store.person(person, in: .everything)
        _ = try await room.bench.erasePerson(person, by: .owner)
        var edited = seen.person
        edited.function = "Head of buying"
        await #expect(throws: StoreError.erased("This person")) {
            try await room.bench.store.update(edited, expecting: seen.version, at: room.bench.now())
        }
        #expect(room.filesHolding("Head of buying") == [])
    }
}
