public import Covalence
import Foundation
public import Store

/// Other nodes on the same database: whether they keep recordings and documents where this one does.
public struct NodesCheck: Check {
    private let records: any StoreExamination
    private let now: @Sendable () -> Timestamp
    /// A server leaves its mark every minute; a command only when it begins. In milliseconds ‡.
    private static let oldest: Int64 = 600_000

    public init(_ records: any StoreExamination, now: @escaping @Sendable () -> Timestamp = Workbench.clock) {
        self.records = records
        self.now = now
    }

    public func look() async -> [Diagnosis] {
        do throws(StoreError) {
            guard let others = try await records.otherNodes() else { return [] }
            return Self.findings(others, folder: records.files.folder.path, at: now())
        } catch {
            return [Diagnosis("nodes", .bad, error.description)]
        }
    }

    /// - Parameter folder: that of the files, as this node sees it.
    static func findings(_ others: [OtherNode], folder: String, at now: Timestamp) -> [Diagnosis] {
        let findings = others.compactMap { other in
            let name = other.id.uuidString.lowercased()
            guard let at = other.markedAt else {
                return Diagnosis(
                    "nodes", .bad, "node \(name) is at work on this database, and its mark is not in \(folder): it keeps files elsewhere, which this node cannot show.",
                    advice: "Let files in the data folder of each node be the same folder, such as a shared file system; then copy into it what each had."
                )
            }
            return now.milliseconds - at.milliseconds <= oldest ? nil : Diagnosis(
                "nodes", .note, "node \(name) is at work on this database, and left its mark in \(folder) last at \(at).",
                advice: "That is right for a command that runs for long. A server leaves one every minute: if it is one, it sees another folder now."
            )
        }
        guard findings.isEmpty else { return findings }
        return [Diagnosis("nodes", .good, others.isEmpty ? "no other node is at work." : "\(others.count) others are at work, and keep files in the same folder.")]
    }
}
