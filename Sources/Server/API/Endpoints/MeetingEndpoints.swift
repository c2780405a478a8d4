import Covalence
import HTTPTypes
import MeetingInteraction
import Store
import Workbench

extension Endpoint {
    /// Meetings with words.
    static let meetings = [
        listMeetings, openMeeting, editMeeting, setOutcome, meetingAccounts, setMeetingAccounts, suggestedAccounts, compareMeetings, eraseMeeting,
    ]

    static let meetingFilters: [Parameter] = [
        .query("person", .words(200), "Only with somebody of this name, or part of one."), .query("organization", .words(200), "Only with somebody of this organisation, by name."),
        .query("account", .id, "Only of this account."), .query("personId", .id, "Only with this person of the record."),
        .query("from", .time, "At or after this."), .query("before", .time, "Before this."), .query("finding", .choice(FindingKind.self), "Only with such a finding."),
        .query("outcome", .choice(["advanced", "not advanced"]), "Only those that led on, or did not."), .query("title", .words(200), "Part of the title."),
    ]

    static func meetingFilter(_ request: APIRequest) -> MeetingFilter {
        MeetingFilter(
            person: request.text("person"), organization: request.text("organization"), from: request.time("from"), before: request.time("before"),
            finding: request.text("finding").flatMap(FindingKind.init(rawValue:))?.claimKind, outcome: request.text("outcome"), title: request.text("title"),
            account: request.id("account", Organization.self), personID: request.id("personId", Person.self)
        )
    }

    private static let listMeetings = Endpoint(
        .get, "/meetings", "listMeetings", "Meetings in sight, newest first", tag: .meetings, action: .listMeetings,
        parameters: [
            .query("words", .words(500), "Only those in which these words were said."), .query("open", .boolean, "Only those with participants of whom nobody said on which side they were."),
        ] + meetingFilters + Parameter.page,
        output: .page(MeetingLine.schema), uses: ["MeetingList.meetings"]
    ) { request in
        var filter = meetingFilter(request)
        filter.withOpenQuestions = request.flag("open")
        let page = try await request.bench.meetings(
            MeetingQuery(words: request.text("words"), filter: filter, cursor: try request.cursor(), limit: request.limit), by: request.visitor
        )
        return try .page(page, of: request) { MeetingLine($0) }
    }

    static func shown(_ id: Identifier<Meeting>, _ request: APIRequest, at location: String? = nil) async throws -> APIAnswer {
        let open = try await request.bench.openMeeting(id, by: request.visitor)
        return try .value(MeetingViews.meeting(open), version: open.summary.version, at: location)
    }

    private static let openMeeting = Endpoint(
        .get, "/meetings/{id}", "openMeeting", "A meeting", about: "Its words, findings and measures have addresses of their own.", tag: .meetings, action: .openMeeting,
        output: .value(MeetingViews.meeting), uses: ["OpenMeeting.openMeeting"]
    ) { request in
        try await shown(try request.place(Meeting.self), request)
    }

    private static let editMeeting = Endpoint(
        .patch, "/meetings/{id}", "editMeeting", "Changes title, time or language of a meeting", about: "In another language its words are read anew.",
        tag: .meetings, action: .editMeeting, needs: [.openMeeting],
        input: .json(.object("MeetingChanges", "What of a meeting is to be changed.", [
            .optional("title", .words(200)), .optional("startedAt", .time), .optional("language", .words(35), "BCP 47."),
        ])),
        output: .value(MeetingViews.meeting), isVersioned: true, uses: ["EditMeeting.edit"]
    ) { request in
        let id = try request.place(Meeting.self), body = request.body
        let edit = MeetingEdit(title: body.text("title"), startedAt: body.time("startedAt"), language: body.text("language"))
        try await request.bench.edit(id, edit, expecting: try request.seenVersion(), by: request.visitor)
        return try await shown(id, request)
    }

    private static let setOutcome = Endpoint(
        .put, "/meetings/{id}/outcome", "setOutcome", "Says whether a meeting led on", tag: .meetings, action: .editMeeting, needs: [.openMeeting],
        input: .json(MeetingViews.outcome), output: .value(MeetingViews.meeting), isVersioned: true, uses: ["EditMeeting.setOutcome"]
    ) { request in
        let id = try request.place(Meeting.self)
        let outcome = MeetingOutcome(advanced: request.body.flag("advanced") ?? false, to: request.body.text("to"))
        try await request.bench.setOutcome(of: id, outcome, expecting: try request.seenVersion(), by: request.visitor)
        return try await shown(id, request)
    }

