import HTTPTypes

/// What the document says of answers: those that were asked for, and those that say why not.
extension OpenAPIDocument {
    /// The headers that several answers have, by name.
    static let headers = JSONValue.object([
        "RateLimit": header("How many requests are left with this token and from this address, and in how many seconds all are there again.", example: "\"token\";r=599;t=1"),
        "RateLimit-Policy": header("How many requests are carried out in how many seconds, by token and by address.", example: "\"token\";q=600;w=60"),
        "Retry-After": header("After how many seconds to send it again.", type: "integer", example: 5),
        "WWW-Authenticate": header("What lets in: a token, or a scope that it lacks.", example: "Bearer realm=\"Covalence\""),
        "Idempotency-Replayed": header("`true` where the request came with its `Idempotency-Key` before, and was not carried out again.", example: "true"),
    ])

    /// Why something was not done, by status; the types of each are those of the list of problems.
    static let refusals = JSONValue.object(Dictionary(grouping: Problem.Kind.allCases, by: \.status).sorted { $0.key < $1.key }.map { status, kinds -> JSONValue.Member in
        let waits: [JSONValue.Member] = [429, 503].contains(status) ? [shared("Retry-After")] : []
        let asks: [JSONValue.Member] = [401, 403].contains(status) ? [shared("WWW-Authenticate")] : []
        return JSONValue.Member(name: name(status), value: refusal(kinds.map { "`\($0.type)`: \($0.meaning)" }.joined(separator: "\n\n"), limits + waits + asks))
    })

    /// The answers of an endpoint.
    static func responses(_ endpoint: Endpoint) -> JSONValue {
        var headers: [JSONValue.Member] = []
        func add(_ name: String, _ about: String) { headers.append(.init(name: name, value: header(about))) }
        if endpoint.output.schema != nil { add("ETag", "Names what you got.") }
        if endpoint.output.status == 201 { add("Location", "Where it is.") }
        if case .page = endpoint.output { add("Link", "The next page.") }
        if endpoint.takesKey { headers.append(shared("Idempotency-Replayed")) }
        headers += limits
        let content = content(endpoint)
        let good: [Int: String] = [200: "Done.", 201: "Made.", 202: "Taken in.", 204: "Done; there is nothing to say."]
        var members: [JSONValue.Member] = [.init(name: "\(endpoint.output.status)", value: .object([
            "description": .text(good[endpoint.output.status] ?? "Done."), "headers": .object(headers), "content": content,
        ]))]
        if case .valueOrAccepted = endpoint.output {
            members.append(.init(name: "202", value: .object(["description": .text(good[202] ?? ""), "headers": .object(limits), "content": content])))
        }
        if endpoint.method == .get, endpoint.output.schema != nil {
            members.append(.init(name: "304", value: .object(["description": "You have it already.", "headers": .object(limits)])))
        }
        for status in Set(Problem.Kind.allCases.filter { $0.mayCome(of: endpoint) }.map(\.status)).sorted() {
            members.append(.init(name: "\(status)", value: .object(["$ref": .text("#/components/responses/\(name(status))")])))
        }
        members.append(.init(name: "default", value: refusal("Why it was not done.", limits)))
        return .object(members)
    }

    private static func content(_ endpoint: Endpoint) -> JSONValue? {
        let line = endpoint.givenLine?.document(isInput: false)
        if let schema = endpoint.output.schema {
            // An event of a stream as the browser’s `EventSource` gives it († WHATWG HTML, server-sent events).
            let event = line.map { line in
                JSONValue.object(["type": "object", "required": ["id"], "properties": .object([
                    "id": .object(["type": "string", "description": "Goes into `Last-Event-ID`. It may stand alone, where what happened is out of sight."]),
                    "event": .object(["type": "string", "description": "What happened, as `type` of the data."]),
                    "data": .object(["type": "string", "contentMediaType": "application/json", "contentSchema": line]),
                ])])
            }
            let streams = endpoint.streams.map { JSONValue.Member(name: $0, value: .object(["schema": .object(["type": "string"]), "x-itemSchema": event])) }
            return .object([.init(name: "application/json", value: .object(["schema": schema.document(isInput: false)]))] + streams)
        }
        guard case .file(let types) = endpoint.output else { return nil }
        return .object(types.map { .init(name: $0, value: .object(["x-itemSchema": line])) })
    }

    private static func name(_ status: Int) -> String { "Problem\(status)" }

    private static func refusal(_ about: String, _ headers: [JSONValue.Member]) -> JSONValue {
        .object([
            "description": .text(about), "headers": .object(headers),
            "content": .object(["application/problem+json": .object(["schema": Problem.schema.document(isInput: false)])]),
        ])
    }

    /// What every answer says.
    private static let limits = [shared("RateLimit"), shared("RateLimit-Policy")]

    private static func shared(_ name: String) -> JSONValue.Member { .init(name: name, value: .object(["$ref": .text("#/components/headers/\(name)")])) }

    private static func header(_ about: String, type: JSONValue = "string", example: JSONValue? = nil) -> JSONValue {
        .object(["description": .text(about), "schema": .object(["type": type]), "example": example])
    }
}

extension Problem.Kind {
    /// Whether an endpoint can answer with it. What comes of that nobody foresaw is told under `default`.
    func mayCome(of endpoint: Endpoint) -> Bool {
        let isLook = endpoint.method == .get
        let takesBody = if case .none = endpoint.input { false } else { true }
        let namesThings = !endpoint.pathNames.isEmpty || takesBody || endpoint.allParameters.contains { $0.schema.holdsIDs }
        return switch self {
        case .unreadable, .badParameter, .notAcceptable, .notSignedIn, .notAllowed, .scopeMissing, .tooMany, .refused, .busy, .fileMissing, .fault: true
        case .badField: endpoint.input.schema != nil
        case .tooLarge, .badMediaType: takesBody
        case .notFound: namesThings
        case .erased: namesThings || !endpoint.streams.isEmpty
        case .consentMissing, .exists, .conflict, .full: !isLook
        case .versionMissing, .stale: endpoint.isVersioned
        case .keyReused, .keyBusy, .keyUnknown: endpoint.takesKey
        case .methodNotAllowed: false
        }
    }
}

extension Schema {
    /// Whether ids stand in it.
    fileprivate var holdsIDs: Bool {
        switch form {
        case .id: true
        case .list(let item, _): item.holdsIDs
        default: false
        }
    }
}
