/// Numbers with what they count, as they are said: “down by 12 %”, “four hundred” is none. English.
public enum QuantityReader {
    /// A number with its unit.
    public struct Quantity: Hashable, Sendable {
        public var number: Double
        /// As it was said, in lower case.
        public var unit: String

        /// A quantity.
        public init(_ number: Double, _ unit: String) {
            self.number = number
            self.unit = unit
        }
    }

    private static let units: Set<String> = [
        "%", "percent", "per", "euro", "euros", "dollar", "dollars", "pounds", "second", "seconds", "minute", "minutes", "hour", "hours", "day", "days", "week", "weeks", "month",
        "months", "people", "tonnes", "tons", "kilos", "litres", "kilowatt", "metres", "orders", "calls", "complaints", "incidents", "points",
    ]
    private static let scales: [String: Double] = ["thousand": 1_000, "k": 1_000, "million": 1_000_000, "m": 1_000_000]
    private static let signs: [Character: String] = ["€": "euros", "$": "dollars", "£": "pounds"]

    /// The quantities in a text, in order.
    public static func quantities(in text: String) -> [Quantity] {
        let parts = text.lowercased().split { $0.isWhitespace || "()[]“”\";:!?".contains($0) }.map(String.init)
        return parts.indices.compactMap { place in
            guard let read = number(parts[place]) else { return nil }
            var (number, rest) = (read.0, read.rest)
            let sign = read.sign
            var next = place + 1
            if rest.isEmpty, next < parts.count, let scale = scales[trimmed(parts[next])] {
                number *= scale
                next += 1
            } else if let scale = scales[rest] {
                (number, rest) = (number * scale, "")
            }
            if let sign { return Quantity(number, sign) }
            if rest == "%" { return Quantity(number, "%") }
            guard rest.isEmpty, next < parts.count else { return nil }
            let unit = trimmed(parts[next])
            guard units.contains(unit) else { return nil }
            return Quantity(number, unit == "percent" || unit == "per" && next + 1 < parts.count && trimmed(parts[next + 1]) == "cent" ? "%" : unit)
        }.filter { $0.unit != "per" }
    }

    /// A number with what stands directly behind it and the sign of a currency before it.
    private static func number(_ part: String) -> (Double, rest: String, sign: String?)? {
        var text = Substring(part)
        let sign = text.first.flatMap { signs[$0] }
        if sign != nil { text = text.dropFirst() }
        var digits = text.prefix { $0.isASCII && $0.isNumber || $0 == "," || $0 == "." }
        while let last = digits.last, ",.".contains(last) { digits = digits.dropLast() }
        guard let first = digits.first, first.isNumber else { return nil }
        let rest = text[digits.endIndex...].trimmingPrefix { ",.".contains($0) }
        // A comma before three digits parts thousands.
        let groups = digits.split(separator: ",", omittingEmptySubsequences: false)
        guard groups.dropFirst().allSatisfy({ $0.prefix { $0 != "." }.count == 3 }), let number = Double(groups.joined()) else { return nil }
        return (number, String(rest), sign)
    }

    private static func trimmed(_ text: String) -> String { String(text.prefix { $0.isLetter || $0 == "%" }) }
}
