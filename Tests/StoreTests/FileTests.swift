import Covalence
import Foundation
import Store
import Testing

struct FileTests {
    @Test func bytesComeBackWholeAndInRanges() async throws {
        let room = try Room()
        let store = try await room.makeStore()
        let file = try store.files.receive(limit: 1000)
        for piece in ["abc", "", "defgh", "ij"] { try file.append(Data(piece.utf8)) }
        #expect(file.count == 10)
        let hash = try file.commit()
        // printf abcdefghij | sha256sum
        #expect(hash.description == "72399361da6a7754fec986dca5b7cbaf1c810a28ded4abaf56b2106d06cb78b0")
        #expect(ContentHash(hash.description.uppercased()) == hash)
        #expect(store.files.size(of: hash) == 10)
        #expect(try store.files.read(hash) == Data("abcdefghij".utf8))
        #expect(try store.files.read(hash, range: 2..<5) == Data("cde".utf8))
        #expect(try store.files.read(hash, range: 8..<50) == Data("ij".utf8))
        #expect(try store.files.read(hash, range: 20..<50).isEmpty)
        let url = try #require(store.files.url(of: hash))
        #expect(url.path.hasSuffix("files/72/399361da6a7754fec986dca5b7cbaf1c810a28ded4abaf56b2106d06cb78b0"))
        #expect(try store.files.store(Data("abcdefghij".utf8)) == hash)
        #expect(throws: StoreError.self) { try store.files.read(ContentHash(of: Data("other".utf8))) }
        #expect(ContentHash("7239") == nil)
        #expect(ContentHash(String(repeating: "g", count: 64)) == nil)
    }

    @Test func tooLargeIsRefusedAndLeavesNothing() async throws {
        let room = try Room()
        let store = try await room.makeStore()
        let file = try store.files.receive(limit: 5)
        try file.append(Data("12345".utf8))
        #expect(throws: StoreError.tooLarge(limit: 5)) { try file.append(Data("6".utf8)) }
        #expect(throws: StoreError.self) { try file.commit() }
        #expect(try room.filesHolding("12345") == [])
    }

    @Test func anUploadThatIsLetGoLeavesNothing() async throws {
        let room = try Room()
        let store = try await room.makeStore()
        do {
            let file = try store.files.receive(limit: 50)
            try file.append(Data("given up".utf8))
        }
        #expect(try room.filesHolding("given up") == [])
        // One that is under way survives another process opening the store; one whose process ended does not.
        let file = try store.files.receive(limit: 50)
        try file.append(Data("under way".utf8))
        try Data("left over".utf8).write(to: room.folder.appendingPathComponent("files/incoming/left"))
        let second = try await room.makeStore()
        #expect(try room.filesHolding("left over") == [])
        let hash = try file.commit()
        #expect(second.files.size(of: hash) == 9)
    }

    @Test func intakeGoesItsWay() async throws {
        let room = try Room()
        let (store, workspace) = try await room.makeWorkspace()
        let content = Data("WEBVTT".utf8)
        let hash = try store.files.store(content)
        let file = StoredFile(hash: hash, bytes: content.count, mediaType: "text/vtt", name: "a.vtt", receivedAt: .base)
        var items = (0..<4).map { IntakeItem(id: .make(at: .minutes($0)), file: file, details: "{\"n\":\($0)}") }
        for index in items.indices {
            items[index].file.receivedAt = .minutes(index)
            items[index].file.name = "\(index).vtt"
            try await workspace.receive(items[index])
        }
        #expect(try await workspace.intake(in: [.received]) == items)
        items[1].state = .needsDecision(problems: "[{\"line\":3}]")
        try await workspace.update(items[1], expecting: .received)
        items[2].state = .refused(reason: "Not a transcript.")
        try await workspace.update(items[2], expecting: .received)
        await expectConflict(.intake(expected: .received, found: .refused)) {
            try await workspace.update(items[2], expecting: .received)
        }
        #expect(try await workspace.intake(in: [.needsDecision, .refused]) == [items[1], items[2]])
        var new = newMeeting()
        new.original = file
        new.intake = items[1].id
        try await workspace.add(new)
        #expect(try await workspace.intake(items[1].id).state == .imported(new.meeting.id))
        // The same file cannot become a second meeting by a second click.
        var again = newMeeting()
        again.intake = items[1].id
        await expectConflict(.intake(expected: .received, found: .imported)) { try await workspace.add(again) }
        #expect(try await workspace.count(MeetingQuery()) == 1)
        #expect(try await workspace.files(of: new.meeting.id) == [MeetingFile(role: .original, file: items[0].file)])
        // Under the name it first came with.
        #expect(try await workspace.file(hash) == items[0].file)
    }

