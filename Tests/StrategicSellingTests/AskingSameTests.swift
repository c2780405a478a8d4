import Covalence
import Foundation
import StrategicSelling
import Testing

/// Asking makes anew only what a suggestion can touch: held against whole sheets, made with and without it.
@Suite struct AskingSameTests {
    private struct Seeded: RandomNumberGenerator {
        var state: UInt64

        // SplitMix64.
        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var word = state
            word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
            word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
            return word ^ (word >> 31)
        }
    }

    /// A sale of any kind of statements, confirmed, waiting, superseded, broken, by and about anybody.
    private func sale(_ seed: UInt64) -> Deal {
        var random = Seeded(state: seed), deal = Deal()
        func pick<Value>(_ values: [Value]) -> Value { values[Int.random(in: values.indices, using: &random)] }
        func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }
        func perhaps<Value>(_ value: @autoclosure () -> Value) -> Value? { number(0...2) == 0 ? nil : value() }
        var people = ["Ines", "Olav", "Berta", "Cleo", "Timo"].map { deal.person($0) }
        people.append(deal.person("Sanna", own: true))
        // Erased.
        people.append(Identifier(Deal.number(99)))
        let words = ["calm nights", "fewer stops", "a second line"]
        deal.fitsProfile = pick([.known(true), .known(false), .notKnown(.material("it."))])
        for day in 0..<number(0...8) {
            deal.meet(people.filter { _ in number(0...3) == 0 }, day: day * number(1...9), pick([.meeting, .mail, .calendarEvent]), minutes: perhaps(30))
        }
        if number(0...2) > 0 { deal.meet([pick(people)], day: 70, recorded: 1) }
        let accepted = [
            "no-coach", "no-next-step", "reorganisation/Purchasing moves", "own-result-missing", "not-contacted/\(people[0])", "unfilled-role/user",
        ]
        for step in 0..<number(10...90) {
            let person = pick(people), day = number(0...60)
            let standing: Standing = step % 2 == 0 ? .confirmed : .suggested
            func state<Content>(_ kind: StatementKind<Content>, _ content: Content, about subject: Claim.Subject? = nil) {
                let id = deal.state(
                    kind, content, about: subject, day: day, observed: perhaps(number(-3...60)), author: pick([.person("Sanna"), .engine("e/1"), .imported("f")]),
                    saidBy: perhaps(pick(people)),
                    evidence: number(0...1) == 0 ? [] : [Evidence(.interaction(Identifier(Deal.number(8))), basis: pick(Evidence.Basis.allCases))], standing: standing
                )
                if standing == .confirmed, number(0...5) == 0 { deal.decide(id, .superseded, day: 61) }
                if number(0...20) == 0 { deal.claims[deal.claims.count - 1].payload = [:] }
                // An object where the kind has none.
                if number(0...20) == 0, deal.claims[deal.claims.count - 1].object == nil { deal.claims[deal.claims.count - 1].object = person.description }
                deal.claims[deal.claims.count - 1].confidence = perhaps(Double(number(0...9)) / 10)
            }
            let date = Deal.date(number(-5...90)), text = pick(words)
            switch number(0...31) {
            case 0: state(SellingKinds.what, WhatIsSold(text))
            case 1: state(SellingKinds.amount, euro(Int64(number(1...3))))
            case 2, 3: state(SellingKinds.closeDate, date)
            case 4: state(SellingKinds.stage, text)
            case 5: state(SellingKinds.owner, Owner(text))
            case 6: state(SellingKinds.competitor, Competitor(pick(["Kellner", "kellner", "Vesta"]), standing: pick(Competitor.Standing.allCases)))
            case 7: if number(0...6) == 0 || standing == .suggested { state(SellingKinds.ending, Ending(pick(Ending.Result.allCases))) }
            case 8: state(SellingKinds.call, SalespersonCall(probability: 0.5, category: pick(SalespersonCall.Category.allCases)))
            case 9, 10: state(SellingKinds.readiness, Readiness(pick(Readiness.Level.allCases), person: perhaps(person)))
            case 11: state(SellingKinds.need, Need(text, isImmediate: number(0...1) == 0))
            case 12: state(SellingKinds.proposal, Proposal(text, madeOn: perhaps(date)))
            case 13: state(SellingKinds.move, Move(to: pick(FunnelPlace.allCases)))
            case 14: state(SellingKinds.action, NextAction(text, due: perhaps(date), doneOn: number(0...2) == 0 ? date : nil, removes: perhaps(pick(accepted))))
            case 15: state(SellingKinds.acceptedFlag, FlagAcceptance(flag: pick(accepted), reason: "So it is"))
            case 16: state(SellingKinds.strength, StrengthStatement(text, mattersTo: perhaps(person)))
            case 17: state(SellingKinds.ownResult, MeasuredResult(text, number: perhaps(3), unit: "h"))
            case 18: state(SellingKinds.ownWin, text)
            case 19: state(SellingKinds.ownOutlook, Outlook(pick(Outlook.Verdict.allCases)))
            case 20, 21: state(SellingKinds.role, OfPerson(person, pick(BuyingRole.allCases)))
            case 22: state(SellingKinds.degree, OfPerson(person, pick(InfluenceDegree.allCases)))
            case 23: state(SellingKinds.aim, OfPerson(person, text))
            case 24: state(SellingKinds.response, OfPerson(person, Response(pick(ResponseMode.allCases), actual: perhaps(text))))
            case 25: state(SellingKinds.result, OfPerson(person, MeasuredResult(text, number: perhaps(Double(number(1...2))), unit: "h")))
            case 26: state(SellingKinds.win, OfPerson(person, text))
            case 27: state(SellingKinds.outlook, OfPerson(person, Outlook(pick(Outlook.Verdict.allCases))))
            case 28: state(SellingKinds.contact, OfPerson(person, StatedContact("met", on: date)))
            case 29: state(SellingKinds.reportsTo, OfPerson(person, pick(people)), about: .person(person))
            case 30: state(SellingKinds.jobChange, OfPerson(person, JobChange(pick(JobChange.Kind.allCases), text, on: perhaps(date))), about: .person(person))
            default:
                if number(0...1) == 0 { state(SellingKinds.advises, OfPerson(person, pick(people)), about: .person(person)) }
                else { state(SellingKinds.reorganisation, "Purchasing moves", about: .organization(Deal.account)) }
            }
        }
        return deal
    }

    /// The plain way: two whole sheets.
    private func changes(_ suggestion: Identifier<Claim>, _ input: SheetInput) -> [SheetChange] {
        var confirmed = input
        for place in confirmed.claims.indices where confirmed.claims[place].id == suggestion { confirmed.claims[place].standing = .confirmed }
        return SheetDifference(from: StrategySheet.assess(input), to: StrategySheet.assess(confirmed)).changes
    }

    private func weight(_ change: SheetChange) -> Int {
        if change.isFlag || ["outcome", "place"].contains(change.id) { return 3 }
        return ["influence.role/", "influence.degree/", "mode/"].contains { change.id.hasPrefix($0) } ? 2 : 1
    }

    @Test(arguments: 0..<4) func theSameAsWholeSheets(_ part: Int) {
        var compared = 0, kinds: Set<String> = []
        for seed in 0..<8 {
            let input = sale(UInt64(part * 1_000 + seed)).input(day: 62)
            let waiting = input.claims.filter { $0.standing == .suggested }.sorted { ($1.recordedAt, $1.id) < ($0.recordedAt, $0.id) }
            var expected: [(claim: Claim, changes: [SheetChange], weight: Int)] = []
            for claim in waiting {
                let changes = changes(claim.id, input)
                #expect(Asking.changes(confirming: claim.id, in: input) == changes, "seed \(part * 1_000 + seed), \(claim.kind)")
                if !changes.isEmpty { expected.append((claim, changes, changes.map(weight).reduce(0, +))) }
                compared += changes.count
                kinds.formUnion(changes.isEmpty ? [] : [claim.kind])
            }
            // As asked: by weight, then how sure, then the latest; the same changes once.
            expected.sort {
                ($0.weight, $0.claim.confidence ?? 0, $0.claim.recordedAt, $0.claim.id) > ($1.weight, $1.claim.confidence ?? 0, $1.claim.recordedAt, $1.claim.id)
            }
            var asked: Set<[DatedText]> = []
            let questions = expected.filter { asked.insert($0.changes.map(\.sentence)).inserted }.prefix(7)
            let asking = Asking.choose(input)
            #expect(asking.questions.map(\.suggestion.claim) == questions.map(\.claim.id))
            #expect(asking.questions.map(\.changes) == questions.map(\.changes))
            #expect(asking.questions.map(\.weight) == questions.map(\.weight))
            #expect(asking.others == waiting.count - questions.count)
        }
        // It compared something, of nearly every kind (30 of them).
        #expect(compared > 150)
        #expect(kinds.count >= 24)
    }
}
