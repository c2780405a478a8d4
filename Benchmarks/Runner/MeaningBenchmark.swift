import ArgumentParser
import Covalence
import Foundation
import Language
import MeetingInteraction
import Workbench

/// Findings by words, and by words and meaning, on passages that stand alone: Benchmarks/Codes says how they were made.
struct MeaningBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "meaning",
        abstract: "Findings on passages, by words and by meaning: precision and recall by code.",
        discussion: """
            Each passage stands as one utterance of its side, with “Mm.” of the other side before it, so that all rules of a reading work.
            """
    )

    @Argument(help: "Passages: {\"text\", \"side\", \"codes\"} a line, such as Benchmarks/Codes/passages/meeting-interaction.jsonl.") var file: String
    @Option(help: "0 or 1 to take every second passage only, from the first or the second one.") var half: Int?
    @Flag(help: "Print what was missed and what was found wrongly.") var list = false
    @Flag(help: "Measure how long 1,000 utterances take, made of the passages.") var time = false

    private struct Passage: Decodable {
        var text: String
        var side: Side?
        var codes: [String]
    }

    private struct Count {
        var marked = 0, found = 0, right = 0
        var precision: Double? { found == 0 ? nil : Double(right) / Double(found) }
        var recall: Double? { marked == 0 ? nil : Double(right) / Double(marked) }
        var f1: Double? { marked + found == 0 ? nil : Double(2 * right) / Double(marked + found) }
    }

    private struct Result {
        var codes: [String: Count] = [:]
        /// Passages without a code, and those of them that got one.
        var uncoded = 0, wronglyCoded = 0
    }

    func run() async throws {
        let analyzer = try MeetingAnalyzer.bundled { MeaningDesk.found(in: nil, tagger: $0) }
        guard analyzer.meaning != nil else { throw ValidationError("\(MeaningFiles.nowhere)") }
        var passages = try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n").map { try JSONDecoder().decode(Passage.self, from: Data($0.utf8)) }
        if time { return try await measureTime(passages, analyzer) }
        if let half { passages = passages.enumerated().filter { $0.offset % 2 == half }.map(\.element) }
        let marked = Set(passages.flatMap(\.codes))
        var words = Result(), both = Result()
        for passage in passages {
            let (transcript, cast) = conversation(of: [passage])
            count(analyzer.analyze(transcript, cast: cast), passage, marked, "words", &words)
            count(try await analyzer.analyzeByMeaning(transcript, cast: cast), passage, marked, "meaning", &both)
        }
        var table = Table(["code", "marked", "words: found", "precision", "recall", "F1", "meaning: found", "precision", "recall", "F1"])
        for kind in FindingKind.allCases where marked.contains(kind.slug) {
            table.row([kind.slug, "\(words.codes[kind.slug]?.marked ?? 0)"] + cells(words.codes[kind.slug]) + cells(both.codes[kind.slug]))
        }
        table.row(["all", "\(sum(words).marked)"] + cells(sum(words)) + cells(sum(both)))
        print("\(passages.count) passages\(half.map { ", half \($0)" } ?? "")")
        table.print()
        for (name, result) in [("words", words), ("meaning", both)] {
            let known = result.codes.values.filter { $0.marked > 0 }.compactMap(\.f1)
            print(String(format: "%@: mean F1 %.2f; of %d passages without a code %d got one", name, known.reduce(0, +) / Double(max(1, known.count)), result.uncoded, result.wronglyCoded))
        }
    }

    private func sum(_ result: Result) -> Count {
        result.codes.values.reduce(into: Count()) { $0.marked += $1.marked; $0.found += $1.found; $0.right += $1.right }
    }

    private func cells(_ count: Count?) -> [String] {
        let count = count ?? Count()
        return ["\(count.found)"] + [count.precision, count.recall, count.f1].map { $0.map { String(format: "%.2f", $0) } ?? "–" }
    }

    /// Counts kinds that passages are marked with; others, as uptake, are no question here.
    private func count(_ analysis: MeetingAnalysis, _ passage: Passage, _ marked: Set<String>, _ name: String, _ result: inout Result) {
        let place = analysis.conversation.utterances.count - 1
        let found = Set(analysis.reading.findings.filter { finding in finding.passages.contains { $0.utterance == place } }.map(\.kind.slug)).intersection(marked)
        let right = Set(passage.codes)
        for code in found.union(right) {
            result.codes[code, default: Count()].marked += right.contains(code) ? 1 : 0
            result.codes[code, default: Count()].found += found.contains(code) ? 1 : 0
            result.codes[code, default: Count()].right += found.contains(code) && right.contains(code) ? 1 : 0
        }
        if right.isEmpty {
            result.uncoded += 1
            if !found.isEmpty { result.wronglyCoded += 1 }
        }
        guard list else { return }
        for code in right.subtracting(found).sorted() { print("\(name) missed  \(code): \(passage.text)") }
        for code in found.subtracting(right).sorted() { print("\(name) wrongly \(code): \(passage.text)") }
    }

    private func conversation(of passages: [Passage], answered: Bool = true) -> (Transcript, Cast) {
        let now = Workbench.clock()
        let labels: [Side: String] = [.seller: "Seller", .customer: "Customer", .thirdParty: "Adviser"]
        var lines: [(speaker: Side, text: String)] = []
        for passage in passages {
            // Where nobody says whose words they are, the customer's.
            let side = passage.side ?? .customer
            if answered { lines.append((side == .customer ? .seller : .customer, "Mm.")) }
            lines.append((side, passage.text))
        }
        let speakers = Array(Set(lines.map(\.speaker))).sorted { $0.rawValue < $1.rawValue }
        let names = speakers.map { labels[$0] ?? $0.rawValue }
        var cast = Cast(labels: names, makeID: { .make(at: now) })
        for index in cast.participants.indices { cast.participants[index].side = names.firstIndex(of: cast.participants[index].name).map { speakers[$0] } }
        let transcript = Transcript(
            id: .make(at: now), language: "en", speakers: names,
            utterances: lines.map { line in Utterance(speaker: speakers.firstIndex(of: line.speaker), text: line.text) }
        )
        return (transcript, cast)
    }

    /// No text twice: what was read is remembered, and would take no time.
    private func measureTime(_ passages: [Passage], _ analyzer: MeetingAnalyzer) async throws {
        let long = (0..<1000).map { number in
            var passage = passages[number % passages.count]
            passage.text += " That was in \(1500 + number)."
            return passage
        }
        let (transcript, cast) = conversation(of: long, answered: false)
        func milliseconds(_ work: () async throws -> Void) async throws -> Double {
            let start = ContinuousClock.now
            try await work()
            var timing = Timing()
            timing.add(start)
            return timing.median
        }
        _ = try await analyzer.analyzeByMeaning(conversation(of: [passages[0]]).0, cast: conversation(of: [passages[0]]).1)
        let words = try await milliseconds { _ = analyzer.analyze(transcript, cast: cast) }
        let first = try await milliseconds { _ = try await analyzer.analyzeByMeaning(transcript, cast: cast) }
        let again = try await milliseconds { _ = try await analyzer.analyzeByMeaning(transcript, cast: cast) }
        print("\(transcript.utterances.count) utterances: by words \(Timing.text(words)), by meaning \(Timing.text(first)), again \(Timing.text(again))")
    }
}
