import Covalence
import Foundation
import Formats
import MeetingInteraction
import Store
import Testing
@testable import Workbench

@Suite("Bringing a transcript in")
struct ImportTests {
    /// Two cues that can be read, one whose time cannot.
    static let broken = Data("""
        WEBVTT

        00:00:00.000 --> 00:00:03.000
        <v Anna Berg>Welcome to you all.

        00:00:xx.000 --> 00:00:07.000
        <v Ben Holt>These words are lost.

        00:00:08.000 --> 00:00:11.000
        <v Ben Holt>I think that saves us two shifts.

        """.utf8)

    func keep(_ room: Room, _ content: Data, named name: String = "a.vtt", _ details: ImportDetails = .bothSides) async throws -> IntakeItem {
        try await room.bench.keepTranscript(content, named: name, details: details, by: .owner)
    }

    @Test("a file becomes a meeting with words, cast, findings as suggestions, and its own bytes")
    func imports() async throws {
        let room = try await Room.open()
        let summary = try await room.meeting(named: "../up/first_meeting.vtt")
        #expect(summary.meeting.title == "first meeting")
        #expect(summary.utterances == 6)
        // Counted by hand: 11 + 12 + 12 + 12 + 11 + 12.
        #expect(summary.words == 70)
        #expect(summary.duration == 23_000)
        #expect(summary.language == "en")
        #expect(summary.openQuestions == 0)
        let open = try await room.open(summary.id)
        #expect(open.phraseFindings == ["benefit", "price", "objection"])
        #expect(try open.claim(.benefit).standing == .suggested)
        #expect(try open.claim(.benefit).author == .engine("phrases-en/1"))
        #expect(open.files.map(\.file.name) == ["first_meeting.vtt"])
        let original = try await room.bench.exportOriginal(of: summary.id, by: .owner)
        #expect(original.content == vtt() && original.name == "first_meeting.vtt")
        #expect(try await room.bench.waiting(by: .owner).files.isEmpty)
    }

    @Test("a file taken in piece by piece is the same as one taken in whole")
    func pieces() async throws {
        let room = try await Room.open()
        let file = try await room.bench.receiveTranscript(by: .owner)
        for start in stride(from: 0, to: vtt().count, by: 7) { try file.append(vtt()[start..<min(start + 7, vtt().count)]) }
        let item = try await room.bench.keepTranscript(file, named: "a.vtt", details: .bothSides, by: .owner)
        #expect(item.file.hash == ContentHash(of: vtt()))
        #expect(item.state == .received)
        #expect(try await room.bench.waiting(by: .owner).files.map(\.item.id) == [item.id])
    }

    @Test("what a person gives goes before what the file says")
    func details() async throws {
        let room = try await Room.open()
        let start = Timestamp(milliseconds: 1_000_000)
        let summary = try await room.meeting(details: ImportDetails(
            title: "  A <b>title</b>\n", startedAt: start, language: "de", sellers: ["Anna Berg"], isFiction: true, note: "A note"
        ))
        #expect(summary.meeting.title == "A <b>title</b>")
        #expect(summary.meeting.startedAt == start)
        #expect(summary.language == "de")
        #expect(summary.meeting.isFiction && summary.meeting.note == "A note")
        #expect(summary.openQuestions == 1)
        #expect(try await room.bench.waiting(by: .owner).meetings.map(\.id) == [summary.id])
        #expect(try await room.bench.waiting(by: .owner).meetingCount == 1)
    }

