import Covalence
import HTTPTypes
import Store
import Workbench

extension Endpoint {
    /// Which meetings and interactions belong to which objective.
    static let objectiveLinks = [linksOfObjective, objectivesOfMeeting, setObjectivesOfMeeting, objectivesOfInteraction, setObjectivesOfInteraction, choicesOfMeeting, choicesOfInteraction, linkQuestions]

    private static let linksOfObjective = Endpoint(
        .get, "/objectives/{id}/links", "linksOfObjective", "Meetings and interactions that belong to an objective, in order of time", tag: .objectives, action: .openObjective,
        parameters: [asOf] + Parameter.page, output: .page(ObjectiveLinkJSON.schema), uses: ["OpenObjective.openObjective"]
    ) { request in
        let open = try await request.bench.openObjective(try request.place(SalesObjective.self), asOf: request.time("asOf"), by: request.visitor)
        return try .slice(open.links.map(ObjectiveLinkJSON.init), of: request, place: { ListPlace($0.at, $0.id) }) { $0 }
    }

    private static let given = Schema.object("ObjectivesOfSomething", "The objectives that a meeting or interaction belongs to.", [
        .required("objectives", .list(.id, most: 100), "All of them that are in your sight; empty for none."),
    ])
    private static let givenOfInteraction = Schema.object("ObjectivesOfInteraction", "The objectives that an interaction belongs to.", [
        .required("objectives", .list(.id, most: 100), "All of them that are in your sight; empty for none."),
        .optional("series", .boolean, "Whether the other calendar events of its series that wait for an answer belong to the same; only this one where missing."),
    ])
    private static let shown = Schema.whole(ObjectiveJSON.schema)

    private static func show(_ happening: HistoryLine.Subject, _ request: APIRequest) async throws -> APIAnswer {
        let objectives = try await request.bench.objectives(of: happening, by: request.visitor)
        var answer = try APIAnswer.list(objectives) { ObjectiveJSON($0) }
        answer.version = ContentTag(ofIDs: objectives.map(\.id)).text
        return answer
    }

    private static func set(_ happening: HistoryLine.Subject, _ request: APIRequest) async throws -> APIAnswer {
        let objectives = Set(request.body.ids("objectives", SalesObjective.self) ?? [])
        try await request.bench.setObjectives(of: happening, to: objectives, expecting: request.seenContent, forSeries: request.body.flag("series") ?? false, by: request.visitor)
        return try await show(happening, request)
    }

    private static let objectivesOfMeeting = Endpoint(
        .get, "/meetings/{id}/objectives", "objectivesOfMeeting", "The sales objectives that a meeting belongs to", tag: .objectives, action: .listObjectives,
        output: .value(shown), uses: ["LinkObjectives.objectives"]
    ) { request in
        try await show(.meeting(try request.place(Meeting.self)), request)
    }

    private static let setObjectivesOfMeeting = Endpoint(
        .put, "/meetings/{id}/objectives", "setObjectivesOfMeeting", "Says to which sales objectives a meeting belongs", about: "After that it is neither linked by itself nor asked about.",
        tag: .objectives, action: .linkObjectives, needs: [.listObjectives], input: .json(given), output: .value(shown), isVersioned: true, uses: ["LinkObjectives.setObjectives"]
    ) { request in
        try await set(.meeting(try request.place(Meeting.self)), request)
    }

    private static let objectivesOfInteraction = Endpoint(
        .get, "/interactions/{id}/objectives", "objectivesOfInteraction", "The sales objectives that an interaction belongs to", tag: .objectives, action: .listObjectives,
        output: .value(shown), uses: ["LinkObjectives.objectives"]
    ) { request in
        try await show(.interaction(try request.place(Interaction.self)), request)
    }

    private static let setObjectivesOfInteraction = Endpoint(
        .put, "/interactions/{id}/objectives", "setObjectivesOfInteraction", "Says to which sales objectives an interaction belongs", about: "After that it is neither linked by itself nor asked about.",
        tag: .objectives, action: .linkObjectives, needs: [.listObjectives], input: .json(givenOfInteraction), output: .value(shown), isVersioned: true, uses: ["LinkObjectives.setObjectives"]
    ) { request in
        try await set(.interaction(try request.place(Interaction.self)), request)
    }

    private struct Choices: Encodable {
        var linked: [ObjectiveJSON]
        var candidates: [ObjectiveJSON]

        init(_ choices: LinkChoices) {
            linked = choices.linked.map(ObjectiveJSON.init)
            candidates = choices.candidates.map(ObjectiveJSON.init)
        }

        static let schema = Schema.object("ObjectiveChoices", "To which sales objectives something belongs, and to which it could.", [
            .required("linked", .list(ObjectiveJSON.schema)), .required("candidates", .list(ObjectiveJSON.schema), "The other open objectives of its accounts."),
        ])
    }

    private static let choicesOfMeeting = Endpoint(
        .get, "/meetings/{id}/objective-choices", "objectiveChoicesOfMeeting", "To which sales objectives a meeting belongs, and to which it could", tag: .objectives,
        action: .listObjectives, output: .value(Choices.schema), uses: ["LinkObjectives.linkChoices"]
    ) { request in
        try .value(Choices(try await request.bench.linkChoices(of: .meeting(try request.place(Meeting.self)), by: request.visitor)))
    }

    private static let choicesOfInteraction = Endpoint(
        .get, "/interactions/{id}/objective-choices", "objectiveChoicesOfInteraction", "To which sales objectives an interaction belongs, and to which it could", tag: .objectives,
        action: .listObjectives, output: .value(Choices.schema), uses: ["LinkObjectives.linkChoices"]
    ) { request in
        try .value(Choices(try await request.bench.linkChoices(of: .interaction(try request.place(Interaction.self)), by: request.visitor)))
    }

    private static let linkQuestions = Endpoint(
        .get, "/objective-questions", "linkQuestions", "Meetings and interactions of which it is to be said to which objective they belong",
        about: "What comes in for an account with one open objective is linked to it; where there are several, it waits here until a person says it. The latest come first; what lies more than two weeks ahead is asked about when it comes near. A series of calendar events is one question.",
        tag: .objectives, action: .listObjectives, parameters: [.query("limit", .integer(1...200), "At most so many, those nearest to now; 50 where not given.")],
        output: .value(.whole(.object("ObjectiveQuestion", "Something that waits.", [
            .required("happening", HistoryJSON.schema), .required("candidates", .list(ObjectiveJSON.schema), "The open objectives of its accounts."),
            .required("waiting", .count, "How many wait for the same answer: it and, of a series, the others, which are answered with `series`."),
        ]))), uses: ["LinkObjectives.linkQuestions"]
    ) { request in
        struct Question: Encodable {
            var happening: HistoryJSON
            var candidates: [ObjectiveJSON]
            var waiting: Int
        }
        return try .list(try await request.bench.linkQuestions(limit: request.limit, by: request.visitor)) {
            Question(happening: HistoryJSON($0.line), candidates: $0.candidates.map(ObjectiveJSON.init), waiting: $0.waiting)
        }
    }
}
