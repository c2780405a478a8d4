import Covalence

/// Sums of money among words, with their currency: “€ 40k”, “40.000 EUR”, “1.2 million pounds”, “half a million euros”.
///
/// What has no currency is none, nor is a rate (“seventy euros an hour”), one of a range (“between forty and sixty thousand euros”) or a bound (“over fifty thousand”). Dollars
/// are those of the United States, pounds those of Britain where nothing else is said ‡; crowns of no country are not read.
enum SumReader {
    /// The sums of a sentence, in order; empty where it gives a range.
    static func sums(in words: ArraySlice<LexiconWords.Word>) -> [Money] {
        var sums: [Money] = []
        var place = words.startIndex, lastNumber: Range<Int>?, lastHasCurrency = false
        while place < words.endIndex {
            guard let number = SaidNumber(words, at: place) else {
                place += 1
                continue
            }
            let range = place..<number.end
            place = number.end
            // “Between forty and sixty”, “40 to 60”, “40-60”.
            let between = lastNumber.map { words[$0.upperBound..<range.lowerBound].map(\.text) }
            let isRange = between.map { $0.isEmpty || $0.count == 1 && ["and", "to", "or"].contains($0[0]) } ?? false
            // “€40-60k”, “€ 40,000 to 50,000”; but not “40,000 euros and 3 people”.
            let goesOn = lastHasCurrency && (between == ["to"] || between == [] && words[range.lowerBound].isBehindMark)
            let before = word(words, range.lowerBound - 1), behind = word(words, range.upperBound)
            var currency = currencies[before]
            var end = range.upperBound
            if currency == nil, let given = foreign["\(behind) \(word(words, range.upperBound + 1))"] {
                currency = given
                end += 2
            } else if currency == nil, let given = currencies[behind] {
                currency = given
                end += 1
            } else if currency == nil, behind == "in", let given = currencies[word(words, range.upperBound + 1)] {
                currency = given
                end += 2
            }
            if isRange, currency != nil || goesOn { return [] }
            (lastNumber, lastHasCurrency) = (currency == nil ? range : range.lowerBound..<end, currency != nil)
            guard let currency, let kept = Currency(currency) else { continue }
            guard !isRate(words, end), !isBound(words, currencies[before] == nil ? range.lowerBound : range.lowerBound - 1) else { continue }
            let units = (number.value * Double(kept.minorUnitsInOne)).rounded()
            guard units >= 1, units < 1e15 else { continue }
            sums.append(Money(minorUnits: Int64(units), currency: kept))
        }
        return sums
    }

    private static func word(_ words: ArraySlice<LexiconWords.Word>, _ place: Int) -> String { words.indices.contains(place) ? words[place].text : "" }

    private static func isRate(_ words: ArraySlice<LexiconWords.Word>, _ end: Int) -> Bool {
        let first = word(words, end), second = word(words, end + 1)
        if ["per", "each", "apiece", "monthly", "yearly", "annually", "hourly", "daily"].contains(first) { return true }
        return ["a", "an", "every", "the", "for"].contains(first) && periods.contains(second) || first == "for" && ["each", "every", "a"].contains(second) && periods.contains(word(words, end + 2))
    }

    /// “Not more than” says what can be spent.
    private static func isBound(_ words: ArraySlice<LexiconWords.Word>, _ start: Int) -> Bool {
        let first = word(words, start - 1), second = word(words, start - 2), third = word(words, start - 3)
        // “An order over 18,000 euros” says what it comes to.
        if first == "over", ["order", "contract", "offer", "quote", "quotation", "proposal", "deal"].contains(second) { return false }
        if ["over", "above", "beyond", "under", "below", "exceeding", "least"].contains(first) { return true }
        return first == "than" && ["more", "less"].contains(second) && !["not", "no"].contains(third)
    }

    private static let periods: Set<String> = [
        "second", "minute", "hour", "day", "shift", "week", "month", "quarter", "year", "piece", "unit", "user", "seat", "head", "person", "metre", "tonne", "kilo", "litre", "part", "order",
    ]
    /// Money that is named by its country.
    private static let foreign = [
        "us dollars": "USD", "american dollars": "USD", "canadian dollars": "CAD", "australian dollars": "AUD", "swiss francs": "CHF", "swedish kronor": "SEK", "swedish crowns": "SEK",
        "norwegian kroner": "NOK", "norwegian crowns": "NOK", "danish kroner": "DKK", "danish crowns": "DKK", "british pounds": "GBP",
    ]
    private static let currencies: [String: String] = {
        var known = [
            "€": "EUR", "euro": "EUR", "euros": "EUR", "£": "GBP", "pound": "GBP", "pounds": "GBP", "quid": "GBP", "$": "USD", "dollar": "USD", "dollars": "USD", "bucks": "USD",
            "francs": "CHF", "kronor": "SEK", "yen": "JPY", "zloty": "PLN", "rupees": "INR",
        ]
        // Codes that are no English words.
        for code in ["EUR", "USD", "GBP", "CHF", "SEK", "NOK", "DKK", "ISK", "JPY", "CNY", "PLN", "CZK", "HUF", "RON", "CAD", "AUD", "NZD", "SGD", "INR", "BRL", "ZAR", "TWD", "KRW"] {
            known[code.lowercased()] = code
        }
        return known
    }()
}
