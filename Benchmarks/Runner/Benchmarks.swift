import ArgumentParser
import Foundation

/// Comparisons that print tables. Never part of the tests: what they print depends on the machine.
@main
struct Benchmarks: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "covalence-benchmarks",
        abstract: "Measures Covalence on this machine and prints tables.",
        discussion: """
            Run with: swift run -c release covalence-benchmarks NAME
            The real meetings are found in ../shared/data or where COVALENCE_SHARED points; what needs them says so where they are missing.
            """,
        subcommands: [
            ReadingBenchmark.self, TaggerBenchmark.self, StoreBenchmark.self, FindingsBenchmark.self, MeaningBenchmark.self, AuditBenchmark.self, HelloServer.self,
            IntakeBenchmark.self, ImportBenchmark.self, NearestBenchmark.self, TopicsBenchmark.self, ForecastBenchmark.self, FunnelBenchmark.self, SheetBenchmark.self,
        ]
    )
}

/// Where the real data is, if it is.
enum SharedData {
    static var folder: URL? {
        let given = ProcessInfo.processInfo.environment["COVALENCE_SHARED"].map { URL(filePath: $0) }
        let candidates = [given, URL(filePath: FileManager.default.currentDirectoryPath).appending(path: "../shared")].compactMap { $0 }
        return candidates.first { FileManager.default.fileExists(atPath: $0.appending(path: "data/meetings").path) }
    }

    static func meeting(_ name: String) throws -> URL {
        guard let folder else {
            throw ValidationError("The real meetings are not here: put them beside the checkout as ../shared/data, or name their folder in COVALENCE_SHARED.")
        }
        return folder.appending(path: "data/meetings/\(name).vtt")
    }
}

/// A table on standard output.
struct Table {
    private var rows: [[String]]

    init(_ header: [String]) { rows = [header] }

    mutating func row(_ cells: [String]) { rows.append(cells) }

    func print() {
        let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        for (index, row) in rows.enumerated() {
            let cells = row.enumerated().map { column, cell in
                column == 0 ? cell + String(repeating: " ", count: widths[column] - cell.count)
                    : String(repeating: " ", count: widths[column] - cell.count) + cell
            }
            Swift.print("| " + cells.joined(separator: " | ") + " |")
            if index == 0 { Swift.print("|" + widths.map { String(repeating: "-", count: $0 + 2) }.joined(separator: "|") + "|") }
        }
    }
}

/// Times of repeated runs.
struct Timing {
    private(set) var milliseconds: [Double] = []

    /// Runs something, the first time unmeasured.
    static func of(_ runs: Int, _ work: () throws -> Void) rethrows -> Timing {
        try work()
        var timing = Timing()
        for _ in 0..<runs {
            let start = ContinuousClock.now
            try work()
            timing.add(start)
        }
        return timing
    }

    /// Runs something, the first time unmeasured.
    static func of(_ runs: Int, _ work: () async throws -> Void) async rethrows -> Timing {
        try await work()
        var timing = Timing()
        for _ in 0..<runs {
            let start = ContinuousClock.now
            try await work()
            timing.add(start)
        }
        return timing
    }

    mutating func add(_ start: ContinuousClock.Instant) {
        let (seconds, attoseconds) = (ContinuousClock.now - start).components
        milliseconds.append(Double(seconds) * 1000 + Double(attoseconds) / 1e15)
    }

    mutating func add(_ other: Timing) { milliseconds += other.milliseconds }

    var median: Double { quantile(0.5) }

    func quantile(_ share: Double) -> Double {
        let sorted = milliseconds.sorted()
        return sorted.isEmpty ? 0 : sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))]
    }

    /// `12.3 ms`.
    static func text(_ milliseconds: Double) -> String { String(format: "%.1f ms", milliseconds) }
}
