public import Covalence

/// A number as a person types it into a field, with the marks they are used to: 1,234.50 and 1.234,50, groups with spaces or apostrophes, 84,50 and 84.5.
///
/// What can be two numbers (1,234 and 1.234) is never guessed: one field has no column that shows which is meant.
public enum TypedNumber {
    /// Why what was typed is not taken, with what to type.
    public enum Problem: Error, Hashable, CustomStringConvertible {
        case noAmount(String, Currency)
        case noNumber(String)
        /// It can be two numbers.
        case open(String, large: Reading, small: Reading)
        case tooManyDecimals(String, Currency)
        case tooLarge(String)

        public var description: String {
            switch self {
            case .noAmount(let text, let currency):
                currency.decimals == 0 ? "“\(text)” is no amount in \(currency). Write 12500: \(currency) has no decimals."
                    : "“\(text)” is no amount in \(currency). Write 12500 or 12500.\(String(repeating: "0", count: currency.decimals)), with a point or comma before the decimals."
            case .noNumber(let text): "“\(text)” is no number. Write digits, with a point or comma before the decimals."
            case .open(let text, let large, let small):
                "“\(text)” can be \(large.number), with a mark between thousands, or \(small.number), with a mark before decimals. Write \(large.typed) for the first, \(small.typed) for the second."
            case .tooManyDecimals(let text, let currency):
                currency.decimals == 0 ? "“\(text)” has decimals, and \(currency) has none. Write a whole number."
                    : "“\(text)” has more decimals than \(currency): write at most \(currency.decimals)."
            case .tooLarge(let text): "“\(text)” is more than can be kept. Look whether it has too many digits."
            }
        }
    }

    /// One of two numbers that something can be.
    public struct Reading: Hashable, Sendable {
        /// The number, with a point before decimals.
        public var number: String
        /// As it is typed so that it can be nothing else.
        public var typed: String
    }

    /// An amount of a currency. Its code or sign may stand beside the number.
    public static func amount(_ text: String, in currency: Currency) throws(Problem) -> Money {
        let shown = shown(text)
        guard let (number, isNegative) = read(text), number.affix.map({ CurrencySigns.meanings($0).contains(currency.code) }) ?? true else {
            throw .noAmount(shown, currency)
        }
        guard number.marks != .open || currency.decimals == 0 else {
            guard let (whole, fraction) = readings(number) else { throw .tooLarge(shown) }
            let noughts = String(repeating: "0", count: currency.decimals)
            // With three decimals a nought in front is all by which the small one can be told from the large one.
            let small = switch currency.decimals {
            case 3: "0" + fraction
            case 4...: fraction + "0"
            default: String(fraction.dropLast(3 - currency.decimals))
            }
            throw .open(shown, large: Reading(number: whole, typed: "\(whole).\(noughts)"), small: Reading(number: fraction, typed: small))
        }
        // Nothing is smaller than one of a currency without decimals: its marks are those between thousands.
        guard let value = number.value(nil) else { throw .tooLarge(shown) }
        guard value.scale <= currency.decimals else { throw .tooManyDecimals(shown, currency) }
        guard let money = Money(value, currency: currency.code) else { throw .tooLarge(shown) }
        return Money(minorUnits: isNegative ? -money.minorUnits : money.minorUnits, currency: currency)
    }

    /// A number of no currency.
    ///
    /// - Parameter most: what it cannot be above: where more than a thousand is, nothing is left open.
    public static func number(_ text: String, most: Double = .infinity) throws(Problem) -> Double {
        let shown = shown(text)
        guard let (number, isNegative) = read(text), number.affix == nil else { throw .noNumber(shown) }
        guard let large = number.value(nil)?.double else { throw .tooLarge(shown) }
        guard number.marks == .open else { return isNegative ? -large : large }
        guard large > most, let small = (number.value(.point).flatMap { $0.scale > 0 ? $0 : number.value(.comma) })?.double else {
            guard let (whole, fraction) = readings(number) else { throw .tooLarge(shown) }
            throw .open(shown, large: Reading(number: whole, typed: whole), small: Reading(number: fraction, typed: fraction + "0"))
        }
        return isNegative ? -small : small
    }

    /// The number without its sign, which only stands in front.
    private static func read(_ text: String) -> (number: NumberText, isNegative: Bool)? {
        var rest = text.drop(while: \.isWhitespace)
        while rest.last?.isWhitespace == true { rest.removeLast() }
        let isNegative = rest.hasPrefix("-") || rest.hasPrefix("−")
        if isNegative { rest.removeFirst() }
        guard let last = rest.last, last != ".", last != ",", !rest.contains(where: { "-−–+()".contains($0) }) else { return nil }
        guard let number = NumberText(Array(rest.utf8)[...]), !number.isPercent else { return nil }
        return (number, isNegative)
    }

    /// What an open number can be: without its mark, and with a point in its place.
    private static func readings(_ number: NumberText) -> (whole: String, fraction: String)? {
        guard let whole = number.value(nil).map({ String($0.unscaled) }) else { return nil }
        return (whole, "\(whole.dropLast(3)).\(whole.suffix(3))")
    }

    private static func shown(_ text: String) -> String { TextCleaning.label(text.utf8, limit: 60) ?? "" }
}
