public import Covalence
import Foundation

/// Weights from one's own best accounts.
///
/// A criterion weighs the log of the odds ratio between accounts that meet it and those that do not († weight of evidence, Good 1950): how much more often the
/// best accounts meet it than the others. Both shares are shrunk towards the share over all accounts, as if it had been seen in ten more of each ‡ (mean of a
/// beta posterior), so that small numbers weigh little. A criterion that the best accounts meet less often than the others weighs nothing and is pointed out.
public struct ProfileLearning: Hashable, Sendable, Codable {
    /// In the profile's order.
    public var criteria: [Criterion]

    /// ‡ Accounts that the share over all counts for, in each group.
    public static let strength = 10.0
    /// ‡ Best accounts, and others, of which a criterion must be known.
    public static let fewestOfEach = 5
    /// ‡ The fit from which on a criterion counts as met: half-way.
    public static let metFrom = 0.5

    /// What past accounts say of one criterion.
    public struct Criterion: Hashable, Sendable, Codable, Identifiable {
        public var id: String
        /// Best accounts of which it is known, and those of them that meet it.
        public var best: Int
        public var bestMeeting: Int
        /// The same of the others.
        public var others: Int
        public var othersMeeting: Int
        /// Log of the shrunk odds ratio, 0 or more, or what is missing.
        public var weight: Known<Double>
        /// How many times more often an account that meets it is one of the best than accounts on the whole.
        public var lift: Known<Lift>
        /// The best meet it less often than the others: the profile may be wrong here.
        public var speaksAgainst: Bool
    }

    /// A lift with its interval.
    public struct Lift: Hashable, Sendable, Codable {
        /// 1: tells nothing.
        public var value: Double
        /// The 95 % interval: Wilson's for the share of the best among those that meet it, over the share among all, which is taken as given ‡.
        public var bounds: ConfidenceBounds
        /// Accounts that meet it.
        public var count: Int
    }

    init(_ criteria: [ProfileCriterion], _ accounts: [PastAccount]) {
        self.criteria = criteria.map { criterion in
            var counts = [[0, 0], [0, 0]]
            for past in accounts {
                guard let fit = past.account.answers[criterion.id].flatMap({ criterion.fit($0.value) }) else { continue }
                counts[past.isBest ? 1 : 0][fit >= Self.metFrom ? 1 : 0] += 1
            }
            return Criterion(criterion.id, best: counts[1], others: counts[0])
        }
    }
}

extension ProfileLearning.Criterion {
    /// Counts of accounts that do not meet it, then of those that do.
    fileprivate init(_ id: String, best: [Int], others: [Int]) {
        self.id = id
        (self.best, bestMeeting) = (best[0] + best[1], best[1])
        (self.others, othersMeeting) = (others[0] + others[1], others[1])
        let fewest = ProfileLearning.fewestOfEach
        guard self.best >= fewest, self.others >= fewest else {
            let missing = Missing.material("""
                it is known of \(self.best) of the best accounts and of \(self.others) others; \(fewest) of each are needed. Set a weight by hand.
                """)
            (weight, lift, speaksAgainst) = (.notKnown(missing), .notKnown(missing), false)
            return
        }
        let all = Double(self.best + self.others)
        let meeting = bestMeeting + othersMeeting
        // Between 0 and 1 even where all or none meet it, so that its odds exist.
        let share = (Double(meeting) + 1) / (all + 2)
        func odds(_ met: Int, of count: Int) -> Double {
            LogOdds.of((Double(met) + ProfileLearning.strength * share) / (Double(count) + ProfileLearning.strength))
        }
        let evidence = odds(bestMeeting, of: self.best) - odds(othersMeeting, of: self.others)
        weight = .known(max(0, evidence))
        speaksAgainst = evidence < 0
        let base = Double(self.best) / all
        if let met = CountedShare(Double(bestMeeting) / Double(max(1, meeting)), of: meeting) {
            lift = .known(.init(
                value: met.share / base, bounds: ConfidenceBounds(lower: met.bounds.lower / base, upper: met.bounds.upper / base), count: meeting
            ))
        } else {
            lift = .notKnown(.material("no account of the past meets it."))
        }
    }
}

extension IdealCustomerProfile {
    /// Learns weights from past accounts, in any order.
    ///
    /// - Throws: where an account comes twice.
    public func learn(_ accounts: [PastAccount]) throws(ProfileError) -> ProfileLearning {
        ProfileLearning(criteria, try Self.sorted(accounts))
    }

    /// By id, each once.
    static func sorted(_ accounts: [PastAccount]) throws(ProfileError) -> [PastAccount] {
        let sorted = accounts.sorted { $0.account.id < $1.account.id }
        for (one, next) in zip(sorted, sorted.dropFirst()) where one.account.id == next.account.id { throw .duplicateAccount(one.account.id) }
        return sorted
    }
}
