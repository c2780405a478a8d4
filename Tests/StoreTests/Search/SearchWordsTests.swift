import Foundation
import GRDB
@testable import Store
import Testing

/// What FTS5 itself makes of texts, asked through its own table of words.
private struct RealIndex {
    private let queue: DatabaseQueue

    init() throws {
        queue = try DatabaseQueue()
        try queue.write { db in
            try db.execute(sql: "CREATE VIRTUAL TABLE f USING fts5(t, content='', tokenize='unicode61 remove_diacritics 2')")
            try db.execute(sql: "CREATE VIRTUAL TABLE v USING fts5vocab(f, instance)")
        }
    }

    /// The words of each text, with their places.
    func tokens(of texts: [String]) throws -> [[SearchWords.Token]] {
        try queue.write { db in
            try db.execute(sql: "INSERT INTO f(f) VALUES ('delete-all')")
            let insert = try db.makeStatement(sql: "INSERT INTO f(rowid, t) VALUES (?, ?)")
            for (number, text) in texts.enumerated() { try insert.execute(arguments: [number, text]) }
            var found = [[SearchWords.Token]](repeating: [], count: texts.count)
            let rows = try Row.fetchCursor(db, sql: "SELECT doc, term, \"offset\" FROM v ORDER BY doc, \"offset\"")
            while let row = try rows.next() { found[row[0]].append(SearchWords.Token(text: row[1], position: row[2])) }
            return found
        }
    }

    /// Which texts of the last call have what is searched for.
    func matches(_ expression: SearchExpression) throws -> Set<Int> {
        try queue.read { db in try Int.fetchSet(db, sql: "SELECT rowid FROM f WHERE f MATCH ?", arguments: [expression.match]) }
    }
}

/// By scalars: Swift's own comparison takes equivalent texts for the same.
private func spelt(_ tokens: [SearchWords.Token]) -> String {
    tokens.map { token in "\(token.position):" + token.text.unicodeScalars.map { String($0.value, radix: 16) }.joined(separator: "+") }.joined(separator: " ")
}

@Suite struct SearchWordsTests {
    @Test("Every scalar, alone and within a word, is what FTS5 makes of it")
    func everyScalar() throws {
        let index = try RealIndex()
        var scalars: [UnicodeScalar] = []
        for value in UInt32(1)...0x10FFFF {
            guard let scalar = UnicodeScalar(value) else { continue }
            // All that are assigned, and of the rest, with all of private use, every 29th; all of them when there is time.
            let category = scalar.properties.generalCategory
            guard isLong || value.isMultiple(of: 29) || category != .unassigned && category != .privateUse else { continue }
            scalars.append(scalar)
        }
        for start in stride(from: 0, to: scalars.count, by: 20_000) {
            // Thirty-two to a text, so that there are fewer texts.
            let texts = stride(from: start, to: min(start + 20_000, scalars.count), by: 32).map { first in
                scalars[first..<min(first + 32, scalars.count)].map { "\($0) x\($0)y x\($0)" }.joined(separator: "|")
            }
            for (text, real) in zip(texts, try index.tokens(of: texts)) {
                let ours = SearchWords.tokens(of: text)
                if ours != real || spelt(ours) != spelt(real) {
                    Issue.record("\(text.unicodeScalars.first?.value ?? 0): \(spelt(ours)) and not \(spelt(real))")
                    return
                }
            }
        }
    }

    /// Letters, accents, digits and marks of many scripts, and anything at all now and then.
    private static let alphabet: [UnicodeScalar] = {
        let texts = [
            "abcxyzABCXYZ0189", "äöüßÄÖÜẞéèêëçñÅåøØæÆœŒłŁđĐıİſ", "\u{300}\u{301}\u{308}\u{30A}\u{323}\u{331}\u{345}\u{489}\u{20E3}",
            "αβγάώΑΒΓςΣ", "абвёйАБВЁЙѢ", "אבגְּ", "ابتَّ٣", "हिन्दी४", "ไทยภาษา๒", "漢字仮名カナｶﾅ한글", "①②Ⅷⅷ½²", "ﬁﬂＡｂ１", "𝔸𝕓𝟙𐐀𐐨𞤀𞤢😀👩‍👩‍👧", "\u{E000}\u{F0000}\u{10FFFD}",
            "  \t\n.,;:!?-–—'’\"“”„«»()/\\_*&|<>@#%\u{A0}\u{200B}\u{200D}\u{FEFF}\u{FFFD}",
        ]
        return texts.flatMap { Array($0.unicodeScalars) }
    }()

    private static func randomText(_ length: Int, _ random: inout some RandomNumberGenerator) -> String {
        var text = String.UnicodeScalarView()
        for _ in 0..<length {
            if Int.random(in: 0..<20, using: &random) == 0, let scalar = UnicodeScalar(UInt32.random(in: 1...0x10FFFF, using: &random)) {
                text.append(scalar)
            } else if let scalar = alphabet.randomElement(using: &random) {
                text.append(scalar)
            }
        }
        return String(text)
    }

