import Covalence
import HTTPTypes
import MeetingInteraction
import Store
import Workbench

extension Endpoint {
    /// Claims: what is held of somebody or something, and what was decided on it.
    static let claims = [openClaim, claimHistory, decideClaim, claimReaders, makeConfidential]

    private static let openClaim = Endpoint(
        .get, "/claims/{id}", "openClaim", "A claim as it stands now", about: "Its `ETag` is its standing: a decision hands it back.", tag: .findings, action: .watchMeeting,
        output: .value(ClaimJSON.schema), uses: ["PartsOfMeetings.claim"]
    ) { request in
        try .claim(try await request.bench.claim(try request.place(Claim.self), by: request.visitor))
    }

    private static let claimHistory = Endpoint(
        .get, "/claims/{id}/decisions", "claimHistory", "What was decided on a claim, in order of time", tag: .findings, action: .openMeeting, parameters: Parameter.page,
        output: .page(.object("Decision", "A standing that a claim was given.", [
            .required("standing", .choice(Standing.self)), .required("author", .text()), .required("at", .time), .optional("reason", .text()),
        ])), uses: ["DecideFinding.history"]
    ) { request in
        let history = try await request.bench.history(of: try request.place(Claim.self), by: request.visitor)
        return try .slice(Array(history.enumerated()), of: request, place: { ListPlace(rank: Int64($0.offset)) }) { _, decision in
            JSONValue.object(["standing": .text(decision.standing.rawValue), "author": .text(decision.author.name), "at": .of(decision.at), "reason": .of(decision.reason)])
        }
    }

    private static let decideClaim = Endpoint(
        .post, "/claims/{id}/decisions", "decideClaim", "Decides on a finding", about: "What is rejected no longer counts in the reading; what is corrected counts as corrected.",
        tag: .findings, action: .decideFinding,
        input: .json(.object("Verdict", "What a person says of a finding.", [
            .required("verdict", .choice(["confirm", "reject", "correct", "reopen"]), "reopen takes back what was decided."),
            .optional("reason", .text(2_000), "For reject."), .optional("kind", .choice(FindingKind.self), "For correct: what it is instead."),
            .optional("side", MeetingViews.side, "For correct: whose it is."),
        ])),
        output: .value(ClaimJSON.schema), isVersioned: true, uses: ["DecideFinding.decide"]
    ) { request in
        let body = request.body
        guard let seen = request.seen.flatMap(Standing.init(rawValue:)) else { throw Problem(.stale, "`If-Match` names no version of this. Read it again and hand back its `ETag`.") }
        let verdict: FindingVerdict
        switch body.text("verdict") {
        case "confirm": verdict = .confirm
        case "reject": verdict = .reject(reason: body.text("reason"))
        case "reopen": verdict = .reopen
        default:
            guard let kind = body.choice("kind", FindingKind.self) else { throw Problem.field("/kind", "A correction needs it.") }
            verdict = .correct(kind: kind, side: body.choice("side", Side.self))
        }
        let claim = try await request.bench.decide(try request.place(Claim.self), verdict, expecting: seen, by: request.visitor)
        return try .claim(claim, at: "/claims/\(claim.id)")
    }

    private static let readers = Schema.object("ClaimReaders", "Who may know of a claim.", [
        .optional("confidentialTo", .list(.id), "The only ones; missing: everybody who sees what it is about."),
        .required("possible", .list(NameJSON.schema), "Members it can be made confidential to."),
        .required("staying", .list(NameJSON.schema), "Members who know of it in any case: whoever stated or confirmed it."),
        .required("mayChange", .boolean, "Whether you may say who knows: you stated it, or say who works an account."),
    ])

    private static func shownReaders(_ request: APIRequest) async throws -> APIAnswer {
        let readers = try await request.bench.confidentiality(of: try request.place(Claim.self), by: request.visitor)
        return try .value(JSONValue.object([
            "confidentialTo": readers.claim.confidentialTo.map { .ids($0) }, "possible": .list(readers.members.map { .named($0.id, $0.name) }),
            "staying": .list(readers.staying.map { .named($0.id, $0.name) }), "mayChange": .boolean(readers.maySay),
        ]), tag: ContentTag(ofIDs: readers.claim.confidentialTo))
    }

    private static let claimReaders = Endpoint(
        .get, "/claims/{id}/confidentiality", "claimReaders", "Who may know of a claim", tag: .findings, action: .watchMeeting, needs: [.makeConfidential],
        output: .value(readers), uses: ["MakeConfidential.confidentiality"]
    ) { request in
        try await shownReaders(request)
    }

    private static let makeConfidential = Endpoint(
        .put, "/claims/{id}/confidentiality", "makeConfidential", "Lets only some members know of a claim", about: "For others it is in no reading, report, export, search or suggestion. It is said by whoever stated it, or was the only one to confirm what no person stated, and by managers and administrators.",
        tag: .findings, action: .makeConfidential, needs: [.watchMeeting],
        input: .json(.object("Confidentiality", "Who may know of it.", [
            .required("members", Schema.list(.id, most: 1_000).orNull, "These, whoever asks and whoever stated or confirmed it; null: everybody who sees what it is about."),
        ])),
        output: .value(readers), isVersioned: true, uses: ["MakeConfidential.makeConfidential"]
    ) { request in
        try await request.bench.makeConfidential(
            try request.place(Claim.self), to: request.body.ids("members", Member.self).map(Set.init), expecting: request.seenContent, by: request.visitor
        )
        return try await shownReaders(request)
    }
}
