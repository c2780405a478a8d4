import ArgumentParser
import Covalence
import Foundation
import Store
import Workbench

/// Imports of CRM exports: how long a table takes from its bytes to committed and synced rows.
struct ImportBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Import of an export of opportunities: looked through, tried, brought in, brought in once more, taken back.",
        discussion: """
            Each row has an account by name, stage, amount, close date, owner, probability and times: about seven claims. The aim is 100,000 rows \
            brought in under 30 s (a release build on a quiet machine).
            """
    )

    @Option(help: "How many rows.") var rows = 100_000
    @Option(help: "How many accounts they name.") var accounts = 5_000
    @Option(help: "Keep the store in this folder; a temporary one is removed.") var folder: String?
    @Flag(help: "Take it back at the end.") var undo = false

    func run() async throws {
        let place = folder.map { URL(filePath: $0) }
            ?? FileManager.default.temporaryDirectory.appending(path: "covalence-benchmark-\(UUID().uuidString)")
        defer { if folder == nil { try? FileManager.default.removeItem(at: place) } }
        let records = try await SQLiteStore.open(place)
        let bench = try await Workbench.opening(records, analyzer: try MeetingAnalyzer.bundled())
        let text = export()
        var table = Table(["step", "seconds", "rows a second", "what became of them"])
        func measure(_ name: String, _ work: () async throws -> OpenImport) async throws -> OpenImport {
            let start = ContinuousClock.now
            let open = try await work()
            let (seconds, attoseconds) = (ContinuousClock.now - start).components
            let took = Double(seconds) + Double(attoseconds) / 1e18
            let counts = open.report.trial ?? open.made.counts
            table.row([
                name, String(format: "%.2f", took), String(format: "%.0f", Double(rows) / took),
                open.made.state == .undone ? "\(open.made.undone.removed) removed, \(open.made.undone.kept) kept"
                    : "\(counts.added) added, \(counts.updated) updated, \(counts.unchanged) unchanged, \(counts.refused) left out",
            ])
            return open
        }
        let first = try await measure("looked through") { try await bench.keepRecords(text, named: "deals.csv", by: .owner) }
        _ = try await measure("tried") { try await bench.tryOut(first.id, by: .owner) }
        _ = try await measure("brought in") { try await bench.bringIn(first.id, by: .owner) }
        let second = try await bench.keepRecords(text, named: "deals.csv", by: .owner)
        _ = try await measure("brought in again") { try await bench.bringIn(second.id, by: .owner) }
        if undo { _ = try await measure("taken back") { try await bench.takeBack(first.id, by: .owner) } }
        table.print()
        try await records.close()
    }

    /// An export as Salesforce writes one, the same each time.
    private func export() -> Data {
        let stages = ["Prospecting", "Qualification", "Proposal", "Negotiation"]
        var text = "Opportunity ID,Opportunity Name,Account Name,Stage,Amount,Amount Currency,Close Date,Probability (%),Opportunity Owner,Created Date,Last Modified Date\n"
        for row in 0..<rows {
            let stage = stages[row % stages.count], month = String(format: "%02d", row % 12 + 1), day = String(format: "%02d", row % 28 + 1)
            text += "006\(row),Deal \(row),Account \(row % accounts),\(stage),\(1_000 + row % 90_000).50,EUR,2027-\(month)-\(day),\(row % 10 * 10),Owner \(row % 20),"
            text += "2026-\(month)-\(day)T08:00:00Z,2026-11-\(day)T08:00:00Z\n"
        }
        return Data(text.utf8)
    }
}
