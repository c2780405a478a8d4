/// Where the API is.
enum APIPath {
    /// The root of this version. Versions live beside each other; this one only grows.
    static let root = "/api/v1"
    /// The document.
    static let document = root + "/openapi.json"
    /// The document as a page for people.
    static let page = "/api"

    /// Whether a path is for programs.
    static func isAPI(_ path: String) -> Bool { path == root || path.hasPrefix(root + "/") }

    /// Whether it may be read by whoever is signed in: it shows what there is, and nothing of anybody.
    static func isOpenToSessions(_ path: String) -> Bool { path == document }
}
