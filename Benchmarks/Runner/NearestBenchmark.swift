import ArgumentParser
import Foundation
import Language

/// Search by meaning among many turns: looking at each, and by the graph of neighbours.
struct NearestBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "nearest",
        abstract: "Search by meaning among many made-up turns: exact, and by the index, with how much of the exact answer it finds.",
        discussion: """
            The rows are made up: 500 themes, each turn one of them with noise. Real turns lie closer together in some places and farther apart in others.
            """
    )

    @Option(help: "How many turns.") var rows = 200_000
    @Option(help: "How many searches.") var queries = 200
    @Option(help: "How many are looked for in each.") var count = 100
    @Option(help: "Threads that make the index; searches run on one.") var threads = ProcessInfo.processInfo.activeProcessorCount
    @Option(help: "How much of a turn is its theme, from 0 to 1.") var theme: Float = 0.75
    @Flag(help: "Without the index.") var exactOnly = false

    func run() async throws {
        var random = MadeVectors(seed: 11)
        let themes = (0..<500).map { _ in random.direction() }
        // 300 turns a block, as in a meeting of half an hour.
        let blocks = stride(from: 0, to: rows, by: 300).map { start in
            let vectors = (start..<min(rows, start + 300)).map { _ in random.near(random.pick(themes), theme) }
            return NearestRows.Block(rows: vectors.reduce(into: Data()) { $0 += $1.bytes }, scales: vectors.map(\.scale))
        }
        let asked = (0..<queries).map { _ in random.near(random.pick(themes), theme) }
        let exact = NearestRows(count: count)
        var truths: [[NearestRows.Hit]] = []
        var timing = Timing()
        for query in asked {
            let start = ContinuousClock.now
            truths.append(exact.search(query, in: blocks))
            timing.add(start)
        }
        var table = Table(["\(rows) turns, \(count) looked for", "median", "p95", "found of the exact"])
        table.row(["exact, one core", Timing.text(timing.median), Timing.text(timing.quantile(0.95)), "100 %"])
        if !exactOnly {
            let start = ContinuousClock.now
            guard let graph = NeighbourGraph(blocks, threads: threads) else { throw ValidationError("There is no memory for the index.") }
            print("made in \(ContinuousClock.now - start) on \(threads) threads")
            var found: [[NearestRows.Hit]] = []
            var searching = Timing()
            for query in asked {
                let start = ContinuousClock.now
                found.append(graph.search(query, count: count))
                searching.add(start)
            }
            for wanted in [10, count] {
                let recall = zip(truths, found).map { truth, found in
                    let wantedHits = Set(truth.prefix(wanted).map { [$0.block, $0.row] })
                    return Double(found.prefix(max(wanted, 1)).count { wantedHits.contains([$0.block, $0.row]) }) / Double(max(1, wantedHits.count))
                }.reduce(0, +) / Double(queries)
                table.row(["index, best \(wanted)", Timing.text(searching.median), Timing.text(searching.quantile(0.95)), String(format: "%.1f %%", 100 * recall)])
            }
        }
        table.print()
        print("memory: \(Memory.peak())")
    }
}

/// Made-up vectors, the same each time.
private struct MadeVectors {
    private var lot: Lot

    init(seed: UInt64) { lot = Lot(seed: seed) }

    mutating func pick<Element>(_ items: [Element]) -> Element { items[Int(lot.next() % UInt64(items.count))] }

    /// About normal: the sum of four uniform numbers.
    private mutating func number() -> Float {
        let bits = lot.next()
        return (0..<4).reduce(Float(0)) { $0 + Float((bits >> (16 * UInt64($1))) & 0xFFFF) / 65_536 - 0.5 }
    }

    mutating func direction() -> [Float] { Self.unit((0..<SentenceVector.width).map { _ in number() }) }

    mutating func near(_ theme: [Float], _ share: Float) -> QuantizedVector {
        let noise = direction()
        let rest = (1 - share * share).squareRoot()
        let vector = Self.unit(zip(theme, noise).map { $0 * share + $1 * rest })
        let largest = vector.reduce(0) { max($0, abs($1)) }
        return QuantizedVector(values: vector.map { Int8(($0 / largest * 127).rounded()) }, scale: largest / 127)
    }

    private static func unit(_ values: [Float]) -> [Float] {
        let length = values.reduce(0) { $0 + $1 * $1 }.squareRoot()
        return values.map { $0 / length }
    }
}

private enum Memory {
    /// The most that was held, from /proc.
    static func peak() -> String {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        return status.split(separator: "\n").first { $0.hasPrefix("VmHWM") }.map { $0.dropFirst(6).trimmingCharacters(in: .whitespaces) } ?? "not known"
    }
}
