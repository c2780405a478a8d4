import Covalence
import Foundation
import Hummingbird
import Store
import StrategicSelling
import Workbench

extension Site {
    func addAccountRoutes(to router: Router<ServerContext>) {
        router.get("/accounts") { request, context in
            Response.html(pages(context).render(try await organizationsPage(FormFields.query(of: request), context)))
        }
        router.get("/accounts/new") { _, context in
            Response.html(pages(context).render(try await organizationForm(nil, fields: .init(), context)))
        }
        router.post("/accounts") { request, context in
            let fields = OrganizationForm.Fields(try await FormFields.body(of: request, context: context))
            return try await answeringForm(context, { try await self.organizationForm(nil, fields: fields, problem: $0, context) }) {
                let organization = try await self.organization(from: fields, id: .make(at: Workbench.clock()), context)
                let added = try await context.bench.addOrganization(organization, by: context.visitor)
                return Response.seeOther("/accounts/\(added.id)?done=added")
            }
        }
        router.get("/accounts/:id") { request, context in
            let query = FormFields.query(of: request)
            return Response.html(pages(context).render(try await organizationPage(try organizationID(context), query, context)))
        }
        router.get("/accounts/:id/edit") { _, context in
            let open = try await context.bench.openAccount(try organizationID(context), by: context.visitor)
            let fields = OrganizationForm.Fields(open.summary.organization, parentName: open.summary.parentName)
            return Response.html(pages(context).render(try await organizationForm(open.summary, fields: fields, context)))
        }
        router.post("/accounts/:id") { request, context in
            let form = try await FormFields.body(of: request, context: context)
            let fields = OrganizationForm.Fields(form)
            let open = try await context.bench.openAccount(try organizationID(context), by: context.visitor)
            return try await answeringForm(context, { try await self.organizationForm(open.summary, fields: fields, problem: $0, context) }) {
                let organization = try await self.organization(from: fields, id: open.summary.id, context)
                try await context.bench.editOrganization(organization, expecting: form.number("version") ?? open.summary.version, by: context.visitor)
                return Response.seeOther("/accounts/\(organization.id)?done=saved")
            }
        }
        router.post("/accounts/:id/holders") { request, context in
            let id = try organizationID(context)
            let form = try await FormFields.body(of: request, context: context)
            var holders = AccountHolders()
            for value in form.all("holder") {
                if value.hasPrefix("member:"), let member = Identifier<Member>(value.dropFirst(7)) { holders.members.insert(member) }
                if value.hasPrefix("team:"), let team = Identifier<Team>(value.dropFirst(5)) { holders.teams.insert(team) }
            }
            try await context.bench.setHolders(of: id, to: holders, expecting: form.number("version") ?? 0, by: context.visitor)
            return Response.seeOther("/accounts/\(id)?done=holders")
        }
        router.post("/accounts/:id/claims") { request, context in
            let id = try organizationID(context)
            let form = try await FormFields.body(of: request, context: context)
            try await context.bench.stateClaim(about: id, StatementDraft(form.raw("text") ?? ""), by: context.visitor)
            return Response.seeOther("/accounts/\(id)?done=stated")
        }
    }

    func organizationID(_ context: ServerContext) throws -> Identifier<Organization> {
        guard let id = Identifier<Organization>(try context.parameters.require("id")) else { throw PageError.notFound }
        return id
    }

    /// Carries a form out; what a person can put right comes back as the same form with what was typed and what is wrong.
    func answeringForm(
        _ context: ServerContext, _ again: (String) async throws -> some PageModel, _ work: () async throws -> Response
    ) async throws -> Response {
        do {
            return try await work()
        } catch let error as StoreError {
            switch error {
            case .refused, .exists, .conflict(.record), .conflict(.content): return Response.html(pages(context).render(try await again(error.description)), status: .unprocessableContent)
            default: throw error
            }
        }
    }

    /// What a redirect says it did.
    static func notice(_ done: String?) -> String? {
        switch done {
        case "added": "Added."
        case "saved": "Saved."
        case "holders": "Who works it is saved."
        case "stated": "Stated, in your name."
        case "merged": "Put together. You can take it back below."
        case "unmerged": "Taken apart again."
        case "apart": "Noted: they are two."
        case "identified": "Thank you; that is remembered."
        case "noted": "Written down."
        case "erased": "Erased for good."
        default: nil
        }
    }

    private func organizationsPage(_ query: FormFields, _ context: ServerContext) async throws -> OrganizationsPage {
        let kind = query["kind"].flatMap(Organization.Kind.init(rawValue:))
        let onlyMine = try query["mine"] == "yes" && context.visitor.member != nil
        let page = try await context.bench.organizations(
            OrganizationQuery(
                text: query["text"], kinds: kind.map { [$0] }, holder: onlyMine ? context.visitor.member : nil,
                cursor: query["after"].map(PageCursor.init), limit: 50
            ), by: context.visitor
        )
        let (now, canAdd) = try (context.bench.now(), context.visitor.may(.change))
        var next = page.next.map { "/accounts?after=\(QueryText.encode($0.rawValue))" }
        for (name, value) in [("text", query["text"]), ("kind", kind?.rawValue), ("mine", onlyMine ? "yes" : nil)] {
            if let value { next?.append("&\(name)=\(QueryText.encode(value))") }
        }
        return OrganizationsPage(
            rows: page.items.map { .init(summary: $0, now: now) }, text: query["text"] ?? "", kind: kind, onlyMine: onlyMine,
            olderHref: next, duplicates: canAdd ? try await context.bench.likelyDuplicateOrganizations(limit: 50, by: context.visitor).count : 0,
            canAdd: canAdd, waiting: try await waitingCount(context)
        )
    }

