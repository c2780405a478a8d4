/// A part of an address or of its query.
struct Parameter: Sendable {
    enum Place: String, Sendable { case path, query }

    var name: String
    var place: Place
    var schema: Schema
    var isRequired: Bool
    /// Whether it may be given several times.
    var isList: Bool { if case .list = schema.form { true } else { false } }

    /// A filter: what is not given does not narrow.
    static func query(_ name: String, _ schema: Schema, _ about: String) -> Parameter {
        Parameter(name: name, place: .query, schema: schema.described(about), isRequired: false)
    }

    /// A parameter that must be given.
    static func needed(_ name: String, _ schema: Schema, _ about: String) -> Parameter {
        Parameter(name: name, place: .query, schema: schema.described(about), isRequired: true)
    }

    /// Where the next page begins, and how long a page is: on every list.
    static let page: [Parameter] = [
        .query("cursor", .words(2_000), "Where to go on: `next` of the page before. Only with the same filters."),
        .query("limit", .integer(1...200), "At most so many; 50 where not given."),
    ]

    /// The value of a text of the query or the path: as its schema has it, or what is wrong with it.
    func value(of texts: [String]) throws(Problem) -> JSONValue {
        let value: JSONValue
        if case .list(let item, _) = schema.form {
            value = .list(texts.map { Self.value($0, item) })
        } else {
            guard texts.count == 1, let text = texts.first else { throw .parameter(name, "It is given \(texts.count) times; once is enough.") }
            value = Self.value(text, schema)
        }
        let wrong = schema.errors(in: value)
        guard wrong.isEmpty else {
            throw Problem(.badParameter, "The parameter “\(name)” cannot be taken.", errors: wrong.map { .parameter(name, $0.detail) })
        }
        return value
    }

    private static func value(_ text: String, _ schema: Schema) -> JSONValue {
        switch schema.form {
        case .integer: Int(text).map { .integer($0) } ?? .text(text)
        case .boolean: text == "true" ? true : text == "false" ? false : .text(text)
        default: .text(text)
        }
    }
}
