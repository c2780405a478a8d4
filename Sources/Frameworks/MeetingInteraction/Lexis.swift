/// The words of every utterance, numbered: for counting them and for seeing which words one side carries on from the other.
struct Lexis {
    /// Words of each utterance.
    private(set) var counts: [Int] = []
    /// The different words of each utterance that can carry content (three letters or more, no function words).
    private(set) var content: [[Int]] = []
    /// In how many utterances each word stands.
    private(set) var spread: [Int] = []
    private var listening: [Bool] = []

    init(_ texts: [String]) {
        var numbers: [String: Int] = [:]
        var isFunction: [Bool] = []
        counts.reserveCapacity(texts.count)
        for text in texts {
            var count = 0
            var own: [Int] = []
            var onlyListening = true
            var bytes: [UInt8] = []
            func close() {
                guard !bytes.isEmpty else { return }
                count += 1
                let word = String(decoding: bytes, as: UTF8.self)
                if !Self.listeningWords.contains(word) { onlyListening = false }
                if bytes.count >= 3 {
                    let number: Int
                    let stem = Self.stem(bytes)
                    if let known = numbers[stem] {
                        number = known
                    } else {
                        number = numbers.count
                        numbers[stem] = number
                        isFunction.append(Self.functionWords.contains(word))
                        spread.append(0)
                    }
                    if !isFunction[number], !own.contains(number), own.count < 200 { own.append(number) }
                }
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
            listening.append(count > 0 && onlyListening)
        }
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
}
