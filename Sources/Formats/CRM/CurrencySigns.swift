import Covalence

/// What signs and codes of money in exports can mean.
enum CurrencySigns {
    /// What a code or sign can mean, in capitals; none where it is no currency. “$” can be many: those that are most traded are given.
    static func meanings(_ word: String) -> [String] {
        if let currency = Currency(word) { return [currency.code] }
        return signs[word] ?? signs[word.lowercased()] ?? signs[word.uppercased()] ?? []
    }

    private static let signs: [String: [String]] = [
        "€": ["EUR"], "euro": ["EUR"], "euros": ["EUR"], "£": ["GBP"], "$": ["USD", "CAD", "AUD", "NZD", "SGD", "HKD", "MXN", "CLP", "COP", "ARS"],
        "US$": ["USD"], "CA$": ["CAD"], "C$": ["CAD"], "A$": ["AUD"], "AU$": ["AUD"], "NZ$": ["NZD"], "S$": ["SGD"], "HK$": ["HKD"], "MX$": ["MXN"], "R$": ["BRL"],
        "¥": ["JPY", "CNY"], "JP¥": ["JPY"], "CN¥": ["CNY"], "kr": ["SEK", "NOK", "DKK", "ISK"], "kr.": ["SEK", "NOK", "DKK", "ISK"], "fr.": ["CHF"], "sfr.": ["CHF"],
        "zł": ["PLN"], "kč": ["CZK"], "ft": ["HUF"], "lei": ["RON"], "₹": ["INR"], "₽": ["RUB"], "₩": ["KRW"], "₺": ["TRY"], "₪": ["ILS"], "₴": ["UAH"], "฿": ["THB"],
        "₫": ["VND"], "₱": ["PHP"], "₦": ["NGN"], "₸": ["KZT"], "₡": ["CRC"], "₲": ["PYG"], "₵": ["GHS"], "₾": ["GEL"], "₼": ["AZN"],
    ]
}

extension Money {
    /// A number of a currency, rounded half away from zero where it has more digits than the currency ‡; nil for one that does not fit
    /// into 18 digits or an unknown currency.
    init?(_ value: NumberText.Value, currency code: String) {
        guard let currency = Currency(code) else { return nil }
        let decimals = currency.decimals
        var units = value.unscaled
        var scale = value.scale
        while scale < decimals {
            let (product, overflow) = units.multipliedReportingOverflow(by: 10)
            guard !overflow else { return nil }
            units = product
            scale += 1
        }
        if scale > decimals {
            var divisor: Int64 = 1
            for _ in decimals..<scale { divisor *= 10 }
            let (quotient, remainder) = units.quotientAndRemainder(dividingBy: divisor)
            units = quotient + (abs(remainder) * 2 >= divisor ? remainder.signum() : 0)
        }
        self.init(minorUnits: units, currency: currency)
    }
}
