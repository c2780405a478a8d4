/// An organisation that somebody says they belong to: “we at Northwall”, “I'm Paula from Northwall”, “here at Northwall”.
///
/// Reads English phrases followed by a capitalised name; in a transcript without capitals it finds nothing rather than guess.
struct SelfIntroduction: Hashable {
    /// The organisation, as said.
    var organization: String
    /// The person's name, where it was said with it.
    var name: String?
    /// The words that say so.
    var words: String

    private static let openings: [[String]] = [
        ["we", "at"], ["us", "at"], ["here", "at"], ["i'm", "with"], ["i", "am", "with"], ["i", "work", "at"], ["i", "work", "for"],
        ["we're", "from"], ["we", "are", "from"], ["calling", "from"],
    ]
    private static let nameOpenings: [[String]] = [["i'm"], ["i", "am"], ["my", "name", "is"], ["my", "name's"], ["this", "is"]]
    private static let longestName = 3
    private static let longestText = 2000

    init?(_ text: String) {
        guard text.utf8.count <= Self.longestText, Self.canNameOne(text) else { return nil }
        let words = text.split(separator: " ").map(String.init)
        let folded = words.map { $0.lowercased().replacing("’", with: "'").trimmingPunctuation() }
        for start in words.indices {
            for opening in Self.openings where folded[start...].starts(with: opening) {
                let from = start + opening.count
                let name = Self.capitalised(words, from: from)
                guard !name.isEmpty else { continue }
                organization = name.joined(separator: " ").trimmingPunctuation()
                self.name = nil
                self.words = words[start..<from + name.count].joined(separator: " ").trimmingPunctuation()
                return
            }
            for opening in Self.nameOpenings where folded[start...].starts(with: opening) {
                let from = start + opening.count
                let person = Self.capitalised(words, from: from)
                let after = from + person.count
                guard !person.isEmpty, after < words.count, folded[after] == "from" || folded[after] == "at" else { continue }
                let company = Self.capitalised(words, from: after + 1)
                guard !company.isEmpty else { continue }
                name = person.joined(separator: " ").trimmingPunctuation()
                organization = company.joined(separator: " ").trimmingPunctuation()
                self.words = words[start..<after + 1 + company.count].joined(separator: " ").trimmingPunctuation()
                return
            }
        }
        return nil
    }

    /// Whether a capital, or a letter outside ASCII, follows one of the words that every phrase ends with. Most utterances end
    /// here, before any word of them is taken apart.
    private static func canNameOne(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { bytes in
            var start = 0
            while start < bytes.count {
                var end = start
                while end < bytes.count, bytes[end] != UInt8(ascii: " ") { end += 1 }
                let next = (end..<bytes.count).first { bytes[$0] != UInt8(ascii: " ") }
                guard let next else { return false }
                if (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(bytes[next]) || bytes[next] >= 0x80 {
                    let word = bytes[start..<end].map { $0 | 0x20 }
                    if lastWords.contains(word) { return true }
                }
                start = next
            }
            return false
        }
    }

    private static let lastWords: Set<[UInt8]> = Set(["at", "with", "for", "from"].map { Array($0.utf8) })

    /// Up to three capitalised words in a row; one that ends a clause is the last.
    private static func capitalised(_ words: [String], from start: Int) -> [String] {
        var name: [String] = []
        var index = start
        while index < words.count, name.count < longestName, words[index].first?.isUppercase == true,
              words[index].lowercased().trimmingPunctuation() != "i" {
            name.append(words[index])
            if let last = words[index].last, ",.;:!?".contains(last) { break }
            index += 1
        }
        return name
    }
}

extension String {
    /// Without punctuation at either end; what stands inside (“Müller & Co”, “A/S”) stays.
    fileprivate func trimmingPunctuation() -> String {
        var view = self[...]
        while let first = view.first, first.isPunctuation { view.removeFirst() }
        while let last = view.last, last.isPunctuation { view.removeLast() }
        return String(view)
    }
}