    private static func shownAccounts(of id: Identifier<Meeting>, _ request: APIRequest) async throws -> APIAnswer {
        // The version before what it has: a change in between is told of, and not taken for seen.
        let version = try await request.bench.version(of: id, by: request.visitor)
        var answer = try APIAnswer.whole(try await request.bench.accounts(of: id, by: request.visitor).map { try .encoded(OrganizationLine($0)) })
        answer.version = "\(version)"
        return answer
    }

    private static let meetingAccounts = Endpoint(
        .get, "/meetings/{id}/accounts", "meetingAccounts", "The accounts a meeting belongs to", tag: .meetings, action: .watchMeeting,
        output: .value(.whole(OrganizationLine.schema)), uses: ["AssignMeeting.accounts", "OpenMeeting.version"]
    ) { request in
        try await shownAccounts(of: try request.place(Meeting.self), request)
    }

    private static let setMeetingAccounts = Endpoint(
        .put, "/meetings/{id}/accounts", "setMeetingAccounts", "Says to which accounts a meeting belongs", about: "Whoever works all of them sees it.",
        tag: .meetings, action: .assignMeeting, needs: [.watchMeeting],
        input: .json(.object("MeetingAccounts", "The accounts a meeting belongs to.", [.required("accounts", .list(.id, most: 100))])),
        output: .value(.whole(OrganizationLine.schema)), isVersioned: true, uses: ["AssignMeeting.setAccounts"]
    ) { request in
        let id = try request.place(Meeting.self)
        let accounts = Set(request.body.ids("accounts", Organization.self) ?? [])
        try await request.bench.setAccounts(of: id, to: accounts, expecting: try request.seenVersion(), by: request.visitor)
        return try await shownAccounts(of: id, request)
    }

    private static let suggestedAccounts = Endpoint(
        .get, "/meetings/{id}/suggested-accounts", "suggestedAccounts", "Accounts to which a meeting may belong, and why we think so", tag: .meetings,
        action: .watchMeeting, needs: [.assignMeeting],
        output: .value(.whole(.object("AccountSuggestion", "An account and a reason.", [
            .required("organization", OrganizationLine.schema), .required("reason", .text()),
        ]))), uses: ["AssignMeeting.suggestedAccounts"]
    ) { request in
        let found = try await request.bench.suggestedAccounts(of: try request.place(Meeting.self), by: request.visitor)
        return try .whole(found.map { .object(["organization": try .encoded(OrganizationLine($0.organization)), "reason": .text($0.reason)]) })
    }

    private static let compareMeetings = Endpoint(
        .get, "/comparison", "compareMeetings", "Compares two meetings, or two groups of meetings, in every measure",
        about: "Without ids, those that led on are compared with those that did not. Of a group at most 200 are taken, the newest.", tag: .measures, action: .compareMeetings,
        parameters: [
            .query("first", .list(.id, most: 200), "Meetings on one side; may be given several times."),
            .query("second", .list(.id, most: 200), "Meetings on the other side."),
        ],
        output: .value(.object("Comparison", "Two groups of meetings, measure by measure.", [
            .required("comparison", .open), .required("first", .list(.id)), .required("second", .list(.id)), .required("isCut", .boolean, "Whether a group was larger."),
        ])), uses: ["CompareMeetings.compare"]
    ) { request in
        func group(_ name: String, _ other: MeetingGroup) -> MeetingGroup {
            let ids = (request.texts(name) ?? []).compactMap { Identifier<Meeting>($0) }
            return ids.isEmpty ? other : .chosen(ids)
        }
        let made = try await request.bench.compare(group("first", .advanced), group("second", .notAdvanced), by: request.visitor)
        return try .value(JSONValue.object([
            "comparison": try .encoded(made.comparison), "first": .list(made.first.map { .text($0.id.description) }),
            "second": .list(made.second.map { .text($0.id.description) }), "isCut": .boolean(made.isCut),
        ]))
    }

    private static let eraseMeeting = Endpoint(
        .post, "/meetings/{id}/erasure", "eraseMeeting", "Erases a meeting for good", about: "Its words, findings, files and recordings, also from the search. There is no undo.",
        tag: .meetings, action: .eraseMeeting, output: .nothing, uses: ["EraseMeeting.erase"]
    ) { request in
        let id = try request.place(Meeting.self)
        try await request.bench.erase(id, by: request.visitor)
        await request.site.opened.forget(id, in: request.bench.workspace.id)
        return .nothing
    }
}
