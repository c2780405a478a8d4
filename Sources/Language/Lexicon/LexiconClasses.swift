/// Finds amounts, numbers, dates and names in a sentence: for each word, how many words a class covers from there on.
struct LexiconSpans {
    /// By word: the classes that begin there with the number of words they cover.
    private(set) var spans: [[(kind: LexiconClass, length: Int)]]

    /// - Parameter names: participants' names in lower case, word by word.
    init(_ words: [LexiconWords.Word], names: Set<String>) {
        spans = Array(repeating: [], count: words.count)
        for index in words.indices {
            guard words[index].isNumber || Self.starters.contains(words[index].text) else {
                if Self.isName(words[index], names) { spans[index].append((.person, 1)) }
                continue
            }
            let number = Self.number(words, index)
            if number > 0 { spans[index].append((.number, number)) }
            let money = Self.money(words, index, number)
            if money > 0 { spans[index].append((.money, money)) }
            if number > 0, index + number < words.count, ["%", "percent"].contains(words[index + number].text) {
                spans[index].append((.percent, number + 1))
            } else if number > 0, index + number + 1 < words.count, words[index + number].text == "per", words[index + number + 1].text == "cent" {
                spans[index].append((.percent, number + 2))
            }
            let date = Self.date(words, index)
            if date > 0 { spans[index].append((.date, date)) }
            let duration = Self.duration(words, index, number)
            if duration > 0 { spans[index].append((.duration, duration)) }
            if Self.isName(words[index], names) { spans[index].append((.person, 1)) }
        }
    }

    /// The longest span of a class that begins at a word.
    func length(of kind: LexiconClass, at index: Int) -> Int {
        spans[index].filter { $0.kind == kind }.map(\.length).max() ?? 0
    }

    private static func isName(_ word: LexiconWords.Word, _ names: Set<String>) -> Bool {
        if names.contains(word.text) { return true }
        return word.isCapitalized && !notNames.contains(word.text) && word.text.utf8.count > 1
    }

    private static func number(_ words: [LexiconWords.Word], _ start: Int) -> Int {
        var index = start
        let sentence = words[start].sentence
        while index < words.count, words[index].sentence == sentence, index - start < 8 {
            let text = words[index].text
            if words[index].isNumber || numerals.contains(text) {
                index += 1
            } else if text == "and" || text == "point", index > start, index + 1 < words.count,
                      words[index + 1].isNumber || numerals.contains(words[index + 1].text) {
                index += 1
            } else if text == "a" || text == "half", index == start, index + 1 < words.count,
                      ["hundred", "thousand", "million", "dozen", "couple"].contains(words[index + 1].text) {
                index += 1
            } else {
                break
            }
        }
        return index - start
    }

    private static func money(_ words: [LexiconWords.Word], _ start: Int, _ number: Int) -> Int {
        let text = words[start].text
        if symbols.contains(text), start + 1 < words.count {
            let length = Self.number(words, start + 1)
            if length > 0 { return 1 + length }
        }
        guard number > 0 else { return 0 }
        let after = start + number
        if after < words.count, words[after].sentence == words[start].sentence, currencies.contains(words[after].text) { return number + 1 }
        // “20k”, “1.5m”
        if words[start].isNumber, let last = text.last, last == "k" || last == "m", text.utf8.count > 1 { return number }
        if after < words.count, words[after].text == "grand" { return number + 1 }
        return 0
    }

    private static func duration(_ words: [LexiconWords.Word], _ start: Int, _ number: Int) -> Int {
        var length = number
        if length == 0 {
            guard ["a", "an", "half", "few", "several", "couple"].contains(words[start].text) else { return 0 }
            length = 1
            while start + length < words.count, length < 3, ["a", "an", "of", "few", "couple"].contains(words[start + length].text) { length += 1 }
        }
        guard start + length < words.count, words[start + length].sentence == words[start].sentence,
              units.contains(words[start + length].text)
        else { return 0 }
        return length + 1
    }

