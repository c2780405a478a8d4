import Covalence
import Foundation
import Store
import StoreTesting
import Testing

@Suite("Passages in the store")
struct PassageStoreTests {
    private func set(_ holder: PassageSet.Holder, from version: Int = 1, engine: String = "e/1", first: Int = 0) -> PassageSet {
        PassageSet(holder, engine: engine, madeFrom: version, madeAt: .base, passages: [
            Passage(first: first, count: 2, range: 3..<40, label: 1, scale: 0.25), Passage(first: 9, count: 0, range: 40..<40, label: nil, scale: 1),
        ], meaning: Data([1, 255, 127, 129]))
    }

    private func note(_ text: String?, at minutes: Int = 0) -> Interaction {
        Interaction(id: .make(at: .minutes(minutes)), kind: .note, title: "Note", startedAt: .minutes(minutes), recordedAt: .base, text: text)
    }

    @Test("what is kept comes back as it was")
    func keeping() async throws {
        let room = try Room()
        let (_, store) = try await room.makeWorkspace()
        let new = newMeeting()
        try await store.add(new)
        let kept = set(.meeting(new.meeting.id))
        try await store.keep(kept)
        let found = try #require(try await store.passageSets(of: [kept.holder, .meeting(.make(at: .base))]).first)
        #expect(found.passages == kept.passages)
        #expect(found.meaning == kept.meaning)
        #expect(found.stamp == kept.stamp)
        #expect(found.engine == "e/1")
        #expect(found.width == 2)
        #expect(try await store.passageStamps(MeetingFilter(), engine: "e/1") == [kept.stamp])
        #expect(try await store.passageStamps(MeetingFilter(), engine: "e/2").isEmpty)
    }

    @Test("what waits is what was never read, was read by another engine, or changed since; newest first")
    func debts() async throws {
        let room = try Room()
        let (_, store) = try await room.makeWorkspace()
        let old = newMeeting(at: .minutes(0)), new = newMeeting(at: .minutes(10))
        let written = note("We talked about the price."), empty = note(nil, at: 5)
        for meeting in [old, new] { try await store.add(meeting) }
        _ = try await store.add([written, empty].map { NewInteraction($0) }, at: .base)
        func debts() async throws -> [PassageSet.Holder] { try await store.passageDebts(engine: "e/1", limit: 10).map(\.holder) }
        #expect(try await debts() == [.meeting(new.meeting.id), .meeting(old.meeting.id), .interaction(written.id)])
        #expect(try await store.passageProgress(engine: "e/1") == PassageProgress(all: 3, left: 3))
        try await store.keep(set(.meeting(new.meeting.id)))
        try await store.keep(set(.interaction(written.id)))
        #expect(try await debts() == [.meeting(old.meeting.id)])
        #expect(try await store.passageProgress(engine: "e/1") == PassageProgress(all: 3, left: 1))
        #expect(try await store.passageDebts(engine: "e/2", limit: 10).count == 3)
        // A set that was made from words of before does not take the place of anything.
        try await store.keep(set(.meeting(old.meeting.id), from: 7))
        #expect(try await debts() == [.meeting(old.meeting.id)])
    }

    @Test("another version of a note waits again")
    func changedNote() async throws {
        let room = try Room()
        let (_, store) = try await room.makeWorkspace()
        var written = note("We talked about the price.")
        _ = try await store.add([NewInteraction(written)], at: .base)
        try await store.keep(set(.interaction(written.id)))
        written.text = "We talked about the time."
        let record = try await store.update(written, accounts: [], expecting: 1, at: .base)
        #expect(try await store.passageSets(of: [.interaction(written.id)]).isEmpty)
        #expect(try await store.passageDebts(engine: "e/1", limit: 10) == [PassageDebt(holder: .interaction(written.id), version: record.version)])
    }

