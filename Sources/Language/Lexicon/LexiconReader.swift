import Covalence
import Yams

/// Reads a lexicon from YAML, keeping the line of every entry for messages.
struct LexiconReader {
    let file: String

    mutating func lexicon(_ yaml: String) throws(Lexicon.Failure) -> Lexicon {
        guard yaml.utf8.count <= 4_000_000 else { throw failure(nil, nil, "the file is larger than 4 MB", "Split it.") }
        let root: Node
        do {
            guard let node = try Yams.compose(yaml: yaml) else { throw failure(nil, nil, "the file is empty", "Write name, language, version and entries.") }
            root = node
        } catch let failure as Lexicon.Failure {
            throw failure
        } catch let error as YamlError {
            throw failure(nil, nil, "it is not YAML (\(error))", "Mind indentation, and put patterns that begin with a sign in quotes.")
        } catch {
            throw failure(nil, nil, "it is not YAML", "Mind indentation.")
        }
        guard let mapping = root.mapping else { throw failure(1, nil, "the file is not a mapping", "Begin with “name:”.") }
        try known(mapping, ["name", "language", "version", "lists", "entries"], nil)
        let name = try text(mapping, "name", nil) ?? ""
        guard !name.isEmpty else { throw failure(1, nil, "“name” is missing", "Say what the lexicon is called.") }
        guard let language = try text(mapping, "language", nil), !language.isEmpty else {
            throw failure(1, nil, "“language” is missing", "Write it as in “language: en”.")
        }
        guard let version = mapping["version"]?.int, version > 0 else {
            throw failure(1, nil, "“version” is missing or not a number above 0", "Write “version: 1”.")
        }
        var lists: [String: [String]] = [:]
        if let node = mapping["lists"] {
            guard let all = node.mapping else { throw failure(line(node), nil, "“lists” is not a mapping", "Write “name: [word, word]”.") }
            for (key, value) in all {
                guard let list = key.string else { throw failure(line(key), nil, "a list has no name", "Give it one.") }
                if LexiconClass(rawValue: list) != nil {
                    throw failure(line(key), nil, "<\(list)> is a class and cannot be a list", "Choose another name.")
                }
                lists[list] = try strings(value, "list \(list)")
            }
        }
        guard let nodes = mapping["entries"]?.sequence else {
            throw failure(1, nil, "“entries” is missing or not a list", "Write “entries:” and below it “- code: …”.")
        }
        var entries: [Lexicon.Entry] = []
        var seen: Set<String> = []
        for node in nodes {
            let entry = try self.entry(node)
            guard seen.insert("\(entry.code): \(entry.name)").inserted else {
                throw failure(entry.line, "\(entry.code): \(entry.name)", "there are two entries with this code and name", "Rename one of them.")
            }
            entries.append(entry)
        }
        let lexicon = Lexicon(name: name, language: language, version: version, entries: entries, lists: lists)
        do throws(Lexicon.Failure) {
            _ = try lexicon.compiled()
        } catch {
            var error = error
            error.file = file
            throw error
        }
        return lexicon
    }