    private static func date(_ words: [LexiconWords.Word], _ start: Int) -> Int {
        let sentence = words[start].sentence
        func at(_ offset: Int) -> String {
            let index = start + offset
            return index >= 0 && index < words.count && words[index].sentence == sentence ? words[index].text : ""
        }
        func isOrdinal(_ text: String) -> Bool {
            guard let first = text.utf8.first, first >= 0x30, first <= 0x39 else { return ordinals.contains(text) }
            return ["st", "nd", "rd", "th"].contains { text.hasSuffix($0) } && text.utf8.count <= 4
        }
        let first = at(0)
        let second = at(1)
        if ["today", "tomorrow", "tonight"].contains(first) {
            return ["morning", "afternoon", "evening"].contains(second) ? 2 : 1
        }
        if days.contains(first) {
            var length = 1
            if ["morning", "afternoon", "evening", "week"].contains(second) { length = 2 }
            if at(length) == "the", isOrdinal(at(length + 1)) { length += 2 } else if isOrdinal(at(length)) { length += 1 }
            if length > 1, at(length) == "of", months.contains(at(length + 1)) { length += 2 }
            if at(length) == "at", start + length + 1 < words.count, words[start + length + 1].isNumber || numerals.contains(at(length + 1)) { length += 2 }
            return length
        }
        if ["next", "this", "coming", "following"].contains(first), days.contains(second) || months.contains(second) || ["week", "month", "quarter", "year", "friday"].contains(second) {
            return at(2) == "at" && !at(3).isEmpty && (words[start + 3].isNumber || numerals.contains(at(3))) ? 4 : 2
        }
        if first == "week", second == "after" || second == "of" || isNumberText(second) { return second == "after" ? 3 : 2 }
        if months.contains(first) {
            // “may” and “march” are also verbs.
            if first == "may" || first == "march" {
                guard words[start].isCapitalized || isOrdinal(second) || (isNumberText(second)) || ["in", "of", "by", "until", "early", "late", "mid", "before", "till", "next", "this"].contains(at(-1)) else { return 0 }
            }
            if isOrdinal(second) || isNumberText(second) { return 2 }
            if second == "the", isOrdinal(at(2)) { return 3 }
            return 1
        }
        if ["early", "late", "mid"].contains(first), months.contains(second) { return 2 }
        if first.utf8.count == 2, first.hasPrefix("q"), let digit = first.utf8.last, digit >= 0x31, digit <= 0x34 { return 1 }
        if ["first", "second", "third", "fourth", "last"].contains(first), second == "quarter" { return 2 }
        if first == "quarter", ["one", "two", "three", "four", "1", "2", "3", "4"].contains(second) { return 2 }
        // “the twenty-sixth (of June)”: a hyphen makes two words of it.
        if first == "the", second == "twenty" || second == "thirty", isOrdinal(at(2)) {
            return at(3) == "of" && months.contains(at(4)) ? 5 : 3
        }
        if first == "the", isOrdinal(second) {
            if at(2) == "of", months.contains(at(3)) { return 4 }
            if ["first", "second", "third", "fourth", "fifth"].contains(second) { return 0 }
            return 2
        }
        if isOrdinal(first), second == "of", months.contains(at(2)) { return 3 }
        if ["end", "beginning", "start", "middle"].contains(first), second == "of" {
            if months.contains(at(2)) || days.contains(at(2)) { return 3 }
            if ["the", "this", "next"].contains(at(2)), ["week", "month", "quarter", "year", "summer"].contains(at(3)) { return 4 }
            if at(2) == "week" || at(2) == "day" || at(2) == "year" || at(2) == "month" { return 3 }
        }
        if first == "in", second == "a" || numerals.contains(second) || isNumberText(second) || second == "two" {
            if units.contains(at(2)), at(2) != "minute", at(2) != "minutes", at(2) != "hour", at(2) != "hours" {
                return at(3) == "time" ? 4 : 3
            }
            if second == "a", ["couple", "few"].contains(at(2)) {
                let skip = at(3) == "of" ? 4 : 3
                if units.contains(at(skip)) { return skip + 1 }
            }
        }
        if first == "before", second == "the", ["summer", "holidays", "weekend"].contains(at(2)) { return 3 }
        if first == "after", second == "the", ["summer", "holidays", "weekend", "break"].contains(at(2)) { return 3 }
        return 0
    }

    private static func isNumberText(_ text: String) -> Bool {
        guard let first = text.utf8.first else { return false }
        return first >= 0x30 && first <= 0x39
    }

    /// Every word with which an amount, a date or a stretch of time can begin, so that most words are passed over at once.
    private static let starters: Set<String> = symbols.union(numerals).union(days).union(months).union(ordinals).union([
        "a", "an", "half", "few", "several", "couple", "today", "tomorrow", "tonight", "next", "this", "coming", "following", "week", "early", "late",
        "mid", "q1", "q2", "q3", "q4", "last", "quarter", "the", "end", "beginning", "start", "middle", "in", "before", "after",
    ])
    static let symbols: Set<String> = ["€", "$", "£", "¥"]
    private static let currencies: Set<String> = [
        "euro", "euros", "dollar", "dollars", "pound", "pounds", "eur", "usd", "gbp", "bucks", "francs", "kronor", "kroner", "krone", "krona", "yen", "zloty", "crowns", "€", "$", "£", "cents",
    ]
    private static let numerals: Set<String> = [
        "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen",
        "sixteen", "seventeen", "eighteen", "nineteen", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety", "hundred",
        "thousand", "million", "billion", "dozen",
    ]
    private static let units: Set<String> = [
        "minute", "minutes", "hour", "hours", "day", "days", "week", "weeks", "month", "months", "year", "years", "shift", "shifts",
    ]
    private static let days: Set<String> = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "mondays", "fridays"]
    private static let months: Set<String> = [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
    ]
    private static let ordinals: Set<String> = [
        "tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth", "twentieth",
        "thirtieth", "sixth", "seventh", "eighth", "ninth", "first", "second", "third", "fourth", "fifth",
    ]
    private static let notNames: Set<String> = days.union(months).union([
        "i", "ok", "okay", "english", "german", "french", "internet", "excel", "it", "pdf", "api", "erp", "crm", "sap", "kpi", "roi", "ceo", "cfo", "cto", "coo",
        "hr", "q1", "q2", "q3", "q4", "yes", "no", "christmas", "easter",
    ])
}
