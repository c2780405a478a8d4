import Covalence
import HTTPTypes
import Store
import StrategicSelling
import Workbench

extension Endpoint {
    /// What the record suggests for an objective, and what stands around its meetings.
    static let objectiveMeetings = [suggestionsOfObjective, readForSuggestions, preparation, debrief, organizationPicture]

    private static let suggestionsOfObjective = Endpoint(
        .get, "/objectives/{id}/suggestions", "suggestionsOfObjective", "What the record suggests for an objective, and who turned up in it",
        about: "Suggestions are read by themselves after something comes in or changes. They are decided as other statements are.", tag: .objectives, action: .openObjective,
        output: .value(SuggestionsJSON.schema), uses: ["SuggestStatements.suggestions"]
    ) { request in
        try .value(SuggestionsJSON(try await request.bench.suggestions(for: try request.place(SalesObjective.self), by: request.visitor)))
    }

    private static let readForSuggestions = Endpoint(
        .post, "/objectives/{id}/suggestions", "readForSuggestions", "Reads what belongs to an objective now, and answers with what it suggests",
        about: "Only what was not read in its present words yet takes time.", tag: .objectives, action: .stateClaim, needs: [.openObjective], output: .value(SuggestionsJSON.schema),
        uses: ["SuggestStatements.readForSuggestions"]
    ) { request in
        let id = try request.place(SalesObjective.self)
        return try .value(SuggestionsJSON(try await request.bench.readForSuggestions(id, by: request.visitor)), at: "/objectives/\(id)/suggestions")
    }

    private static let preparation = Endpoint(
        .get, "/objectives/{id}/preparation", "prepareMeeting", "What to know and to want before a meeting of an objective", tag: .objectives, action: .openObjective,
        parameters: [.query("interaction", .id, "The meeting to come; the next one where not given.")], output: .value(PreparationJSON.schema), uses: ["PrepareMeeting.prepareMeeting"]
    ) { request in
        try .value(PreparationJSON(try await request.bench.prepareMeeting(
            of: try request.place(SalesObjective.self), for: request.id("interaction", Interaction.self), by: request.visitor
        )))
    }

    private static let organizationPicture = Endpoint(
        .get, "/objectives/{id}/organization", "organizationPicture", "Who stands where among the customer's people in a sale",
        about: "To whom somebody reports is said at `/people/{id}/reports-to`, how much they weigh as a statement about the objective.", tag: .objectives, action: .openObjective,
        output: .value(OrganizationPictureJSON.schema), uses: ["SeeOrganization.organizationPicture"]
    ) { request in
        try .value(OrganizationPictureJSON(try await request.bench.organizationPicture(of: try request.place(SalesObjective.self), by: request.visitor)))
    }

    private static let debrief = Endpoint(
        .get, "/objectives/{id}/debrief", "debrief", "What a meeting, or anything else that happened, brought to an objective", tag: .objectives, action: .openObjective,
        parameters: [
            .query("meeting", .id, "A meeting with words."), .query("interaction", .id, "An interaction; the last meeting or call where neither is given."),
        ],
        output: .value(DebriefJSON.schema), uses: ["PrepareMeeting.debrief"]
    ) { request in
        let happening = request.id("meeting", Meeting.self).map(HistoryLine.Subject.meeting) ?? request.id("interaction", Interaction.self).map(HistoryLine.Subject.interaction)
        return try .value(DebriefJSON(try await request.bench.debrief(try request.place(SalesObjective.self), after: happening, by: request.visitor)))
    }
}
