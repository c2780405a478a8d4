/// A line of the tagging input that cannot be read.
public struct TagStreamError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong with it.
    public enum Reason: Sendable, Hashable {
        /// Its bytes are not UTF-8.
        case notUTF8
        /// It is not a JSON object.
        case notAnObject
        /// It starts as a JSON object and goes wrong; what was expected.
        case syntax(expected: String)
        /// Values stand inside one another more often than the limit.
        case tooDeep(limit: Int)
        /// It has no member `text`.
        case textMissing
        /// The named member has a value of a kind it cannot have; what it may be.
        case wrongKind(member: String, allowed: String)
        /// It has more bytes than the limit.
        case tooLong(limit: Int)
    }

    /// The line in the input, from 1; empty lines count.
    public var line: Int
    /// The byte of the line, from 1, where that is known.
    public var column: Int?
    /// What is wrong.
    public var reason: Reason

    /// A bad line.
    public init(line: Int, column: Int? = nil, reason: Reason) {
        self.line = line
        self.column = column
        self.reason = reason
    }

    /// Where, what is wrong, and what to do.
    public var description: String {
        let place = column.map { "line \(line), byte \($0)" } ?? "line \(line)"
        let example = #"{"conversation":"c1","speaker":"Ann","text":"Could you send it?"}"#
        switch reason {
        case .notUTF8: return "\(place): the bytes are not UTF-8. Convert the input, for instance with iconv -t UTF-8."
        case .notAnObject: return "\(place): not a JSON object. Give one object a line: \(example)"
        case .syntax(let expected): return "\(place): \(expected) was expected. Give one complete JSON object a line: \(example)"
        case .tooDeep(let limit): return "\(place): values are nested more than \(limit) deep. Leave out what the tagger does not need."
        case .textMissing: return "\(place): the member \"text\" is missing. Give what was said: \(example)"
        case .wrongKind(let member, let allowed): return "\(place): \"\(member)\" must be \(allowed). Correct it: \(example)"
        case .tooLong(let limit): return "\(place): the line has more than \(limit) bytes. Give one utterance a line."
        }
    }
}
