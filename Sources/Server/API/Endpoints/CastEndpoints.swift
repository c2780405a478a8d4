import Covalence
import HTTPTypes
import Store
import Workbench

extension Endpoint {
    /// Who was who in a meeting, and what they agreed to.
    static let casts = [openCast, castVersions, changeCast, undoCast, suggestSpeakers, sayConsent]

    private static let openCast = Endpoint(
        .get, "/meetings/{id}/cast", "openCast", "Who is behind which label", tag: .meetings, action: .watchMeeting, output: .value(MeetingViews.cast), uses: ["PartsOfMeetings.cast"]
    ) { request in
        let version = try await request.bench.cast(of: try request.place(Meeting.self), by: request.visitor)
        return try .value(MeetingViews.cast(version), version: version.version)
    }

    private static let castVersions = Endpoint(
        .get, "/meetings/{id}/cast/versions", "castVersions", "Every version of who was who, oldest first", tag: .meetings, action: .watchMeeting,
        parameters: Parameter.page, output: .page(MeetingViews.cast), uses: ["PartsOfMeetings.castVersions"]
    ) { request in
        let versions = try await request.bench.castVersions(of: try request.place(Meeting.self), by: request.visitor)
        return try .slice(versions, of: request, place: { ListPlace(rank: Int64($0.version)) }) { MeetingViews.cast($0) }
    }

    private static let change = Schema.object("CastChange", "One change of who was who; `change` says which, and which of the other fields it takes.", [
        .required("change", .choice(["say", "merge", "reassign", "split", "add"]), "say: who participants are; merge: two labels were one person; reassign: utterances were said by somebody who is there; split: by somebody who is not there yet; add: somebody was there and did not speak."),
        .optional("participants", .list(.object("ParticipantChange", "What is said of a participant; what is not named stays.", [
            .required("id", .id), .optional("name", .words(200)), .optional("side", MeetingViews.side.orNull), .optional("organization", Schema.text(200).orNull),
            .optional("function", Schema.text(200).orNull), .optional("person", Schema.id.orNull),
        ]), most: 1_000), "For say."),
        .optional("absorbed", .id, "For merge: the one that goes."), .optional("participant", .id, "For merge and reassign: the one that stays, or said it."),
        .optional("utterances", .list(.count, most: 100_000), "For reassign and split, counted from 0."), .optional("name", .words(200), "For split and add."),
        .optional("side", MeetingViews.side, "For split and add."), .optional("organization", .text(200), "For add."), .optional("function", .text(200), "For add."),
    ])

    private static func shown(_ id: Identifier<Meeting>, _ request: APIRequest) async throws -> APIAnswer {
        let version = try await request.bench.cast(of: id, by: request.visitor)
        return try .value(MeetingViews.cast(version), version: version.version, at: "/meetings/\(id)/cast")
    }

    private static let changeCast = Endpoint(
        .post, "/meetings/{id}/cast", "changeCast", "Says who was who", about: "The reading is made anew, and the answers are remembered for the next file.", tag: .meetings,
        action: .sayWhoSpoke, needs: [.watchMeeting], input: .json(change), output: .value(MeetingViews.cast), isVersioned: true, uses: ["SayWhoSpoke.edit"]
    ) { request in
        let id = try request.place(Meeting.self), version = try request.seenVersion()
        let cast = try await request.bench.cast(of: id, by: request.visitor).cast
        try await request.bench.edit(castOf: id, try read(request.body, cast), expecting: version, by: request.visitor)
        return try await shown(id, request)
    }

