import Covalence
import Foundation
import Store
import Testing

struct ErasureTests {
    /// A meeting in which a word that begins like no other stands in every place that can hold text.
    private func secretMeeting(_ word: String, in store: any RecordStore, _ workspace: any WorkspaceStore) async throws -> Identifier<Meeting> {
        func keep(_ text: String, _ type: String) throws -> StoredFile {
            let content = Data(text.utf8)
            let hash = try store.files.store(content)
            return StoredFile(hash: hash, bytes: content.count, mediaType: type, name: "\(word).vtt", receivedAt: .base)
        }
        var lines = (0..<150).map { ($0 % 2 == 0 ? "Anna" : "Ben", "Filler number \($0) on plants and presses") }
        lines[70].1 = "We call it \(word) here"
        lines[120].1 = "\(word) \(word)"
        lines.append(("\(word) speaker", "Hello"))
        var new = newMeeting(title: "About \(word)", at: .minutes(500), lines: lines)
        new.meeting.note = word
        new.cast.participants[0].function = word
        new.cast.participants[0].organization = word
        new.domains = [RememberedDomain(domain: "\(word).example", organization: word, side: .customer)]
        new.original = try keep("WEBVTT \(word)", "text/vtt")
        new.recording = try keep("RIFF \(word)", "audio/wav")
        let item = IntakeItem(id: .make(at: .base), file: try #require(new.original), details: "{\"title\":\"\(word)\"}")
        try await workspace.receive(item)
        try await workspace.receive(IntakeItem(
            id: .make(at: .base), file: try #require(new.original), state: .needsDecision(problems: "[\"\(word)\"]")
        ))
        new.intake = item.id
        var claim = suggestion("meeting.benefit", new, 0..<4, value: word)
        claim.object = word
        claim.payload = ["words": word]
        new.claims = [claim]
        try await workspace.add(new)
        var change = MeetingChange()
        change.transcript = TranscriptChange(
            NewTranscript(
                new.transcript.transcript.correcting([70: "We call it otherwise", 3: "now \(word)"], as: .make(at: .minutes(1))),
                words: 1, author: .person(word), madeAt: .minutes(1)
            ), expecting: 1
        )
        var renamed = new.cast.participants[0]
        renamed.name = "\(word) too"
        change.cast = CastChange(try new.cast.replacing(renamed), expecting: 1, author: .person("P"), at: .base)
        change.recording = try keep("RIFF second \(word)", "audio/wav")
        try await workspace.apply(change, to: new.meeting.id)
        try await workspace.decide(
            Decision(claim: claim.id, standing: .confirmed, author: .person("P"), at: .base, reason: word), expecting: .suggested
        )
        let version = try await workspace.version(of: new.meeting.id)
        try await workspace.cache(Data(word.utf8), as: "reading", engine: "e", of: new.meeting.id, madeFrom: version)
        return new.meeting.id
    }

    @Test func nothingOfAnErasedMeetingIsLeftOnTheDisk() async throws {
        let room = try Room()
        let (store, workspace) = try await room.makeWorkspace()
        let word = "xqvjzkwf"
        for minute in 0..<20 { try await workspace.add(newMeeting(title: "m\(minute)", at: .minutes(minute))) }
        let meeting = try await secretMeeting(word, in: store, workspace)
        for minute in 20..<40 { try await workspace.add(newMeeting(title: "m\(minute)", at: .minutes(minute))) }
        #expect(try await workspace.moments(MomentQuery(words: word)).items.count == 2)
        // The search below can see the word at all: in the database or its log, the original and both recordings.
        #expect(try room.filesHolding(word).count >= 4)

        try await workspace.erase(meeting)
        // In the index a term is cut where it is like the one before it; this one begins like no other word of the store, and
        // the cut form keeps the end, so that is looked for too.
        for rest in [word, String(word.dropFirst()), String(word.dropFirst(2))] {
            #expect(try room.filesHolding(rest) == [])
        }
        #expect(try room.filesHolding("Filler number") == [])
        #expect(try await workspace.moments(MomentQuery(words: word)).items.isEmpty)
        #expect(try await workspace.moments(MomentQuery(words: "filler")).items.isEmpty)
        #expect(try await workspace.moments(MomentQuery(words: "shifts", limit: 500)).items.count == 40)
        #expect(try await workspace.intake(in: Set(IntakeItem.State.Name.allCases)).isEmpty)
        #expect(try await workspace.erasure(of: meeting) != nil)
        await #expect(throws: StoreError.notFound("The meeting \(meeting)")) { try await workspace.meeting(meeting) }
        try await workspace.erase(meeting)
        #expect(try await workspace.count(MeetingQuery()) == 40)
    }

    /// Rows that were moved between pages leave copies behind; many meetings erased in another order than they came show whether
    /// those go too.
    @Test func manyMeetingsErasedInAnyOrderLeaveNoCopies() async throws {
        let room = try Room()
        let (_, workspace) = try await room.makeWorkspace()
        var order = Array(0..<24)
        var meetings: [Identifier<Meeting>] = []
        for number in order {
            let lines = (0..<200).map { ("Anna", "only\(number)q word\($0) " + String(repeating: "z", count: ($0 * 37 + number * 11) % 400)) }
            meetings.append(try await workspace.add(newMeeting(title: "t", at: .minutes(number * 7 % 24), lines: lines)).id)
        }
        order.sort { ($0 * 11) % 24 < ($1 * 11) % 24 }
        for number in order.prefix(16) {
            try await workspace.erase(meetings[number])
            #expect(try room.filesHolding("only\(number)q") == [])
        }
        #expect(try await workspace.moments(MomentQuery(words: "only\(order[20])q", limit: 500)).items.count == 200)
    }

    @Test func filesThatOthersNeedStay() async throws {
        let room = try Room()
        let (store, workspace) = try await room.makeWorkspace()
        let content = Data("WEBVTT shared".utf8)
        let hash = try store.files.store(content)
        let file = StoredFile(hash: hash, bytes: content.count, mediaType: "text/vtt", name: "a.vtt", receivedAt: .base)
        var first = newMeeting()
        first.original = file
        var second = newMeeting()
        second.original = file
        try await workspace.add(first)
        try await workspace.add(second)
        #expect(try await workspace.meetings(from: hash) == [first.meeting.id, second.meeting.id].sorted())
        try await workspace.erase(first.meeting.id)
        #expect(try store.files.read(hash) == content)
        try await workspace.erase(second.meeting.id)
        #expect(store.files.url(of: hash) == nil)
        await #expect(throws: StoreError.self) { try await workspace.file(hash) }
    }

    @Test func aReaderInAnotherProcessDoesNotKeepWords() async throws {
        let room = try Room()
        let (store, workspace) = try await room.makeWorkspace()
        let second = try await room.makeStore()
        let other = try await second.workspace(workspace.id)
        let meeting = try await secretMeeting("xqvjzkwf", in: store, workspace)
        _ = try await other.transcript(of: meeting)
        try await workspace.erase(meeting)
        #expect(try room.filesHolding("xqvjzkwf") == [])
        await #expect(throws: StoreError.self) { try await other.meeting(meeting) }
        try await second.close()
    }
}
