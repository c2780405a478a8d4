import Foundation

/// Puts other words in the place of names, addresses, links and telephone numbers. Names are found without case and accents, at
/// the borders of words, with the endings of English, German and Finnish genitives. Misses are possible: a nickname, a misspelt
/// name, a name nobody noted.
struct NameReplacer: Hashable, Sendable {
    private struct Phrase: Hashable, Sendable {
        var words: [String]
        var replacement: String
    }

    private var phrases: [String: [Phrase]] = [:]
    /// Names in scripts without spaces between words.
    private var runs: [Run] = []

    private struct Run: Hashable, Sendable {
        var name: String
        var replacement: String
    }

    var replacesAddresses = true

    /// Parts of organisations' names that say nothing of which one it is ‡.
    private static let common: Set<String> = [
        "and", "the", "for", "und", "der", "die", "das", "von", "van", "group", "works", "company", "holding", "services", "service", "solutions",
        "systems", "international", "global", "partners", "consulting", "industries", "ltd", "llc", "inc", "plc", "gmbh", "oyj", "srl", "bv", "corp",
    ]

    /// Adds a name; what was added first stays.
    ///
    /// - Parameter parts: whether each part with three letters or more is replaced too.
    mutating func add(_ name: String, as replacement: String, parts: Bool = true) {
        let words = Self.words(in: name).map(\.folded)
        guard !words.isEmpty else { return }
        if name.unicodeScalars.contains(where: \.properties.isIdeographic) {
            let clean = name.trimmingCharacters(in: .whitespaces)
            if clean.count >= 2 { runs.append(Run(name: clean, replacement: replacement)) }
        }
        insert(words, replacement)
        guard parts, words.count > 1 else { return }
        for word in words where word.count >= 3 && !Self.common.contains(word) { insert([word], replacement) }
    }

    private mutating func insert(_ words: [String], _ replacement: String) {
        guard words.count > 1 || words[0].count >= 2 else { return }
        let key = words[0]
        if phrases[key]?.contains(where: { $0.words == words }) == true { return }
        phrases[key, default: []].append(Phrase(words: words, replacement: replacement))
        phrases[key]?.sort { $0.words.count > $1.words.count }
    }

    /// Takes over what another replaces; what is here wins.
    mutating func take(_ other: NameReplacer) {
        for phrase in other.phrases.values.joined() { insert(phrase.words, phrase.replacement) }
        runs += other.runs
    }

    /// Whether nothing is replaced.
    var isEmpty: Bool { phrases.isEmpty && runs.isEmpty }

    /// The text without the names.
    func replacing(_ text: String) -> String {
        var text = replacesAddresses ? Self.withoutAddresses(text) : text
        for run in runs { text = text.replacing(run.name, with: run.replacement) }
        let words = Self.words(in: text)
        var result = ""
        var end = text.startIndex
        var index = 0
        while index < words.count {
            guard let (count, replacement) = match(words, at: index, in: text) else {
                index += 1
                continue
            }
            result += text[end..<words[index].range.lowerBound]
            result += replacement
            end = words[index + count - 1].range.upperBound
            index += count
        }
        return end == text.startIndex ? text : result + text[end...]
    }

    /// Whether a query for words would find by a name, also by its beginning.
    func touches(_ query: String) -> Bool {
        if replacing(query) != query { return true }
        let beginnings = query.split(whereSeparator: \.isWhitespace).filter { $0.hasSuffix("*") }
            .flatMap { Self.words(in: String($0)).suffix(1).map(\.folded) }
        guard !beginnings.isEmpty else { return false }
        return phrases.values.joined().contains { phrase in
            phrase.words.contains { word in beginnings.contains { word.hasPrefix($0) } }
        }
    }

