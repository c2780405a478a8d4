public import Covalence

/// Recognises kinds of content by the words of a lexicon. Linear in the words; the same words give the same marks.
public struct LexiconRecognizer: ContentRecognizer {
    public let lexicon: Lexicon
    let matcher: LexiconMatcher
    private let patterns: [(entry: Int, text: String, excludes: Bool)]

    /// Compiles a lexicon once; keep the recogniser.
    public init(_ lexicon: Lexicon) throws(Lexicon.Failure) {
        let compiled = try lexicon.compiled()
        self.lexicon = lexicon
        matcher = LexiconMatcher(compiled.map(\.pattern))
        patterns = compiled.map { ($0.entry, $0.text, $0.excludes) }
    }

    /// `words-en/1`.
    public var engine: String { "words-\(lexicon.language)/\(lexicon.version)" }

    /// Whether a language is the lexicon's, region apart.
    public func reads(_ language: String) -> Bool {
        func primary(_ tag: String) -> Substring? { tag.lowercased().split(separator: "-").first.map { Substring($0) } }
        return primary(language) == primary(lexicon.language)
    }

    /// The marks in a conversation, in order of utterance and place.
    public func marks(in conversation: Conversation, acts: [TaggedAct]?) -> [ContentMark] {
        let lines = conversation.utterances
        var names: Set<String> = []
        for participant in conversation.participants {
            for word in LexiconWords(participant.name).words where word.text.utf8.count > 2 && !word.isNumber { names.insert(word.text) }
        }
        names.subtract(["speaker", "unknown", "the", "will", "may", "mark", "can", "iphone", "participant", "customer", "seller"])
        let acts = acts.flatMap { $0.count == lines.count ? $0 : nil }
        var memory = LexiconMatcher.Memory(matcher)
        var result: [ContentMark] = []
        var asked: [Bool] = []
        asked.reserveCapacity(lines.count)
        for (index, line) in lines.enumerated() {
            let words = LexiconWords(line.text)
            let sentences = Self.sentencesThatAsk(words, act: acts?[index])
            asked.append(sentences.contains(true))
            let isAfterQuestion = (max(0, index - 2)..<index).contains { asked[$0] && lines[$0].participant != line.participant }
            let side = conversation.side(of: index)
            let context = Context(side: side, asks: sentences, isAfterQuestion: isAfterQuestion)
            result += marks(in: words, utterance: index, at: line.range.lowerBound, context: context, names: names, memory: &memory)
        }
        return result
    }

    /// What an entry's conditions look at beside the words.
    struct Context {
        var side: Side?
        var asks: [Bool]
        var isAfterQuestion: Bool
    }

    /// Which sentences ask: those with a question mark; without one, the last where the tagger heard a question, or by its first words.
    private static func sentencesThatAsk(_ words: LexiconWords, act: TaggedAct?) -> [Bool] {
        var asks = words.asks
        guard !asks.contains(true) else { return asks }
        if let act {
            if act.act == .question { asks[asks.count - 1] = true }
            return asks
        }
        for (position, word) in words.words.enumerated() where position == 0 || words.words[position - 1].sentence != word.sentence {
            var first = position
            while first + 1 < words.words.count, ["so", "and", "but", "okay", "well", "right", "yeah"].contains(words.words[first].text) { first += 1 }
            let head = words.words[first].text
            let next = first + 1 < words.words.count ? words.words[first + 1].text : ""
            if ["how", "why", "who", "where"].contains(head) && next != "ever"
                || (head == "what" || head == "which" || head == "when") && ["is", "are", "do", "does", "did", "would", "kind", "about", "will"].contains(next)
                || ["do", "does", "did", "is", "are", "can", "could", "would", "will", "have", "has"].contains(head)
                    && ["you", "we", "it", "that", "they", "there", "i", "the", "this", "your"].contains(next) {
                asks[word.sentence] = true
            }
        }
        return asks
    }

    private func marks(
        in words: LexiconWords, utterance: Int, at offset: Int, context: Context, names: Set<String>, memory: inout LexiconMatcher.Memory
    ) -> [ContentMark] {
        guard !words.words.isEmpty else { return [] }
        let spans = LexiconSpans(words.words, names: names)
        var best: [String: ContentMark] = [:]
        for (match, entryIndex) in fired(in: words, spans: spans, context: context, memory: &memory) {
            let entry = lexicon.entries[entryIndex]
            let range = words.words[match.words.lowerBound].range.lowerBound..<words.words[match.words.upperBound - 1].range.upperBound
            var attributes = entry.attributes
            if entry.capture.contains(.when), let when = when(in: words, spans, match: match.words) { attributes["when"] = when }
            if entry.capture.contains(.who), let who = who(in: words, spans, match: match.words) { attributes["who"] = who }
            var strength = entry.strength
            // Without a side, words that only one side's mouth makes telling are worth less.
            if !entry.sides.isEmpty, context.side == nil { strength *= 0.7 }
            let mark = ContentMark(
                code: entry.code, utterance: utterance, range: offset + range.lowerBound..<offset + range.upperBound,
                attributes: attributes, strength: strength, rule: "\(entry.name): \(patterns[match.pattern].text)"
            )
            // One mark per code and fixed attributes: the strongest, then the one with more words and more captured, then the first.
            let key = entry.code + entry.attributes.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined()
            if let known = best[key], !Self.isBetter(mark, than: known) { continue }
            best[key] = mark
        }
        return best.values.sorted { ($0.range.lowerBound, $0.code, $0.rule) < ($1.range.lowerBound, $1.code, $1.rule) }
    }

