import Covalence
import Foundation
import Hummingbird
import Store
import Workbench

extension Site {
    func addPersonRoutes(to router: Router<ServerContext>) {
        router.get("/people") { request, context in
            Response.html(pages(context).render(try await peoplePage(FormFields.query(of: request), context)))
        }
        router.get("/people/new") { request, context in
            var fields = PersonForm.Fields()
            if let id = FormFields.query(of: request)["organization"]?.split(separator: "/").last.flatMap({ Identifier<Organization>($0) }) {
                fields.organization = try await context.bench.openAccount(id, by: context.visitor).summary.organization.name
            }
            return Response.html(pages(context).render(try await personForm(nil, fields: fields, context)))
        }
        router.post("/people") { request, context in
            let fields = PersonForm.Fields(try await FormFields.body(of: request, context: context))
            return try await answeringForm(context, { try await self.personForm(nil, fields: fields, problem: $0, context) }) {
                let person = try await self.person(from: fields, id: .make(at: Workbench.clock()), context)
                let added = try await context.bench.addPerson(person, by: context.visitor)
                return Response.seeOther("/people/\(added.id)?done=added")
            }
        }
        router.get("/people/unknown") { request, context in
            let page = UnknownPage(
                questions: try await context.bench.openIdentities(limit: 50, by: context.visitor).map(UnknownPage.Question.init),
                notice: Self.notice(FormFields.query(of: request)["done"]), waiting: try await waitingCount(context)
            )
            return Response.html(pages(context).render(page))
        }
        router.post("/people/unknown") { request, context in
            let form = try await FormFields.body(of: request, context: context)
            guard let key = identityKey(form) else { throw PageError.plain(400) }
            let answer: IdentityAnswer
            if let person = form["person"].flatMap({ Identifier<Person>($0) }) {
                answer = .person(person)
            } else if form["choice"] == "nobody" {
                answer = .notAPerson
            } else {
                answer = .newPerson(Person(id: .make(at: Workbench.clock()), name: form["new"] ?? ""))
            }
            try await context.bench.identify(key, as: answer, by: context.visitor)
            return Response.seeOther("/people/unknown?done=identified")
        }
        router.get("/people/:id") { request, context in
            Response.html(pages(context).render(try await personPage(try personID(context), FormFields.query(of: request), context)))
        }
        router.get("/people/:id/edit") { _, context in
            let open = try await context.bench.openPerson(try personID(context), by: context.visitor)
            let fields = PersonForm.Fields(open.summary.person, organizationName: open.summary.organizationName)
            return Response.html(pages(context).render(try await personForm(open.summary, fields: fields, context)))
        }
        router.post("/people/:id") { request, context in
            let form = try await FormFields.body(of: request, context: context)
            let fields = PersonForm.Fields(form)
            let open = try await context.bench.openPerson(try personID(context), by: context.visitor)
            return try await answeringForm(context, { try await self.personForm(open.summary, fields: fields, problem: $0, context) }) {
                let person = try await self.person(from: fields, id: open.summary.id, context)
                try await context.bench.editPerson(person, expecting: form.number("version") ?? open.summary.version, by: context.visitor)
                return Response.seeOther("/people/\(person.id)?done=saved")
            }
        }
        router.post("/people/:id/reports-to") { request, context in
            let id = try personID(context)
            let form = try await FormFields.body(of: request, context: context)
            try await keepingWords(of: form, [], for: "/people/\(id)") {
                try await context.bench.reportsTo(
                    id, above: form["person"].flatMap { Identifier<Person>($0) }, expecting: form["seen"].map { ContentTag(text: $0) }, by: context.visitor
                )
            }
            return Response.seeOther("/people/\(id)?done=saved")
        }
        router.post("/people/:id/claims") { request, context in
            let id = try personID(context)
            let form = try await FormFields.body(of: request, context: context)
            try await context.bench.stateClaim(about: id, StatementDraft(form.raw("text") ?? ""), by: context.visitor)
            return Response.seeOther("/people/\(id)?done=stated")
        }
    }

    func personID(_ context: ServerContext) throws -> Identifier<Person> {
        guard let id = Identifier<Person>(try context.parameters.require("id")) else { throw PageError.notFound }
        return id
    }

