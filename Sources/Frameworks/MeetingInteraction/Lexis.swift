/// The words of every utterance, numbered: for counting them and for seeing which words one side carries on from the other.
struct Lexis {
    /// Words of each utterance.
    private(set) var counts: [Int] = []
    /// The different words of each utterance that can carry content (three letters or more, no function words).
    private(set) var content: [[Int]] = []
    /// In how many utterances each word stands.
    private(set) var spread: [Int] = []
    /// What the words of each utterance tell without their meaning: whose house, whether it is only thought of, numbers.
    private(set) var cues: [Cues] = []
    /// Words of each utterance that say something: no listening, no function words; numbers count.
    private(set) var telling: [Int] = []
    private var listening: [Bool] = []

    /// What single words tell ‡.
    struct Cues: OptionSet, Sendable {
        let rawValue: Int
        /// “we”, “our”, “us”: the speaker's own house.
        static let ownHouse = Cues(rawValue: 1)
        /// “would”, “could”, “if”, “will”: not what is, but what may be.
        static let hypothetical = Cues(rawValue: 2)
        /// A number in words or digits.
        static let number = Cues(rawValue: 4)
        /// “you”, “your”.
        static let other = Cues(rawValue: 8)
        /// “that”, “this”, “it”, “then”: points back.
        static let pointsBack = Cues(rawValue: 16)
        /// “was”, “had”, “ago”: past.
        static let past = Cues(rawValue: 32)
        /// “boss”, “board”, “decide”: people who decide.
        static let deciders = Cues(rawValue: 64)
        /// “system”, “machine”, “line”: what it works with.
        static let equipment = Cues(rawValue: 128)
        /// “problem”, “late”, “lose”, “need”: wants and troubles.
        static let trouble = Cues(rawValue: 256)
        /// “please”, “thanks”, “bye”, “hello”.
        static let courtesy = Cues(rawValue: 512)
        /// “leave”, “slides”: about the meeting itself.
        static let meeting = Cues(rawValue: 1024)
    }

    init(_ texts: [String]) {
        var numbers: [String: Int] = [:]
        var known: [[UInt8]: Word] = [:]
        /// Looks a word up once; after that its bytes are enough.
        func learn(_ bytes: [UInt8]) -> Word {
            let text = String(decoding: bytes, as: UTF8.self)
            var word = Word(listens: Self.listeningWords.contains(text), cues: Self.cueWords[text] ?? [])
            if let digit = bytes.first, (0x30...0x39).contains(digit) { word.cues.insert(.number) }
            let isFunction = Self.functionWords.contains(text) || word.listens || bytes.count < 3
            word.tells = word.cues.contains(.number) || !(isFunction || Self.answerWords.contains(text))
            if bytes.count >= 3, !Self.functionWords.contains(text) {
                let stem = Self.stem(bytes)
                if numbers[stem] == nil {
                    numbers[stem] = spread.count
                    spread.append(0)
                }
                word.number = numbers[stem]
            }
            known[bytes] = word
            return word
        }
        counts.reserveCapacity(texts.count)
        for text in texts {
            var count = 0
            var own: [Int] = []
            var onlyListening = true
            var bytes: [UInt8] = []
            var cues: Cues = []
            var telling = 0
            func close() {
                guard !bytes.isEmpty else { return }
                count += 1
                let word = known[bytes] ?? learn(bytes)
                if !word.listens { onlyListening = false }
                cues.formUnion(word.cues)
                if word.tells { telling += 1 }
                if let number = word.number, !own.contains(number), own.count < 200 { own.append(number) }
                bytes.removeAll(keepingCapacity: true)
            }
            for byte in text.utf8 {
                switch byte {
                case 0x41...0x5A: bytes.append(byte | 0x20)
                case 0x61...0x7A, 0x30...0x39, 0x80...: bytes.append(byte)
                case UInt8(ascii: "'") where !bytes.isEmpty: bytes.append(byte)
                default: close()
                }
            }
            close()
            for number in own { spread[number] += 1 }
            counts.append(count)
            content.append(own)
            self.cues.append(cues)
            self.telling.append(telling)
            listening.append(count > 0 && onlyListening)
        }
    }

    /// What is kept of a word.
    private struct Word {
        var number: Int?
        var listens: Bool
        var tells = false
        var cues: Cues
    }

    /// Whether an utterance holds nothing but words like “mm-hmm”, “yeah”, “okay”.
    func isListening(_ utterance: Int) -> Bool { listening[utterance] }

