public import Covalence
import Yams

/// Why a codebook cannot be used, and where in its file.
public struct CodebookProblem: Error, Hashable, CustomStringConvertible {
    public var file: String
    /// From 1; nil where unknown.
    public var line: Int?
    /// The code; nil outside codes.
    public var code: String?
    public var problem: String
    public var remedy: String

    /// A problem.
    public init(file: String, line: Int? = nil, code: String? = nil, problem: String, remedy: String) {
        self.file = file
        self.line = line
        self.code = code
        self.problem = problem
        self.remedy = remedy
    }

    /// `own.yaml, line 12, code “benefit”: … . Do …`
    public var description: String {
        var place = file
        if let line { place += ", line \(line)" }
        if let code { place += ", code “\(code)”" }
        return "\(place): \(problem). \(remedy)"
    }
}

/// Reads a codebook from YAML (docs/codebooks.md has the schema), keeping lines for messages.
public struct CodebookReader {
    /// Bytes of a file.
    public static let mostBytes = 8 << 20
    /// Codes of one codebook, groups included.
    public static let mostCodes = 500
    /// Examples and counter-examples of one codebook.
    public static let mostExamples = 50_000
    /// Characters of one example; so many are read of it.
    public static let longestExample = 20_000
    static let deepest = 8

    private let file: String
    /// Codes by their names, with the line of each.
    private var lines: [String: Int] = [:]
    private var examples = 0
    /// What examples say of other codes, looked at when all are known.
    private var mentions: [(code: String, line: Int?, by: String?)] = []
    private var isTree = false

    private init(file: String) {
        self.file = file
    }

    /// A codebook from the text of its file.
    ///
    /// - Parameter file: its name, for messages.
    public static func codebook(_ yaml: String, file: String = "codebook") throws(CodebookProblem) -> Codebook {
        var reader = CodebookReader(file: file)
        return try reader.read(yaml)
    }

    private mutating func read(_ yaml: String) throws(CodebookProblem) -> Codebook {
        guard yaml.utf8.count <= Self.mostBytes else { throw failure(nil, nil, "the file is larger than 8 MB", "Split the codebook.") }
        let root: Node
        do {
            guard let node = try Yams.compose(yaml: yaml) else { throw failure(nil, nil, "the file is empty", "Write name, version, language and codes.") }
            root = node
        } catch let problem as CodebookProblem {
            throw problem
        } catch {
            throw failure(nil, nil, "it is not YAML (\(error))", "Mind indentation, and put texts with a colon or that begin with a sign in quotes.")
        }
        guard let mapping = root.mapping else { throw failure(1, nil, "the file is not a mapping", "Begin with “name:”.") }
        try known(mapping, ["name", "version", "language", "title", "source", "codes", "no-code"], nil)
        let name = try word(mapping, "name", nil, line: 1)
        guard let version = mapping["version"]?.int, version > 0 else {
            throw failure(mapping["version"].flatMap(line) ?? 1, nil, "“version” is missing or not a number above 0", "Write “version: 1”.")
        }
        let language = try text(mapping, "language", nil) ?? ""
        guard !language.isEmpty else { throw failure(1, nil, "“language” is missing", "Write it as in “language: en”.") }
        guard let nodes = mapping["codes"]?.sequence, !nodes.isEmpty else {
            throw failure(mapping["codes"].flatMap(line) ?? 1, nil, "“codes” is missing, empty or not a list", "Write “codes:” and below it “- code: …”.")
        }
        var parents: [(code: Code, parent: String?, line: Int?)] = []
        for node in nodes { parents.append(try code(node, depth: 1)) }
        let codes = try tree(parents)
        let withoutCode = try mapping["no-code"].map { node throws(CodebookProblem) in try texts(node, nil, [], "no-code") } ?? []
        for mention in mentions where lines[mention.code] == nil {
            throw failure(mention.line, mention.by, "there is no code “\(mention.code)”", "Write the name of a code of this codebook.")
        }
        return Codebook(
            name: name, title: try text(mapping, "title", nil) ?? name, version: version, language: language, source: try text(mapping, "source", nil) ?? "",
            codes: codes, withoutCode: withoutCode
        )
    }

