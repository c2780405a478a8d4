import Covalence
import Foundation
import MeetingInteraction
import Store
import Testing
@testable import Workbench

struct ConsentTests {
    @Test func whatWasSaidIsKeptWithDateAndWording() async throws {
        let room = try await Room.open()
        let summary = try await room.meeting()
        let ben = try await room.open(summary.id).participant("Ben Holt")
        let day = try #require(CalendarDay("2026-03-04"))
        let effect = try await room.bench.sayConsent(
            of: ben.id, in: summary.id, .training, .given, on: day, wording: "Fine\nwith me", by: .owner
        )
        #expect(effect.words == .nothing && effect.recording == .untouched)
        let now = try await room.open(summary.id).participant("Ben Holt")
        #expect(now.consent == [.training: .given])
        #expect(now.consentSaid[.training] == ConsentSaid(on: day, wording: "Fine with me"))
        // The same again makes no version.
        let version = try await room.bench.store.version(of: summary.id)
        try await room.bench.sayConsent(of: ben.id, in: summary.id, .training, .given, on: day, wording: "Fine with me", by: .owner)
        #expect(try await room.bench.store.version(of: summary.id) == version)
        await #expect(throws: Cast.Failure.self) {
            try await room.bench.sayConsent(of: .make(at: room.bench.now()), in: summary.id, .training, .given, by: .owner)
        }
        await #expect(throws: NotPermitted.self) {
            try await room.bench.sayConsent(of: ben.id, in: summary.id, .training, .given, by: .member(.reader, of: room.bench))
        }
    }

    @Test func aRefusalTakesTheWordsOut() async throws {
        let room = try await Room.open()
        try await room.policy(.leaveOutWords)
        let summary = try await room.meeting()
        #expect(try await room.open(summary.id).wordsKept == .all)
        let effect = try await room.say("Ben Holt", .refused, in: summary.id)
        #expect(effect.summary?.words ?? 0 > 0)
        #expect(try await room.texts(summary.id).map(\.isEmpty) == [false, true, false, true, false, true])
        #expect(room.filesHolding("convinced") == [])
        // An utterance that is given to him later goes, too.
        let open = try await room.open(summary.id)
        let ben = try open.participant("Ben Holt")
        try await room.bench.edit(castOf: summary.id, .reassign(utterances: [4], to: ben.id), expecting: open.cast.version, by: .owner)
        #expect(try await room.texts(summary.id)[4] == "")
        #expect(room.filesHolding("worth the money") == [])
    }

    @Test func underRefuseARefusalErasesTheMeeting() async throws {
        let room = try await Room.open()
        try await room.policy(.refuse)
        let summary = try await room.meeting(vtt(), details: .consents(.given, .given))
        let effect = try await room.say("Ben Holt", .refused, in: summary.id)
        #expect(effect.summary == nil)
        #expect(try await room.bench.store.erasure(of: summary.id) != nil)
    }

    private func attach(_ content: Data, _ room: Room, _ id: Identifier<Meeting>, named name: String = "talk.wav") async throws -> MeetingSummary {
        let file = try await room.bench.receiveRecording(by: .owner)
        try file.append(content)
        return try await room.bench.attachRecording(file, named: name, to: id, by: .owner)
    }

    @Test func whoRefusesToBeRecordedIsSilent() async throws {
        let room = try await Room.open()
        let summary = try await room.meeting()
        let sound = wave(seconds: 24)
        let first = try #require(try await attach(sound, room, summary.id).recording)
        // Ben speaks at 4–7, 12–15 and 20–23 s; with a quarter of a second around each that is three times 3.5 s.
        let effect = try await room.say("Ben Holt", .refused, to: .recording, in: summary.id)
        #expect(effect.recording == .cut(milliseconds: 10_500))
        #expect(room.bench.records.files.url(of: first) == nil)
        let now = try #require(effect.summary?.recording)
        let cut = try room.bench.records.files.read(now)
        #expect(cut.count == sound.count)
        #expect(cut.prefix(44) == sound.prefix(44))
        // 2000 bytes a second after 44 bytes of head.
        func sample(_ milliseconds: Int) -> UInt8 { cut[44 + milliseconds * 2] }
        for time in [0, 3_700, 7_300, 11_700, 23_500] { #expect(sample(time) == 1, "\(time)") }
        for time in [3_800, 4_000, 7_200, 12_000, 15_000, 22_900] { #expect(sample(time) == 0, "\(time)") }
        #expect(try await room.bench.store.files(of: summary.id).filter { $0.role == .recording }.count == 1)
        // A recording that comes later is cut at once.
        _ = try await attach(wave(seconds: 30), room, summary.id)
        #expect(try await room.bench.store.files(of: summary.id).filter { $0.role == .recording }.count == 1)
        let later = try #require(try await room.bench.store.meeting(summary.id).recording)
        #expect(try room.bench.records.files.read(later)[44 + 5_000 * 2] == 0)
    }

    @Test func whatWhoRefusedTurnsOutToHaveSaidIsSilentToo() async throws {
        let room = try await Room.open()
        let summary = try await room.meeting()
        _ = try await attach(wave(seconds: 24), room, summary.id)
        try await room.say("Ben Holt", .refused, to: .recording, in: summary.id)
        func isHeard(_ milliseconds: Int) async throws -> Bool {
            try room.bench.records.files.read(try #require(try await room.bench.store.meeting(summary.id).recording))[44 + milliseconds * 2] == 1
        }
        let open = try await room.open(summary.id)
        let (anna, ben) = (try open.participant("Anna Berg"), try open.participant("Ben Holt"))
        // Anna speaks at 0–3, 8–11 and 16–19 s.
        #expect(try await isHeard(17_500))
        try await room.bench.edit(castOf: summary.id, .reassign(utterances: [4], to: ben.id), expecting: open.cast.version, by: .owner)
        #expect(try await !isHeard(17_500))
        #expect(try await isHeard(9_500))
        // Who he is otherwise changes nothing of the file.
        let file = try await room.bench.store.meeting(summary.id).recording
        var renamed = ben
        renamed.function = "Head of purchasing"
        try await room.bench.edit(castOf: summary.id, .say([renamed]), expecting: open.cast.version + 1, by: .owner)
        #expect(try await room.bench.store.meeting(summary.id).recording == file)
        // Both names were his.
        try await room.bench.edit(castOf: summary.id, .merge(ben.id, into: anna.id), expecting: open.cast.version + 2, by: .owner)
        #expect(try await room.open(summary.id).participant("Anna Berg").consent[.recording] == .refused)
        #expect(try await !isHeard(9_500))
    }

    @Test func whatCannotBeCutGoes() async throws {
        let room = try await Room.open()
        let summary = try await room.meeting()
        let recording = try #require(try await attach(Data("OggS".utf8) + Data(repeating: 7, count: 5000), room, summary.id, named: "a.ogg").recording)
        let effect = try await room.say("Ben Holt", .refused, to: .recording, in: summary.id)
        guard case .dropped(let reason) = effect.recording else { throw Unexpected("Not dropped.") }
        #expect(reason.contains("WAV"))
        #expect(effect.summary?.recording == nil)
        #expect(room.bench.records.files.url(of: recording) == nil)
        #expect(try await room.say("Anna Berg", .refused, to: .recording, in: summary.id).recording == .untouched)
    }

    @Test(arguments: [
        Data(), Data("RIFF".utf8), Data("RIFF\0\0\0\0WAVE".utf8), Data("RIFF\0\0\0\0WAVEdata\u{1}\0\0\0a".utf8),
        Data("RIFF\0\0\0\0WAVEfmt \u{10}\0\0\0".utf8) + Data(repeating: 0, count: 16), Data(repeating: 0xFF, count: 300),
        Data("RIFF\0\0\0\0WAVE".utf8) + Data(repeating: 0, count: 100_000),
    ])
    func brokenSoundIsNotCut(_ data: Data) throws {
        let wave = SilencedWave(size: data.count) { Data(data[min($0.lowerBound, data.count)..<min($0.upperBound, data.count)]) }
        #expect(wave == nil)
    }
}
