import Covalence
import Foundation
import StrategicSelling
import Testing

/// Red flags, each raised by one change to a sale that has none. Days and counts are worked out by hand from the defaults of the settings.
@Suite struct FlagTests {
    @Test func aSoundSaleHasNone() {
        #expect(SoundDeal().kinds() == [])
    }

    @Test func theDefinitionsHaveIDsOfTheirOwn() {
        let rules = Set(FlagKind.allCases.map(\.definition.rule.id))
        #expect(rules.count == FlagKind.allCases.count)
        #expect(FlagKind.allCases == FlagKind.allCases.sorted())
    }

    // What follows from one statement that is taken back: worked out from the rules by hand.
    @Test(arguments: [
        ("role boss", [FlagKind.noEconomicInfluence]), ("role user", [.unfilledRole]), ("role tech", [.unfilledRole]),
        ("role coach", [.noCoach]), ("degree user", [.degreeUnknown]), ("aim boss", [.aimUnknown]), ("response tech", [.responseUnknown]),
        ("win user", [.noWin]), ("result user", [.noResult]), ("own-result", [.ownResultMissing]), ("action", [.noNextStep]),
        ("what", [.factMissing]), ("amount", [.factMissing]), ("close-date", [.factMissing]), ("need", [.movedOnWithout, .factMissing]),
    ])
    func whatIsTakenBackIsMissing(name: String, expected: [FlagKind]) {
        var sound = SoundDeal()
        sound.withdraw(name)
        // At “in the funnel” only what the two places above ask for counts as skipped: a need among it, roles not.
        #expect(sound.kinds() == expected)
        #expect(sound.kinds(day: 4) == [])
    }

    @Test func aFlagSaysWhatWhyAndHowToClearIt() throws {
        var sound = SoundDeal()
        sound.withdraw("win user")
        let flag = try #require(sound.deal.sheet(day: 10).flags.first)
        #expect(flag.id == "no-win/\(sound.user)")
        #expect(flag.person == sound.user)
        #expect(flag.what == "How Berta would win is not known.")
        #expect(flag.claims == [])
        #expect(!flag.danger.isEmpty && !flag.clearing.isEmpty)
        #expect(flag.rule.provenance.mark == "source")
        // Since Berta is on the sheet.
        #expect(flag.since == Deal.day(0))
    }

    @Test func twoEconomicInfluencesAreOneTooMany() throws {
        var sound = SoundDeal()
        sound.deal.state(SellingKinds.role, OfPerson(sound.user, .economic), day: 6)
        let flag = try #require(sound.deal.sheet(day: 10).flags.first { $0.kind == .severalEconomicInfluences })
        #expect(flag.since == Deal.day(6))
        #expect(flag.claims.count == 2)
        #expect(flag.rule.provenance.mark == "literature")
    }

    @Test func contactsAgeAndTheSheetSaysWhen() throws {
        let sound = SoundDeal()
        // Met on day 3 at 10:00: key influences are due from the beginning of day 24 on, the rest of day 48, everything is stale from day 33 on. The close date is day
        // 60, the step is due on day 20, so it is overdue from the start of day 21 on.
        #expect(sound.deal.sheet(day: 10).nextChange == Deal.day(21, hour: 0))
        #expect(sound.kinds(day: 21) == [.stepOverdue])
        #expect(sound.deal.sheet(day: 21).nextChange == Deal.day(24, hour: 0))
        #expect(sound.deal.sheet(day: 23, hour: 23).flags.map(\.kind) == [.stepOverdue])
        let stale = sound.deal.sheet(day: 24, hour: 0).flags.filter { $0.kind == .contactStale }
        #expect(stale.map(\.person) == [sound.boss, sound.user, sound.tech])
        #expect(stale.map(\.since) == [Deal.day(24, hour: 0), Deal.day(24, hour: 0), Deal.day(24, hour: 0)])
        #expect(stale.first?.what == "Cleo was last contacted on 2026-01-08 (meeting).")
        #expect(sound.kinds(day: 33).contains(.evidenceStale))
        #expect(!sound.kinds(day: 32).contains(.evidenceStale))
        #expect(sound.deal.sheet(day: 48).flags.filter { $0.kind == .contactStale }.count == 4)
        // Day 62 is 60 days after the move to its place on day 2.
        #expect(!sound.kinds(day: 61).contains(.ageing))
        #expect(sound.kinds(day: 62).contains(.ageing))
    }

