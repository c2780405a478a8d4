import Covalence
import Formats
import Testing

/// `Anna Berg|1000-4500|Good morning` for each utterance: easy to write by hand and to compare.
func shown(_ transcript: ParsedTranscript) -> [String] {
    transcript.utterances.map { utterance in
        let time = utterance.time.map { "\($0.start)-\($0.end)" } ?? ""
        return "\(utterance.speaker.map { transcript.speakers[$0] } ?? "?")|\(time)|\(utterance.text)"
    }
}

func read(_ text: String, limits: TranscriptLimits = TranscriptLimits()) throws -> ParsedTranscript {
    try TranscriptReader(limits: limits).read(Array(text.utf8), fileName: "sample")
}

// Expected values are read off the samples by eye.
@Suite("Formats")
struct FormatTests {
    @Test func webVTT() throws {
        let transcript = try read(Samples.webVTT)
        #expect(transcript.format == .webVTT)
        #expect(transcript.title == "Visit at Nordwerk")
        #expect(transcript.language == "en")
        #expect(transcript.speakers == ["Anna Berg", "Ben O'Neil"])
        #expect(shown(transcript) == [
            "Anna Berg|1000-4500|Good morning, everybody.",
            "Ben O'Neil|5000-7250|We are glad & ready <now>.",
            "Anna Berg|8000-10000|Two lines of one cue.",
            // Five words and one: 4 s divided 5 to 1.
            "Anna Berg|10000-13333|Shall we begin with prices?",
            "Ben O'Neil|13333-14000|Yes.",
            "?|15000-16000|Costs are < 5 and > 3 <unknown> tag.",
        ])
        #expect(transcript.problems.isEmpty)
        #expect(!transcript.timesEstimated)
    }

    @Test func blankLinesAndMissingOnes() throws {
        let text = "\n \n\nWEBVTT\nKind: captions\n00:01.000 --> 00:02.000\n<v A>One.\n2\n00:03.000 --> 00:04.000\n<v B>Two.\n\n\n\nSTYLE\n00:05.000 --> 00:06.000\n<v A>STYLE can be an id."
        #expect(try shown(read(text)) == ["A|1000-2000|One.", "B|3000-4000|Two.", "A|5000-6000|STYLE can be an id."])
    }

    @Test func meetWithoutBlankLinesAndWithADateAbove() throws {
        let text = "Oct 2, 2025\nNotes/Nordwerk call - Transcript\n00:00:00\n \nAnna Berg: Hello.\nBen Hale: Hello,\nAnna Berg: how are you?\n \n \n00:01:26\n \nAnna Berg: Good.\nBen Hale: So: let us start.\n \n \nTranscription ended after 00:30:30\n"
        let transcript = try read(text)
        #expect(transcript.format == .googleMeet)
        #expect(transcript.title == "Notes/Nordwerk call")
        #expect(shown(transcript) == ["Anna Berg||Hello.", "Ben Hale||Hello,", "Anna Berg||how are you?", "Anna Berg||Good.", "Ben Hale||So: let us start."])
    }

    @Test func meetWithHeadingsInMarkdown() throws {
        let text = "# Call - 2024/11/21 15:51 GMT - Transcript\n###Attendees\nAnna Berg, Anna Berg's Presentation\n\n#### _This editable transcript was computer generated._\n\nAnna Berg: All right.\n\nBen Hale: Welcome.\n"
        let transcript = try read(text)
        #expect(transcript.format == .googleMeet)
        #expect(transcript.title == "Call")
        #expect(transcript.startedAt == Timestamp(iso8601: "2024-11-21T15:51:00Z"))
        #expect(transcript.attendees == ["Anna Berg", "Anna Berg's Presentation"])
        #expect(shown(transcript) == ["Anna Berg||All right.", "Ben Hale||Welcome."])
    }

    @Test func listsInSpeechAreNoSpeakers() throws {
        let text = "Subject: Visit\nAnna: we agreed on goals:\nwhat we want is\nspeed first\nSpeed: high\nthen cost\nBen: fine, and the next step?\nwell\nAnna: Friday\nand then\nwe see\nBen: good\n"
        let transcript = try read(text)
        #expect(transcript.title == "Visit")
        #expect(transcript.speakers == ["Anna", "Ben"])
        #expect(transcript.utterances.count == 4)
    }

    @Test func wideColons() throws {
        #expect(try shown(read("王伟：你好\n李娜：你好\n")) == ["王伟||你好", "李娜||你好"])
    }

    @Test func subtitles() throws {
        let transcript = try read(Samples.srt)
        #expect(transcript.format == .srt)
        #expect(shown(transcript) == ["?|1000-2500|Good morning.", "?|3000-5000|What does it cost?"])
    }

    @Test func subtitlesWithNames() throws {
        let transcript = try read(Samples.srtWithNames)
        #expect(transcript.format == .srt)
        #expect(shown(transcript) == [
            "Anna|1000-2500|Good morning.", "Ben|3000-5000|Good morning: nice to see you.", "Anna|6000-6500|Shall we?", "Ben|6500-7000|We shall.",
        ])
    }

    @Test func zoom() throws {
        let transcript = try read(Samples.zoom)
        #expect(transcript.format == .zoomVTT)
        #expect(shown(transcript) == [
            "Dana Whitfield|2040-4000|Thanks for joining.",
            "iPhone (2)|4500-8000|Sure, the point is: we need it by May.",
            "Dana Whitfield|8100-9000|What is the budget?",
            "?|9500-12000|So the plan: two steps.",
        ])
    }

    @Test func colonsInOrdinarySpeechNameNobody() throws {
        let transcript = try read(Samples.ordinaryColons)
        #expect(transcript.format == .webVTT)
        #expect(transcript.speakers.isEmpty)
        #expect(transcript.utterances.first?.text == "The question is: who pays?")
    }

    @Test func teams() throws {
        let transcript = try read(Samples.teams)
        #expect(transcript.format == .teamsVTT)
        #expect(shown(transcript) == [
            "Berg, Anna (EXT)|3123-6500|Hello everyone, can you hear me?", "Berg, Anna (EXT)|6500-7000|Good.", "Tom Hale|8000-9000|Yes.",
        ])
    }

    @Test func googleMeet() throws {
        let transcript = try read(Samples.googleMeet)
        #expect(transcript.format == .googleMeet)
        #expect(transcript.title == "Visit at Nordwerk")
        #expect(transcript.startedAt == Timestamp(iso8601: "2026-03-04T08:30:00Z"))
        #expect(transcript.attendees == ["Anna Berg", "Ben O'Neil", "Cleo Marsh"])
        #expect(shown(transcript) == [
            "Anna Berg||Good morning.", "Ben O'Neil||Good morning, thanks for coming.", "Anna Berg||What did you hope to see today?",
            "Ben O'Neil||Less waste: that is the point.", "Anna Berg||How much is it now?", "Ben O'Neil||Four percent.",
        ])
        #expect(transcript.notes.contains { $0.contains("too coarse") })
    }

    @Test func googleMeetAsMarkdown() throws {
        let transcript = try read(Samples.googleMeetMarkdown)
        #expect(transcript.format == .googleMeet)
        #expect(transcript.title == "Visit at Nordwerk")
        #expect(shown(transcript) == ["Anna Berg||Good morning.", "Ben O'Neil||Good morning.", "Anna Berg||Shall we?"])
    }

    @Test func otter() throws {
        let transcript = try read(Samples.otter)
        #expect(transcript.format == .otter)
        #expect(transcript.title == "Visit at Nordwerk")
        #expect(transcript.attendees == ["Anna Berg", "Unknown Speaker"])
        #expect(transcript.timesEstimated)
        #expect(shown(transcript) == [
            // Six words at 2.5 a second are 2.4 s.
            "Anna Berg|5000-7400|Good morning. Thanks for having us.",
            // Ten words.
            "Unknown Speaker|9000-13000|Sure. What do you want to show us at 10:30?",
            "Anna Berg|3723000-3723800|The line.",
        ])
    }

    @Test func otterWithoutNames() throws {
        let transcript = try read(Samples.otterWithoutNames)
        #expect(transcript.format == .otter)
        #expect(shown(transcript) == ["?|1000-2600|When did this begin?", "?|15000-17800|Two years ago, with the second line.", "?|60000-60800|I see."])
    }

    @Test func plainText() throws {
        let transcript = try read(Samples.plain)
        #expect(transcript.format == .plainText)
        #expect(shown(transcript) == ["Anna||Good morning.", "Ben||Good morning. How was the trip?", "Anna||Long: two trains."])
    }

    @Test(arguments: [Samples.plainTimesInFront, Samples.plainTimesBehind])
    func plainTextWithTimes(_ sample: String) throws {
        let transcript = try read(sample)
        #expect(transcript.format == .plainText)
        #expect(shown(transcript) == ["Anna|1000-1800|Good morning.", "Ben|3000-3800|Good morning."])
    }

    @Test func estimatedEndsStopAtTheNextStart() throws {
        let transcript = try read(Samples.plainBracketed)
        #expect(shown(transcript) == [
            "Anna|1000-1800|Good morning.", "Ben|3000-4000|Good morning, all of you who came here today.", "Anna|4000-5200|Shall we begin?",
        ])
        #expect(transcript.timesEstimated)
    }

    @Test func namesWithTimesAboveTheWords() throws {
        let transcript = try read(Samples.plainHeadings)
        #expect(transcript.format == .plainText)
        #expect(shown(transcript) == ["Anna Berg|1000-1800|Good morning.", "Ben O'Neil|4000-7200|We meet at 10:30 and again at noon."])
    }

    @Test func whisperAsText() throws {
        let transcript = try read(Samples.whisperText)
        #expect(shown(transcript) == ["?|0-4000|Good morning.", "?|4000-6500|What does it cost?"])
        #expect(!transcript.timesEstimated)
    }

    @Test func whisper() throws {
        let transcript = try read(Samples.whisper)
        #expect(transcript.format == .whisper)
        #expect(transcript.language == "en")
        #expect(shown(transcript) == ["?|0-2500|Good morning.", "?|2500-4125|What does it \"cost\"? ä😀"])
    }

    @Test func whisperCpp() throws {
        let transcript = try read(Samples.whisperCpp)
        #expect(transcript.format == .whisper)
        #expect(transcript.language == "de")
        #expect(shown(transcript) == ["?|0-1500|Guten Morgen."])
    }

    @Test func whisperX() throws {
        let transcript = try read(Samples.whisperX)
        #expect(transcript.format == .whisperX)
        #expect(shown(transcript) == [
            "SPEAKER_00|500-1500|Hello there.", "SPEAKER_01|2500-3000|Hi!", "SPEAKER_01|4000-4600|你好吗", "SPEAKER_00|4700-5000|好",
        ])
    }

    @Test func gong() throws {
        let transcript = try read(Samples.gong)
        #expect(transcript.format == .gong)
        #expect(transcript.title == "Nordwerk visit")
        #expect(transcript.startedAt == Timestamp(iso8601: "2026-03-04T08:30:00Z"))
        #expect(shown(transcript) == [
            "Anna Berg|460230-462343|No wait, I think we should check that out first.", "Anna Berg|462400-463000|Right?", "Ben O'Neil|463500-464000|Sure.",
        ])
        #expect(transcript.speakerHints["Anna Berg"] == SpeakerHint(email: "anna@line.example", affiliation: .internal, function: "Account manager"))
        #expect(transcript.speakerHints["Ben O'Neil"] == SpeakerHint(affiliation: .external))
        #expect(transcript.attendees == ["Anna Berg", "Ben O'Neil", "Cleo Marsh"])
    }

    @Test func severalCallsAreRefused() throws {
        let one = #"{"callId":"1","transcript":[{"speakerId":"a","sentences":[{"start":1,"end":2,"text":"Hi."}]}]}"#
        let error = #expect(throws: TranscriptFileError.self) { try read("{\"callTranscripts\":[\(one),\(one)]}") }
        #expect(error?.kind == .severalCalls)
        #expect(try read("{\"callTranscripts\":[\(one)]}").utterances.count == 1)
        #expect(try read(one).speakers == ["a"])
    }

    @Test func jsonLines() throws {
        let transcript = try read(Samples.jsonLines)
        #expect(transcript.format == .covalenceJSONL)
        #expect(transcript.title == "Nordwerk visit")
        #expect(transcript.language == "en")
        #expect(transcript.startedAt == Timestamp(iso8601: "2026-03-04T09:30:00Z"))
        #expect(shown(transcript) == ["Anna|500-2000|Good morning.", "Ben|2250-3125|Morning: \"all\".", "?|4000-5000|Hm."])
        #expect(transcript.speakerHints["Anna"] == SpeakerHint(name: "Anna Berg", email: "anna@line.example", organization: "Line", side: .seller))
        #expect(transcript.speakerHints["Ben"]?.side == .customer)
    }

    @Test func everyFormatHasASample() throws {
        let formats = try Set(Samples.all.map { try read($0.text).format })
        #expect(formats == Set(TranscriptFormat.allCases))
    }
}
