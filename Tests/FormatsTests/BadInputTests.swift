import Covalence
import Formats
import Foundation
import Testing

@Suite("Bad input")
struct BadInputTests {
    private func refusal(_ bytes: [UInt8], limits: TranscriptLimits = TranscriptLimits()) -> TranscriptFileError? {
        do {
            _ = try TranscriptReader(limits: limits).read(bytes, fileName: "sample.vtt")
            return nil
        } catch {
            return error
        }
    }

    private func kinds(_ transcript: ParsedTranscript) -> [String] { transcript.problems.map { "\($0.line) \($0.kind.rawValue) \($0.skipped)" } }

    @Test(arguments: ["", "   \n\r\n\t ", "\u{FEFF}", "\u{FEFF}\n"])
    func emptyFiles(_ text: String) {
        #expect(refusal(Array(text.utf8))?.kind == .empty)
    }

    @Test(arguments: ["WEBVTT", "WEBVTT\n\nNOTE nothing", "{\"segments\": []}", "{\"callTranscripts\": [{\"callId\": \"1\", \"transcript\": []}]}", "{\"covalence\":\"transcript/1\"}"])
    func nothingSaid(_ text: String) {
        #expect(refusal(Array(text.utf8))?.kind == .noUtterance)
    }

    @Test func binaryFilesAreNamed() {
        #expect(refusal([0x50, 0x4B, 0x03, 0x04, 20, 0, 6, 0])?.reason.contains("Word document") == true)
        #expect(refusal(Array("%PDF-1.7\n%âãÏÓ".utf8))?.reason.contains("PDF") == true)
        #expect(refusal(Array("ID3".utf8) + [4, 0, 0, 0, 0])?.advice.contains("recording is added") == true)
        #expect(refusal([0, 0, 0, 0x20] + Array("ftypisom".utf8))?.kind == .binary)
        var generator = SplitMix64(state: 7)
        #expect(refusal((0..<5000).map { _ in UInt8(truncatingIfNeeded: generator.next()) })?.kind == .binary)
    }

    @Test func textThatIsNoTranscriptSaysWhatIsRead() {
        let error = refusal(Array("Dear all,\n\nplease find the minutes below.\n\nKind regards\n".utf8))
        #expect(error?.kind == .notRecognised)
        #expect(error?.description.hasPrefix("sample.vtt, line 1: ") == true)
        #expect(error?.reason.contains("Dear all,") == true)
        #expect(error?.advice.contains("Gong") == true)
        #expect(refusal(Array("name,age\nAnna,3\n".utf8))?.kind == .notRecognised)
        #expect(refusal(Array("<html><body>Hello: there</body></html>".utf8))?.kind == .notRecognised)
        #expect(refusal(Array("{\"a\": 1}".utf8))?.kind == .notRecognised)
    }

    @Test func tooLargeIsRefusedBeforeItIsRead() throws {
        var limits = TranscriptLimits()
        limits.maxBytes = 100
        #expect(refusal(Array(repeating: 0x61, count: 101), limits: limits)?.kind == .tooLarge)
        // A sparse file of 200 MB on disk: refused by its size.
        let url = FileManager.default.temporaryDirectory.appending(path: "covalence-\(UUID().uuidString).vtt")
        #expect(FileManager.default.createFile(atPath: url.path, contents: nil))
        defer { try? FileManager.default.removeItem(at: url) }
        let handle = try FileHandle(forWritingTo: url)
        try handle.truncate(atOffset: 200_000_000)
        try handle.close()
        let error = #expect(throws: TranscriptFileError.self) { try TranscriptReader().read(contentsOf: url) }
        #expect(error?.kind == .tooLarge)
        #expect(error?.reason.contains("200000000") == true)
        let missing = #expect(throws: TranscriptFileError.self) { try TranscriptReader().read(contentsOf: url.appendingPathExtension("no")) }
        #expect(missing?.kind == .unreadable)
    }

