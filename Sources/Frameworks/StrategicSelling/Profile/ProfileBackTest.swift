public import Covalence

/// Whether the profile would have told the best accounts from the others.
public struct ProfileBackTest: Hashable, Sendable, Codable {
    /// How well it ranks past accounts, or what is missing.
    public var area: Known<AreaUnderCurve>
    /// Past accounts of which too little is known to be ranked; they are not in the area.
    public var tooLittleKnown: [String]

    /// ‡ Best accounts, and others, that must be ranked.
    public static let fewestOfEach = 10
    /// ‡ The share of the weight that must be known of an account for it to be ranked.
    public static let fewestKnown = 0.5
    /// Parts into which accounts are divided, so that none is scored by weights it was learnt from.
    public static let folds = 10
}

extension IdealCustomerProfile {
    /// Ranks past accounts by their score. Weights that are learnt are learnt without the accounts they score († cross-validation, Stone 1974).
    ///
    /// - Throws: where an account comes twice.
    public func backTest(_ accounts: [PastAccount]) throws(ProfileError) -> ProfileBackTest {
        let accounts = try Self.sorted(accounts)
        // The groups are dealt out one after the other, so that each fold has its part of both.
        var fold: [Int] = []
        var seen = [0, 0]
        for past in accounts {
            fold.append(seen[past.isBest ? 1 : 0] % ProfileBackTest.folds)
            seen[past.isBest ? 1 : 0] += 1
        }
        let isLearnt = criteria.contains { $0.weight == nil }
        var (best, others): ([Double], [Double]) = ([], [])
        var tooLittle: [String] = []
        for part in 0..<ProfileBackTest.folds {
            let learning = isLearnt ? ProfileLearning(criteria, accounts.indices.filter { fold[$0] != part }.map { accounts[$0] }) : nil
            for index in accounts.indices where fold[index] == part {
                let score = score(accounts[index].account, learning)
                guard let value = score.known.value, score.knownShare >= ProfileBackTest.fewestKnown else {
                    tooLittle.append(score.account)
                    continue
                }
                if accounts[index].isBest { best.append(value) } else { others.append(value) }
            }
        }
        let fewest = ProfileBackTest.fewestOfEach
        let area = best.count >= fewest && others.count >= fewest ? AreaUnderCurve(best: best, others: others) : nil
        return ProfileBackTest(
            area: area.map { .known($0) } ?? .notKnown(.material(
                "\(best.count) of the best accounts and \(others.count) others are known well enough to be ranked; \(fewest) of each are needed."
            )),
            tooLittleKnown: tooLittle.sorted()
        )
    }
}
