import ArgumentParser
import Covalence
import Foundation
import Language
import MeetingInteraction
import Workbench

/// What is found against what a person marked: Benchmarks/Findings says how the gold was made.
struct FindingsBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "findings",
        abstract: "Precision and recall of the kinds of content, by utterance.",
        discussion: "An utterance counts as found where a finding of the kind covers it or one next to it; see Benchmarks/Findings/README.md."
    )

    @Argument(help: "Files of gold, such as Benchmarks/Findings/heldout/heldout.jsonl.") var files: [String]
    @Flag(help: "Print what was missed and what was found wrongly.") var list = false
    @Flag(help: "Read by meaning too.") var meaning = false
    @Option(help: "How many utterances beside the marked one still count.") var slack = 0

    private struct GoldLine: Decodable {
        struct Code: Decodable { var code: String }
        var speaker: String
        var side: Side
        var text: String
        var codes: [Code]
    }

    func run() async throws {
        let analyzer = try MeetingAnalyzer.bundled { meaning ? MeaningDesk.found(in: nil, tagger: $0) : nil }
        if meaning, analyzer.meaning == nil { throw ValidationError("\(MeaningFiles.nowhere)") }
        var hits: [String: Int] = [:]
        var found: [String: Int] = [:]
        var marked: [String: Int] = [:]
        var recalled: [String: Int] = [:]
        for file in files {
            let lines = try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n").map {
                try JSONDecoder().decode(GoldLine.self, from: Data($0.utf8))
            }
            let analysis = try await read(lines, analyzer: analyzer)
            var seen = [Set<String>](repeating: [], count: lines.count)
            for finding in analysis.reading.findings {
                for passage in finding.passages { seen[passage.utterance].insert(finding.kind.slug) }
            }
            for (index, line) in lines.enumerated() {
                let near = max(0, index - slack)...min(lines.count - 1, index + slack)
                for code in Set(line.codes.map(\.code)) {
                    marked[code, default: 0] += 1
                    if near.contains(where: { seen[$0].contains(code) }) { recalled[code, default: 0] += 1 }
                    else if list { print("missed  \(code): \(line.side.rawValue): \(line.text)") }
                }
                for code in seen[index] {
                    found[code, default: 0] += 1
                    if near.contains(where: { lines[$0].codes.contains { $0.code == code } }) { hits[code, default: 0] += 1 }
                    else if list { print("wrongly \(code): \(line.side.rawValue): \(line.text)") }
                }
            }
        }
        var table = Table(["code", "marked", "found", "precision", "recall", "F1"])
        var sums = (hits: 0, found: 0, marked: 0, recalled: 0)
        for kind in FindingKind.allCases where marked[kind.slug] != nil {
            let code = kind.slug
            table.row(row(code, hits[code] ?? 0, found[code] ?? 0, marked[code] ?? 0, recalled[code] ?? 0))
            sums.hits += hits[code] ?? 0
            sums.found += found[code] ?? 0
            sums.marked += marked[code] ?? 0
            sums.recalled += recalled[code] ?? 0
        }
        table.row(row("all", sums.hits, sums.found, sums.marked, sums.recalled))
        print(files.joined(separator: ", ") + ", slack \(slack)" + (meaning ? ", by meaning" : ""))
        table.print()
    }

    private func row(_ code: String, _ hits: Int, _ found: Int, _ marked: Int, _ recalled: Int) -> [String] {
        let precision = found == 0 ? nil : Double(hits) / Double(found)
        let recall = marked == 0 ? nil : Double(recalled) / Double(marked)
        let f1 = precision.flatMap { p in recall.map { r in p + r == 0 ? 0 : 2 * p * r / (p + r) } }
        func text(_ value: Double?) -> String { value.map { String(format: "%.2f", $0) } ?? "–" }
        return [code, String(marked), String(found), text(precision), text(recall), text(f1)]
    }

    private func read(_ lines: [GoldLine], analyzer: MeetingAnalyzer) async throws -> MeetingAnalysis {
        var speakers: [String] = []
        for line in lines where !speakers.contains(line.speaker) { speakers.append(line.speaker) }
        let now = Workbench.clock()
        var cast = Cast(labels: speakers, makeID: { .make(at: now) })
        for index in cast.participants.indices {
            let name = cast.participants[index].name
            cast.participants[index].side = lines.first { $0.speaker == name }?.side
        }
        let transcript = Transcript(
            id: .make(at: now), language: "en", speakers: speakers,
            utterances: lines.map { Utterance(speaker: speakers.firstIndex(of: $0.speaker), text: $0.text) }
        )
        return meaning ? try await analyzer.analyzeByMeaning(transcript, cast: cast) : analyzer.analyze(transcript, cast: cast)
    }
}
