import Foundation

/// Names topics by their own words: those that are frequent in one and rare in the others († class-based tf-idf: Grootendorst 2022), words and pairs of them.
struct TopicNamer {
    /// The words of a passage, in the topic it belongs to; nil for none.
    typealias Passage = (words: [TopicWords.Word], topic: Int?)

    /// Passages that use a term before it may name a topic.
    private static let fewest = 2
    private static let mostWords = 4

    private struct Term {
        /// Passages that use it.
        var passages = 0
        /// How it is written, how often.
        var forms: [String: Int] = [:]
        var isPair = false
    }

    /// For each topic its terms, the most telling first.
    func names(of passages: [Passage], topics: Int) -> [[String]] {
        var terms = [[String: Term]](repeating: [:], count: topics)
        var whole: [String: Int] = [:]
        var words = 0
        for passage in passages {
            // Once a passage: one person who says a word ten times in a row has not made a topic of it.
            var seen: [String: (form: String, isPair: Bool)] = [:]
            var before: TopicWords.Word?
            for word in passage.words {
                defer { before = word }
                guard word.tells else { continue }
                words += 1
                if seen[word.key] == nil { seen[word.key] = (word.form, false) }
                guard word.follows, let before, before.tells, before.key != word.key else { continue }
                let key = before.key + " " + word.key
                if seen[key] == nil { seen[key] = (before.form + " " + word.form, true) }
            }
            for (key, found) in seen {
                whole[key, default: 0] += 1
                guard let topic = passage.topic else { continue }
                terms[topic][key, default: Term(isPair: found.isPair)].passages += 1
                terms[topic][key]?.forms[found.form, default: 0] += 1
            }
        }
        // The mean number of words of a class; what belongs to no topic is one class more.
        let mean = Double(words) / Double(topics + 1)
        return terms.map { name(from: $0, whole, mean) }
    }

    private func name(from terms: [String: Term], _ whole: [String: Int], _ mean: Double) -> [String] {
        let fitting = terms.filter { $0.value.passages >= Self.fewest }
        let ranked = fitting.map { key, term -> (key: String, score: Double) in
            let share = Double(term.passages) * log(1 + mean / Double(max(1, whole[key] ?? 1)))
            // A pair says more than its words do one by one, and is counted less often.
            return (key: key, score: term.isPair ? 1.6 * share : share)
        }.sorted { $0.score == $1.score ? $0.key < $1.key : $0.score > $1.score }
        var chosen: [String] = []
        var used = Set<String>()
        for (key, _) in ranked {
            let parts = key.split(separator: " ").map(String.init)
            guard used.isDisjoint(with: parts), used.count + parts.count <= Self.mostWords else { continue }
            chosen.append(key)
            used.formUnion(parts)
            if used.count >= 3 { break }
        }
        return chosen.compactMap { key in
            (fitting[key]?.forms).flatMap(Self.written).map(Self.lowered)
        }
    }

    /// As it is mostly written; of equals, the first by letters.
    private static func written(_ forms: [String: Int]) -> String? {
        forms.sorted { $0.value == $1.value ? $0.key < $1.key : $0.value > $1.value }.first?.key
    }

    /// Capitals at the beginning come from sentences; those inside, and words in capitals only, are names.
    private static func lowered(_ form: String) -> String {
        form.split(separator: " ").map { word in
            word.dropFirst().contains(where: \.isUppercase) ? String(word) : word.lowercased()
        }.joined(separator: " ")
    }
}