    @Test("a language that is none is refused before the file is noted", arguments: ["<script>", "e", "de--", "english language", "1de", ""])
    func badLanguage(language: String) async throws {
        let room = try await Room.open()
        expectSentence(await #expect(throws: StoreError.self) { try await keep(room, vtt(), "a.vtt", ImportDetails(language: language)) })
        #expect(try await room.bench.waiting(by: .owner).files.isEmpty)
    }

    private func keep(_ room: Room, _ content: Data, _ name: String, _ details: ImportDetails) async throws -> IntakeItem {
        try await keep(room, content, named: name, details)
    }

    @Test("the same bytes again make no second meeting, unless asked for")
    func twice() async throws {
        let room = try await Room.open()
        let first = try await room.meeting()
        let item = try await keep(room, vtt(), named: "other name.vtt")
        guard case .alreadyThere(let there) = try await room.bench.importTranscript(item, by: .owner) else { throw Unexpected("imported") }
        #expect(there.id == first.id)
        #expect(try await room.bench.store.intake(item.id).state.name == .refused)
        var details = ImportDetails.bothSides
        details.again = true
        let second = try await room.meeting(details: details)
        #expect(second.id != first.id)
        #expect(try await room.bench.store.count(.init()) == 2)
    }

    @Test("a meeting of the same bytes out of sight of whoever brings them in is not told of: they get their own, and each is erased by itself")
    func hiddenTwin() async throws {
        let world = try await Directory.open()
        let room = world.room, seller = try await world.member("seller")
        let hidden = try await room.meeting(details: ImportDetails(title: "Takeover of Zorblatt"))
        try await room.bench.setAccounts(of: hidden.id, to: [try await world.organization("Zorblatt").id], by: .owner)
        let item = try await room.bench.keepTranscript(vtt(), named: "mine.vtt", details: .bothSides, by: seller)
        guard case .imported(let own, _, _) = try await room.bench.importTranscript(item, missingConsent: .goOn, by: seller) else { throw Unexpected("known") }
        #expect(own.id != hidden.id && own.meeting.title == "mine")
        // Their own is known from then on, also where an administrator deals with the file; its title is not kept with it.
        for visitor in [seller, Visitor.owner] {
            let again = try await room.bench.keepTranscript(vtt(), named: "again.vtt", details: .bothSides, by: seller)
            guard case .alreadyThere(let there) = try await room.bench.importTranscript(again, by: visitor) else { throw Unexpected("imported") }
            #expect(there.id == own.id)
            #expect(try await room.bench.store.intake(again.id).state == .refused(reason: "The same file is there already."))
        }
        try await room.bench.erase(own.id, by: seller)
        #expect(try await room.bench.exportOriginal(of: hidden.id, by: .owner).content == vtt())
        #expect(try await room.bench.store.count(.init()) == 1)
    }

    @Test("an item that is imported already is answered with its meeting, however often it is asked for")
    func sameItemTwice() async throws {
        let room = try await Room.open()
        var details = ImportDetails.bothSides
        details.again = true
        let item = try await keep(room, vtt(), named: "a.vtt", details)
        guard case .imported(let summary, _, _) = try await room.bench.importTranscript(item, by: .owner) else { throw Unexpected("not imported") }
        guard case .imported(let there, _, _) = try await room.bench.importTranscript(item, by: .owner) else { throw Unexpected("again") }
        #expect(there.id == summary.id)
        // Whoever knows that it is imported is told that nothing was done.
        let known = try await room.bench.store.intake(item.id)
        guard case .alreadyThere(let still) = try await room.bench.importTranscript(known, by: .owner) else { throw Unexpected("imported") }
        #expect(still.id == summary.id)
        #expect(try await room.bench.store.count(.init()) == 1)
    }

    @Test("the same file from many at once makes one meeting")
    func concurrently() async throws {
        let room = try await Room.open()
        var items: [IntakeItem] = []
        for number in 0..<8 { items.append(try await keep(room, vtt(), named: "\(number).vtt")) }
        let imported = try await withThrowingTaskGroup(of: Bool.self) { group in
            for item in items {
                group.addTask {
                    if case .imported = try await room.bench.importTranscript(item, by: .owner) { true } else { false }
                }
            }
            return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(imported == 1)
        #expect(try await room.bench.store.count(.init()) == 1)
    }

    @Test("broken parts wait for a person, who takes the rest")
    func importRest() async throws {
        let room = try await Room.open()
        let item = try await keep(room, Self.broken)
        guard case .needsDecision(let waiting, let broken) = try await room.bench.importTranscript(item, by: .owner)
        else { throw Unexpected("did not ask") }
        #expect(broken.skipped == 1 && broken.utterances == 2 && broken.problemCount == 1)
        // The broken cue's time is in line 6 of the file.
        #expect(broken.problems.map(\.line) == [6])
        #expect(try await room.bench.store.count(.init()) == 0)
        let listed = try await room.bench.waiting(by: .owner).files
        #expect(listed.map(\.item.id) == [item.id])
        #expect(listed.first?.broken == broken)
        guard case .imported(let summary, let problems, _) = try await room.bench.importTranscript(waiting, brokenParts: .importRest, by: .owner)
        else { throw Unexpected("not imported") }
        #expect(summary.utterances == 2 && problems.count == 1)
        #expect(try await room.bench.waiting(by: .owner).files.isEmpty)
    }

    @Test("asked twice about the same broken file, it still waits")
    func asksAgain() async throws {
        let room = try await Room.open()
        let item = try await keep(room, Self.broken)
        _ = try await room.bench.importTranscript(item, by: .owner)
        guard case .needsDecision = try await room.bench.importTranscript(item, by: .owner) else { throw Unexpected("did not ask") }
        #expect(try await room.bench.waiting(by: .owner).files.count == 1)
    }

    @Test("broken parts wait for a person, who discards the file")
    func discard() async throws {
        let room = try await Room.open()
        let item = try await keep(room, Self.broken)
        _ = try await room.bench.importTranscript(item, by: .owner)
        try await room.bench.discardFile(item.id, by: .owner)
        try await room.bench.discardFile(item.id, by: .owner)
        #expect(try await room.bench.waiting(by: .owner).files.isEmpty)
        #expect(try await room.bench.store.count(.init()) == 0)
        expectSentence(await #expect(throws: StoreError.self) {
            try await room.bench.importTranscript(item, brokenParts: .importRest, by: .owner)
        })
        #expect(try await room.bench.store.count(.init()) == 0)
    }

    @Test("what is a meeting cannot be discarded as a file")
    func discardImported() async throws {
        let room = try await Room.open()
        let item = try await keep(room, vtt())
        _ = try await room.bench.importTranscript(item, by: .owner)
        expectSentence(await #expect(throws: StoreError.self) { try await room.bench.discardFile(item.id, by: .owner) })
        #expect(try await room.bench.store.intake(item.id).state.name == .imported)
    }

    @Test("what is no transcript is refused with a sentence, and not tried again", arguments: [
        Data(), Data([0, 1, 2, 3, 0, 255]), Data("%PDF-1.7 and so on".utf8), Data("WEBVTT\n\n".utf8), Data(repeating: 0, count: 10_000),
    ])
    func refused(content: Data) async throws {
        let room = try await Room.open()
        let item = try await keep(room, content)
        guard case .refused(let error) = try await room.bench.importTranscript(item, by: .owner) else { throw Unexpected("taken") }
        expectSentence(error)
        #expect(try await room.bench.store.intake(item.id).state == .refused(reason: error.description))
        #expect(try await room.bench.waiting(by: .owner).files.isEmpty)
    }

    @Test("a file over the limit is refused, whole or in pieces")
    func limit() async throws {
        var settings = WorkspaceSettings()
        settings.transcriptLimit = 100
        let room = try await Room.open(settings)
        await #expect(throws: StoreError.tooLarge(limit: 100)) { try await keep(room, vtt()) }
        let file = try await room.bench.receiveTranscript(by: .owner)
        #expect(throws: StoreError.tooLarge(limit: 100)) { try file.append(vtt()) }
    }

    @Test("a name that fits nobody refuses the file and says who is there")
    func wrongName() async throws {
        let room = try await Room.open()
        let item = try await keep(room, vtt(), named: "a.vtt", ImportDetails(customers: ["Zoe"]))
        expectSentence(await #expect(throws: CastMaker.NameProblem.self) { try await room.bench.importTranscript(item, by: .owner) })
        #expect(try await room.bench.store.intake(item.id).state.name == .refused)
        // The command line discards what it could not import.
        try await room.bench.discardFile(item.id, by: .owner)
        _ = try await room.meeting()
    }

    @Test("an import that a crash broke off is taken up by a runner, whatever stands beside it")
    func resumes() async throws {
        let room = try await Room.open()
        let first = try await keep(room, vtt(), named: "first.vtt")
        let wrong = try await keep(room, vtt(Array(talk.prefix(3))), named: "wrong.vtt", ImportDetails(customers: ["Zoe"]))
        let binary = try await keep(room, Data([0, 1, 2, 3]), named: "binary.vtt")
        let unreadable = IntakeItem(id: .make(at: Timestamp(milliseconds: 5)), file: first.file, details: "not JSON")
        try await room.bench.store.receive(unreadable, queueing: [ImportFileJob.job(for: unreadable, at: Timestamp(milliseconds: 5))])
        let last = try await keep(room, vtt(Array(talk.prefix(2))), named: "last.vtt")
        let bench = try await room.again()
        try await bench.workOff()
        let titles = try await bench.meetings(MeetingQuery(), by: .owner).items.map(\.meeting.title)
        #expect(titles.sorted() == ["first", "last"])
        #expect(try await bench.store.intake(first.id).state.name == .imported)
        #expect(try await bench.store.intake(last.id).state.name == .imported)
        #expect(try await bench.store.intake(binary.id).state.name == .refused)
        #expect(try await bench.store.intake(wrong.id).state.name == .refused)
        // What was given with it is broken: it waits for somebody, with a reason.
        #expect(try await bench.store.intake(unreadable.id).state.name == .received)
        let failed = try await bench.jobs(JobQuery(states: [.failed]), by: .owner).items
        #expect(failed.map(\.job.subject) == [unreadable.id.uuid])
        #expect(failed.first?.job.problem?.hasSuffix(".") == true)
        #expect(try await bench.importsUnderWay(by: .owner).map(\.item.id) == [unreadable.id])
        try await bench.workOff()
        #expect(try await bench.count(MeetingQuery(), by: .owner) == 2)
    }

    @Test("a file that a node does not find is not given up: its job fails with what to do, and takes it in when it is tried again")
    func missingFile() async throws {
        let room = try await Room.open()
        let item = try await keep(room, vtt())
        let url = try #require(room.bench.records.files.url(of: item.file.hash)), away = room.folder.appendingPathComponent("away")
        try FileManager.default.moveItem(at: url, to: away)
        try await room.bench.workOff()
        let job = try #require(try await room.bench.store.jobs(JobQuery(states: [.failed])).items.first)
        #expect(job.subject == item.id.uuid && job.problem?.contains("covalence doctor") == true)
        #expect(try await room.bench.store.intake(item.id).state.name == .received)
        try FileManager.default.moveItem(at: away, to: url)
        _ = try await room.bench.store.retryJob(job.id, at: room.bench.now())
        try await room.bench.workOff()
        #expect(try await room.bench.store.intake(item.id).state.name == .imported)
    }

    @Test("a file that ends the program each time it is read is given up in the end")
    func givesUp() async throws {
        let room = try await Room.open()
        let item = try await keep(room, vtt())
        let job = try #require(try await room.bench.store.jobs(JobQuery(subject: item.id.uuid)).items.first)
        for attempt in 1...3 {
            // Begun, and never heard of again.
            let time = room.bench.now()
            #expect(try await room.bench.store.begin(job.id, node: "dead", until: time, at: time)?.attempt == attempt)
        }
        try await room.bench.workOff()
        #expect(try await room.bench.store.job(job.id).state == .failed)
        #expect(try await room.bench.store.intake(item.id).state.name == .refused)
        #expect(try await room.bench.store.count(MeetingQuery()) == 0)
        expectSentence(await #expect(throws: StoreError.self) { try await room.bench.retryJob(job.id, by: .owner) })
    }

    @Test("markup, right-to-left, emoji and thousands of signs in labels and words come in as text")
    func hostileLabels() async throws {
        let room = try await Room.open()
        let lines = [
            ("<img src=x onerror=alert(1)>", "<b>bold</b> & more of it"), ("\u{202E}evil", "שלום 👩‍🔬"), (String(repeating: "N", count: 5000), "Hi."),
        ]
        let id = try await room.meeting(vtt(lines), details: ImportDetails()).id
        let open = try await room.open(id)
        #expect(open.cast.cast.participants.first?.name == "<img src=x onerror=alert(1)>")
        #expect(open.analysis.conversation.utterances.map(\.text).prefix(2) == ["<b>bold</b> & more of it", "שלום 👩‍🔬"])
        #expect(open.cast.cast.participants.allSatisfy { $0.name.unicodeScalars.count <= 200 })
        #expect(open.cast.cast.participants.count == 3)
    }

    @Test("a real recorded meeting comes in whole", .enabled(if: sharedMeeting != nil, "the shared meetings are not here; set COVALENCE_SHARED"))
    func realFile() async throws {
        let room = try await Room.open()
        let content = try Data(contentsOf: try #require(sharedMeeting))
        let summary = try await room.meeting(content, named: "Bmr006.vtt", details: ImportDetails())
        // `grep -c -- '-->'` counts 1,895 cues.
        #expect(summary.utterances == 1895)
        #expect(summary.language == "en")
        #expect(try await room.bench.exportOriginal(of: summary.id, by: .owner).content == content)
    }

    @Test("what is given with a file may lack anything")
    func sparseDetails() async throws {
        let room = try await Room.open()
        let file = StoredFile(
            hash: try room.bench.records.files.store(vtt()), bytes: vtt().count, mediaType: "text/plain", name: "a.vtt",
            receivedAt: Timestamp(milliseconds: 0)
        )
        let item = IntakeItem(id: .make(at: Timestamp(milliseconds: 5)), file: file, details: "{}")
        try await room.bench.store.receive(item)
        guard case .imported = try await room.bench.importTranscript(item, by: .owner) else { throw Unexpected("not imported") }
    }

    @Test("a cancelled import leaves the file as received, and it can be taken up again")
    func cancelled() async throws {
        let room = try await Room.open()
        let item = try await keep(room, vtt())
        let task = Task {
            // Cancelled before it begins: no step may go on.
            while !Task.isCancelled { await Task.yield() }
            return try await room.bench.importTranscript(item, by: .owner)
        }
        task.cancel()
        await #expect(throws: StoreError.cancelled) { try await task.value }
        #expect(try await room.bench.store.intake(item.id).state == .received)
        #expect(try await room.bench.store.jobs(JobQuery(subject: item.id.uuid)).items.map(\.state) == [.waiting])
        try await room.bench.workOff()
        #expect(try await room.bench.store.intake(item.id).state.name == .imported)
    }

    @Test("file names and titles of files are one harmless line", arguments: [
        ("/etc/passwd", "passwd"), ("C:\\temp\\a b.vtt", "a b.vtt"), ("", "file without a name"), ("\u{0}\u{7}", "file without a name"),
        ("a\u{202E}ttv.exe", "attv.exe"), ("<img src=x>.vtt", "<img src=x>.vtt"),
    ])
    func displayNames(name: String, shown: String) {
        #expect(Workbench.displayName(name) == shown)
    }

    @Test("a title made of a file's name", arguments: [
        ("first_meeting.vtt", "first meeting"), (".vtt", ".vtt"), ("Meeting v1.2 notes", "Meeting v1.2 notes"), ("___.srt", "___.srt"),
    ])
    func titles(name: String, title: String) {
        #expect(Workbench.title(fromFile: name) == title)
    }
}

@Suite("One import at a time for the same bytes")
struct ImportGateTests {
    @Test("others do not wait, a cancelled one stops waiting, and the rest get their turn")
    func turns() async throws {
        let gate = ImportGate()
        let one = ContentHash(of: Data("one".utf8)), two = ContentHash(of: Data("two".utf8))
        let (holds, held) = AsyncStream<Void>.makeStream()
        let (starts, started) = AsyncStream<Void>.makeStream()
        let holder = Task { try await gate.alone(with: one) {
            started.yield()
            for await _ in holds { break }
            return 1
        } }
        for await _ in starts { break }
        #expect(try await gate.alone(with: two) { 2 } == 2)
        let cancelled = Task { try await gate.alone(with: one) { 3 } }
        let waiting = Task { try await gate.alone(with: one) { 4 } }
        cancelled.cancel()
        await #expect(throws: StoreError.cancelled) { try await cancelled.value }
        held.yield()
        #expect(try await holder.value == 1)
        #expect(try await waiting.value == 4)
        #expect(try await gate.alone(with: one) { 5 } == 5)
        await #expect(throws: Unexpected.self) { try await gate.alone(with: one) { throw Unexpected("work failed") } }
        #expect(try await gate.alone(with: one) { 6 } == 6)
    }
}
