import Covalence
import Foundation
import Store
import StoreTesting
import Testing

struct RemovalListTests {
    private func recording(_ text: String, in store: any RecordStore) throws -> StoredFile {
        let content = Data(text.utf8)
        return StoredFile(hash: try store.files.store(content), bytes: content.count, mediaType: "audio/wav", name: "a.wav", receivedAt: .base)
    }

    @Test func aRecordingIsReplacedOrDropped() async throws {
        let room = try Room()
        let (store, workspace) = try await room.makeWorkspace()
        var new = newMeeting()
        let first = try recording("RIFF first qqwz", in: store)
        new.recording = first
        try await workspace.add(new)
        let second = try recording("RIFF second", in: store)
        try await workspace.replaceRecording(of: new.meeting.id, with: second)
        #expect(store.files.url(of: first.hash) == nil)
        #expect(try room.filesHolding("qqwz") == [])
        #expect(try await workspace.meeting(new.meeting.id).recording == second.hash)
        #expect(try await workspace.files(of: new.meeting.id).map(\.file.hash) == [second.hash])
        // The same again keeps its bytes.
        try await workspace.replaceRecording(of: new.meeting.id, with: second)
        #expect(store.files.url(of: second.hash) != nil)
        try await workspace.replaceRecording(of: new.meeting.id, with: nil)
        #expect(try await workspace.meeting(new.meeting.id).recording == nil)
        #expect(store.files.url(of: second.hash) == nil)
        #expect(try await workspace.erasures().count { $0.what == .recording(of: new.meeting.id) } == 3)
    }

    @Test(.enabled(if: TestStore.isOnSQLite, "The backup is a copy of the folder, which is the whole store on SQLite only."))
    func aBackupIsBroughtUpToDate() async throws {
        let room = try Room()
        let backup = try Room()
        let workspaceID = Identifier<Workspace>.make(at: .base)
        let (store, workspace) = try await room.makeWorkspace(workspaceID)
        var meetings: [NewMeeting] = []
        for number in 0..<4 {
            var new = newMeeting(title: "m\(number)", at: .minutes(number))
            new.recording = try recording("RIFF \(number)", in: store)
            meetings.append(new)
            try await workspace.add(new)
        }
        try await store.close()
        try FileManager.default.removeItem(at: backup.folder)
        try FileManager.default.copyItem(at: room.folder, to: backup.folder)

        let (_, live) = try await room.makeWorkspace(workspaceID)
        let ben = try #require(meetings[1].cast.participants.first { $0.name == "Ben" }).id
        try await live.erase(meetings[0].meeting.id)
        _ = try await live.removeWords(of: meetings[1].meeting.id, .participants([ben]), reading: nil)
        try await live.replaceRecording(of: meetings[2].meeting.id, with: nil)
        let list = try await live.erasures()
        #expect(list.count == 3)
        #expect(try await live.replay(list) == 0)

        let (_, restored) = try await backup.makeWorkspace(workspaceID)
        #expect(try await restored.replay(list) == 3)
        #expect(try await restored.replay(list) == 0)
        await #expect(throws: StoreError.self) { try await restored.meeting(meetings[0].meeting.id) }
        #expect(try await restored.transcript(of: meetings[1].meeting.id).transcript.utterances[1].text == "")
        #expect(try await restored.meeting(meetings[2].meeting.id).recording == nil)
        #expect(try await restored.meeting(meetings[3].meeting.id).recording != nil)
        // What never was there is passed over.
        #expect(try await restored.replay([ErasureRecord(.meeting(.make(at: .base)), at: .base), ErasureRecord(.person(.make(at: .base)), at: .base)]) == 0)
    }

    @Test func manyMeetingsAreErasedTogether() async throws {
        let room = try Room()
        let (_, workspace) = try await room.makeWorkspace()
        var ids: [Identifier<Meeting>] = []
        for number in 0..<6 {
            ids.append(try await workspace.add(newMeeting(title: "t", at: .minutes(number), lines: [("Anna", "only\(number)q here")])).id)
        }
        try await workspace.erase(Array(ids.prefix(4)))
        for number in 0..<4 { #expect(try room.filesHolding("only\(number)q") == []) }
        #expect(try await workspace.count(MeetingQuery()) == 2)
        #expect(try await workspace.erasures().count == 4)
        try await workspace.erase([])
    }

    @Test func whatIsPastItsTime() async throws {
        let room = try Room()
        let (store, workspace) = try await room.makeWorkspace()
        var ids: [Identifier<Meeting>] = []
        for number in 0..<4 {
            var new = newMeeting(title: "m\(number)", at: .minutes(number * 10))
            if number != 1 { new.recording = try recording("RIFF \(number)", in: store) }
            if number == 0 { new.original = try recording("WEBVTT", in: store) }
            ids.append(try await workspace.add(new).id)
        }
        let limit = Timestamp.minutes(25)
        let recordings = try await workspace.expired(.recordings, before: limit, limit: 10)
        #expect(recordings.meetings == [ids[0], ids[2]] && recordings.count == 2)
        #expect(try await workspace.expired(.originals, before: limit, limit: 10).meetings == [ids[0]])
        #expect(try await workspace.expired(.meetings, before: limit, limit: 1) == ExpiredData(kind: .meetings, count: 3, meetings: [ids[0]]))
        _ = try await workspace.removeWords(of: ids[0], .all, reading: nil)
        #expect(try await workspace.expired(.words, before: limit, limit: 10).meetings == [ids[1], ids[2]])
        #expect(try await workspace.expired(.recordings, before: .base, limit: 10).count == 0)
    }
}
