import Covalence
import Foundation
import StrategicSelling
import Testing

/// What was read in a few talks, by hand. Talk n took place on day n; its transcript is number 500 + n, and each passage has 100 scalars of it.
private struct Talks {
    var deal = Deal()
    var passages: [ReadPassage] = []

    mutating func say(
        _ speaker: Identifier<Person>?, _ text: String, _ shares: [String: Double] = [:], talk: Int = 1, place: Int? = nil, side: Side? = .customer,
        of referent: ReadPassage.Referent = .speaker, names: [String] = [], found: [ReadFinding] = []
    ) {
        passages.append(ReadPassage(
            place: Self.words(talk, place ?? passages.count), interaction: .meeting(Identifier(Deal.number(400 + talk))), at: Deal.day(talk), text: text,
            speaker: speaker, side: side, shares: shares, referent: referent, names: names, findings: found
        ))
    }

    static func words(_ talk: Int, _ place: Int, changed: Bool = false) -> Evidence.Place {
        .words(Evidence.Words(transcript: Identifier(Deal.number(500 + talk)), range: place * 100..<place * 100 + 90, wordsChanged: changed))
    }

    func input(_ settings: SuggestionSettings = SuggestionSettings()) -> SuggestionInput {
        SuggestionInput(
            objective: deal.objective, passages: passages, people: deal.people, ownOrganizations: [Deal.ourHouse],
            claims: Ledger(claims: deal.claims, decisions: deal.decisions).asKnown(at: Deal.day(100)), settings: settings
        )
    }

    func read(_ settings: SuggestionSettings = SuggestionSettings()) -> Suggestions { Suggestions.read(input(settings)) }

    /// The suggested roles, by name: “Ines: user”.
    func roles() -> [String] {
        read().statements.compactMap { $0.content(SellingKinds.role) }.map { role in
            "\(deal.people.first { $0.id == role.person }?.name ?? "nobody"): \(role.value.rawValue)"
        }.sorted()
    }

    /// Takes the suggestions over as the ledger would.
    mutating func claim(_ suggestions: Suggestions, from number: Int = 3_000) -> [Identifier<Claim>] {
        suggestions.statements.enumerated().map { place, statement in
            let id = Identifier<Claim>(Deal.number(number + place))
            deal.claims.append(statement.claim(id: id, recordedAt: Deal.day(50)))
            return id
        }
    }
}

/// Who is suggested in which role.
@Suite struct SuggestedRoleTests {
    @Test func onePersonCanHaveTwoRoles() throws {
        var talks = Talks()
        let ines = talks.deal.person("Ines Moreau")
        talks.say(ines, "Nothing over sixty thousand goes out without me.", ["economic-buyer": 0.8])
        talks.say(ines, "I sit at that screen every morning.", ["user-buyer": 0.7, "growth": 0.1])
        #expect(talks.roles() == ["Ines Moreau: economic", "Ines Moreau: user"])
        let first = try #require(talks.read().statements.first)
        // The surest first, with its words, its rule and its engine.
        #expect(first.confidence == 0.8)
        #expect(first.evidence == [Evidence(Talks.words(1, 0))])
        let claim = first.claim(id: Identifier(Deal.number(9)), recordedAt: Deal.day(5))
        #expect(claim.author == .engine("selling-words/2"))
        #expect(claim.standing == .suggested)
        #expect(claim.confidence == 0.8)
        #expect(claim.payload["rule"] == "selling.suggest.role.economic")
        #expect(claim.payload["said-by"] == ines.description)
        #expect(claim.observedAt == Deal.day(1))
    }

    @Test func independentPassagesCountTogether() {
        var talks = Talks()
        let ines = talks.deal.person("Ines")
        // Twice in one talk is not twice: 0.4.
        talks.say(ines, "I'd look at the norm.", ["technical-buyer": 0.4])
        talks.say(ines, "And at the certificate.", ["technical-buyer": 0.4])
        #expect(talks.roles() == [])
        // In another talk: 1 − 0.6 × 0.7 = 0.58. What is below a quarter counts for nothing, and neither does what is not a number.
        talks.say(ines, "Which norm is it?", ["technical-buyer": 0.3], talk: 2)
        talks.say(ines, "Yes.", ["technical-buyer": 0.24], talk: 3)
        talks.say(ines, "Well.", ["technical-buyer": .nan], talk: 4)
        let found = talks.read().statements
        #expect(found.count == 1)
        #expect(abs((found.first?.confidence ?? 0) - 0.58) < 1e-9)
        #expect(found.first?.evidence.map(\.place) == [Talks.words(1, 0), Talks.words(1, 1), Talks.words(2, 2)])
    }

