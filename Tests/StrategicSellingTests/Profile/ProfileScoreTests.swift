import Covalence
import Foundation
import StrategicSelling
import Testing

@Suite struct ProfileScoreTests: MakesProfiles {
    func profile() throws -> IdealCustomerProfile {
        try IdealCustomerProfile([
            ProfileCriterion(id: "crew", label: "Own maintenance crew", kind: .yesNo(wanted: true), weight: 3),
            ProfileCriterion(id: "lines", label: "Lines", kind: .numberRange(lower: 5, upper: 20, margin: 10, unit: "lines"), weight: 2),
            ProfileCriterion(id: "trade", label: "Trade", kind: .category(accepted: ["food", "drink"]), weight: 1),
            ProfileCriterion(id: "values", label: "Openness", kind: .valuesFit(highest: 4), weight: 4),
        ])
    }

    @Test func theScoreIsABreakdownWithBounds() throws {
        let claim = Identifier<Claim>(UUID())
        let account = ProfileAccount(id: "a", answers: [
            "crew": .init(.yesNo(true), claims: [claim]), "lines": .init(.number(25)), "values": .init(.grade(1)),
        ])
        let score = try profile().score(account)
        // 3 · 1 + 2 · 0.5 + 4 · 0.25 = 5 of the 9 that are known, and of 10: 0.5 if the trade does not fit, 0.6 if it does.
        #expect(abs(try #require(score.known.value) - 5.0 / 9) < 1e-12)
        let bounds = try #require(score.bounds.value)
        #expect(abs(bounds.lower - 0.5) < 1e-12 && abs(bounds.upper - 0.6) < 1e-12)
        #expect(abs(score.knownShare - 0.9) < 1e-12)
        #expect(score.parts.map(\.fit.value) == [1, 0.5, nil, 0.25])
        #expect(score.parts[0].claims == [claim])
        #expect(score.parts[2].fit.missing?.sentence == "Not known: nobody said it of this account.")
    }

    @Test func whatIsNotKnownIsNeverAZero() throws {
        let score = try profile().score(account("a", [:]))
        #expect(score.known.value == nil)
        #expect(score.bounds.value?.lower == 0 && score.bounds.value?.upper == 1)
        #expect(score.knownShare == 0)
        // More that is known and fits never lowers what is known for sure.
        let more = try profile().score(account("a", ["crew": .yesNo(true)]))
        #expect(more.known.value == 1)
        #expect(more.bounds.value?.lower == 0.3 && more.bounds.value?.upper == 1)
    }

    @Test func anAnswerToAnotherQuestionIsNone() throws {
        let score = try profile().score(account("a", ["crew": .number(1), "lines": .number(.nan), "trade": .grade(1), "values": .grade(5)]))
        #expect(score.parts.allSatisfy { $0.fit.value == nil && $0.answer.value != nil })
        #expect(score.known.value == nil)
        #expect(score.parts[0].fit.missing?.sentence.contains("no answer to this question") == true)
    }

    @Test(arguments: [(4.0, 0.9), (5, 1), (20, 1), (21, 0.9), (30, 0), (31, 0), (-100, 0)]) func rangesFallEvenly(_ number: Double, _ fit: Double) throws {
        #expect(abs(try #require(try profile().criteria[1].fit(.number(number))) - fit) < 1e-12)
    }

    @Test func openAndSharpEnds() {
        let atLeast = ProfileCriterion(id: "a", label: "A", kind: .numberRange(lower: 5, upper: nil, margin: 0, unit: "people"))
        #expect([4.99, 5, 1e300].map { atLeast.fit(.number($0)) } == [0, 1, 1])
        #expect(ProfileCriterion(id: "b", label: "B", kind: .yesNo(wanted: false)).fit(.yesNo(false)) == 1)
    }

    @Test func scoresStayBetweenTheBounds() throws {
        var generator = SeededForTests(state: 21)
        for _ in 0..<300 {
            var answers: [String: ProfileAnswer] = [:]
            if Bool.random(using: &generator) { answers["crew"] = .yesNo(Bool.random(using: &generator)) }
            if Bool.random(using: &generator) { answers["lines"] = .number(Double.random(in: -10...50, using: &generator)) }
            if Bool.random(using: &generator) { answers["trade"] = .category(Bool.random(using: &generator) ? "food" : "steel") }
            if Bool.random(using: &generator) { answers["values"] = .grade(Int.random(in: 0...4, using: &generator)) }
            let score = try profile().score(account("a", answers))
            let bounds = try #require(score.bounds.value)
            #expect(0 <= bounds.lower && bounds.lower <= bounds.upper && bounds.upper <= 1)
            #expect(abs(bounds.upper - bounds.lower - (1 - score.knownShare)) < 1e-9)
            if let known = score.known.value { #expect((0...1).contains(known)) }
            // Whatever is learnt about the rest, the score ends up between the bounds.
            var full = answers
            let rest: [String: ProfileAnswer] = ["crew": .yesNo(true), "lines": .number(40), "trade": .category("food"), "values": .grade(2)]
            full.merge(rest) { said, _ in said }
            let end = try #require(try profile().score(account("a", full)).known.value)
            #expect(bounds.lower - 1e-9 <= end && end <= bounds.upper + 1e-9)
        }
    }

    @Test func wrongProfilesAreRefused() {
        func make(_ kind: ProfileCriterion.Kind, weight: Double? = 1) throws {
            _ = try IdealCustomerProfile([ProfileCriterion(id: "x", label: "X", kind: kind, weight: weight)])
        }
        for weight in [-1, Double.nan, .infinity] { #expect(throws: ProfileError.weight("x")) { try make(.yesNo(wanted: true), weight: weight) } }
        let wrong: [ProfileCriterion.Kind] = [
            .numberRange(lower: 5, upper: 4, margin: 0, unit: ""), .numberRange(lower: 1, upper: 2, margin: -1, unit: ""), .category(accepted: []),
            .numberRange(lower: .nan, upper: 2, margin: 0, unit: ""), .valuesFit(highest: 0),
        ]
        for kind in wrong { #expect(throws: ProfileError.criterion("x")) { try make(kind) } }
        let one = ProfileCriterion(id: "x", label: "X", kind: .yesNo(wanted: true))
        #expect(throws: ProfileError.duplicateCriterion("x")) { try IdealCustomerProfile([one, one]) }
    }

    @Test func withoutWeightsThereIsNoScore() throws {
        let profile = try IdealCustomerProfile([ProfileCriterion(id: "crew", label: "Crew", kind: .yesNo(wanted: true))])
        let score = profile.score(account("a", ["crew": .yesNo(true)]))
        #expect(score.known.value == nil && score.bounds.value == nil && score.parts[0].weight.value == nil)
        #expect(try IdealCustomerProfile([]).score(account("a", [:])).parts.isEmpty)
    }
}
