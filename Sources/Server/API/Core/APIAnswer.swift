import Crypto
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdCore
import NIOCore
import Store

/// What a handler answers with, before headers and conditions.
struct APIAnswer: Sendable {
    enum Content: Sendable {
        case nothing
        case json(Data)
        /// Bytes of another type, or a stream of events: sent as it is.
        case response(Response)
    }

    var content: Content
    /// What the thing's version is called; goes into its `ETag`.
    var version: String?
    /// Where what was made is, below `/api/v1`: `/organizations/0197…`.
    var location: String?
    /// Where the next page begins.
    var next: String?
    /// Whether it is worked on still, where the endpoint leaves that open.
    var isAccepted = false

    /// A value.
    static func value(_ value: some Encodable, version: Int? = nil, at location: String? = nil) throws -> APIAnswer {
        APIAnswer(content: .json(try encoded(value)), version: version.map(String.init), location: location)
    }

    /// A value of something that has no versions: a change of it hands its content's tag back.
    static func value(_ value: some Encodable, tag: ContentTag) throws -> APIAnswer { try Self.value(value, tag: tag.text) }

    /// A value whose versions are called otherwise than by number.
    static func value(_ value: some Encodable, tag: String) throws -> APIAnswer {
        APIAnswer(content: .json(try encoded(value)), version: tag)
    }

    /// A page of a list.
    static func page<Item>(_ page: Page<Item>, of request: APIRequest, _ view: (Item) throws -> some Encodable) throws -> APIAnswer {
        let next = page.next.map { APICursor.text($0, path: request.path, query: request.query) }
        return APIAnswer(content: .json(try encoded(PageBody(items: try page.items.map(view), next: next))), next: next)
    }

    /// A list that is given whole.
    static func list<Item>(_ items: [Item], _ view: (Item) throws -> some Encodable) throws -> APIAnswer {
        APIAnswer(content: .json(try encoded(PageBody(items: try items.map(view), next: nil))))
    }

    /// Done, with nothing to say.
    static let nothing = APIAnswer(content: .nothing)

    /// A file to save.
    static func file(_ bytes: Data, name: String, type: String) -> APIAnswer {
        APIAnswer(content: .response(.download(ByteBuffer(bytes: bytes), name: name, contentType: type)))
    }

    private struct PageBody<Item: Encodable>: Encodable {
        var items: [Item]
        var next: String?
    }

    /// Keys sorted, so that the same value gives the same bytes and the same `ETag`.
    private static func encoded(_ value: some Encodable) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(value)
    }

    /// The `ETag`: the version, where there is one, and the beginning of the answer's hash. The hash makes it right for all that is
    /// shown beside what has the version (counts, names of others); `If-Match` looks at the version only.
    var tag: String? {
        guard case .json(let data) = content else { return nil }
        let hash = SHA256.hash(data: data).prefix(8).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        return "\"" + (version.map { "\($0)." } ?? "") + hash + "\""
    }
}