    @Test func atMostThreePlacesAreShown() {
        var talks = Talks()
        let ines = talks.deal.person("Ines")
        for talk in 1...5 { talks.say(ines, "My signature \(talk)", ["economic-buyer": 0.4 + Double(talk) / 10], talk: talk) }
        // The surest come first: 0.9, 0.8, 0.7.
        #expect(talks.read().statements.first?.evidence.map(\.place) == [Talks.words(5, 4), Talks.words(4, 3), Talks.words(3, 2)])
    }

    @Test func whatIsSaidOfSomebodyElseSuggestsTheOthersRole() throws {
        var talks = Talks()
        let ines = talks.deal.person("Ines Moreau")
        let berg = talks.deal.person("Jördis Berg")
        talks.say(ines, "That needs Ms Berg's signature.", ["economic-buyer": 0.9], of: .others, names: ["Ms Berg’s"])
        #expect(talks.roles() == ["Jördis Berg: economic"])
        let statement = try #require(talks.read().statements.first)
        // 0.9 × 0.8, reported by Ines.
        #expect(abs(statement.confidence - 0.72) < 1e-9)
        #expect(statement.evidence.map(\.basis) == [.reported])
        #expect(statement.claim(id: Identifier(Deal.number(9)), recordedAt: Deal.day(5)).payload["said-by"] == ines.description)
        #expect(statement.content(SellingKinds.role)?.person == berg)
    }

    @Test func accentsTitlesAndInitialsDoNotMatter() {
        for name in ["Frau Dr. BERG", "Jordis", "J. Berg", "Berg, Jördis"] {
            var talks = Talks()
            let ines = talks.deal.person("Ines Moreau")
            talks.deal.person("Jördis Berg")
            talks.deal.person("Jan Bergmann")
            talks.say(ines, "It is hers.", ["economic-buyer": 0.9], of: .others, names: [name])
            #expect(talks.roles() == ["Jördis Berg: economic"], "\(name)")
        }
    }

    @Test func aNameThatFitsTwoSuggestsNeither() {
        var talks = Talks()
        let ines = talks.deal.person("Ines Moreau")
        talks.deal.person("Jördis Berg")
        talks.deal.person("Aksel Berg")
        talks.say(ines, "Berg signs it.", ["economic-buyer": 0.9], of: .unclear, names: ["Berg"])
        #expect(talks.roles() == [])
        // Nor the one who said it, nor anybody where two are named, or somebody nobody knows.
        talks.passages = []
        talks.say(ines, "Jördis or Aksel signs it.", ["economic-buyer": 0.9], of: .unclear, names: ["Jördis", "Aksel"])
        talks.say(ines, "Mr Tan signs it.", ["economic-buyer": 0.9], of: .unclear, names: ["Mr Tan"])
        talks.say(ines, "Our director signs it.", ["economic-buyer": 0.9], of: .others)
        talks.say(ines, "Mr signs it.", ["economic-buyer": 0.9], of: .others, names: ["Mr", "B."])
        #expect(talks.roles() == [])
    }

    @Test func whereItIsNotClearOfWhomItSpeaksItCountsLess() {
        var talks = Talks()
        let ines = talks.deal.person("Ines")
        // 0.8 × 0.6 = 0.48 is not enough; 0.9 × 0.6 = 0.54 is.
        talks.say(ines, "It's a signature.", ["economic-buyer": 0.8], of: .unclear)
        #expect(talks.roles() == [])
        talks.passages = []
        talks.say(ines, "It's a signature.", ["economic-buyer": 0.9], of: .unclear)
        #expect(talks.roles() == ["Ines: economic"])
    }

