import Covalence
import Foundation
import Language
import Store

extension PlaceSearch {
    /// Characters of a turn or paragraph that are shown ‡.
    private static let shown = 600

    /// Makes one list of both ways, and what is shown of each place.
    func places(byWords: [Hit], byMeaning: [Hit], limit: Int) async throws -> [FoundPlace] {
        let turns = Dictionary(grouping: byMeaning) { hit -> Identifier<Meeting>? in
            if case .said(let id, _) = hit.key { id } else { nil }
        }
        // Words that stand in a turn found by meaning are the same place.
        let words = byWords.map { hit -> Hit in
            guard case .said(let id, let utterance) = hit.key, let turn = turns[id]?.first(where: { $0.turn.contains(utterance) }) else { return hit }
            var same = hit
            same.key = turn.key
            same.turn = turn.turn
            return same
        }
        var known: [Hit.Key: Hit] = [:]
        for hit in byMeaning { known[hit.key] = hit }
        let withWords = Set(words.map(\.key))
        for hit in words.reversed() {
            let likeness = known[hit.key]?.likeness
            known[hit.key] = hit
            known[hit.key]?.likeness = likeness
        }
        var places: [FoundPlace] = []
        var seen: Set<Hit.Key> = []
        // Several utterances of one turn with the words are one place.
        let wordKeys = words.map(\.key).filter { seen.insert($0).inserted }
        for key in RankFusion.merged([wordKeys, byMeaning.map(\.key)]) where places.count < limit {
            guard let hit = known[key] else { continue }
            // What was erased since is left out.
            guard let place = try await place(hit, hasWords: withWords.contains(key)) else { continue }
            places.append(FoundPlace(place, hasWords: withWords.contains(key), likeness: hit.likeness))
        }
        return places
    }

    private func place(_ hit: Hit, hasWords: Bool) async throws -> FoundPlace.Place? {
        switch hit.key {
        case .said(let meeting, _):
            guard var moment = try await bench.store.moments(at: [(meeting: meeting, utterance: hit.utterance)]).first else { return nil }
            // Somebody said of this utterance alone that another one spoke.
            guard passes(moment) else { return nil }
            guard !visitor.seesPseudonyms else {
                let replaced = try await bench.withPseudonyms([moment], words: "").first
                return replaced.map { .said($0, turn: hit.turn) }
            }
            if !hasWords, hit.turn.count > 1 {
                let turn = try await bench.store.utterances(of: meeting, in: hit.turn).utterances
                moment.text = Self.cut(turn.map(\.utterance.text).joined(separator: " "))
            }
            return .said(moment, turn: hit.turn)
        case .written(let id):
            guard let record = try? await bench.store.interaction(id, in: visitor.scope) else { return nil }
            let written = record.interaction
            let text = written.text ?? ""
            let excerpt = hit.text ?? hit.range.map { range in
                let scalars = text.unicodeScalars
                let start = scalars.index(scalars.startIndex, offsetBy: range.lowerBound, limitedBy: scalars.endIndex) ?? scalars.endIndex
                let end = scalars.index(start, offsetBy: range.count, limitedBy: scalars.endIndex) ?? scalars.endIndex
                return Self.cut(String(scalars[start..<end]).split(whereSeparator: \.isWhitespace).joined(separator: " "))
            } ?? ""
            return .written(WrittenMoment(interaction: id, kind: written.kind, title: written.title, at: written.startedAt ?? written.recordedAt, excerpt: excerpt))
        }
    }

    private static func cut(_ text: String) -> String { text.count > shown ? text.prefix(shown) + " …" : text }
}
