import Covalence
import Foundation
import Hummingbird
import Store
import Workbench

extension Site {
    func addInteractionRoutes(to router: Router<ServerContext>) {
        router.get("/interactions/new") { _, context in
            Response.html(pages(context).render(try await noteForm(nil, .init(), back: "/", context)))
        }
        router.get("/accounts/:id/note") { _, context in
            let id = try organizationID(context)
            var fields = NoteForm.Fields()
            fields.accounts = try await context.bench.openAccount(id, by: context.visitor).summary.organization.name
            return Response.html(pages(context).render(try await noteForm(nil, fields, back: "/accounts/\(id)", context)))
        }
        router.get("/people/:id/note") { _, context in
            let id = try personID(context)
            var fields = NoteForm.Fields()
            let open = try await context.bench.openPerson(id, by: context.visitor)
            fields.about = open.summary.person.name
            if let organization = open.organization, organization.organization.kind.isAccount { fields.accounts = organization.organization.name }
            return Response.html(pages(context).render(try await noteForm(nil, fields, back: "/people/\(id)", context)))
        }
        router.post("/interactions") { request, context in
            let fields = NoteForm.Fields(try await FormFields.body(of: request, context: context))
            return try await answeringForm(context, { try await self.noteForm(nil, fields, back: "/", problem: $0, context) }) {
                guard let kind = Interaction.Kind(rawValue: fields.kind) else { throw PageError.plain(400) }
                let draft = InteractionDraft(
                    kind, title: fields.title, text: fields.text.isEmpty ? nil : fields.text, heardFrom: fields.heardFrom.isEmpty ? nil : fields.heardFrom,
                    startedAt: try self.time(fields), place: fields.place.isEmpty ? nil : fields.place,
                    accounts: try await self.accounts(fields, context), people: try await self.people(fields, context), components: self.components(fields)
                )
                let record = try await context.bench.addInteraction(draft, by: context.visitor)
                return Response.seeOther("/interactions/\(record.id)?done=noted")
            }
        }
        router.get("/interactions/:id") { request, context in
            let (bench, visitor) = try (context.bench, context.visitor)
            let id = try interactionID(context)
            let open = try await bench.openInteraction(id, by: visitor)
            let canErase = await bench.wouldAdmit(visitor, to: .eraseInteraction, .interaction(id))
            return Response.html(pages(context).render(InteractionPage(
                record: open.record, accounts: open.accounts,
                names: Dictionary(open.people.map { ($0.id, $0.person.name) }, uniquingKeysWith: { first, _ in first }),
                canEdit: visitor.may(.change), canErase: canErase, notice: Self.notice(FormFields.query(of: request)["done"]),
                waiting: try await waitingCount(context)
            )))
        }
        router.get("/interactions/:id/edit") { _, context in
            let id = try interactionID(context)
            let open = try await context.bench.openInteraction(id, by: context.visitor)
            return Response.html(pages(context).render(try await noteForm(open, fields(of: open), back: "/interactions/\(id)", context)))
        }
        router.post("/interactions/:id") { request, context in
            let id = try interactionID(context)
            let form = try await FormFields.body(of: request, context: context)
            let fields = NoteForm.Fields(form)
            let open = try await context.bench.openInteraction(id, by: context.visitor)
            return try await answeringForm(context, { try await self.noteForm(open, fields, back: "/interactions/\(id)", problem: $0, context) }) {
                var edit = InteractionEdit()
                edit.title = fields.title
                if self.isOurs(open.record.interaction) { edit.text = fields.text }
                edit.heardFrom = fields.heardFrom
                edit.place = fields.place
                edit.startedAt = try self.time(fields)
                // Accounts out of this visitor's sight stay as they are.
                let hidden = open.record.accounts.subtracting(open.accounts.map(\.id))
                edit.accounts = try await self.accounts(fields, context).union(hidden)
                edit.components = self.components(fields)
                try await context.bench.edit(id, edit, expecting: form.number("version") ?? open.record.version, by: context.visitor)
                return Response.seeOther("/interactions/\(id)?done=saved")
            }
        }
        router.post("/interactions/:id/erase") { _, context in
            try await context.bench.erase(try interactionID(context), by: context.visitor)
            return Response.seeOther("/")
        }
    }