    private static func read(_ body: APIBody, _ cast: Cast) throws -> CastEdit {
        func needed<Value>(_ name: String, _ value: Value?) throws(Problem) -> Value {
            guard let value else { throw .field("/\(name)", "This change needs it.") }
            return value
        }
        switch body.text("change") {
        case "merge":
            return .merge(try needed("absorbed", body.id("absorbed", Participant.self)), into: try needed("participant", body.id("participant", Participant.self)))
        case "reassign": return .reassign(utterances: try needed("utterances", numbers(body)), to: try needed("participant", body.id("participant", Participant.self)))
        case "split": return .split(utterances: try needed("utterances", numbers(body)), newName: try body.needed("name"), side: body.choice("side", Side.self))
        case "add":
            return .add(name: try body.needed("name"), side: body.choice("side", Side.self), organization: body.text("organization"), function: body.text("function"))
        default:
            let said = try needed("participants", body.objects("participants"))
            return .say(try said.enumerated().map { index, one throws(Problem) in
                guard let id = one.id("id", Participant.self), var participant = cast.participant(id) else {
                    throw .field("/participants/\(index)/id", "There is no such participant in this meeting.")
                }
                participant.name = one.text("name") ?? participant.name
                participant.side = one.changed("side", from: participant.side) { $0.choice($1, Side.self) }
                participant.organization = one.changed("organization", from: participant.organization) { $0.text($1) }
                participant.function = one.changed("function", from: participant.function) { $0.text($1) }
                participant.person = one.changed("person", from: participant.person) { $0.id($1, Person.self) }
                return participant
            })
        }
    }

    private static func numbers(_ body: APIBody) -> [Int]? { body.value["utterances"]?.items?.compactMap(\.wholeNumber) }

    private static let undoCast = Endpoint(
        .post, "/meetings/{id}/cast/undo", "undoCast", "Takes back the last change of who was who", about: "Called again, it takes back the one before.", tag: .meetings,
        action: .sayWhoSpoke, needs: [.watchMeeting], output: .value(MeetingViews.cast), isVersioned: true, uses: ["SayWhoSpoke.undoCast"]
    ) { request in
        let id = try request.place(Meeting.self)
        try await request.bench.undoCast(of: id, expecting: try request.seenVersion(), by: request.visitor)
        return try await shown(id, request)
    }

    private static let suggestSpeakers = Endpoint(
        .get, "/meetings/{id}/speaker-suggestions", "suggestSpeakers", "What can be supposed about the people behind the labels, with reasons", tag: .meetings,
        action: .suggestSpeakers, output: .value(.whole(MeetingViews.suggestion)), uses: ["SuggestSpeakers.speakerSuggestions"]
    ) { request in
        try .whole(try await request.bench.speakerSuggestions(of: try request.place(Meeting.self), by: request.visitor).map(MeetingViews.suggestion))
    }

    private static let sayConsent = Endpoint(
        .put, "/meetings/{id}/participants/{participant}/consent/{purpose}", "sayConsent", "Says what a participant agreed to",
        about: "`If-Match` takes the `ETag` of the cast, and the answer has the next. The meeting is held to it at once: by the policy of the workspace words go, or the meeting does; a recording is cut, or goes.",
        tag: .meetings, action: .sayConsent,
        parameters: [Parameter(name: "purpose", place: .path, schema: .choice(ConsentPurpose.self), isRequired: true)],
        input: .json(.object("ConsentStatement", "What somebody agreed to.", [
            .required("state", .choice(Consent.self)), .optional("on", .day, "When they said so."), .optional("wording", .text(2_000), "With which words."),
        ])),
        output: .value(.object("ConsentEffect", "What followed.", [
            .required("words", .choice(["kept", "none-kept", "some-left-out", "erased"]), "What became of the words; erased: of the whole meeting."),
            .required("recording", .choice(["untouched", "cut", "dropped"])),
        ])), isVersioned: true, uses: ["SayConsent.sayConsent"]
    ) { request in
        let id = try request.place(Meeting.self)
        guard let purpose = request.choice("purpose", ConsentPurpose.self), let state = request.body.choice("state", Consent.self) else { throw Problem.field("/state", "It is missing.") }
        let effect = try await request.bench.sayConsent(
            of: try request.place(Participant.self, "participant"), in: id, purpose, state, on: request.body.day("on"), wording: request.body.text("wording"),
            expecting: try request.seenVersion(), by: request.visitor
        )
        await request.site.opened.forget(id, in: request.bench.workspace.id)
        let words = switch effect.words {
        case .nothing: "kept"
        case .keepNoWords: "none-kept"
        case .leaveOut: "some-left-out"
        case .refuse: "erased"
        }
        let recording = switch effect.recording {
        case .untouched: "untouched"
        case .cut: "cut"
        case .dropped: "dropped"
        }
        return try .value(JSONValue.object(["words": .text(words), "recording": .text(recording)]), version: effect.summary?.castVersion)
    }
}
