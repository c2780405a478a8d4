import Covalence
import HTTPTypes
import Store
import Workbench

extension Endpoint {
    /// The token's member themselves, and tokens.
    static let me = [
        ownAccount, changeOwnName, endOwnSession, endOwnSessions, ownTokens, revokeOwnToken, allTokens, revokeToken, ownMeasures, measuresInSight, sellerMeasures, teamMeasures,
    ]

    private static let account = Schema.object("OwnAccount", "The token’s member.", [
        .required("id", .id), .required("name", .text()), .required("address", .text()), .required("role", .choice(Role.self)), .optional("person", .id),
        .required("hasPassword", .boolean), .required("hasOneTimeCodes", .boolean), .required("recoveryCodesLeft", .count), .optional("changedAt", .time, "When password or codes were changed last."),
        .required("sessions", .list(.object("Session", "A browser that is signed in.", [
            .required("id", .id), .required("madeAt", .time), .required("lastUsedAt", .time), .required("expiresAt", .time), .required("origin", .text()), .required("browser", .text()),
        ]))),
        .required("measuresSeenBy", .list(NameJSON.schema), "Who may see the member’s own measures."), .required("workspace", NameJSON.schema),
    ])

    private static func shownAccount(_ request: APIRequest) async throws -> APIAnswer {
        let own = try await request.bench.ownAccount(by: request.visitor), workspace = request.bench.workspace
        return try .value(JSONValue.object([
            "id": .of(own.member.id), "name": .text(own.member.name), "address": .text(own.member.address), "role": .text(own.member.role.rawValue), "person": .of(own.member.person),
            "hasPassword": .boolean(own.hasPassword), "hasOneTimeCodes": .boolean(own.hasOneTimeCodes), "recoveryCodesLeft": .integer(own.recoveryCodesLeft), "changedAt": .of(own.changedAt),
            "sessions": .list(own.sessions.map { session in
                .object([
                    "id": .of(session.id), "madeAt": .of(session.madeAt), "lastUsedAt": .of(session.lastUsedAt), "expiresAt": .of(session.expiresAt),
                    "origin": .text(session.origin), "browser": .text(session.browser),
                ])
            }),
            "measuresSeenBy": .list(own.seenBy.map { .named($0.viewer.id, $0.viewer.name) }), "workspace": .named(workspace.id, workspace.name),
        ]))
    }

    private static let ownAccount = Endpoint(
        .get, "/me", "ownAccount", "The token’s member", tag: .me, action: .seeOwnAccount, output: .value(account), uses: ["OwnAccount.ownAccount"]
    ) { request in
        try await shownAccount(request)
    }

    private static let changeOwnName = Endpoint(
        .patch, "/me", "changeOwnName", "Changes the member’s own name", tag: .me, action: .changeOwnAccount, needs: [.seeOwnAccount],
        input: .json(.object("OwnChanges", "What of oneself is to be changed.", [.optional("name", .words(200))])), output: .value(account), uses: ["OwnAccount.changeOwnName"]
    ) { request in
        if let name = request.body.text("name") { try await request.bench.changeOwnName(name, by: request.visitor) }
        return try await shownAccount(request)
    }

    private static let endOwnSession = Endpoint(
        .delete, "/me/sessions/{id}", "endOwnSession", "Signs one of the member’s browsers out", tag: .me, action: .changeOwnAccount, output: .nothing, uses: ["OwnAccount.endOwnSession"]
    ) { request in
        try await request.bench.endOwnSession(try request.place(Session.self), by: request.visitor)
        return .nothing
    }

    private static let endOwnSessions = Endpoint(
        .delete, "/me/sessions", "endOwnSessions", "Signs all of the member’s browsers out", about: "Tokens stay.", tag: .me, action: .changeOwnAccount, output: .nothing,
        uses: ["OwnAccount.signOutEverywhere"]
    ) { request in
        try await request.bench.signOutEverywhere(keepingThis: false, by: request.visitor)
        return .nothing
    }

    private static func view(_ line: TokenLine) -> JSONValue {
        let token = line.token
        return .object([
            "id": .of(token.id), "name": .text(token.name), "beginning": .text(token.beginning), "member": .named(line.member.id, line.member.name), "scopes": .texts(token.scopes),
            "madeAt": .of(token.madeAt), "expiresAt": .of(token.expiresAt), "lastUsedAt": .of(token.lastUsedAt), "revokedAt": .of(token.revokedAt), "isLive": .boolean(line.isLive),
        ])
    }

    private static let token = Schema.object("Token", "What lets a program in; never its secret.", [
        .required("id", .id), .required("name", .text()), .required("beginning", .text(), "How it begins."), .required("member", NameJSON.schema, "Whom it acts for."),
        .required("scopes", .list(.choice(TokenScope.self))), .required("madeAt", .time), .required("expiresAt", .time), .optional("lastUsedAt", .time, "To the minute."),
        .optional("revokedAt", .time), .required("isLive", .boolean, "Whether it lets in now."),
    ])

    private static let ownTokens = Endpoint(
        .get, "/me/tokens", "ownTokens", "The member’s own tokens, newest first", tag: .me, action: .seeTokens, parameters: Parameter.page, output: .page(token), uses: ["Tokens.ownTokens"]
    ) { request in
        try .slice(try await request.bench.ownTokens(by: request.visitor), of: request, place: { ListPlace(rank: -$0.token.madeAt.milliseconds, id: $0.id.description) }) { view($0) }
    }

