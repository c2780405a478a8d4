import Covalence
import HTTPTypes
import Store
import Workbench

extension Endpoint {
    /// People: who we know, what is known of them, to whom they report.
    static let people = [listPeople, addPerson, openPerson, editPerson, personRelations, stateOfPerson, setReportsTo]

    private static let listPeople = Endpoint(
        .get, "/people", "listPeople", "People in sight, by name", tag: .people, action: .listPeople,
        parameters: [
            .query("text", .words(200), "Part of the name, the function or a mail address, in any case."),
            .query("organization", .id, "Only those who work there."),
        ] + Parameter.page,
        output: .page(PersonLine.schema), uses: ["ListDirectory.people"]
    ) { request in
        let page = try await request.bench.people(PersonQuery(
            text: request.text("text"), organization: request.id("organization", Organization.self), cursor: try request.cursor(), limit: request.limit
        ), by: request.visitor)
        return try .page(page, of: request) { PersonLine($0) }
    }

    private static let addPerson = Endpoint(
        .post, "/people", "addPerson", "Adds a person", tag: .people, action: .addPerson,
        input: .json(.object("NewPerson", "A person to be added.", PersonLine.given)), output: .created(PersonLine.schema), uses: ["EditPeople.addPerson"]
    ) { request in
        let added = try await request.bench.addPerson(try PersonLine.read(request.body), by: request.visitor)
        return try .value(PersonLine(added), version: added.version, at: "/people/\(added.id)")
    }

    private static let openPerson = Endpoint(
        .get, "/people/{id}", "openPerson", "A person", tag: .people, action: .openPerson, output: .value(PersonLine.schema), uses: ["OpenPerson.openPerson"]
    ) { request in
        let open = try await request.bench.openPerson(try request.place(Person.self), by: request.visitor)
        return try .value(PersonLine(open.summary), version: open.summary.version)
    }

    private static let editPerson = Endpoint(
        .patch, "/people/{id}", "editPerson", "Changes what is known of a person", about: "What is not named stays; null takes it away.",
        tag: .people, action: .editPerson, needs: [.openPerson], input: .json(.changes("PersonChanges", "What of a person is to be changed.", of: PersonLine.given)),
        output: .value(PersonLine.schema), isVersioned: true, uses: ["EditPeople.editPerson"]
    ) { request in
        let version = try request.seenVersion()
        var person = try await request.bench.openPerson(try request.place(Person.self), by: request.visitor).summary.person
        person.name = request.body.text("name") ?? person.name
        PersonLine.change(&person, by: request.body)
        let changed = try await request.bench.editPerson(person, expecting: version, by: request.visitor)
        return try .value(PersonLine(changed), version: changed.version)
    }

    private static let personRelations = Endpoint(
        .get, "/people/{id}/relations", "personRelations", "Where a person works, to whom they report, who reports to them, what is stated of them",
        tag: .people, action: .openPerson, output: .value(PersonRelationsJSON.schema), uses: ["OpenPerson.openPerson"]
    ) { request in
        try await shownRelations(of: try request.place(Person.self), request)
    }

    private static func shownRelations(of id: Identifier<Person>, _ request: APIRequest) async throws -> APIAnswer {
        let open = try await request.bench.openPerson(id, by: request.visitor)
        return try .value(PersonRelationsJSON(open), tag: open.reportsToTag)
    }

    private static let stateOfPerson = Endpoint(
        .post, "/people/{id}/claims", "stateOfPerson", "States something of a person", about: "It is held true at once, in the name of the token’s member.",
        tag: .people, action: .stateClaim, input: .json(StatementJSON.schema), output: .created(ClaimJSON.schema), uses: ["StateClaim.stateClaim"]
    ) { request in
        let claim = try await request.bench.stateClaim(about: try request.place(Person.self), try StatementJSON.read(request.body), by: request.visitor)
        return try .claim(claim, at: "/claims/\(claim.id)")
    }

    private static let setReportsTo = Endpoint(
        .put, "/people/{id}/reports-to", "setReportsTo", "Says to whom a person reports", about: "It takes the place of what was said before; what is confidential to some, of what is confidential to the same only. `If-Match` takes the `ETag` of `/people/{id}/relations`.",
        tag: .people, action: .stateClaim, needs: [.openPerson],
        input: .json(.object("ReportsTo", "To whom a person reports.", [
            .required("person", Schema.id.orNull, "The person above; null: nobody, or it is not known any more."), .optional("observedAt", .time, "When it held."),
            .optional("evidence", StatementJSON.evidence, "What it rests on."), .optional("confidentialTo", StatementJSON.confidentialTo, "The members who may know of it, and you."),
        ])),
        output: .value(PersonRelationsJSON.schema), isVersioned: true, uses: ["StateClaim.reportsTo"]
    ) { request in
        let id = try request.place(Person.self)
        try await request.bench.reportsTo(
            id, above: request.body.id("person", Person.self), evidence: try StatementJSON.readEvidence(request.body), observedAt: request.body.time("observedAt"),
            confidentialTo: request.body.ids("confidentialTo", Member.self).map(Set.init), expecting: request.seenContent, by: request.visitor
        )
        return try await shownRelations(of: id, request)
    }
}

extension PersonLine {
    /// A person as a body describes them, new.
    static func read(_ body: APIBody) throws(Problem) -> Person {
        var person = Person(id: .make(at: Workbench.clock()), name: try body.needed("name"))
        change(&person, by: body)
        return person
    }

    /// What a body says of a person, the name apart.
    static func change(_ person: inout Person, by body: APIBody) {
        person.organization = body.changed("organization", from: person.organization) { $0.id($1, Organization.self) }
        person.function = body.changed("function", from: person.function) { $0.text($1) }
        person.languages = body.changed("languages", from: person.languages) { $0.texts($1) } ?? []
        person.cultures = body.changed("cultures", from: person.cultures) { $0.texts($1) } ?? []
        person.reach = body.changed("reach", from: person.reach) { body, name in
            body.objects(name)?.compactMap { way in way.choice("means", Person.Reach.Means.self).map { Person.Reach($0, way.text("value") ?? "") } }
        } ?? []
        person.note = body.changed("note", from: person.note) { $0.text($1) }
    }
}
