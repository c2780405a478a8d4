import Covalence
import Formats
import Foundation
import Testing

@Suite("Writing")
struct WriterTests {
    @Test func everySampleSurvivesOurJSONL() throws {
        for (name, text) in Samples.all {
            let first = try read(text)
            let second = try read(TranscriptWriter(first).jsonLines())
            #expect(second.format == .covalenceJSONL)
            #expect(second.utterances == first.utterances, "\(name)")
            #expect(second.speakers == first.speakers, "\(name)")
            #expect((second.title, second.startedAt, second.language) == (first.title, first.startedAt, first.language))
            #expect(second.timesEstimated == first.timesEstimated)
            #expect(Set(first.attendees).isSubset(of: second.attendees))
            #expect(second.problems.allSatisfy { $0.kind == .goesBack })
        }
    }

    @Test func everySampleWithTimesSurvivesWebVTT() throws {
        var written = 0
        for (name, text) in Samples.all {
            let first = try read(text)
            guard let cues = TranscriptWriter(first).webVTT() else {
                #expect(first.utterances.contains { $0.time == nil })
                continue
            }
            written += 1
            let second = try read(cues)
            // Without a single voice the words could be taken for names again; the samples have none such.
            #expect(shown(second) == shown(first), "\(name)")
            #expect(second.title == first.title)
            #expect(second.language == first.language)
        }
        #expect(written > 10)
    }

    @Test func hardWordsSurvive() throws {
        let transcript = ParsedTranscript(
            format: .webVTT, title: "A --> \"B\" \\ C", speakers: ["<v x>", "R&D {\\an8}"], utterances: [
                Utterance(speaker: 0, time: TimeSpan(start: 1, end: 2), text: "a --> b & <i>c</i> {\\an8} \"q\" \\n &amp;"),
                Utterance(speaker: 1, time: TimeSpan(start: 3_599_999, end: 3_600_000), text: "NOTE 1 😀 שלום"),
            ]
        )
        let lines = try read(TranscriptWriter(transcript).jsonLines())
        #expect(lines.utterances == transcript.utterances)
        #expect(lines.speakers == transcript.speakers)
        #expect(lines.title == transcript.title)
        let cues = try read(try #require(TranscriptWriter(transcript).webVTT()))
        #expect(cues.utterances == transcript.utterances)
        #expect(cues.speakers == transcript.speakers)
    }

    @Test func linesAreAsDocumented() {
        let transcript = Transcript(
            id: Identifier(UUID()), language: "en", speakers: ["Anna"],
            utterances: [Utterance(speaker: 0, time: TimeSpan(start: 500, end: 61_005), text: "Hi."), Utterance(speaker: nil, text: "Hm.")]
        )
        let writer = TranscriptWriter(transcript, title: "Visit", speakerHints: ["Anna": SpeakerHint(organization: "Line", side: .seller)])
        #expect(writer.jsonLines() == """
            {"covalence":"transcript/1","title":"Visit","language":"en","speakers":[{"label":"Anna","organization":"Line","side":"seller"}]}
            {"speaker":"Anna","start":0.500,"end":61.005,"text":"Hi."}
            {"speaker":null,"start":null,"end":null,"text":"Hm."}

            """)
        #expect(writer.webVTT() == nil)
    }

    // Expected after RFC 4180, section 2, and OWASP's list of leading characters.
    @Test func tables() {
        var table = CSVWriter()
        table.row(["name", "words"])
        table.row([.text("a,b"), .text("say \"hi\"")])
        table.row([.text("two\nlines"), .empty])
        table.row([.integer(-3), .number(0.25), .number(.nan)])
        for lead in ["=1+1", "+1", "-1", "@x", "\tx", "\rx"] { table.row([lead]) }
        table.row(["=HYPERLINK(\"x\",\"y\")"])
        #expect(table.text == "name,words\r\n\"a,b\",\"say \"\"hi\"\"\"\r\n\"two\nlines\",\r\n-3,0.25,\r\n'=1+1\r\n'+1\r\n'-1\r\n'@x\r\n'\tx\r\n\"'\rx\"\r\n\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\"\r\n")
        #expect(Array(CSVWriter(byteOrderMark: true).text.utf8) == [0xEF, 0xBB, 0xBF])
    }
}
