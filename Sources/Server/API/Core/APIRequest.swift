import Covalence
import Foundation
import Hummingbird
import HummingbirdCore
import Store
import Workbench

/// A request as a handler gets it: who asks, and parameters and body that were checked against the endpoint's schemas.
struct APIRequest: Sendable {
    let bench: Workbench
    let visitor: Visitor
    /// What the pages are made from; for what goes on beside an answer (events, progress).
    let site: Site
    /// The address without host and query: `/api/v1/organizations`.
    let path: String
    /// By name; those that were not given are missing.
    var parameters: [String: JSONValue] = [:]
    /// The body; null where there is none.
    var body = APIBody(.null)
    /// What `If-Match` says was seen.
    var seen: String?
    /// The body of an endpoint that takes bytes, not read yet.
    var stream: RequestBody
    /// The request itself: its headers, for answers that come in pieces or as a stream.
    let http: Request
    let context: ServerContext
    /// What the body calls itself.
    var mediaType: String?
    /// The query as it was sent, without the cursor; cursors hold for it only.
    var query = ""

    // MARK: Parameters

    func text(_ name: String) -> String? { parameters[name]?.string }
    func flag(_ name: String) -> Bool { parameters[name] == true }
    func integer(_ name: String) -> Int? { parameters[name]?.wholeNumber }
    func texts(_ name: String) -> [String]? { parameters[name]?.items?.compactMap(\.string) }
    func time(_ name: String) -> Timestamp? { text(name).flatMap { Timestamp(iso8601: $0) } }
    func id<Subject>(_ name: String, _: Subject.Type) -> Identifier<Subject>? { text(name).flatMap { Identifier($0) } }
    func choice<Word: RawRepresentable>(_ name: String, _: Word.Type) -> Word? where Word.RawValue == String { text(name).flatMap(Word.init(rawValue:)) }
    func choices<Word: RawRepresentable & Hashable>(_ name: String, _: Word.Type) -> Set<Word>? where Word.RawValue == String {
        texts(name).map { Set($0.compactMap(Word.init(rawValue:))) }
    }

    /// An id of the path.
    func place<Subject>(_ subject: Subject.Type, _ name: String = "id") throws(Problem) -> Identifier<Subject> {
        guard let id = id(name, subject) else { throw .parameter(name, "It is not an id.") }
        return id
    }

    /// How many of a list are asked for.
    var limit: Int { integer("limit") ?? 50 }

    /// Where to go on in a list.
    ///
    /// - Throws: where the cursor is of another list, or of none.
    func cursor() throws(Problem) -> PageCursor? {
        guard let text = text("cursor") else { return nil }
        return try APICursor.read(text, path: path, query: query)
    }

    // MARK: Versions

    /// What was seen of something that has no versions.
    var seenContent: ContentTag? { seen.map { ContentTag(text: $0) } }

    /// The version that was seen, for what counts them.
    func seenVersion() throws(Problem) -> Int {
        guard let seen, let version = Int(seen) else { throw Problem(.stale, "`If-Match` names no version of this. Read it again and hand back its `ETag`.") }
        return version
    }
}

/// A body that fits its schema: what is asked for is there, or may be missing.
struct APIBody: Sendable {
    let value: JSONValue

    init(_ value: JSONValue) { self.value = value }

    /// Whether the member is there, also as null.
    func has(_ name: String) -> Bool { value[name] != nil }
    func text(_ name: String) -> String? { value[name]?.string }
    /// A text that the schema asks for.
    func needed(_ name: String) throws(Problem) -> String {
        guard let text = text(name) else { throw .field("/\(name)", "It is missing.") }
        return text
    }
    func flag(_ name: String) -> Bool? {
        if case .boolean(let flag) = value[name] { flag } else { nil }
    }
    func integer(_ name: String) -> Int? { value[name]?.wholeNumber }
    /// A number with or without a fraction.
    func number(_ name: String) -> Double? {
        switch value[name] {
        case .integer(let number)?: Double(number)
        case .number(let number)?: number
        default: nil
        }
    }
    func texts(_ name: String) -> [String]? { value[name]?.items?.compactMap(\.string) }
    func time(_ name: String) -> Timestamp? { text(name).flatMap { Timestamp(iso8601: $0) } }
    func day(_ name: String) -> CalendarDay? { text(name).flatMap { CalendarDay($0) } }
    func id<Subject>(_ name: String, _: Subject.Type) -> Identifier<Subject>? { text(name).flatMap { Identifier($0) } }
    func ids<Subject>(_ name: String, _: Subject.Type) -> [Identifier<Subject>]? { texts(name)?.compactMap { Identifier($0) } }
    func choice<Word: RawRepresentable>(_ name: String, _: Word.Type) -> Word? where Word.RawValue == String { text(name).flatMap(Word.init(rawValue:)) }
    func object(_ name: String) -> APIBody? {
        guard let member = value[name], case .object = member else { return nil }
        return APIBody(member)
    }
    func objects(_ name: String) -> [APIBody]? { value[name]?.items?.map { APIBody($0) } }

    /// What a change makes of a field: what is not named stays, null takes it away († RFC 7396).
    func changed<Value>(_ name: String, from former: Value?, _ read: (APIBody, String) -> Value?) -> Value? {
        has(name) ? read(self, name) : former
    }
}
