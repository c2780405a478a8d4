import HTTPTypes
import Store
import Workbench

/// One thing that can be asked of the API, as a value. The routes and the served document are made from the same list of these.
struct Endpoint: Sendable {
    /// What comes in.
    enum Input: Sendable {
        case none
        case json(Schema)
        /// Bytes that are not held in memory, of one of these types; `*/*` for any.
        case stream([String])

        var schema: Schema? { if case .json(let schema) = self { schema } else { nil } }
    }

    /// What goes out where all went well.
    enum Output: Sendable {
        case value(Schema)
        case page(Schema)
        /// It was made, and stands at `Location`.
        case created(Schema)
        /// It was taken in and is worked on.
        case accepted(Schema)
        /// Done at once, or taken in and worked on, where the answer says so.
        case valueOrAccepted(Schema)
        case nothing
        /// A file, of one of these types.
        case file([String])

        var status: Int {
            switch self {
            case .value, .valueOrAccepted, .page, .file: 200
            case .created: 201
            case .accepted: 202
            case .nothing: 204
            }
        }

        var schema: Schema? {
            switch self {
            case .value(let schema), .created(let schema), .accepted(let schema), .valueOrAccepted(let schema): schema
            case .page(let item): .page(item)
            case .nothing, .file: nil
            }
        }

        var types: [String] { if case .file(let types) = self { types } else { ["application/json"] } }
    }

    /// What a repeated request with the same `Idempotency-Key` is answered with.
    enum Replay: Sendable {
        /// The thing at `Location`, as it is now.
        case look
        /// The same in the shape of this endpoint, from a request that looks at it there.
        case shown(@Sendable (APIRequest) async throws -> APIAnswer)
        /// The same ids and numbers: the answer is kept, so it must hold no words.
        case keep
        /// It takes no key and is simply done again; the sentence says why that does no harm.
        case again(String)
    }

    var method: HTTPRequest.Method
    /// Below `/api/v1`: `/organizations/{id}`.
    var path: String
    /// Names it in programs: `listOrganizations`.
    var operation: String
    /// What it does, in a line.
    var summary: String
    /// More on it, in a paragraph.
    var about: String?
    var tag: Tag
    /// What is asked for at the door; scope and permission follow.
    var action: Action
    /// What is asked for besides, before or after: what is read to change it, what is shown of what was changed.
    var needs: [Action] = []
    /// Those of the query. Those of the path are named in it.
    var parameters: [Parameter] = []
    var input: Input = .none
    var output: Output
    /// Types it gives besides, where they are asked for by name: a stream of what else comes in pages.
    var streams: [String] = []
    /// What each line of a body is that comes in lines; nil for other bodies.
    var takenLine: Schema?
    /// What each line is of an answer that goes out in lines, or the data of each event of a stream.
    var givenLine: Schema?
    /// Whether it changes something that has a version, so that `If-Match` must say which was seen.
    var isVersioned = false
    var replay: Replay = .look
    var isDeprecated = false
    /// The use cases behind it, as `File.function`; a test walks them.
    var uses: [String]
    var handler: @Sendable (APIRequest) async throws -> APIAnswer

    /// What is in it beside what it does.
    init(
        _ method: HTTPRequest.Method, _ path: String, _ operation: String, _ summary: String, about: String? = nil, tag: Tag, action: Action,
        needs: [Action] = [], parameters: [Parameter] = [], input: Input = .none, output: Output, streams: [String] = [],
        takenLine: Schema? = nil, givenLine: Schema? = nil, isVersioned: Bool = false, replay: Replay = .look, isDeprecated: Bool = false,
        uses: [String], handler: @escaping @Sendable (APIRequest) async throws -> APIAnswer
    ) {
        self.method = method
        self.path = path
        self.operation = operation
        self.summary = summary
        self.about = about
        self.tag = tag
        self.action = action
        self.needs = needs
        self.parameters = parameters
        self.input = input
        self.output = output
        self.streams = streams
        self.takenLine = takenLine
        self.givenLine = givenLine
        self.isVersioned = isVersioned
        self.replay = replay
        self.isDeprecated = isDeprecated
        self.uses = uses
        self.handler = handler
    }

    /// Carries a request out; a refusal that is about a field names its place.
    func answer(_ request: APIRequest) async throws -> APIAnswer {
        do { return try await handler(request) } catch let error as StoreError where error.field != nil {
            guard let problem = Problem(cause: error) else { throw error }
            throw problem.placed(in: self)
        }
    }

    /// Whether its body is not held in memory.
    var isStreamed: Bool { if case .stream = input { true } else { false } }

    /// The shapes of all that comes in and goes out.
    var shapes: [Schema] { [output.schema, input.schema, takenLine, givenLine].compactMap(\.self) }

    /// All that it asks for at the door.
    var actions: [Action] { [action] + needs }

    /// The scopes a token needs for it.
    var scopes: [TokenScope] { TokenScope.allCases.filter(Set(actions.map(\.scope)).contains) }

    /// What it gives.
    var types: [String] { output.types + streams }

    /// The names in braces.
    var pathNames: [String] {
        path.split(separator: "/").filter { $0.hasPrefix("{") }.map { String($0.dropFirst().dropLast()) }
    }

    /// Those of the path and of the query. What stands in the path is an id unless it is listed.
    var allParameters: [Parameter] {
        let listed = parameters.filter { $0.place == .path }.map(\.name)
        return pathNames.filter { !listed.contains($0) }.map { Parameter(name: $0, place: .path, schema: .id, isRequired: true) } + parameters
    }

    /// Whether a repeated request is told from a new one by its key.
    var takesKey: Bool { method == .post && whyNoKey == nil }

    /// Why a POST takes no key; nil where it does.
    var whyNoKey: String? { if case .again(let reason) = replay { reason } else { nil } }

    /// Under what it stands in the document.
    enum Tag: String, CaseIterable, Sendable {
        case organizations = "Organisations"
        case people = "People"
        case interactions = "Interactions"
        case meetings = "Meetings"
        case objectives = "Sales objectives"
        case imports = "Imports"
        case findings = "Findings and claims"
        case codebooks = "Codebooks"
        case search = "Search"
        case topics = "Topics"
        case measures = "Measures"
        case members = "Members and teams"
        case workspace = "Workspace"
        case privacy = "Privacy"
        case operation = "Operation"
        case me = "Oneself"
        case events = "Events and webhooks"
    }
}
