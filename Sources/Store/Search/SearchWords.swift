/// The words of a text as the search has them, the same on every engine: SQLite's FTS5 makes them itself, for PostgreSQL they are made here.
enum SearchWords {
    /// One word: folded, without accents.
    struct Token: Hashable, Sendable {
        let text: String
        /// Which word of the text it is, counted from 0.
        let position: Int
    }

    /// The words of a text, in order.
    static func tokens(of text: String) -> [Token] {
        let alphabet = SearchAlphabet.shared
        var tokens: [Token] = []
        var word = String.UnicodeScalarView()
        func finish() {
            guard !word.isEmpty else { return }
            tokens.append(Token(text: String(word), position: tokens.count))
            word = String.UnicodeScalarView()
        }
        for scalar in text.unicodeScalars {
            switch alphabet.kind(of: scalar) {
            case .letter(let folded): word.append(folded)
            // Where no word has begun, it parts like anything else; where one has, it leaves nothing.
            case .mark: break
            case .separator: finish()
            }
        }
        finish()
        return tokens
    }

    /// Whether a text has what is searched for: for texts whose `tsvector` could not hold every position.
    static func matches(_ expression: SearchExpression, _ text: String) -> Bool {
        let words = tokens(of: text).map(\.text)
        return expression.terms.allSatisfy { term in
            let wanted = tokens(of: term.text).map(\.text)
            guard let last = wanted.last, words.count >= wanted.count else { return false }
            return (0...(words.count - wanted.count)).contains { start in
                let end = start + wanted.count - 1
                return words[start..<end].elementsEqual(wanted.dropLast(), by: areSame)
                    && (term.isBeginning ? words[end].unicodeScalars.starts(with: last.unicodeScalars) : areSame(words[end], last))
            }
        }
    }

    /// Scalar by scalar, as the databases compare; Swift's own comparison takes equivalent texts for the same.
    private static func areSame(_ first: String, _ second: String) -> Bool { first.utf8.elementsEqual(second.utf8) }
}
