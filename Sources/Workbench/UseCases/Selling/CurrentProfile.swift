import Covalence
import StrategicSelling

/// The ideal customer profile that counts now.
struct CurrentProfile: Sendable {
    /// ‡ The share of what is known that fits, and the share of the weight that must be known, from which on an account fits.
    private static let fitsFrom = 0.5, knownFrom = 0.5

    var version: Int
    var profile: IdealCustomerProfile
    var learning: ProfileLearning

    /// How an account fits, from claims about it as they were known then.
    func fit(of id: Identifier<Organization>, _ claims: [Claim]) -> AccountFit {
        let account = KnownOfAccount(id, claims)
        return AccountFit(
            version: version, profile: profile, score: profile.score(account.account, learning), isBest: account.isBest,
            claims: Dictionary(claims.map { ($0.id, $0) }) { first, _ in first }
        )
    }

    /// Whether an account fits it, by what was known of the account then.
    ///
    /// - Parameter claims: also of other things.
    func fits(_ account: Identifier<Organization>, _ claims: [Claim]) -> Known<Bool> {
        let score = fit(of: account, claims.filter { $0.subject == .organization(account) }).score
        guard score.knownShare >= Self.knownFrom else {
            return .notKnown(.material("\(Int((score.knownShare * 100).rounded())) % of what the ideal customer profile weighs is known of the account; half is needed."))
        }
        return score.known.map { $0 >= Self.fitsFrom }
    }
}
