/// The words of one text as the lexicon sees them: lower case, contractions written out, hesitations and repeated false starts
/// left out, with their places and sentences.
struct LexiconWords {
    struct Word {
        /// Lower case: `we`, `are` (from “we’re”), `12,000`, `€`.
        var text: String
        /// In the text, in Unicode scalars.
        var range: Range<Int>
        /// Index of the sentence.
        var sentence: Int
        /// Begins with a capital in the text, and does not begin the sentence.
        var isCapitalized: Bool
        var isNumber: Bool
        /// Whether something other than white space stands between it and the word before it.
        var isBehindMark = false
    }

    private(set) var words: [Word] = []
    /// For each sentence, whether it ends in a question mark.
    private(set) var asks: [Bool] = []

    init(_ text: String) {
        var sentence = 0
        var beginsSentence = true
        var buffer: [UInt8] = []
        var start = 0
        var capital = false
        var position = 0
        var hadWord = false
        var hasMark = false
        func add(_ text: String, _ range: Range<Int>, capital: Bool = false, number: Bool = false) {
            if Self.hesitations.contains(text) { return }
            // “we we need”: the repetition of a false start is one word.
            if !number, let last = words.last, last.sentence == sentence, last.text == text {
                words[words.count - 1].range = last.range.lowerBound..<range.upperBound
                return
            }
            words.append(Word(text: text, range: range, sentence: sentence, isCapitalized: capital && !beginsSentence, isNumber: number, isBehindMark: hasMark))
            hasMark = false
            hadWord = true
            beginsSentence = false
        }
        func close() {
            guard !buffer.isEmpty else { return }
            while buffer.last == UInt8(ascii: "'") || buffer.last == UInt8(ascii: ".") || buffer.last == UInt8(ascii: ",") {
                buffer.removeLast()
            }
            guard !buffer.isEmpty else { return }
            let range = start..<position
            let word = String(decoding: buffer, as: UTF8.self)
            let number = buffer[0] >= 0x30 && buffer[0] <= 0x39
            let isCapital = capital
            buffer.removeAll(keepingCapacity: true)
            if number {
                add(word, range, number: true)
                return
            }
            if let several = Self.written[word] {
                for part in several { add(part, range, capital: isCapital) }
                return
            }
            if let apostrophe = word.utf8.firstIndex(of: UInt8(ascii: "'")) {
                let head = String(word[..<apostrophe])
                let tail = String(word[apostrophe...].dropFirst())
                if tail == "t", head.hasSuffix("n"), head.utf8.count > 1 {
                    add(Self.negated[head] ?? String(head.dropLast()), range, capital: isCapital)
                    add("not", range)
                    return
                }
                if tail == "s", let second = Self.written[head + "s"]?.last ?? (Self.beforeIs.contains(head) ? "is" : nil) {
                    add(head, range, capital: isCapital)
                    add(second, range)
                    return
                }
                if let ending = Self.endings[tail] {
                    add(head, range, capital: isCapital)
                    add(ending, range)
                    return
                }
            }
            add(word, range, capital: isCapital)
        }
        let scalars = text.unicodeScalars
        var index = scalars.startIndex
        while index != scalars.endIndex {
            let scalar = scalars[index]
            let next = scalars.index(after: index)
            switch scalar.value {
            case 0x41...0x5A:
                if buffer.isEmpty { start = position; capital = true }
                buffer.append(UInt8(scalar.value) | 0x20)
            case 0x61...0x7A:
                if buffer.isEmpty { start = position; capital = false }
                buffer.append(UInt8(scalar.value))
            case 0x30...0x39:
                if buffer.isEmpty { start = position; capital = false }
                buffer.append(UInt8(scalar.value))
            case 0x27, 0x2019:
                if !buffer.isEmpty { buffer.append(UInt8(ascii: "'")) }
            case 0x2C...0x2E where scalar.value != 0x2D && Self.isDigit(buffer.first) && next != scalars.endIndex
                && (0x30...0x39).contains(scalars[next].value):
                buffer.append(UInt8(scalar.value))
            case 0x2E, 0x3F, 0x21, 0x0A:
                close()
                if hadWord, next == scalars.endIndex || !Self.isWordScalar(scalars[next]) {
                    asks.append(scalar.value == 0x3F)
                    sentence += 1
                    hadWord = false
                    beginsSentence = true
                } else if scalar.value == 0x3F, !asks.isEmpty {
                    asks[asks.count - 1] = true
                }
                hasMark = true
            case 0x24, 0x20AC, 0xA3, 0x25, 0xA5:
                close()
                add(String(scalar), position..<position + 1)
            case 0x80...:
                if scalar.properties.isAlphabetic {
                    if buffer.isEmpty { start = position; capital = scalar.properties.isUppercase }
                    buffer.append(contentsOf: Array(scalar.properties.lowercaseMapping.utf8))
                } else {
                    close()
                    if !scalar.properties.isWhitespace { hasMark = true }
                }
            default:
                close()
                if !scalar.properties.isWhitespace { hasMark = true }
            }
            index = next
            position += 1
        }
        close()
        if hadWord { asks.append(false) }
        if asks.isEmpty { asks.append(false) }
    }

    private static func isDigit(_ byte: UInt8?) -> Bool { byte.map { (0x30...0x39).contains($0) } ?? false }

    private static func isWordScalar(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: false
        }
    }

    private static let hesitations: Set<String> = ["um", "uh", "er", "erm", "uhm", "ehm", "umm", "uhh", "hmm", "eh", "ah"]
    private static let endings = ["re": "are", "ve": "have", "ll": "will", "m": "am", "d": "would", "s": "'s"]
    private static let beforeIs: Set<String> = [
        "it", "that", "what", "there", "here", "how", "who", "he", "she", "where", "this", "everything", "something", "nothing", "which", "when",
    ]
    private static let negated = ["won": "will", "wo": "will", "can": "can", "shan": "shall", "ain": "is"]
    /// Forms that speech recognisers write without an apostrophe, and run-together forms.
    private static let written: [String: [String]] = [
        "dont": ["do", "not"], "doesnt": ["does", "not"], "didnt": ["did", "not"], "cant": ["can", "not"], "cannot": ["can", "not"],
        "wont": ["will", "not"], "isnt": ["is", "not"], "arent": ["are", "not"], "wasnt": ["was", "not"], "wouldnt": ["would", "not"],
        "couldnt": ["could", "not"], "shouldnt": ["should", "not"], "havent": ["have", "not"], "hasnt": ["has", "not"],
        "im": ["i", "am"], "ive": ["i", "have"], "youre": ["you", "are"], "youve": ["you", "have"], "theyre": ["they", "are"],
        "weve": ["we", "have"], "thats": ["that", "is"], "whats": ["what", "is"], "gonna": ["going", "to"], "wanna": ["want", "to"],
        "gotta": ["got", "to"], "lets": ["let", "us"], "dunno": ["do", "not", "know"], "kinda": ["kind", "of"], "theres": ["there", "is"],
        "can't": ["can", "not"], "won't": ["will", "not"], "gimme": ["give", "me"],
    ]
}
