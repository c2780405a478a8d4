import ArgumentParser
import Covalence
import Foundation
import Store

/// What the audit log costs a page view: the time until an entry is on the disk.
struct AuditBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "Appending to the audit log, alone and side by side."
    )

    @Option(help: "How many entries each row of the table appends.") var entries = 2000
    @Option(help: "How many append side by side in the second row.") var width = 8
    @Option(help: "Keep the log in this folder, on the disk to be measured; a temporary one is removed.") var folder: String?

    func run() async throws {
        let place = folder.map { URL(filePath: $0) }
            ?? FileManager.default.temporaryDirectory.appending(path: "covalence-benchmark-\(UUID().uuidString)")
        defer { if folder == nil { try? FileManager.default.removeItem(at: place) } }
        let log = try await SQLAuditLog.open(folder: place)
        let workspace = Identifier<Workspace>.make(at: Timestamp(Date()))
        var table = Table(["append", "median", "p99", "entries a second"])
        for width in [1, max(1, width)] {
            let start = ContinuousClock.now
            let timing = try await appended(to: log, workspace, width: width)
            let (seconds, attoseconds) = (ContinuousClock.now - start).components
            let took = Double(seconds) + Double(attoseconds) / 1e18
            let rate = Double(timing.milliseconds.count) / took
            table.row([
                width == 1 ? "alone" : "\(width) side by side", String(format: "%.2f ms", timing.median),
                String(format: "%.2f ms", timing.quantile(0.99)), String(format: "%.0f", rate),
            ])
        }
        table.print()
        let start = ContinuousClock.now
        let verification = try await log.verify(workspace: workspace)
        print("\(verification.entries) entries verified in \(ContinuousClock.now - start), \(verification.isSound ? "sound" : "not sound")")
        try await log.close()
    }

    private func appended(to log: SQLAuditLog, _ workspace: Identifier<Workspace>, width: Int) async throws -> Timing {
        let member = Identifier<Member>.make(at: Timestamp(Date()))
        let each = max(1, entries / width)
        return try await withThrowingTaskGroup(of: Timing.self) { group in
            for _ in 0..<width {
                group.addTask {
                    var timing = Timing()
                    for _ in 0..<each {
                        let now = Timestamp(Date())
                        let entry = AuditEntry(
                            workspace: workspace, at: now, actor: .member(member), action: "meeting.open",
                            subject: AuditThing(.meeting, Identifier<Meeting>.make(at: now)), origin: AuditOrigin(address: "192.0.2.1") ?? .unknown
                        )
                        let start = ContinuousClock.now
                        try await log.append(entry)
                        timing.add(start)
                    }
                    return timing
                }
            }
            var all = Timing()
            for try await timing in group { all.add(timing) }
            return all
        }
    }
}
