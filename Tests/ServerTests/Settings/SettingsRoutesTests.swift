import Covalence
import Foundation
import HTTPTypes
import HummingbirdTesting
import MeetingInteraction
import Store
import Testing
@testable import Server
@testable import Workbench

/// Setting up and leading over HTTP: who gets in, what is saved, what is kept of what was typed.
@Suite struct SettingsRoutesTests {
    /// By role: administrators 200, others as the status says.
    @Test(arguments: [
        (Role.administrator, ["/settings": 200, "/settings/audit": 200, "/measures": 200]),
        (.manager, ["/settings": 200, "/settings/audit": 403, "/measures": 200]),
        (.salesperson, ["/settings": 200, "/settings/audit": 403, "/measures": 200]),
        (.reader, ["/settings": 200, "/settings/audit": 403, "/measures": 403]),
        (.researcher, ["/settings": 403, "/settings/audit": 403, "/measures": 403]),
    ])
    func whoMayOpenWhat(role: Role, statuses: [String: Int]) async throws {
        let bench = try await TestBench()
        let ticket = try await TestBench.signIn(bench.bench, "visitor", role)
        try await RunningServer.run(bench.server().application(), as: ticket) { server in
            for (path, status) in statuses { #expect(try await server.ask(path).status.code == status, "\(role) \(path)") }
            // What is not there and what is out of reach look the same for an id that nobody has.
            let nobody = Identifier<Member>.make(at: Timestamp(milliseconds: 1))
            let status = try await server.ask("/measures/sellers/\(nobody)").status.code
            #expect([403, 404].contains(status))
            #expect(try await server.ask("/measures/teams/not-an-id").status.code == 404)
        }
    }

    @Test func anAdministratorSaysWhoWeAre() async throws {
        let bench = try await TestBench()
        try await RunningServer.run(bench.server().application(), as: bench.ticket) { server in
            let form = UseTests.fields([("names", "Norrvik\r\n Norrvik AB \r\n"), ("domains", "anna@Norrvik.example\n")])
            let answer = try await server.ask("/settings/own", .post, headers: form.0, body: form.1)
            #expect(answer.status == .seeOther && answer.headers[.location] == "/settings?saved=own#own")
            #expect(bench.bench.settings.own.names == ["Norrvik", "Norrvik AB"])
            #expect(bench.bench.settings.own.mailDomains == ["norrvik.example"])
            let page = try await server.ask("/settings?saved=own").text
            #expect(page.contains("Norrvik AB</textarea>") && page.contains("Saved: who you are."))
            // A word of the address is never shown, only known ones are.
            let odd = try await server.ask("/settings?saved=%3Cb%3Ex").text
            #expect(!odd.contains("<b>x"))
        }
    }

    @Test func whatIsWrongStandsBesideTheFieldAndNothingIsSaved() async throws {
        let bench = try await TestBench()
        try await RunningServer.run(bench.server().application(), as: bench.ticket) { server in
            let form = UseTests.fields([("surveyPairs", "seven"), ("surveyAnswerWords", "9"), ("exchangeShare", "120")])
            let answer = try await server.ask("/settings/numbers", .post, headers: form.0, body: form.1)
            #expect(answer.status == .unprocessableContent)
            let html = answer.text
            #expect(html.contains("value=\"seven\"") && html.contains("n-surveyPairs-problem") && html.contains("value=\"120\""))
            #expect(html.contains("2 fields need another look"))
            #expect(bench.bench.settings.meeting.surveyAnswerWords == 12)
            let sizes = UseTests.fields([("transcriptLimit", "0"), ("recordingLimit", "10")])
            #expect(try await server.ask("/settings/sizes", .post, headers: sizes.0, body: sizes.1).status == .unprocessableContent)
            let domains = UseTests.fields([("names", "A"), ("domains", "<i>")])
            let refused = try await server.ask("/settings/own", .post, headers: domains.0, body: domains.1)
            #expect(refused.status == .unprocessableContent && refused.text.contains("&lt;i&gt;") && !refused.text.contains("<i>"))
        }
    }

    @Test func numbersAreSavedAndSetBack() async throws {
        let bench = try await TestBench()
        try await RunningServer.run(bench.server().application(), as: bench.ticket) { server in
            let form = UseTests.fields([("surveyPairs", "7"), ("exchangeShare", "12,5 %"), ("windowMilliseconds", "90")])
            let saved = try await server.ask("/settings/numbers", .post, headers: form.0, body: form.1)
            #expect(saved.status == .seeOther)
            #expect(bench.bench.settings.meeting.surveyPairs == 7)
            #expect(bench.bench.settings.meeting.exchangeShare == 0.125)
            #expect(bench.bench.settings.meeting.windowMilliseconds == 90_000)
            #expect(try await server.ask("/settings").text.contains("3 are not the default"))
            let empty = UseTests.fields([])
            #expect(try await server.ask("/settings/numbers/defaults", .post, headers: empty.0, body: empty.1).status == .seeOther)
            #expect(bench.bench.settings.meeting == WorkspaceSettings().meeting)
        }
    }

    @Test(arguments: [Role.manager, .salesperson, .reader, .researcher])
    func nobodyElseChangesSettings(role: Role) async throws {
        let bench = try await TestBench()
        let ticket = try await TestBench.signIn(bench.bench, "visitor", role)
        try await RunningServer.run(bench.server().application(), as: ticket) { server in
            for (path, fields) in [("own", [("names", "Mine")]), ("own", [("domains", "<")]), ("sizes", [("transcriptLimit", "x")]), ("numbers", [("surveyPairs", "9")]), ("numbers/defaults", [])] {
                let form = UseTests.fields(fields)
                let answer = try await server.ask("/settings/\(path)", .post, headers: form.0, body: form.1)
                #expect(answer.status == .forbidden, "\(path)")
            }
            #expect(bench.bench.settings.own.names.isEmpty)
            #expect(bench.bench.settings.meeting == WorkspaceSettings().meeting)
        }
    }

    @Test func auditFiltersAreReadStrictlyAndKept() async throws {
        let bench = try await TestBench()
        try await RunningServer.run(bench.server().application(), as: bench.ticket) { server in
            let answer = try await server.ask("/settings/audit?subject=nonsense&from=soon&refused=on")
            #expect(answer.status == .unprocessableContent)
            #expect(answer.text.contains("value=\"nonsense\"") && answer.text.contains("a-from-problem") && answer.text.contains("checked"))
            #expect(try await server.ask("/settings/audit?action=meeting&member=%00&to=2026-03-04").status == .ok)
        }
    }
}
