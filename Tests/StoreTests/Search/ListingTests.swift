import Covalence
import Foundation
import Store
import Testing

/// What a list of meetings shows; the numbers are counted by hand.
@Suite("A list of meetings with what is beside it")
struct ListingTests {
    private let nothingKnown: @Sendable (MeetingListing.Place) -> Bool = { _ in false }

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

        let list = try await workspace.listing(MeetingQuery(limit: 2), pieces: "list", isKnown: nothingKnown)
        #expect(list.titles == ["Third", "Second"] && list.places.next != nil)
        #expect(list.pieces == [second.meeting.id: KeptComputation(engine: "e/1", content: Data("line".utf8))])
        #expect(list.found == 3 && list.total == 3 && list.waitingMeetings == 1)
        #expect(list.waitingFiles.map(\.id) == [items[0].id, items[1].id])

        let rest = try await workspace.listing(MeetingQuery(cursor: list.places.next, limit: 2), pieces: "list", isKnown: nothingKnown)
        #expect(rest.titles == ["First"] && rest.places.next == nil && rest.pieces.isEmpty && rest.found == 3)

        let narrowed = try await workspace.listing(MeetingQuery(words: "conveyor"), pieces: "list", isKnown: nothingKnown)
        #expect(narrowed.titles == ["Second"] && narrowed.pieces.count == 1)
        #expect(narrowed.found == 1 && narrowed.total == 3 && narrowed.waitingMeetings == 1 && narrowed.waitingFiles.count == 2)

        let titled = try await workspace.listing(MeetingQuery(filter: MeetingFilter(title: "thi")), pieces: "list", isKnown: nothingKnown)
        #expect(titled.titles == ["Third"] && titled.found == 1 && titled.total == 3)

        // Words of which none can be searched for find nothing.
        let nothing = try await workspace.listing(MeetingQuery(words: "'\"*"), pieces: "list", isKnown: nothingKnown)
        #expect(nothing.places.items.isEmpty && nothing.found == 0 && nothing.total == 3)

        // Nobody agreed to research: out of sight are meetings, and what is kept of them.
        let research = try await workspace.listing(MeetingQuery(filter: MeetingFilter(scope: .research)), pieces: "list", isKnown: nothingKnown)
        #expect(research.places.items.isEmpty && research.pieces.isEmpty && research.found == 0 && research.total == 0 && research.waitingMeetings == 0)

        // Of what whoever asks knows already, only the place is read; the rest is as it was.
        let known = MeetingListing.Place(meeting: second.meeting.id, version: version)
        let partly = try await workspace.listing(MeetingQuery(limit: 2), pieces: "list") { $0 == known }
        #expect(partly.places.items == list.places.items && partly.places.next == list.places.next)
        #expect(partly.summaries == [third.meeting.id: try await workspace.meeting(third.meeting.id)] && partly.pieces.isEmpty)
        #expect(partly.found == 3 && partly.total == 3 && partly.waitingMeetings == 1 && partly.waitingFiles.count == 2)

        await #expect(throws: StoreError.self) { _ = try await workspace.listing(MeetingQuery(cursor: PageCursor(rawValue: "nonsense")), pieces: "list", isKnown: nothingKnown) }
    }

    @Test("with nothing that waits and all meetings known has no more than their places and the numbers, also on a later page; other workspaces do not count")
    func known() async throws {
        let room = try Room()
        let (store, workspace) = try await room.makeWorkspace(), ids = [Identifier<Workspace>.make(at: .minutes(1)), .make(at: .minutes(2))]
        for id in ids { try await store.createWorkspace(WorkspaceRecord(id: id, name: "Another", createdAt: .base)) }
        let other = try await store.workspace(ids[0])
        let open = newMeeting(title: "Open", at: .minutes(1), sides: [:])
        for new in [newMeeting(title: "First", at: .minutes(0)), open, newMeeting(title: "Third", at: .minutes(2))] { try await workspace.add(new) }
        try await other.add(newMeeting(title: "Elsewhere", at: .minutes(3), sides: [:]))

        let first = try await workspace.listing(MeetingQuery(limit: 2), pieces: "list") { _ in true }
        let all = try await workspace.listing(MeetingQuery(limit: 2), pieces: "list", isKnown: nothingKnown)
        #expect(all.titles == ["Third", "Open"] && first.places.items == all.places.items && first.places.next == all.places.next)
        #expect(first.summaries.isEmpty && first.pieces.isEmpty && first.waitingFiles.isEmpty)
        #expect(first.found == 3 && first.total == 3 && first.waitingMeetings == 1)

        let rest = try await workspace.listing(MeetingQuery(cursor: first.places.next, limit: 2), pieces: "list") { _ in true }
        #expect(rest.places.items.count == 1 && rest.places.next == nil && rest.found == 3 && rest.total == 3 && rest.waitingMeetings == 1)

        // No meeting: numbers all the same.
        let empty = try await store.workspace(ids[1]).listing(MeetingQuery(), pieces: "list") { _ in true }
        #expect(empty.places.items.isEmpty && empty.found == 0 && empty.total == 0 && empty.waitingMeetings == 0)
    }
}

extension MeetingListing {
    fileprivate var titles: [String?] { places.items.map { summaries[$0.meeting]?.meeting.title } }
}
