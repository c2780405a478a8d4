import Foundation

/// Words and pairs of words of a text, weighted by how rare they are († tf-idf, Salton & Buckley 1988, with sublinear term frequency and
/// smoothed document frequency), as a row of length 1.
struct WordFeatures: Sendable, Codable, Equatable {
    /// Place and weight of each word and pair that occurs in at least two of the texts learnt from.
    private(set) var places: [String: Int] = [:]
    private(set) var rarity: [Float] = []

    /// How many features there are.
    var count: Int { rarity.count }

    /// Learns the vocabulary of texts.
    init(learning texts: [String]) {
        var documents: [String: Int] = [:]
        for text in texts { for term in Set(Self.terms(of: text)) { documents[term, default: 0] += 1 } }
        for term in documents.filter({ $0.value >= 2 }).keys.sorted() {
            places[term] = rarity.count
            rarity.append(Float(log(Double(1 + texts.count) / Double(1 + (documents[term] ?? 0))) + 1))
        }
    }

    /// The row of a text: places with their values.
    func row(_ text: String) -> [(place: Int, value: Float)] {
        var counts: [Int: Int] = [:]
        for term in Self.terms(of: text) { if let place = places[term] { counts[place, default: 0] += 1 } }
        let row = counts.map { (place: $0.key, value: (1 + log(Float($0.value))) * rarity[$0.key]) }.sorted { $0.place < $1.place }
        let length = row.reduce(0) { $0 + $1.value * $1.value }.squareRoot()
        return length > 0 ? row.map { ($0.place, $0.value / length) } : []
    }

    /// Words of two letters or digits and more, and pairs of neighbours; so many at most, for texts without an end.
    static func terms(of text: String) -> [String] {
        var words: [String] = []
        var word = String.UnicodeScalarView()
        func end() {
            if word.count > 1 { words.append(String(word)) }
            word = String.UnicodeScalarView()
        }
        for scalar in text.unicodeScalars.prefix(longest) {
            // What most of English is made of, without a look at tables.
            switch scalar.value {
            case 97...122, 48...57: word.append(scalar)
            case 65...90: word.append(Unicode.Scalar(scalar.value + 32) ?? scalar)
            case 0..<128: end()
            default:
                if scalar.properties.isAlphabetic || scalar.properties.numericType != nil {
                    word.append(contentsOf: scalar.properties.lowercaseMapping.unicodeScalars)
                } else if !scalar.properties.isDiacritic {
                    end()
                }
            }
        }
        end()
        return words + zip(words, words.dropFirst()).map { "\($0) \($1)" }
    }

    /// Characters that are looked at.
    static let longest = 20_000
}
