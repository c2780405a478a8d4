import Covalence
import Foundation
import StrategicSelling
import Testing

@Suite struct ProfileLearningTests: MakesProfiles {
    func profile() throws -> IdealCustomerProfile {
        try IdealCustomerProfile([ProfileCriterion(id: "crew", label: "Own maintenance crew", kind: .yesNo(wanted: true))])
    }

    @Test(arguments: [
        // π = (kb+ko+1)/(nb+no+2); logit((kb+10π)/(nb+10)) − logit((ko+10π)/(no+10)), with scipy.special.logit.
        (10, 8, 20, 6, 1.1427097646391169), (10, 10, 20, 0, 2.7614336616620854), (100, 80, 200, 60, 2.0164489002762056),
    ])
    func weightsAreShrunkLogOddsRatios(_ best: Int, _ bestMeeting: Int, _ others: Int, _ othersMeeting: Int, _ weight: Double) throws {
        let learnt = try profile().learn(past(best: best, meeting: bestMeeting, others: others, meeting: othersMeeting)).criteria[0]
        #expect(abs(try #require(learnt.weight.value) - weight) < 1e-9)
        #expect(!learnt.speaksAgainst)
        #expect((learnt.best, learnt.bestMeeting, learnt.others, learnt.othersMeeting) == (best, bestMeeting, others, othersMeeting))
    }

    @Test func liftHasItsIntervalAndCount() throws {
        // 8 of the 14 that meet it are best, against 10 of 30: (8/14) / (10/30); proportion_confint(8, 14, method='wilson') · 3
        let lift = try #require(try profile().learn(past(best: 10, meeting: 8, others: 20, meeting: 6)).criteria[0].lift.value)
        #expect(lift.count == 14)
        #expect(abs(lift.value - 1.7142857142857142) < 1e-12)
        #expect(abs(lift.bounds.lower - 0.9777193373895222) < 1e-9 && abs(lift.bounds.upper - 2.3585760328657766) < 1e-9)
    }

    @Test func whatTheBestMeetLessOftenWeighsNothingAndIsPointedOut() throws {
        // The same formula gives −0.914 for 2 of 10 against 12 of 20.
        let learnt = try profile().learn(past(best: 10, meeting: 2, others: 20, meeting: 12)).criteria[0]
        #expect(learnt.weight.value == 0)
        #expect(learnt.speaksAgainst)
        #expect(try #require(learnt.lift.value).value < 1)
    }

    @Test func tooFewAccountsTeachNothing() throws {
        let learnt = try profile().learn(past(best: 4, meeting: 4, others: 50, meeting: 0))
        let sentence = learnt.criteria[0].weight.missing?.sentence
        #expect(sentence == "Not known: it is known of 4 of the best accounts and of 50 others; 5 of each are needed. Set a weight by hand.")
        let score = try profile().score(account("a", ["crew": .yesNo(true)]), learnt)
        #expect(score.known.value == nil)
        // Accounts of which it is not known do not count, neither as meeting it nor as not.
        let unknown = past(best: 10, meeting: 8, others: 20, meeting: 6) + (0..<30).map { PastAccount(account("unknown-\($0)", [:]), isBest: $0 < 15) }
        #expect(try profile().learn(unknown) == (try profile().learn(past(best: 10, meeting: 8, others: 20, meeting: 6))))
    }

    @Test func smallNumbersWeighLess() throws {
        // The same shares, ten times as many accounts.
        func weight(_ times: Int) throws -> Double {
            try #require(try profile().learn(past(best: 10 * times, meeting: 8 * times, others: 20 * times, meeting: 6 * times)).criteria[0].weight.value)
        }
        let (one, ten, hundred) = try (weight(1), weight(10), weight(100))
        // Without shrinking it would be logit(0.8) − logit(0.3) = 2.2336.
        #expect(one < ten && ten < hundred && hundred < 2.2336)
        #expect(hundred > 2.15)
    }

    @Test func aWeightByHandGoesBeforeALearntOne() throws {
        let profile = try IdealCustomerProfile([
            ProfileCriterion(id: "crew", label: "Crew", kind: .yesNo(wanted: true)), ProfileCriterion(id: "lines", label: "Lines", kind: .yesNo(wanted: true), weight: 2),
        ])
        let score = profile.score(account("a", [:]), try profile.learn(past(best: 10, meeting: 8, others: 20, meeting: 6)))
        #expect(score.parts.map(\.weight.value?.isLearnt) == [true, false])
        #expect(score.parts[1].weight.value?.value == 2)
    }

    @Test func orderChangesNothingAndDuplicatesAreRefused() throws {
        let accounts = past(best: 10, meeting: 8, others: 20, meeting: 6)
        #expect(try profile().learn(accounts.reversed()) == (try profile().learn(accounts)))
        #expect(throws: ProfileError.duplicateAccount("best-0")) { try profile().learn(accounts + [accounts[0]]) }
        let learnt = try profile().learn(accounts)
        #expect(try JSONDecoder().decode(ProfileLearning.self, from: JSONEncoder().encode(learnt)) == learnt)
    }

    @Test func allMeetingOrNoneMeetingIsNoTrait() throws {
        let all = try profile().learn(past(best: 10, meeting: 10, others: 10, meeting: 10)).criteria[0]
        #expect(abs(try #require(all.weight.value)) < 1e-12)
        #expect(all.lift.value?.value == 1)
        let none = try profile().learn(past(best: 10, meeting: 0, others: 10, meeting: 0)).criteria[0]
        #expect(none.lift.value == nil)
        let nobody = try profile().learn([]).criteria[0]
        #expect(nobody.weight.value == nil)
    }
}