    private func interactionID(_ context: ServerContext) throws -> Identifier<Interaction> {
        guard let id = Identifier<Interaction>(try context.parameters.require("id")) else { throw PageError.notFound }
        return id
    }

    /// Whether its words are ours to change.
    private func isOurs(_ interaction: Interaction) -> Bool { [.note, .call, .meeting].contains(interaction.kind) }

    private func noteForm(
        _ open: OpenInteraction?, _ fields: NoteForm.Fields, back: String, problem: String? = nil, _ context: ServerContext
    ) async throws -> NoteForm {
        let (bench, visitor) = try (context.bench, context.visitor)
        return NoteForm(
            id: open?.record.id, version: open?.record.version, hasOwnWords: open.map { isOurs($0.record.interaction) } ?? true, fields: fields,
            accounts: try await bench.organizations(OrganizationQuery(kinds: [.customer, .prospect], limit: 500), by: visitor).items.map(\.organization.name),
            people: try await bench.people(PersonQuery(limit: 500), by: visitor).items.map(\.person.name), backHref: back, problem: problem,
            waiting: try await waitingCount(context)
        )
    }

    private func fields(of open: OpenInteraction) -> NoteForm.Fields {
        let interaction = open.record.interaction
        var fields = NoteForm.Fields()
        fields.kind = interaction.kind.rawValue
        fields.title = interaction.title
        fields.text = interaction.text ?? ""
        fields.heardFrom = interaction.heardFrom ?? ""
        fields.place = interaction.place ?? ""
        if let start = interaction.startedAt {
            fields.day = LocalTime.day(start)?.description ?? ""
            fields.clock = LocalTime.clock(start)
        }
        fields.accounts = open.accounts.map(\.organization.name).joined(separator: "; ")
        fields.artefacts = interaction.components.map(\.name).joined(separator: "; ")
        return fields
    }

    private func time(_ fields: NoteForm.Fields) throws -> Timestamp? {
        guard !fields.day.isEmpty else { return nil }
        guard let day = CalendarDay(fields.day), let time = LocalTime.timestamp(day: day, clock: fields.clock.isEmpty ? nil : fields.clock) else {
            throw StoreError.refused("“\(fields.day.prefix(40)) \(fields.clock.prefix(10))” is no day and time. Write the day as 2026-03-04 and the time as 14:30.")
        }
        return time
    }

    private func accounts(_ fields: NoteForm.Fields, _ context: ServerContext) async throws -> Set<Identifier<Organization>> {
        var accounts: Set<Identifier<Organization>> = []
        for name in Self.names(fields.accounts) {
            if let id = try await organization(named: name, context) { accounts.insert(id) }
        }
        return accounts
    }

    private func people(_ fields: NoteForm.Fields, _ context: ServerContext) async throws -> [Identifier<Person>] {
        var people: [Identifier<Person>] = []
        for name in Self.names(fields.about) {
            let found = try await context.bench.people(PersonQuery(text: name, limit: 50), by: context.visitor).items
                .filter { $0.person.name.compare(name, options: [.caseInsensitive, .diacriticInsensitive]) == .orderedSame }
            guard let only = found.first, found.count == 1 else {
                throw StoreError.refused(found.isEmpty
                    ? "There is nobody named “\(name.prefix(100))” that you can see. Add the person first, or write the name in the text."
                    : "There are \(found.count) people named “\(name.prefix(100))”. Say first whether they are one.")
            }
            people.append(only.id)
        }
        return people
    }

    private func components(_ fields: NoteForm.Fields) -> [Interaction.Component] { Self.names(fields.artefacts).map { .init(.artefact, $0) } }

    private static func names(_ text: String) -> [String] {
        text.split(separator: ";").map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
    }
}
