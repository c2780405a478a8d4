import Covalence
import Foundation
import Hummingbird
import Store
import StrategicSelling
import Workbench

extension Site {
    func addSellingRoutes(to router: Router<ServerContext>) {
        router.get("/objectives") { request, context in
            Response.html(pages(context).render(try await objectivesPage(FormFields.query(of: request), context)))
        }
        router.get("/objectives/new") { request, context in
            var fields = ObjectiveForm.Fields()
            if let account = FormFields.query(of: request)["account"].flatMap({ Identifier<Organization>($0) }) {
                fields.account = try await context.bench.openAccount(account, by: context.visitor).summary.organization.name
            }
            return Response.html(pages(context).render(try await objectiveForm(fields, context)))
        }
        router.get("/objectives/questions") { request, context in
            Response.html(pages(context).render(LinkQuestionsPage(
                questions: try await context.bench.linkQuestions(by: context.visitor), canEdit: try context.visitor.may(.change),
                notice: FormFields.query(of: request)["done"] == "said" ? "Noted." : nil, waiting: try await waitingCount(context)
            )))
        }
        router.post("/objectives/questions") { request, context in
            let form = try await FormFields.body(of: request, context: context)
            let happening: HistoryLine.Subject? = switch form["happening"] {
            case "meeting": form["id"].flatMap { Identifier($0) }.map { .meeting($0) }
            case "interaction": form["id"].flatMap { Identifier($0) }.map { .interaction($0) }
            default: nil
            }
            guard let happening else { throw PageError.notFound }
            let chosen = form["none"] == nil ? Set(form.all("objective").compactMap { Identifier<SalesObjective>($0) }) : []
            guard !chosen.isEmpty || form["none"] != nil else { throw StoreError.refused("Choose the sales to which it belongs, or say that it belongs to none.") }
            try await context.bench.setObjectives(of: happening, to: chosen, forSeries: form["series"] == "yes", by: context.visitor)
            return Response.seeOther("/objectives/questions?done=said")
        }
        router.post("/objectives") { request, context in
            let fields = ObjectiveForm.Fields(try await FormFields.body(of: request, context: context))
            return try await answeringForm(context, { try await self.objectiveForm(fields, problem: $0, context) }) {
                guard let account = try await self.organization(named: fields.account, context) else { throw StoreError.refused("Name the account.") }
                let added = try await context.bench.addObjective(ObjectiveDraft(
                    account: account, what: fields.what.isEmpty ? nil : WhatIsSold(fields.what), amount: try ObjectiveForm.amount(fields.amount, fields.currency),
                    closeDate: try ObjectiveForm.day(fields.closeDate), stage: fields.stage.isEmpty ? nil : fields.stage
                ), by: context.visitor)
                return Response.seeOther("\(SellingPlaces.objective(added.id))?done=taken-up")
            }
        }
        router.get("/objectives/:id") { request, context in
            Response.html(pages(context).render(try await sheetPage(try objectiveID(context), FormFields.query(of: request), context)))
        }
        router.get("/objectives/:id/asking") { request, context in
            let asOf = try FormFields.query(of: request)["on"].flatMap { try ObjectiveForm.day($0) }, now = try context.bench.now()
            let open = try await context.bench.openSheet(try objectiveID(context), asOf: asOf.flatMap { Self.end(of: $0, now: now) }, zone: .current, by: context.visitor)
            let page = AskingPage(
                sheet: open.sheet, account: open.line.record.accountName, asking: Asking.choose(open.input), canEdit: try context.visitor.may(.change) && asOf == nil,
                waiting: try await waitingCount(context)
            )
            return answer(request, context, page: { page }, piece: { AskingPage.Piece(page: page) })
        }
        router.get("/objectives/:id/facts") { request, context in
            let open = try await context.bench.openObjective(try objectiveID(context), by: context.visitor)
            return Response.html(pages(context).render(StatementsPage(
                open: open, canEdit: try context.visitor.may(.change), notice: Self.sellingNotice(FormFields.query(of: request)["done"]), waiting: try await waitingCount(context)
            )))
        }
        router.get("/objectives/:id/state") { _, context in
            Response.html(pages(context).render(try await stateForm(try objectiveID(context), FormFields(""), nil, context)))
        }
        router.post("/objectives/:id/state") { request, context in
            let id = try objectiveID(context), form = try await FormFields.body(of: request, context: context)
            return try await answeringForm(context, { try await self.stateForm(id, form, $0, context) }) {
                do { try await context.bench.state(try StateForm.statement(form), of: id, by: context.visitor) } catch let error as StatedMeanwhile {
                    var page = try await self.stateForm(id, form, nil, context)
                    page.problem = StateForm.problem(error, Dictionary(page.people.map { ($0.id, $0) }) { first, _ in first })
                    return Response.html(pages(context).render(page), status: .conflict)
                }
                return Response.seeOther("\(SellingPlaces.objective(id))?done=stated")
            }
        }
        addStepRoutes(to: router)
        addSellingMeetingRoutes(to: router)
    }

