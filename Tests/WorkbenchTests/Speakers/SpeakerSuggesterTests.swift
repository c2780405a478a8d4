import Covalence
import Formats
@testable import Store
import Testing
@testable import Workbench

@Suite("What is supposed about the people behind labels")
struct SpeakerSuggesterTests {
    let own = OwnCompany(names: ["Northwall Oy"], mailDomains: ["northwall.example"])

    func transcript(_ lines: [(String, String)]) -> Transcript {
        var speakers: [String] = []
        for (label, _) in lines where !speakers.contains(label) { speakers.append(label) }
        return Transcript(
            id: .make(at: Timestamp(milliseconds: 0)), language: "en", speakers: speakers,
            utterances: lines.map { Utterance(speaker: speakers.firstIndex(of: $0.0), text: $0.1) }
        )
    }

    func remembered(_ label: String, _ name: String, _ side: Side?, count: Int = 1) -> RememberedSpeaker {
        RememberedSpeaker(
            label: label, name: name, side: side, organization: "Halden", function: "Buyer",
            lastUsed: Timestamp(milliseconds: 0), count: count
        )
    }

    func suggest(
        _ lines: [(String, String)],
        own: OwnCompany = OwnCompany(),
        remembered: [String: RememberedSpeaker] = [:],
        domains: [String: RememberedDomain] = [:],
        hints: [String: SpeakerHint] = [:],
        votes: [ContentMark] = []
    ) -> [SpeakerSuggestion] {
        SpeakerSuggester(own: own, remembered: remembered, domains: domains)
            .suggest(for: transcript(lines), hints: hints, votes: votes)
    }

    func vote(_ code: String, _ utterance: Int) -> ContentMark {
        ContentMark(code: code, utterance: utterance, range: 0..<1, strength: 1, rule: "test")
    }

    @Test("a label that was answered before brings the answer with it")
    func remembersLabels() {
        let found = suggest([("ben h", "Good morning.")], remembered: ["ben h": remembered("ben h", "Ben Holt", .customer, count: 3)])
        #expect(found.map(\.name) == ["Ben Holt"])
        #expect(found[0].side == .customer)
        #expect(found[0].sideIsGiven)
        #expect(found[0].organization == "Halden" && found[0].function == "Buyer")
        #expect(found[0].reasons.map(\.sentence) == ["“ben h” was Ben Holt in 3 meetings before."])
    }

    @Test("a label that names nobody is somebody else in each file", arguments: [
        "Speaker 3", "SPEAKER_00", "iPhone (2)", "Unknown", "guest 12", "A", "7", "", "Puhuja 2", "Meeting Room 4",
    ])
    func passesOverGenericLabels(label: String) {
        #expect(SpeakerSuggester.isGeneric(label))
        let found = suggest([(label, "Good morning.")], remembered: [label: remembered(label, "Ben Holt", .customer)])
        #expect(found[0].name == nil && found[0].side == nil && found[0].reasons.isEmpty)
    }

    @Test("a label with a name in it is somebody", arguments: ["Ben", "Ben's iPhone", "Al", "李", "Ben (guest)", "Room Service Ltd"])
    func takesNames(label: String) {
        #expect(!SpeakerSuggester.isGeneric(label))
    }

    @Test("what the file says of a person is taken, in the order side, own address, address seen before, other address, affiliation")
    func takesHints() {
        func side(_ hint: SpeakerHint, domains: [String: RememberedDomain] = [:], own: OwnCompany? = nil) -> SpeakerSuggestion {
            suggest([("Paula", "Hello.")], own: own ?? self.own, domains: domains, hints: ["Paula": hint])[0]
        }
        let said = side(SpeakerHint(name: "Paula Jones", email: "paula@northwall.example", function: "CFO", side: .customer))
        #expect(said.side == .customer && said.name == "Paula Jones" && said.function == "CFO" && said.sideIsGiven)
        #expect(side(SpeakerHint(email: "paula@NORTHWALL.example")).side == .seller)
        #expect(side(SpeakerHint(email: "paula@sales.northwall.example")).side == .seller)
        #expect(side(SpeakerHint(email: "paula@notnorthwall.example")).side == .customer)
        let partner = RememberedDomain(domain: "adviser.example", organization: "Adviser", side: .thirdParty)
        let seen = side(SpeakerHint(email: "paula@adviser.example"), domains: ["adviser.example": partner])
        #expect(seen.side == .thirdParty && seen.organization == "Adviser")
        #expect(seen.reasons.map(\.sentence) == ["People who write from adviser.example were on this side before."])
        #expect(side(SpeakerHint(affiliation: .internal), own: OwnCompany()).side == .seller)
        #expect(side(SpeakerHint(affiliation: .external), own: OwnCompany()).side == .customer)
        #expect(side(SpeakerHint(email: "no address"), own: OwnCompany()).side == nil)
        #expect(side(SpeakerHint(email: "paula@")).side == nil)
    }