    /// Puts codes that name the one above them where they belong.
    private func tree(_ codes: [(code: Code, parent: String?, line: Int?)]) throws(CodebookProblem) -> [Code] {
        guard codes.contains(where: { $0.parent != nil }) else { return codes.map(\.code) }
        let top = Dictionary(codes.map { ($0.code.slug, $0) }) { first, _ in first }
        for (code, _, line) in codes {
            // Follows the way up; one that comes back to its beginning has no top.
            var seen: Set<String> = [code.slug]
            var above = top[code.slug]?.parent
            while let name = above {
                guard let next = top[name] else {
                    throw failure(line, code.slug, lines[name] == nil ? "there is no code “\(name)” to be under" : "“\(name)” is itself inside another code", "Write “parent:” with a code at the top of the list, or put the code into its “codes:”.")
                }
                guard seen.insert(name).inserted else {
                    throw failure(line, code.slug, "it is above itself: \((seen + [name]).sorted().joined(separator: ", ")) form a ring", "Take “parent:” out of one of them.")
                }
                above = next.parent
            }
        }
        func below(_ parent: String?) -> [Code] {
            codes.filter { $0.parent == parent }.map { placed in
                var code = placed.code
                code.codes += below(code.slug)
                return code
            }
        }
        return below(nil)
    }

    private mutating func code(_ node: Node, depth: Int) throws(CodebookProblem) -> (code: Code, parent: String?, line: Int?) {
        let line = line(node)
        guard let mapping = node.mapping else { throw failure(line, nil, "a code is not a mapping", "Begin it with “- code: …”.") }
        let slug = try word(mapping, "code", nil, line: line)
        guard depth <= Self.deepest else { throw failure(line, slug, "it is more than \(Self.deepest) levels deep", "Flatten the tree.") }
        if let first = lines[slug] { throw failure(line, slug, "there are two codes of this name; the other is on line \(first)", "Rename one of them.") }
        lines[slug] = line ?? 0
        guard lines.count <= Self.mostCodes else { throw failure(line, slug, "there are more than \(Self.mostCodes) codes", "Make several codebooks of it; nobody tells so many apart.") }
        try known(mapping, [
            "code", "title", "definition", "when-to-use", "when-not-to-use", "units", "sides", "examples", "counter-examples", "codes", "parent",
        ], slug)
        guard let definition = try text(mapping, "definition", slug), !definition.isEmpty else {
            throw failure(line, slug, "“definition” is missing", "Say in a sentence what it is.")
        }
        let units = try set(mapping, "units", slug, Code.Unit.self)
        let sides = try set(mapping, "sides", slug, Side.self)
        let examples = try mapping["examples"].map { node throws(CodebookProblem) in try texts(node, slug, [slug], "examples") } ?? []
        let counters = try mapping["counter-examples"].map { node throws(CodebookProblem) in try texts(node, slug, [], "counter-examples") } ?? []
        var below: [Code] = []
        if let nodes = mapping["codes"] {
            guard let sequence = nodes.sequence else { throw failure(self.line(nodes), slug, "“codes” is not a list", "Write “- code: …” below it.") }
            for node in sequence {
                let placed = try code(node, depth: depth + 1)
                guard placed.parent == nil else { throw failure(placed.line, placed.code.slug, "it has a “parent” and is inside another code", "Take one of the two out.") }
                below.append(placed.code)
            }
        }
        return (Code(
            slug: slug, title: try text(mapping, "title", slug) ?? slug, definition: definition, whenToUse: try text(mapping, "when-to-use", slug),
            whenNotToUse: try text(mapping, "when-not-to-use", slug), units: units, sides: sides, examples: examples, counterExamples: counters, codes: below
        ), try text(mapping, "parent", slug), line)
    }

