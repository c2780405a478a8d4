import Covalence
import HTTPTypes
import Store
import StrategicSelling
import Workbench

extension Endpoint {
    /// Sales objectives: what is sold to whom, what is stated of it and of the people in it.
    static let objectives = [
        listObjectives, addObjective, openObjective, editObjective, openSheet, objectiveClaims, openStatement, stateOfObjective, stateOfPersonInSales, stateOfAccountInSales, decideStatement,
    ]

    static let asOf = Parameter.query("asOf", .time, "As it was known at this moment; now where not given.")

    private static let listObjectives = Endpoint(
        .get, "/objectives", "listObjectives", "Sales objectives in sight, the one opened last first", tag: .objectives, action: .listObjectives,
        parameters: [
            .query("text", .words(200), "Part of what is sold or of the account’s name, in any case."), .query("account", .id, "Only of this account."),
            .query("owner", .id, "Only those that this member runs."), .query("state", .choice(["open", "ended"]), "Both where not given."),
            .query("stage", .words(200), "Only at this stage."), .query("place", .choice(FunnelPlace.self), "Only at this place of the funnel."),
        ] + Parameter.page,
        output: .page(ObjectiveJSON.schema), uses: ["ObjectiveLine.objectives"]
    ) { request in
        let page = try await request.bench.objectives(ObjectiveQuery(
            text: request.text("text"), account: request.id("account", Organization.self), owner: request.id("owner", Member.self),
            isOpen: request.text("state").map { $0 == "open" }, stage: request.text("stage"), place: request.text("place"), cursor: try request.cursor(),
            limit: request.limit
        ), by: request.visitor)
        return try .page(page, of: request) { ObjectiveJSON($0) }
    }

    private static let addObjective = Endpoint(
        .post, "/objectives", "addObjective", "Takes up a sale to an account", about: "What is given with it is stated at once, in the name of the token’s member.",
        tag: .objectives, action: .addObjective, needs: [.openObjective],
        input: .json(.object("NewSalesObjective", "A sale to be taken up.", [
            .required("account", .id, "The customer or prospect."), .optional("openedAt", .time, "When it was taken up; now where missing."),
            .optional("what", .words(2_000), "What exactly is to be sold."), .optional("offering", .id, "Which of our offerings that is; needs `what`."),
            .optional("amount", MoneyJSON.given), .optional("closeDate", .day, "By when."), .optional("stage", .words(200), "As it is named elsewhere."),
        ])),
        output: .created(ObjectiveJSON.schema), uses: ["EditObjectives.addObjective"]
    ) { request in
        let body = request.body
        guard let account = body.id("account", Organization.self) else { throw Problem.field("/account", "It is missing.") }
        let offering = body.id("offering", Offering.self)
        if offering != nil, body.text("what") == nil { throw Problem.field("/what", "An offering needs it.") }
        let added = try await request.bench.addObjective(ObjectiveDraft(
            account: account, openedAt: body.time("openedAt"), what: body.text("what").map { WhatIsSold($0, offering: offering) },
            amount: try body.object("amount").map(MoneyJSON.read), closeDate: body.day("closeDate"), stage: body.text("stage")
        ), by: request.visitor)
        return try .value(ObjectiveJSON(added), version: added.record.version, at: "/objectives/\(added.id)")
    }

    private static let openObjective = Endpoint(
        .get, "/objectives/{id}", "openObjective", "A sales objective", tag: .objectives, action: .openObjective, parameters: [asOf],
        output: .value(ObjectiveJSON.schema), uses: ["OpenObjective.openObjective"]
    ) { request in
        let open = try await request.bench.openObjective(try request.place(SalesObjective.self), asOf: request.time("asOf"), by: request.visitor)
        return try .value(ObjectiveJSON(open.line), version: open.line.record.version)
    }

    private static let editObjective = Endpoint(
        .patch, "/objectives/{id}", "editObjective", "Says to which account an objective belongs and when it was taken up", about: "All else is stated.",
        tag: .objectives, action: .editObjective, needs: [.openObjective],
        input: .json(.object("SalesObjectiveChanges", "What of an objective is to be changed.", [.optional("account", .id), .optional("openedAt", .time)])),
        output: .value(ObjectiveJSON.schema), isVersioned: true, uses: ["EditObjectives.editObjective"]
    ) { request in
        let id = try request.place(SalesObjective.self), version = try request.seenVersion()
        let former = try await request.bench.openObjective(id, by: request.visitor).line.record.objective
        let changed = try await request.bench.editObjective(
            id, account: request.body.id("account", Organization.self) ?? former.account, openedAt: request.body.time("openedAt"), expecting: version,
            by: request.visitor
        )
        return try .value(ObjectiveJSON(changed), version: changed.record.version)
    }

    private static let openSheet = Endpoint(
        .get, "/objectives/{id}/sheet", "openSheet", "The strategy sheet of an objective", about: "Only what was confirmed counts. Days begin at midnight UTC.",
        tag: .objectives, action: .openObjective, parameters: [asOf], output: .value(SheetJSON.schema), uses: ["OpenSheet.openSheet"]
    ) { request in
        let time = request.time("asOf")
        return try .value(SheetJSON(try await request.bench.openSheet(try request.place(SalesObjective.self), asOf: time, by: request.visitor), asOf: time))
    }

