/// The few words the scanner treats by name: other transcribers' spellings, fillers, abbreviations that end in a full stop.
struct KnownWords: Sendable {
    /// Spellings of other transcribers, brought to those of the corpus. As in train.py.
    static let aliases: KeyValuePairs = [
        "mmhmm": "uhhuh", "mhm": "uhhuh", "mmhm": "uhhuh", "mhmm": "uhhuh", "mm": "uhhuh", "mmm": "uhhuh", "ahhah": "uhhuh",
        "ok": "okay", "okey": "okay", "yep": "yeah", "yup": "yeah", "yea": "yeah", "ya": "yeah", "yah": "yeah",
        "erm": "um", "uhm": "um", "umm": "um", "er": "uh", "uhh": "uh", "ah": "uh", "hm": "hmm", "hmmm": "hmm", "cuz": "because",
    ]
    static let abbreviations = ["mr", "mrs", "ms", "dr", "st", "vs", "no", "inc", "ltd", "co", "prof", "etc", "approx"]
    /// Passed over when looking for the words an utterance begins with in substance.
    static let fillers = [
        "uh", "um", "so", "and", "but", "well", "okay", "oh", "yeah", "like", "then", "now", "because", "or", "right",
        "you", "know", "i", "mean",
    ]

    /// A question with one of these pairs of words is open ‡: the corpus has too few open questions to learn them from.
    static let openPairs = [
        ("what", "about"), ("how", "about"), ("anything", "else"), ("anyone", "else"), ("anybody", "else"), ("what", "else"),
        ("any", "thoughts"), ("any", "questions"), ("any", "comments"), ("any", "ideas"), ("any", "suggestions"), ("any", "feedback"),
        ("any", "concerns"), ("other", "thoughts"), ("other", "questions"), ("other", "comments"), ("other", "ideas"),
        ("other", "suggestions"), ("other", "concerns"),
    ]

    /// What begins with one of these, fillers passed over, is not a yes-no question ‡.
    static let questionWords = [
        "what", "which", "who", "whom", "whose", "where", "why", "how", "what's", "who's", "where's", "how's",
    ]

    private static let slots = 256
    private var keys = ContiguousArray<UInt64>(repeating: 0, count: slots)
    private var targets = ContiguousArray<UInt64>(repeating: 0, count: slots)
    private var isFiller = ContiguousArray<Bool>(repeating: false, count: slots)
    private var isAbbreviation = ContiguousArray<Bool>(repeating: false, count: slots)

    private let asking = WordSet(questionWords.map(WordHash.of))
    private let opening = WordSet(openPairs.map { WordHash.feature(200, WordHash.of($0), WordHash.of($1)) })

    init() {
        for (word, target) in Self.aliases {
            targets[insert(WordHash.of(word))] = WordHash.of(target)
        }
        for word in Self.abbreviations { isAbbreviation[insert(WordHash.of(word))] = true }
        for word in Self.fillers { isFiller[insert(WordHash.of(word))] = true }
    }

    private mutating func insert(_ word: UInt64) -> Int {
        let slot = self.slot(of: word)
        if keys[slot] == 0 {
            keys[slot] = word
            targets[slot] = word
        }
        return slot
    }

    @inline(__always)
    private func slot(of word: UInt64) -> Int {
        var slot = Int(truncatingIfNeeded: word & 255)
        while keys[slot] != 0 && keys[slot] != word { slot = (slot + 1) & 255 }
        return slot
    }

    /// The corpus' spelling of a word.
    @inline(__always)
    func canonical(_ word: UInt64) -> UInt64 {
        let slot = slot(of: word)
        return keys[slot] == 0 ? word : targets[slot]
    }

    @inline(__always)
    func isFiller(_ word: UInt64) -> Bool { isFiller[slot(of: word)] }

    @inline(__always)
    func isAbbreviation(_ word: UInt64) -> Bool { isAbbreviation[slot(of: word)] }

    /// Whether the first of these words that is not a filler is a question word.
    func beginsWithQuestionWord(_ tokens: ContiguousArray<UInt64>.SubSequence) -> Bool {
        tokens.first { !isFiller($0) }.map(asking.contains) ?? false
    }

    /// Whether two of these words in a row make a question open.
    func opens(_ tokens: ContiguousArray<UInt64>.SubSequence) -> Bool {
        zip(tokens, tokens.dropFirst()).contains { opening.contains(WordHash.feature(200, $0, $1)) }
    }
}