    @Test func brokenCuesAreReportedAndTheRestIsRead() throws {
        let text = """
            WEBVTT

            00:00:01.000 --> 00:00:02.000
            <v Anna>One.

            00:00:05.000 --> 00:00:04.000
            <v Anna>End before start.

            00:00:06.000 -> 00:00:07.000
            <v Anna>No arrow.

            00:xx:06.000 --> 00:00:07.000
            <v Anna>No time.

            00:00:08.000 --> 00:00:09.000

            99999:00:00.000 --> 99999:00:01.000
            <v Anna>Too late.

            00:00:20.000 --> 00:00:21.000
            <v Ben>Later.

            00:00:10.000 --> 00:00:11.000
            <v Anna>Earlier.

            12345678901234567890:00:00.000 --> 00:00:01.000
            <v Anna>Huge.

            a last id
            """
        let transcript = try read(text)
        #expect(shown(transcript) == ["Anna|1000-2000|One.", "Anna|10000-11000|Earlier.", "Ben|20000-21000|Later."])
        #expect(transcript.speakers == ["Anna", "Ben"])
        #expect(Set(kinds(transcript)) == [
            "6 end-before-start true", "9 missing-time true", "12 unreadable-time true", "15 empty true", "17 absurd-time true",
            "23 goes-back false", "26 absurd-time true", "29 truncated true",
        ])
        #expect(transcript.problemCount == 8)
        #expect(transcript.skippedCount == 7)
    }

    @Test func problemsBeyondTheListAreCounted() throws {
        let bad = (0..<1000).map { "00:00:05.000 --> 00:00:0\($0 % 5).000\nx\n\n" }.joined()
        let transcript = try read("WEBVTT\n\n" + bad + "00:01:00.000 --> 00:01:01.000\nGood.\n")
        #expect(transcript.problems.count == 200)
        #expect(transcript.problemCount == 1000)
        #expect(transcript.utterances.count == 1)
    }

    @Test func truncatedFilesGiveWhatTheyHave() throws {
        let whisper = try read(String(Samples.whisper.utf8.prefix(330)) ?? "")
        #expect(whisper.utterances.first?.text == "Good morning.")
        #expect(whisper.problems.last?.kind == .truncated)
        let lines = try read(String(Samples.jsonLines.dropLast(10)))
        #expect(lines.utterances.count == 2)
        #expect(lines.problems.map(\.kind) == [.truncated])
        #expect(lines.problems.first?.line == 4)
        let cues = try read(String(Samples.zoom.utf8.prefix(60)) ?? "")
        #expect(cues.utterances.count == 1)
    }

    @Test func endlessLines() throws {
        let word = String(repeating: "word ", count: 100_000)
        let transcript = try read("Anna: \(word)\nBen: yes\n")
        #expect(transcript.utterances[0].text.unicodeScalars.count == 99_999) // 20,000 words of five, the last space off
        #expect(transcript.problems.map(\.kind) == [.tooLong])
        let name = String(repeating: "Anna", count: 5_000)
        let labels = try read("WEBVTT\n\n00:01.000 --> 00:02.000\n<v \(name)>Hi.\n")
        #expect(labels.speakers.first?.unicodeScalars.count == 200)
        #expect(refusal(Array(repeating: 0x3C, count: 2_000_000))?.kind == .notRecognised)
        // Millions of what only looks like markup stay text and stay quick.
        let angles = try read("WEBVTT\n\n00:01.000 --> 00:02.000\n" + String(repeating: "<&{", count: 300_000) + "\n")
        #expect(angles.utterances.count == 1)
    }

    @Test func thousandsOfSpeakers() throws {
        func file(_ count: Int) -> String {
            "WEBVTT\n\n" + (0..<count).map { "00:00:01.000 --> 00:00:02.000\n<v Person \($0)>Hi.\n\n" }.joined()
        }
        #expect(try read(file(5_000)).speakers.count == 5_000)
        let error = refusal(Array(file(5_001).utf8))
        #expect(error?.kind == .tooManySpeakers)
        // The header is two lines, each cue three.
        #expect(error?.line == 2 + 5_000 * 3 + 1)
        var limits = TranscriptLimits()
        limits.maxUtterances = 10
        #expect(refusal(Array(file(11).utf8), limits: limits)?.kind == .tooManyUtterances)
        #expect(refusal(Array((0..<60).map { "Anna: \($0)\n" }.joined().utf8), limits: limits)?.kind == .tooManyUtterances)
    }

    @Test func markupInNamesAndWords() throws {
        let text = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v &lt;script&gt;alert(1)&lt;/script&gt;>Say &lt;b&gt;bold&lt;/b&gt; <img src=x onerror=alert(1)> &bogus; &#60;i&#62; &#x41; &#xD800; &#0;end\n"
        let transcript = try read(text)
        #expect(transcript.speakers == ["<script>alert(1)</script>"])
        #expect(transcript.utterances.first?.text == "Say <b>bold</b> <img src=x onerror=alert(1)> &bogus; <i> A &#xD800; end")
    }

    @Test func rightToLeftAndEmoji() throws {
        let text = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v \u{202E}\u{2066}דוד\u{202C}>שלום \u{202E}abc 👩‍👩‍👧‍👦 e\u{301}\u{2069}\n"
        let transcript = try read(text)
        #expect(transcript.speakers == ["דוד"])
        let scalars = Array((transcript.utterances.first?.text ?? "").unicodeScalars)
        // The override is closed, the mark that closes nothing is gone, the accent is one scalar, the joined family is whole.
        #expect(scalars.last == "\u{202C}")
        #expect(!scalars.contains("\u{2069}"))
        #expect(scalars.contains("\u{E9}") && !scalars.contains("\u{301}"))
        #expect(transcript.utterances.first?.text.contains("👩‍👩‍👧‍👦") == true)
    }

    @Test func marksOfDirectionAloneAreNoWords() throws {
        let transcript = try read("WEBVTT\n\n00:01.000 --> 00:02.000\n\u{2069} a \u{2069} \u{202C} b \u{2069}\n\n00:02.000 --> 00:03.000\n\u{202E} \u{202C}\u{200F}\n")
        #expect(transcript.utterances.map(\.text) == ["a b"])
        #expect(transcript.problems.map(\.kind) == [.empty])
    }

    @Test func stackedAccents() throws {
        let transcript = try read("WEBVTT\n\n00:01.000 --> 00:02.000\ne" + String(repeating: "\u{301}\u{327}", count: 100_000) + " x\n")
        // One letter that takes up one or two of thirty marks, and “ x”.
        #expect((29...33).contains(transcript.utterances.first?.text.unicodeScalars.count ?? 0))
    }

    @Test func controlCharactersAndSpaces() throws {
        let transcript = try read("WEBVTT\n\n00:01.000 --> 00:02.000\n<v  Anna \u{7}\u{A0} Berg >one\u{0}\u{1B}[31m \u{2003}two\u{200B}\u{85}three\u{FEFF}\n")
        #expect(transcript.speakers == ["Anna Berg"])
        #expect(transcript.utterances.first?.text == "one[31m two three")
    }

    // The same words in every encoding; expected by eye.
    @Test func encodings() throws {
        let text = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Jürgen>Grüße – 5 €\n"
        let expected = ["Jürgen|1000-2000|Grüße – 5 €"]
        let units = Array(text.utf16)
        let little = units.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        let big = units.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
        // ü FC, ß DF, – 96, € 80 in Windows-1252 (code page table of the Unicode consortium).
        let high: [Unicode.Scalar: UInt8] = ["ü": 0xFC, "ß": 0xDF, "–": 0x96, "€": 0x80]
        let windows = text.unicodeScalars.map { high[$0] ?? UInt8($0.value) }
        let cases: [([UInt8], TextEncodingName)] = [
            (Array(text.utf8), .utf8), ([0xEF, 0xBB, 0xBF] + Array(text.utf8), .utf8BOM), ([0xFF, 0xFE] + little, .utf16LE), ([0xFE, 0xFF] + big, .utf16BE),
            (little, .utf16LE), (big, .utf16BE), (windows, .windows1252),
        ]
        for (bytes, encoding) in cases {
            let transcript = try TranscriptReader().read(bytes, fileName: nil)
            #expect(transcript.encoding == encoding)
            #expect(shown(transcript) == expected, "\(encoding)")
        }
    }

    @Test func everyByteOfWindows1252() throws {
        let bytes = Array("Anna: x".utf8) + (0...255).map { UInt8($0) }.filter { $0 != 10 && $0 != 13 } + Array("\nBen: caf".utf8) + [0xE9]
        let padded = bytes + Array(("\nAnna: " + String(repeating: "padding ", count: 400)).utf8)
        let transcript = try TranscriptReader().read(padded, fileName: nil)
        #expect(transcript.encoding == .windows1252)
        #expect(transcript.utterances[0].text.contains("€"))
        #expect(transcript.utterances[0].text.hasSuffix("þÿ"))
        #expect(transcript.utterances[1].text == "café")
    }

    @Test func aFewBadBytesDoNotMakeAFileWindows1252() throws {
        let bytes = Array("Anna: Grüße, schöne Füße\nBen: ".utf8) + [0xFF] + Array(" ja\n".utf8)
        let transcript = try TranscriptReader().read(bytes, fileName: nil)
        #expect(transcript.encoding == .utf8)
        #expect(transcript.utterances[0].text == "Grüße, schöne Füße")
        #expect(transcript.notes.contains { $0.contains("not valid UTF-8") })
    }

    @Test(arguments: ["\r\n", "\r", "\n"])
    func lineEnds(_ end: String) throws {
        for (name, text) in Samples.all {
            let plain = try read(text)
            var other = try read(text.replacing("\n", with: end))
            other.problems = plain.problems
            #expect(other == plain, "\(name)")
        }
    }

    @Test func deepAndOddJSON() throws {
        let deep = String(repeating: "[", count: 1_000_000)
        #expect(refusal(Array("{\"x\":\(deep)".utf8))?.kind == .malformed)
        let closed = deep + String(repeating: "]", count: 1_000_000)
        #expect(try read("{\"x\":\(closed),\"segments\":[{\"start\":0,\"end\":1,\"text\":\"Hi.\"}]}").utterances.count == 1)
        let text = """
            {"segments": [
            {"start": 1e400, "end": 1, "text": "huge"},
            {"start": NaN, "end": NaN, "text": "none"},
            {"start": -5, "end": 1, "text": "below zero"},
            {"start": 99999999999999999999, "end": 1, "text": "far"},
            {"start": 1, "start": 2, "end": 3, "text": "first", "text": "last"},
            {"start": 4e0, "end": 5.0005, "text": 7},
            7, null, "x", [1], {"start": 6, "end": 7.0004, "text": "\\ud800 lone"}
            ]}
            """
        let transcript = try read(text)
        // A later key wins; a time that is no number is no time; half a surrogate pair is shown as U+FFFD.
        #expect(shown(transcript).contains("?|2000-3000|last"))
        #expect(shown(transcript).contains("?|6000-7000|\u{FFFD} lone"))
        #expect(shown(transcript).contains("?||none"))
        #expect(!shown(transcript).contains { $0.contains("below zero") || $0.contains("far") })
        #expect(transcript.problems.contains { $0.line == 4 && $0.kind == .absurdTime })
    }

    @Test func brokenLinesOfJSONAreReported() throws {
        let transcript = try read("{\"speaker\":\"A\",\"start\":0,\"end\":1,\"text\":\"One.\"}\nnot json\n{\"speaker\":\"B\"}\n{\"start\":\"x\",\"text\":\"y\"}\n[1]\n{\"text\":\"Two.\"} x\n{\"text\":\"Three.\"}\n")
        #expect(transcript.utterances.map(\.text) == ["One.", "Three."])
        #expect(transcript.problems.map(\.line) == [2, 3, 4, 5, 6])
    }
}

/// Steele, Lea & Flood's generator: the same numbers everywhere.
struct SplitMix64: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