    @Test func onlyTheOtherSideBuysAndAnybodyCanBeACoach() {
        var talks = Talks()
        let sanna = talks.deal.person("Sanna", own: true)
        let reseller = talks.deal.person("Rolf")
        let adviser = talks.deal.person("Ada")
        let ines = talks.deal.person("Ines")
        for code in ["economic-buyer", "coach"] {
            talks.say(sanna, "I", [code: 0.9], side: .seller)
            // Not of our house, but it sells with us.
            talks.say(reseller, "I", [code: 0.9], side: .seller)
            talks.say(adviser, "I", [code: 0.9], side: .thirdParty)
        }
        #expect(talks.roles() == ["Ada: coach", "Ada: economic", "Rolf: coach", "Sanna: coach"])
        // A name of ours in what a customer says is whom it is said to, unless it is about guidance.
        talks.passages = []
        talks.say(ines, "Sanna, in the end I decide.", ["economic-buyer": 0.9], of: .unclear, names: ["Sanna"])
        #expect(talks.roles() == ["Ines: economic"])
        // One of us who tells of the customer without a name is no influence.
        talks.passages = []
        talks.say(sanna, "They give us hints.", ["coach": 0.9], side: .seller, of: .unclear)
        #expect(talks.roles() == [])
    }

    @Test func nothingOfErasedPeopleNorFromTheirWords() {
        var talks = Talks()
        let ines = talks.deal.person("Ines")
        let gone = Identifier<Person>(Deal.number(77))
        talks.say(gone, "I decide.", ["economic-buyer": 0.9, "win": 0.9])
        talks.say(gone, "Ines decides.", ["economic-buyer": 0.9], of: .others, names: ["Ines"])
        talks.say(nil, "I decide.", ["economic-buyer": 0.9])
        #expect(talks.read().statements.isEmpty)
        #expect(talks.read().newcomers.isEmpty)
        // A suggestion about an erased person no longer stands.
        let waiting = talks.deal.state(
            SellingKinds.role, OfPerson(gone, .economic), author: .engine("selling-words/2"), evidence: [Evidence(Talks.words(1, 0))], standing: .suggested
        )
        #expect(talks.read().withdrawn == [waiting])
        // Once the speaker is known as Ines, the same words count.
        talks.passages[2].speaker = ines
        #expect(talks.roles() == ["Ines: economic"])
    }

    @Test func whoTurnedUpIsShownWithItsWords() {
        var talks = Talks()
        let ines = talks.deal.person("Ines"), olav = talks.deal.person("Olav Lind"), sanna = talks.deal.person("Sanna", own: true)
        let known = talks.deal.person("Cleo")
        talks.deal.state(SellingKinds.role, OfPerson(known, .economic))
        talks.say(ines, "Good morning.")
        talks.say(ines, "I check it against the norm.", ["technical-buyer": 0.8])
        talks.say(ines, "Olav would have to see it.", ["not-contacted": 0.6], of: .others, names: ["Olav"])
        talks.say(sanna, "Of course.", side: .seller)
        talks.say(known, "Fine.")
        let newcomers = talks.read().newcomers
        #expect(newcomers.map(\.person) == [ines, olav])
        #expect(newcomers.first?.roles == [.technical])
        #expect(newcomers.first?.words == ["I check it against the norm.", "Olav would have to see it.", "Good morning."])
        #expect(newcomers.last?.roles == [])
        #expect(newcomers.last?.evidence == [Evidence(Talks.words(1, 2), basis: .reported)])
    }
}

/// What else is suggested.
@Suite struct SuggestedStatementTests {
    @Test func modesComeWithTheGapAndMustLead() throws {
        var talks = Talks()
        let ines = talks.deal.person("Ines"), olav = talks.deal.person("Olav")
        talks.say(ines, "It  stops\ntwice a week.", ["trouble": 0.7])
        talks.say(olav, "We want a second line.", ["growth": 0.6])
        talks.say(olav, "And calm nights.", ["trouble": 0.55])
        let responses = talks.read().statements.compactMap { $0.content(SellingKinds.response) }
        // Olav's two are too close to tell.
        #expect(responses == [OfPerson(ines, Response(.trouble, actual: "It stops twice a week."))])
        let gap = [ReadFinding(.actual("One line"), strength: 0.9), ReadFinding(.desired("Two"), strength: 0.9)]
        talks.say(olav, "Twice as much.", ["growth": 0.5], talk: 2, found: gap)
        // Now growth has 1 − 0.4 × 0.5 = 0.8 against 0.55.
        let olavs = try #require(talks.read().statements.first { $0.content(SellingKinds.response)?.person == olav })
        #expect(olavs.content(SellingKinds.response)?.value == Response(.growth, actual: "One line", desired: "Two"))
        #expect(abs(olavs.confidence - 0.8) < 1e-9)
    }

