public import Covalence

/// How an account fits the profile: a breakdown first.
public struct ProfileScore: Hashable, Sendable, Codable {
    public var account: String
    /// One a criterion, in the profile's order.
    public var parts: [Part]
    /// The share of the weight of what is known that fits, 0 to 1; not known where nothing with a weight is known.
    public var known: Known<Double>
    /// The share of the whole weight that would fit if nothing of what is not known did, and if all of it did. Not known where no criterion has a weight.
    public var bounds: Known<ConfidenceBounds>
    /// The share of the whole weight about which something is known, 0 to 1.
    public var knownShare: Double

    /// The rule behind the score, for pages.
    public static var rule: Rule { IdealCustomerProfile.rule }

    /// One criterion.
    public struct Part: Hashable, Sendable, Codable {
        /// The criterion's id and how it is shown.
        public var criterion: String
        public var label: String
        /// What is known of the account.
        public var answer: Known<ProfileAnswer>
        /// How well that fits, 0 to 1.
        public var fit: Known<Double>
        /// Not known where none was set and too little is known to learn one: then the criterion counts nowhere.
        public var weight: Known<Weight>
        /// What the answer rests on.
        public var claims: [Identifier<Claim>]
    }

    /// How much a criterion counts for.
    public struct Weight: Hashable, Sendable, Codable {
        /// 0 or more, on any scale.
        public var value: Double
        /// From our own best accounts, rather than by hand.
        public var isLearnt: Bool

        /// A weight.
        public init(value: Double, isLearnt: Bool) {
            self.value = value
            self.isLearnt = isLearnt
        }
    }

    init(_ account: ProfileAccount, _ criteria: [(criterion: ProfileCriterion, weight: Known<Weight>)]) {
        self.account = account.id
        parts = criteria.map { criterion, weight in
            let answer = account.answers[criterion.id]
            let fit = answer.flatMap { criterion.fit($0.value) }
            let missing = Missing.material(
                answer == nil ? "nobody said it of this account." : "what is said of this account is no answer to this question."
            )
            return Part(
                criterion: criterion.id, label: criterion.label, answer: answer.map { .known($0.value) } ?? .notKnown(missing),
                fit: fit.map { .known($0) } ?? .notKnown(missing), weight: weight, claims: answer?.claims ?? []
            )
        }
        var (fits, seen, all) = (0.0, 0.0, 0.0)
        for part in parts {
            guard let weight = part.weight.value?.value else { continue }
            all += weight
            guard let fit = part.fit.value else { continue }
            seen += weight
            fits += weight * fit
        }
        known = seen > 0 ? .known(min(1, fits / seen)) : .notKnown(.material("nothing that counts is known of this account."))
        // Rounding must not put the upper end below the lower one where everything is known.
        let lower = min(1, fits / max(all, .leastNormalMagnitude))
        bounds = all > 0 ? .known(ConfidenceBounds(lower: lower, upper: min(1, max(lower, (fits + all - seen) / all))))
            : .notKnown(.material("no criterion has a weight."))
        knownShare = all > 0 ? seen / all : 0
    }
}
