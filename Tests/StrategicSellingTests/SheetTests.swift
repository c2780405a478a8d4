import Covalence
import Foundation
import StrategicSelling
import Testing

/// The sheet: what is stated of an objective, as known at a moment. Expected values are counted by hand from the deals written here.
@Suite struct SheetTests {
    @Test func theLatestConfirmedStatementDecides() throws {
        var deal = Deal()
        let first = deal.state(SellingKinds.amount, euro(100), day: 0)
        deal.state(SellingKinds.amount, euro(200), day: 3, supersedes: first)
        deal.state(SellingKinds.amount, euro(900), day: 4, standing: .suggested)
        let rejected = deal.state(SellingKinds.amount, euro(800), day: 5)
        deal.decide(rejected, .rejected, day: 5)
        #expect(deal.sheet(day: 6).facts.amount.value?.value == euro(200))
        // As known on the second day, the first amount held.
        #expect(deal.sheet(day: 2).facts.amount.value?.value == euro(100))
        #expect(deal.sheet(day: 6).waiting.map(\.title) == ["Amount"])
    }

    @Test func whatHeldLaterDecidesEvenIfLearntEarlier() {
        var deal = Deal()
        deal.state(SellingKinds.stage, "Proposal", day: 5, observed: 5)
        // An import brings, on the eighth day, what held on the second.
        deal.state(SellingKinds.stage, "Discovery", day: 8, observed: 2, author: .imported("crm.csv"))
        #expect(deal.sheet(day: 9).facts.stage.value?.value == "Proposal")
    }

    @Test func withdrawnStatementsAreNotKnown() {
        var deal = Deal()
        let what = deal.state(SellingKinds.what, WhatIsSold("Monitoring"), day: 0)
        deal.decide(what, .withdrawn, day: 2)
        #expect(deal.sheet(day: 1).facts.what.value?.value.text == "Monitoring")
        #expect(deal.sheet(day: 3).facts.what.missing == .material("what exactly is to be sold."))
    }

    @Test func aStatementCarriesItsClaimsAndItsBasis() throws {
        var deal = Deal()
        let ines = deal.person("Ines")
        let talk = deal.meet([ines], day: 1)
        let said = deal.state(SellingKinds.degree, OfPerson(ines, .high), day: 0)
        let seen = deal.state(SellingKinds.degree, OfPerson(ines, .high), day: 2, evidence: [Evidence(.interaction(talk))])
        let degree = try #require(deal.sheet(day: 3).influence(ines)?.degree.value)
        #expect(degree.claims == [seen, said])
        #expect(degree.basis == .observed)
        #expect(degree.since == Deal.day(0))
        #expect(degree.at == Deal.day(2))
        // Without evidence it is what Sanna says.
        let before = try #require(deal.sheet(day: 1).influence(ines)?.degree.value)
        #expect(before.basis == .reported)
        #expect(before.author == .person("Sanna"))
        #expect(before.confirmation == nil)
    }

    @Test func whatTheEngineSuggestedIsToldWithWhoConfirmedIt() throws {
        var deal = Deal()
        let olav = deal.person("Olav")
        let wins = deal.state(SellingKinds.outlook, OfPerson(olav, Outlook(.wins)), author: .engine("rules/1"), standing: .suggested)
        #expect(deal.sheet(day: 1).influence(olav) == nil)
        #expect(deal.sheet(day: 1).waiting.map(\.author) == [.engine("rules/1")])
        deal.state(SellingKinds.role, OfPerson(olav, .economic))
        deal.decide(wins, .confirmed, day: 2)
        let sheet = deal.sheet(day: 3), outlook = try #require(sheet.influence(olav)?.outlook)
        #expect(outlook.author == .engine("rules/1"))
        #expect(outlook.confirmation?.author == .person("Sanna"))
        #expect(outlook.confirmation?.at == Deal.day(2))
        #expect(sheet.winResults.buyer.reasons.map(\.text) == ["Olav wins, as Sanna confirmed."])
        // What took its place was taken back, and so it holds again: it was confirmed before that.
        deal.decide(wins, .superseded, day: 4)
        deal.decide(wins, .confirmed, day: 5)
        #expect(deal.sheet(day: 6).influence(olav)?.outlook?.confirmation?.at == Deal.day(2))
        // Rejected, and later confirmed after all.
        deal.decide(wins, .rejected, day: 7)
        deal.decide(wins, .confirmed, day: 8)
        #expect(deal.sheet(day: 9).influence(olav)?.outlook?.confirmation?.at == Deal.day(8))
        #expect(deal.sheet(day: 3).influence(olav)?.outlook?.confirmation?.at == Deal.day(2))
    }

