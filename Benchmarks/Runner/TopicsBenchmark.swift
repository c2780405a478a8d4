import ArgumentParser
import Covalence
import Formats
import Foundation
import Language

/// Topics: how much they stay what they are when a little of what was said is missing.
struct TopicsBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "topics",
        abstract: "Topics of the real meetings, found again with a part of the passages taken away.",
        discussion: """
            Compared are the topics of all passages with those of what is left, on the passages that are in a topic in both (adjusted Rand index, Hubert & Arabie \
            1985) and on all that are left, where what belongs to no topic is one group; beside k-means with random starts and as many groups, which has no \
            “no topic”. Kept: share of the first topics that are found again under their id. Alone: as a new process would find them, without knowing the first.
            """
    )

    @Option(help: "How often each part is taken away, others each time.") var runs = 10
    @Option(help: "The folder with the sentence encoder.") var meaning: String?
    @Option(help: "A file in which the vectors are kept between runs.") var vectors: String?
    @Flag(help: "Print the topics found in all passages.") var list = false
    @Option(help: "So many made-up passages instead, for times.") var made: Int?
    @Option(help: "Likeness under which passages have nothing to do with each other.") var floor: Float?
    @Option(help: "Likeness to the centre.") var nearness: Float?
    @Option(help: "Likeness from which centres are one.") var sameness: Float?
    @Option(help: "Resolution of communities.") var resolution: Double?
    @Option(help: "Times communities are looked for.") var rounds: Int?
    @Option(help: "Nearest of each.") var neighbours: Int?

    func run() async throws {
        var options = TopicOptions()
        if let floor { options.floor = floor }
        if let nearness { options.nearness = nearness }
        if let sameness { options.sameness = sameness }
        if let resolution { options.resolution = resolution }
        if let rounds { options.rounds = rounds }
        if let neighbours { options.neighbours = neighbours }
        let finder = TopicFinder(options)
        if let made { return time(finder, MadePassages.passages(made)) }
        let passages = try await RealPassages(folder: meaning, kept: vectors.map { URL(filePath: $0) }).passages()
        let whole = finder.topics(in: passages)
        print("\(passages.count) turns, \(whole.read) read, \(whole.topics.count) topics, \(whole.apart) in none")
        if list { show(whole, passages) }
        time(finder, passages)
        if runs > 0 { compare(finder, passages, whole) }
    }

    private func time(_ finder: TopicFinder, _ passages: [TopicPassage]) {
        var found = FoundTopics.none
        let timing = Timing.of(3) { found = finder.topics(in: passages) }
        print("\(passages.count) passages, \(found.read) read, \(found.topics.count) topics: \(Timing.text(timing.median)) (median of 3)")
    }

    private func show(_ found: FoundTopics, _ passages: [TopicPassage]) {
        let texts = Dictionary(passages.map { ($0.place, $0.text) }) { first, _ in first }
        for topic in found.topics {
            print("\(topic.members.count) in \(topic.meetings): \(topic.words.joined(separator: ", "))")
            for place in topic.moments.prefix(3) { print("    \(texts[place]?.prefix(110) ?? "")") }
        }
    }

    private func compare(_ finder: TopicFinder, _ passages: [TopicPassage], _ whole: FoundTopics) {
        let first = Self.groups(whole)
        let earlier = whole.topics.map { EarlierTopic(id: $0.id, centre: $0.centre) }
        let eligible = first.places
        let kmeans = NaiveMeans(passages.filter { eligible.contains($0.place) }, groups: max(2, whole.topics.count))
        let before = kmeans.groups(without: [], seed: 1)
        var table = Table(["taken away", "in a topic in both", "ARI of these", "ARI of all", "kept", "kept alone", "ARI alone", "k-means ARI", "same, nothing taken"])
        for (name, gone) in removals(passages) {
            var (both, inner, all, kept, alone, naive, same, scratch) = ([Double](), [Double](), [Double](), [Double](), [Double](), [Double](), [Double](), [Double]())
            for (run, away) in gone.enumerated() {
                let left = passages.filter { !away.contains($0.place) }
                let again = finder.topics(in: left, earlier: earlier)
                let second = Self.groups(again)
                let shared = left.map(\.place).filter { eligible.contains($0) && second.places.contains($0) }
                let inTopics = shared.filter { first.topic[$0] != nil && second.topic[$0] != nil }
                both.append(Double(inTopics.count) / Double(max(1, shared.count { first.topic[$0] != nil })))
                inner.append(AdjustedRandIndex.of(inTopics.map { first.topic[$0] }, inTopics.map { second.topic[$0] }) ?? 0)
                all.append(AdjustedRandIndex.of(shared.map { first.topic[$0] }, shared.map { second.topic[$0] }) ?? 0)
                kept.append(share(of: whole, in: again))
                let fresh = finder.topics(in: left)
                alone.append(share(of: whole, in: fresh))
                let third = Self.groups(fresh)
                scratch.append(AdjustedRandIndex.of(shared.map { first.topic[$0] }, shared.map { third.topic[$0] }) ?? 0)
                let other = kmeans.groups(without: away, seed: UInt64(run) + 2)
                naive.append(AdjustedRandIndex.of(shared.map { before[$0] }, shared.map { other[$0] }) ?? 0)
                let anew = kmeans.groups(without: [], seed: UInt64(run) + 100)
                same.append(AdjustedRandIndex.of(shared.map { before[$0] }, shared.map { anew[$0] }) ?? 0)
            }
            func mean(_ numbers: [Double], _ digits: Int = 2) -> String { String(format: "%.\(digits)f", numbers.reduce(0, +) / Double(max(1, numbers.count))) }
            func percent(_ numbers: [Double]) -> String { String(format: "%.0f %%", 100 * numbers.reduce(0, +) / Double(max(1, numbers.count))) }
            table.row([name, percent(both), mean(inner), mean(all), percent(kept), percent(alone), mean(scratch), mean(naive), mean(same)])
        }
        table.print()
    }

    private func share(of whole: FoundTopics, in again: FoundTopics) -> Double {
        let ids = Set(again.topics.map(\.id))
        return Double(whole.topics.count { ids.contains($0.id) }) / Double(max(1, whole.topics.count))
    }

    private func removals(_ passages: [TopicPassage]) -> [(String, [Set<TopicPlace>])] {
        let parts = [5, 10, 20].map { percent in
            ("\(percent) % of turns", (0..<runs).map { run in
                var random = Lot(seed: UInt64(percent * 1_000 + run))
                return Set(passages.map(\.place).filter { _ in random.next() % 100 < UInt64(percent) })
            })
        }
        let meetings = Set(passages.map(\.place.meeting)).sorted()
        return parts + [("one meeting", meetings.map { meeting in Set(passages.map(\.place).filter { $0.meeting == meeting }) })]
    }

    private static func groups(_ found: FoundTopics) -> (topic: [TopicPlace: Int], places: Set<TopicPlace>) {
        var topic: [TopicPlace: Int] = [:]
        for (index, one) in found.topics.enumerated() { for place in one.members { topic[place] = index } }
        return (topic, Set(found.readPlaces))
    }
}

