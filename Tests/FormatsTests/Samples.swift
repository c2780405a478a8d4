/// Small invented files, one or more of each format. Fiction; nobody said any of this.
enum Samples {
    static let webVTT = """
        WEBVTT - Visit at Nordwerk
        Language: en

        STYLE
        ::cue { color: white }

        REGION
        id:fred

        NOTE made by hand
        over two lines

        intro
        00:00:01.000 --> 00:00:04.500 align:start position:10%
        <v Anna Berg>Good morning, <i>everybody</i>.</v>

        2
        00:05.000 --> 00:07.250
        <v.loud Ben O&apos;Neil>We are <b>glad</b> &amp; <00:05.500>ready &lt;now&gt;.

        00:00:08.000 --> 00:00:10.000
        <v Anna Berg>Two lines
        of one cue.

        00:00:10.000 --> 00:00:14.000
        <v Anna Berg>Shall we begin with prices?</v> <v Ben O'Neil>Yes.</v>

        00:00:15.000 --> 00:00:16.000
        Costs are < 5 and > 3 <unknown> tag.
        """

    static let srt = """
        1
        00:00:01,000 --> 00:00:02,500
        {\\an8}<i>Good morning.</i>

        2
        00:00:03.000 --> 00:00:05.000
        <font color="#fff">What does it cost?</font>

        """

    static let srtWithNames = """
        1
        00:00:01,000 --> 00:00:02,500
        Anna: Good morning.

        2
        00:00:03,000 --> 00:00:05,000
        Ben: Good morning: nice to see you.

        3
        00:00:06,000 --> 00:00:07,000
        Anna: Shall we?
        Ben: We shall.

        """

    static let zoom = """
        WEBVTT

        1
        00:00:02.040 --> 00:00:04.000
        Dana Whitfield: Thanks for joining.

        2
        00:00:04.500 --> 00:00:08.000
        iPhone (2): Sure, the point is: we need it by May.

        3
        00:00:08.100 --> 00:00:09.000
        Dana Whitfield: What is the budget?

        4
        00:00:09.500 --> 00:00:12.000
        So the plan: two steps.

        """

    static let ordinaryColons = """
        WEBVTT

        00:01.000 --> 00:02.000
        The question is: who pays?

        00:03.000 --> 00:04.000
        We looked at it twice.

        00:05.000 --> 00:06.000
        Nobody answered.

        00:07.000 --> 00:08.000
        Summary: it failed.

        """

    static let teams = """
        WEBVTT

        8a1c0f5e-1d2b-4c3d-9e4f-0a1b2c3d4e5f/12-0
        00:00:03.123 --> 00:00:06.500
        <v Berg, Anna (EXT)>Hello everyone, can
        you hear me?</v>

        8a1c0f5e-1d2b-4c3d-9e4f-0a1b2c3d4e5f/12-1
        00:00:06.500 --> 00:00:07.000
        <v Berg, Anna (EXT)>Good.</v>

        8a1c0f5e-1d2b-4c3d-9e4f-0a1b2c3d4e5f/15-0
        00:00:08.000 --> 00:00:09.000
        <v Tom Hale>Yes.</v>

        """

    static let googleMeet = """
        Visit at Nordwerk - 2026/03/04 09:30 GMT+1 - Transcript
        Attendees
        Anna Berg, Ben O'Neil, Cleo Marsh

        Transcript

        00:00:00

        Anna Berg: Good morning.
        Ben O'Neil: Good morning, thanks for coming.
        Anna Berg: What did you hope to see today?
        Ben O'Neil: Less waste: that is the point.

        00:05:00

        Anna Berg: How much is it now?
        Ben O'Neil: Four percent.

        Transcription ended after 00:09:12

        This editable transcript was computer generated and might contain errors. People can also change the text after it was created.
        """

    static let googleMeetMarkdown = """
        # Visit at Nordwerk – Transcript

        ### 00:00:00

        **Anna Berg:** Good morning.

        **Ben O'Neil:** Good morning.

        **Anna Berg:** Shall we?

        ### Transcription ended after 00:01:00

        *This editable transcript was computer generated and might contain errors.*
        """

    static let otter = """
        Visit at Nordwerk
        Wed, Mar 4, 2026 9:30AM • 45:20
        SUMMARY KEYWORDS
        waste, line, price
        SPEAKERS
        Anna Berg, Unknown Speaker

        Anna Berg  0:05
        Good morning. Thanks for having us.

        Unknown Speaker  0:09
        Sure.
        What do you want to show us at 10:30?

        Anna Berg  1:02:03
        The line.

        Transcribed by https://otter.ai
        """

    static let otterWithoutNames = """
        0:01
        When did this begin?

        0:15
        Two years ago, with the second line.

        1:00
        I see.

        Transcribed by https://otter.ai
        """

    static let plain = """
        Anna: Good morning.
        Ben: Good morning.
        How was the trip?
        Anna: Long: two trains.
        """

    static let plainBracketed = """
        [00:00:01] Anna: Good morning.
        [00:00:03] Ben: Good morning, all of you who came here today.
        [00:00:04] Anna: Shall we begin?
        """

