/// A label with its value, legal as it is.
struct MetricLabel: Hashable, Comparable, Sendable {
    var name: String
    var value: String

    static func < (left: MetricLabel, right: MetricLabel) -> Bool { (left.name, left.value) < (right.name, right.value) }
}

/// Prometheus' text format († exposition format 0.0.4).
enum MetricText {
    /// The type of the answer.
    static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    /// Letters, digits, `_` and `:`, no digit first; anything else becomes `_`.
    static func name(_ label: String) -> String {
        let name = String(label.unicodeScalars.prefix(200).map { isName($0) || $0 == ":" ? Character($0) : "_" })
        return name.isEmpty || name.first?.isNumber == true ? "_" + name : name
    }

    /// Labels by name; of two with the same name the last counts. Values are cut at 200 characters.
    static func labels(_ dimensions: [(String, String)]) -> [MetricLabel] {
        var labels: [String: String] = [:]
        for (label, value) in dimensions.prefix(16) {
            var name = String(label.unicodeScalars.prefix(100).map { isName($0) ? Character($0) : "_" })
            if name.isEmpty || name.first?.isNumber == true { name = "_" + name }
            // Two underscores at the start are Prometheus' own, and `le` is the histogram's.
            while name.hasPrefix("__") { name.removeFirst() }
            if name == "le" { name = "le_" }
            labels[name] = String(value.unicodeScalars.prefix(200).map(Character.init))
        }
        return labels.map { MetricLabel(name: $0.key, value: $0.value) }.sorted()
    }

    static func write(_ family: MetricFamily, _ series: [([MetricLabel], MetricSeries.Values)]) -> String {
        var text = ""
        if !family.help.isEmpty { text += "# HELP \(family.name) \(escaped(family.help, quotes: false))\n" }
        text += "# TYPE \(family.name) \(family.kind.rawValue)\n"
        for (labels, values) in series {
            guard family.kind == .histogram else {
                text += family.name + braces(labels) + " " + number(values.value) + "\n"
                continue
            }
            var sum = 0
            for (bound, count) in zip(family.buckets, values.counts) {
                sum += count
                text += family.name + "_bucket" + braces(labels + [MetricLabel(name: "le", value: number(bound))]) + " \(sum)\n"
            }
            sum += values.counts.last ?? 0
            text += family.name + "_bucket" + braces(labels + [MetricLabel(name: "le", value: "+Inf")]) + " \(sum)\n"
            text += family.name + "_sum" + braces(labels) + " " + number(values.sum) + "\n"
            text += family.name + "_count" + braces(labels) + " \(sum)\n"
        }
        return text
    }

    private static func braces(_ labels: [MetricLabel]) -> String {
        guard !labels.isEmpty else { return "" }
        return "{" + labels.map { "\($0.name)=\"\(escaped($0.value, quotes: true))\"" }.joined(separator: ",") + "}"
    }

    /// By scalar: a line break after another mark is one character to Swift, and two to Prometheus.
    private static func escaped(_ text: String, quotes: Bool) -> String {
        var out = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": out.append(contentsOf: "\\\\".unicodeScalars)
            case "\n": out.append(contentsOf: "\\n".unicodeScalars)
            // Readers that split lines in other places than at \n would see two.
            case "\r", "\u{0B}", "\u{0C}", "\u{1C}", "\u{1D}", "\u{1E}", "\u{85}", "\u{2028}", "\u{2029}", "\0": out.append(" ")
            case "\"" where quotes: out.append(contentsOf: "\\\"".unicodeScalars)
            default: out.append(scalar)
            }
        }
        return String(out)
    }

    private static func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
        return value == value.rounded() && abs(value) < 1e15 ? String(Int64(value)) : "\(value)"
    }

    private static func isName(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType == .decimal || scalar == "_")
    }
}