    @Test func whatWasSaidBeforeTheConfirmedModeDoesNotSpeakAgainstIt() {
        var talks = Talks()
        let ines = talks.deal.person("Ines")
        talks.say(ines, "It stops twice a week.", ["trouble": 0.9], talk: 3)
        talks.deal.state(SellingKinds.response, OfPerson(ines, Response(.evenKeel)), day: 4)
        #expect(talks.read().statements.isEmpty)
        talks.say(ines, "It stops again.", ["trouble": 0.6], talk: 5)
        let found = talks.read().statements
        #expect(found.map { $0.content(SellingKinds.response)?.value.mode } == [.trouble])
        #expect(found.first?.confidence == 0.6)
    }

    @Test func withOneSentenceOfAMailTheOthersAreNotSettled() {
        var talks = Talks()
        let ines = talks.deal.person("Ines Moreau")
        let mail = Evidence.Place.interaction(Identifier(Deal.number(700)))
        for text in ["I'd sleep at night.", "I would be home by six."] {
            talks.passages.append(ReadPassage(
                place: mail, interaction: .interaction(Identifier(Deal.number(700))), at: Deal.day(1), text: text, speaker: ines, side: .customer, shares: ["win": 0.9],
                referent: .speaker, names: [], findings: []
            ))
        }
        #expect(talks.read().statements.count == 2)
        talks.deal.state(SellingKinds.win, OfPerson(ines, "I'd sleep at night."), evidence: [Evidence(mail)])
        #expect(talks.read().statements.compactMap { $0.content(SellingKinds.win)?.value } == ["I would be home by six."])
    }

    @Test func whatWaitsBecauseOfAnotherSaleIsNotEndedHere() {
        var talks = Talks()
        let claim = Claim(
            id: Identifier(Deal.number(900)), kind: SellingKinds.reorganisation.name, subject: .organization(Deal.account), value: "Two plants are put together.",
            author: .engine("selling-words/2"), recordedAt: Deal.day(1), standing: .suggested
        )
        talks.deal.claims.append(claim)
        var input = talks.input()
        #expect(Suggestions.read(input).withdrawn == [claim.id])
        input.readElsewhere = [claim.id]
        #expect(Suggestions.read(input).withdrawn.isEmpty)
    }

