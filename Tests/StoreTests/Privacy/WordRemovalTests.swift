import Covalence
import Foundation
import Store
import Testing

/// Words that are not kept. Texts and positions were counted by hand.
struct WordRemovalTests {
    // Anna: "What now?" (9) · Ben: "We wait xqvz" (12) · Anna: "Good" (4) · Ben: "Until xqvz May" (14)
    // starts: 0, 10, 23, 28; end of text 42.
    private static let lines = [
        ("Anna", "What now?"), ("Ben", "We wait xqvz"), ("Anna", "Good"), ("Ben", "Until xqvz May"),
    ]

    private func meeting(in store: any RecordStore, original: String? = "WEBVTT xqvz") throws -> NewMeeting {
        var new = newMeeting(lines: Self.lines)
        if let original {
            let content = Data(original.utf8)
            new.original = StoredFile(
                hash: try store.files.store(content), bytes: content.count, mediaType: "text/vtt", name: "a.vtt", receivedAt: .base
            )
        }
        return new
    }

    private func participant(_ name: String, _ new: NewMeeting) throws -> Identifier<Participant> {
        try #require(new.cast.participants.first { $0.name == name }).id
    }

    @Test func wordsOfOnePersonGoFromEveryVersionAndFromTheDisk() async throws {
        let room = try Room()
        let (store, workspace) = try await room.makeWorkspace()
        let new = try meeting(in: store)
        let item = IntakeItem(id: .make(at: .base), file: try #require(new.original))
        try await workspace.receive(item)
        try await workspace.add(new)
        // The second version has Ben's words otherwise; the first keeps them in its own row.
        var change = MeetingChange()
        change.transcript = TranscriptChange(
            NewTranscript(new.transcript.transcript.correcting([1: "We wait for zzkq xqvz"], as: .make(at: .minutes(1))), words: 11, author: .person("P"), madeAt: .minutes(1)),
            expecting: 1
        )
        try await workspace.apply(change, to: new.meeting.id)
        let before = try await workspace.version(of: new.meeting.id)
        try await workspace.cache(Data("xqvz".utf8), as: "r", engine: "e", of: new.meeting.id, madeFrom: before)
        #expect(try !room.filesHolding("xqvz").isEmpty)

        let removal = try await workspace.removeWords(of: new.meeting.id, .participants([try participant("Ben", new)]), reading: nil)
        #expect(removal.utterances == 2 && removal.versions == 2 && removal.isOriginalDropped)
        for word in ["xqvz", "qvz", "zzkq", "zkq", "Until"] { #expect(try room.filesHolding(word) == [], "\(word)") }
        #expect(try await workspace.transcript(of: new.meeting.id, version: 1).transcript.utterances.map(\.text) == ["What now?", "", "Good", ""])
        let now = try await workspace.transcript(of: new.meeting.id)
        #expect(now.transcript.utterances.map(\.text) == ["What now?", "", "Good", ""])
        // Speakers, times and acts stay.
        #expect(now.transcript.utterances.map(\.speaker) == [0, 1, 0, 1])
        #expect(now.transcript.utterances[3].time == TimeSpan(start: 12_000, end: 15_500))
        // By hand: 11 (2, 5, 1, 3), of which What, now, Good stay.
        #expect(try await workspace.meeting(new.meeting.id).words == 3)
        #expect(try await workspace.moments(MomentQuery(words: "wait")).items.isEmpty)
        #expect(try await workspace.moments(MomentQuery(words: "good")).items.map(\.utterance) == [2])
        #expect(try await workspace.files(of: new.meeting.id).isEmpty)
        #expect(try await workspace.removedWords(of: new.meeting.id) == .participants([try participant("Ben", new)]))
        #expect(try await workspace.version(of: new.meeting.id) > before)
        // The same file is known all the same.
        #expect(try await workspace.meetings(from: try #require(new.original).hash) == [new.meeting.id])
        let slice = try await workspace.utterances(of: new.meeting.id, in: 2..<4)
        #expect(slice.utterances.map(\.position) == [11, 16])
    }

    @Test func evidenceOfKeptWordsStillPointsAtThem() async throws {
        let room = try Room()
        let (store, workspace) = try await room.makeWorkspace()
        var new = try meeting(in: store, original: nil)
        var kept = suggestion("meeting.price", new, 23..<27)
        kept.payload = ["rule": "r1", "when": "now"]
        var gone = suggestion("meeting.next-step", new, 28..<33, value: "May")
        gone.payload = ["what": "Until xqvz May", "when": "May", "rule": "a rule", "note": "mine about May"]
        gone.object = "Ben"
        var quoting = suggestion("meeting.benefit", new, 0..<4)
        quoting.payload = ["when": "may"]
        let across = suggestion("meeting.objection", new, 23..<33)
        new.claims = [kept, gone, quoting, across]
        try await workspace.add(new)
        var change = MeetingChange()
        change.transcript = TranscriptChange(
            NewTranscript(new.transcript.transcript.correcting([0: "What is now?"], as: .make(at: .minutes(1))), words: 9, author: .person("P"), madeAt: .minutes(1)),
            expecting: 1
        )
        try await workspace.apply(change, to: new.meeting.id)
        _ = try await workspace.removeWords(of: new.meeting.id, .participants([try participant("Ben", new)]), reading: nil)

        func words(_ claim: Claim) throws -> Evidence.Words {
            guard case .words(let words)? = claim.evidence.first?.place else { throw StoreError.notFound("words") }
            return words
        }
        // As recorded, in the first version: "What now?\n\nGood\n": Good at 11..<15, Ben's last at 16.
        let recorded = Dictionary(uniqueKeysWithValues: try await workspace.ledger(of: new.meeting.id).claims.map { ($0.id, $0) })
        let first = try await workspace.transcript(of: new.meeting.id, version: 1).transcript
        #expect(try words(recorded[kept.id]!).range == 11..<15)
        #expect(try words(recorded[kept.id]!).wordsChanged == false)
        #expect(first.offsets.range(of: 2) == 11..<15)
        #expect(try words(recorded[gone.id]!).range == 16..<16)
        #expect(try words(recorded[gone.id]!).wordsChanged)
        // Now, in the second, where the first line is three longer.
        let now = Dictionary(uniqueKeysWithValues: try await workspace.claims(ClaimQuery(of: new.meeting.id)).map { ($0.id, $0) })
        #expect(try words(now[kept.id]!).range == 14..<18)
        #expect(try words(now[gone.id]!).range == 19..<19)
        #expect(try words(now[gone.id]!).wordsChanged)
        #expect(try words(now[across.id]!).range.lowerBound == 14)
        #expect(try words(now[across.id]!).wordsChanged)
        // What a rule copied goes, also out of a claim that rests on other words; a person's note and the rule stay.
        #expect(now[gone.id]?.payload == ["rule": "a rule", "note": "mine about May"])
        #expect(now[gone.id]?.value == nil)
        #expect(now[quoting.id]?.payload == [:])
        #expect(now[kept.id]?.payload == ["rule": "r1", "when": "now"])
    }

    @Test func allWordsLeaveTheReadingInTheirPlace() async throws {
        let room = try Room()
        let (store, workspace) = try await room.makeWorkspace()
        let new = try meeting(in: store)
        try await workspace.add(new)
        let removal = try await workspace.removeWords(of: new.meeting.id, .all, reading: Data("reading".utf8))
        #expect(removal.utterances == 4)
        #expect(try await workspace.keptReading(of: new.meeting.id) == Data("reading".utf8))
        #expect(try await workspace.removedWords(of: new.meeting.id) == .all)
        #expect(try await workspace.meeting(new.meeting.id).words == 0)
        // Once more changes nothing, and some after all is still all.
        let version = try await workspace.version(of: new.meeting.id)
        #expect(try await workspace.removeWords(of: new.meeting.id, .participants([try participant("Ben", new)]), reading: nil).utterances == 0)
        #expect(try await workspace.removedWords(of: new.meeting.id) == .all)
        #expect(try await workspace.version(of: new.meeting.id) == version)
        _ = try await workspace.removeWords(of: new.meeting.id, .all, reading: Data("made too late".utf8))
        #expect(try await workspace.keptReading(of: new.meeting.id) == Data("reading".utf8))
        // The meeting can still be moved in time and erased: the index holds what the rows say.
        var moved = new.meeting
        moved.startedAt = .minutes(900)
        var change = MeetingChange()
        change.meeting = moved
        try await workspace.apply(change, to: new.meeting.id)
        try await workspace.erase(new.meeting.id)
        #expect(try await workspace.count(MeetingQuery()) == 0)
    }

    @Test func nothingIsRemovedOfPeopleWhoSaidNothing() async throws {
        let room = try Room()
        let (store, workspace) = try await room.makeWorkspace()
        let new = try meeting(in: store)
        try await workspace.add(new)
        let removal = try await workspace.removeWords(of: new.meeting.id, .participants([.make(at: .base)]), reading: nil)
        #expect(removal == WordRemoval(utterances: 0, versions: 0, claimsWithEvidence: 0, isOriginalDropped: false))
        #expect(try await workspace.files(of: new.meeting.id).count == 1)
        #expect(store.files.url(of: try #require(new.original).hash) != nil)
        await #expect(throws: StoreError.self) { try await workspace.removeWords(of: .make(at: .base), .all, reading: nil) }
    }

    @Test func anOriginalThatAnotherMeetingNeedsStays() async throws {
        let room = try Room()
        let (store, workspace) = try await room.makeWorkspace()
        let first = try meeting(in: store)
        let second = try meeting(in: store)
        try await workspace.add(first)
        try await workspace.add(second)
        _ = try await workspace.removeWords(of: first.meeting.id, .all, reading: nil)
        #expect(try await workspace.files(of: first.meeting.id).isEmpty)
        #expect(store.files.url(of: try #require(first.original).hash) != nil)
        #expect(try await workspace.files(of: second.meeting.id).count == 1)
    }

    @Test func whatACrashLeftIsFinishedWhenTheStoreIsOpened() async throws {
        let room = try Room()
        let (store, workspace) = try await room.makeWorkspace()
        let new = try meeting(in: store)
        try await workspace.add(new)
        // As after a crash behind the transaction: rows are gone, the file and the log are not.
        _ = try await workspace.removeWords(of: new.meeting.id, .all, reading: nil, purging: false)
        let hash = try #require(new.original).hash
        #expect(store.files.url(of: hash) != nil)
        try await store.close()
        let again = try await room.makeStore()
        #expect(again.files.url(of: hash) == nil)
        #expect(try room.filesHolding("xqvz") == [])
    }

    @Test func otherWordsInTheirPlaceInEveryVersion() async throws {
        let room = try Room()
        let (store, workspace) = try await room.makeWorkspace()
        var new = try meeting(in: store)
        new.meeting.title = "On xqvz"
        var claim = suggestion("meeting.benefit", new, 23..<27)
        claim.payload = ["note": "xqvz said so"]
        new.claims = [claim]
        try await workspace.add(new)
        let removal = try await workspace.rewriteWords(of: new.meeting.id, purging: true) { $0.replacing("xqvz", with: "[erased]") }
        #expect(removal.utterances == 2 && removal.isOriginalDropped)
        #expect(try room.filesHolding("xqvz") == [])
        let meeting = try await workspace.meeting(new.meeting.id)
        #expect(meeting.meeting.title == "On [erased]")
        #expect(try await workspace.transcript(of: new.meeting.id).transcript.utterances[3].text == "Until [erased] May")
        #expect(try await workspace.moments(MomentQuery(words: "erased")).items.count == 2)
        let now = try #require(try await workspace.claims(ClaimQuery(of: new.meeting.id)).first)
        #expect(now.payload["note"] == "[erased] said so")
        #expect(now.evidence.first?.place == .words(Evidence.Words(transcript: new.transcript.transcript.id, range: 27..<31)))
        let version = try await workspace.version(of: new.meeting.id)
        _ = try await workspace.rewriteWords(of: new.meeting.id, purging: true) { $0.replacing("xqvz", with: "[erased]") }
        #expect(try await workspace.version(of: new.meeting.id) == version)
    }
}
