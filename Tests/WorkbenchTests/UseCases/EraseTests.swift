import Covalence
import Foundation
import MeetingInteraction
import Store
import Testing
@testable import Workbench

@Suite("Erasing a meeting")
struct EraseTests {
    @Test("gone from list, search, claims and every file on the disk")
    func erases() async throws {
        let room = try await Room.open()
        // A word that stands nowhere else.
        let secret = "quagzimtorple"
        var lines = talk
        lines[1].1 = "I think that saves us the \(secret) every week."
        let id = try await room.meeting(vtt(lines), named: "\(secret).vtt").id
        let other = try await room.meeting().id
        let recording = try await room.bench.receiveRecording(by: .owner)
        try recording.append(RecordingTests.wav() + Data(secret.utf8))
        try await room.bench.attachRecording(recording, named: "a.wav", to: id, by: .owner)
        try await room.bench.edit(castOf: id, .add(name: "Mr \(secret)", side: nil, organization: secret, function: nil), expecting: 1, by: .owner)
        try await room.bench.correctWords(of: id, [0: "Hello \(secret)."], expecting: 1, by: .owner)
        try await room.bench.setOutcome(of: id, MeetingOutcome(advanced: true, to: secret), by: .owner)
        let claim = try await room.open(id).claim(.benefit)
        try await room.bench.decide(claim.id, .reject(reason: secret), expecting: .suggested, by: .owner)
        #expect(!room.filesHolding(secret).isEmpty)

        try await room.bench.erase(id, by: .owner)
        #expect(room.filesHolding(secret) == [])
        #expect(try await room.bench.meetings(MeetingQuery(), by: .owner).items.map(\.id) == [other])
        #expect(try await room.bench.meetings(MeetingQuery(words: secret), by: .owner).items.isEmpty)
        #expect(try await room.bench.moments(MomentQuery(words: secret), by: .owner).items.isEmpty)
        expectSentence(await #expect(throws: StoreError.self) { try await room.open(id) })
        expectSentence(await #expect(throws: StoreError.self) { try await room.bench.history(of: claim.id, by: .owner) })
        // Again does nothing; the other meeting is whole.
        try await room.bench.erase(id, by: .owner)
        #expect(try await room.open(other).phraseFindings == ["benefit", "price", "objection"])
    }

    @Test("the same file can come in again after it was erased")
    func comesBack() async throws {
        let room = try await Room.open()
        let first = try await room.meeting().id
        try await room.bench.erase(first, by: .owner)
        #expect(try await room.meeting().id != first)
    }

    @Test("what was learnt of people from an erased meeting is forgotten")
    func forgets() async throws {
        let room = try await Room.open()
        let first = try await room.meeting()
        try await room.bench.erase(first.id, by: .owner)
        let next = try await room.meeting(vtt(Array(talk.prefix(2))), details: ImportDetails())
        #expect(next.participants.map(\.side) == [nil, nil])
    }

    @Test("a meeting that is erased while it is edited: each edit either was there before or is told, and nothing comes back")
    func whileEdited() async throws {
        let room = try await Room.open()
        let secret = "quagzimtorple"
        let id = try await room.meeting(vtt(talk + [("Ben Holt", "The \(secret) again.")])).id
        let claim = try await room.open(id).claim(.benefit)
        let edits: [@Sendable () async throws -> Void] = [
            { try await room.bench.correctWords(of: id, [0: "Hello \(secret)."], expecting: 1, by: .owner) },
            { try await room.bench.edit(castOf: id, .add(name: secret, side: nil, organization: nil, function: nil), expecting: 1, by: .owner) },
            { try await room.bench.edit(id, MeetingEdit(title: secret), expecting: nil, by: .owner) },
            { try await room.bench.setOutcome(of: id, MeetingOutcome(advanced: true, to: secret), by: .owner) },
            { try await room.bench.decide(claim.id, .reject(reason: secret), expecting: .suggested, by: .owner) },
            { _ = try await room.open(id) },
            { _ = try await room.bench.exportDocument(of: id, by: .owner) },
            { try await room.bench.addFinding(.motive, in: id, words: 0..<7, transcriptVersion: 1, side: nil, note: secret, by: .owner) },
        ]
        await withTaskGroup(of: Void.self) { group in
            for edit in edits {
                group.addTask {
                    do { try await edit() } catch {
                        #expect(error is StoreError)
                        expectSentence(error)
                    }
                }
            }
            group.addTask { try? await room.bench.erase(id, by: .owner) }
        }
        await #expect(throws: StoreError.self) { try await room.open(id) }
        #expect(room.bench.readings.utterances == 0)
        #expect(room.filesHolding(secret) == [])
    }
}