    /// What is done on the sheet itself: a step planned, a flag accepted, a move, a suggestion decided.
    private func addStepRoutes(to router: Router<ServerContext>) {
        router.post("/objectives/:id/steps") { request, context in
            let id = try objectiveID(context), form = try await FormFields.body(of: request, context: context)
            guard let what = form["what"] else { throw StoreError.refused("Say what is to be done.") }
            let step = NextAction(what, due: try ObjectiveForm.day(form["due"] ?? ""), removes: form["removes"], uses: form["uses"])
            try await context.bench.state(SellingStatement(SellingKinds.action, step), of: id, by: context.visitor)
            return Response.seeOther("\(SellingPlaces.objective(id))?done=planned")
        }
        router.post("/objectives/:id/accept") { request, context in
            let id = try objectiveID(context), form = try await FormFields.body(of: request, context: context)
            guard let flag = form["flag"], let reason = form["reason"] else { throw StoreError.refused("Say why you can live with it.") }
            try await context.bench.state(SellingStatement(SellingKinds.acceptedFlag, FlagAcceptance(flag: flag, reason: reason)), of: id, by: context.visitor)
            return Response.seeOther("\(SellingPlaces.objective(id))?done=accepted")
        }
        router.post("/objectives/:id/move") { request, context in
            let id = try objectiveID(context), form = try await FormFields.body(of: request, context: context)
            guard let place = form["to"].flatMap(FunnelPlace.init(rawValue:)) else { throw StoreError.refused("Choose a place of the funnel.") }
            try await context.bench.state(SellingStatement(SellingKinds.move, Move(to: place, reason: form["reason"])), of: id, by: context.visitor)
            return Response.seeOther("\(SellingPlaces.objective(id))?done=moved#funnel-title")
        }
        router.get("/objectives/:id/claims/:claim") { _, context in
            let open = try await context.bench.openStatement(try claimID(context), of: try objectiveID(context), by: context.visitor)
            let maySay = try await context.bench.saysWhoKnows(context.visitor, of: [open.statement.claim]).isEmpty == false
            return Response.html(pages(context).render(StatementPage(
                open: open, canEdit: try context.visitor.may(.change), maySay: maySay, waiting: try await waitingCount(context)
            )))
        }
        router.post("/objectives/:id/claims/:claim") { request, context in
            let id = try objectiveID(context), claim = try claimID(context), form = try await FormFields.body(of: request, context: context)
            let verdict: StatementVerdict
            switch form["decision"] {
            case "confirm": verdict = .confirm
            case "reject": verdict = .reject(reason: form["reason"])
            case "withdraw": verdict = .withdraw(reason: form["reason"])
            default: throw PageError.plain(400)
            }
            _ = try await context.bench.openStatement(claim, of: id, by: context.visitor)
            try await context.bench.decideStatement(
                claim, verdict, expecting: form["expecting"].flatMap(Standing.init(rawValue:)) ?? .suggested, by: context.visitor
            )
            let back = switch form["back"] {
            case "claim": "/claims/\(claim)"
            case "facts": "/facts"
            case "suggestions": "/suggestions"
            case "debrief": "/debrief"
            default: ""
            }
            let happening = ["meeting", "interaction"].compactMap { name in form[name].map { "&\(name)=\(QueryText.encode($0))" } }.joined()
            return Response.seeOther("\(SellingPlaces.objective(id))\(back)?done=decided\(happening)")
        }
    }

    func objectiveID(_ context: ServerContext) throws -> Identifier<SalesObjective> {
        guard let id = Identifier<SalesObjective>(try context.parameters.require("id")) else { throw PageError.notFound }
        return id
    }

    private func claimID(_ context: ServerContext) throws -> Identifier<Claim> {
        guard let id = Identifier<Claim>(try context.parameters.require("claim")) else { throw PageError.notFound }
        return id
    }