    private static let revokeOwnToken = Endpoint(
        .delete, "/me/tokens/{id}", "revokeOwnToken", "Ends one of the member’s own tokens", about: "Also the one that asks.", tag: .me, action: .revokeToken, output: .nothing, uses: ["Tokens.revokeToken"]
    ) { request in
        try await request.bench.revokeToken(try request.place(APIToken.self), by: request.visitor)
        return .nothing
    }

    private static let allTokens = Endpoint(
        .get, "/tokens", "allTokens", "Everybody’s tokens, newest first", tag: .members, action: .seeAllTokens, parameters: Parameter.page, output: .page(token), uses: ["Tokens.allTokens"]
    ) { request in
        try .slice(try await request.bench.allTokens(by: request.visitor), of: request, place: { ListPlace(rank: -$0.token.madeAt.milliseconds, id: $0.id.description) }) { view($0) }
    }

    private static let revokeToken = Endpoint(
        .delete, "/tokens/{id}", "revokeToken", "Ends anybody’s token", tag: .members, action: .revokeAnyToken, needs: [.revokeToken], output: .nothing, uses: ["Tokens.revokeToken"]
    ) { request in
        try await request.bench.revokeToken(try request.place(APIToken.self), by: request.visitor)
        return .nothing
    }

    // MARK: Measures

    private static let rows = Schema.list(.object("MeasureRow", "A measure over meetings.", [
        .required("key", .choice(SellerMeasures.Key.self)), .required("meaning", .text()), .optional("distribution", .open), .required("notKnown", .count, "Meetings of which it is not known."),
        .required("values", .list(.object("MeasureValue", "Of one meeting.", [.required("meeting", .id), .optional("number", .number), .optional("utterance", .count)]))),
    ]))
    private static let mirror = Schema.object("SellerMeasures", "A seller’s measures.", [
        .required("seller", NameJSON.schema), .required("rows", rows), .required("seenBy", .list(NameJSON.schema)), .required("isCut", .boolean, "Whether older meetings were left out."),
    ])

    private static func view(_ rows: [SellerMeasures.Row]) throws -> JSONValue {
        .list(try rows.map { row in
            .object([
                "key": .text(row.key.rawValue), "meaning": .text(row.key.meaning), "distribution": try row.distribution.map { try .encoded($0) }, "notKnown": .integer(row.notKnown),
                "values": .list(row.values.map { .object(["meeting": .of($0.meeting), "number": .of($0.number), "utterance": .of($0.utterance)]) }),
            ])
        })
    }

    private static func view(_ mirror: SellerMirror) throws -> JSONValue {
        .object([
            "seller": .named(mirror.seller.id, mirror.seller.name), "rows": try view(mirror.measures.rows), "seenBy": .list(mirror.seenBy.map { .named($0.id, $0.name) }),
            "isCut": .boolean(mirror.isCut),
        ])
    }

    private static let ownMeasures = Endpoint(
        .get, "/me/measures", "ownMeasures", "The member’s own measures, and who else may see them", tag: .measures, action: .seeOwnMeasures, output: .value(mirror),
        uses: ["SeeMeasures.ownMeasures"]
    ) { request in
        try .value(view(try await request.bench.ownMeasures(by: request.visitor)))
    }

    private static let measuresInSight = Endpoint(
        .get, "/measures", "measuresInSight", "The teams and sellers whose measures the member may see", tag: .measures, action: .seeOwnAccount,
        output: .value(.object("MeasuresInSight", "Teams and sellers.", [.required("teams", .list(NameJSON.schema)), .required("sellers", .list(NameJSON.schema))])),
        uses: ["MeasuresInSight.measuresInSight"]
    ) { request in
        let found = try await request.bench.measuresInSight(by: request.visitor)
        return try .value(JSONValue.object(["teams": .list(found.teams.map { .named($0.id, $0.name) }), "sellers": .list(found.sellers.map { .named($0.id, $0.name) })]))
    }

    private static let sellerMeasures = Endpoint(
        .get, "/members/{id}/measures", "sellerMeasures", "A seller’s measures, for whom leave was given", tag: .measures, action: .seeSellersMeasures, output: .value(mirror),
        uses: ["SeeMeasures.measures"]
    ) { request in
        try .value(view(try await request.bench.measures(of: try request.place(Member.self), by: request.visitor)))
    }

    private static let teamMeasures = Endpoint(
        .get, "/teams/{id}/measures", "teamMeasures", "A team’s measures, in which no single person can be made out", tag: .measures, action: .seeTeamMeasures,
        output: .value(.object("TeamMeasures", "A team’s measures.", [
            .required("team", NameJSON.schema), .required("sellers", .count, "Who took part in a measured meeting."), .required("meetings", .count),
            .optional("rows", rows, "Missing where fewer than three sellers would show."), .required("isCut", .boolean),
        ])), uses: ["SeeMeasures.measures"]
    ) { request in
        let mirror = try await request.bench.measures(of: try request.place(Team.self), by: request.visitor)
        return try .value(JSONValue.object([
            "team": .named(mirror.team.id, mirror.team.name), "sellers": .integer(mirror.sellers), "meetings": .integer(mirror.meetings),
            "rows": try mirror.rows.map { try view($0) }, "isCut": .boolean(mirror.isCut),
        ]))
    }
}