    @Test func resultsWithTheirNumberWinsAndOurs() {
        var talks = Talks()
        let ines = talks.deal.person("Ines"), sanna = talks.deal.person("Sanna", own: true)
        talks.say(ines, "It saves us 80 hours a year.", ["result": 0.9], found: [ReadFinding(.quantity(80, unit: "hours a year"), strength: 0.9)])
        talks.say(ines, "From 80 to 60 hours.", ["result": 0.8], found: [
            ReadFinding(.quantity(80, unit: "hours"), strength: 0.9), ReadFinding(.quantity(60, unit: "hours"), strength: 0.9),
        ])
        talks.say(ines, "I'd sleep at night.", ["win": 0.7])
        talks.say(sanna, "A reference in the north.", ["own-win": 0.6, "result": 0.9], side: .seller)
        // Of the customer it is no win of ours.
        talks.say(ines, "You'd have a reference.", ["own-win": 0.6])
        let found = talks.read().statements
        // Two numbers: which one it is cannot be said.
        #expect(found.compactMap { $0.content(SellingKinds.result)?.value } == [
            MeasuredResult("It saves us 80 hours a year.", number: 80, unit: "hours a year"), MeasuredResult("From 80 to 60 hours."),
        ])
        #expect(found.compactMap { $0.content(SellingKinds.win) } == [OfPerson(ines, "I'd sleep at night.")])
        #expect(found.compactMap { $0.content(SellingKinds.ownWin) } == ["A reference in the north."])
        #expect(found.count == 4)
    }

    @Test func competitorsReorganisationDatesSumsStepsAndReadiness() {
        var talks = Talks()
        let ines = talks.deal.person("Ines")
        talks.say(ines, "The plant likes Kellner.", ["competitor-preferred": 0.8], found: [ReadFinding(.competitor("Kellner"), strength: 0.9)])
        talks.say(ines, "Vesta has offered too.", found: [ReadFinding(.competitor("Vesta"), strength: 0.7)])
        talks.say(ines, "Purchasing moves to Lyon.", ["reorganisation": 0.6])
        talks.say(ines, "We decide in May.", found: [ReadFinding(.closeDate(Deal.date(120)), strength: 0.8)])
        let later = [ReadFinding(.closeDate(Deal.date(150)), strength: 0.8), ReadFinding(.price(euro(4_200_000)), strength: 0.8)]
        talks.say(ines, "By then, 42,000.", talk: 2, found: later)
        talks.say(ines, "I'd rather keep it.", talk: 2, found: [ReadFinding(.readiness(.hesitant), strength: 0.7)])
        let step = NextAction("Send the drawing", who: "Sanna", due: Deal.date(9))
        talks.say(ines, "Send the drawing.", talk: 2, found: [ReadFinding(.nextStep(step, agreed: true), strength: 0.9)])
        talks.say(ines, "Hm.", talk: 2, found: [ReadFinding(.nextStep(NextAction("Visit"), agreed: false), strength: 0.9)])
        let found = talks.read().statements
        // 0.8 × 0.9 = 0.72.
        #expect(Set(found.compactMap { $0.content(SellingKinds.competitor) }) == [Competitor("Kellner", standing: .preferred), Competitor("Vesta")])
        #expect(found.compactMap { $0.content(SellingKinds.reorganisation) } == ["Purchasing moves to Lyon."])
        #expect(found.compactMap { $0.content(SellingKinds.closeDate) } == [Deal.date(150)])
        #expect(found.compactMap { $0.content(SellingKinds.amount) } == [euro(4_200_000)])
        #expect(found.compactMap { $0.content(SellingKinds.readiness) } == [Readiness(.hesitant, person: ines, words: "I'd rather keep it.")])
        #expect(found.compactMap { $0.content(SellingKinds.action) } == [step])
        // The account is reorganised, not the objective.
        let reorganised = found.first { $0.kind == "organization.reorganisation" }?.claim(id: Identifier(Deal.number(9)), recordedAt: Deal.day(5))
        #expect(reorganised?.subject == .organization(Deal.account))
        // Two dates in the last talk that names one: neither.
        talks.say(ines, "Or in June.", talk: 2, found: [ReadFinding(.closeDate(Deal.date(155)), strength: 0.8)])
        #expect(talks.read().statements.allSatisfy { $0.content(SellingKinds.closeDate) == nil })
    }

    @Test func longWordsAreCutAfterAWord() {
        var talks = Talks()
        let ines = talks.deal.person("Ines")
        talks.say(ines, "I would be glad of quiet evenings", ["win": 0.9])
        var settings = SuggestionSettings()
        settings.quoted = 20
        // Twenty characters are “I would be glad of q”.
        #expect(talks.read(settings).statements.compactMap { $0.content(SellingKinds.win)?.value } == ["I would be glad of…"])
    }
}

/// What is known already, and what no longer stands.
@Suite struct SuggestionStandingTests {
    private func talks() -> (Talks, Identifier<Person>) {
        var talks = Talks()
        let ines = talks.deal.person("Ines")
        talks.say(ines, "My signature.", ["economic-buyer": 0.8])
        talks.say(ines, "I'd sleep at night.", ["win": 0.7])
        return (talks, ines)
    }

    @Test(arguments: [Standing.confirmed, .rejected, .suggested])
    func whatIsKnownIsNotSuggestedAgain(_ standing: Standing) {
        var (talks, ines) = talks()
        talks.deal.state(SellingKinds.role, OfPerson(ines, .economic), standing: standing)
        talks.deal.state(SellingKinds.win, OfPerson(ines, "i'd  sleep at night."), standing: standing)
        #expect(talks.read().statements.isEmpty)
    }

    @Test(arguments: [Standing.withdrawn, .superseded])
    func whatWasTakenBackIsSuggestedAgain(_ standing: Standing) {
        var (talks, ines) = talks()
        talks.deal.state(SellingKinds.role, OfPerson(ines, .economic), author: .engine("selling-words/2"), standing: standing)
        #expect(talks.roles() == ["Ines: economic"])
    }

    @Test func aRejectedOneDoesNotComeBackWithMoreWords() {
        var (talks, ines) = talks()
        let ids = talks.claim(talks.read())
        for id in ids { talks.deal.decide(id, .rejected, day: 60) }
        #expect(talks.read().statements.isEmpty)
        talks.say(ines, "I sign that.", ["economic-buyer": 0.9], talk: 2)
        #expect(talks.read().statements.isEmpty)
        // Another role is another statement.
        talks.say(ines, "I use it.", ["user-buyer": 0.9], talk: 2)
        #expect(talks.roles() == ["Ines: user"])
    }

    @Test func whatAPersonPutInOtherWordsIsNotSuggestedAgain() {
        var (talks, ines) = talks()
        talks.deal.state(SellingKinds.win, OfPerson(ines, "Calm nights"), evidence: [Evidence(Talks.words(1, 1))])
        #expect(talks.read().statements.map(\.kind) == ["influence.role"])
    }

