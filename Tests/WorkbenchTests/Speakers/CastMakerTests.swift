import Covalence
import Testing
@testable import Workbench

@Suite("The first cast of a meeting")
struct CastMakerTests {
    func cast(
        _ details: ImportDetails, _ labels: [String], attendees: [String] = [], suggestions: [SpeakerSuggestion] = []
    ) throws -> Cast {
        try CastMaker(details: details, suggestions: suggestions, makeID: { .make(at: Timestamp(milliseconds: 0)) })
            .cast(labels: labels, attendees: attendees)
    }

    func sides(_ cast: Cast) -> [String: Side] {
        Dictionary(uniqueKeysWithValues: cast.participants.compactMap { person in person.side.map { (person.name, $0) } })
    }

    @Test("a name fits in any case, by a whole word, or by how it begins", arguments: [
        "Anna Berg", "anna berg", "ANNA", "berg", "Ann", "  anna   BERG. ",
    ])
    func fits(name: String) throws {
        #expect(sides(try cast(.init(sellers: [name]), ["Anna Berg", "Ben Holt"])) == ["Anna Berg": .seller])
    }

    @Test("a whole word goes before a beginning, the very same label before everything")
    func prefers() throws {
        #expect(sides(try cast(.init(sellers: ["Ann"]), ["Annabel", "Ann Lee"])) == ["Ann Lee": .seller])
        #expect(sides(try cast(.init(sellers: ["Ann"]), ["Ann Lee", "Ann"])) == ["Ann": .seller])
        #expect(sides(try cast(.init(sellers: ["iPhone (2)"]), ["iPhone 2", "iPhone (2)"])) == ["iPhone (2)": .seller])
    }

    @Test("a name that fits several people is asked back, with those it fits")
    func ambiguous() {
        #expect(throws: CastMaker.NameProblem(
            name: "ben", fitting: ["Ben Holt", "Ben Ode"], labels: ["Ben Holt", "Ben Ode", "Anna"]
        )) { try cast(.init(customers: ["ben"]), ["Ben Holt", "Ben Ode", "Anna"]) }
        #expect(throws: CastMaker.NameProblem.self) { try cast(.init(customers: ["B"]), ["Ben Holt", "Bea Ode"]) }
        #expect(throws: CastMaker.NameProblem.self) { try cast(.init(customers: ["iphone 2"]), ["iPhone 2", "iPhone (2)"]) }
    }

    @Test("a name that fits nobody says who is there", arguments: ["Zoe", "", "–", "\u{202E}"])
    func fitsNobody(name: String) {
        let problem = #expect(throws: CastMaker.NameProblem.self) { try cast(.init(sellers: [name]), ["Anna", "Ben"]) }
        #expect(problem?.fitting == [])
        #expect(problem?.description.contains("“Anna”, “Ben”") == true)
        expectSentence(problem)
        expectSentence(#expect(throws: CastMaker.NameProblem.self) { try cast(.init(sellers: [name]), []) })
    }

    @Test("a message about thousands of labels stays short")
    func shortMessage() {
        let labels = (0..<3000).map { "Guest \($0) of many" }
        let problem = #expect(throws: CastMaker.NameProblem.self) { try cast(.init(sellers: ["Zoe"]), labels) }
        #expect((problem?.description.count ?? .max) < 1000)
        #expect(problem?.description.contains("and 2980 more") == true)
    }

    @Test("labels that are given together become one person, with what was given of them")
    func merges() throws {
        let details = ImportDetails(
            customers: ["iPhone"],
            participants: [.init(
                name: "Ben Holt", labels: ["Ben", "iPhone (2)", "not there"], side: nil, organization: "Halden", function: "Buyer",
                consent: ["analysis": .given, "made up": .given]
            )]
        )
        let cast = try cast(details, ["Anna", "Ben", "iPhone (2)"])
        #expect(cast.participants.map(\.name) == ["Anna", "Ben Holt"])
        let ben = try #require(cast.participants.last)
        #expect(cast.labels(of: ben.id) == ["Ben", "iPhone (2)"])
        #expect(ben.consent == [.analysis: .given])
        #expect(ben.organization == "Halden" && ben.function == "Buyer")
        // The side was given by a label, and not taken away by the person of whom none was given.
        #expect(ben.side == .customer)
    }

    @Test("people who were there and did not speak come last, each once")
    func attendees() throws {
        let details = ImportDetails(
            customers: ["Carla"], participants: [.init(name: "Dora", labels: [], side: .seller, organization: nil, function: nil)]
        )
        let cast = try cast(details, ["Anna"], attendees: ["anna", "Carla", "carla", "Dora", " ", "\u{0}\n"])
        #expect(cast.participants.map(\.name) == ["Anna", "Dora", "Carla"])
        #expect(cast.labels.count == 1)
        #expect(sides(cast) == ["Carla": .customer, "Dora": .seller])
    }

    @Test("a name that the file or a former answer gives a label can be used like the label")
    func supposedNames() throws {
        let known = SpeakerSuggestion(
            label: "spk_0", name: "Paula Jones", side: .customer, organization: "Halden", function: nil, reasons: [], sideIsGiven: true
        )
        let heard = SpeakerSuggestion(
            label: "spk_1", name: nil, side: .seller, organization: "Northwall", function: nil, reasons: [.init("Heard.")]
        )
        let supposed = try cast(.init(), ["spk_0", "spk_1"], suggestions: [known, heard])
        #expect(supposed.participants.map(\.name) == ["Paula Jones", "spk_1"])
        // What was only heard waits for a person.
        #expect(supposed.participants.map(\.side) == [.customer, nil])
        #expect(supposed.participants.map(\.organization) == ["Halden", "Northwall"])
        let said = try cast(.init(thirdParties: ["paula jones"]), ["spk_0", "spk_1"], suggestions: [known, heard])
        #expect(said.participants[0].side == .thirdParty)
        #expect(try cast(.init(thirdParties: ["SPK 0"]), ["spk_0", "spk_1"], suggestions: [known]).participants[0].side == .thirdParty)
    }
}
