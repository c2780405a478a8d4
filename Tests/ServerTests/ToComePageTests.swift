import Covalence
import HTTPTypes
import HummingbirdTesting
import Store
import Testing
@testable import Server
@testable import Workbench

@Suite("What is to come on the pages of accounts and people") struct ToComePageTests {
    @Test("stands apart from what happened, the nearest first, with the rest a link away")
    func apart() async throws {
        let bench = try await TestBench()
        let now = bench.bench.now(), day: Int64 = 86_400_000
        let account = try await bench.bench.addOrganization(Organization(id: .make(at: now), name: "Brunavik", kind: .customer), by: .owner).id
        let paula = try await bench.bench.addPerson(Person(id: .make(at: now), name: "Paula Keller", organization: account), by: .owner).id
        for days in [-30, -4] + (1...6).map({ 7 * $0 }) as [Int64] {
            _ = try await bench.bench.addInteraction(
                InteractionDraft(.call, title: "Call of day \(days).", startedAt: now.advanced(by: days * day), accounts: [account], people: [paula]), by: .owner
            )
        }
        let next = "next " + DayText.long(try #require(LocalTime.day(now.advanced(by: 7 * day))))
        let last = "last contact " + DayText.long(try #require(LocalTime.day(now.advanced(by: -4 * day))))
        try await RunningServer.run(bench.server().application(), as: bench.ticket) { server in
            for place in ["/accounts/\(account)", "/people/\(paula)"] {
                let text = try await server.ask(place).text
                #expect(text.contains("<span>\(next)</span>") && text.contains("<span>\(last), "), "\(place)")
                let titles = text.matches(of: /To come<|What happened<|Call of day -?[0-9]+\./).map { String($0.output) }
                let near = [7, 14, 21, 28, 35].map { "Call of day \($0)." }, past = ["What happened<", "Call of day -4.", "Call of day -30."]
                #expect(titles == ["To come<"] + near + past, "\(place)")
                let later = try #require(text.firstMatch(of: /href="([^"#]*\?ahead=[^"#]*)#ahead-title"/)?.output.1)
                let further = try await server.ask(String(later)).text
                #expect(further.matches(of: /To come<|What happened<|Call of day -?[0-9]+\./).map { String($0.output) } == ["To come<", "Call of day 42."] + past, "\(place)")
                #expect(!further.contains("#ahead-title"), "\(place)")
                #expect(try await server.ask("\(place)?ahead=nonsense").status.code == 422, "\(place)")
            }
        }
    }
}