    private func match(_ words: [Word], at index: Int, in text: String) -> (count: Int, replacement: String)? {
        let first = words[index].folded
        for stem in Self.stems(of: first) {
            for phrase in phrases[stem] ?? [] {
                let count = phrase.words.count
                guard index + count <= words.count, count == 1 || stem == first else { continue }
                let isThere = (1..<max(1, count)).allSatisfy { place in
                    let word = words[index + place]
                    let gap = text[words[index + place - 1].range.upperBound..<word.range.lowerBound]
                    // Mails break their lines anywhere; an empty line parts two things.
                    guard gap.count <= 3, gap.count(where: \.isNewline) <= 1 else { return false }
                    return word.folded == phrase.words[place]
                        || place == count - 1 && Self.stems(of: word.folded).contains(phrase.words[place])
                }
                if isThere { return (count, phrase.replacement) }
            }
        }
        return nil
    }

    private static func stems(of word: String) -> [String] {
        [word] + ["s", "es", "n", "en", "in"].compactMap { ending in
            word.hasSuffix(ending) && word.count - ending.count >= 3 ? String(word.dropLast(ending.count)) : nil
        }
    }

    // MARK: Words

    struct Word {
        var range: Range<String.Index>
        var folded: String
    }

    static func fold(_ text: some StringProtocol) -> String {
        text.folding(options: [.caseInsensitive, .diacriticInsensitive, .widthInsensitive], locale: nil)
    }

    static func words(in text: String) -> [Word] {
        var words: [Word] = []
        var start: String.Index?
        for index in text.indices {
            let isPart = text[index].isLetter || text[index].isNumber
            if isPart, start == nil { start = index }
            if !isPart, let begun = start {
                words.append(Word(range: begun..<index, folded: fold(text[begun..<index])))
                start = nil
            }
        }
        if let start { words.append(Word(range: start..<text.endIndex, folded: fold(text[start...]))) }
        return words
    }

    // MARK: Addresses

    /// The text with “[address]” for mail addresses, links and telephone numbers (seven digits or more).
    static func withoutAddresses(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: { $0 == "@" || $0 == "/" || $0 == "." || ("0"..."9").contains($0) }) else { return text }
        var result = ""
        var chunk = ""
        func flush() {
            result += isAddress(chunk) ? "[address]" : chunk
            chunk = ""
        }
        for character in text {
            if character.isWhitespace || "<>()[]\"“”,;".contains(character) {
                flush()
                result.append(character)
            } else {
                chunk.append(character)
            }
        }
        flush()
        return withoutNumbers(result)
    }

    private static func isAddress(_ chunk: String) -> Bool {
        let text = chunk.lowercased()
        if text.hasPrefix("http://") || text.hasPrefix("https://") || text.hasPrefix("www.") { return true }
        guard let at = text.firstIndex(of: "@"), at != text.startIndex else { return false }
        return text[text.index(after: at)...].contains { $0.isLetter || $0.isNumber }
    }

    private static func withoutNumbers(_ text: String) -> String {
        let characters = Array(text)
        var result = ""
        var index = 0
        while index < characters.count {
            let character = characters[index]
            let isBorder = index == 0 || !(characters[index - 1].isLetter || characters[index - 1].isNumber)
            guard isBorder, character == "+" || character.isNumber else {
                result.append(character)
                index += 1
                continue
            }
            var end = index
            var digits = 0
            var last = index
            while end < characters.count, characters[end].isNumber || " ()-./+".contains(characters[end]) {
                if characters[end].isNumber {
                    digits += 1
                    last = end + 1
                }
                end += 1
            }
            let number = String(characters[index..<max(last, index + 1)])
            result += digits >= 7 && !isDate(number) ? "[address]" : number
            index += max(1, number.count)
        }
        return result
    }

    /// 2026-03-04, 4.3.2026: days are no telephone numbers.
    private static func isDate(_ number: String) -> Bool {
        let parts = number.split(whereSeparator: { "-./".contains($0) })
        return parts.count == 3 && !number.contains(" ") && !number.contains("+") && parts.contains { $0.count == 4 }
            && parts.allSatisfy { $0.count <= 4 }
    }
}
