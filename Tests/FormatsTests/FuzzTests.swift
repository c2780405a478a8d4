import Covalence
import Formats
import Foundation
import Testing

/// Changes the samples at random and checks what must hold of anything that is read. `COVALENCE_LONG=1` does a hundred
/// times as many.
@Suite("Fuzz")
struct FuzzTests {
    static let isLong = ProcessInfo.processInfo.environment["COVALENCE_LONG"] == "1"

    static let pieces: [[UInt8]] = [
        "\n", "\r", "\r\n\r\n", "-->", " --> ", "<v ", "<v X>", "</v>", "<", ">", "&amp;", "&#x1F600;", "&", "{", "}", "{\\an8}", "[", "]", "\"", "\\", "\\u", ",",
        ":", ": ", "：", "00:00:00.000", "99:99:99", "1:2:3", "[0:05]", "(00:01)", "  0:05", "WEBVTT", "NOTE ", "STYLE", "#", "**", "- ", "Attendees", "Transcript",
        " - Transcript", "2026/03/04 09:30 GMT+1", "Transcription ended after 0:01", "SPEAKERS", "Title: ", "null", "NaN", "1e999", "-1", "\"start\":", "\"segments\":[", "\"text\":\"x\"", "\"words\":[{",
        "\u{202E}", "\u{2066}", "\u{2069}", "\u{FEFF}", "e\u{301}\u{301}\u{301}", "👩‍👩‍👧", "\u{0}", "\u{1B}", "{\"covalence\":\"transcript/1\"}\n", "Anna: ", "Anna  0:09\n",
    ].map { Array($0.utf8) } + [[0xFF], [0xC3], [0xE2, 0x82], [0x80], [0xED, 0xA0, 0x80], [0xFF, 0xFE], [0, 0x41]]

    @Test func nothingThatIsReadBreaksTheRules() {
        let seeds = Samples.all.map { Array($0.text.utf8) }
        var generator = SplitMix64(state: 20_260_304)
        var limits = TranscriptLimits()
        limits.maxSpeakers = 20
        limits.maxUtterances = 200
        limits.maxUtteranceScalars = 300
        limits.maxLabelScalars = 40
        limits.maxListedProblems = 10
        let reader = TranscriptReader(limits: limits)
        var (readable, refused) = (0, 0)
        for round in 0..<(Self.isLong ? 200_000 : 2_000) {
            var bytes = seeds[Int.random(in: 0..<seeds.count, using: &generator)]
            for _ in 0..<Int.random(in: 1...8, using: &generator) { Self.mutate(&bytes, seeds, &generator) }
            do {
                let transcript = try reader.read(bytes, fileName: "fuzz")
                readable += 1
                if let broken = Self.brokenRule(transcript, limits) {
                    Issue.record("round \(round): \(broken): \(String(decoding: bytes, as: UTF8.self).debugDescription)")
                    return
                }
            } catch {
                refused += 1
                #expect(!error.reason.isEmpty && !error.advice.isEmpty)
            }
        }
        // Both happen, or the mutations are too tame or too wild to test anything.
        #expect(readable > refused / 4 && refused > 0)
    }

    private static func mutate(_ bytes: inout [UInt8], _ seeds: [[UInt8]], _ generator: inout SplitMix64) {
        guard !bytes.isEmpty else { return bytes = seeds[0] }
        // The beginning decides what a file is taken for; it is changed more often than chance would have it.
        let position = Int.random(in: 0..<5, using: &generator) == 0 ? 0 : Int.random(in: 0..<bytes.count, using: &generator)
        let end = min(bytes.count, position + Int.random(in: 1...60, using: &generator))
        switch Int.random(in: 0..<9, using: &generator) {
        case 0: bytes[position] = UInt8.random(in: 0...255, using: &generator)
        case 1: bytes.removeSubrange(position..<end)
        case 2: bytes.insert(contentsOf: bytes[position..<end], at: position)
        case 3: bytes.removeSubrange(position...)
        case 4, 5: bytes.insert(contentsOf: pieces[Int.random(in: 0..<pieces.count, using: &generator)], at: position)
        case 6:
            let piece = pieces[Int.random(in: 0..<pieces.count, using: &generator)]
            bytes.insert(contentsOf: (0..<Int.random(in: 2...80, using: &generator)).flatMap { _ in piece }, at: position)
        case 7:
            let other = seeds[Int.random(in: 0..<seeds.count, using: &generator)]
            let start = Int.random(in: 0..<other.count, using: &generator)
            bytes.insert(contentsOf: other[start..<min(other.count, start + 200)], at: position)
        default: bytes.swapAt(position, Int.random(in: 0..<bytes.count, using: &generator))
        }
    }

    private static func brokenRule(_ transcript: ParsedTranscript, _ limits: TranscriptLimits) -> String? {
        func unfit(_ text: String, _ limit: Int, isName: Bool) -> Bool {
            let scalars = text.unicodeScalars
            return text.isEmpty || scalars.first == " " || scalars.last == " " || text.contains("  ") || scalars.count > limit + (isName ? 0 : 125) || scalars.contains {
                $0.value < 0x20 || (0x7F...0x9F).contains($0.value) || (isName && ((0x202A...0x202E).contains($0.value) || (0x2066...0x2069).contains($0.value)))
            }
        }
        if transcript.utterances.isEmpty { return "nothing was read" }
        if transcript.utterances.count > limits.maxUtterances { return "too many utterances" }
        if transcript.speakers.count > limits.maxSpeakers { return "too many speakers" }
        if Set(transcript.speakers).count != transcript.speakers.count { return "a label twice" }
        if transcript.speakers.contains(where: { unfit($0, limits.maxLabelScalars, isName: true) }) { return "an unfit label" }
        if transcript.attendees.contains(where: { unfit($0, limits.maxLabelScalars + 8, isName: true) }) { return "an unfit attendee" }
        var seen = 0
        var last = 0
        for utterance in transcript.utterances {
            if unfit(utterance.text, limits.maxUtteranceScalars, isName: false) { return "unfit words" }
            if let speaker = utterance.speaker {
                if !transcript.speakers.indices.contains(speaker) { return "a speaker that is not there" }
                if speaker > seen { return "labels out of order" }
                if speaker == seen { seen += 1 }
            }
            if let time = utterance.time {
                if time.start < last || time.end < time.start || time.start < 0 || time.start > limits.maxTime { return "a wrong time" }
                last = time.start
            }
        }
        if seen != transcript.speakers.count { return "a label that nobody has" }
        if transcript.problems.count > limits.maxListedProblems || transcript.problemCount < transcript.problems.count { return "a wrong count of problems" }
        if transcript.skippedCount > transcript.problemCount || transcript.problems.contains(where: { $0.line < 1 || $0.reason.isEmpty }) { return "an unfit problem" }
        return nil
    }
}
