/// Words that everybody knows about an account: its address, the parts of it, the person's name.
struct PersonalWords {
    /// Folded, the longest first, so that an address goes before its parts.
    private let words: [[Character]]

    /// So many letters and digits must be left of a password when these words are taken out of it.
    static let leastBeside = 6

    init(_ names: [String]) {
        var found: Set<[Character]> = []
        for name in names {
            // Enough for any address; what lies behind is ignored.
            let name = name.prefix(320)
            let parts = name.split { !($0.isLetter || $0.isNumber) }.map(Self.folded)
            for word in parts + [parts.flatMap { $0 }] where word.count >= 3 { found.insert(word) }
        }
        words = found.sorted { ($0.count, String($0)) > ($1.count, String($1)) }
    }

    /// Whether a password holds one of the words and hardly anything else.
    func make(up password: String) -> Bool {
        var rest = Self.folded(password)
        let whole = rest.count
        for word in words { rest = Self.removing(word, from: rest) }
        return rest.count < whole && rest.count < Self.leastBeside
    }

    private static func folded(_ text: some StringProtocol) -> [Character] {
        Array(text.lowercased().filter { $0.isLetter || $0.isNumber })
    }

    private static func removing(_ word: [Character], from text: [Character]) -> [Character] {
        var result: [Character] = []
        var place = 0
        while place < text.count {
            if text.count - place >= word.count, text[place..<(place + word.count)].elementsEqual(word) {
                place += word.count
            } else {
                result.append(text[place])
                place += 1
            }
        }
        return result
    }
}
