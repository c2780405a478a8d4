import Covalence
import Foundation
import MeetingInteraction
@testable import Server

/// Pages filled with invented content, to render every template and to look at them in a browser.
enum Samples {
    static let id = Identifier<Meeting>("0195a3c2-7d10-7000-8000-00000000a001")!
    static func moment(_ utterance: Int, _ minutes: Double) -> Moment {
        Moment(meeting: id, utterance: utterance, start: Int(minutes * 60_000))
    }

    static let people: [SidePeople] = [
        SidePeople(side: .seller, organization: "Norrvik Systems", names: ["Anna Lind", "Jo Berg"]),
        SidePeople(side: .customer, organization: "Halden Paper", names: ["Mikko Salo", "Eeva Rinne", "Tuomas Aho"]),
    ]

    static let meetings = MeetingsPage(
        rows: [
            MeetingRow(id: id, title: "Vibration monitoring, first meeting with Halden Paper", day: CalendarDay("2026-03-04"), length: 58 * 60_000,
                isFiction: true,
                sentence: "The talk turned to the customer’s stops on machine 3 after 21 minutes; two benefits, one of them with a figure, and a next step with a date.",
                people: people, sellerShare: 0.54, outcome: "visit to the mill on 18 March"),
            MeetingRow(id: id, title: "Bmr006.vtt", day: nil, length: 79 * 60_000, isWaiting: true, people: [SidePeople(side: nil, names: ["A", "B", "C", "D"])]),
            MeetingRow(id: id, title: "Route planning with Fjellheim Dairies", day: CalendarDay("2026-02-19"), length: 47 * 60_000, isFiction: true,
                sentence: "The seller talked 81 % of the time; the customer asked twice, both times about the price.",
                people: [SidePeople(side: .seller, organization: "Kartex", names: ["Per Dahl"]), SidePeople(side: .customer, organization: "Fjellheim", names: ["Ida Moen"])],
                sellerShare: 0.81, outcome: "did not advance"),
        ],
        summary: "3 meetings, 2 of them fiction", hasAny: true,
        uploads: [
            UploadRow(name: "kickoff.vtt", state: .done, message: "412 utterances, 58 minutes, 5 people", href: "/", action: "Read it"),
            UploadRow(name: "call 12.srt", state: .waiting, message: "3 places cannot be read", href: "/waiting", action: "Decide"),
            UploadRow(name: "picture.png", state: .failed, message: "This is a picture, not a transcript."),
        ], waiting: 2
    )

    static func finding(_ id: String, _ name: String, _ tone: FindingView.Tone, _ statement: String?) -> FindingView {
        FindingView(id: id, name: name, tone: tone, statement: statement,
            rule: Rule(id: "meeting.\(id)", statement: "Fires where the customer names a good for its own business.", provenance: .ours), author: "words-en/1")
    }

    static func evidence(_ kind: FindingKind, under statement: String, _ quote: Quote, _ standing: Standing? = .suggested, attributes: String? = nil) -> EvidenceView {
        EvidenceView(
            meeting: id, finding: "\(kind.rawValue)-\(quote.moment.utterance)", statementID: statement, kind: kind, attributes: attributes, quote: quote,
            claim: standing.map { .init(id: Identifier<Claim>("0195a3c2-7d10-7000-8000-00000000c001")!, standing: $0, author: .engine("words-en/1")) })
    }

    static var findings: FindingsPiece {
        var benefit = finding("benefits", "Benefits, and what they would bring", .good, "Mikko Salo said that one stop less a month would save about 40,000 euros.")
        benefit.meaning = "A benefit that is said in money can be carried into the customer’s own decision."
        benefit.evidence = [evidence(.benefit, under: "benefits", Quote(moment: moment(231, 33.4), speaker: "Mikko Salo", side: .customer, before: "Well, ", words: "if we get rid of one stop a month that is forty thousand, easily", after: ", so that is what I would show them."), attributes: "effect: money")]
        benefit.isOpen = true
        var survey = finding("survey", "No survey", .watch, "Between 12:40 and 15:05 the seller asked six questions in a row and got short answers.")
        survey.meaning = "Understanding builds more slowly in a survey than in open talk, and it serves the seller more."
        survey.advice = "Stay with the first answer: ask what it means for them before the next question."
        survey.evidence = [
            evidence(.sellerQuestion, under: "survey", Quote(moment: moment(88, 12.7), speaker: "Anna Lind", side: .seller, words: "And how many pumps do you have on that line?"), nil),
            evidence(.customerInformation, under: "survey", Quote(moment: moment(89, 12.9), speaker: "Eeva Rinne", side: .customer, words: "Fourteen.", hasChanged: true), .confirmed),
        ]
        survey.furtherEvidence = 4
        var unknown = finding("shift", "Who made the shift", .unknown, nil)
        unknown.missing = "This file has no times."
        return FindingsPiece(
            note: "These features characterised six successful first meetings; they are not proven causes. Only words are read, and what is not in the words is not known.",
            groups: [
                FindingGroup(letter: "A", name: "Interactive throughout", findings: [finding("motive", "Motive", .good, "Eeva Rinne said on her own, after 4 minutes, why the meeting was accepted.")]),
                FindingGroup(letter: "B", name: "Equal parties, like one team", findings: []),
                FindingGroup(letter: "C", name: "Questions that find new value", meaning: "Questions open discussion.", findings: [survey, unknown]),
                FindingGroup(letter: "D", name: "Common understanding of benefits", findings: [benefit]),
            ],
            setAside: [evidence(.objection, under: "set-aside", Quote(moment: moment(5, 1), speaker: "Eeva Rinne", side: .customer, words: "I doubt that."), .rejected)])
    }