    private mutating func texts(_ node: Node, _ code: String?, _ codes: [String], _ field: String) throws(CodebookProblem) -> [CodeExample] {
        guard let sequence = node.sequence else { throw failure(line(node), code, "“\(field)” is not a list", "Write “- text” lines below it.") }
        var result: [CodeExample] = []
        for item in sequence {
            examples += 1
            guard examples <= Self.mostExamples else { throw failure(line(item), code, "there are more than \(Self.mostExamples) examples", "Keep the clearest.") }
            if let value = item.string {
                result.append(CodeExample(try checked(value, item, code), codes: codes))
                continue
            }
            guard let mapping = item.mapping, let value = mapping["text"]?.string else {
                throw failure(line(item), code, "an example is neither a text nor a mapping with “text”", "Put it in quotes.")
            }
            try known(mapping, ["text", "side", "also", "code", "polarity"], code)
            var example = CodeExample(try checked(value, item, code), codes: codes)
            if let value = try text(mapping, "side", code) {
                guard let side = Side(rawValue: value) else { throw failure(line(item), code, "“\(value)” is no side", "Write seller, customer or third-party.") }
                example.side = side
            }
            if let value = try text(mapping, "polarity", code) {
                guard value == "missed" || value == "shown" else { throw failure(line(item), code, "“polarity: \(value)” is not known", "Write missed or shown.") }
                example.isMissed = value == "missed"
            }
            if let other = try text(mapping, "code", code) {
                mentions.append((other, line(item), code))
                example.codes.append(other)
            }
            for other in try mapping["also"].map({ node throws(CodebookProblem) in try words(node, code) }) ?? [] {
                mentions.append((other, line(item), code))
                if !example.codes.contains(other) { example.codes.append(other) }
            }
            result.append(example)
        }
        return result
    }

    private func checked(_ text: String, _ node: Node, _ code: String?) throws(CodebookProblem) -> String {
        guard text.unicodeScalars.contains(where: { !$0.properties.isWhitespace }) else { throw failure(line(node), code, "an example is empty", "Write a text, or take the line out.") }
        return text.unicodeScalars.count <= Self.longestExample ? text : String(String.UnicodeScalarView(text.unicodeScalars.prefix(Self.longestExample)))
    }

    private func known(_ mapping: Node.Mapping, _ names: Set<String>, _ code: String?) throws(CodebookProblem) {
        for (key, _) in mapping {
            guard let name = key.string, names.contains(name) else {
                throw failure(line(key), code, "“\(key.string ?? "?")” is not a known field", "Known are \(names.sorted().joined(separator: ", ")).")
            }
        }
    }

    /// A name that stands in addresses and data.
    private func word(_ mapping: Node.Mapping, _ key: String, _ code: String?, line: Int?) throws(CodebookProblem) -> String {
        guard let value = try text(mapping, key, code), !value.isEmpty else { throw failure(line, code, "“\(key)” is missing", "Write “\(key): a-short-name”.") }
        let isFit = value.utf8.count <= 80 && value.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 }
        guard isFit else { throw failure(mapping[key].flatMap(self.line) ?? line, code, "“\(value.prefix(80))” cannot be a name", "Use lower case letters, digits and hyphens, 80 at most.") }
        return value
    }

    private func text(_ mapping: Node.Mapping, _ key: String, _ code: String?) throws(CodebookProblem) -> String? {
        guard let node = mapping[key] else { return nil }
        guard let value = node.string else { throw failure(line(node), code, "“\(key)” is not a text", "Write “\(key): …”, in quotes where it has a colon.") }
        return value
    }

    private func words(_ node: Node, _ code: String?) throws(CodebookProblem) -> [String] {
        if let value = node.string { return [value] }
        guard let sequence = node.sequence else { throw failure(line(node), code, "a list of names was expected here", "Write [name, name].") }
        return try sequence.map { item throws(CodebookProblem) in
            guard let value = item.string else { throw failure(line(item), code, "an item of a list is not a name", "Write [name, name].") }
            return value
        }
    }

    private func set<Value: RawRepresentable<String> & CaseIterable & Hashable>(_ mapping: Node.Mapping, _ key: String, _ code: String, _: Value.Type) throws(CodebookProblem) -> Set<Value> {
        guard let node = mapping[key] else { return [] }
        return Set(try words(node, code).map { name throws(CodebookProblem) in
            guard let value = Value(rawValue: name) else {
                throw failure(line(node), code, "“\(name)” is not one of “\(key)”", "Write of \(Value.allCases.map(\.rawValue).joined(separator: ", ")).")
            }
            return value
        })
    }

    private func line(_ node: Node) -> Int? { node.mark?.line }

    private func failure(_ line: Int?, _ code: String?, _ problem: String, _ remedy: String) -> CodebookProblem {
        CodebookProblem(file: file, line: line, code: code, problem: problem, remedy: remedy)
    }
}
