import ArgumentParser
import Covalence
import Foundation
import Store
import Workbench

/// A store of many long meetings: import with findings, list, search, first screen.
struct StoreBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "store",
        abstract: "Import, list and search with 1,000 meetings of the size of Bmr006."
    )

    @Option(help: "How many meetings.") var meetings = 1000
    @Option(help: "The meeting that is stored again and again, each time with another title line.") var meeting = "Bmr006"
    @Option(help: "How many are imported side by side.") var width = ProcessInfo.processInfo.activeProcessorCount
    @Option(help: "Keep the store in this folder; a temporary one is removed.") var folder: String?

    func run() async throws {
        let content = try Data(contentsOf: SharedData.meeting(meeting))
        let place = folder.map { URL(filePath: $0) }
            ?? FileManager.default.temporaryDirectory.appending(path: "covalence-benchmark-\(UUID().uuidString)")
        defer { if folder == nil { try? FileManager.default.removeItem(at: place) } }
        let records = try await SQLiteStore.open(place)
        let bench = try await Workbench.opening(records, analyzer: try MeetingAnalyzer.bundled())
        let start = ContinuousClock.now
        // Side by side, as the pages and the command import many files.
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<meetings {
                if number >= width { try await group.next() }
                group.addTask { try await add(number, content, to: bench) }
            }
            try await group.waitForAll()
        }
        let first = try await bench.meetings(MeetingQuery(limit: 1), by: .owner).items.first?.id
        let (seconds, attoseconds) = (ContinuousClock.now - start).components
        let took = Double(seconds) + Double(attoseconds) / 1e18
        print(String(format: "%d meetings imported with findings in %.1f s: %.1f a second", meetings, took, Double(meetings) / took))
        var table = Table(["query, \(meetings) meetings", "median", "p95"])
        func row(_ name: String, _ timing: Timing) {
            table.row([name, Timing.text(timing.median), Timing.text(timing.quantile(0.95))])
        }
        row("list, newest 50", try await Timing.of(50) { _ = try await bench.meetings(MeetingQuery(), by: .owner) })
        for words in ["the", "transcription", "\"meeting recorder\"", "prosod*", "th*", "nosuchword"] {
            row("moments: \(words)", try await Timing.of(50) { _ = try await bench.moments(MomentQuery(words: words), by: .owner) })
            row("meetings with: \(words)", try await Timing.of(50) { _ = try await bench.meetings(MeetingQuery(words: words), by: .owner) })
        }
        row("meetings by person and finding", try await Timing.of(50) {
            _ = try await bench.meetings(MeetingQuery(filter: MeetingFilter(person: "me011", finding: "meeting.benefit")), by: .owner)
        })
        if let first {
            row("100 utterances", try await Timing.of(50) { _ = try await bench.utterances(of: first, in: 0..<100, by: .owner) })
            row("open, reading kept", try await Timing.of(50) { _ = try await bench.openMeeting(first, by: .owner) })
        }
        table.print()
        try await records.close()
    }

    private func add(_ number: Int, _ content: Data, to bench: Workbench) async throws {
        // The same words under another hash, each on a day of its own.
        let file = content + Data("\n\nNOTE meeting \(number)\n".utf8)
        let details = ImportDetails(
            title: "Meeting \(number)",
            startedAt: Timestamp(milliseconds: 1_600_000_000_000 + Int64(number) * 86_400_000),
            sellers: ["me011", "fe008"], customers: ["fe016", "mn005"]
        )
        let item = try await bench.keepTranscript(file, named: "\(number).vtt", details: details, by: .owner)
        guard case .imported = try await bench.importTranscript(item, by: .owner) else {
            throw ValidationError("\(meeting) could not be imported.")
        }
    }
}