    @Test func influencesHoldSeveralRolesAndStandByWeight() {
        var deal = Deal()
        let coach = deal.person("Adam"), user = deal.person("Berta"), boss = deal.person("Cleo"), second = deal.person("Dora")
        deal.state(SellingKinds.role, OfPerson(coach, .coach))
        deal.state(SellingKinds.role, OfPerson(user, .user))
        deal.state(SellingKinds.role, OfPerson(second, .user))
        deal.state(SellingKinds.degree, OfPerson(second, .high))
        deal.state(SellingKinds.role, OfPerson(boss, .technical))
        deal.state(SellingKinds.role, OfPerson(boss, .economic))
        let sheet = deal.sheet(day: 1)
        #expect(sheet.influences.map(\.name) == ["Cleo", "Dora", "Berta", "Adam"])
        #expect(sheet.influences.first?.roles.map(\.value) == [.economic, .technical])
        #expect(sheet.roles.map(\.holders) == [[boss], [second, user], [boss], [coach]])
        #expect(sheet.influences.map(\.isKey) == [true, true, true, false])
    }

    @Test func contactsComeFromInteractions() throws {
        var deal = Deal()
        let ines = deal.person("Ines"), olav = deal.person("Olav"), own = deal.person("Sanna", own: true)
        deal.state(SellingKinds.role, OfPerson(ines, .user))
        deal.meet([own, ines], day: 2, .mail)
        deal.meet([own, ines, olav], day: 5)
        deal.meet([own, ines], day: 9, recorded: 4, title: "Review")
        deal.state(SellingKinds.contact, OfPerson(ines, StatedContact("met at the fair", on: Deal.date(1))), day: 3)
        let sheet = deal.sheet(day: 6)
        let contact = try #require(sheet.influence(ines)?.contact)
        #expect(contact.contacts.map(\.how) == ["met at the fair", "mail", "meeting"])
        #expect(contact.contacts.map(\.basis) == [.reported, .observed, .observed])
        #expect(contact.last?.at == Deal.day(5))
        #expect(contact.planned?.title == "Review")
        // Olav took part and is on no sheet; Sanna is one of us.
        #expect(sheet.notOnSheet.map(\.name) == ["Olav"])
        // The planned talk becomes a contact when it begins.
        #expect(try #require(sheet.nextChange) <= Deal.day(9))
        // On the third day nobody knew of the talk on the fifth, nor of the one on the ninth.
        #expect(deal.sheet(day: 3).influence(ines)?.contact.contacts.count == 2)
        #expect(deal.sheet(day: 3).influence(ines)?.contact.planned == nil)
    }

    @Test func whoSatOnOurSideIsNotAmongTheCustomersPeople() throws {
        var deal = Deal()
        let ines = deal.person("Ines"), anna = Identifier<Person>(Deal.number(950))
        // Of Anna nobody said where she works.
        deal.people.append(Person(id: anna, name: "Anna"))
        deal.interactions.append(LinkedInteraction(
            place: .meeting(Identifier(Deal.number(951))), kind: .meeting, title: "Talk", at: Deal.day(1), recordedAt: Deal.day(1), people: [anna, ines], sellers: [anna]
        ))
        let input = deal.input(day: 2)
        #expect(input.ours == [anna])
        #expect(StrategySheet.assess(input).notOnSheet.map(\.name) == ["Ines"])
        // Who is one of us buys nothing, whatever is stated.
        deal.state(SellingKinds.role, OfPerson(anna, .coach), day: 2)
        #expect(deal.sheet(day: 3).influence(anna)?.isOwn == true)
        #expect(deal.sheet(day: 3).body.outsiders.isEmpty)
    }