    /// Met on 8 January 2026, at 23:30 in Helsinki (UTC+2): at midnight that is a day ago.
    @Test func daysOfThresholdsAreThoseOfTheCalendarAsAgesAreTold() throws {
        var deal = Deal()
        deal.zone = try #require(TimeZone(identifier: "Europe/Helsinki"))
        deal.settings.keyContactDays = 3
        deal.settings.evidenceDays = 2
        let ines = deal.person("Ines")
        deal.state(SellingKinds.role, OfPerson(ines, .economic))
        deal.interactions.append(LinkedInteraction(
            place: .interaction(Identifier(Deal.number(7))), kind: .call, title: "Late call", at: Deal.day(3, hour: 21).advanced(by: 1_800_000), recordedAt: Deal.day(3, hour: 22), people: [ines]
        ))
        func kinds(_ day: Int, _ hour: Int) -> [FlagKind] { deal.sheet(day: day, hour: hour).flags.map(\.kind).filter { [.contactStale, .evidenceStale].contains($0) } }
        // In Helsinki a day begins at 22:00 UTC. On the 10th it was two days ago, on the 11th three.
        #expect(kinds(4, 21) == [] && kinds(4, 22) == [.evidenceStale])
        #expect(kinds(5, 21) == [.evidenceStale] && kinds(5, 22) == [.contactStale, .evidenceStale])
        let clock = deal.input(day: 5, hour: 22).clock, stale = try #require(deal.sheet(day: 5, hour: 22).flags.first { $0.kind == .contactStale })
        #expect(clock.days(since: Deal.day(3, hour: 21).advanced(by: 1_800_000)) == 3)
        #expect(stale.since == Deal.day(5, hour: 22))
        #expect(deal.sheet(day: 4, hour: 22).nextChange == Deal.day(5, hour: 22))
    }

