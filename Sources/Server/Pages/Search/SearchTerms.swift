import Foundation

/// The words of a search, to show where they stand in an utterance that the store found.
struct SearchTerms {
    private struct Term {
        var text: String
        /// Whether any word that begins with it is meant (`implement*`).
        var isPrefix: Bool
    }

    private let terms: [Term]

    /// Takes what a person typed: words, "phrases", beginnings*.
    init(_ query: String) {
        terms = query.split { $0.isWhitespace || $0 == "\"" || $0 == "“" || $0 == "”" }.prefix(20).compactMap { word in
            let isPrefix = word.hasSuffix("*")
            let text = Self.fold(word.filter { $0.isLetter || $0.isNumber })
            return text.isEmpty ? nil : Term(text: text, isPrefix: isPrefix)
        }
    }

    /// The utterance in stretches, the words found apart; what stands far before the first is left out.
    func parts(of text: String) -> [SearchPage.Part] {
        var parts: [SearchPage.Part] = []
        var word = ""
        var rest = ""
        func endWord() {
            guard !word.isEmpty else { return }
            if isHit(word) {
                if !rest.isEmpty { parts.append(.init(text: rest, isHit: false)) }
                parts.append(.init(text: word, isHit: true))
                rest = ""
            } else {
                rest += word
            }
            word = ""
        }
        for character in text.prefix(5000) {
            if character.isLetter || character.isNumber { word.append(character) } else {
                endWord()
                rest.append(character)
            }
        }
        endWord()
        if !rest.isEmpty { parts.append(.init(text: rest, isHit: false)) }
        return trimmed(parts)
    }

    private func isHit(_ word: String) -> Bool {
        let folded = Self.fold(word)
        return terms.contains { $0.isPrefix ? folded.hasPrefix($0.text) : folded == $0.text }
    }

    private func trimmed(_ parts: [SearchPage.Part]) -> [SearchPage.Part] {
        var parts = parts
        if let first = parts.first, !first.isHit, first.text.count > 200, parts.count > 1 { parts[0].text = "… " + first.text.suffix(160) }
        if let last = parts.last, !last.isHit, last.text.count > 320 { parts[parts.count - 1].text = last.text.prefix(280) + " …" }
        return parts
    }

    private static func fold(_ text: some StringProtocol) -> String { text.folding(options: [.caseInsensitive, .diacriticInsensitive], locale: nil) }
}
