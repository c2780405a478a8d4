import Foundation

/// Ranks texts that all have what was searched for: by how much of each is what was searched for (BM25's weight of a term, all terms alike, † Robertson & Zaragoza
/// 2009, with its usual k₁ = 1.2 and b = 0.75).
public enum WordRank {
    /// The places of the texts, the best first; of two alike, the one that comes first.
    public static func ranked(_ texts: [String], by typed: String) -> [Int] {
        let terms = Set(words(typed))
        let cut = texts.map(words)
        let mean = Double(cut.reduce(0) { $0 + $1.count }) / Double(max(1, cut.count))
        let scores = cut.map { words in
            terms.reduce(0.0) { sum, term in
                let count = Double(words.count { $0 == term || $0.hasPrefix(term) && term.count > 3 })
                return sum + count * 2.2 / (count + 1.2 * (0.25 + 0.75 * Double(words.count) / max(1, mean)))
            }
        }
        return texts.indices.sorted { (scores[$1], $0) < (scores[$0], $1) }
    }

    private static func words(_ text: String) -> [String] {
        text.prefix(20_000).split { !($0.isLetter || $0.isNumber) }.map { $0.folding(options: [.caseInsensitive, .diacriticInsensitive], locale: nil) }
    }
}

/// Makes one list of several that are sorted each in its own way: what stands high in any of them stands high, and higher where it stands in several
/// († reciprocal rank fusion, Cormack, Clarke & Büttcher 2009, with its usual 60).
public enum RankFusion {
    /// All that is in any list, the best first; of two alike, the one that comes first in the earlier list.
    public static func merged<Item: Hashable>(_ lists: [[Item]]) -> [Item] {
        var scores: [Item: Double] = [:]
        var order: [Item] = []
        for list in lists {
            for (rank, item) in list.enumerated() {
                if scores[item] == nil { order.append(item) }
                scores[item, default: 0] += 1 / Double(61 + rank)
            }
        }
        return order.enumerated().sorted { first, second in
            let (a, b) = (scores[first.element] ?? 0, scores[second.element] ?? 0)
            return a == b ? first.offset < second.offset : a > b
        }.map(\.element)
    }
}
