import Covalence
import StrategicSelling

/// Words for the ideal customer profile.
enum ProfileWords {
    /// What fits: `yes`, `50 to 500 employees, fading over 25`, `dairy, brewery`, `graded 0 to 5`.
    static func fits(_ kind: ProfileCriterion.Kind) -> String {
        switch kind {
        case .yesNo(let wanted): return wanted ? "yes" : "no"
        case .numberRange(let lower, let upper, let margin, let unit):
            let range = switch (lower, upper) {
            case (let lower?, let upper?): "\(number(lower)) to \(number(upper))"
            case (let lower?, nil): "\(number(lower)) or more"
            case (nil, let upper?): "\(number(upper)) or less"
            case (nil, nil): "any number"
            }
            return range + (unit.isEmpty ? "" : " \(unit)") + (margin > 0 ? ", fading over \(number(margin)) beyond" : "")
        case .category(let accepted): return accepted.sorted().joined(separator: ", ")
        case .valuesFit(let highest): return "graded 0 to \(highest)"
        }
    }

    static func number(_ number: Double) -> String { FeatureValue.number(number).words }

    static func sort(_ sort: ProfileAnswer.Sort) -> String {
        switch sort {
        case .yesNo: "yes or no"
        case .number: "a number within a range"
        case .category: "one of some categories"
        case .grade: "how well our values fit, graded"
        }
    }

    /// `weighs 0.8, learnt`.
    static func weight(_ known: Known<ProfileScore.Weight>) -> String {
        switch known {
        case .known(let weight): "\(NumberText.decimal(weight.value, 2))\(weight.isLearnt ? ", learnt" : ", by hand")"
        case .notKnown(let missing): missing.sentence
        }
    }

    static func lift(_ lift: Known<ProfileLearning.Lift>) -> String {
        switch lift {
        case .known(let lift): "\(NumberText.decimal(lift.value, 2)) times (\(NumberText.decimal(lift.bounds.lower, 2)) to \(NumberText.decimal(lift.bounds.upper, 2))), from \(lift.count)"
        case .notKnown(let missing): missing.sentence
        }
    }

    static let method = """
        A learnt weight is the log of how much more often our best accounts meet a criterion than the others. Both shares are pulled towards that of all accounts, as if ten more \
        of each had been seen, so that few accounts weigh little. It needs five of our best accounts and five others of which the answer is known. A criterion that our best meet \
        less often weighs nothing and is pointed out. Lift says how many times more often an account that meets it is one of our best than accounts on the whole, with its 95 % interval. \
        Answers are taken as they are known now: what was learnt only after an account bought makes the profile look better than it is.
        """
}