    private static let objectiveClaims = Endpoint(
        .get, "/objectives/{id}/claims", "objectiveClaims", "What is and was stated of an objective, with what was decided on it", tag: .objectives, action: .openObjective,
        parameters: [asOf, .query("kind", .list(.choice(SellingKinds.names), most: 50), "Only these kinds; may be given several times.")] + Parameter.page,
        output: .page(SellingClaimJSON.schema), uses: ["OpenObjective.openObjective"]
    ) { request in
        let open = try await request.bench.openObjective(try request.place(SalesObjective.self), asOf: request.time("asOf"), by: request.visitor)
        let kinds = request.texts("kind").map(Set.init)
        return try .slice(open.statements.filter { kinds?.contains($0.claim.kind) ?? true }, of: request, place: { ListPlace($0.claim.recordedAt, $0.claim.id.description) }) {
            SellingClaimJSON($0.claim, decisions: $0.decisions, people: open.people)
        }
    }

    private static let openStatement = Endpoint(
        .get, "/objectives/{id}/claims/{claim}", "openStatement", "A statement with the moments it rests on", about: "It may be about the objective, about somebody in it, or about its account.",
        tag: .objectives, action: .openObjective, output: .value(OpenStatementJSON.schema), uses: ["OpenStatement.openStatement"]
    ) { request in
        try .value(OpenStatementJSON(
            try await request.bench.openStatement(try request.place(Claim.self, "claim"), of: try request.place(SalesObjective.self), by: request.visitor)
        ))
    }

    private static let stateOfObjective = Endpoint(
        .post, "/objectives/{id}/claims", "stateOfObjective", "States something of an objective, or of somebody in it",
        about: "It is held true at once, in the name of the token’s member. What only one can be said of takes the place of what was said before.",
        tag: .objectives, action: .stateClaim, input: .json(SellingClaimJSON.given), output: .created(SellingClaimJSON.schema), replay: shownAgain, uses: ["StateStatement.state"]
    ) { request in
        try stated(try await request.bench.state(try SellingClaimJSON.read(request.body), of: try request.place(SalesObjective.self), by: request.visitor))
    }

    private static let stateOfPersonInSales = Endpoint(
        .post, "/people/{id}/selling-claims", "stateOfPersonInSales", "States something of a person that holds in every objective", tag: .objectives, action: .stateClaim,
        input: .json(SellingClaimJSON.given), output: .created(SellingClaimJSON.schema), replay: shownAgain, uses: ["StateStatement.state"]
    ) { request in
        try stated(try await request.bench.state(try SellingClaimJSON.read(request.body), of: try request.place(Person.self), by: request.visitor))
    }

    private static let stateOfAccountInSales = Endpoint(
        .post, "/organizations/{id}/selling-claims", "stateOfAccountInSales", "States something of an account that holds in every objective there", tag: .objectives,
        action: .stateClaim, input: .json(SellingClaimJSON.given), output: .created(SellingClaimJSON.schema), replay: shownAgain, uses: ["StateStatement.state"]
    ) { request in
        try stated(try await request.bench.state(try SellingClaimJSON.read(request.body), of: try request.place(Organization.self), by: request.visitor))
    }

    /// The claim at `Location`, in the shape in which it was stated.
    private static let shownAgain = Replay.shown { request in try stated(try await request.bench.claim(try request.place(Claim.self), by: request.visitor)) }

    private static func stated(_ claim: Claim) throws -> APIAnswer {
        var answer = try APIAnswer.value(SellingClaimJSON(claim), tag: claim.standing.rawValue)
        answer.location = "/claims/\(claim.id)"
        return answer
    }

    private static let decideStatement = Endpoint(
        .post, "/claims/{id}/statement-decisions", "decideStatement", "Decides on a statement about an objective or the people in it",
        about: "What is confirmed takes the place of what was said before; what is taken back gives it its place again.", tag: .objectives, action: .decideFinding,
        input: .json(.object("StatementVerdict", "What a person says of a statement.", [
            .required("verdict", .choice(["confirm", "reject", "withdraw"]), "reject: it is not so; withdraw: it is taken back."), .optional("reason", .text(2_000)),
        ])),
        output: .value(SellingClaimJSON.schema), isVersioned: true, replay: shownAgain,
        uses: ["StateStatement.decideStatement"]
    ) { request in
        guard let seen = request.seen.flatMap(Standing.init(rawValue:)) else { throw Problem(.stale, "`If-Match` names no version of this. Read it again and hand back its `ETag`.") }
        let reason = request.body.text("reason")
        let verdict: StatementVerdict = switch request.body.text("verdict") {
        case "confirm": .confirm
        case "reject": .reject(reason: reason)
        default: .withdraw(reason: reason)
        }
        return try stated(try await request.bench.decideStatement(try request.place(Claim.self), verdict, expecting: seen, by: request.visitor))
    }
}