    /// The matches whose entry's conditions hold, with the index of the entry.
    func fired(
        in words: LexiconWords, context: Context, names: Set<String>, memory: inout LexiconMatcher.Memory
    ) -> [(match: LexiconMatcher.Match, entry: Int)] {
        fired(in: words, spans: LexiconSpans(words.words, names: names), context: context, memory: &memory)
    }

    private func fired(
        in words: LexiconWords, spans: LexiconSpans, context: Context, memory: inout LexiconMatcher.Memory
    ) -> [(match: LexiconMatcher.Match, entry: Int)] {
        let found = matcher.matches(in: words.words, spans: spans, memory: &memory)
        guard !found.isEmpty else { return [] }
        var excluded: Set<[Int]> = []
        for match in found where patterns[match.pattern].excludes {
            excluded.insert([patterns[match.pattern].entry, words.words[match.words.lowerBound].sentence])
        }
        return found.compactMap { match in
            let pattern = patterns[match.pattern]
            guard !pattern.excludes else { return nil }
            let sentence = words.words[match.words.lowerBound].sentence
            guard !excluded.contains([pattern.entry, sentence]),
                  fits(lexicon.entries[pattern.entry], match: match, words: words, sentence: sentence, context: context)
            else { return nil }
            return (match, pattern.entry)
        }
    }

    private static func isBetter(_ mark: ContentMark, than other: ContentMark) -> Bool {
        if mark.strength != other.strength { return mark.strength > other.strength }
        if mark.attributes.count != other.attributes.count { return mark.attributes.count > other.attributes.count }
        if mark.range.count != other.range.count { return mark.range.count > other.range.count }
        return (mark.range.lowerBound, mark.rule) < (other.range.lowerBound, other.rule)
    }

    private func fits(_ entry: Lexicon.Entry, match: LexiconMatcher.Match, words: LexiconWords, sentence: Int, context: Context) -> Bool {
        if let side = context.side, !entry.sides.isEmpty, !entry.sides.contains(side) { return false }
        switch entry.act {
        case .any: break
        case .question: guard context.asks[sentence] else { return false }
        case .notQuestion: guard !context.asks[sentence] else { return false }
        }
        if entry.afterQuestion, !context.isAfterQuestion { return false }
        if let within = entry.within, match.words.lowerBound >= within { return false }
        if let least = entry.minWords, words.words.count < least { return false }
        if let most = entry.maxWords, words.words.count > most { return false }
        return true
    }

    /// The fullest date of the sentence, as said (“Thursday the sixteenth” rather than “Friday”); of equals the one at or behind the
    /// start of the match.
    private func when(in words: LexiconWords, _ spans: LexiconSpans, match: Range<Int>) -> String? {
        let sentence = words.words[match.lowerBound].sentence
        var best: (range: Range<Int>, isBehind: Bool)?
        var index = 0
        while index < words.words.count {
            let length = spans.length(of: .date, at: index)
            guard length > 0, words.words[index].sentence == sentence else {
                index += 1
                continue
            }
            let range = index..<min(index + length, words.words.count)
            let isBehind = index >= match.lowerBound
            if let known = best {
                if range.count > known.range.count || range.count == known.range.count && isBehind && !known.isBehind {
                    best = (range, isBehind)
                }
            } else {
                best = (range, isBehind)
            }
            index += length
        }
        return best.map { words.words[$0.range].map(\.text).joined(separator: " ") }
    }

    /// Who does it: the first doer in the match.
    private func who(in words: LexiconWords, _ spans: LexiconSpans, match: Range<Int>) -> String? {
        for index in match {
            switch words.words[index].text {
            case "i", "we", "you": return words.words[index].text
            case "let" where index + 1 < match.upperBound && words.words[index + 1].text == "us": return "both"
            case let name where spans.length(of: .person, at: index) > 0: return name.prefix(1).uppercased() + name.dropFirst()
            default: continue
            }
        }
        return nil
    }
}
