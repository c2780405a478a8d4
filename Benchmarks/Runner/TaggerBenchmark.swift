import ArgumentParser
import Covalence
import Foundation
import Language

/// Speed and quality of the dialogue-act tagger on the validation part.
struct TaggerBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "tagger", abstract: "Speed and figures of the dialogue-act tagger.")

    @Option(help: "How often the whole set is tagged.") var runs = 10

    func run() async throws {
        guard let folder = SharedData.folder else { throw ValidationError("The labelled speech is not here; see --help.") }
        let lines = try String(contentsOf: folder.appending(path: "data/dialogue-acts/validation.txt"), encoding: .utf8)
            .split(separator: "\n").map { $0.split(separator: "|", omittingEmptySubsequences: false) }.filter { $0.count == 5 }
        var speakers: [Substring: Int] = [:]
        let tagger = try DialogueActTagger.bundled()
        var table = Table(["text", "accuracy", "macro-F1", "question F1", "utterances/s, one core"])
        for (name, strips) in [("as written", false), ("without punctuation", true)] {
            let inputs = lines.map { line in
                let number = speakers[line[0]] ?? speakers.count
                speakers[line[0]] = number
                let text = String(line[1])
                return TaggerInput(speaker: number, text: strips ? text.filter { !".,?!;:".contains($0) } : text)
            }
            let tags = tagger.tag(inputs)
            let timing = Timing.of(runs) { _ = tagger.tag(inputs) }
            let figures = Figures(gold: lines.map { String($0[2]) }, seen: tags.map(\.act.rawValue))
            table.row([
                name, String(format: "%.4f", figures.accuracy), String(format: "%.4f", figures.macroF1),
                String(format: "%.4f", figures.f1("Q")), String(Int(Double(inputs.count) / timing.median * 1000)),
            ])
        }
        print("\(lines.count) utterances of the validation part")
        table.print()
    }
}

/// Agreement of tags with gold.
struct Figures {
    private var hits: [String: Int] = [:]
    private var seen: [String: Int] = [:]
    private var gold: [String: Int] = [:]
    private let count: Int

    init(gold: [String], seen: [String]) {
        count = gold.count
        for (truth, tag) in zip(gold, seen) {
            self.gold[truth, default: 0] += 1
            self.seen[tag, default: 0] += 1
            if truth == tag { hits[truth, default: 0] += 1 }
        }
    }

    var accuracy: Double { Double(hits.values.reduce(0, +)) / Double(max(1, count)) }
    var macroF1: Double { gold.keys.map(f1).reduce(0, +) / Double(max(1, gold.count)) }

    func f1(_ tag: String) -> Double {
        let all = (gold[tag] ?? 0) + (seen[tag] ?? 0)
        return all == 0 ? 0 : 2 * Double(hits[tag] ?? 0) / Double(all)
    }
}