/// The turns of the real meetings, with their meaning.
private struct RealPassages {
    var folder: String?
    var kept: URL?

    func passages() async throws -> [TopicPassage] {
        var found: [TopicPassage] = []
        for (number, name) in ["Bed004", "Bmr006", "Bro013", "Bsr001", "Btr001", "Buw001"].enumerated() {
            let parsed = try TranscriptReader().read(try Data(contentsOf: SharedData.meeting(name)), fileName: name)
            let meeting = Identifier<Meeting>(UUID(uuid: (0, 0, 0, 0, 0, 0, 0x70, 0, 0x80, 0, 0, 0, 0, 0, 0, UInt8(number))))
            var turns: [(first: Int, text: String)] = []
            for (index, utterance) in parsed.utterances.enumerated() {
                if index > 0, utterance.speaker == parsed.utterances[index - 1].speaker, let last = turns.indices.last {
                    turns[last].text += " " + utterance.text
                } else {
                    turns.append((index, utterance.text))
                }
            }
            found += turns.map { TopicPassage(TopicPlace(meeting, $0.first), vector: [], text: $0.text) }
        }
        let bytes = try await vectors(of: found.map(\.text))
        for index in found.indices { found[index].vector = bytes[index * SentenceVector.width..<(index + 1) * SentenceVector.width].map { Int8(bitPattern: $0) } }
        return found
    }

