import Covalence
import Foundation
import StrategicSelling
import Testing

/// Expected values follow by hand from the order in which things were stated and decided.
@Suite("The history of an objective, out of the ledger")
struct LedgerHistoryTests {
    private let objective = SalesObjective(
        id: .make(at: Timestamp(milliseconds: 0)), account: .make(at: Timestamp(milliseconds: 0)), openedAt: Self.at(1), recordedAt: Self.at(1)
    )

    /// Noon of a day of March 2026.
    private static func at(_ day: Int) -> Timestamp { Timestamp(milliseconds: 1_772_323_200_000 + Int64(day - 1) * 86_400_000 + 43_200_000) }

    private func march(_ day: Int) throws -> CalendarDay { try #require(CalendarDay(year: 2026, month: 3, day: day)) }

    private func stated<Content>(
        _ kind: StatementKind<Content>, _ content: Content, on day: Int, observed: Int? = nil, standing: Standing = .confirmed, confidentialTo: Set<Identifier<Member>>? = nil
    ) -> Claim {
        kind.claim(
            content, id: .make(at: Self.at(day)), about: .objective(objective.id), author: .person("Petra"), observedAt: observed.map(Self.at), recordedAt: Self.at(day),
            standing: standing, confidentialTo: confidentialTo
        )
    }

    private func decided(_ claim: Claim, _ standing: Standing, on day: Int) -> Decision {
        Decision(claim: claim.id, standing: standing, author: .person("Petra"), at: Self.at(day))
    }

    private func view(_ claims: [Claim], _ decisions: [Decision] = [], on day: Int, teams: [Identifier<Member>: String] = [:]) throws -> ObjectiveView? {
        let history = ObjectiveHistory(objective, ledger: Ledger(claims: claims, decisions: decisions), zone: .gmt, teams: teams)
        return history.asKnown(on: ForecastDate(endOf: try march(day)))
    }

    @Test("what was said later is not known before, and what held before stays in the history")
    func later() throws {
        let first = stated(SellingKinds.closeDate, try march(20), on: 2), second = stated(SellingKinds.closeDate, try march(28), on: 10)
        let decisions = [decided(first, .superseded, on: 10)]
        #expect(try view([first, second], decisions, on: 9)?.closeDate == march(20))
        let after = try view([first, second], decisions, on: 10)
        #expect(try after?.closeDate == march(28))
        #expect(after?.closeDateMoves.map(\.days) == [8])
        #expect(try view([first, second], decisions, on: 1)?.closeDate == nil)
        let day = try #require(CalendarDay("2026-02-28"))
        let before = ObjectiveHistory(objective, ledger: Ledger(claims: [first], decisions: []), zone: .gmt).asKnown(on: ForecastDate(endOf: day))
        #expect(before == nil)
    }

    @Test("a correction of what held as early is no move, and is known from when it was made")
    func correction() throws {
        let wrong = stated(SellingKinds.closeDate, try march(20), on: 5, observed: 2), right = stated(SellingKinds.closeDate, try march(28), on: 10, observed: 2)
        let decisions = [decided(wrong, .superseded, on: 10)]
        #expect(try view([wrong, right], decisions, on: 9)?.closeDate == march(20))
        let after = try view([wrong, right], decisions, on: 12)
        #expect(try after?.closeDate == march(28))
        #expect(after?.closeDateMoves.isEmpty == true)
    }

    @Test("what is suggested counts from its confirmation on, and until it is withdrawn")
    func standing() throws {
        let role = stated(SellingKinds.role, OfPerson(.make(at: Self.at(1)), .economic), on: 3, standing: .suggested)
        let decisions = [decided(role, .confirmed, on: 6), decided(role, .withdrawn, on: 9)]
        let name = ForecastFeature.economicBuyer.rawValue
        #expect(try view([role], decisions, on: 5)?.features[name] == nil)
        #expect(try view([role], decisions, on: 6)?.features[name] == .yesNo(true))
        #expect(try view([role], decisions, on: 6)?.featureClaims[name] == [role.id])
        #expect(try view([role], decisions, on: 9)?.features[name] == nil)
    }

    @Test("an outcome that is withdrawn opens the sale again; one counts from the day it closed")
    func outcome() throws {
        let won = stated(SellingKinds.ending, Ending(.won, closedOn: try march(12)), on: 15)
        let known = try view([won], on: 16)
        #expect(known?.outcome == .won)
        #expect(try known?.outcomeDay == march(12))
        #expect(try view([won], on: 14)?.outcome == nil)
        #expect(try view([won], [decided(won, .withdrawn, on: 18)], on: 18)?.outcome == nil)
    }

    @Test("the place in the funnel is the stage once one is known; before, the stage as it is named elsewhere")
    func stages() throws {
        let claims = [
            stated(SellingKinds.stage, "Demo", on: 2), stated(SellingKinds.move, Move(to: .inTheFunnel), on: 5), stated(SellingKinds.stage, "Offer", on: 8),
        ]
        #expect(try view(claims, on: 4)?.stage == "Demo")
        #expect(try view(claims, on: 20)?.visits.map(\.stage) == ["Demo", "in-the-funnel"])
    }

    @Test("amount, owner with team and what the salesperson says are read; what is confidential is not")
    func contents() throws {
        let member = Identifier<Member>.make(at: Self.at(1)), currency = try #require(Currency("EUR"))
        let claims = [
            stated(SellingKinds.amount, Money(minorUnits: 1_250_00, currency: currency), on: 2),
            stated(SellingKinds.owner, Owner("Petra", member: member), on: 2), stated(SellingKinds.call, SalespersonCall(probability: 0.7, category: .bestCase), on: 3),
            stated(SellingKinds.amount, Money(minorUnits: 9, currency: currency), on: 4, confidentialTo: [member]),
        ]
        let known = try #require(try view(claims, on: 6, teams: [member: "North"]))
        #expect(known.amount == ForecastAmount(minorUnits: 1_250_00, currency: "EUR"))
        #expect(known.person == member.description && known.team == "North")
        #expect(known.said == SaidChance(probability: 0.7, category: .bestCase))
    }

    @Test("what is said when a sale is taken up holds, its owner too")
    func oneMoment() throws {
        let member = Identifier<Member>.make(at: Self.at(1)), currency = try #require(Currency("EUR"))
        // All in the millisecond in which it was taken up.
        let claims = [
            stated(SellingKinds.owner, Owner("Petra", member: member), on: 1), stated(SellingKinds.amount, Money(minorUnits: 84_50, currency: currency), on: 1),
            stated(SellingKinds.closeDate, try march(20), on: 1), stated(SellingKinds.stage, "Demo", on: 1),
        ]
        for claims in [claims, claims.reversed()] {
            let known = try #require(try view(claims, on: 1, teams: [member: "North"]))
            #expect(known.person == member.description && known.team == "North")
            #expect(try known.amount?.minorUnits == 84_50 && known.closeDate == march(20) && known.stage == "Demo")
            #expect(try known.firstDay == march(1))
        }
    }

    @Test("an owner who was known before the sale is said to have been taken up stays")
    func takenUpLater() throws {
        let owner = stated(SellingKinds.owner, Owner("Petra"), on: 1)
        let later = SalesObjective(id: objective.id, account: objective.account, openedAt: Self.at(5), recordedAt: Self.at(1))
        let known = ObjectiveHistory(later, ledger: Ledger(claims: [owner], decisions: []), zone: .gmt).asKnown(on: ForecastDate(endOf: try march(9)))
        #expect(known?.person == "Petra")
    }

    @Test("a sale that comes in with its end ends in the stage that comes with it")
    func endedAtOnce() throws {
        let known = try #require(try view([stated(SellingKinds.ending, Ending(.won), on: 3), stated(SellingKinds.stage, "Signed", on: 3)], on: 9))
        #expect(known.outcome == .won && known.stage == "Signed")
        #expect(try known.visits.map(\.until) == [march(3)] && known.daysInStage == 0)
    }
}