    @Test func calledOffAndCopiedIsNoContact() throws {
        let ines = Identifier<Person>(UUID()), at = Deal.day(0)
        var mail = Interaction(
            id: Identifier(UUID()), kind: .mail, title: "Offer", startedAt: at, recordedAt: at,
            participants: [.init(.from, person: ines), .init(.copy, person: Identifier(UUID())), .init(.about, person: Identifier(UUID()))]
        )
        #expect(LinkedInteraction(mail)?.people == [ines])
        mail.endedAt = Deal.day(0, hour: 9)
        // It ends before it begins: its length is not known.
        #expect(try #require(LinkedInteraction(mail)).milliseconds == nil)
        mail.isCancelled = true
        #expect(LinkedInteraction(mail) == nil)
    }

    @Test func peopleWhoAreGoneFillNoRole() throws {
        var deal = Deal()
        let ines = deal.person("Ines")
        deal.state(SellingKinds.role, OfPerson(ines, .economic))
        deal.people = []
        let sheet = deal.sheet(day: 1)
        #expect(sheet.influence(ines)?.person == nil)
        #expect(sheet.influence(ines)?.isKey == false)
        #expect(sheet.roles.first?.isFilled == false)
    }

    @Test func brokenAndForeignClaimsAreKeptApart() throws {
        var deal = Deal()
        let id = deal.state(SellingKinds.amount, euro(100))
        deal.claims[0].payload["currency"] = "shells"
        deal.state(SellingKinds.stage, "Proposal", about: .objective(Identifier(Deal.number(99))))
        deal.claims.append(Claim(
            id: Identifier(Deal.number(98)), kind: "weather.report", subject: .objective(deal.objective.id), author: .imported("x"),
            recordedAt: Deal.day(0), standing: .confirmed
        ))
        let sheet = deal.sheet(day: 1)
        #expect(sheet.unread == [id])
        #expect(sheet.facts.amount.value == nil)
        #expect(sheet.facts.stage.value == nil)
    }

    @Test(arguments: 0..<10) func theOrderOfWhatIsPassedDoesNotMatter(seed: Int) {
        var sound = SoundDeal()
        sound.deal.meet([sound.user, sound.boss], day: 3, .call)
        sound.deal.state(SellingKinds.aim, OfPerson(sound.user, "A calm line"), day: 2, standing: .suggested)
        let input = sound.deal.input(day: 30)
        var shuffled = input
        var generator = Shuffler(state: UInt64(seed))
        shuffled.claims.shuffle(using: &generator)
        shuffled.people.shuffle(using: &generator)
        shuffled.interactions.shuffle(using: &generator)
        #expect(StrategySheet.assess(shuffled) == StrategySheet.assess(input))
    }

    @Test func whatIsConfidentialToOthersCountsForNothing() {
        var sound = SoundDeal()
        let without = sound.deal.sheet(day: 10)
        let secret = sound.deal.state(SellingKinds.competitor, Competitor("Pumpenwerk", standing: .preferred), day: 5)
        // The reader may not know of it, so it is not passed.
        var input = sound.deal.input(day: 10)
        input.claims.removeAll { $0.id == secret }
        #expect(StrategySheet.assess(input) == without)
    }

    @Test func settingsOfAnySizeDoNoHarm() {
        var sound = SoundDeal()
        for size in [Int.min, -1, 0, Int.max] {
            sound.deal.settings.keyContactDays = size
            sound.deal.settings.contactDays = size
            sound.deal.settings.evidenceDays = size
            sound.deal.settings.threadDays = size
            sound.deal.settings.threadPeople = size
            sound.deal.settings.newToSaleDays = size
            sound.deal.settings.newToSaleAfterDays = size
            sound.deal.settings.closeDateMoves = size
            sound.deal.settings.ageingDays = [size]
            sound.deal.settings.askedAtOnce = size
            sound.deal.settings.weighedSuggestions = size
            let flags = sound.deal.sheet(day: 10).flags
            #expect(flags.contains { $0.kind == .contactStale } == (size < 7))
            #expect(Asking.choose(sound.deal.input(day: 10)).questions.isEmpty)
        }
    }