    static let plainTimesInFront = """
        00:00:01 Anna: Good morning.
        00:00:03 Ben: Good morning.
        """

    static let plainTimesBehind = """
        Anna (00:00:01): Good morning.
        Ben (00:00:03): Good morning.
        """

    static let plainHeadings = """
        Anna Berg 00:01
        Good morning.

        Ben O'Neil 00:04
        We meet at 10:30
        and again at noon.
        """

    static let whisperText = """
        [00:00.000 --> 00:04.000]  Good morning.
        [00:04.000 --> 00:06.500]  What does it cost?
        """

    static let whisper = """
        {"text": " Good morning. What does it cost?", "segments": [
          {"id": 0, "seek": 0, "start": 0.0, "end": 2.5, "text": " Good morning.", "tokens": [50364, 2205], "temperature": 0.0, "avg_logprob": NaN, "no_speech_prob": 0.01},
          {"id": 1, "seek": 0, "start": 2.5, "end": 4.125, "text": " What does it \\"cost\\"? \\u00e4\\ud83d\\ude00", "words": [{"word": " What", "start": 2.5, "end": 2.75, "probability": 0.9}]}
        ], "language": "en"}
        """

    static let whisperCpp = """
        {"systeminfo": "x", "result": {"language": "de"}, "transcription": [
          {"timestamps": {"from": "00:00:00,000", "to": "00:00:01,500"}, "offsets": {"from": 0, "to": 1500}, "text": " Guten Morgen."}
        ]}
        """

    static let whisperX = """
        {"segments": [
          {"start": 0.5, "end": 3.0, "text": " Hello there. Hi!", "speaker": "SPEAKER_00", "words": [
            {"word": "Hello", "start": 0.5, "end": 1.0, "score": 0.9, "speaker": "SPEAKER_00"},
            {"word": "there.", "start": 1.0, "end": 1.5, "score": 0.9},
            {"word": "Hi!", "start": 2.5, "end": 3.0, "score": 0.9, "speaker": "SPEAKER_01"}]},
          {"start": 4.0, "end": 5.0, "text": "你好吗好", "words": [
            {"word": "你好", "start": 4.0, "end": 4.4, "speaker": "SPEAKER_01"},
            {"word": "吗", "start": 4.4, "end": 4.6, "speaker": "SPEAKER_01"},
            {"word": "好", "start": 4.7, "end": 5.0, "speaker": "SPEAKER_00"}]}
        ], "word_segments": [{"word": "Hello"}], "language": "en"}
        """

    static let gong = """
        {"requestId": "r", "callTranscripts": [{"callId": "7782342274025937895", "transcript": [
          {"speakerId": "6432345678555530067", "topic": "Objections", "sentences": [
             {"start": 460230, "end": 462343, "text": "No wait, I think we should check that out first."},
             {"start": 462400, "end": 463000, "text": "Right?"}]},
          {"sentences": [{"start": 463500, "end": 464000, "text": "Sure."}], "speakerId": "77", "topic": null}]}],
         "calls": [{"metaData": {"id": "7782342274025937895", "title": "Nordwerk visit", "started": "2026-03-04T09:30:00+01:00", "language": "eng"},
           "parties": [
             {"id": "1", "emailAddress": "anna@line.example", "name": "Anna Berg", "title": "Account manager", "speakerId": "6432345678555530067", "affiliation": "Internal"},
             {"id": "2", "name": "Ben O'Neil", "speakerId": "77", "affiliation": "External"},
             {"id": "3", "name": "Cleo Marsh", "affiliation": "Unknown"}]}]}
        """

    static let jsonLines = """
        {"covalence":"transcript/1","title":"Nordwerk visit","startedAt":"2026-03-04T09:30:00.000Z","language":"en","speakers":[{"label":"Anna","name":"Anna Berg","email":"anna@line.example","organization":"Line","side":"seller"},{"label":"Ben","side":"customer"}]}
        {"speaker":"Anna","start":0.5,"end":2,"text":"Good morning."}
        {"speaker":"Ben","start":2.25,"end":3.125,"text":"Morning: \\"all\\"."}
        {"speaker":null,"start":4,"end":5,"text":"Hm."}
        """

    /// All of them, for the fuzzer.
    static let all: [(name: String, text: String)] = [
        ("webVTT", webVTT), ("srt", srt), ("srtWithNames", srtWithNames), ("zoom", zoom), ("ordinaryColons", ordinaryColons), ("teams", teams),
        ("googleMeet", googleMeet), ("googleMeetMarkdown", googleMeetMarkdown), ("otter", otter), ("otterWithoutNames", otterWithoutNames),
        ("plain", plain), ("plainBracketed", plainBracketed), ("plainTimesInFront", plainTimesInFront), ("plainTimesBehind", plainTimesBehind),
        ("plainHeadings", plainHeadings), ("whisperText", whisperText), ("whisper", whisper), ("whisperCpp", whisperCpp), ("whisperX", whisperX),
        ("gong", gong), ("jsonLines", jsonLines),
    ]
}
