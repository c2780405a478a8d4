/// The currencies of ISO 4217 with the digits of their minor units, and the signs in use for them.
public enum ISOCurrency {
    /// How many digits stand behind the decimal mark; nil for a code that ISO 4217 does not have. `code` in capitals.
    public static func decimals(_ code: String) -> Int? {
        guard codes.contains(code) else { return nil }
        if none.contains(code) { return 0 }
        if three.contains(code) { return 3 }
        return four.contains(code) ? 4 : 2
    }

    /// What a code or sign can mean, in capitals; none where it is no currency. “$” can be many: those that are most traded are given.
    static func meanings(_ word: String) -> [String] {
        let code = word.uppercased()
        if codes.contains(code) { return [code] }
        return signs[word] ?? signs[word.lowercased()] ?? signs[code] ?? []
    }

    private static let signs: [String: [String]] = [
        "€": ["EUR"], "euro": ["EUR"], "euros": ["EUR"], "£": ["GBP"], "$": ["USD", "CAD", "AUD", "NZD", "SGD", "HKD", "MXN", "CLP", "COP", "ARS"],
        "US$": ["USD"], "CA$": ["CAD"], "C$": ["CAD"], "A$": ["AUD"], "AU$": ["AUD"], "NZ$": ["NZD"], "S$": ["SGD"], "HK$": ["HKD"], "MX$": ["MXN"], "R$": ["BRL"],
        "¥": ["JPY", "CNY"], "JP¥": ["JPY"], "CN¥": ["CNY"], "kr": ["SEK", "NOK", "DKK", "ISK"], "kr.": ["SEK", "NOK", "DKK", "ISK"], "fr.": ["CHF"], "sfr.": ["CHF"],
        "zł": ["PLN"], "kč": ["CZK"], "ft": ["HUF"], "lei": ["RON"], "₹": ["INR"], "₽": ["RUB"], "₩": ["KRW"], "₺": ["TRY"], "₪": ["ILS"], "₴": ["UAH"], "฿": ["THB"],
        "₫": ["VND"], "₱": ["PHP"], "₦": ["NGN"], "₸": ["KZT"], "₡": ["CRC"], "₲": ["PYG"], "₵": ["GHS"], "₾": ["GEL"], "₼": ["AZN"],
    ]

    private static let none: Set<String> = ["BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF"]
    private static let three: Set<String> = ["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"]
    private static let four: Set<String> = ["CLF", "UYW"]

    /// Money in use; funds codes, metals and codes for testing are left out. ANG and BGN were replaced in 2025 and 2026 and stay, for old records.
    private static let codes = Set(
        """
        AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLF CLP CNY COP CRC CUP CVE CZK DJF \
        DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD \
        KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR \
        RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYI UYU UYW UZS VED VES \
        VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG
        """.split(separator: " ").map(String.init)
    )
}

/// An amount of money in the smallest unit of its currency.
public struct ImportedAmount: Hashable, Sendable, Codable {
    /// Cents of euros, whole yen; negative for less than nothing.
    public var minorUnits: Int64
    /// ISO 4217, in capitals.
    public var currency: String

    /// An amount.
    public init(minorUnits: Int64, currency: String) {
        self.minorUnits = minorUnits
        self.currency = currency
    }

    /// A number of a currency, rounded half away from zero where it has more digits than the currency ‡; nil for one that does not fit
    /// into 18 digits or an unknown currency.
    init?(_ value: NumberText.Value, currency: String) {
        guard let decimals = ISOCurrency.decimals(currency) else { return nil }
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
