import Covalence
import Foundation
import Store
import Testing

@Suite("What was read by meaning, kept with a meeting")
struct KeptMeaningTests {
    private func kept(_ transcript: Int = 1, cast: Int = 1) -> KeptMeaning {
        KeptMeaning(engine: "meaning-en/1", transcript: transcript, cast: cast, content: Data("scores".utf8))
    }

    private func keeping(_ meaning: KeptMeaning) -> MeetingChange {
        var change = MeetingChange()
        change.meaning = meaning
        return change
    }

    @Test("it outlives what leaves the words as they are, makes the meeting a new version, and is not there for other words")
    func outlives() async throws {
        let room = try Room()
        let (_, workspace) = try await room.makeWorkspace()
        let new = newMeeting()
        let id = new.meeting.id
        let version = try await workspace.add(new).version
        #expect(try await workspace.meaning(of: id) == nil)
        #expect(try await workspace.apply(keeping(kept()), to: id).version == version + 1)
        #expect(try await workspace.meaning(of: id) == kept())
        var title = MeetingChange()
        title.meeting = new.meeting
        title.meeting?.title = "Another title"
        try await workspace.apply(title, to: id)
        #expect(try await workspace.meaning(of: id) == kept())
        // Taken anew, it takes the place of what was there.
        try await workspace.apply(keeping(kept(1, cast: 2)), to: id)
        #expect(try await workspace.meaning(of: id) == kept(1, cast: 2))
        try await workspace.apply(keeping(kept(9)), to: id)
        #expect(try await workspace.meaning(of: id) == nil)
    }

    @Test("meetings that were not read so are found by language, page by page")
    func without() async throws {
        let room = try Room()
        let (_, workspace) = try await room.makeWorkspace()
        var ids: [Identifier<Meeting>] = []
        for (minute, language) in ["en", "de", "en-GB", "en"].enumerated() {
            var new = newMeeting(at: .minutes(minute), recordedAt: .minutes(minute))
            new.transcript.transcript.language = language
            try await workspace.add(new)
            ids.append(new.meeting.id)
        }
        try await workspace.apply(keeping(kept()), to: ids[0])
        // Read with a cast that is another one now.
        try await workspace.apply(keeping(kept(1, cast: 7)), to: ids[3])
        let waiting = [ids[2], ids[3]].sorted()
        func found(after: Identifier<Meeting>? = nil, _ limit: Int = 10, engine: String = "meaning-en/1") async throws -> [Identifier<Meeting>] {
            try await workspace.meetingsWithoutMeaning(of: engine, language: "en", after: after, limit: limit)
        }
        #expect(try await found() == waiting)
        #expect(try await found(1) == [waiting[0]])
        #expect(try await found(after: waiting[0]) == [waiting[1]])
        #expect(try await found(engine: "meaning-en/2").count == 3)
    }

    @Test("it goes with words that are removed, and with the meeting")
    func goes() async throws {
        let room = try Room()
        let (_, workspace) = try await room.makeWorkspace()
        let new = newMeeting(sides: ["Anna": .seller])
        try await workspace.add(new)
        try await workspace.apply(keeping(kept()), to: new.meeting.id)
        _ = try await workspace.removeWords(of: new.meeting.id, .participants([new.cast.participants[0].id]), reading: nil, purging: false)
        #expect(try await workspace.meaning(of: new.meeting.id) == nil)
        try await workspace.apply(keeping(kept()), to: new.meeting.id)
        try await workspace.erase(new.meeting.id)
        #expect(try await workspace.meaning(of: new.meeting.id) == nil)
    }

    @Test("jobs that a change causes are queued with it, or not at all")
    func jobs() async throws {
        let room = try Room()
        let (_, workspace) = try await room.makeWorkspace()
        var new = newMeeting()
        new.jobs = [NewJob(.refreshSuggestions, subject: new.meeting.id.uuid, key: .init("a", holds: .untilBegun), at: .base)]
        try await workspace.add(new)
        #expect(try await workspace.jobCounts().byState[.waiting] == 1)
        var change = keeping(kept())
        change.jobs = [NewJob(.refreshSuggestions, subject: new.meeting.id.uuid, key: .init("b", holds: .untilBegun), at: .base)]
        change.expecting = 99
        await #expect(throws: StoreError.self) { try await workspace.apply(change, to: new.meeting.id) }
        #expect(try await workspace.jobCounts().byState[.waiting] == 1)
        change.expecting = nil
        try await workspace.apply(change, to: new.meeting.id)
        #expect(try await workspace.jobCounts().byState[.waiting] == 2)
    }
}
