public import Foundation

/// Who else on this machine could read the data.
public struct PermissionsCheck: Check {
    private let folder: URL
    /// Other files that hold secrets: of settings, keys.
    private let secrets: [String]

    public init(folder: URL, secrets: [String] = []) {
        self.folder = folder
        self.secrets = secrets
    }

    /// What of the data folder is nobody else's.
    private static let names = [
        "covalence.sqlite", "covalence.sqlite-wal", "covalence.sqlite-shm", "audit.sqlite", "audit.sqlite-wal", "audit.sqlite-shm", "audit.key", "audit-seals.txt",
        "secrets.key", "set-up-link", "node", "files",
    ]

    public func look() async -> [Diagnosis] {
        // Where the folder is closed, nobody reaches what is in it; a link leads elsewhere.
        let isClosed = !Self.isOpen(folder.path)
        let open = Self.names.filter { name in
            let path = folder.appendingPathComponent(name).path
            return Self.isOpen(path) && (!isClosed || Self.isLink(path))
        }
        var findings: [Diagnosis] = []
        if !open.isEmpty {
            // What chmod goes through does not lead it through links: what they lead to is named itself.
            let behindLinks = open.map { folder.appendingPathComponent($0).path }.filter(Self.isLink).map(Self.resolved)
            let places = (isClosed ? [] : [Self.resolved(folder.path)]) + behindLinks
            findings.append(Diagnosis(
                "permissions", .bad, "others on this machine may reach \(open.joined(separator: ", ")).",
                advice: "chmod -R go= \(places.map { "'\($0)'" }.joined(separator: " "))"
            ))
        }
        for path in secrets where Self.isOpen(path) {
            findings.append(Diagnosis("permissions", .bad, "others on this machine may read \(path), which holds a secret.", advice: "chmod go= '\(path)'"))
        }
        return findings.isEmpty ? [Diagnosis("permissions", .good, "only the program's own account reaches the data.")] : findings
    }

    /// Whether others than the owner may do anything with it.
    private static func isOpen(_ path: String) -> Bool { mode(path).map { $0 & 0o077 != 0 } ?? false }

    private static func isLink(_ path: String) -> Bool { (try? FileManager.default.destinationOfSymbolicLink(atPath: path)) != nil }

    /// What a link leads to; whatever is none is itself.
    private static func resolved(_ path: String) -> String { URL(fileURLWithPath: path).resolvingSymlinksInPath().path }

    /// Of the file itself, where a link leads to it; nil where there is none.
    private static func mode(_ path: String) -> Int? {
        (try? FileManager.default.attributesOfItem(atPath: resolved(path)))?[.posixPermissions].flatMap { ($0 as? NSNumber)?.intValue }
    }
}
