import Covalence
import Foundation

/// Which nodes are connected to a database: their connections carry their ids as the name of the program (`pg_stat_activity`).
enum NodesPresent {
    /// At most 63 bytes, which is what the server keeps: the node and the end of the schema's name, since a database may hold several stores.
    static func name(of node: UUID, in schema: String) -> String { "covalence \(node.uuidString.lowercased()) \(schema.suffix(16))" }

    /// The nodes connected now, this one among them.
    static func all(in schema: String, _ db: Database) throws -> Set<UUID> {
        let names = try String.fetchAll(db, sql: """
            SELECT DISTINCT application_name FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'covalence %'
            """)
        return Set(names.compactMap { name in
            let parts = name.split(separator: " ")
            guard parts.count == 3, parts[2] == schema.suffix(16) else { return nil }
            return UUID(uuidString: String(parts[1]))
        })
    }
}

extension FileVault {
    /// Where each node leaves its mark; names of files are shorter.
    private var marksFolder: URL { folder.appendingPathComponent("nodes", isDirectory: true) }

    /// Marks of nodes that are gone for so long are cleared away ‡.
    private static let longestMark: TimeInterval = 30 * 86_400

    /// Leaves a node's mark with the time, in place of its former one.
    func mark(_ node: UUID, at time: Timestamp) throws(StoreError) {
        do {
            try FileManager.default.createDirectory(at: marksFolder, withIntermediateDirectories: true)
            try Data("\(time)\n".utf8).write(to: marksFolder.appendingPathComponent(node.uuidString.lowercased()), options: .atomic)
        } catch {
            throw .fileSystem("The mark of this node could not be left in \(marksFolder.path). Check that the folder may be written to.")
        }
        for (other, left) in marks() where TimeInterval(time.milliseconds - left.milliseconds) / 1000 > Self.longestMark {
            try? FileManager.default.removeItem(at: marksFolder.appendingPathComponent(other.uuidString.lowercased()))
        }
    }

    /// The marks that are there, and when they were left.
    func marks() -> [UUID: Timestamp] {
        var found: [UUID: Timestamp] = [:]
        for name in (try? FileManager.default.contentsOfDirectory(atPath: marksFolder.path)) ?? [] {
            guard let node = UUID(uuidString: name), let text = try? String(contentsOf: marksFolder.appendingPathComponent(name), encoding: .utf8),
                  let time = Timestamp(iso8601: text.trimmingCharacters(in: .whitespacesAndNewlines)) else { continue }
            found[node] = time
        }
        return found
    }
}