    static var lines: [TranscriptPiece.Utterance] {
        let talk: [(String, Side?, String, String?, [String])] = [
            ("Anna Lind", .seller, "Thanks for making the time. Could you tell us how you plan stops today?", "question, open", []),
            ("Mikko Salo", .customer, "Sure. We had three unplanned stops on machine three last quarter, and each cost us most of a shift.", nil, ["experience", "need"]),
            ("Mikko Salo", .customer, "That is really why we said yes to this meeting.", nil, ["motive"]),
            ("Anna Lind", .seller, "Mm-hmm.", nil, []),
            ("Eeva Rinne", .customer, "What does it cost per sensor, roughly?", "question, wh", ["price"]),
            ("Jo Berg", .seller, "<b>Around</b> two hundred euros a year & falling; مرحبا with 🙂 in it.", nil, ["price"]),
            ("iPhone (2)", nil, "Can you hear me?", "question, yes-no", []),
            ("Consultant", .thirdParty, "I would look at the bearings first.", nil, []),
        ]
        return talk.enumerated().map { index, line in
            TranscriptPiece.Utterance(
                moment: moment(index, Double(index) * 0.3), end: index * 18_000 + 15_000, speaker: line.0, side: line.1, text: line.2, lower: index * 100,
                act: line.3, isQuestion: line.3 != nil, isFaint: line.2 == "Mm-hmm.", isRunOn: index == 2, codes: line.4)
        }
    }

    static let timeline = TimelineData(
        unit: "time", end: 58 * 60_000,
        bars: (0..<160).map { step in
            let side = step % 3 == 1 ? "customer" : (step > 90 && step % 3 == 2 ? "customer" : "seller")
            let start = step * 21_700
            return .init(side: side, start: start, end: start + 6000 + (step * 7919) % 14_000, utterance: step * 2, words: "Anna: what they said")
        },
        marks: [6, 12, 13, 14, 21, 30, 41].map { .init(kind: "question", side: $0 % 2 == 0 ? "seller" : "customer", at: $0 * 60_000, utterance: $0, label: "Question", words: "How do you plan stops?") }
            + [.init(kind: "finding", side: "customer", at: 33 * 60_000, utterance: 3, label: "Benefit", words: "one stop less a month")],
        trajectory: (0..<12).map { .init(at: ($0 * 5 + 2) * 60_000, share: min(0.9, 0.1 + Double($0 * $0) / 130)) }, orientationEnd: 9 * 60_000
    )

    static var meeting: MeetingPage {
        MeetingPage(
            id: id, title: "Vibration monitoring, first meeting with Halden Paper", isFiction: true, when: "4 March 2026, 10:00", whenISO: "2026-03-04T08:00:00Z",
            facts: ["58 min", "412 utterances", "English"], people: people, outcome: "visit to the mill on 18 March",
            notices: [.init(text: "Two findings wait for your word.", href: "#findings", action: "Look at them")],
            sentences: [
                .init(text: "Norrvik talked 54 % of the time and Halden 46 %; after the first nine minutes neither side dominated."),
                .init(text: "The talk turned from the product to Halden’s own stops after 21 minutes, brought about by Mikko Salo.", moment: moment(140, 21.2)),
                .init(text: "Two benefits came up, one of them with a figure: forty thousand euros for each stop avoided.", moment: moment(231, 33.4)),
                .init(text: "A visit to the mill was agreed for 18 March; who decides about the money was not said."),
            ],
            suggestions: [
                .init(text: "Ask who decides about the money before the visit.", because: "Mikko spoke of “showing them”, and nobody asked who they are", moment: moment(232, 33.6)),
                .init(text: "Open with how they plan stops, and stay with the answer.", because: "Six questions in a row got short answers", moment: moment(88, 12.7)),
            ],
            timeline: .known(TimelineView(meeting: id, description: "Seller and customer take turns; need talk rises from 10 % to 90 %.",
                caption: "Hover or tap for the words, click to go there.",
                windows: [.init(moment: moment(0, 0), seller: "3:40", customer: "1:05", sellerQuestions: 2, customerQuestions: 0, needs: "10 %", findings: "–")])),
            findings: findings, piece: TranscriptPiece(meeting: id, lines: lines, later: 100, laterLabel: "Utterances 101 to 200 of 412"),
            sideChoices: [Choice(value: "", label: "both")], actChoices: [Choice(value: "", label: "all")], codeChoices: [Choice(value: "", label: "anything")],
            addCodes: [Choice(value: "benefit", label: "a benefit")],
            measures: [
                MeasureRow(name: "Talk", seller: "31:20, 54 %", customer: "26:40, 46 %", meaning: "How long each side spoke; where both spoke at once, both count."),
                MeasureRow(name: "Questions", seller: "38", customer: "14", meaning: "Backchannels such as “right?” are left out."),
                MeasureRow(name: "Balance", both: "0.46, lowest 0.12 at 5:00", meaning: "1 is an even share, 0 is one side only; five minutes at a time."),
            ],
            speakers: [SpeakerRow(name: "Anna Lind", side: .seller, talk: "22:10", words: "3,310", turns: "88", questions: "30", longest: "3:12")],
            about: AboutMeeting(id: id, day: "2026-03-04", time: "10:00", languages: [Choice(value: "en", label: "English", isSelected: true)],
                outcomes: [Choice(value: "advanced", label: "yes", isSelected: true)], advancedTo: "visit to the mill on 18 March",
                versions: [Line(text: "Version 1, the file as it came, 4 March 2026")]),
            hasRecording: true, waiting: 2)
    }

