import Crypto
import Foundation
import Store

/// A place in a list of the API: the store's own, bound to the list it was given out for, so that with other filters it is refused
/// instead of leading somewhere.
enum APICursor {
    private static let mark: Character = "~"

    static func text(_ cursor: PageCursor, path: String, query: String) -> String {
        "\(cursor.rawValue)\(mark)\(stamp(path, query))"
    }

    static func read(_ text: String, path: String, query: String) throws(Problem) -> PageCursor {
        guard let place = text.lastIndex(of: mark), text[text.index(after: place)...] == stamp(path, query) else {
            throw .unusable("cursor", "It is no cursor of this list with these filters. Hand back `next` as it was given, and ask for the same.")
        }
        return PageCursor(rawValue: String(text[..<place]))
    }

    /// The query without cursor and limit, in one order, so that it is the same list however it is written.
    static func query(_ pairs: [(name: String, value: String)]) -> String {
        pairs.filter { $0.name != "cursor" && $0.name != "limit" }.map { "\(QueryText.encode($0.name))=\(QueryText.encode($0.value))" }.sorted().joined(separator: "&")
    }

    private static func stamp(_ path: String, _ query: String) -> String {
        SHA256.hash(data: Data("\(path)?\(query)".utf8)).prefix(6).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
