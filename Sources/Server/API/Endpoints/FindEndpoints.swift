import Covalence
import HTTPTypes
import Language
import MeetingInteraction
import Store
import Workbench

extension Endpoint {
    private static let findFilters: [Parameter] = [
        .query("speaker", .words(200), "Only what somebody of this name says, or part of one."), .query("side", .choice(Side.self), "Only what somebody on this side says."),
        .query("code", .choice(FindingKind.self), "Only where this was read in the words and not rejected."), .query("account", .id, "Only of this account."),
        .query("from", .time, "At or after this."), .query("before", .time, "Before this."), .query("language", .words(35), "Only in this language: en, de, …"),
        .query("limit", .integer(1...100), "At most so many; 30 where not given."),
    ]

    private static func filter(_ request: APIRequest) -> FindFilter {
        FindFilter(
            speaker: SpeakerFilter(name: request.text("speaker"), side: request.text("side").flatMap(Side.init(rawValue:))), code: request.text("code"),
            account: request.id("account", Organization.self), from: request.time("from"), before: request.time("before"), language: request.text("language")
        )
    }

    private static let found = Schema.object("Found", "Places in what was said and written, the best first.", [
        .required("way", .choice(Find.Way.self), "By what it was looked for: words only where it could not be read by meaning."),
        .optional("problem", .text(), "Why it was not looked for by meaning, and what to do."),
        .required("unread", .count, "Meetings, mails and notes that were not read by meaning yet."),
        .required("places", .list(.object("FoundPlace", "A place, and by what it was found.", [
            .optional("said", moment, "In a meeting."), .optional("turn", .list(.count, most: 2), "First utterance of the turn, and the one after its last, counted from 0."),
            .optional("written", writtenMoment, "In a mail, a note or an event."), .required("hasWords", .boolean),
            .optional("likeness", .number, "Cosine of the meanings, from 0 to 1. It sorts; it is no chance of being right."),
        ]))),
    ])

    private static func view(_ found: Found) -> JSONValue {
        .object([
            "way": .text(found.way.rawValue), "problem": .of(found.problem.map { "\($0)" }), "unread": .integer(found.unread), "places": .list(found.places.map(view)),
        ])
    }

    private static func view(_ place: FoundPlace) -> JSONValue {
        var said: JSONValue?, turn: JSONValue?, written: JSONValue?
        switch place.place {
        case .said(let moment, let utterances):
            said = view(moment)
            turn = .list([.integer(utterances.lowerBound), .integer(utterances.upperBound)])
        case .written(let moment): written = view(moment)
        }
        return .object([
            "said": said, "turn": turn, "written": written, "hasWords": .boolean(place.hasWords), "likeness": place.likeness.map { .number($0) },
        ])
    }

    static let findPlaces = Endpoint(
        .get, "/search/places", "findPlaces", "Searches what was said and written by words and by meaning, the best first", tag: .search, action: .searchWords,
        parameters: [
            .needed("text", .words(1_000), "Words, a \"phrase\", a beginning*, or a sentence that says what it was about."),
            .query("way", .choice(Find.Way.self), "By words, by meaning, or both; both where not given."),
        ] + findFilters,
        output: .value(found), uses: ["FindPlaces.find"]
    ) { request in
        try .value(view(try await request.bench.find(Find(
            request.text("text") ?? "", way: request.text("way").flatMap(Find.Way.init(rawValue:)) ?? .both, filter: filter(request), limit: request.integer("limit") ?? 30
        ), by: request.visitor)))
    }

    static let findAlike = Endpoint(
        .get, "/search/alike", "findAlike", "Places that are like an utterance in meaning, the best first", tag: .search, action: .searchWords,
        parameters: [.needed("meeting", .id, "Where it was said."), .needed("utterance", .integer(0...10_000_000), "Its place in the present words, counted from 0.")] + findFilters,
        output: .value(found), uses: ["FindPlaces.alike"]
    ) { request in
        guard let meeting = request.id("meeting", Meeting.self) else { throw StoreError.notFound("The meeting") }
        return try .value(view(try await request.bench.alike(
            to: meeting, utterance: request.integer("utterance") ?? 0, filter: filter(request), limit: request.integer("limit") ?? 30, by: request.visitor
        )))
    }
}
