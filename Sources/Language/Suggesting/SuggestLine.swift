import Covalence
public import Foundation

/// One line of JSON with a text, as `covalence suggest` takes it: `{"text", "side"?}`, whatever else is in it passed through.
public struct SuggestLine: Sendable {
    /// Bytes of a line.
    public static let mostBytes = 8 << 20

    public let input: SuggesterInput
    private let line: String
    private let hasResults: Bool
    /// What is added to a line, and replaced where it is there already.
    private static let results = ["codes", "engine", "vector", "tokens"]

    /// Reads a line; nil where it is empty.
    ///
    /// - Throws: `SuggestLineProblem`.
    public init?(_ bytes: Data, number: Int) throws(SuggestLineProblem) {
        guard bytes.count <= Self.mostBytes else { throw SuggestLineProblem(line: number, problem: "it is longer than 8 MB", remedy: "Cut the text.") }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw SuggestLineProblem(line: number, problem: "it is not UTF-8", remedy: "Convert the file, for instance with iconv -t UTF-8.")
        }
        let trimmed = text.trimmingCharacters(in: number == 1 ? .whitespacesAndNewlines.union(CharacterSet(charactersIn: "\u{feff}")) : .whitespacesAndNewlines)
        if trimmed.isEmpty { return nil }
        guard let object = try? JSONSerialization.jsonObject(with: Data(trimmed.utf8)) as? [String: Any] else {
            throw SuggestLineProblem(line: number, problem: "it is not a JSON object", remedy: "Give one object a line: {\"text\": \"Could you send it?\"}")
        }
        guard let said = object["text"] as? String else {
            throw SuggestLineProblem(line: number, problem: object["text"] == nil ? "“text” is missing" : "“text” is not a string", remedy: "Give what was said or written: {\"text\": \"Could you send it?\"}")
        }
        var side: Side?
        if let given = object["side"], !(given is NSNull) {
            guard let name = given as? String, let known = Side(rawValue: name) else {
                throw SuggestLineProblem(line: number, problem: "“side” is not a side", remedy: "Write seller, customer or third-party, or leave it out.")
            }
            side = known
        }
        input = SuggesterInput(said, side: side)
        line = trimmed
        hasResults = Self.results.contains { object[$0] != nil }
    }

    /// The line with the codes at its end.
    public func with(_ suggested: [SuggestedCode], engine: CodeSuggester.Engine) -> String {
        let codes = suggested.map { "{\"code\":\"\($0.code)\",\"score\":\(Self.number($0.score))}" }.joined(separator: ",")
        return with("\"engine\":\"\(engine.rawValue)\",\"codes\":[\(codes)]")
    }

    /// The line with the vector at its end.
    public func with(_ vector: SentenceVector) -> String {
        with("\"vector\":[" + vector.values.map { String(describing: $0) }.joined(separator: ",") + "]")
    }

    /// The line with the numbers of its word pieces at its end.
    public func with(tokens: [Int32]) -> String {
        with("\"tokens\":[" + tokens.map(String.init).joined(separator: ",") + "]")
    }

    private func with(_ members: String) -> String {
        var line = line
        if hasResults, var object = (try? JSONSerialization.jsonObject(with: Data(line.utf8))) as? [String: Any] {
            for name in Self.results { object[name] = nil }
            if let data = try? JSONSerialization.data(withJSONObject: object, options: [.sortedKeys, .withoutEscapingSlashes]) { line = String(decoding: data, as: UTF8.self) }
        }
        return line.dropLast() + "," + members + "}"
    }

    /// Four digits behind the point.
    private static func number(_ value: Double) -> String { String((value * 10_000).rounded() / 10_000) }
}

/// A line that cannot be read.
public struct SuggestLineProblem: Error, Hashable, CustomStringConvertible {
    /// From 1.
    public var line: Int
    public var problem: String
    public var remedy: String

    /// A problem.
    public init(line: Int, problem: String, remedy: String) {
        self.line = line
        self.problem = problem
        self.remedy = remedy
    }

    public var description: String { "line \(line): \(problem). \(remedy)" }
}