    private func vectors(of texts: [String]) async throws -> [UInt8] {
        if let kept, let bytes = try? Data(contentsOf: kept), bytes.count == texts.count * SentenceVector.width { return [UInt8](bytes) }
        guard let files = folder.map({ MeaningFiles(folder: URL(filePath: $0)) }) ?? MeaningFiles.found() else {
            throw ValidationError("The sentence encoder is not here. ./run fetches it; --meaning names its folder.")
        }
        let bytes = try await SentenceEncoder(files).vectors(of: texts).flatMap { [UInt8](QuantizedVector($0).bytes) }
        if let kept { try Data(bytes).write(to: kept) }
        return bytes
    }
}

/// Passages about made-up directions, two thirds of them noise.
private enum MadePassages {
    static func passages(_ count: Int) -> [TopicPassage] {
        var random = Lot(seed: 1)
        func vector() -> [Float] { (0..<384).map { _ in Float(random.next() % 2_001) / 1_000 - 1 } }
        let centres = (0..<30).map { _ in vector() }
        return (0..<count).map { index in
            let own = vector()
            let centre = index % 3 == 0 ? centres[index / 3 % 30] : vector()
            let mixed = zip(own, centre).map { Int8(60 * (0.45 * $0 + 0.55 * $1)) }
            let meeting = Identifier<Meeting>(UUID(uuid: (0, 0, 0, 0, 0, 0, 0x70, 0, 0x80, 0, 0, 0, 0, 0, 0, UInt8(index % 20))))
            return TopicPassage(TopicPlace(meeting, index), vector: mixed, text: "alpha beta gamma delta epsilon zeta eta word\(index)")
        }
    }
}

/// What one would write first: k-means from random passages († Lloyd 1982).
private struct NaiveMeans {
    private let places: [TopicPlace]
    private let rows: [[Float]]
    private let count: Int

    init(_ passages: [TopicPassage], groups: Int) {
        places = passages.map(\.place)
        rows = passages.map { passage in
            let row = passage.vector.map(Float.init)
            let length = row.reduce(0) { $0 + $1 * $1 }.squareRoot()
            return row.map { $0 / max(length, 1e-9) }
        }
        count = groups
    }

    func groups(without away: Set<TopicPlace>, seed: UInt64) -> [TopicPlace: Int] {
        var random = Lot(seed: seed)
        let kept = places.indices.filter { !away.contains(places[$0]) }
        var centres = (0..<count).map { _ in rows[kept[Int(random.next() % UInt64(kept.count))]] }
        var group = [Int](repeating: 0, count: rows.count)
        for _ in 0..<15 {
            for row in kept {
                var best = (0, -Float.infinity)
                for centre in centres.indices {
                    var sum: Float = 0
                    for i in 0..<rows[row].count { sum += rows[row][i] * centres[centre][i] }
                    if sum > best.1 { best = (centre, sum) }
                }
                group[row] = best.0
            }
            var sums = [[Float]](repeating: [Float](repeating: 0, count: rows.first?.count ?? 0), count: count)
            for row in kept { for i in sums[group[row]].indices { sums[group[row]][i] += rows[row][i] } }
            for centre in centres.indices {
                let length = sums[centre].reduce(0) { $0 + $1 * $1 }.squareRoot()
                if length > 0 { centres[centre] = sums[centre].map { $0 / length } }
            }
        }
        return Dictionary(kept.map { (places[$0], group[$0]) }) { first, _ in first }
    }
}
