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
            return Self.isOpen(path) && (!isClosed || (try? FileManager.default.destinationOfSymbolicLink(atPath: path)) != nil)
        }
        var findings: [Diagnosis] = []
        if !open.isEmpty {
            findings.append(Diagnosis(
                "permissions", .bad, "others on this machine may reach \(open.joined(separator: ", ")).", advice: "chmod -R go= '\(folder.path)'"
            ))
        }
        for path in secrets where Self.isOpen(path) {
            findings.append(Diagnosis("permissions", .bad, "others on this machine may read \(path), which holds a secret.", advice: "chmod go= '\(path)'"))
        }
        return findings.isEmpty ? [Diagnosis("permissions", .good, "only the program's own account reaches the data.")] : findings
    }

    /// Whether others than the owner may do anything with it.
    private static func isOpen(_ path: String) -> Bool { mode(path).map { $0 & 0o077 != 0 } ?? false }

    /// Of the file itself, where a link leads to it; nil where there is none.
    private static func mode(_ path: String) -> Int? {
        let file = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        return (try? FileManager.default.attributesOfItem(atPath: file))?[.posixPermissions].flatMap { ($0 as? NSNumber)?.intValue }
    }
}
