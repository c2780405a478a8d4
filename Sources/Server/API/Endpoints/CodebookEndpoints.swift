import Covalence
import Foundation
import HTTPTypes
import HummingbirdCore
import Language
import NIOCore
import Store
import Workbench

extension Endpoint {
    /// Codebooks: what is looked for in conversations, what people decided, how well it is found.
    static let codebooks = [
        listCodebooks, openCodebook, codebookFile, proposeCodebook, saveCodebook, askCodes, decideCode, passOverCode, listCodeDecisions, codeFigures, learnCodebook,
        suggestCodes,
    ]

    private static let name = Parameter(name: "name", place: .path, schema: Schema.words(80).described("The codebook’s name."), isRequired: true)
    private static let version = Parameter.query("version", .integer(1...1_000_000), "This version; the newest where missing.")
    private static let yaml = ["application/yaml", "text/yaml", "text/plain", "application/octet-stream"]

    private static func name(_ request: APIRequest) throws -> String {
        guard let name = request.text("name") else { throw Problem.parameter("name", "It is missing.") }
        return name
    }

    /// The text of a body, within the size of a codebook.
    private static func text(_ request: APIRequest) async throws -> String {
        var bytes: [UInt8] = []
        for try await piece in request.stream {
            bytes += Array(buffer: piece)
            guard bytes.count <= CodebookReader.mostBytes else { throw Problem(.tooLarge, "A codebook has at most 8 MB. Split it.") }
        }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw Problem(.refused, "The body is not UTF-8. Convert it, for instance with iconv -t UTF-8.") }
        return text
    }

    private static let listCodebooks = Endpoint(
        .get, "/codebooks", "listCodebooks", "The codebooks of the workspace, those that come with the program first", tag: .codebooks, action: .seeCodebooks,
        output: .value(.whole(CodebookViews.line)), uses: ["SeeCodebooks.codebooks"]
    ) { request in
        try .whole(try await request.bench.codebooks(by: request.visitor).map { CodebookViews.view($0) })
    }

    private static let openCodebook = Endpoint(
        .get, "/codebooks/{name}", "openCodebook", "A codebook with its codes and versions", tag: .codebooks, action: .seeCodebooks, parameters: [name, version],
        output: .value(CodebookViews.codebook), uses: ["SeeCodebooks.codebook"]
    ) { request in
        try .value(CodebookViews.view(try await request.bench.codebook(try name(request), version: request.integer("version"), by: request.visitor)))
    }

    private static let codebookFile = Endpoint(
        .get, "/codebooks/{name}/file", "codebookFile", "A codebook as the YAML it was written in", tag: .codebooks, action: .seeCodebooks, parameters: [name, version],
        output: .file(["application/yaml"]), uses: ["SeeCodebooks.codebookText"]
    ) { request in
        let name = try name(request)
        let text = try await request.bench.codebookText(name, version: request.integer("version"), by: request.visitor)
        return .file(Data(text.utf8), name: "\(name).yaml", type: "application/yaml")
    }

    private static let proposeCodebook = Endpoint(
        .post, "/codebooks/preview", "previewCodebook", "Says what saving a codebook would change; saves nothing", about: "The body is the YAML. Its name says which codebook it is a version of.",
        tag: .codebooks, action: .editCodebook, input: .stream(yaml), output: .value(CodebookViews.proposal),
        replay: .again("nothing is changed."), uses: ["ProposeCodebook.proposeCodebook"]
    ) { request in
        try .value(CodebookViews.view(try await request.bench.proposeCodebook(try await text(request), by: request.visitor)))
    }

    private static let saveCodebook = Endpoint(
        .post, "/codebooks", "saveCodebook", "Saves a codebook, or the next version of one", about: "The body is the YAML. Its version is raised to the next one. With the name of one that comes with the program it is that one’s next version in this workspace.",
        tag: .codebooks, action: .editCodebook, needs: [.seeCodebooks],
        parameters: [
            .needed("madeFrom", .integer(0...1_000_000), "The version it was made from; 0 for a new one. `previewCodebook` says it."), .query("note", .words(2_000), "What was changed and why."),
        ],
        input: .stream(yaml), output: .created(CodebookViews.codebook), uses: ["SaveCodebook.saveCodebook"]
    ) { request in
        let saved = try await request.bench.saveCodebook(try await text(request), madeFrom: request.integer("madeFrom") ?? 0, note: request.text("note"), by: request.visitor)
        return try .value(CodebookViews.view(try await request.bench.codebook(saved.name, by: request.visitor)), at: "/codebooks/\(saved.name)")
    }

    private static let askCodes = Endpoint(
        .get, "/codebooks/{name}/questions", "askCodes", "Turns to ask about: does this carry the code?", about: "Most are likely, some near a score of 0.5, about a fifth a random sample. None was decided on.",
        tag: .codebooks, action: .askCodes,
        parameters: [name, .query("code", .words(80), "The one with the fewest decisions where missing."), .query("count", .integer(1...10), "At most so many; 1 where missing.")],
        output: .value(CodeDecisionViews.questions), uses: ["AskCodes.nextQuestions"]
    ) { request in
        try .value(CodeDecisionViews.view(
            try await request.bench.nextQuestions(
                try name(request), code: request.text("code"), count: request.integer("count") ?? 1, patience: LearningPatience.ofPages, by: request.visitor
            )
        ))
    }

    private static let place: [Schema.Field] = [
        .required("code", .words(80)), .optional("meeting", .id, "Either this"), .optional("interaction", .id, "or this."), .required("version", .integer(1...1_000_000)),
        .required("first", .count, "The first utterance; of an interaction, where the words begin in its text, in Unicode scalars."),
        .required("count", .integer(1...100_000), "Utterances, at most 100; or scalars."),
    ]

    private static func place(_ body: APIBody) throws -> CodeDecision.Place {
        let version = body.integer("version") ?? 1, first = body.integer("first") ?? 0, count = body.integer("count") ?? 1
        switch (body.id("meeting", Meeting.self), body.id("interaction", Interaction.self)) {
        case (let meeting?, nil): return .turn(meeting, version: version, first: first, count: count)
        case (nil, let interaction?): return .passage(interaction, version: version, range: first..<first + count)
        default: throw Problem.field("/meeting", "Name a meeting or an interaction, one of the two.")
        }
    }

    private static let decideCode = Endpoint(
        .post, "/codebooks/{name}/decisions", "decideCode", "Says whether some words carry a code", about: "A later answer on the same place and code, by whomever, takes the place of an earlier one.",
        tag: .codebooks, action: .decideCode, parameters: [name],
        input: .json(.object("NewCodeDecision", "An answer.", place + [
            .required("verdict", .choice(CodeDecision.Verdict.self)), .optional("asked", .choice(CodeDecision.Asked.self), "As the question said; missing where nobody asked."),
        ])),
        output: .accepted(.object("KeptDecision", "An answer as it is kept.", [
            .required("id", .id), .optional("score", .number, "Of the code, before anything was learnt of these words; 0 to 1."), .optional("asked", .choice(CodeDecision.Asked.self)),
        ])),
        replay: .keep, uses: ["DecideCode.decide"]
    ) { request in
        guard let verdict = request.body.choice("verdict", CodeDecision.Verdict.self) else { throw Problem.field("/verdict", "It is missing.") }
        let decision = try await request.bench.decide(
            try request.body.needed("code"), of: try name(request), verdict, at: try place(request.body), asked: request.body.choice("asked", CodeDecision.Asked.self), by: request.visitor
        )
        return try .value(JSONValue.object(["id": .of(decision.id), "score": .of(decision.score), "asked": .of(decision.asked?.rawValue)]))
    }

    private static let passOverCode = Endpoint(
        .post, "/codebooks/{name}/passed-over", "passOverCode", "Passes over a question: it is not asked again for some minutes", tag: .codebooks, action: .askCodes, parameters: [name],
        input: .json(.object("PassedOver", "A question.", place)), output: .nothing, uses: ["AskCodes.passOver"]
    ) { request in
        try await request.bench.passOver(try place(request.body), codebook: try name(request), code: try request.body.needed("code"), by: request.visitor)
        return .nothing
    }

    private static let listCodeDecisions = Endpoint(
        .get, "/codebooks/{name}/decisions", "listCodeDecisions", "Decisions on what is in sight, newest first", tag: .codebooks, action: .seeCodebooks,
        parameters: [name, .query("code", .words(80), "Only these."), .query("history", .boolean, "Also those that hold no longer.")] + Parameter.page,
        output: .page(CodeDecisionViews.decision), uses: ["DecideCode.codeDecisions"]
    ) { request in
        let query = CodeDecisionQuery(
            codebook: try name(request), code: request.text("code"), withHistory: request.flag("history"), cursor: try request.cursor(), limit: request.limit
        )
        return try .page(try await request.bench.codeDecisions(query, by: request.visitor), of: request) { CodeDecisionViews.view($0) }
    }

    private static let codeFigures = Endpoint(
        .get, "/codebooks/{name}/figures", "codeFigures", "How well the codes are found: by cross-validation, and on what people decided", tag: .codebooks, action: .seeCodebooks,
        parameters: [name], output: .value(CodeDecisionViews.figures), uses: ["SeeCodeFigures.codeFigures"]
    ) { request in
        try .value(CodeDecisionViews.view(try await request.bench.codeFigures(try name(request), by: request.visitor)))
    }

    private static let learnCodebook = Endpoint(
        .post, "/codebooks/{name}/learn", "learnCodebook", "Has a codebook learnt anew at once", tag: .codebooks, action: .learnCodebook, parameters: [name],
        output: .accepted(.object("LearningJob", "The job that learns it.", [.required("job", .id)])), replay: .keep, uses: ["LearnCodebook.learnCodebook"]
    ) { request in
        try .value(JSONValue.object(["job": .of(try await request.bench.learnCodebook(try name(request), by: request.visitor).id)]))
    }

    private static let suggestCodes = Endpoint(
        .post, "/codebooks/{name}/suggestions", "suggestCodes", "Suggests codes for texts", about: "A score above 0.5 says that the code is likelier than none. It is a chance only as far as `codeFigures` says so.",
        tag: .codebooks, action: .seeCodebooks, parameters: [name],
        input: .json(.object("TextsToCode", "Texts.", [
            .required("texts", .list(.object("TextToCode", "A text.", [.required("text", .words(20_000)), .optional("side", .choice(Side.self), "Whose words they are.")]), most: Workbench.mostTexts)),
        ])),
        output: .value(.object("SuggestedCodes", "Codes for each text, in their order.", [
            .required("engine", .text()), .required("texts", .list(.list(.object("SuggestedCode", "A code with its score, best first.", [.required("code", .text()), .required("score", .number)])))),
        ])),
        replay: .again("nothing is changed."), uses: ["SuggestCodes.suggestCodes"]
    ) { request in
        let texts = (request.body.objects("texts") ?? []).compactMap { text in text.text("text").map { SuggesterInput($0, side: text.choice("side", Side.self)) } }
        let found = try await request.bench.suggestCodes(texts, of: try name(request), patience: LearningPatience.ofPrograms, by: request.visitor)
        return try .value(JSONValue.object([
            "engine": .text(found.engine.rawValue),
            "texts": .list(found.codes.map { codes in .list(codes.map { .object(["code": .text($0.code), "score": .number($0.score)]) }) }),
        ]))
    }
}