    @Test("without an own domain an address alone says nothing about the side")
    func needsOwnDomain() {
        let found = suggest([("Paula", "Hello.")], hints: ["Paula": SpeakerHint(email: "paula@halden.example")])
        #expect(found[0].side == nil)
    }

    @Test("“we at …” tells the organisation, and with our own name known the side")
    func listens() {
        let lines = [("Anna", "We at Northwall Oy build pumps."), ("Ben", "Here at Halden Works, we bake."), ("Carl", "Hm.")]
        let found = suggest(lines, own: own)
        #expect(found.map(\.side) == [.seller, .customer, nil])
        #expect(found.map(\.organization) == ["Northwall Oy", "Halden Works", nil])
        #expect(found[0].reasons.first?.utterance == 0 && found[1].reasons.first?.utterance == 1)
        // Heard, not given: a person is asked.
        #expect(!found[0].sideIsGiven && !found[1].sideIsGiven)
        let without = suggest(lines)
        #expect(without.map(\.side) == [nil, nil, nil])
        #expect(without.map(\.organization) == ["Northwall Oy", "Halden Works", nil])
    }

    @Test("what was answered before goes before what is heard")
    func memoryWins() {
        let found = suggest(
            [("Ben", "We at Northwall Oy build pumps.")], own: own, remembered: ["Ben": remembered("Ben", "Ben Holt", .customer)]
        )
        #expect(found[0].side == .customer && found[0].organization == "Halden")
    }

    @Test("votes decide from two more on one side, and say how many")
    func votes() {
        let lines = [("A1 X", "one"), ("B1 X", "two"), ("C1 X", "three"), ("A1 X", "four"), ("B1 X", "five")]
        let seller = SpeakerSuggester.sellerCode, customer = SpeakerSuggester.customerCode
        let found = suggest(lines, votes: [vote(seller, 0), vote(seller, 3), vote(customer, 1), vote(seller, 99), vote(customer, -1)])
        #expect(found.map(\.side) == [.seller, nil, nil])
        #expect(!found[0].sideIsGiven)
        #expect(found[0].reasons.map(\.utterance) == [0])
        let even = suggest(lines, votes: [vote(seller, 0), vote(seller, 3), vote(customer, 0)])
        #expect(even[0].side == nil)
    }

    @Test("of two people the other one is across the table, of three nobody is supposed")
    func infersTheOther() {
        let hints = ["Anna": SpeakerHint(side: .seller)]
        let two = suggest([("Anna", "Hi."), ("Ben", "Hi.")], hints: hints)
        #expect(two.map(\.side) == [.seller, .customer])
        #expect(two[1].reasons.map(\.sentence) == ["Two people spoke, and the other one is on the seller's side."])
        #expect(!two[1].sideIsGiven)
        #expect(suggest([("Anna", "Hi."), ("Ben", "Hi."), ("Carl", "Hi.")], hints: hints).map(\.side) == [.seller, nil, nil])
        let third = suggest([("Anna", "Hi."), ("Ben", "Hi.")], hints: ["Anna": SpeakerHint(side: .thirdParty)])
        #expect(third.map(\.side) == [.thirdParty, nil])
    }

    @Test("three thousand speakers, and a speaker index outside the labels")
    func manySpeakers() {
        let lines = (0..<3000).map { ("Person \($0) Name", "We at Halden Works do number \($0).") }
        var transcript = transcript(lines)
        transcript.utterances.append(Utterance(speaker: 9999, text: "We at Nowhere."))
        let found = SpeakerSuggester(own: own, remembered: [:]).suggest(for: transcript, hints: [:], votes: [])
        #expect(found.count == 3000)
        #expect(found.allSatisfy { $0.side == .customer && $0.organization == "Halden Works" })
    }
}

@Suite("Self-introductions")
struct SelfIntroductionTests {
    @Test("an organisation after a phrase of belonging", arguments: [
        ("We at Northwall have done this before.", "Northwall", nil),
        ("so, here at Halden Works, we bake", "Halden Works", nil),
        ("I'm Paula from Northwall Pumps.", "Northwall Pumps", "Paula"),
        ("My name is Ben Holt from Halden.", "Halden", "Ben Holt"),
        ("I’m with Müller & Söhne", "Müller", nil),
        ("I work for A/S Fisk, you know", "A/S Fisk", nil),
    ] as [(String, String, String?)])
    func hears(text: String, organization: String, name: String?) throws {
        let found = try #require(SelfIntroduction(text))
        #expect(found.organization == organization)
        #expect(found.name == name)
    }

    @Test("nothing where nobody introduces themselves", arguments: [
        "", " ", "We at the plant have two lines.", "i'm paula from northwall", "I am", "we at", "We are from", "I'm Paula.",
        "I'm Paula at", "This is what we do at Halden", String(repeating: "we at ", count: 300), String(repeating: "We at X ", count: 2000),
    ])
    func hearsNothing(text: String) {
        #expect(SelfIntroduction(text) == nil)
    }
}
