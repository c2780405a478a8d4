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

    public func look() async -> [Diagnosis] {
        // Where the folder is closed, nobody reaches what is in it.
        let isClosed = (Self.mode(folder.path) ?? 0) & 0o077 == 0
        var open: [String] = []
        if !isClosed {
            for name in ["covalence.sqlite", "covalence.sqlite-wal", "covalence.sqlite-shm", "audit.sqlite", "audit.key", "node", "files"] {
                let path = folder.appendingPathComponent(name).path
                if let mode = Self.mode(path), mode & 0o077 != 0 { open.append(name) }
            }
        }
        var findings: [Diagnosis] = []
        if !open.isEmpty {
            findings.append(Diagnosis(
                "permissions", .bad, "others on this machine may reach \(open.joined(separator: ", ")).", advice: "chmod -R go= '\(folder.path)'"
            ))
        }
        for path in secrets {
            guard let mode = Self.mode(path), mode & 0o077 != 0 else { continue }
            findings.append(Diagnosis("permissions", .bad, "others on this machine may read \(path), which holds a secret.", advice: "chmod go= '\(path)'"))
        }
        return findings.isEmpty ? [Diagnosis("permissions", .good, "only the program's own account reaches the data.")] : findings
    }

    private static func mode(_ path: String) -> Int? {
        ((try? FileManager.default.attributesOfItem(atPath: path))?[.posixPermissions] as? NSNumber)?.intValue
    }
}
