/// A currency of ISO 4217 with the number of decimals of its minor unit.
public struct Currency: Hashable, Sendable, Comparable, Codable, CustomStringConvertible {
    /// Three letters, upper case: `EUR`.
    public let code: String
    /// How many decimals the minor unit has: 2 for euro and cent, 0 for yen.
    public let decimals: Int

    /// A currency by its code, in either case; nil for anything else. Metals, drawing rights and testing codes (`XAU`, `XDR`, `XTS`) are none.
    public init?(_ code: String) {
        let upper = code.uppercased()
        guard let decimals = Self.decimals[upper] else { return nil }
        self.code = upper
        self.decimals = decimals
    }

    /// How many minor units are one whole unit: 100 for euro and cent, 1 for yen.
    public var minorUnitsInOne: Int64 { (0..<decimals).reduce(1) { units, _ in units * 10 } }

    public var description: String { code }

    /// By code.
    public static func < (left: Currency, right: Currency) -> Bool { left.code < right.code }

    /// Every currency, by code.
    public static let all: [Currency] = decimals.keys.sorted().compactMap { Currency($0) }

    /// Reads the code.
    public init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let currency = Currency(text) else {
            throw DecodingError.dataCorrupted(.init(
                codingPath: decoder.codingPath, debugDescription: "“\(text)” is not a currency: write three letters such as EUR."
            ))
        }
        self = currency
    }

    /// Writes the code.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(code)
    }

    /// ISO 4217, list one, with the decimals it gives; and what left that list since 2020, for amounts of that time.
    private static let decimals: [String: Int] = {
        let groups: [(Int, String)] = [
            (0, "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"),
            (2, """
                AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW CNY COP COU CRC \
                CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR \
                KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN \
                PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS \
                UAH USD USN UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG
                """),
            (2, "ANG BGN CUC HRK SLL ZWL"),
            (3, "BHD IQD JOD KWD LYD OMR TND"),
            (4, "CLF UYW"),
        ]
        var found: [String: Int] = [:]
        for (decimals, codes) in groups {
            for code in codes.split(separator: " ") { found[String(code)] = decimals }
        }
        return found
    }()
}
