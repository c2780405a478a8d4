import Covalence
import StrategicSelling
import Testing

/// Where a sale stands among the four outcomes.
@Suite struct WinResultTests {
    @Test(arguments: [
        (Outlook.Verdict.wins, Outlook.Verdict.noRegrets, SaleOutcome.winWin), (.noRegrets, .loses, .winLose), (.loses, .wins, .loseWin),
        (.loses, .loses, .loseLose),
    ])
    func theFourOutcomesAreSellerFirst(ours: Outlook.Verdict, theirs: Outlook.Verdict, expected: SaleOutcome) {
        var deal = Deal()
        let ines = deal.person("Ines")
        deal.state(SellingKinds.role, OfPerson(ines, .economic))
        deal.state(SellingKinds.ownOutlook, Outlook(ours, reason: "Margin"))
        deal.state(SellingKinds.outlook, OfPerson(ines, Outlook(theirs)))
        let standing = deal.sheet(day: 1).winResults
        #expect(standing.outcome.value == expected)
        #expect(standing.seller.reasons.allSatisfy { $0.claims.count == 1 })
        #expect(standing.buyer.reasons.map(\.person) == [ines])
    }

    @Test func whatIsMissingIsNotKnown() {
        var deal = Deal()
        #expect(deal.sheet(day: 1).winResults.outcome.missing == .material("neither what we gain nor what each key influence gains."))
        let ines = deal.person("Ines"), olav = deal.person("Olav")
        deal.state(SellingKinds.ownResult, MeasuredResult("Margin", number: 30, unit: "%"))
        deal.state(SellingKinds.role, OfPerson(ines, .economic))
        deal.state(SellingKinds.role, OfPerson(olav, .user))
        deal.state(SellingKinds.result, OfPerson(ines, MeasuredResult("Less cost", number: 5, unit: "%")))
        deal.state(SellingKinds.outlook, OfPerson(olav, Outlook(.wins)))
        let standing = deal.sheet(day: 1).winResults
        #expect(standing.seller.wins.value == true)
        #expect(standing.outcome.missing == .material("what Ines would gain. Ask what it would mean for them."))
        #expect(standing.buyer.reasons.map(\.text) == ["For Ines no win is known.", "Olav wins, as Sanna says."])
        deal.state(SellingKinds.win, OfPerson(ines, "A calm board"), day: 2)
        #expect(deal.sheet(day: 3).winResults.outcome.value == .winWin)
    }

    @Test func oneWhoLosesIsEnough() {
        var sound = SoundDeal()
        sound.withdraw("win boss")
        sound.deal.state(SellingKinds.outlook, OfPerson(sound.tech, Outlook(.loses)), day: 6)
        #expect(sound.deal.sheet(day: 7).winResults.outcome.value == .winLose)
    }

    @Test func aResultWithoutANumberIsNoGainOfOurs() {
        var sound = SoundDeal()
        sound.withdraw("own-result")
        sound.deal.state(SellingKinds.ownResult, MeasuredResult("A reference"), day: 6)
        #expect(sound.deal.sheet(day: 7).winResults.seller.wins.value == nil)
    }
}

/// Response modes and their change.
@Suite struct ResponseTests {
    @Test func beforeAProposalThereIsNoMode() throws {
        var deal = Deal()
        let ines = deal.person("Ines")
        deal.state(SellingKinds.role, OfPerson(ines, .user))
        deal.state(SellingKinds.response, OfPerson(ines, Response(.trouble, actual: "two stops", desired: "none")), day: 1)
        let before = try #require(deal.sheet(day: 2).influence(ines)?.response)
        #expect(before.mode.value == nil)
        // The gap is known all the same, and makes a discrepancy.
        #expect(before.stated?.value.desired == "none")
        #expect(deal.sheet(day: 2).funnel.requirements.first { $0.id == "discrepancy" }?.isMet.value == true)
        deal.state(SellingKinds.proposal, Proposal("Pilot", madeOn: Deal.date(3)), day: 3)
        #expect(deal.sheet(day: 4).influence(ines)?.response.mode.missing == .material("how Ines responds to the proposal. What was found is from before it."))
        deal.state(SellingKinds.response, OfPerson(ines, Response(.growth)), day: 4)
        #expect(deal.sheet(day: 5).influence(ines)?.response.mode.value?.value == .growth)
    }

    @Test func modesChangeOverTime() throws {
        var deal = Deal()
        let ines = deal.person("Ines")
        deal.state(SellingKinds.proposal, Proposal("Pilot", madeOn: Deal.date(0)))
        var last = deal.state(SellingKinds.response, OfPerson(ines, Response(.overconfident)), day: 1)
        last = deal.state(SellingKinds.response, OfPerson(ines, Response(.overconfident)), day: 2, supersedes: last)
        last = deal.state(SellingKinds.response, OfPerson(ines, Response(.trouble)), day: 5, supersedes: last)
        deal.state(SellingKinds.proposal, Proposal("All lines", madeOn: Deal.date(6)), day: 6)
        let response = try #require(deal.sheet(day: 7).influence(ines)?.response)
        #expect(response.history.map(\.value.mode) == [.overconfident, .trouble])
        #expect(response.history.map(\.since) == [Deal.day(1), Deal.day(5)])
        #expect(response.mode.value?.value == .trouble)
        #expect(response.isToEarlierProposal)
    }
}
