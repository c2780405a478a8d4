/// Where to go after signing in. An address from elsewhere is never followed.
enum LocalPath {
    /// The path where it is one of ours: one slash first, no host, no control characters; `/` for anything else.
    static func checked(_ text: String?) -> String {
        guard let text, text.utf8.count <= 2000, text.utf8.first == 47 else { return "/" }
        // Browsers read // and /\ as the start of another host, and drop tabs and line breaks before they look.
        let second = text.utf8.dropFirst().first
        guard second != 47, second != 92, text.utf8.allSatisfy({ $0 > 32 && $0 < 127 && $0 != 92 }) else { return "/" }
        return isDoor(text) ? "/" : text
    }

    /// Pages before the door, which let everybody in.
    static func isOpen(_ path: String) -> Bool {
        path.hasPrefix("/assets/") || ProbeRoutes.isProbe(path) || isDoor(path)
    }

    private static func isDoor(_ path: String) -> Bool {
        let path = path.prefix { $0 != "?" && $0 != "#" }
        return ["/sign-in", "/set-up", "/invitation", "/forgot", "/reset"].contains { path == $0 } || path.hasPrefix("/sign-in/")
    }
}
