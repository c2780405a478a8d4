import Covalence
import Language
import Store
import Workbench

/// Codebooks as JSON.
enum CodebookViews {
    static let line = Schema.object("CodebookLine", "A codebook.", [
        .required("name", .text()), .required("title", .text()), .required("version", .count, "The newest."), .required("codes", .count, "Codes that texts can carry."),
        .required("isBuiltIn", .boolean, "Whether one of this name comes with the program."), .required("isOwn", .boolean, "Whether the workspace has its own version."),
        .optional("author", .text(), "Who made the newest own version."), .optional("madeAt", .time),
    ])

    static func view(_ line: CodebookLine) -> JSONValue {
        .object([
            "name": .text(line.name), "title": .text(line.title), "version": .integer(line.version), "codes": .integer(line.codes), "isBuiltIn": .boolean(line.isBuiltIn),
            "isOwn": .boolean(line.isOwn), "author": .of(line.author), "madeAt": .of(line.madeAt),
        ])
    }

    private static let example = Schema.object("CodeExample", "A text that carries a code, or looks like it.", [
        .required("text", .text()), .optional("side", .choice(Side.self)), .required("codes", .list(.text()), "All it carries."),
        .required("isMissed", .boolean, "Whether it tells of something left undone."),
    ])

    private static let code = Schema.object("Code", "A code, or a group of codes.", [
        .required("code", .text()), .optional("parent", .text(), "The one it is below."), .required("title", .text()), .required("definition", .text()), .optional("whenToUse", .text()),
        .optional("whenNotToUse", .text()), .required("units", .list(.choice(Code.Unit.self))), .required("sides", .list(.choice(Side.self)), "Empty for anybody."),
        .required("examples", .list(example, most: 100_000)), .required("counterExamples", .list(example, most: 100_000)), .required("isGroup", .boolean),
        .required("decisions", decisionCount),
    ])

    private static let decisionCount = Schema.object("DecisionCount", "Decisions that hold.", [.required("carries", .count), .required("doesNotCarry", .count)])

    static let version = Schema.object("CodebookVersion", "A version of a codebook of the workspace’s own.", [
        .required("name", .text()), .required("version", .count), .required("title", .text()), .required("codes", .count), .optional("note", .text()), .required("author", .text()),
        .required("madeAt", .time),
    ])

    static func view(_ version: CodebookVersion) -> JSONValue {
        .object([
            "name": .text(version.name), "version": .integer(version.version), "title": .text(version.title), "codes": .integer(version.codes), "note": .of(version.note),
            "author": .text(version.author), "madeAt": .of(version.madeAt),
        ])
    }

    static let codebook = Schema.object("Codebook", "A codebook with its codes, each before those below it.", [
        .required("name", .text()), .required("title", .text()), .required("version", .count), .required("newest", .count), .required("isBuiltIn", .boolean, "Whether this version comes with the program."),
        .required("language", .text()), .required("source", .text()), .required("codes", .list(code)), .required("versions", .list(version), "Own versions, newest first."),
    ])

    static func view(_ open: OpenCodebook) -> JSONValue {
        func listed(_ codes: [Code], _ parent: String?) -> [JSONValue] { codes.flatMap { [view($0, parent, open)] + listed($0.codes, $0.slug) } }
        let book = open.codebook
        return .object([
            "name": .text(book.name), "title": .text(book.title), "version": .integer(book.version), "newest": .integer(open.newest), "isBuiltIn": .boolean(open.isBuiltIn),
            "language": .text(book.language), "source": .text(book.source), "codes": .list(listed(book.codes, nil)), "versions": .list(open.versions.map { view($0) }),
        ])
    }

    private static func view(_ code: Code, _ parent: String?, _ open: OpenCodebook) -> JSONValue {
        let decided = open.decisions[code.slug] ?? DecisionCount()
        return .object([
            "code": .text(code.slug), "parent": .of(parent), "title": .text(code.title), "definition": .text(code.definition), "whenToUse": .of(code.whenToUse),
            "whenNotToUse": .of(code.whenNotToUse), "units": .texts(code.units.map(\.rawValue).sorted()), "sides": .texts(code.sides.map(\.rawValue).sorted()),
            "examples": .list(code.examples.map { view($0) }), "counterExamples": .list(code.counterExamples.map { view($0) }), "isGroup": .boolean(!code.codes.isEmpty),
            "decisions": .object(["carries": .integer(decided.carries), "doesNotCarry": .integer(decided.doesNotCarry)]),
        ])
    }

    private static func view(_ example: CodeExample) -> JSONValue {
        .object(["text": .text(example.text), "side": .of(example.side?.rawValue), "codes": .texts(example.codes), "isMissed": .boolean(example.isMissed)])
    }

    // MARK: What a change changes

    static let proposal = Schema.object("ProposedCodebook", "What saving a codebook would change. Nothing was saved.", [
        .required("name", .text()), .required("version", .count, "That it would get."), .required("madeFrom", .count, "The version it would follow; 0 for a new one. Hand it back to save."),
        .required("codes", .count), .required("examples", .count), .required("added", .list(.text())), .required("removed", .list(.text())),
        .required("changed", .list(.object("ChangedCode", "A code that differs.", [.required("code", .text()), .required("what", .list(.text()))]))),
        .required("touched", .list(.object("TouchedDecisions", "Decisions on a code that is gone or differs; they stay.", [
            .required("code", .text()), .required("decisions", .count), .required("isGone", .boolean),
        ]))),
    ])

    static func view(_ proposed: ProposedCodebook) -> JSONValue {
        .object([
            "name": .text(proposed.codebook.name), "version": .integer(proposed.codebook.version), "madeFrom": .integer(proposed.madeFrom), "codes": .integer(proposed.codebook.leaves.count),
            "examples": .integer(proposed.codebook.leaves.reduce(0) { $0 + $1.examples.count }), "added": .texts(proposed.change?.added ?? []), "removed": .texts(proposed.change?.removed ?? []),
            "changed": .list((proposed.change?.changed ?? []).map { .object(["code": .text($0.slug), "what": .texts($0.what)]) }),
            "touched": .list(proposed.touched.map { .object(["code": .text($0.code), "decisions": .integer($0.decisions), "isGone": .boolean($0.isGone)]) }),
        ])
    }
}