    static var cast: CastPage {
        CastPage(id: id, title: "Bmr006.vtt", people: [
            .init(participant: Participant(id: .init("0195a3c2-7d10-7000-8000-00000000b001")!, name: "Anna L."), suggestedSide: .seller,
                reason: "“we at Norrvik have done this for ten years” at 1:12.",
                samples: [Quote(moment: moment(2, 1.2), speaker: "Anna L.", side: nil, words: "We at Norrvik have done this for ten years.")]),
            .init(participant: Participant(id: .init("0195a3c2-7d10-7000-8000-00000000b002")!, name: "Mikko", side: .customer, organization: "Halden Paper", function: "Head of maintenance", consent: [.analysis: .given]),
                labels: ["iPhone (2)"]),
        ], lastChange: "Speaker 3 was joined with Mikko.", waiting: 1)
    }

    static let waiting = WaitingPage(
        broken: [.init(id: "x", name: "call 12.srt", readable: 311, problems: [(14, "The end 00:01:02,000 is before the start 00:01:09,500."), (97, "A time is missing.")], problemCount: 9)],
        questions: [.init(title: "Bmr006.vtt", question: "Nobody said who of A, B, C and D sat on which side.", href: "/cast", action: "Say who is who")], total: 9)

    static let search: SearchPage = {
        var page = SearchPage(results: [
            .init(href: "/meetings/\(id)", title: "Vibration monitoring", about: "4 March 2026", hits: [
                .init(moment: moment(231, 33.4), speaker: "Mikko Salo", side: .customer, parts: [.init(text: "if we get rid of one stop a month that is ", isHit: false), .init(text: "forty thousand", isHit: true), .init(text: ", easily", isHit: false)],
                    before: "Right, and what would that mean?", after: "That is a lot of paper.", why: "words and meaning", whyMore: "Likeness in meaning 0.61", likeHref: "/search?like=\(id):231"),
            ]),
            .init(href: "/interactions/\(id)", title: "After our talk", about: "Mail, 5 March 2026", hits: [.init(parts: [.init(text: "a stop a month", isHit: false)], why: "meaning")]),
        ], summary: "2 places, the best first", unread: "One meeting, mail or note is not read by meaning yet; it is found by its words.")
        page.form.words = "forty thousand"
        return page
    }()

    static let compare = ComparePage(
        leftChoices: [Choice(value: "advanced", label: "Meetings that advanced", isSelected: true)], rightChoices: [Choice(value: "not", label: "Meetings that did not", isSelected: true)],
        comparison: .init(leftName: "Advanced", rightName: "Did not", lead: "12 meetings that advanced beside 9 that did not.",
            caution: "With 21 meetings only large differences can be told from chance; none of this shows a cause.", hasEffects: true,
            rows: [.init(name: "Customer’s share of talk", left: "46 %", right: "29 %", difference: "+17 points", effect: "0.71", interval: "0.20 to 1.22", stands: true, meaning: "Customers spoke more."),
                   .init(name: "Survey runs", left: "0.4", right: "0.6", difference: "−0.2", effect: "not known", interval: "–", meaning: "Too few to tell.")],
            method: "Hedges’ g with a bootstrap interval of 95 %.", dataHref: "/compare.json", description: "Differences with intervals."))

    static var report: ReportPage {
        ReportPage(meeting: meeting, lines: lines, picture: .known(ReportPicture(data: timeline, description: "Talk over time")), css: "body{}</style><script>", madeBy: "Made by Covalence.")
    }

    static let erase = ErasePage(id: id, title: "Vibration monitoring", goes: ["412 utterances in 2 versions", "23 findings and what was decided on them", "the recording, 48 MB"])
    static let utterance = UtterancePage(meetingTitle: "Vibration monitoring", form: UtteranceForm(moment: moment(3, 1), text: "What was said", participants: [Choice(value: "a", label: "Anna Lind")]))
}