    private func organizationForm(
        _ summary: OrganizationSummary?, fields: OrganizationForm.Fields, problem: String? = nil, _ context: ServerContext
    ) async throws -> OrganizationForm {
        let others = try await context.bench.organizations(OrganizationQuery(limit: 500), by: context.visitor).items
        let (bench, visitor) = try (context.bench, context.visitor)
        let kinds = summary.map { bench.kinds(of: $0.organization.kind, for: visitor) } ?? Organization.Kind.allCases
        return OrganizationForm(
            id: summary?.id, version: summary?.version, fields: fields,
            parents: others.filter { $0.id != summary?.id }.map(\.organization.name), kinds: kinds, problem: problem, waiting: try await waitingCount(context)
        )
    }

    private func organization(
        from fields: OrganizationForm.Fields, id: Identifier<Organization>, _ context: ServerContext
    ) async throws -> Organization {
        guard let kind = Organization.Kind(rawValue: fields.kind) else {
            throw StoreError.refused("Choose what this organisation is to us.")
        }
        return Organization(
            id: id, name: fields.name, kind: kind, industry: fields.industry.isEmpty ? nil : fields.industry,
            size: Organization.Size(rawValue: fields.size), country: fields.country.isEmpty ? nil : fields.country,
            parent: try await organization(named: fields.parent, context), domains: OrganizationForm.list(fields.domains),
            note: fields.note.isEmpty ? nil : fields.note
        )
    }

    /// The organisation in sight with exactly this name.
    ///
    /// - Throws: `StoreError.refused` where there is none, or several.
    func organization(named name: String, _ context: ServerContext) async throws -> Identifier<Organization>? {
        guard !name.isEmpty else { return nil }
        let found = try await context.bench.organizations(OrganizationQuery(text: name, limit: 50), by: context.visitor).items
            .filter { $0.organization.name.compare(name, options: [.caseInsensitive, .diacriticInsensitive]) == .orderedSame }
        guard let only = found.first else {
            throw StoreError.refused("There is no organisation “\(name.prefix(100))” that you can see. Add it first, or choose one of the list.")
        }
        guard found.count == 1 else {
            throw StoreError.refused("There are \(found.count) organisations named “\(name.prefix(100))”. Say first whether they are one.")
        }
        return only.id
    }

    private func organizationPage(
        _ id: Identifier<Organization>, _ query: FormFields, _ context: ServerContext
    ) async throws -> OrganizationPage {
        let (bench, visitor) = try (context.bench, context.visitor)
        let open = try await bench.openAccount(id, by: visitor)
        var history = open.history, ahead = open.ahead
        if let after = query["after"] {
            history = try await bench.history(HistoryQuery(organization: id, cursor: PageCursor(rawValue: after), limit: 50).begun(at: bench.now()), by: visitor)
            // Who looks further back is past what is to come.
            ahead = Page(items: [], next: nil)
        } else if let after = query["ahead"] {
            ahead = try await bench.history(HistoryQuery(organization: id, cursor: PageCursor(rawValue: after), limit: 50).ahead(of: bench.now()), by: visitor)
        }
        var candidates: [OrganizationPage.Member]?
        if await bench.wouldAdmit(visitor, to: .assignAccount, .organization(id)) {
            let (members, teams) = try await bench.whoCanHold(by: visitor)
            candidates = teams.map { .init(id: $0.id.description, name: "Team \($0.name)", isHolder: open.summary.holders.teams.contains($0.id), isTeam: true) }
                + members.map { .init(id: $0.id.description, name: $0.name, isHolder: open.summary.holders.members.contains($0.id), isTeam: false) }
        }
        let fit = open.summary.organization.kind.isAccount ? try await bench.profileFit(of: id, by: visitor) : nil
        let known = open.known.filter { !SellingKinds.profileKinds.contains($0.kind) }, sayable = try await bench.saysWhoKnows(visitor, of: known)
        return OrganizationPage(
            summary: open.summary, parents: open.parents.reversed().map(\.organization), children: open.children.map(\.organization),
            people: open.people, ahead: ahead.items.map(HistoryRow.init), laterHref: ahead.next.map { "/accounts/\(id)?ahead=\(QueryText.encode($0.rawValue))#ahead-title" },
            history: history.items.map(HistoryRow.init),
            olderHref: history.next.map { "/accounts/\(id)?after=\(QueryText.encode($0.rawValue))" }, known: known.map { OrganizationPage.Known(claim: $0, maySay: sayable.contains($0.id)) },
            holders: open.teams.map { "Team \($0.name)" } + open.holders.map(\.name), candidates: candidates,
            files: FileRow.rows(open.files, mayListen: visitor.may(.listen)), fit: fit.map { AccountFitView(fit: $0, account: id, canEdit: visitor.may(.change)) }, canEdit: visitor.may(.change), now: bench.now(), notice: Self.notice(query["done"]), waiting: try await waitingCount(context)
        )
    }
}
