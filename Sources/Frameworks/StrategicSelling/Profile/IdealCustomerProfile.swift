import Covalence

/// The checklist of the traits of the best accounts.
public struct IdealCustomerProfile: Hashable, Sendable {
    /// In the order in which they are shown.
    public let criteria: [ProfileCriterion]

    /// A checked list of criteria.
    ///
    /// - Throws: where one comes twice, has a weight below 0, or could not be fitted by anything.
    public init(_ criteria: [ProfileCriterion]) throws(ProfileError) {
        var ids: Set<String> = []
        for criterion in criteria {
            guard ids.insert(criterion.id).inserted else { throw .duplicateCriterion(criterion.id) }
            if let weight = criterion.weight, !(weight >= 0 && weight.isFinite) { throw .weight(criterion.id) }
            let canFit = switch criterion.kind {
            case .yesNo: true
            case .numberRange(let lower, let upper, let margin, _):
                margin >= 0 && [lower ?? 0, upper ?? 0, margin].allSatisfy(\.isFinite) && (lower ?? -.infinity) <= (upper ?? .infinity)
            case .category(let accepted): !accepted.isEmpty
            case .valuesFit(let highest): highest > 0
            }
            guard canFit else { throw .criterion(criterion.id) }
        }
        self.criteria = criteria
    }

    /// Holds an account against the profile.
    ///
    /// - Parameter learning: gives weights to criteria that have none by hand.
    public func score(_ account: ProfileAccount, _ learning: ProfileLearning? = nil) -> ProfileScore {
        ProfileScore(account, criteria.map { ($0, weight(of: $0, learning)) })
    }

    private func weight(of criterion: ProfileCriterion, _ learning: ProfileLearning?) -> Known<ProfileScore.Weight> {
        if let weight = criterion.weight { return .known(.init(value: weight, isLearnt: false)) }
        guard let learnt = learning?.criteria.first(where: { $0.id == criterion.id }) else {
            return .notKnown(.material("no weight was set by hand, and none was learnt."))
        }
        return learnt.weight.map { .init(value: $0, isLearnt: true) }
    }

    static let rule = Rule(
        id: "profile.score",
        statement: """
            The weights of what fits, as a share of all weights; what is not known is counted apart, with the share if all of it fitted and if none did.
            """,
        provenance: .ours
    )
}