    private func identityKey(_ form: FormFields) -> OpenIdentity.Key? {
        guard let key = form["key"] else { return nil }
        switch form["kind"] {
        case "address": return .address(key)
        case "name": return .name(key)
        case "participant":
            guard let id = Identifier<Participant>(key), let meeting = form["meeting"].flatMap({ Identifier<Meeting>($0) }) else { return nil }
            return .participant(id, in: meeting, name: "")
        default: return nil
        }
    }

    private func peoplePage(_ query: FormFields, _ context: ServerContext) async throws -> PeoplePage {
        let (bench, visitor) = try (context.bench, context.visitor)
        let page = try await bench.people(PersonQuery(text: query["text"], cursor: query["after"].map(PageCursor.init), limit: 50), by: visitor)
        let canAdd = visitor.may(.change)
        var next = page.next.map { "/people?after=\(QueryText.encode($0.rawValue))" }
        if let text = query["text"] { next?.append("&text=\(QueryText.encode(text))") }
        return PeoplePage(
            rows: page.items.map { .init(summary: $0, now: bench.now()) }, text: query["text"] ?? "", olderHref: next,
            duplicates: canAdd ? try await bench.likelyDuplicatePeople(limit: 50, by: visitor).count : 0,
            unknown: canAdd ? try await bench.openIdentities(limit: 50, by: visitor).count : 0, canAdd: canAdd, waiting: try await waitingCount(context)
        )
    }

    private func personForm(
        _ summary: PersonSummary?, fields: PersonForm.Fields, problem: String? = nil, _ context: ServerContext
    ) async throws -> PersonForm {
        PersonForm(
            id: summary?.id, version: summary?.version, fields: fields,
            organizations: try await context.bench.organizations(OrganizationQuery(limit: 500), by: context.visitor).items.map(\.organization.name),
            problem: problem, waiting: try await waitingCount(context)
        )
    }

    private func person(from fields: PersonForm.Fields, id: Identifier<Person>, _ context: ServerContext) async throws -> Person {
        Person(
            id: id, name: fields.name, organization: try await organization(named: fields.organization, context),
            function: fields.function.isEmpty ? nil : fields.function, languages: PersonForm.Fields.words(fields.languages),
            cultures: PersonForm.Fields.words(fields.cultures), reach: fields.reach, note: fields.note.isEmpty ? nil : fields.note
        )
    }

    private func personPage(_ id: Identifier<Person>, _ query: FormFields, _ context: ServerContext) async throws -> PersonPage {
        let (bench, visitor) = try (context.bench, context.visitor)
        let open = try await bench.openPerson(id, by: visitor)
        var history = open.history, ahead = open.ahead
        if let after = query["after"] {
            history = try await bench.history(HistoryQuery(person: id, cursor: PageCursor(rawValue: after), limit: 50).begun(at: bench.now()), by: visitor)
            // Who looks further back is past what is to come.
            ahead = Page(items: [], next: nil)
        } else if let after = query["ahead"] {
            ahead = try await bench.history(HistoryQuery(person: id, cursor: PageCursor(rawValue: after), limit: 50).ahead(of: bench.now()), by: visitor)
        }
        let canEdit = visitor.may(.change)
        var colleagues: [Person] = []
        if canEdit, let organization = open.summary.person.organization {
            colleagues = try await bench.people(PersonQuery(organization: organization, limit: 200), by: visitor).items.map(\.person).filter { $0.id != id }
        }
        let sayable = try await bench.saysWhoKnows(visitor, of: open.known)
        return PersonPage(
            summary: open.summary, reportsToSeen: open.reportsToTag.text, above: open.reportsTo.map(\.person.person), below: open.reports.map(\.person.person),
            ahead: ahead.items.map(HistoryRow.init), laterHref: ahead.next.map { "/people/\(id)?ahead=\(QueryText.encode($0.rawValue))#ahead-title" },
            history: history.items.map(HistoryRow.init), olderHref: history.next.map { "/people/\(id)?after=\(QueryText.encode($0.rawValue))" },
            known: open.known.map { OrganizationPage.Known(claim: $0, maySay: sayable.contains($0.id)) }, colleagues: colleagues,
            files: FileRow.rows(open.files, mayListen: visitor.may(.listen)), canEdit: canEdit,
            canSeePrivacy: visitor.may(.administer), now: bench.now(), notice: Self.notice(query["done"]), waiting: try await waitingCount(context)
        )
    }
}