    @Test func whatIsRefusedDoesNotStayOnTheDisk() async throws {
        let room = try Room()
        let (store, workspace) = try await room.makeWorkspace()
        let content = Data("Ines: unwantedwords that nobody took in".utf8)
        let hash = try store.files.store(content)
        let file = StoredFile(hash: hash, bytes: content.count, mediaType: "text/plain", name: "a.txt", receivedAt: .base)
        var first = IntakeItem(id: .make(at: .base), file: file)
        var second = IntakeItem(id: .make(at: .minutes(1)), file: file)
        try await workspace.receive(first)
        try await workspace.receive(second)
        first.state = .refused(reason: "Not this one.")
        try await workspace.update(first, expecting: .received)
        // The second upload of the same bytes still waits for them.
        #expect(try store.files.read(hash) == content)
        second.state = .refused(reason: "Nor this one.")
        try await workspace.update(second, expecting: .received)
        #expect(store.files.url(of: hash) == nil)
        #expect(try room.filesHolding("unwantedwords") == [])
        // It can come again.
        #expect(try store.files.store(content) == hash)
    }

    @Test func aRefusedCopyLeavesTheMeetingItsOriginal() async throws {
        let room = try Room()
        let (store, workspace) = try await room.makeWorkspace()
        let content = Data("Ines: wanted words".utf8)
        let hash = try store.files.store(content)
        let file = StoredFile(hash: hash, bytes: content.count, mediaType: "text/plain", name: "a.txt", receivedAt: .base)
        var new = newMeeting()
        new.original = file
        try await workspace.add(new)
        var copy = IntakeItem(id: .make(at: .minutes(1)), file: file)
        try await workspace.receive(copy)
        copy.state = .refused(reason: "There already.")
        try await workspace.update(copy, expecting: .received)
        #expect(try store.files.read(hash) == content)
    }

    @Test func aFileWithoutItsBytesIsNotNoted() async throws {
        let room = try Room()
        let (_, workspace) = try await room.makeWorkspace()
        let file = StoredFile(hash: ContentHash(of: Data("never stored".utf8)), bytes: 12, mediaType: "text/plain", name: "a", receivedAt: .base)
        await #expect(throws: StoreError.self) { try await workspace.receive(IntakeItem(id: .make(at: .base), file: file)) }
        var new = newMeeting()
        new.original = file
        await #expect(throws: StoreError.self) { try await workspace.add(new) }
        #expect(try await workspace.count(MeetingQuery()) == 0)
    }

    @Test func recordingsReplaceOneAnotherAndAreKept() async throws {
        let room = try Room()
        let (store, workspace) = try await room.makeWorkspace()
        let new = newMeeting()
        try await workspace.add(new)
        var hashes: [ContentHash] = []
        for text in ["first", "second"] {
            let hash = try store.files.store(Data(text.utf8))
            hashes.append(hash)
            var change = MeetingChange()
            change.recording = StoredFile(hash: hash, bytes: text.utf8.count, mediaType: "audio/mpeg", name: text, receivedAt: .base)
            let summary = try await workspace.apply(change, to: new.meeting.id)
            #expect(summary.recording == hash)
        }
        #expect(try await workspace.files(of: new.meeting.id).map(\.file.hash) == hashes)
    }

    @Test func aRecordingTakesThePlaceOfTheOneThatWasSeenOnly() async throws {
        let room = try Room()
        let (store, workspace) = try await room.makeWorkspace()
        let new = newMeeting()
        try await workspace.add(new)
        func attach(_ text: String, seeing seen: SeenRecording?) async throws -> ContentHash {
            let hash = try store.files.store(Data(text.utf8))
            var change = MeetingChange()
            change.recording = StoredFile(hash: hash, bytes: text.utf8.count, mediaType: "audio/mpeg", name: text, receivedAt: .base)
            change.recordingSeen = seen
            _ = try await workspace.apply(change, to: new.meeting.id)
            return hash
        }
        let first = try await attach("first", seeing: .nothing)
        for seen in [SeenRecording.nothing, .file(ContentHash(of: Data("another".utf8)))] {
            await #expect(throws: StoreError.conflict(.content("The recording of this meeting"))) { try await attach("late", seeing: seen) }
        }
        #expect(try await workspace.meeting(new.meeting.id).recording == first)
        let second = try await attach("second", seeing: .file(first))
        #expect(try await workspace.meeting(new.meeting.id).recording == second)
        // Whoever saw nothing of it asks for whatever is there to go.
        let third = try await attach("third", seeing: nil)
        #expect(try await workspace.meeting(new.meeting.id).recording == third)
    }
}
