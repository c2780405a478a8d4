/// What a person typed, as an expression the search index takes: words, "exact phrases" and beginnings*. All must be there.
///
/// Every term is quoted, so that nothing a person types is an operator.
struct SearchExpression: Hashable, Sendable {
    /// The most terms one search can have.
    static let termLimit = 32
    /// The most scalars one search can have.
    static let lengthLimit = 1000

    /// One word, or several that follow one another.
    struct Term: Hashable, Sendable {
        let text: String
        /// The last word may go on.
        let isBeginning: Bool
    }

    /// What must be there, all of it.
    let terms: [Term]
    /// For `MATCH`.
    let match: String
    /// Whether a term is a beginning: then each run of the expression gathers all words with it first, and runs are costly.
    let hasBeginning: Bool

    /// - Returns: nil where nothing that was typed can be searched for, such as only punctuation.
    init?(_ typed: String) throws(StoreError) {
        guard typed.unicodeScalars.count <= Self.lengthLimit else {
            throw .refused("The search has more than \(Self.lengthLimit) characters. Search for fewer words.")
        }
        var terms: [Term] = []
        var term = String.UnicodeScalarView()
        var isQuoted = false
        func finish(isPrefix: Bool) {
            let searchable = term.count { $0.properties.isAlphabetic || $0.properties.numericType != nil }
            // One letter begins too many words: it is taken as a word.
            if searchable > 0 { terms.append(Term(text: String(term), isBeginning: isPrefix && searchable > 1)) }
            term = String.UnicodeScalarView()
        }
        for scalar in typed.unicodeScalars {
            switch scalar {
            case "\"", "“", "”", "„", "«", "»":
                finish(isPrefix: false)
                isQuoted = scalar == "\"" ? !isQuoted : scalar == "“" && isQuoted ? false : scalar != "”" && scalar != "»"
            case "*" where !isQuoted:
                finish(isPrefix: true)
            case _ where scalar.properties.isWhitespace || scalar.value < 32:
                if isQuoted { term.append(" ") } else { finish(isPrefix: false) }
            default:
                term.append(scalar)
            }
        }
        finish(isPrefix: false)
        guard terms.count <= Self.termLimit else {
            throw .refused("The search has more than \(Self.termLimit) words. Search for fewer.")
        }
        guard !terms.isEmpty else { return nil }
        self.terms = terms
        match = terms.map { "\"\($0.text)\"" + ($0.isBeginning ? "*" : "") }.joined(separator: " AND ")
        hasBeginning = terms.contains(where: \.isBeginning)
    }
}
