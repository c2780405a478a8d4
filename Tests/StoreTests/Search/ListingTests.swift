import Covalence
import Foundation
import Store
import Testing

/// What a list of meetings shows; the numbers are counted by hand.
@Suite("A list of meetings with what is beside it")
struct ListingTests {
    @Test("is a page, what is kept of it, how many there are and what waits; narrowed, the rest stays as it was")
    func all() async throws {
        let room = try Room()
        let (store, workspace) = try await room.makeWorkspace()
        // Two of whom it is known who sat on which side, and one of which nothing is.
        let first = newMeeting(title: "First", at: .minutes(0))
        let second = newMeeting(title: "Second", at: .minutes(1), lines: [("Anna", "The conveyor stops."), ("Ben", "How often?")])
        let third = newMeeting(title: "Third", at: .minutes(2), sides: [:])
        for new in [first, second, third] { try await workspace.add(new) }
        let version = try await workspace.meeting(second.meeting.id).version
        try await workspace.cache(Data("line".utf8), as: "list", engine: "e/1", of: second.meeting.id, madeFrom: version)
        try await workspace.cache(Data("other".utf8), as: "else", engine: "e/1", of: second.meeting.id, madeFrom: version)
        let content = Data("WEBVTT".utf8)
        let file = StoredFile(hash: try store.files.store(content), bytes: content.count, mediaType: "text/vtt", name: "a.vtt", receivedAt: .base)
        var items = (0..<3).map { IntakeItem(id: .make(at: .minutes($0)), file: file, details: "{}") }
        for index in items.indices {
            items[index].file.receivedAt = .minutes(index)
            try await workspace.receive(items[index])
        }
        items[1].state = .needsDecision(problems: "[]")
        try await workspace.update(items[1], expecting: .received)
        items[2].state = .refused(reason: "No.")
        try await workspace.update(items[2], expecting: .received)

        let list = try await workspace.listing(MeetingQuery(limit: 2), pieces: "list")
        #expect(list.page.items.map(\.meeting.title) == ["Third", "Second"] && list.page.next != nil)
        #expect(list.pieces == [second.meeting.id: KeptComputation(engine: "e/1", content: Data("line".utf8))])
        #expect(list.found == 3 && list.total == 3 && list.waitingMeetings == 1)
        #expect(list.waitingFiles.map(\.id) == [items[0].id, items[1].id])

        let rest = try await workspace.listing(MeetingQuery(cursor: list.page.next, limit: 2), pieces: "list")
        #expect(rest.page.items.map(\.meeting.title) == ["First"] && rest.page.next == nil && rest.pieces.isEmpty && rest.found == 3)

        let narrowed = try await workspace.listing(MeetingQuery(words: "conveyor"), pieces: "list")
        #expect(narrowed.page.items.map(\.meeting.title) == ["Second"] && narrowed.pieces.count == 1)
        #expect(narrowed.found == 1 && narrowed.total == 3 && narrowed.waitingMeetings == 1 && narrowed.waitingFiles.count == 2)

        let titled = try await workspace.listing(MeetingQuery(filter: MeetingFilter(title: "thi")), pieces: "list")
        #expect(titled.page.items.map(\.meeting.title) == ["Third"] && titled.found == 1 && titled.total == 3)

        // Words of which none can be searched for find nothing.
        let nothing = try await workspace.listing(MeetingQuery(words: "'\"*"), pieces: "list")
        #expect(nothing.page.items.isEmpty && nothing.found == 0 && nothing.total == 3)

        // Nobody agreed to research: out of sight are meetings, and what is kept of them.
        let research = try await workspace.listing(MeetingQuery(filter: MeetingFilter(scope: .research)), pieces: "list")
        #expect(research.page.items.isEmpty && research.pieces.isEmpty && research.found == 0 && research.total == 0 && research.waitingMeetings == 0)

        await #expect(throws: StoreError.self) { _ = try await workspace.listing(MeetingQuery(cursor: PageCursor(rawValue: "nonsense")), pieces: "list") }
    }
}
