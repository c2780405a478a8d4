import Foundation

/// What the browser brought back from the provider (RFC 6749, 4.1.2; RFC 9207 for `iss`).
public struct OpenIDCallback: Equatable, Sendable {
    let code: String?
    let state: String?
    let issuer: String?
    let error: String?

    /// The state, by which the server can find what it kept.
    public var stateSent: String? { state }

    /// Reads a query string without its “?”. Refused when longer than 8 KB, wrongly encoded, or with a name given twice.
    public init(query: String) throws(OpenIDError) {
        guard query.utf8.count <= 8192 else { throw .badCallback("It is too long.") }
        var found: [String: String] = [:]
        for pair in query.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = Self.decoded(parts[0]), let value = Self.decoded(parts.count > 1 ? parts[1] : "") else {
                throw .badCallback("It is not encoded as an address is.")
            }
            guard ["code", "state", "iss", "error"].contains(name) else { continue }
            guard found.updateValue(value, forKey: name) == nil else { throw .badCallback("It says “\(name)” twice.") }
        }
        code = found["code"]
        state = found["state"]
        issuer = found["iss"]
        error = found["error"]
    }

    private static func decoded(_ text: Substring) -> String? {
        text.replacingOccurrences(of: "+", with: " ").removingPercentEncoding
    }
}

extension OpenIDCallback: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "OpenIDCallback(hidden)" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: [], displayStyle: .struct) }
}
