public import Covalence
public import Foundation
import Yams

/// Words and phrasings by which kinds of content are recognised, in one language. Read from YAML; docs/lexicon.md describes it.
public struct Lexicon: Sendable {
    /// What it is called: `Meeting interaction, English`.
    public var name: String
    /// BCP 47: `en`.
    public var language: String
    /// Goes up with every change that can change a reading.
    public var version: Int
    /// In order of the file.
    public var entries: [Entry]
    /// Named alternatives, as patterns write them: `<pain-noun>`.
    public var lists: [String: [String]]

    /// Phrasings that show one kind of content under the same conditions.
    public struct Entry: Hashable, Sendable {
        /// What they show: `benefit`.
        public var code: String
        /// Tells entries of one code apart: `saves money`.
        public var name: String
        /// The sides whose words count; empty: any.
        public var sides: Set<Side>
        public var act: Act
        /// What a mark says beside its code: `effect: saving`.
        public var attributes: [String: String]
        /// 0 to 1; not a probability.
        public var strength: Double
        /// Only right after a question of somebody else.
        public var afterQuestion: Bool
        /// Only where the match begins within so many words of the start of the utterance.
        public var within: Int?
        /// Only in utterances of at least so many words.
        public var minWords: Int?
        /// Only in utterances of at most so many words.
        public var maxWords: Int?
        /// What to read beside the match: `when`, `who`.
        public var capture: Set<Capture>
        public var patterns: [String]
        /// Patterns that, anywhere in the same sentence, say that it is something else.
        public var unless: [String]
        /// Examples in our own words that must be recognised.
        public var matches: [String]
        /// Examples that must not.
        public var not: [String]
        /// Line in the file, from 1; 0 where unknown.
        public var line: Int
    }

    /// In which sentences an entry counts.
    public enum Act: String, Hashable, Sendable, CaseIterable {
        case any, question
        case notQuestion = "not-question"
    }

    /// What can be read beside a match.
    public enum Capture: String, Hashable, Sendable, CaseIterable {
        /// The date in the sentence.
        case when
        /// Who does it: `i`, `we`, `you`, `both`, or a name.
        case who
    }

    /// What is wrong with a lexicon.
    public struct Failure: Error, Hashable, CustomStringConvertible {
        public var file: String
        /// From 1; nil where unknown.
        public var line: Int?
        /// The code and name of the entry; nil outside entries.
        public var entry: String?
        public var problem: String
        public var remedy: String

        /// `my.yaml, line 12, entry “benefit: saves”: … . Do …`
        public var description: String {
            var place = file
            if let line { place += ", line \(line)" }
            if let entry { place += ", entry “\(entry)”" }
            return "\(place): \(problem). \(remedy)"
        }
    }

    /// Reads a lexicon.
    ///
    /// - Parameters:
    ///   - yaml: the text of the file.
    ///   - file: its name, for messages.
    public init(yaml: String, file: String = "lexicon") throws(Failure) {
        var reader = LexiconReader(file: file)
        self = try reader.lexicon(yaml)
    }

    init(name: String, language: String, version: Int, entries: [Entry], lists: [String: [String]]) {
        self.name = name
        self.language = language
        self.version = version
        self.entries = entries
        self.lists = lists
    }

    /// The lexicon of meeting interaction that comes with the program; nil where there is none for a language.
    ///
    /// - Parameter language: BCP 47; `en-GB` finds `en`.
    public static func meetingInteraction(_ language: String = "en") throws(Failure) -> Lexicon? {
        let primary = language.lowercased().split(separator: "-").first.map(String.init) ?? ""
        guard !primary.isEmpty, primary.utf8.allSatisfy({ (0x61...0x7A).contains($0) }),
              url(ofBundled: "meeting-interaction.\(primary)") != nil
        else { return nil }
        return try bundled("meeting-interaction.\(primary)")
    }

    /// A lexicon that comes with the program.
    ///
    /// - Parameter name: of its file, without the ending: `speaker-sides.en`.
    public static func bundled(_ name: String) throws(Failure) -> Lexicon {
        guard let url = url(ofBundled: name) else {
            throw Failure(file: "\(name).yaml", problem: "it is not beside the program", remedy: "Install the program again.")
        }
        return try Lexicon(contentsOf: url)
    }

    /// Reads a lexicon from a file.
    public init(contentsOf url: URL) throws(Failure) {
        let file = url.lastPathComponent
        guard let text = try? String(contentsOf: url, encoding: .utf8) else {
            throw Failure(file: file, problem: "it cannot be read as UTF-8", remedy: "Check its name, and save it as UTF-8.")
        }
        try self.init(yaml: text, file: file)
    }

    private static func url(ofBundled name: String) -> URL? {
        Bundle.module.url(forResource: name, withExtension: "yaml", subdirectory: "Lexicons")
    }

    /// This lexicon with another's entries: an entry with the same code and name takes the place of ours, others are added;
    /// lists of the same name are joined.
    public func extended(by other: Lexicon) throws(Failure) -> Lexicon {
        guard other.language == language else {
            throw Failure(
                file: other.name, problem: "its language is \(other.language), and \(name) is for \(language)",
                remedy: "Extend a lexicon of the same language."
            )
        }
        var result = self
        for (list, words) in other.lists {
            let own = result.lists[list] ?? []
            result.lists[list] = own + words.filter { !own.contains($0) }
        }
        for entry in other.entries {
            if let index = result.entries.firstIndex(where: { $0.code == entry.code && $0.name == entry.name }) {
                result.entries[index] = entry
            } else {
                result.entries.append(entry)
            }
        }
        return result
    }

    /// Every pattern with its entry, compiled form and whether it excludes.
    func compiled() throws(Failure) -> [(entry: Int, text: String, pattern: LexiconPattern, excludes: Bool)] {
        var compiledLists: [String: LexiconPattern] = [:]
        // A list can name lists that stand before it in the alphabet of need: resolved in rounds, so that order does not matter.
        var waiting = lists
        while !waiting.isEmpty {
            var progress = false
            for (name, items) in waiting.sorted(by: { $0.key < $1.key }) {
                let needed = items.joined(separator: " ")
                if waiting.keys.contains(where: { needed.contains("<\($0)>") }) { continue }
                do throws(LexiconPattern.Failure) {
                    var parts: [LexiconPattern] = []
                    for item in items { parts.append(try LexiconPattern(item, lists: compiledLists)) }
                    compiledLists[name] = .either(parts)
                } catch {
                    throw Failure(file: self.name, entry: "list \(name)", problem: error.reason, remedy: "Correct the list.")
                }
                waiting[name] = nil
                progress = true
            }
            if !progress {
                let names = waiting.keys.sorted().joined(separator: ", ")
                throw Failure(file: name, problem: "the lists \(names) name one another in a circle", remedy: "Write one of them out.")
            }
        }
        var result: [(entry: Int, text: String, pattern: LexiconPattern, excludes: Bool)] = []
        for (index, entry) in entries.enumerated() {
            for (texts, excludes) in [(entry.patterns, false), (entry.unless, true)] {
                for text in texts {
                    do throws(LexiconPattern.Failure) {
                        result.append((index, text, try LexiconPattern(text, lists: compiledLists), excludes))
                    } catch {
                        throw Failure(
                            file: name, line: entry.line, entry: "\(entry.code): \(entry.name)",
                            problem: "in the pattern “\(text)” \(error.reason)", remedy: "Correct the pattern."
                        )
                    }
                }
            }
        }
        return result
    }
}
