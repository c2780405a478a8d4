import Covalence
import Foundation
import Language
import Store

/// What topics are found in: the passages of some meetings with what is known of each, and where topics that people did something with lie.
struct TopicMaterial: Sendable {
    private(set) var passages: [TopicPassage] = []
    private(set) var lengths: [TopicPlace: Int] = [:]
    private(set) var languages = Set<String>()
    private(set) var people = Set<String>()

    /// Turns whose words are looked at ‡; many of them are too short to be read.
    private static let most = 30_000

    /// - Throws: `CancellationError`, and what the store throws.
    init(_ sets: [PassageSet], in store: any WorkspaceStore) async throws {
        let all = sets.reduce(0) { $0 + $1.passages.count }
        let limit = all > Self.most ? UInt64(Double(UInt64.max) * Double(Self.most) / Double(all)) : UInt64.max
        for set in sets {
            guard case .meeting(let id) = set.holder, !set.passages.isEmpty else { continue }
            try Task.checkCancellation()
            do {
                try await read(set, of: id, below: limit, store)
            } catch StoreError.notFound, StoreError.erased {
                // Erased or corrected meanwhile: who asks again gets topics without it.
            }
        }
    }

    private mutating func read(_ set: PassageSet, of id: Identifier<Meeting>, below limit: UInt64, _ store: any WorkspaceStore) async throws {
        // Of many turns a part is drawn; a meeting none of whose turns is, is not looked at.
        guard set.passages.contains(where: { TopicPlace(id, $0.first).lot <= limit }) else { return }
        let words = try await store.transcript(of: id, version: set.madeFrom)
        let cast = try await store.cast(of: id).cast
        let meeting = try await store.meeting(id).meeting
        let utterances = words.transcript.utterances
        if let language = words.transcript.language { languages.insert(language) }
        people.formUnion(cast.participants.map(\.name))
        let sides = words.transcript.speakers.map { label in cast.labels[label].flatMap { cast.participant($0)?.side } }
        let width = set.width
        for (row, passage) in set.passages.enumerated() {
            let place = TopicPlace(id, passage.first)
            guard passage.utterances.upperBound <= utterances.count, place.lot <= limit else { continue }
            let start = set.meaning.startIndex + row * width
            lengths[place] = passage.count
            passages.append(TopicPassage(
                place, vector: set.meaning[start..<start + width].map { Int8(bitPattern: $0) }, text: utterances[passage.utterances].map(\.text).joined(separator: " "),
                at: meeting.startedAt ?? meeting.recordedAt, side: passage.label.flatMap { sides.indices.contains($0) ? sides[$0] : nil },
                isQuestion: words.acts.map { acts in passage.utterances.contains { acts.indices.contains($0) && acts[$0].act == .question } } ?? false
            ))
        }
    }

    /// Finds the topics.
    ///
    /// - Parameters:
    ///   - kept: those that people did something with, by where they lie.
    ///   - salt: tells sets apart, so that the same passage makes topics of other ids in each.
    func topics(earlier: [EarlierTopic], salt: UInt64) -> TopicsMade {
        var options = TopicOptions()
        options.languages = languages.isEmpty ? ["en"] : languages
        options.people = people
        options.salt = salt
        let found = TopicFinder(options).topics(in: passages, earlier: earlier)
        let shown = Set(found.topics.flatMap(\.moments))
        return TopicsMade(found: found, lengths: lengths.filter { shown.contains($0.key) })
    }

    /// Where topics lie that people did something with, by those of their passages that are in sight; those of which none is are left out.
    static func earlier(_ kept: [Topic], in sets: [PassageSet]) -> [EarlierTopic] {
        var rows: [TopicPlace: [Int8]] = [:]
        let wanted = Set(kept.flatMap(\.anchors).map { TopicPlace($0.meeting, $0.utterance) })
        for set in sets {
            guard case .meeting(let id) = set.holder else { continue }
            for (row, passage) in set.passages.enumerated() where wanted.contains(TopicPlace(id, passage.first)) {
                let start = set.meaning.startIndex + row * set.width
                rows[TopicPlace(id, passage.first)] = set.meaning[start..<start + set.width].map { Int8(bitPattern: $0) }
            }
        }
        return kept.compactMap { topic in
            let own = topic.anchors.compactMap { rows[TopicPlace($0.meeting, $0.utterance)] }
            guard let width = own.first?.count else { return nil }
            var sum = [Float](repeating: 0, count: width)
            for row in own where row.count == width {
                let length = row.reduce(Float(0)) { $0 + Float($1) * Float($1) }.squareRoot()
                guard length > 0 else { continue }
                for i in sum.indices { sum[i] += Float(row[i]) / length }
            }
            return EarlierTopic(id: topic.id, centre: sum, isPinned: topic.isPinned, mergedInto: topic.mergedInto)
        }
    }
}