    @Test func theSubjectsOfASheetAreThoseOfOneObjective() {
        var deal = Deal()
        let ines = deal.person("Ines"), olav = deal.person("Olav")
        deal.state(SellingKinds.role, OfPerson(ines, .user))
        deal.state(SellingKinds.role, OfPerson(deal.person("Elsewhere"), .user), about: .objective(Identifier(Deal.number(99))))
        deal.meet([olav], day: 1)
        #expect(SheetInput.subjects(of: deal.objective, claims: deal.claims, interactions: deal.interactions) == [
            .objective(deal.objective.id), .organization(Deal.account), .person(ines), .person(olav),
        ])
    }

    @Test func anEarlierCloseDateIsNoPuttingOff() {
        var deal = Deal()
        var last = deal.state(SellingKinds.closeDate, Deal.date(30), day: 0)
        for (day, date) in [(1, 40), (2, 35), (3, 50)] {
            last = deal.state(SellingKinds.closeDate, Deal.date(date), day: day, supersedes: last)
        }
        #expect(deal.sheet(day: 4).facts.timesPutOff == 2)
        #expect(deal.sheet(day: 4).facts.closeDate.value?.value == Deal.date(50))
        // A suggestion of the engine that was replaced before anybody confirmed it never held.
        let guess = deal.state(SellingKinds.closeDate, Deal.date(90), day: 4, author: .engine("words-en/1"), standing: .suggested)
        deal.decide(guess, .superseded, day: 4)
        deal.state(SellingKinds.closeDate, Deal.date(95), day: 5, supersedes: last)
        #expect(deal.sheet(day: 6).facts.closeDates.map(\.value) == [30, 40, 35, 50, 95].map { Deal.date($0) })
    }

    @Test func daysBeginWhereTheReaderIs() throws {
        // Helsinki is two hours ahead in winter, three in summer; clocks go forward on 29 March 2026 at 03:00 local time.
        let zone = try #require(TimeZone(identifier: "Europe/Helsinki"))
        let clock = LocalClock(now: try #require(Timestamp(iso8601: "2026-01-05T22:30:00Z")), zone: zone)
        #expect(clock.today == CalendarDay("2026-01-06"))
        #expect(clock.start(of: try #require(CalendarDay("2026-01-06"))) == Timestamp(iso8601: "2026-01-05T22:00:00Z"))
        #expect(clock.start(of: try #require(CalendarDay("2026-03-30"))) == Timestamp(iso8601: "2026-03-29T21:00:00Z"))
        #expect(clock.day(of: Timestamp(milliseconds: -1)) == CalendarDay("1970-01-01"))
        // Half an hour after midnight, half an hour before midnight is a day ago.
        #expect(clock.days(since: try #require(Timestamp(iso8601: "2026-01-05T21:59:00Z"))) == 1)
        #expect(clock.days(since: try #require(Timestamp(iso8601: "2026-01-05T22:00:00Z"))) == 0)
    }
}

/// Numbers from a seed (SplitMix64).
struct Shuffler: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

/// Settings as they are stored.
@Suite struct SellingSettingsTests {
    @Test func whatAStoredFormLacksKeepsItsDefault() throws {
        let read = try JSONDecoder().decode(SellingSettings.self, from: Data(#"{"contactDays": 10, "unheard": 3}"#.utf8))
        var expected = SellingSettings()
        expected.contactDays = 10
        #expect(read == expected)
    }

    @Test func whatIsWrittenIsRead() throws {
        var settings = SellingSettings()
        settings.ageingDays = [1, 2]
        settings.topShare = 0.25
        #expect(try JSONDecoder().decode(SellingSettings.self, from: JSONEncoder().encode(settings)) == settings)
    }
}