    @Test func nothingChangesBeforeItsNextChange() {
        let sound = SoundDeal()
        var day = 10
        var seen = 0
        // From change to change: a second before each, the flags are still those of the last.
        while let next = sound.deal.sheet(day: day).nextChange, seen < 20 {
            let before = (next.milliseconds - 1000 - Deal.opening.milliseconds) / 1000
            var input = sound.deal.input(day: day)
            let now = StrategySheet.assess(input).flags.map(\.id)
            input.clock.now = Deal.opening.advanced(by: before * 1000)
            if input.clock.now > Deal.day(day, hour: 12) { #expect(StrategySheet.assess(input).flags.map(\.id) == now) }
            day = Int((next.milliseconds - Deal.opening.milliseconds) / 86_400_000) + 1
            seen += 1
        }
        #expect(seen >= 5)
    }

    @Test(arguments: 0..<30) func betweenNowAndTheNextChangeASheetStaysAsItIs(seed: Int) throws {
        var generator = Shuffler(state: UInt64(seed))
        var sound = SoundDeal()
        sound.deal.zone = try #require(TimeZone(identifier: ["Europe/Helsinki", "America/New_York", "Asia/Kolkata"][seed % 3]))
        let everybody = sound.deal.people.map(\.id) + [sound.deal.person("Late"), sound.deal.person("Later")]
        for _ in 0..<6 {
            let day = Int.random(in: 0..<120, using: &generator)
            let people = everybody.filter { _ in Bool.random(using: &generator) }
            sound.deal.meet(people, day: day, recorded: Int.random(in: 0...5, using: &generator))
        }
        sound.deal.state(SellingKinds.contact, OfPerson(everybody[4], StatedContact("a visit", on: Deal.date(Int.random(in: 0..<90, using: &generator)))))
        sound.deal.state(SellingKinds.aim, OfPerson(everybody[4], "To be asked"), day: 5, observed: Int.random(in: 0..<40, using: &generator))
        sound.deal.state(SellingKinds.action, NextAction("Ring", due: Deal.date(Int.random(in: 0..<90, using: &generator))), day: 4)
        var input = sound.deal.input(day: 6)
        var steps = 0
        while steps < 40 {
            let sheet = StrategySheet.assess(input)
            guard let next = sheet.nextChange else { break }
            #expect(next > input.clock.now)
            input.clock.now = next.advanced(by: -1)
            let before = StrategySheet.assess(input)
            #expect(before.flags == sheet.flags)
            #expect(SheetDifference(from: sheet, to: before).changes.isEmpty)
            #expect(before.nextChange == next)
            input.clock.now = next
            steps += 1
        }
        // It comes to an end: everything that ages has aged, and ten years later it is the same.
        #expect((8..<40).contains(steps))
        let last = StrategySheet.assess(input)
        input.clock.now = input.clock.now.advanced(by: 3_650 * 86_400_000)
        #expect(StrategySheet.assess(input).flags == last.flags)
    }

    @Test func aContactClearsTheFlagByItself() {
        var sound = SoundDeal()
        let late = sound.deal.person("Late")
        sound.deal.state(SellingKinds.degree, OfPerson(late, .low), day: 5)
        #expect(sound.kinds(day: 10) == [.notContacted])
        sound.deal.meet([late], day: 11, .call)
        #expect(sound.kinds(day: 12) == [])
        // As known before, it is still there.
        #expect(sound.kinds(day: 10) == [.notContacted])
    }

    @Test func aCoachOfOurOwnIsNoContact() {
        var deal = Deal()
        let own = deal.person("Sanna", own: true), ines = deal.person("Ines")
        deal.state(SellingKinds.role, OfPerson(own, .coach))
        deal.state(SellingKinds.role, OfPerson(ines, .user))
        deal.meet([own, ines], day: 1)
        let flags = deal.sheet(day: 2).flags
        #expect(flags.contains { $0.kind == .singleThreaded && $0.what == "Only Ines was contacted within 90 days." })
        #expect(!flags.contains { $0.kind == .noCoach })
        #expect(!flags.contains { $0.person == own })
        // Ines's contact on day 1 falls out on day 91; then nobody was.
        #expect(deal.sheet(day: 92).flags.first { $0.kind == .singleThreaded }?.what == "Nobody of the customer was contacted within 90 days.")
    }

    @Test func oneThreadIsSinceTheSecondFellOut() throws {
        var deal = Deal()
        let ines = deal.person("Ines"), olav = deal.person("Olav")
        deal.state(SellingKinds.role, OfPerson(ines, .user))
        deal.meet([ines, olav], day: 1)
        deal.meet([ines], day: 50)
        #expect(!deal.sheet(day: 60).flags.contains { $0.kind == .singleThreaded })
        let flag = try #require(deal.sheet(day: 95).flags.first { $0.kind == .singleThreaded })
        #expect(flag.since == Deal.day(91, hour: 0))
        #expect(flag.places.count == 1)
    }

    @Test func aChangeOfJobStandsUntilItIsAssessedAnew() {
        var sound = SoundDeal()
        sound.deal.state(
            SellingKinds.jobChange, OfPerson(sound.boss, JobChange(.newRole, "becomes head of the group", on: Deal.date(6))), about: .person(sound.boss), day: 7
        )
        #expect(sound.kinds(day: 10) == [.jobChanged])
        sound.deal.state(SellingKinds.degree, OfPerson(sound.boss, .high), day: 11)
        #expect(sound.kinds(day: 12) == [])
    }

    @Test func whoLeftStaysAFlagWhileItHoldsARole() {
        var sound = SoundDeal()
        sound.deal.state(SellingKinds.jobChange, OfPerson(sound.coach, JobChange(.left, "has gone")), about: .person(sound.coach), day: 7)
        #expect(sound.kinds(day: 10) == [.jobChanged])
        sound.withdraw("role coach", day: 11)
        #expect(sound.kinds(day: 12) == [.noCoach])
    }

    @Test func aReorganisationStandsUntilKeyInfluencesAreAssessedAnew() {
        var sound = SoundDeal()
        sound.deal.state(SellingKinds.reorganisation, "Two plants become one", about: .organization(Deal.account), day: 6)
        #expect(sound.kinds(day: 10) == [.reorganisation])
        for person in [sound.boss, sound.user] { sound.deal.state(SellingKinds.degree, OfPerson(person, .high), day: 11) }
        #expect(sound.deal.sheet(day: 12).flags.map(\.what) == ["Two plants become one. Not assessed since: Timo."])
        sound.deal.state(SellingKinds.role, OfPerson(sound.tech, .technical), day: 13)
        #expect(sound.kinds(day: 14) == [])
    }

    @Test func anAdviserOfTheTopWantsAssessing() {
        var sound = SoundDeal()
        let adviser = sound.deal.person("Viktor")
        sound.deal.state(SellingKinds.advises, OfPerson(adviser, sound.boss), about: .person(adviser), day: 6)
        #expect(sound.deal.sheet(day: 10).flags.map(\.what) == ["Viktor advises Cleo and is not assessed."])
        // Whom a coach asks for advice matters less.
        var other = SoundDeal()
        other.deal.state(SellingKinds.advises, OfPerson(other.deal.person("Viktor"), other.coach), about: .person(other.deal.people[4].id), day: 6)
        #expect(other.kinds() == [])
    }

    @Test func whoTurnsUpLateIsNewForAWhile() {
        var sound = SoundDeal()
        let late = sound.deal.person("Late")
        sound.deal.state(SellingKinds.aim, OfPerson(late, "To be asked"), day: 16)
        #expect(sound.kinds(day: 17) == [.notContacted, .newToSale, .degreeUnknown])
        // 30 days after day 16.
        #expect(sound.kinds(day: 45).contains(.newToSale))
        #expect(!sound.kinds(day: 46).contains(.newToSale))
        // 14 days after the start count, whatever the time of day: it began on day 0 in the afternoon, and what is stated is stated at 10:00.
        func isNew(from day: Int) -> Bool {
            var sound = SoundDeal()
            sound.deal.objective.openedAt = Deal.day(0, hour: 15)
            sound.deal.state(SellingKinds.aim, OfPerson(sound.deal.person("Late"), "To be asked"), day: day)
            return sound.kinds(day: 17).contains(.newToSale)
        }
        #expect(isNew(from: 14) && !isNew(from: 13))
    }

    @Test func whatOnlyTheCoachSaidWantsAnother() {
        var sound = SoundDeal()
        sound.deal.state(SellingKinds.win, OfPerson(sound.boss, "Wants the seat on the board"), day: 6, saidBy: sound.coach)
        #expect(sound.deal.sheet(day: 10).flags.map(\.what) == ["Win of Cleo (Wants the seat on the board): only Adam said so."])
        sound.deal.state(SellingKinds.win, OfPerson(sound.boss, "Wants the seat on the board"), day: 11, saidBy: sound.user)
        #expect(sound.kinds(day: 12) == [])
        // What the coach says of itself needs no other.
        sound.deal.state(SellingKinds.win, OfPerson(sound.coach, "Is asked for advice"), day: 12, saidBy: sound.coach)
        #expect(sound.kinds(day: 13) == [])
    }

    @Test func anAimThatNothingTakesUpIsLeftOut() {
        var sound = SoundDeal()
        sound.withdraw("win user")
        sound.withdraw("result user")
        #expect(sound.kinds() == [.aimLeftOut, .noWin, .noResult])
    }

    @Test(arguments: [(ResponseMode.overconfident, [FlagKind.overconfident]), (.evenKeel, [.evenKeel]), (.growth, [])])
    func someModesAreFlags(mode: ResponseMode, expected: [FlagKind]) {
        var sound = SoundDeal()
        sound.deal.state(SellingKinds.response, OfPerson(sound.boss, Response(mode)), day: 6)
        #expect(sound.kinds() == expected)
    }

    @Test func aNewProposalWantsNewResponses() {
        var sound = SoundDeal()
        sound.deal.state(SellingKinds.proposal, Proposal("All lines", madeOn: Deal.date(7)), day: 7)
        #expect(sound.kinds() == [.responseOutdated, .responseOutdated, .responseOutdated])
    }

    @Test func resultsWantNumbersAndUnits() {
        var sound = SoundDeal()
        sound.deal.state(SellingKinds.result, OfPerson(sound.user, MeasuredResult("Less noise", number: 3)), day: 6)
        #expect(sound.deal.sheet(day: 10).flags.map(\.id) == ["result-without-number/\(sound.user)/Less noise"])
    }

    @Test func losingIsAFlag() throws {
        var sound = SoundDeal()
        sound.deal.state(SellingKinds.outlook, OfPerson(sound.user, Outlook(.loses, reason: "Two jobs go")), day: 6)
        let flag = try #require(sound.deal.sheet(day: 10).flags.first { $0.kind == .notWinWin })
        #expect(flag.what == "As it stands it is win-lose.")
        #expect(flag.claims.count == 1)
        #expect(flag.since == Deal.day(6))
    }

    @Test func competitorsProfileAndReadiness() {
        var sound = SoundDeal()
        sound.deal.state(SellingKinds.competitor, Competitor("Pumpenwerk", standing: .preferred), day: 6)
        sound.deal.state(SellingKinds.readiness, Readiness(.notReady), day: 6)
        sound.deal.fitsProfile = .known(false)
        // The account not fitting is also something that the universe asks for.
        #expect(sound.kinds() == [.competitorPreferred, .notReadyToChange, .movedOnWithout, .outsideProfile])
        sound.deal.state(SellingKinds.competitor, Competitor("PUMPENWERK", standing: .out), day: 7)
        sound.deal.state(SellingKinds.readiness, Readiness(.ready), day: 7)
        sound.deal.fitsProfile = .known(true)
        #expect(sound.kinds() == [])
    }

    @Test func closeDatesThatPassOrMove() throws {
        var sound = SoundDeal()
        var last = try #require(sound.claims["close-date"])
        for (day, date) in [(4, 70), (5, 80), (6, 90)] {
            last = sound.deal.state(SellingKinds.closeDate, Deal.date(date), day: day, supersedes: last)
        }
        let flag = try #require(sound.deal.sheet(day: 10).flags.first)
        // 5 January and 60 days is 6 March 2026, and 90 days is 5 April.
        #expect(flag.what == "The close date was put off 3 times, from 2026-03-06 to 2026-04-05.")
        #expect(!sound.kinds(day: 5).contains(.closeDateMoved))
        #expect(!sound.deal.sheet(day: 90, hour: 23).flags.contains { $0.kind == .closeDatePassed })
        #expect(sound.deal.sheet(day: 91, hour: 0).flags.first { $0.kind == .closeDatePassed }?.since == Deal.day(91, hour: 0))
    }

    @Test func stepsWantDates() {
        var sound = SoundDeal()
        sound.deal.state(SellingKinds.action, NextAction("Call Timo"), day: 6)
        #expect(sound.kinds() == [.stepWithoutDate])
    }

    @Test func assumptionsAreUncertain() {
        var sound = SoundDeal()
        sound.deal.state(
            SellingKinds.aim, OfPerson(sound.boss, "A quiet year"), day: 6, evidence: [Evidence(.claim(sound.strength), basis: .assumed)]
        )
        #expect(sound.deal.sheet(day: 10).flags.map(\.what) == ["Own aim of Cleo (A quiet year) is only assumed."])
    }

    @Test func movingOnWithoutTheWorkIsPossibleAndFlagged() {
        var sound = SoundDeal()
        sound.withdraw("own-result")
        sound.deal.state(SellingKinds.move, Move(to: .bestFew), day: 6)
        let sheet = sound.deal.sheet(day: 10)
        #expect(sheet.funnel.place.value?.value == .bestFew)
        #expect(sheet.flags.map(\.id) == ["own-result-missing", "moved-on-without/win-win"])
    }

    @Test func aSaleThatEndedHasNoFlags() {
        var deal = Deal()
        deal.state(SellingKinds.ending, Ending(.lost), day: 1)
        #expect(deal.sheet(day: 2).flags.isEmpty)
        #expect(deal.sheet(day: 2).nextChange == nil)
    }

    @Test func acceptedFlagsAreAcceptedUntilTheyComeBack() throws {
        var sound = SoundDeal()
        let id = "contact-stale/\(sound.boss)"
        sound.deal.state(SellingKinds.acceptedFlag, FlagAcceptance(flag: id, reason: "On leave until spring"), day: 30)
        let accepted = try #require(sound.deal.sheet(day: 31).flags.first { $0.id == id })
        #expect(accepted.accepted?.value.reason == "On leave until spring")
        #expect(!accepted.isOpen)
        // Met on day 40 it clears; 21 days later it is another flag.
        sound.deal.meet([sound.boss], day: 40)
        #expect(!sound.deal.sheet(day: 41).flags.contains { $0.id == id })
        #expect(sound.deal.sheet(day: 61).flags.first { $0.id == id }?.isOpen == true)
    }
}

/// Strengths, and what actions are for.
@Suite struct LeverageTests {
    @Test func aStrengthMustMatterToAnInfluence() {
        var sound = SoundDeal()
        sound.deal.state(SellingKinds.strength, StrengthStatement("A well-known name"), day: 4)
        sound.deal.state(SellingKinds.strength, StrengthStatement("Local stock", mattersTo: Identifier(Deal.number(77))), day: 5)
        let strengths = sound.deal.sheet(day: 10).strengths
        #expect(strengths.map(\.counts) == [true, false, false])
        #expect(strengths.map(\.reason) == [
            "It matters to Cleo.", "It is not stated to whom it matters.", "The person it matters to is no influence of this sale.",
        ])
        #expect(strengths.first?.actions.first == sound.claims["action"])
        #expect(strengths.map(\.actions.count) == [1, 0, 0])
    }

    @Test func actionsNameWhatTheyAreFor() throws {
        var sound = SoundDeal()
        sound.withdraw("role coach")
        sound.deal.state(SellingKinds.action, NextAction("Ask Berta for guidance", due: Deal.date(15), removes: "no-coach"), day: 6)
        sound.deal.state(SellingKinds.action, NextAction("Send a card", due: Deal.date(14)), day: 6)
        sound.deal.state(SellingKinds.action, NextAction("Find the boss", due: Deal.date(16), removes: "no-economic-influence"), day: 6)
        sound.deal.state(SellingKinds.action, NextAction("Rang", due: Deal.date(4), doneOn: Deal.date(4), removes: "no-coach"), day: 6)
        let sheet = sound.deal.sheet(day: 10)
        #expect(sheet.actions.map(\.stated.value.what) == ["Send a card", "Ask Berta for guidance", "Find the boss", "Show the service report", "Rang"])
        #expect(sheet.actions.map(\.purpose) == [
            .none, .removes("no-coach"), .gone("no-economic-influence"), .uses("strength/\(sound.strength)"), .removes("no-coach"),
        ])
        let flag = try #require(sheet.flags.first { $0.kind == .noCoach })
        // What was done does not count as planned.
        #expect(flag.actions.count == 1)
    }
}
