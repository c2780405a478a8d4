import Covalence
import HTTPTypes
import Store
import Workbench

extension Endpoint {
    /// Mails, events, notes, calls; and meetings with words in the same line of time.
    static let interactions = [listHistory, addInteraction, openInteraction, editInteraction, eraseInteraction]

    private static let listHistory = Endpoint(
        .get, "/interactions", "listInteractions", "What happened and is to come, meetings with words too, newest first", tag: .interactions, action: .listInteractions,
        parameters: [
            .query("organization", .id, "Only with this organisation."), .query("person", .id, "Only with this person."),
            .query("kind", .list(.choice(Interaction.Kind.self), most: 10), "Only these kinds; may be given several times."),
            .query("from", .time, "At or after this."), .query("before", .time, "Before this."),
            .query("oldestFirst", .boolean, "Whether the oldest comes first: with `from`, the nearest of what is to come."),
        ] + Parameter.page,
        output: .page(HistoryJSON.schema), uses: ["OpenInteraction.history"]
    ) { request in
        let page = try await request.bench.history(HistoryQuery(
            organization: request.id("organization", Organization.self), person: request.id("person", Person.self),
            kinds: request.choices("kind", Interaction.Kind.self), from: request.time("from"), before: request.time("before"),
            oldestFirst: request.flag("oldestFirst"), cursor: try request.cursor(), limit: request.limit
        ), by: request.visitor)
        return try .page(page, of: request) { HistoryJSON($0) }
    }

    private static let addInteraction = Endpoint(
        .post, "/interactions", "addInteraction", "Notes what was seen or heard, or a call or meeting without words", tag: .interactions, action: .addInteraction, needs: [.openInteraction],
        input: .json(.object("NewInteraction", "A note, a call or a meeting without words.", [
            .required("kind", .choice(["note", "call", "meeting"])), .optional("title", .text(200), "The beginning of the text where missing."),
            .optional("text", .text(), "What was seen or heard; a note needs it."), .optional("heardFrom", .text(200), "Who told us."),
            .optional("startedAt", .time), .optional("endedAt", .time), .optional("place", .text(200)),
            .optional("accounts", .list(.id, most: 100), "The organisations it belongs to; those of its people where missing."),
            .optional("people", .list(.id, most: 200), "Who took part, or, for a note, whom it is about."),
            .optional("components", .list(InteractionJSON.component, most: 100), "What it went through or was about."),
        ])),
        output: .created(InteractionJSON.schema), uses: ["InteractionDraft.addInteraction"]
    ) { request in
        let body = request.body
        let added = try await request.bench.addInteraction(InteractionDraft(
            body.choice("kind", Interaction.Kind.self) ?? .note, title: body.text("title"), text: body.text("text"), heardFrom: body.text("heardFrom"),
            startedAt: body.time("startedAt"), endedAt: body.time("endedAt"), place: body.text("place"),
            accounts: Set(body.ids("accounts", Organization.self) ?? []), people: body.ids("people", Person.self) ?? [],
            components: InteractionJSON.components(body) ?? []
        ), by: request.visitor)
        let open = try await request.bench.openInteraction(added.id, by: request.visitor)
        return try .value(InteractionJSON(open), version: open.record.version, at: "/interactions/\(added.id)")
    }

    private static let openInteraction = Endpoint(
        .get, "/interactions/{id}", "openInteraction", "An interaction with its words", tag: .interactions, action: .openInteraction,
        output: .value(InteractionJSON.schema), uses: ["OpenInteraction.openInteraction"]
    ) { request in
        let open = try await request.bench.openInteraction(try request.place(Interaction.self), by: request.visitor)
        return try .value(InteractionJSON(open), version: open.record.version)
    }

    private static let editInteraction = Endpoint(
        .patch, "/interactions/{id}", "editInteraction", "Changes what a person may say of an interaction", about: "What is not named stays. The words of mails and events stay as they came.",
        tag: .interactions, action: .editInteraction, needs: [.openInteraction],
        input: .json(.object("InteractionChanges", "What of an interaction is to be changed.", [
            .optional("title", .words(200)), .optional("text", .text(), "Of notes, calls and meetings only."), .optional("heardFrom", .text(200)),
            .optional("startedAt", .time), .optional("endedAt", .time), .optional("place", .text(200)),
            .optional("accounts", .list(.id, most: 100)), .optional("participants", .list(InteractionJSON.participant, most: 2_000)),
            .optional("components", .list(InteractionJSON.component, most: 100)),
        ])),
        output: .value(InteractionJSON.schema), isVersioned: true, uses: ["InteractionDraft.edit"]
    ) { request in
        let id = try request.place(Interaction.self), body = request.body
        var edit = InteractionEdit()
        edit.title = body.text("title")
        edit.text = body.text("text")
        edit.heardFrom = body.text("heardFrom")
        edit.startedAt = body.time("startedAt")
        edit.endedAt = body.time("endedAt")
        edit.place = body.text("place")
        edit.accounts = body.ids("accounts", Organization.self).map(Set.init)
        edit.participants = InteractionJSON.participants(body)
        edit.components = InteractionJSON.components(body)
        try await request.bench.edit(id, edit, expecting: try request.seenVersion(), by: request.visitor)
        let open = try await request.bench.openInteraction(id, by: request.visitor)
        return try .value(InteractionJSON(open), version: open.record.version)
    }

    private static let eraseInteraction = Endpoint(
        .post, "/interactions/{id}/erasure", "eraseInteraction", "Erases an interaction for good", about: "Also from the search and the log of the database. There is no undo.",
        tag: .interactions, action: .eraseInteraction, output: .nothing, uses: ["InteractionDraft.erase"]
    ) { request in
        try await request.bench.erase(try request.place(Interaction.self), by: request.visitor)
        return .nothing
    }
}
