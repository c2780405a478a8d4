public import Covalence
import Foundation

/// The chance that one objective is won in the end, with everything it comes from.
public struct ObjectiveChance: Hashable, Sendable, Codable {
    /// 0 to 1.
    public var probability: Double
    /// What stage and age alone give.
    public var baseRate: BaseRate
    /// The base rate first, then what calibration and the model's intercept add, then features, those that weigh most first. Their log-odds sum up to
    /// those of the probability.
    public var reasons: [ChanceReason]
}

/// One part of a chance.
public struct ChanceReason: Hashable, Sendable, Codable {
    public var kind: Kind
    /// Its part in the log-odds; above 0 it speaks for winning.
    public var logOdds: Double
    /// In plain words.
    public var words: String
    /// The claims behind it; none where it is not known, and none for calibration, which comes from other objectives.
    public var claims: [Identifier<Claim>]

    /// Where a part comes from.
    public enum Kind: Hashable, Sendable, Codable {
        case baseRate
        case calibration
        /// A feature of the sheet, by name.
        case feature(String)
    }
}

extension ObjectiveChance {
    /// The rule behind every chance, for pages.
    public static let rule = Rule(
        id: "forecast.chance",
        statement: """
            The share won of closed objectives that were as long in the same stage, shrunk towards the stage; where enough was closed, moved by what the sheet \
            knows (logistic model with L2 penalty), and calibrated on accounts the model had not seen.
            """,
        provenance: .literature("Casella 1985; le Cessie & van Houwelingen 1992; Platt 1999")
    )

    init(_ view: ObjectiveView, _ rates: StageRates, _ sheet: SheetModel?, labels: [String: String]) {
        baseRate = rates.rate(stage: view.stage, days: view.daysInStage ?? 0)
        let base = LogOdds.of(baseRate.rate)
        reasons = [ChanceReason(kind: .baseRate, logOdds: base, words: baseRate.words, claims: view.stageClaims)]
        guard let sheet else {
            probability = baseRate.rate
            return
        }
        let parts = sheet.parts(view, baseLogOdds: base)
        reasons.append(ChanceReason(
            kind: .calibration, logOdds: parts.rest,
            words: "What forecasts of \(sheet.closed) closed objectives had to be corrected by\(Self.effect(parts.rest)).", claims: []
        ))
        let known = FeatureEncoding.features(of: view, sheet.encoding.medians)
        reasons += parts.features.sorted { (abs($1.value), $0.key) < (abs($0.value), $1.key) }.map { name, part in
            ChanceReason(
                kind: .feature(name), logOdds: part, words: Self.words(name, known[name], view, labels) + Self.effect(part) + ".",
                claims: Self.claims(name, view)
            )
        }
        probability = LogOdds.chance(reasons.reduce(0) { $0 + $1.logOdds })
    }

    private static func claims(_ name: String, _ view: ObjectiveView) -> [Identifier<Claim>] {
        switch name {
        case FeatureEncoding.amountFeature: view.amountClaims
        case FeatureEncoding.movesFeature, FeatureEncoding.passedFeature: view.closeDateClaims
        default: view.featureClaims[name] ?? []
        }
    }

    private static func words(_ name: String, _ value: FeatureValue?, _ view: ObjectiveView, _ labels: [String: String]) -> String {
        switch (name, value) {
        case (FeatureEncoding.amountFeature, .number(let power)?):
            let times = (pow(10, power) * 10).rounded() / 10
            return "Amount: \(times) times the usual one in \(view.amount?.currency ?? "its currency")"
        case (FeatureEncoding.movesFeature, .some):
            let moves = view.closeDateMoves.count { $0.days > 0 }
            return "Close date moved back: \(moves == 1 ? "once" : "\(moves) times")"
        case (FeatureEncoding.amountFeature, _): return "Amount: not known"
        case (FeatureEncoding.movesFeature, _): return "Close date and its moves: not known"
        case (FeatureEncoding.passedFeature, let value): return "Close date passed: \(value?.words ?? "not known")"
        default:
            let label = labels[name] ?? name.replacing("-", with: " ")
            return "\(label.prefix(1).uppercased() + label.dropFirst()): \(value?.words ?? "not known")"
        }
    }

    /// ` – multiplies the odds by 1.8`, or that it hardly matters.
    private static func effect(_ logOdds: Double) -> String {
        guard abs(logOdds) >= 0.05 else { return " – hardly matters" }
        let times = exp(abs(logOdds))
        let shown = times < 100 ? String((times * 10).rounded() / 10) : "more than 100"
        return logOdds > 0 ? " – raises the odds \(shown) times" : " – lowers the odds \(shown) times"
    }
}
