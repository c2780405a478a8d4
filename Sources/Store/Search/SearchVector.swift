import Crypto
import Foundation

/// The words of a text for PostgreSQL's `tsvector`, to be sent as a text and cast: `CAST(? AS tsvector)`.
///
/// PostgreSQL holds positions up to 16,383, 255 for one word, and about 1 MB in all. Of a text that goes beyond that no positions are kept, which
/// `hasAllPositions` says: phrases in it are found by ``SearchQuery/loose`` and then looked at with ``SearchWords/matches(_:_:)``.
struct SearchVector: Hashable, Sendable {
    let literal: String
    /// Whether a phrase is found by the positions.
    let hasAllPositions: Bool

    static let lastPosition = 16_383
    static let positionsPerWord = 255
    /// Bytes of words and positions, a little below PostgreSQL's 1,048,575.
    static let size = 1_000_000

    /// - Throws: `StoreError.refused` where the different words alone are larger than 1 MB.
    init(of text: String) throws(StoreError) {
        if let plain = PlainVector(text) {
            literal = plain.literal
            hasAllPositions = true
            return
        }
        var places: [SearchLexeme: [Int]] = [:]
        var order: [SearchLexeme] = []
        var isWhole = true
        for token in SearchWords.tokens(of: text) {
            let word = SearchLexeme(token.text)
            let known = places[word]
            if known == nil { order.append(word) }
            let fits = token.position < Self.lastPosition && (known?.count ?? 0) < Self.positionsPerWord
            if !fits { isWhole = false }
            places[word, default: []] += fits ? [token.position + 1] : []
        }
        // Two bytes for the length and for each position, and one to come to an even place.
        let bare = order.reduce(0) { $0 + $1.text.utf8.count + 3 }
        guard bare <= Self.size else {
            throw .refused("The text has more different words than can be searched (1 MB of them). Part it into several.")
        }
        if isWhole, bare + places.values.reduce(0, { $0 + 2 * $1.count }) > Self.size { isWhole = false }
        literal = order.map { word in
            let positions = isWhole ? places[word, default: []].map(String.init).joined(separator: ",") : ""
            return positions.isEmpty ? word.quoted : "\(word.quoted):\(positions)"
        }.joined(separator: " ")
        hasAllPositions = isWhole
    }
}

/// What is searched for, for PostgreSQL's `tsquery`, to be sent as a text and cast: `CAST(? AS tsquery)`.
struct SearchQuery: Hashable, Sendable {
    /// For texts with all their positions.
    let exact: String
    /// Finds whatever `exact` finds and more: all the words, in any order. For texts without all their positions.
    let loose: String
    /// Whether `loose` can find more than `exact`: then what it finds has to be looked at.
    let hasPhrase: Bool
    /// Whether `exact`, too, can find more than is searched for, because a beginning is longer than what is kept of a long word.
    let needsLook: Bool

    init(of expression: SearchExpression) {
        var exact: [String] = []
        var loose: [String] = []
        var hasPhrase = false
        var needsLook = false
        for term in expression.terms {
            var words = SearchWords.tokens(of: term.text).map { SearchLexeme($0.text).quoted }
            // As in FTS5: of what has no word, nothing is found.
            if words.isEmpty { words = [SearchLexeme.nothing.quoted] }
            if term.isBeginning, let last = SearchWords.tokens(of: term.text).last {
                let beginning = SearchLexeme(beginning: last.text)
                words[words.count - 1] = "\(beginning.quoted):*"
                needsLook = needsLook || beginning.isCut
            }
            exact.append(words.count == 1 ? words[0] : "(\(words.joined(separator: " <-> ")))")
            loose += words
            hasPhrase = hasPhrase || words.count > 1
        }
        self.exact = exact.joined(separator: " & ")
        self.loose = loose.joined(separator: " & ")
        self.hasPhrase = hasPhrase
        self.needsLook = needsLook
    }
}

/// A word as PostgreSQL keeps it. Of a word longer than it can hold, the beginning and a hash are kept.
struct SearchLexeme: Hashable, Sendable {
    let text: String
    /// Something was left out and is not in a hash either.
    let isCut: Bool

    /// PostgreSQL holds 2,046 bytes.
    static let limit = 1_500
    /// No word of any text: no word has a control character.
    static let nothing = SearchLexeme("\u{1}")

    init(_ word: String) {
        let start = Self.start(of: word)
        isCut = false
        guard start.utf8.count < word.utf8.count else {
            text = word
            return
        }
        // A control character stands in no word, so that this is no other word.
        text = start + "\u{1}" + SHA256.hash(data: Data(word.utf8)).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    init(beginning word: String) {
        text = Self.start(of: word)
        isCut = text.utf8.count < word.utf8.count
    }

    /// The scalars that lie within the limit.
    private static func start(of word: String) -> String {
        guard word.utf8.count > limit else { return word }
        var start = String.UnicodeScalarView()
        var size = 0
        for scalar in word.unicodeScalars {
            size += UTF8.width(scalar)
            guard size <= limit else { break }
            start.append(scalar)
        }
        return String(start)
    }

    /// Between quotes, with quotes and backslashes doubled.
    var quoted: String {
        if !text.utf8.contains(where: { $0 == UInt8(ascii: "\\") || $0 == UInt8(ascii: "'") }) { return "'\(text)'" }
        return "'" + text.replacing("\\", with: "\\\\").replacing("'", with: "''") + "'"
    }

    /// By its scalars, as PostgreSQL has it.
    static func == (first: SearchLexeme, second: SearchLexeme) -> Bool { first.text.utf8.elementsEqual(second.text.utf8) }

    func hash(into hasher: inout Hasher) {
        for byte in text.utf8 { hasher.combine(byte) }
    }
}

extension SearchWords {
    /// See ``SearchVector``.
    static func tsvector(of text: String) throws(StoreError) -> SearchVector { try SearchVector(of: text) }

    /// See ``SearchQuery``.
    static func tsquery(of expression: SearchExpression) -> SearchQuery { SearchQuery(of: expression) }
}