    /// Takes a plural or verb ending off, so that “pump” is carried on in “pumps”.
    private static func stem(_ bytes: [UInt8]) -> String {
        var end = bytes.count
        func ends(_ suffix: String) -> Bool { bytes[..<end].reversed().starts(with: suffix.utf8.reversed()) }
        if ends("'s") { end -= 2 }
        if end > 5, ends("ing") { end -= 3 } else if end > 4, ends("ed") { end -= 2 } else if end > 4, ends("es") { end -= 2 }
        else if end > 3, ends("s"), !ends("ss") { end -= 1 }
        if end > 4, ends("e") { end -= 1 }
        return String(decoding: bytes[..<end], as: UTF8.self)
    }

    private static let listeningWords: Set<String> = [
        "mm", "mhm", "hmm", "hm", "uh", "huh", "uhhuh", "um", "yeah", "yep", "yes", "ok", "okay", "right", "sure", "oh", "ah",
        "exactly", "true", "aha",
    ]

    private static let functionWords: Set<String> = Set("""
        about above actually after again all also always and another any anything are around because been before being between both but \
        can can't come comes coming could course day days did didn't different does doesn't doing don't done down each either else even ever \
        every everything few find first for from get gets getting give going gonna good got great guess had has have having he'd he's \
        her here hers him his how i'd i'll i'm i've into it'd it'll it's its just kind know last least less let let's like little long look \
        looking lot made make makes making many may maybe mean means might more most much must need needs never new next nice not nothing \
        now off okay old once one ones only other our ours out over own part people perhaps please point possible pretty probably put \
        question quite rather really right said same saw say saying says see seen she should show since some somebody somehow someone something \
        sometimes soon sort still stuff such sure take takes talk tell than thank thanks that that's the their theirs them then there there's \
        these they they'd they'll they're they've thing things think this those three through time times today together too took tried try \
        trying two type under understand until upon use used uses using usually very want wanted wants was wasn't way we'd we'll we're we've well \
        went were weren't what what's whatever when where whether which while who whole whose why will with within without won't work works working would \
        wouldn't yeah year years yes yet you you'd you'll you're you've your yours mhm hmm uh-huh okay week weeks month months
        """.split(whereSeparator: { $0 == " " || $0 == "\n" }).map(String.init))

    /// Words that answer without telling anything.
    private static let answerWords: Set<String> = [
        "few", "most", "mostly", "never", "always", "later", "both", "either", "none", "nobody", "nothing", "idea", "needed", "suppose",
        "guess", "fine", "please", "sorry", "thanks", "nice", "true", "hello", "morning", "bye", "goodbye",
    ]

    private static let cueWords: [String: Cues] = {
        var words: [String: Cues] = [:]
        func add(_ cue: Cues, _ list: String) {
            for word in list.split(whereSeparator: \.isWhitespace) { words[String(word), default: []].insert(cue) }
        }
        add(.ownHouse, "we we're we've we'd we'll our ours us my mine ourselves")
        add(.hypothetical, "would could i'd we'd it'd that'd you'd they'd he'd she'd if might will i'll we'll you'll it'll that'll should shall")
        add(.number, """
            one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty \
            thirty forty fifty sixty seventy eighty ninety hundred thousand million percent half dozen third
            """)
        add(.other, "you your you're you've you'd yours")
        add(.pointsBack, "that that's this it it's then those these there which him her them he she they")
        add(.past, "was were had did didn't went tried bought built got came said told used ago last wasn't been lost took")
        add(.deciders, """
            boss board brother mother owner owners director cfo ceo decides decide signs sign approves approve budget chair family managing steward \
            committee council
            """)
        add(.equipment, """
            system systems machine machines line lines server software plant terminal tablet excel paper oven pump pumps tunnel truck trucks tool \
            tools network database printer scanner boiler file folder cloud app format belt fleet van vans spreadsheet erp sap
            """)
        add(.trouble, """
            problem problems trouble late lose losing lost wait waits waiting need needs want wants bottleneck overtime complaints claims nightmare \
            wrong missing mistakes errors broken breaks stops failure fails shortage tired handwriting catastrophe
            """)
        add(.courtesy, "thanks thank bye goodbye hello hi morning afternoon evening welcome cheers coffee weather enjoy lovely")
        add(.meeting, "leave leaving slides recording video link mail phone spoken screen meeting")
        return words
    }()
}