    static func sellingNotice(_ done: String?) -> String? {
        switch done {
        case "taken-up": "Taken up. The sheet says what is missing; most of it can be asked in the next talk."
        case "stated": "Stated, in your name."
        case "planned": "Planned."
        case "accepted": "Accepted, with your reason. It comes back when it arises anew."
        case "moved": "Moved."
        case "decided": "Decided."
        case "read": "Read anew."
        case "belongs": "Noted. It is not asked about again."
        default: nil
        }
    }

    // MARK: Pages

    private func objectivesPage(_ query: FormFields, _ context: ServerContext) async throws -> ObjectivesPage {
        let filter = ObjectivesPage.Filter(query)
        let page = try await context.bench.objectives(ObjectiveQuery(
            text: filter.text.isEmpty ? nil : filter.text, owner: filter.isMine ? context.visitor.member : nil, isOpen: filter.state == "all" ? nil : filter.state == "open",
            place: filter.place.isEmpty ? nil : filter.place, cursor: query["after"].map(PageCursor.init), limit: 50
        ), by: context.visitor)
        return ObjectivesPage(
            rows: page.items.map { .init(line: $0) }, filter: filter, next: page.next?.rawValue, canAdd: try context.visitor.may(.change), canImport: try context.visitor.may(.administer),
            waiting: try await waitingCount(context)
        )
    }

    private func objectiveForm(_ fields: ObjectiveForm.Fields, problem: String? = nil, _ context: ServerContext) async throws -> ObjectiveForm {
        let accounts = try await context.bench.organizations(OrganizationQuery(kinds: [.customer, .prospect], limit: 500), by: context.visitor).items
        return ObjectiveForm(fields: fields, accounts: accounts.map(\.organization.name), problem: problem, waiting: try await waitingCount(context))
    }

    private func stateForm(
        _ id: Identifier<SalesObjective>, _ form: FormFields, _ problem: String?, _ context: ServerContext
    ) async throws -> StateForm {
        let open = try await context.bench.openSheet(id, by: context.visitor)
        let account = try await context.bench.openAccount(open.line.record.objective.account, by: context.visitor)
        let all = Dictionary(account.people.map { ($0.id, $0.person) } + open.input.people.map { ($0.id, $0) }) { first, _ in first }
        // We buy nothing: of ours only those are offered who are on the sheet already, as a coach may be.
        let ours = open.input.ours.subtracting(open.sheet.influences.map(\.id))
        return StateForm(
            line: open.line, people: all.values.filter { !ours.contains($0.id) }.sorted { ($0.name, $0.id) < ($1.name, $1.id) },
            held: try await context.bench.openObjective(id, by: context.visitor).statements.map(\.claim).filter { $0.standing == .confirmed }, form: form, problem: problem,
            unnamed: UnnamedPeople(in: open.input.interactions), waiting: try await waitingCount(context)
        )
    }

    private func sheetPage(_ id: Identifier<SalesObjective>, _ query: FormFields, _ context: ServerContext) async throws -> SheetPage {
        let (bench, visitor) = try (context.bench, context.visitor)
        let asOf = try query["on"].flatMap { try ObjectiveForm.day($0) }, since = try query["since"].flatMap { try ObjectiveForm.day($0) }
        let now = bench.now()
        async let forecast = asOf == nil ? bench.forecast(of: id, by: visitor) : nil
        async let waiting = waitingCount(context)
        let open = try await bench.openSheet(id, asOf: asOf.flatMap { Self.end(of: $0, now: now) }, zone: .current, by: visitor)
        var compared: (day: CalendarDay, changes: [SheetChange])?
        if let since {
            let before = try await bench.openSheet(id, asOf: Self.end(of: since, now: now), zone: .current, by: visitor)
            compared = (since, SheetDifference(from: before.sheet, to: open.sheet).told)
        }
        return SheetPage(
            sheet: open.sheet, account: open.line.record.accountName, asOf: asOf, since: compared,
            titles: Dictionary(open.input.interactions.map { ($0.place, $0.title) }) { first, _ in first },
            chance: try await forecast?.open?.chance.probability, canEdit: visitor.may(.change),
            showsAll: query["all"] != nil, notice: Self.sellingNotice(query["done"]),
            unnamed: UnnamedPeople(in: open.input.interactions), waiting: try await waiting
        )
    }

    /// The last moment of a day at this place; of today, now. A day to come stays one, and is refused.
    private static func end(of day: CalendarDay, now: Timestamp) -> Timestamp? {
        day == LocalTime.day(now) ? now : LocalTime.timestamp(day: day, clock: "23:59")?.advanced(by: 59_999)
    }
}
