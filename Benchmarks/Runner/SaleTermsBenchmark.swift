import ArgumentParser
import Covalence
import Foundation
import Language

/// Sums, days and readiness, held against what a person marked: Benchmarks/Selling says how the passages were made.
struct SaleTermsBenchmark: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sale-terms",
        abstract: "Amounts, close dates and readiness read in passages: precision and recall.",
        discussion: "Each passage stands alone, said by its side on Wednesday, 18 March 2026."
    )

    @Argument(help: "Passages: {\"text\", \"side\", \"amount\"?, \"close\"?, \"readiness\"?} a line, such as Benchmarks/Selling/plain.jsonl.") var file: String
    @Flag(help: "Print what was missed and what was read wrongly.") var list = false

    private struct Passage: Decodable {
        var text: String
        var side: Side?
        var amount: String?
        var close: String?
        var readiness: String?
    }

    func run() throws {
        let reader = try SaleTermsReader.bundled()
        guard let day = CalendarDay("2026-03-18") else { return }
        let passages = try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n").map { try JSONDecoder().decode(Passage.self, from: Data($0.utf8)) }
        var table = Table(["term", "marked", "read", "right", "precision", "recall", "passages without one", "of them read"])
        func row(_ name: String, _ marked: (Passage) -> String?, _ read: (SaleTermsReader.Term) -> String?) {
            var (markedCount, readCount, right, without, wrongly) = (0, 0, 0, 0, 0)
            for passage in passages {
                let expected = marked(passage), found = Set(reader.terms(in: passage.text, side: passage.side, on: day).compactMap(read))
                markedCount += expected == nil ? 0 : 1
                readCount += found.count
                right += expected.map { found.contains($0) ? 1 : 0 } ?? 0
                without += expected == nil ? 1 : 0
                wrongly += expected == nil && !found.isEmpty ? 1 : 0
                guard list, found != Set([expected].compactMap(\.self)) else { continue }
                print("\(name): marked \(expected ?? "nothing"), read \(found.isEmpty ? "nothing" : found.sorted().joined(separator: ", ")): \(passage.text)")
            }
            func share(_ part: Int, _ whole: Int) -> String { whole == 0 ? "–" : String(format: "%.2f", Double(part) / Double(whole)) }
            table.row([name, "\(markedCount)", "\(readCount)", "\(right)", share(right, readCount), share(right, markedCount), "\(without)", "\(wrongly)"])
        }
        row("amount", { $0.amount?.replacing(",", with: "") }) { if case .sum(let sum, _) = $0 { sum.description.replacing(",", with: "") } else { nil } }
        row("close date", \.close) { if case .day(let day, _) = $0 { day.description } else { nil } }
        row("readiness", \.readiness) { if case .readiness(let level, _) = $0 { level.rawValue } else { nil } }
        print("\(passages.count) passages")
        table.print()
    }
}
