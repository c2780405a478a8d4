/// The words of a passage as topics are named by: in lower case, without function words, fillers, numbers and names of people.
struct TopicWords {
    /// A word in the passage: the form it is counted under, and as it was written.
    struct Word: Hashable {
        var key: String
        var form: String
        /// Whether it can name something.
        var tells: Bool
        /// Whether it stands right beside the word before, in the same sentence.
        var follows: Bool
    }

    /// Scalars of a passage that are read: what is beyond would say no more about it.
    static let mostScalars = 4_000

    private let empty: Set<String>
    private let people: Set<String>
    private let isEnglish: Bool

    init(languages: Set<String>, people: Set<String>) {
        let codes = Set(languages.map { String($0.prefix { $0 != "-" && $0 != "_" }).lowercased() })
        var empty = Set<String>()
        for (code, words) in FunctionWords.lists where codes.contains(code) { empty.formUnion(words.split(whereSeparator: \.isWhitespace).map(String.init)) }
        isEnglish = codes.contains("en") || codes.isEmpty
        if isEnglish { empty.formUnion(Self.fillers.split(whereSeparator: \.isWhitespace).map(String.init)) }
        self.empty = empty
        self.people = Set(people.flatMap { $0.lowercased().split { !$0.isLetter && $0 != "'" }.map(String.init) }.filter { $0.count > 1 })
    }

    func words(of text: String) -> [Word] {
        var words: [Word] = []
        var scalars: [Unicode.Scalar] = []
        var hasLetter = false
        var isBeside = false
        func end() {
            defer {
                scalars.removeAll(keepingCapacity: true)
                hasLetter = false
            }
            while let last = scalars.last, Self.joining.contains(last) { scalars.removeLast() }
            let first = scalars.firstIndex { !Self.joining.contains($0) } ?? scalars.endIndex
            guard first < scalars.endIndex else { return }
            var form = String.UnicodeScalarView()
            form.append(contentsOf: scalars[first...])
            let written = String(form)
            let lower = written.lowercased()
            let key = folded(lower)
            let tells = hasLetter && (2...30).contains(form.count) && !empty.contains(lower) && !empty.contains(key) && !isPerson(lower)
            words.append(Word(key: key, form: written, tells: tells, follows: isBeside))
            isBeside = true
        }
        for scalar in text.unicodeScalars.prefix(Self.mostScalars) {
            switch scalar {
            case "a"..."z", "A"..."Z":
                hasLetter = true
                scalars.append(scalar)
            case "0"..."9", "-", "'": scalars.append(scalar)
            case "’": scalars.append("'")
            case " ": end()
            default:
                let properties = scalar.isASCII ? nil : scalar.properties
                if let properties, properties.isAlphabetic || properties.isDiacritic || properties.numericType != nil {
                    hasLetter = hasLetter || properties.isAlphabetic
                    scalars.append(scalar)
                } else {
                    end()
                    if Self.stops.contains(scalar) { isBeside = false }
                }
            }
        }
        end()
        return words
    }

    private func isPerson(_ lower: String) -> Bool {
        people.contains(lower) || (lower.hasSuffix("'s") && people.contains(String(lower.dropLast(2))))
    }

    /// English plurals count as their singular.
    private func folded(_ lower: String) -> String {
        var word = lower
        if word.hasSuffix("'s") { word.removeLast(2) }
        guard isEnglish, word.count > 3, word.hasSuffix("s"), !["ss", "us", "is"].contains(where: word.hasSuffix) else { return word }
        if word.hasSuffix("ies"), word.count > 4 { return String(word.dropLast(3)) + "y" }
        return String(word.dropLast())
    }

    private static let joining: Set<Unicode.Scalar> = ["'", "-"]
    private static let stops: Set<Unicode.Scalar> = [".", ",", ";", ":", "?", "!", "\n", "–", "—", "…", "(", ")", "\"", "|"]

    /// Words of spoken English that say nothing about what is talked of. Our own list.
    private static let fillers = """
        um uh uhm hmm mm mhm mm-hmm uh-huh huh ah oh eh yeah yep yup nope ok okay alright hey hi hello bye wow gonna wanna gotta kinda sorta cuz
        'cause cause well actually basically maybe perhaps probably certainly definitely exactly absolutely obviously literally honestly anyway though
        thing things stuff something anything everything nothing someone somebody anyone anybody everyone everybody nobody kind sort lot lots bit
        way ways guy guys much more most less least very too also even still already yet again ever never always often sometimes usually
        get gets got getting gotten go goes going gone went come comes coming came make makes making made take takes taking took put puts
        let lets let's say says saying tell tells telling told talk talking talked talks see sees seeing saw seen look looks looking looked
        know knows knowing knew known think thinks thinking thought mean means meant want wants wanted need needs needed try tries trying tried
        give gives giving gave given use uses using used work works working worked find finds found feel feels show shows happen happens happened
        seem seems ask asks asked keep keeps start starts started done being am isn't aren't wasn't weren't doesn't didn't haven't hasn't hadn't
        won't wouldn't can't cannot couldn't shouldn't ain't i've i'd i'll you're you've you'd you'll we've we'd we'll they've they'd they'll he's
        she's there's here's what's who's where's how's that'll it'll these those this that then than there here where when why whose whom while
        until because since before after over under between through during without within against toward towards off down on into onto per via
        one two three four five six seven eight nine ten first second last next other others another same different such own both each every
        either neither any all few several enough quite pretty rather almost around okay right good great nice fine sure true wrong better best
        bad big little small new old long short high low part point question questions sense idea case fact example may might must shall ought
        back able actual whatever whichever wherever whenever however mine yours ours theirs me us myself yourself itself ourselves themselves
        people person time times day days thank thanks please sorry welcome guess suppose wonder remember forget else instead together apart
        she her hers him them her else really only
        """
}
