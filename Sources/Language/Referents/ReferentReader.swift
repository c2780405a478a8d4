import Foundation

/// Of whom a passage speaks, as far as its words say it, and the names in it. English.
///
/// Pronouns, nouns of office and names are looked at, no grammar: what speaks of the speaker and of somebody else is unclear ‡.
public struct ReferentReader: Sendable {
    /// Of whom words speak.
    public enum Referent: Hashable, Sendable {
        case speaker, others, unclear
    }

    /// What was read in a passage.
    public struct Reading: Hashable, Sendable {
        public var referent: Referent
        /// As they were said, each once, in order. Who is only spoken to (“thank you, Paula”) is none of them.
        public var names: [String]

        /// A reading.
        public init(_ referent: Referent, names: [String] = []) {
            self.referent = referent
            self.names = names
        }
    }

    /// Words of the names of people who may be spoken of, folded.
    private let known: Set<String>

    /// - Parameter names: of people who may be spoken of; others are found by their titles only.
    public init(names: [String]) {
        known = Set(names.flatMap { $0.split { !$0.isLetter && $0 != "-" } }.filter { $0.count > 2 }.map { Self.folded($0) })
    }

    /// Reads a passage.
    public func read(_ text: String) -> Reading {
        let tokens = Self.tokens(of: text)
        let names = names(in: tokens)
        let words = tokens.map(\.folded)
        let isSelf = Self.speaksOfItself(words), isOther = !names.isEmpty || Self.speaksOfOthers(words)
        let referent: Referent = switch (isSelf, isOther) {
        case (true, false): .speaker
        case (false, true): .others
        default: .unclear
        }
        return Reading(referent, names: names)
    }

    // MARK: Pronouns and offices

    private static let firstPerson: Set<String> = ["i", "i'm", "i've", "i'd", "i'll", "my", "me", "myself", "mine"]
    /// What follows “I” where it only says that something is said or thought.
    private static let saying: Set<String> = [
        "think", "guess", "believe", "know", "mean", "hear", "heard", "suppose", "understand", "told", "said", "say", "hope", "see", "reckon", "assume", "wonder", "remember",
        "afraid", "sure", "sorry", "agree", "would", "just", "also",
    ]
    private static let beforeMe: Set<String> = ["let", "tell", "told", "ask", "asked", "excuse", "trust", "give", "gave", "show", "send", "sent", "to"]
    private static let thirdPerson: Set<String> = ["he", "she", "him", "her", "his", "hers", "he's", "she's", "he'll", "she'll", "he'd", "she'd", "himself", "herself"]
    private static let offices: Set<String> = [
        "director", "ceo", "cfo", "cto", "coo", "cio", "ciso", "boss", "board", "council", "owner", "owners", "chief", "manager", "president", "chairman", "chairwoman", "chair",
        "committee", "father", "mother", "brother", "minister", "secretary", "headquarters", "controller", "purchasing", "procurement", "treasurer", "predecessor", "successor",
    ]
    private static let determiners: Set<String> = ["our", "my", "the", "your", "their", "his", "her", "a", "an", "every"]

    private static func speaksOfItself(_ words: [String]) -> Bool {
        words.indices.contains { place in
            let word = words[place]
            guard firstPerson.contains(word) else { return false }
            let next = place + 1 < words.count ? words[place + 1] : "", before = place > 0 ? words[place - 1] : ""
            if word.hasPrefix("i"), saying.contains(next) { return false }
            if word == "me", beforeMe.contains(before) { return false }
            // “My boss” speaks of the boss.
            if word == "my", words[(place + 1)...].prefix(3).contains(where: offices.contains) { return false }
            return true
        }
    }

    private static func speaksOfOthers(_ words: [String]) -> Bool {
        words.indices.contains { place in
            if thirdPerson.contains(words[place]) { return true }
            guard offices.contains(words[place]) else { return false }
            let before = words[..<place].suffix(4)
            guard before.contains(where: determiners.contains) else { return false }
            // “I'm the director here”, “as the owner”.
            return !before.contains { ["i'm", "am", "as"].contains($0) }
        }
    }

