import Covalence
import Foundation
import StrategicSelling
import Testing

/// What changed between two sheets.
@Suite struct SheetDifferenceTests {
    @Test func nothingChangesByWaiting() {
        let deal = SoundDeal().deal
        #expect(SheetDifference(from: deal.sheet(day: 10), to: deal.sheet(day: 11)).changes.isEmpty)
        // Nor do flags that only grow older: all of day 50 are there on day 53.
        #expect(SheetDifference(from: deal.sheet(day: 50), to: deal.sheet(day: 53)).changes.isEmpty)
    }

    @Test func changesAreSaidInPlainWords() {
        var sound = SoundDeal()
        sound.deal.state(SellingKinds.amount, euro(5_000_000), day: 11)
        sound.deal.state(SellingKinds.degree, OfPerson(sound.user, .high), day: 11)
        sound.withdraw("win user", day: 11)
        let changes = SheetDifference(from: sound.deal.sheet(day: 10), to: sound.deal.sheet(day: 12)).changes
        // By element: objective, influences, flags, win-results, funnel; what is stated before what follows from it.
        #expect(changes.map(\.sentence) == [
            "Amount: EUR 50,000.00, before EUR 42,000.00.",
            "Degree of influence of Berta: high, before medium.",
            "New flag: How Berta would win is not known.",
            "No longer there: Win of Berta: Is seen as the one who ended it.",
            "No longer there: Among the four outcomes: win-win.",
            "No longer there: Asked for at “In the funnel”: Each key influence has a result and a win.",
            "No longer there: Asked for at “Best few”: It is win-win.",
        ])
        #expect(changes.first?.claims.count == 1)
    }

    @Test func theWayBackIsTheOppositeWay() {
        var sound = SoundDeal()
        sound.withdraw("win user", day: 11)
        let there = SheetDifference(from: sound.deal.sheet(day: 10), to: sound.deal.sheet(day: 12)).changes
        let back = SheetDifference(from: sound.deal.sheet(day: 12), to: sound.deal.sheet(day: 10)).changes
        #expect(Set(there.map(\.id)) == Set(back.map(\.id)))
        #expect(back.contains { $0.sentence == "No longer a flag: How Berta would win is not known." })
        #expect(back.contains { $0.sentence == "New: Win of Berta: Is seen as the one who ended it." })
    }

    @Test func anAcceptedFlagIsAChange() {
        var sound = SoundDeal()
        sound.withdraw("role coach")
        sound.deal.state(SellingKinds.acceptedFlag, FlagAcceptance(flag: "no-coach", reason: "A small house"), day: 11)
        let changes = SheetDifference(from: sound.deal.sheet(day: 10), to: sound.deal.sheet(day: 12)).changes
        #expect(changes.map(\.sentence) == ["No coach: Nobody is named as coach. (accepted)."])
    }
}

/// What to ask a person to confirm.
@Suite struct AskingTests {
    private func suggest<Content>(_ sound: inout SoundDeal, _ kind: StatementKind<Content>, _ content: Content, day: Int = 9, confidence: Double? = nil) {
        sound.deal.state(kind, content, day: day, author: .engine("words-en/1"), standing: .suggested)
        sound.deal.claims[sound.deal.claims.count - 1].confidence = confidence
    }

    @Test func whatWouldChangeMostIsAskedFirst() throws {
        var sound = SoundDeal()
        suggest(&sound, SellingKinds.aim, OfPerson(sound.boss, "A quiet year"))
        suggest(&sound, SellingKinds.competitor, Competitor("Pumpenwerk", standing: .preferred))
        suggest(&sound, SellingKinds.degree, OfPerson(sound.user, .high))
        let asking = Asking.choose(sound.deal.input(day: 10))
        #expect(asking.questions.map(\.suggestion.title) == ["Competitor", "Degree of influence", "Own aim"])
        let competitor = try #require(asking.questions.first)
        // A competitor (1), a flag (3), and the grave flag has no step, which the third place asks for (1). The aim is one line, assumed by
        // the engine without a place to show, and so an uncertain flag (1 + 3) – as is the degree (2 + 3), and the competitor (3 more).
        #expect(asking.questions.map(\.weight) == [8, 5, 4])
        #expect(competitor.changes.map(\.sentence).contains("New flag: Pumpenwerk is preferred."))
        #expect(asking.others == 0)
        #expect(Asking.changes(confirming: competitor.suggestion.claim, in: sound.deal.input(day: 10)) == competitor.changes)
        // Nothing waits under the id of what is confirmed.
        #expect(Asking.changes(confirming: sound.strength, in: sound.deal.input(day: 10)).isEmpty)
        // Asking changes nothing.
        #expect(sound.deal.sheet(day: 10).flags.isEmpty)
    }

    @Test func whatWouldChangeNothingIsNotAsked() {
        var sound = SoundDeal()
        // What is held already, from observed words.
        sound.deal.state(
            SellingKinds.degree, OfPerson(sound.boss, .high), day: 9, author: .engine("words-en/1"),
            evidence: [Evidence(.claim(sound.strength))], standing: .suggested
        )
        // What held before the present amount was stated.
        sound.deal.state(SellingKinds.amount, euro(1), day: 9, observed: -5, author: .engine("words-en/1"), standing: .suggested)
        let asking = Asking.choose(sound.deal.input(day: 10))
        #expect(asking.questions.isEmpty)
        #expect(asking.others == 2)
    }

    @Test func atMostSevenAndEachChangeOnce() {
        var sound = SoundDeal()
        for number in 0..<9 { suggest(&sound, SellingKinds.aim, OfPerson(sound.boss, "Aim \(number)")) }
        suggest(&sound, SellingKinds.aim, OfPerson(sound.boss, "Aim 3"), confidence: 0.9)
        let asking = Asking.choose(sound.deal.input(day: 10))
        #expect(asking.questions.count == 7)
        #expect(asking.others == 3)
        // Among equals the surer one first.
        #expect(asking.questions.first?.suggestion.text == "Aim 3")
        #expect(asking.questions.filter { $0.suggestion.text == "Aim 3" }.count == 1)
    }

    @Test func brokenSuggestionsAreNotAsked() {
        var sound = SoundDeal()
        suggest(&sound, SellingKinds.amount, euro(1))
        sound.deal.claims[sound.deal.claims.count - 1].payload = [:]
        #expect(Asking.choose(sound.deal.input(day: 10)).questions.isEmpty)
    }
}
