import Foundation

/// How what the sheet knows becomes numbers: numbers are centred and divided by two standard deviations, yes–no and categories only centred († Gelman, Jakulin,
/// Pittau & Su 2008), so that one penalty fits all; what is not known is a column of its own, and its value stands at the mean.
struct FeatureEncoding: Hashable, Sendable, Codable {
    var columns: [Column] = []
    /// Median amount by currency, in minor units: amounts are compared with their own kind.
    var medians: [String: Double]

    /// One number of the model.
    struct Column: Hashable, Sendable, Codable {
        var feature: String
        var kind: Kind
        var mean: Double
        var scale = 1.0
    }

    enum Kind: Hashable, Sendable, Codable {
        /// 1 where the feature is not known.
        case missing
        case number
        case yes
        /// 1 for this category.
        case category(String)
    }

    /// ‡ Closed objectives that a column must tell apart on either side.
    static let fewest = 5.0
    /// ‡ Half-widths at which a number is held, so that one odd number does not decide.
    static let farthest = 2.5

    /// Learns from views and their weights. Of too many columns those of the features that are known most often stay; outcomes are not looked at.
    init(_ rows: [(view: ObjectiveView, weight: Double)], most: Int) {
        let medians = Self.medians(rows)
        self.medians = medians
        let known = rows.map { (features: Self.features(of: $0.view, medians), weight: $0.weight) }
        let total = rows.reduce(0) { $0 + $1.weight }
        let names = Set(known.flatMap(\.features.keys))
        let candidates = names.map { name in
            let values = known.compactMap { row in row.features[name].map { ($0, row.weight) } }
            return (name: name, weight: values.reduce(0) { $0 + $1.1 }, columns: Self.columns(name, values, total: total))
        }
        for candidate in candidates.sorted(by: { ($1.weight, $0.name) < ($0.weight, $1.name) })
        where columns.count + candidate.columns.count <= most {
            columns += candidate.columns
        }
    }

    /// The numbers of one view, in the order of the columns.
    func encode(_ view: ObjectiveView) -> [Double] {
        let features = Self.features(of: view, medians)
        return columns.map { column in
            let value = features[column.feature]
            switch (column.kind, value) {
            case (.missing, _): return (value == nil ? 1 : 0) - column.mean
            case (.number, .number(let number)): return min(max((number - column.mean) / column.scale, -Self.farthest), Self.farthest)
            case (.yes, .yesNo(let isTrue)): return (isTrue ? 1 : 0) - column.mean
            case (.category(let name), .category(let actual)): return (name == actual ? 1 : 0) - column.mean
            default: return 0
            }
        }
    }

    // MARK: What is looked at

    /// ‡ Names of what every objective has, apart from what the sheet's rules pass in.
    static let amountFeature = "forecast.amount"
    static let movesFeature = "forecast.close-date-moves"
    static let passedFeature = "forecast.close-date-passed"

    /// What the sheet knows, and three things that follow from amount and close date.
    static func features(of view: ObjectiveView, _ medians: [String: Double]) -> [String: FeatureValue] {
        var features = view.features
        if let amount = view.amount, let median = medians[amount.currency] {
            features[amountFeature] = .number(log10(max(1, Double(amount.minorUnits)) / median))
        }
        if let closeDate = view.closeDate {
            features[movesFeature] = .number(log1p(Double(view.closeDateMoves.count { $0.days > 0 })))
            features[passedFeature] = .yesNo(closeDate < view.date.day)
        }
        return features
    }

    private static func medians(_ rows: [(view: ObjectiveView, weight: Double)]) -> [String: Double] {
        var amounts: [String: [Double]] = [:]
        for row in rows {
            if let amount = row.view.amount { amounts[amount.currency, default: []].append(max(1, Double(amount.minorUnits))) }
        }
        return amounts.mapValues { list in
            let sorted = list.sorted()
            return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
        }
    }

    private static func columns(_ name: String, _ values: [(FeatureValue, Double)], total: Double) -> [Column] {
        var columns: [Column] = []
        let numbers = values.compactMap { value, weight in if case .number(let number) = value { (number, weight) } else { nil } }
        let numberWeight = numbers.reduce(0) { $0 + $1.1 }
        if numberWeight >= 2 * fewest {
            let mean = numbers.reduce(0) { $0 + $1.0 * $1.1 } / numberWeight
            let deviation = (numbers.reduce(0) { $0 + ($1.0 - mean) * ($1.0 - mean) * $1.1 } / numberWeight).squareRoot()
            if deviation > 1e-9 * max(1, abs(mean)), deviation.isFinite {
                columns.append(Column(feature: name, kind: .number, mean: mean, scale: 2 * deviation))
            }
        }
        func share(_ kind: Kind, _ hits: Double, of all: Double) {
            if hits >= fewest, all - hits >= fewest { columns.append(Column(feature: name, kind: kind, mean: hits / all)) }
        }
        var (yes, answered) = (0.0, 0.0)
        var categories: [String: Double] = [:]
        for (value, weight) in values {
            switch value {
            case .yesNo(let isTrue):
                answered += weight
                if isTrue { yes += weight }
            case .category(let category): categories[category, default: 0] += weight
            case .number: break
            }
        }
        share(.yes, yes, of: answered)
        let named = categories.values.sorted().reduce(0, +)
        for (category, weight) in categories.sorted(by: { $0.key < $1.key }) { share(.category(category), weight, of: named) }
        share(.missing, total - values.reduce(0) { $0 + $1.1 }, of: total)
        return columns
    }
}