    @Test("Random texts of many scripts have FTS5's words at FTS5's places")
    func randomTexts() throws {
        var random = SystemRandomNumberGenerator()
        let texts = (0..<(isLong ? 50_000 : 4000)).map { _ in Self.randomText(Int.random(in: 0...60, using: &random), &random) }
        for (text, real) in zip(texts, try RealIndex().tokens(of: texts)) {
            #expect(spelt(SearchWords.tokens(of: text)) == spelt(real), "\(text.unicodeScalars.map { String($0.value, radix: 16) })")
        }
    }

    @Test("Words, phrases and beginnings are found where FTS5 finds them")
    func matching() throws {
        var random = SystemRandomNumberGenerator()
        let index = try RealIndex()
        let words = ["alpha", "älpha", "Alp", "beta", "bet", "gamma-delta", "gamma", "Ünïcode", "東京", "...", "½", "a'b"]
        let texts = (0..<300).map { _ in (0..<Int.random(in: 0...12, using: &random)).map { _ in words.randomElement(using: &random) ?? "" }.joined(separator: " ") }
        _ = try index.tokens(of: texts)
        for _ in 0..<300 {
            let typed = (0..<Int.random(in: 1...3, using: &random)).map { _ -> String in
                let some = (0..<Int.random(in: 1...3, using: &random)).map { _ in words.randomElement(using: &random) ?? "" }
                switch Int.random(in: 0..<4, using: &random) {
                case 0: return "\"" + some.joined(separator: " ") + "\""
                case 1: return String(some[0].prefix(2)) + "*"
                case 2: return some[0].replacing("alpha", with: "alpha\u{345}") + "*"
                default: return some[0]
                }
            }.joined(separator: " ")
            guard let expression = try SearchExpression(typed) else { continue }
            let ours = Set(texts.indices.filter { SearchWords.matches(expression, texts[$0]) })
            #expect(try ours == index.matches(expression), "\(typed)")
        }
    }

    @Test("What is sent to PostgreSQL")
    func literals() throws {
        let vector = try SearchWords.tsvector(of: "The café's the CAFE, naïve!")
        #expect(vector.literal == "'the':1,4 'cafe':2,5 's':3 'naive':6")
        #expect(vector.hasAllPositions)
        let query = SearchWords.tsquery(of: try #require(try SearchExpression("Café \"the naïve\" na*")))
        #expect(query.exact == "'cafe' & ('the' <-> 'naive') & 'na':*")
        #expect(query.loose == "'cafe' & 'the' & 'naive' & 'na':*")
        #expect(query.hasPhrase && !query.needsLook)
        // U+0345 is a letter to Swift and nothing to FTS5, which then finds nothing.
        #expect(SearchWords.tsquery(of: try #require(try SearchExpression("\u{345} cafe"))).exact == "'\u{1}' & 'cafe'")
        #expect(try SearchWords.tsvector(of: "").literal.isEmpty)
    }

    @Test("A plain text goes a short way to the same words", arguments: [
        "", "...", "a", "A a B-b a9", "x' y\\ z", "The line, the LINE; line\tthe\nend", String(repeating: "one two ", count: 120),
        (1...254).map { "w\($0)" }.joined(separator: " "), String(repeating: "x", count: 1_500) + " y",
    ])
    func plain(text: String) throws {
        // A word that is not ASCII makes it go the long way, and stands last.
        let long = try SearchWords.tsvector(of: text + " \u{436}").literal
        let short = try #require(PlainVector(text)).literal
        let last = try #require(long.range(of: "'\u{436}'", options: .backwards))
        #expect(long[..<last.lowerBound].trimmingCharacters(in: .whitespaces) == short)
    }

    @Test("Texts beyond the bounds of the short way go the long one", arguments: [
        "caf\u{E9}", String(repeating: "yes ", count: 300), String(repeating: "x", count: 1_501),
    ])
    func notPlain(text: String) { #expect(PlainVector(text) == nil) }

    @Test("Long texts and words keep to PostgreSQL's bounds")
    func bounds() throws {
        let many = try SearchWords.tsvector(of: String(repeating: "yes ", count: 300))
        #expect(!many.hasAllPositions)
        #expect(many.literal == "'yes'")
        let long = try SearchWords.tsvector(of: (0..<17_000).map { "w\($0)" }.joined(separator: " "))
        #expect(!long.hasAllPositions)
        #expect(long.literal.hasSuffix("'w16382' 'w16383' " + (16_384..<17_000).map { "'w\($0)'" }.joined(separator: " ")) && !long.literal.contains(":"))
        let word = String(repeating: "ä€", count: 5000)
        let lexeme = try SearchWords.tsvector(of: word).literal
        #expect(lexeme.utf8.count < 2000)
        #expect(try SearchWords.tsvector(of: word + "x").literal != lexeme)
        let distinct = (0..<200_000).map { "word\($0)" }.joined(separator: " ")
        #expect(throws: StoreError.self) { try SearchWords.tsvector(of: distinct) }
        let beginning = try #require(try SearchExpression(String(repeating: "€", count: 900) + "xy*"))
        // A currency sign is no letter; a word of one thousand letters is.
        #expect(SearchWords.tsquery(of: beginning).exact == "'xy':*")
        let letters = try #require(try SearchExpression(String(repeating: "漢", count: 900) + "*"))
        #expect(SearchWords.tsquery(of: letters).needsLook)
    }
}
