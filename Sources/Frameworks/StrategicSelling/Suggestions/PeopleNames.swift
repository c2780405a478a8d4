import Covalence
import Foundation

/// Finds people by names as they are said.
struct PeopleNames {
    private let people: [(id: Identifier<Person>, words: [String])]

    /// How many people a name fits.
    enum Match: Hashable {
        case nobody, several
        case one(Identifier<Person>)
    }

    /// Words before names that are no part of them.
    private static let titles: Set<String> = ["mr", "mrs", "ms", "miss", "sir", "madam", "dr", "prof", "professor", "herr", "frau", "monsieur", "madame"]

    init(_ people: [Person]) {
        self.people = people.map { ($0.id, Self.words($0.name)) }
    }

    /// A name fits a person where each of its words, titles apart, is a word of the person's name, or the initial of one ‡.
    func match(_ name: String) -> Match {
        let said = Self.words(name)
        guard said.contains(where: { $0.count > 1 }) else { return .nobody }
        let fitting = Set(people.filter { _, words in
            said.allSatisfy { part in words.contains { $0 == part || part.count == 1 && $0.hasPrefix(part) } }
        }.map(\.id))
        guard let first = fitting.first else { return .nobody }
        return fitting.count == 1 ? .one(first) : .several
    }

    private static func words(_ name: String) -> [String] {
        var words = name.folding(options: [.caseInsensitive, .diacriticInsensitive], locale: nil)
            .split { !$0.isLetter && $0 != "'" && $0 != "’" }.map(String.init)
        for (place, word) in words.enumerated() where word.hasSuffix("'s") || word.hasSuffix("’s") { words[place] = String(word.dropLast(2)) }
        return words.filter { !$0.isEmpty && !titles.contains($0) }
    }
}
