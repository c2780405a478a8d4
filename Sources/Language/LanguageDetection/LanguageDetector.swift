public import Covalence

/// The language of a text, as far as it could be told.
public struct DetectedLanguage: Hashable, Sendable, Codable {
    /// BCP 47: `en`, `de` …
    public var code: String
    /// 0 to 1: how far the language is ahead of the next one, less where little was said. Not a probability.
    public var confidence: Double

    /// A language with its confidence.
    public init(code: String, confidence: Double) {
        self.code = code
        self.confidence = confidence
    }
}

/// Tells the language of a text by its script, its small words and its letters ‡.
///
/// By words: English, German, French, Spanish, Italian, Portuguese, Dutch, Swedish, Danish, Norwegian, Finnish, Polish, Czech,
/// Hungarian, Turkish, Romanian. By script or letters: Greek, Hebrew, Thai, Korean, Japanese, Chinese, Hindi, Georgian, Armenian,
/// Russian, Ukrainian, Bulgarian, Serbian, Arabic, Persian. A word that several languages have counts for each of them by the
/// inverse square of their number; a letter counts half as much as a word. Too little text, a mixture that has no winner and other languages are
/// “not known”.
public struct LanguageDetector: Sendable {
    private let codes: [String]
    /// Word hash to languages, a bit each.
    private let words: [UInt64: UInt16]
    private let letters: [UInt32: UInt16]

    /// Words read of a text at most; more does not change the answer.
    static let mostWords = 5_000
    /// The least evidence for an answer, in words that only one language has.
    static let leastEvidence = 2.0
    /// The least share of evidence in all words: below it the language is one we have no list for.
    static let leastShare = 0.12
    /// The least lead over the next language, as a share of the evidence.
    static let leastLead = 0.08

    /// A detector with the lists that come with Covalence.
    public init() {
        var codes: [String] = []
        var words: [UInt64: UInt16] = [:]
        for (code, list) in FunctionWords.lists {
            for word in list.split(whereSeparator: { $0 == " " || $0.isNewline }) {
                words[WordHash.of(String(word)), default: 0] |= 1 << UInt16(codes.count)
            }
            codes.append(code)
        }
        var letters: [UInt32: UInt16] = [:]
        for (signs, languages) in FunctionWords.letters {
            for sign in signs.unicodeScalars {
                for language in languages {
                    if let bit = codes.firstIndex(of: language) { letters[sign.value, default: 0] |= 1 << UInt16(bit) }
                }
            }
        }
        self.codes = codes
        self.words = words
        self.letters = letters
    }

    /// The language of one text.
    public func detect(_ text: String) -> Known<DetectedLanguage> {
        detect(CollectionOfOne(text))
    }

    /// The language most of these texts are in, for instance the utterances of a transcript.
    public func detect(_ texts: some Sequence<String>) -> Known<DetectedLanguage> {
        var tally = Tally(languages: codes.count)
        for text in texts {
            read(text, into: &tally)
            if tally.words >= Self.mostWords { break }
        }
        if let script = tally.scripts.language(against: tally.latin) { return .known(script) }
        return decide(tally)
    }

    private struct Tally {
        var words = 0
        /// Letters of the Latin script.
        var latin = 0
        var scores: [Double]
        var scripts = ScriptTally()

        init(languages: Int) {
            scores = Array(repeating: 0, count: languages)
        }
    }

    private func read(_ text: String, into tally: inout Tally) {
        var hash = WordHash.offset
        var length = 0
        func endWord(_ tally: inout Tally) {
            guard length > 0 else { return }
            tally.words += 1
            if let languages = words[hash] { add(languages, weight: 1, to: &tally) }
            hash = WordHash.offset
            length = 0
        }
        for scalar in text.unicodeScalars {
            let value = scalar.value
            switch value {
            case 0x61...0x7a:
                tally.latin += 1
                hash = (hash ^ UInt64(value)) &* WordHash.prime
                length += 1
            case 0x41...0x5a:
                tally.latin += 1
                hash = (hash ^ UInt64(value | 0x20)) &* WordHash.prime
                length += 1
            case 0x27, 0x2019:
                if length > 0 { hash = (hash ^ 0x27) &* WordHash.prime }
            case 0..<0x80:
                endWord(&tally)
                if tally.words >= Self.mostWords { return }
            default:
                if let languages = letters[Self.lower(value)] { add(languages, weight: 0.5, to: &tally) }
                if value >= 0xc0 && value <= 0x24f && value != 0xd7 && value != 0xf7 {
                    tally.latin += 1
                    if let small = Unicode.Scalar(Self.lower(value)), let bytes = UTF8.encode(small) {
                        for byte in bytes { hash = (hash ^ UInt64(byte)) &* WordHash.prime }
                    }
                    length += 1
                } else if tally.scripts.add(value) {
                    endWord(&tally)
                } else if value == 0xa0 || value >= 0x2000 {
                    endWord(&tally)
                }
            }
        }
        endWord(&tally)
    }

    /// Small letters of Latin-1 and Latin Extended-A, where capitals and small letters alternate.
    private static func lower(_ value: UInt32) -> UInt32 {
        switch value {
        case 0xc0...0xde where value != 0xd7: value + 0x20
        case 0x130: 0x69
        case 0x100...0x137, 0x14a...0x177, 0x218...0x21b: value | 1
        case 0x139...0x148, 0x179...0x17e: value + (value & 1)
        default: value
        }
    }

    private func add(_ languages: UInt16, weight: Double, to tally: inout Tally) {
        let share = weight / Double(languages.nonzeroBitCount * languages.nonzeroBitCount)
        var rest = languages
        while rest != 0 {
            tally.scores[rest.trailingZeroBitCount] += share
            rest &= rest - 1
        }
    }

    private func decide(_ tally: Tally) -> Known<DetectedLanguage> {
        guard let best = tally.scores.indices.max(by: { tally.scores[$0] < tally.scores[$1] }) else { return .notKnown(.language) }
        let evidence = tally.scores[best]
        let next = tally.scores.indices.filter { $0 != best }.map { tally.scores[$0] }.max() ?? 0
        guard evidence >= Self.leastEvidence, evidence >= Self.leastShare * Double(tally.words) else { return .notKnown(.language) }
        let lead = (evidence - next) / evidence
        guard lead >= Self.leastLead else { return .notKnown(.language) }
        return .known(DetectedLanguage(code: codes[best], confidence: lead * min(1, evidence / 8)))
    }
}
