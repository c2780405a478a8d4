import Covalence
import MeetingInteraction
import Testing
import Workbench
@testable import Server

/// What is written in the settings' fields, and what stands beside them.
@Suite struct SettingsFormTests {
    /// A number that the page forgets could only be changed by the command.
    @Test func everyNumberOfTheReadingIsOnThePage() {
        let fields = Set(MeetingNumber.values(of: MeetingSettings()).keys)
        let shown = MeetingNumber.all.flatMap(\.numbers)
        #expect(Set(shown.map(\.name)) == fields)
        #expect(shown.count == fields.count)
    }

    /// Shares are kept from 0 to 1 and written in per cent; numbers above 1 are never shares.
    @Test func defaultsAreWrittenAndReadBackAsTheyAre() throws {
        for (name, value) in MeetingNumber.values(of: MeetingSettings()) {
            let number = try #require(MeetingNumber.named(name))
            if number.unit == .share { #expect(value <= 1, "\(name)") }
            #expect(number.read(number.text(value)).flatMap { Double($0) } == value, "\(name): \(number.text(value))")
        }
    }

    @Test(arguments: [("30", "0.3"), ("30 %", "0.3"), ("12,5", "0.125"), ("0", "0.0"), ("100", "1.0")])
    func sharesAreReadAsPeopleWriteThem(text: String, json: String) {
        #expect(MeetingNumber.named("exchangeShare")?.read(text) == json)
    }

    @Test(arguments: ["", "x", "101", "-1", "nan", "inf", "1e400", "30 30", "٣"])
    func whatIsNoShareIsNotTaken(text: String) {
        #expect(MeetingNumber.named("exchangeShare")?.read(text) == nil)
    }

    @Test(arguments: ["4.5", "-4", "1000000001", "99999999999999999999", "four"])
    func whatIsNoCountIsNotTaken(text: String) {
        #expect(MeetingNumber.named("surveyPairs")?.read(text) == nil)
    }

    @Test func secondsAreKeptInMilliseconds() {
        #expect(MeetingNumber.named("windowMilliseconds")?.read("90.5") == "90500")
        #expect(MeetingNumber.named("windowMilliseconds")?.text(300_000) == "300")
    }

    @Test(arguments: [("brunavik.example", true), ("a.b.c", true), ("brunavik", false), ("", false), ("-a.example", false), ("a..b", false), ("a b.example", false), ("https://a.example/", false)])
    func mailDomains(text: String, isOne: Bool) {
        #expect(Site.isDomain(text) == isOne)
    }

    @Test func domainsAreTakenAsPeopleWriteThem() {
        #expect(Site.domain("Anna@Brunavik.Example") == "brunavik.example")
        #expect(Site.lines(" a \r\n\r\nB\nb\n") == ["a", "B"])
    }

    /// A new action without words would stand in the log’s page as its bare name.
    @Test func everyActionHasWords() {
        for name in Action.allCases.map(\.rawValue) + DoorEvent.allCases.map(\.rawValue) {
            #expect(AuditWords.sentences[name] != nil, "\(name)")
            #expect(AuditWords.families.contains { name.hasPrefix($0.prefix + ".") }, "\(name)")
        }
    }
}
