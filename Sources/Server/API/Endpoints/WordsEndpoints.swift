import Covalence
import HTTPTypes
import MeetingInteraction
import Store
import Workbench

extension Endpoint {
    /// What was said in a meeting, and what is read in it.
    static let words = [readWords, wordsVersions, correctWords, listFindings, addFinding, meetingMeasures, meetingReading]

    private static let readWords = Endpoint(
        .get, "/meetings/{id}/words", "readWords", "What was said, in order", about: "Its `ETag` is that of the words: a correction hands it back.", tag: .meetings,
        action: .openMeeting, needs: [.watchMeeting], parameters: Parameter.page, output: .page(MeetingViews.utterance), uses: ["OpenMeeting.utterances"]
    ) { request in
        let id = try request.place(Meeting.self), place = try request.cursor()
        // Words are shown, so it is noted as it is for the page that shows them.
        _ = try await request.bench.reopenMeeting(id, by: request.visitor)
        guard let start = place.map({ Int($0.rawValue) }) ?? 0, start >= 0, start < Int.max - 1_000 else { throw Problem.unusable("cursor", "It is no cursor of this list.") }
        let cast = try await request.bench.cast(of: id, by: request.visitor).cast
        let count = try await request.bench.transcriptVersions(of: id, by: request.visitor).last?.utterances ?? 0
        let end = min(start + request.limit, count)
        let slice = try await request.bench.utterances(of: id, in: min(start, end)..<end, by: request.visitor)
        let page = Page(items: slice.utterances, next: end < count ? PageCursor(rawValue: "\(end)") : nil)
        var answer = try APIAnswer.page(page, of: request) { MeetingViews.utterance($0, speakers: slice.version.speakers, cast: cast) }
        answer.version = "\(slice.version.version)"
        return answer
    }

    private static let wordsVersions = Endpoint(
        .get, "/meetings/{id}/words/versions", "wordsVersions", "The versions of a meeting’s words, oldest first", tag: .meetings, action: .watchMeeting,
        parameters: Parameter.page, output: .page(MeetingViews.wordsVersion), uses: ["PartsOfMeetings.transcriptVersions"]
    ) { request in
        let versions = try await request.bench.transcriptVersions(of: try request.place(Meeting.self), by: request.visitor)
        return try .slice(versions, of: request, place: { ListPlace(rank: Int64($0.version)) }) { MeetingViews.version($0) }
    }

    private static let correctWords = Endpoint(
        .patch, "/meetings/{id}/words", "correctWords", "Corrects misheard words",
        about: "It makes a new version of the words and reads it anew. The evidence of what people decided is carried over, and says where its words changed.", tag: .meetings,
        action: .correctWords, needs: [.openMeeting],
        input: .json(.object("WordCorrections", "What was said instead.", [
            .required("corrections", .list(.object("WordCorrection", "The words of one utterance.", [
                .required("utterance", .count, "Counted from 0."), .required("text", .words(20_000)),
            ]), most: 10_000)),
        ])),
        output: .value(MeetingViews.meeting), isVersioned: true, uses: ["CorrectWords.correctWords"]
    ) { request in
        let id = try request.place(Meeting.self)
        var corrections: [Int: String] = [:]
        for (index, one) in (request.body.objects("corrections") ?? []).enumerated() {
            guard let utterance = one.integer("utterance"), corrections.updateValue(try one.needed("text"), forKey: utterance) == nil else {
                throw Problem.field("/corrections/\(index)/utterance", "The utterance is corrected twice. Name it once.")
            }
        }
        try await request.bench.correctWords(of: id, corrections, expecting: try request.seenVersion(), by: request.visitor)
        return try await shown(id, request)
    }

    private static let listFindings = Endpoint(
        .get, "/meetings/{id}/findings", "listFindings", "What the rules read in a meeting, in the order of its words", tag: .findings, action: .openMeeting,
        parameters: [
            .query("kind", .list(.choice(FindingKind.self), most: 50), "Only these kinds; may be given several times."),
            .query("side", MeetingViews.side, "Only of this side."),
            .query("standing", .list(.choice(Standing.self), most: 10), "Only those whose claims stand so."),
        ] + Parameter.page,
        output: .page(MeetingViews.finding), uses: ["OpenMeeting.openMeeting"]
    ) { request in
        let open = try await request.bench.openMeeting(try request.place(Meeting.self), by: request.visitor)
        let kinds = request.choices("kind", FindingKind.self), side = request.choice("side", Side.self), standings = request.choices("standing", Standing.self)
        let found = open.analysis.reading.findings.filter { finding in
            kinds?.contains(finding.kind) ?? true && side.map { finding.side == $0 } ?? true
                && standings.map { open.claims[finding.id].map { $0.standing }.map($0.contains) ?? false } ?? true
        }
        return try .slice(found, of: request, place: { ListPlace(rank: Int64($0.passages.first?.range.lowerBound ?? 0), id: $0.id) }) { MeetingViews.finding($0, in: open) }
    }

    private static let addFinding = Endpoint(
        .post, "/meetings/{id}/findings", "addFinding", "Adds a finding that the rules did not see", about: "By its words; positions are those of the current version of the words.",
        tag: .findings, action: .decideFinding,
        input: .json(.object("NewFinding", "A finding and the words that show it.", [
            .required("kind", .choice(FindingKind.self)), .required("from", .count, "The first Unicode scalar of its words."),
            .required("before", .count, "The one after the last."), .required("transcriptVersion", .count, "The version of the words that was seen."),
            .optional("side", MeetingViews.side, "That of who says it where missing."), .optional("note", .text(2_000)),
        ])),
        output: .created(ClaimJSON.schema), uses: ["DecideFinding.addFinding"]
    ) { request in
        let body = request.body
        guard let kind = body.choice("kind", FindingKind.self), let from = body.integer("from"), let before = body.integer("before"), let version = body.integer("transcriptVersion"), from < before else {
            throw Problem.field("/before", "It lies after “from”.")
        }
        let claim = try await request.bench.addFinding(
            kind, in: try request.place(Meeting.self), words: from..<before, transcriptVersion: version, side: body.choice("side", Side.self),
            note: body.text("note"), by: request.visitor
        )
        return try .claim(claim, at: "/claims/\(claim.id)")
    }

    private static let meetingMeasures = Endpoint(
        .get, "/meetings/{id}/measures", "meetingMeasures", "The measures of a meeting: who talked how much, turns, questions", tag: .measures, action: .openMeeting,
        output: .value(.open), uses: ["OpenMeeting.openMeeting"]
    ) { request in
        try .value(try await request.bench.openMeeting(try request.place(Meeting.self), by: request.visitor).analysis.measures)
    }

    private static let meetingReading = Endpoint(
        .get, "/meetings/{id}/reading", "meetingReading", "The reading of a meeting: its sections, orientation, course and advice", about: "Its findings are listed by themselves.",
        tag: .findings, action: .openMeeting, output: .value(.open), uses: ["OpenMeeting.openMeeting"]
    ) { request in
        var reading = try await request.bench.openMeeting(try request.place(Meeting.self), by: request.visitor).analysis.reading
        reading.findings = []
        return try .value(reading)
    }
}
