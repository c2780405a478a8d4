import Covalence
@testable import StrategicSelling
import Testing

@Suite struct ProfileBackTestTests: MakesProfiles {
    func profile(weight: Double?) throws -> IdealCustomerProfile {
        try IdealCustomerProfile([
            ProfileCriterion(id: "crew", label: "Crew", kind: .yesNo(wanted: true), weight: weight),
            ProfileCriterion(id: "noise", label: "Noise", kind: .yesNo(wanted: true), weight: weight),
        ])
    }

    @Test func areaUnderTheCurveWithItsInterval() throws {
        // roc_auc_score; interval: brentq on (θ − auc)² = 1.96² V(θ), V(θ) = θ(1−θ)/(mn) · [1 + N(1−θ)/(2−θ) + Nθ/(1+θ)], N = (m+n)/2 − 1
        let area = try #require(AreaUnderCurve(best: [0.9, 0.8, 0.8, 0.7, 0.55, 0.4], others: [0.8, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1]))
        #expect(abs(area.value - 0.8214285714285714) < 1e-12)
        #expect(abs(area.bounds.lower - 0.4947887479184194) < 1e-9 && abs(area.bounds.upper - 0.9509911958410558) < 1e-9)
        #expect((area.best, area.others) == (6, 7))
        // Groups that do not overlap still have an interval.
        let apart = try #require(AreaUnderCurve(best: [6, 7, 8, 9, 10], others: [1, 2, 3, 4, 5]))
        #expect(apart.value == 1 && apart.bounds.upper == 1)
        #expect(abs(apart.bounds.lower - 0.642702823931043) < 1e-6)
        let wrong = try #require(AreaUnderCurve(best: [1, 2, 3, 4, 5], others: [6, 7, 8, 9, 10]))
        #expect(wrong.value == 0 && abs(wrong.bounds.upper - (1 - 0.642702823931043)) < 1e-6)
        let ties = try #require(AreaUnderCurve(best: [1, 1], others: [1, 1, 1]))
        #expect(ties.value == 0.5)
        #expect(AreaUnderCurve(best: [], others: [1]) == nil)
    }

    @Test func belowTheMinimumItIsNotKnown() throws {
        let check = try profile(weight: 1).backTest(past(best: 9, meeting: 9, others: 30, meeting: 3))
        #expect(check.area.missing?.sentence == "Not known: 9 of the best accounts and 30 others are known well enough to be ranked; 10 of each are needed.")
        #expect(try profile(weight: nil).backTest([]).area.value == nil)
    }

    @Test func aTraitThatTellsRanksAndAccountsOfWhichLittleIsKnownAreNamed() throws {
        // With hands' weights only “crew” differs; half of the weight is known, which is just enough. 9 of 12 meet it against 5 of 20:
        // (9 · 15 + (9 · 5 + 3 · 15) / 2) / 240 = 180 / 240.
        let accounts = past(best: 12, meeting: 9, others: 20, meeting: 5)
        let check = try profile(weight: 1).backTest(accounts + [PastAccount(account("unknown", [:]), isBest: true)])
        let area = try #require(check.area.value)
        #expect(abs(area.value - 0.75) < 1e-12)
        #expect(area.bounds.contains(area.value))
        #expect(check.tooLittleKnown == ["unknown"])
        #expect(try profile(weight: 1).backTest(accounts.reversed()) == (try profile(weight: 1).backTest(accounts)))
    }

    @Test func learntWeightsAreNotPraisedForWhatTheyWereLearntFrom() throws {
        // Thirty answers by chance for 24 accounts, twelve times: learnt on all of them they tell the groups apart, on accounts not seen they must not.
        // The standard error of the mean of twelve areas is about 0.12 / √12 = 0.035.
        let ids = (0..<30).map { "c\($0)" }
        let profile = try IdealCustomerProfile(ids.map { ProfileCriterion(id: $0, label: $0, kind: .yesNo(wanted: true)) })
        var (praised, honest) = (0.0, 0.0)
        for seed in 0..<12 {
            var generator = SeededForTests(state: UInt64(seed) * 1_000 + 5)
            let accounts = (0..<24).map { index in
                PastAccount(
                    account("a\(index)", Dictionary(uniqueKeysWithValues: ids.map { ($0, ProfileAnswer.yesNo(Bool.random(using: &generator))) })), isBest: index < 12
                )
            }
            let learning = try profile.learn(accounts)
            let scores = try accounts.map { try #require(profile.score($0.account, learning).known.value) }
            praised += try #require(AreaUnderCurve(best: Array(scores.prefix(12)), others: Array(scores.suffix(12)))).value / 12
            honest += try #require(try profile.backTest(accounts).area.value).value / 12
        }
        #expect(praised > 0.8)
        #expect(honest < 0.64)
    }
}