    // MARK: Names

    private struct Token {
        var text: String
        var folded: String
        var isCapital: Bool
        /// Whether a sentence or an address begins with it.
        var isFirst: Bool
        var commaBefore: Bool
        /// The mark that follows, where one does.
        var mark: Character?
    }

    private static let titles: Set<String> = ["mr", "mrs", "ms", "miss", "dr", "prof", "professor", "herr", "frau"]
    /// Names that are words: at the beginning of a sentence they are taken for the word.
    private static let words: Set<String> = ["will", "may", "mark", "grant", "rose", "hope", "bill", "frank", "april", "june", "grace", "joy", "art", "rich"]

    private func names(in tokens: [Token]) -> [String] {
        var names: [String] = []
        var place = 0
        while place < tokens.count {
            var end = place
            let isTitled = Self.titles.contains(tokens[place].folded) && tokens[place].isCapital
            if isTitled { end += 1 }
            while end < tokens.count, tokens[end].isCapital, isTitled && end == place + 1 || isName(tokens[end]) {
                end += 1
                if tokens[end - 1].mark != nil { break }
            }
            guard end > place + (isTitled ? 1 : 0) else {
                place += 1
                continue
            }
            let run = tokens[place..<end]
            if !Self.isAddressed(run, next: end < tokens.count ? tokens[end] : nil) {
                let name = run.map(\.text).joined(separator: " ")
                if !names.contains(name) { names.append(name) }
            }
            place = end
        }
        return names
    }

    private func isName(_ token: Token) -> Bool {
        known.contains(token.folded) && !(token.isFirst && Self.words.contains(token.folded))
    }

    /// Whether somebody is spoken to: “Paula, could you …”, “thank you, Paula.”
    private static func isAddressed(_ run: ArraySlice<Token>, next: Token?) -> Bool {
        guard let first = run.first, let last = run.last else { return false }
        if first.isFirst, last.mark == ",", next.map({ !["and", "who", "our", "the", "my", "as", "is"].contains($0.folded) }) ?? false { return true }
        return first.commaBefore && (last.mark.map { ".?!,".contains($0) } ?? (next == nil))
    }

    private static func tokens(of text: String) -> [Token] {
        var tokens: [Token] = []
        var word = "", isFirst = true, commaBefore = false
        func finish(_ mark: Character?) {
            guard !word.isEmpty else {
                if let mark, !tokens.isEmpty, tokens[tokens.count - 1].mark == nil { tokens[tokens.count - 1].mark = mark }
                return
            }
            let plain = word.hasSuffix("'s") ? String(word.dropLast(2)) : word
            let folded = folded(word)
            tokens.append(Token(
                text: plain, folded: ["he's", "she's"].contains(folded) ? folded : Self.folded(plain), isCapital: plain.first?.isUppercase ?? false, isFirst: isFirst,
                commaBefore: commaBefore, mark: mark
            ))
            // The point of “Mr.” ends no sentence.
            isFirst = mark.map { ".?!:".contains($0) } ?? false && !titles.contains(Self.folded(plain))
            commaBefore = mark == ","
            if isFirst == false, mark == ".", titles.contains(Self.folded(plain)) { tokens[tokens.count - 1].mark = nil }
            word = ""
        }
        for character in text.replacing("’", with: "'") {
            if character.isLetter || character.isNumber || (character == "'" || character == "-") && !word.isEmpty {
                word.append(character)
            } else {
                finish(character.isWhitespace ? nil : character)
            }
        }
        finish(nil)
        return tokens
    }

    private static func folded(_ text: some StringProtocol) -> String {
        String(text).folding(options: [.caseInsensitive, .diacriticInsensitive], locale: nil)
    }
}