    private func entry(_ node: Node) throws(Lexicon.Failure) -> Lexicon.Entry {
        let line = line(node)
        guard let mapping = node.mapping else { throw failure(line, nil, "an entry is not a mapping", "Begin it with “- code: …”.") }
        guard let code = try text(mapping, "code", nil), !code.isEmpty else {
            throw failure(line, nil, "“code” is missing", "Say what the entry shows, as in “code: benefit”.")
        }
        guard let name = try text(mapping, "name", code), !name.isEmpty else {
            throw failure(line, code, "“name” is missing", "Give the entry a short name of its own.")
        }
        let title = "\(code): \(name)"
        try known(mapping, [
            "code", "name", "side", "act", "attributes", "strength", "after", "within", "min-words", "max-words", "capture", "patterns",
            "unless", "matches", "not",
        ], title)
        var sides: Set<Side> = []
        if let value = try text(mapping, "side", title) {
            guard let side = Side(rawValue: value) else {
                throw failure(line, title, "“\(value)” is no side", "Write seller, customer or third-party, or leave “side” out for any.")
            }
            sides = [side]
        }
        var act = Lexicon.Act.any
        if let value = try text(mapping, "act", title) {
            guard let read = Lexicon.Act(rawValue: value) else {
                throw failure(line, title, "“\(value)” is no act limit", "Write question, not-question or any.")
            }
            act = read
        }
        var attributes: [String: String] = [:]
        if let pairs = mapping["attributes"] {
            guard let all = pairs.mapping else { throw failure(line, title, "“attributes” is not a mapping", "Write “effect: saving” below it.") }
            for (key, value) in all {
                guard let key = key.string, let value = value.string else {
                    throw failure(line, title, "an attribute is not a pair of words", "Write “effect: saving”.")
                }
                attributes[key] = value
            }
        }
        var strength = 0.7
        if let node = mapping["strength"] {
            guard let value = node.float, value > 0, value <= 1 else {
                throw failure(line, title, "“strength” is not a number above 0 and up to 1", "Write “strength: 0.7”.")
            }
            strength = value
        }
        var after = false
        if let value = try text(mapping, "after", title) {
            guard value == "question" else { throw failure(line, title, "“after: \(value)” is not known", "Write “after: question”.") }
            after = true
        }
        var capture: Set<Lexicon.Capture> = []
        if let node = mapping["capture"] {
            for value in try strings(node, title) {
                guard let read = Lexicon.Capture(rawValue: value) else {
                    throw failure(line, title, "“\(value)” cannot be captured", "Write when or who.")
                }
                capture.insert(read)
            }
        }
        let patterns = try mapping["patterns"].map { node throws(Lexicon.Failure) in try strings(node, title) } ?? []
        guard !patterns.isEmpty else { throw failure(line, title, "“patterns” is missing or empty", "Give at least one pattern.") }
        return Lexicon.Entry(
            code: code, name: name, sides: sides, act: act, attributes: attributes, strength: strength, afterQuestion: after,
            within: try count(mapping, "within", title), minWords: try count(mapping, "min-words", title),
            maxWords: try count(mapping, "max-words", title), capture: capture, patterns: patterns,
            unless: try mapping["unless"].map { node throws(Lexicon.Failure) in try strings(node, title) } ?? [],
            matches: try mapping["matches"].map { node throws(Lexicon.Failure) in try strings(node, title) } ?? [],
            not: try mapping["not"].map { node throws(Lexicon.Failure) in try strings(node, title) } ?? [],
            line: line ?? 0
        )
    }

    private func known(_ mapping: Node.Mapping, _ names: Set<String>, _ entry: String?) throws(Lexicon.Failure) {
        for (key, _) in mapping {
            guard let name = key.string, names.contains(name) else {
                throw failure(
                    line(key), entry, "“\(key.string ?? "?")” is not a known field", "Known are \(names.sorted().joined(separator: ", "))."
                )
            }
        }
    }

    private func text(_ mapping: Node.Mapping, _ key: String, _ entry: String?) throws(Lexicon.Failure) -> String? {
        guard let node = mapping[key] else { return nil }
        guard let value = node.string else { throw failure(line(node), entry, "“\(key)” is not a word", "Write “\(key): word”.") }
        return value
    }

    private func count(_ mapping: Node.Mapping, _ key: String, _ entry: String) throws(Lexicon.Failure) -> Int? {
        guard let node = mapping[key] else { return nil }
        guard let value = node.int, value > 0 else { throw failure(line(node), entry, "“\(key)” is not a number above 0", "Write “\(key): 5”.") }
        return value
    }

    private func strings(_ node: Node, _ entry: String) throws(Lexicon.Failure) -> [String] {
        if let value = node.string { return [value] }
        guard let sequence = node.sequence else { throw failure(line(node), entry, "a list of words was expected here", "Write “- word” lines or [word, word].") }
        var result: [String] = []
        for item in sequence {
            guard let value = item.string, !value.isEmpty else {
                throw failure(line(item), entry, "an item of a list is not text", "Put it in quotes.")
            }
            result.append(value)
        }
        return result
    }

    private func line(_ node: Node) -> Int? { node.mark?.line }

    private func failure(_ line: Int?, _ entry: String?, _ problem: String, _ remedy: String) -> Lexicon.Failure {
        Lexicon.Failure(file: file, line: line, entry: entry, problem: problem, remedy: remedy)
    }
}