    @Test("erased meetings and notes, and removed words, take their passages along")
    func erasing() async throws {
        let room = try Room()
        let (_, store) = try await room.makeWorkspace()
        let first = newMeeting(), second = newMeeting(), written = note("We talked about the price.")
        for meeting in [first, second] { try await store.add(meeting) }
        _ = try await store.add([NewInteraction(written)], at: .base)
        let holders: [PassageSet.Holder] = [.meeting(first.meeting.id), .meeting(second.meeting.id), .interaction(written.id)]
        for holder in holders { try await store.keep(set(holder)) }
        #expect(try await store.passageSets(of: holders).count == 3)
        try await store.erase(first.meeting.id)
        try await store.erase(written.id)
        _ = try await store.removeWords(of: second.meeting.id, .all, reading: nil)
        #expect(try await store.passageSets(of: holders).isEmpty)
    }

    @Test("words that are removed while they are read do not come back in their passages")
    func removedMeanwhile() async throws {
        let room = try Room()
        let (_, store) = try await room.makeWorkspace()
        let new = newMeeting()
        try await store.add(new)
        let debt = try #require(try await store.passageDebts(engine: "e/1", limit: 1).first)
        _ = try await store.removeWords(of: new.meeting.id, .all, reading: nil)
        try await store.keep(set(.meeting(new.meeting.id), from: debt.version), madeAt: debt.record)
        #expect(try await store.passageSets(of: [.meeting(new.meeting.id)]).isEmpty)
        // What is there now is asked for again, and kept.
        let again = try #require(try await store.passageDebts(engine: "e/1", limit: 1).first)
        #expect(again != debt)
        try await store.keep(set(.meeting(new.meeting.id), from: again.version), madeAt: again.record)
        #expect(try await store.passageSets(of: [.meeting(new.meeting.id)]).count == 1)
    }

    @Test("a filter narrows the sets, and sight does")
    func filters() async throws {
        let room = try Room()
        let (_, store) = try await room.makeWorkspace()
        let first = newMeeting(at: .minutes(0), language: "de"), second = newMeeting(at: .minutes(60))
        for meeting in [first, second] {
            try await store.add(meeting)
            try await store.keep(set(.meeting(meeting.meeting.id)))
        }
        func found(_ filter: MeetingFilter) async throws -> [PassageSet.Holder] { try await store.passageStamps(filter, engine: "e/1").map(\.holder) }
        #expect(try await found(MeetingFilter()) == [.meeting(second.meeting.id), .meeting(first.meeting.id)])
        #expect(try await found(MeetingFilter(language: "de")) == [.meeting(first.meeting.id)])
        #expect(try await found(MeetingFilter(language: "EN")) == [.meeting(second.meeting.id)])
        #expect(try await found(MeetingFilter(from: .minutes(30))) == [.meeting(second.meeting.id)])
        #expect(try await found(MeetingFilter(scope: .accounts(of: .make(at: .base), managing: false))).isEmpty)
    }

    @Test("labels of a side and of a name")
    func labelsOfSpeakers() async throws {
        let room = try Room()
        let (_, store) = try await room.makeWorkspace()
        let new = newMeeting()
        try await store.add(new)
        func labels(behind speaker: SpeakerFilter) async throws -> Set<Int>? { try await store.labels(of: speaker, in: MeetingFilter())[new.meeting.id] }
        #expect(try await labels(behind: SpeakerFilter(side: .customer)) == [1])
        #expect(try await labels(behind: SpeakerFilter(name: "ANN")) == [0])
        #expect(try await labels(behind: SpeakerFilter(name: "ann", side: .customer)) == nil)
        #expect(try await labels(behind: SpeakerFilter()) == [0, 1])
    }

    @Test("moments by their places; those that are not there are left out")
    func momentsByPlace() async throws {
        let room = try Room()
        let (_, store) = try await room.makeWorkspace()
        let new = newMeeting()
        try await store.add(new)
        let moments = try await store.moments(at: [(new.meeting.id, 1), (new.meeting.id, 0), (new.meeting.id, 5), (new.meeting.id, -1), (.make(at: .base), 0)])
        #expect(moments.map(\.text) == ["We would save two shifts a week.", "What would that mean for your plant?"])
        #expect(moments.map(\.side) == [.customer, .seller])
    }
}
