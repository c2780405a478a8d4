import Covalence
import HTTPTypes
import Store
import Workbench

extension Endpoint {
    /// Searching, and the first page.
    static let searching = [searchEverything, jump, searchWords, findPlaces, findAlike, seeHome, seeWeek]

    static let moment = Schema.object("Moment", "A place in a meeting where words were said.", [
        .required("meeting", .id), .required("title", .text()), .optional("startedAt", .time), .required("utterance", .count, "Counted from 0."),
        .optional("speaker", .text()), .optional("side", MeetingViews.side), .optional("startMilliseconds", .count), .required("text", .text()),
    ])

    static func view(_ moment: Store.Moment) -> JSONValue {
        .object([
            "meeting": .of(moment.meeting), "title": .text(moment.title), "startedAt": .of(moment.startedAt), "utterance": .integer(moment.utterance),
            "speaker": .of(moment.speaker ?? moment.label), "side": .of(moment.side?.rawValue), "startMilliseconds": .of(moment.time?.start), "text": .text(moment.text),
        ])
    }

    static let writtenMoment = Schema.object("WrittenMoment", "Words in a mail, a note or an event.", [
        .required("interaction", .id), .required("kind", .choice(Interaction.Kind.self)), .required("title", .text()), .required("at", .time), .required("excerpt", .text()),
    ])

    static func view(_ written: WrittenMoment) -> JSONValue {
        .object([
            "interaction": .of(written.interaction), "kind": .text(written.kind.rawValue), "title": .text(written.title), "at": .of(written.at), "excerpt": .text(written.excerpt),
        ])
    }

    private static let everything = Schema.object("Everything", "What one search finds, by kind.", [
        .required("organizations", .list(OrganizationLine.schema)), .required("people", .list(PersonLine.schema)),
        .required("meetings", .list(MeetingLine.schema), "By title."), .required("moments", .list(moment), "Words said."),
        .required("written", .list(writtenMoment)),
    ])

    private static func view(_ found: Everything) throws -> JSONValue {
        .object([
            "organizations": .list(try found.organizations.map { try .encoded(OrganizationLine($0)) }), "people": .list(try found.people.map { try .encoded(PersonLine($0)) }),
            "meetings": .list(try found.meetings.map { try .encoded(MeetingLine($0)) }), "moments": .list(found.moments.items.map(view)),
            "written": .list(found.written.items.map(view)),
        ])
    }

    private static let searchEverything = Endpoint(
        .get, "/search", "searchEverything", "Searches accounts, people, meetings and words at once", tag: .search, action: .searchWords,
        parameters: [.needed("text", .words(500), "What is searched for."), .query("limit", .integer(1...50), "At most so many of each kind; 8 where not given.")],
        output: .value(everything), uses: ["SearchEverything.search"]
    ) { request in
        try .value(view(try await request.bench.search(request.text("text") ?? "", limit: request.integer("limit") ?? 8, by: request.visitor)))
    }

    private static let jump = Endpoint(
        .get, "/search/names", "searchNames", "Names and titles that contain what is typed; no words", tag: .search, action: .listMeetings,
        parameters: [.needed("text", .words(500), "What is typed.")], output: .value(everything), uses: ["SearchEverything.jump"]
    ) { request in
        try .value(view(try await request.bench.jump(to: request.text("text") ?? "", by: request.visitor)))
    }

    private static let searchWords = Endpoint(
        .get, "/search/words", "searchWords", "Moments in which words were said, newest meeting first", tag: .search, action: .searchWords,
        parameters: [.needed("words", .words(500), "All of them; the last may be a beginning with *."), .query("meeting", .id, "Only in this meeting.")] + meetingFilters + Parameter.page,
        output: .page(moment), uses: ["MeetingList.moments"]
    ) { request in
        let page = try await request.bench.moments(MomentQuery(
            words: request.text("words") ?? "", filter: meetingFilter(request), meeting: request.id("meeting", Meeting.self), cursor: try request.cursor(), limit: request.limit
        ), by: request.visitor)
        return try .page(page, of: request) { view($0) }
    }

    private static let seeHome = Endpoint(
        .get, "/home", "seeHome", "What is new, and what waits for the token’s member", tag: .me, action: .seeHome,
        output: .value(.object("Home", "What is new, and what waits.", [
            .required("latest", .list(HistoryJSON.schema)), .required("meetings", .list(MeetingLine.schema)), .required("accounts", .list(OrganizationLine.schema), "Those the member works, without contact for longest first."),
            .required("waitingFiles", .count), .required("waitingMeetings", .count), .required("unknownPeople", .count), .required("meetingCount", .count),
        ])), uses: ["SeeHome.home"]
    ) { request in
        let home = try await request.bench.home(by: request.visitor)
        return try .value(JSONValue.object([
            "latest": .list(try home.latest.map { try .encoded(HistoryJSON($0)) }), "meetings": .list(try home.meetings.map { try .encoded(MeetingLine($0)) }),
            "accounts": .list(try home.accounts.map { try .encoded(OrganizationLine($0)) }), "waitingFiles": .integer(home.waiting?.files.count ?? 0),
            "waitingMeetings": .integer(home.waiting?.meetingCount ?? 0), "unknownPeople": .integer(home.identities.count), "meetingCount": .integer(home.meetingCount),
        ]))
    }

    private static let seeWeek = Endpoint(
        .get, "/week", "seeWeek", "The week of the token’s member: meetings to come, what to do first and why, red flags, what waits for an answer",
        about: "Of the sales that the member runs; where there are none, of all in sight.", tag: .objectives, action: .listObjectives, output: .value(WeekJSON.schema), uses: ["SeeWeek.myWeek"]
    ) { request in
        try .value(WeekJSON(try await request.bench.myWeek(by: request.visitor)))
    }
}
