import Covalence
import Foundation
import Store
import Workbench

/// Values of the record as JSON; what is not known is left out.
extension JSONValue {
    static func of<Subject>(_ id: Identifier<Subject>?) -> JSONValue? { id.map { .text($0.description) } }
    static func of(_ text: String?) -> JSONValue? { text.map { .text($0) } }
    static func of(_ time: Timestamp?) -> JSONValue? { time.map { .text($0.description) } }
    static func of(_ number: Int?) -> JSONValue? { number.map { .integer($0) } }
    static func of(_ number: Double?) -> JSONValue? { number.map { .number($0) } }
    static func of(_ flag: Bool) -> JSONValue { .boolean(flag) }
    static func texts(_ texts: some Sequence<String>) -> JSONValue { .list(texts.map { .text($0) }) }
    /// Ids in order, so that a set always gives the same text.
    static func ids<Subject>(_ ids: some Sequence<Identifier<Subject>>) -> JSONValue { .list(ids.sorted().map { .text($0.description) }) }
    static func named<Subject>(_ id: Identifier<Subject>, _ name: String) -> JSONValue { .object(["id": of(id), "name": .text(name)]) }

    /// A value that has a form as JSON of its own.
    ///
    /// Never inlined: in an asynchronous closure, the typed error of `JSONText.read` crashes the optimiser of Swift 6.3.1 (“While splitting
    /// coroutine”), and with it every release build.
    @inline(never)
    static func encoded(_ value: some Encodable) throws -> JSONValue {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try JSONText.read(Array(try encoder.encode(value)))
    }
}

extension Schema {
    /// A list that is given whole.
    static func whole(_ item: Schema, most: Int = 10_000) -> Schema {
        .object(item.name.map { $0 + "List" }, nil, [.required("items", .list(item, most: most))])
    }

    /// An object whose members are described elsewhere.
    static let open = Schema(.map(.anything))
}

extension APIAnswer {
    /// A list that is given whole, of values.
    static func whole(_ items: [JSONValue], version: Int? = nil) throws -> APIAnswer { try .value(JSONValue.object(["items": .list(items)]), version: version) }

    /// A page of a list that we hold whole.
    ///
    /// - Parameter place: where an item stands; the list is given in that order.
    static func slice<Item: Sendable>(
        _ items: [Item], of request: APIRequest, place: (Item) -> ListPlace, _ view: (Item) throws -> some Encodable
    ) throws -> APIAnswer {
        try .page(try request.slice(items, place), of: request, view)
    }
}