    @Test func whatWaitsStandsAsLongAsItsWordsDo() {
        var (talks, ines) = talks()
        let ids = talks.claim(talks.read())
        #expect(ids.count == 2)
        // Read again, nothing new, nothing gone.
        #expect(talks.read().statements.isEmpty)
        #expect(talks.read().withdrawn.isEmpty)
        // The words of the role went; the win's words changed, and were read again.
        talks.passages.remove(at: 0)
        talks.passages[0].text = "I'd sleep all night."
        talks.deal.claims[talks.deal.claims.count - 1].evidence = [Evidence(Talks.words(1, 1, changed: true))]
        let suggestions = talks.read()
        #expect(suggestions.withdrawn == [ids[0]])
        #expect(suggestions.statements.compactMap { $0.content(SellingKinds.win) } == [OfPerson(ines, "I'd sleep all night.")])
        #expect(suggestions.statements.map(\.supersedes) == [ids[1]])
        // An older version of these rules is the same engine; another engine's and people's suggestions are left alone.
        talks.deal.claims[0].author = .engine("selling-words/0")
        #expect(talks.read().withdrawn == [ids[0]])
        for author in [Claim.Author.engine("other/1"), .person("Sanna")] {
            talks.deal.claims[0].author = author
            #expect(talks.read().withdrawn.isEmpty)
        }
    }

    @Test func theSameFromOtherWordsTakesThePlaceOfWhatChanged() {
        var (talks, ines) = talks()
        talks.passages.removeLast()
        let ids = talks.claim(talks.read())
        talks.deal.claims[0].evidence = [Evidence(Talks.words(1, 0, changed: true))]
        let suggestions = talks.read()
        #expect(suggestions.statements.map(\.supersedes) == [ids[0]])
        #expect(suggestions.statements.first?.content(SellingKinds.role) == OfPerson(ines, .economic))
        #expect(suggestions.withdrawn.isEmpty)
    }

    @Test func whatWasConfirmedMeanwhileNoLongerWaits() {
        var (talks, ines) = talks()
        let ids = talks.claim(talks.read())
        talks.deal.state(SellingKinds.role, OfPerson(ines, .economic), day: 60)
        #expect(talks.read().withdrawn == [ids[0]])
    }

    @Test func boundedAndTheBestFirst() {
        var talks = Talks()
        let ines = talks.deal.person("Ines")
        for number in 0..<6 { talks.say(ines, "Win \(number)", ["win": 0.6 + Double(number) / 20]) }
        var settings = SuggestionSettings()
        settings.most = 2
        let first = talks.read(settings)
        #expect(first.statements.compactMap { $0.content(SellingKinds.win)?.value } == ["Win 5", "Win 4"])
        #expect(first.left == 4)
        // What waits already takes room.
        _ = talks.claim(first)
        settings.most = 3
        let second = talks.read(settings)
        #expect(second.statements.compactMap { $0.content(SellingKinds.win)?.value } == ["Win 3"])
        #expect(second.withdrawn.isEmpty)
        #expect(second.left == 3)
    }

    @Test func theOrderOfWhatIsPassedMakesNoDifference() {
        var (talks, ines) = talks()
        talks.deal.person("Olav Lind")
        talks.claim(talks.read()).forEach { talks.deal.decide($0, .withdrawn, day: 60) }
        talks.say(ines, "Olav checks it.", ["technical-buyer": 0.9, "user-buyer": 0.9], talk: 2, of: .others, names: ["Olav"])
        talks.say(ines, "It stops.", ["trouble": 0.6], talk: 2, found: [ReadFinding(.price(euro(1)), strength: 0.6), ReadFinding(.competitor("K"), strength: 0.6)])
        talks.say(ines, "It stops.", ["trouble": 0.6], talk: 3, found: [ReadFinding(.competitor("k"), strength: 0.6)])
        let once = talks.read()
        #expect(once.statements.count >= 7)
        for turn in 0..<6 {
            // Turned round, and begun elsewhere.
            talks.passages = talks.passages.reversed()
            talks.passages.append(talks.passages.remove(at: turn % talks.passages.count))
            talks.deal.claims = talks.deal.claims.reversed()
            talks.deal.people = talks.deal.people.reversed()
            #expect(talks.read() == once)
        }
    }
}
