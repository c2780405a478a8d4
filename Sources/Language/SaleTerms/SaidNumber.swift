/// A number as it stands among words: “1.2 million”, “40.000”, “€ 40k” without its sign, “two hundred and fifty thousand”, “twelve and a half thousand”. English words; digits
/// are read with the marks of English and of German.
///
/// One mark with three digits behind it groups thousands ‡ (“40.000” and “40,000” are forty thousand), unless a scale follows (“1.250 million”).
struct SaidNumber {
    /// Not negative.
    let value: Double
    /// The first word behind it.
    let end: Int

    /// - Returns: nil where no number begins at a word.
    init?(_ words: ArraySlice<LexiconWords.Word>, at start: Int) {
        guard let read = words.indices.contains(start) ? (words[start].isNumber ? Self.digits(words, start) : Self.spoken(words, start)) : nil else { return nil }
        (value, end) = read
    }

    /// 15 from “15”, “15th” or “fifteenth”, “twenty first”; nil for anything else.
    static func ordinal(_ words: ArraySlice<LexiconWords.Word>, at start: Int) -> (value: Int, end: Int)? {
        guard words.indices.contains(start) else { return nil }
        let word = words[start].text
        if words[start].isNumber {
            let digits = word.prefix { $0.isASCII && $0.isNumber }, rest = word[digits.endIndex...]
            guard digits.count <= 2, ["st", "nd", "rd", "th"].contains(rest), let value = Int(digits) else { return nil }
            return (value, start + 1)
        }
        if let value = ordinals[word] { return (value, start + 1) }
        if let ten = tens[word], words.indices.contains(start + 1), let one = ordinals[words[start + 1].text], one < 10 { return (ten + one, start + 2) }
        return nil
    }

    // MARK: In digits

    private static func digits(_ words: ArraySlice<LexiconWords.Word>, _ start: Int) -> (Double, Int)? {
        let text = words[start].text
        let number = text.prefix { $0.isASCII && $0.isNumber || $0 == "," || $0 == "." }
        let rest = String(text[number.endIndex...])
        var end = start + 1
        var scale = 1.0
        if let given = scales[rest] {
            scale = given
        } else if !rest.isEmpty {
            return nil
        }
        var joined = String(number)
        // “640 000”
        if rest.isEmpty, (1...3).contains(number.count), number.allSatisfy(\.isNumber) {
            while joined.count <= 12, words.indices.contains(end), words[end].isNumber, words[end].text.count == 3, words[end].text.allSatisfy({ $0.isASCII && $0.isNumber }),
                  !words[end].isBehindMark, words[end].range.lowerBound == words[end - 1].range.upperBound + 1 {
                joined += words[end].text
                end += 1
            }
        }
        var isScaled = scale > 1
        if !isScaled, words.indices.contains(end), let given = scales[words[end].text] {
            (scale, isScaled) = (given, true)
            end += 1
        }
        return plain(joined, isScaled: isScaled).map { ($0 * scale, end) }
    }

    private static func plain(_ text: String, isScaled: Bool) -> Double? {
        let marks = text.filter { !$0.isNumber }
        guard let last = marks.last else { return text.count <= 15 ? Double(text) : nil }
        let groups = text.split(whereSeparator: { !$0.isNumber }).map(String.init)
        guard groups.count == marks.count + 1, text.count <= 20, let tail = groups.last else { return nil }
        let grouped = groups[0].count <= 3 && groups.dropFirst().allSatisfy { $0.count == 3 }
        if marks.allSatisfy({ $0 == last }), marks.count > 1 || tail.count == 3 && !isScaled && text.first != "0" { return grouped ? Double(groups.joined()) : nil }
        guard marks.dropLast().allSatisfy({ $0 != last }), marks.count == 1 || groups[0].count <= 3 && groups.dropFirst().dropLast().allSatisfy({ $0.count == 3 }) else { return nil }
        return Double(groups.dropLast().joined() + "." + tail)
    }

    // MARK: In words

    private static func spoken(_ words: ArraySlice<LexiconWords.Word>, _ start: Int) -> (Double, Int)? {
        var total = 0.0, current: Double?, place = start
        // The scale before, and where the number ends if what follows is another: “twenty thousand and thirty thousand”.
        var last = Double.infinity, whole: (Double, Int)?
        func word(_ offset: Int = 0) -> String { words.indices.contains(place + offset) ? words[place + offset].text : "" }
        // “A quarter of a million”.
        if word() == "a", word(1) == "quarter", word(2) == "of", word(3) == "a", let scale = scales[word(4)] { return (scale / 4, start + 5) }
        if ["a", "half"].contains(word()), scales[word(1)] != nil || word(1) == "hundred" || word() == "half" && word(1) == "a" {
            current = word() == "half" ? 0.5 : 1
            place += word() == "half" && word(1) == "a" ? 2 : 1
        }
        while words.indices.contains(place) {
            let text = word()
            if let value = ones[text] ?? tens[text].map(Double.init) {
                // “Forty sixty” is two numbers.
                if let current, current.truncatingRemainder(dividingBy: tens[text] == nil ? 10 : 100) != 0 || tens[text] == nil && value >= 10 && current.truncatingRemainder(dividingBy: 100) != 0 { break }
                current = (current ?? 0) + value
            } else if text == "hundred", let value = current, value < 100 {
                current = value * 100
            } else if let scale = scales[text], text.count > 1, let value = current {
                guard scale < last else { return whole }
                total += value * scale
                (current, last, whole) = (nil, scale, (total, place + 1))
            } else if text == "and", word(1) == "a", word(2) == "half", let value = current {
                current = value + 0.5
                place += 2
            } else if text == "and", current != nil || total > 0, ones[word(1)] != nil || tens[word(1)] != nil, (current ?? 0).truncatingRemainder(dividingBy: 100) == 0 {
                // “two hundred and fifty”
            } else if text == "point", let value = current, let digit = ones[word(1)], digit < 10 {
                current = value + digit / 10
                place += 1
            } else {
                break
            }
            place += 1
        }
        guard place > start, total > 0 || current != nil else { return nil }
        return (total + (current ?? 0), place)
    }

    /// Behind a number.
    private static let scales: [String: Double] = [
        "k": 1_000, "thousand": 1_000, "grand": 1_000, "m": 1_000_000, "mn": 1_000_000, "mio": 1_000_000, "million": 1_000_000, "bn": 1_000_000_000, "billion": 1_000_000_000,
    ]
    private static let ones: [String: Double] = {
        let names = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
        return Dictionary(uniqueKeysWithValues: names.split(separator: " ").enumerated().map { (String($0.element), Double($0.offset)) })
    }()
    private static let tens: [String: Int] = {
        let names = "twenty thirty forty fifty sixty seventy eighty ninety"
        return Dictionary(uniqueKeysWithValues: names.split(separator: " ").enumerated().map { (String($0.element), ($0.offset + 2) * 10) })
    }()
    private static let ordinals: [String: Int] = {
        let names = """
            first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth
            """
        var ordinals = Dictionary(uniqueKeysWithValues: names.split(separator: " ").enumerated().map { (String($0.element), $0.offset + 1) })
        ordinals["twentieth"] = 20
        ordinals["thirtieth"] = 30
        return ordinals
    }()
}
