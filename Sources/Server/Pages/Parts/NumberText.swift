import Covalence

/// Numbers as people read them.
enum NumberText {
    /// `46 %`, from a share of 0 to 1.
    static func percent(_ share: Double) -> String { "\(whole(share * 100)) %" }

    /// `12,345`.
    static func whole(_ number: Double) -> String {
        guard number.isFinite, abs(number) < 1e15 else { return "not known" }
        let digits = String(Int(abs(number).rounded()))
        var text = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { text.append(",") }
            text.append(digit)
        }
        return (number < -0.5 ? "−" : "") + text
    }

    /// With so many digits behind the point, a minus sign where it is below 0: `−0.46`.
    static func decimal(_ number: Double, _ digits: Int) -> String {
        guard number.isFinite, abs(number) < 1e12 else { return "not known" }
        let scale = (0..<digits).reduce(1.0) { value, _ in value * 10 }
        let scaled = (abs(number) * scale).rounded()
        let integer = Int(scaled / scale)
        var fraction = String(Int(scaled.truncatingRemainder(dividingBy: scale)))
        while fraction.count < digits { fraction = "0" + fraction }
        return (number < 0 && scaled > 0 ? "−" : "") + String(integer) + (digits > 0 ? "." + fraction : "")
    }

    /// A measure's value in its unit.
    static func text(_ number: Double, _ unit: MeasureKey.Unit) -> String {
        switch unit {
        case .share: percent(number)
        case .index: decimal(number, 2)
        case .seconds: abs(number) >= 60 ? Clock.text(milliseconds: Int(number * 1000)) : "\(decimal(number, 1)) s"
        case .words: "\(whole(number)) words"
        case .perMinute, .perHour, .perThousandWords: "\(decimal(number, 1)) \(unit.rawValue)"
        }
    }

    /// A difference in a measure's unit, with its sign: `+17 points`.
    static func difference(_ number: Double, _ unit: MeasureKey.Unit) -> String {
        let sign = number > 0 ? "+" : ""
        switch unit {
        case .share: return abs(number) < 0.005 ? "none" : "\(sign)\(whole(number * 100)) points"
        case .seconds: return "\(sign)\(decimal(number, 1)) s"
        default: return sign + text(number, unit)
        }
    }
}
