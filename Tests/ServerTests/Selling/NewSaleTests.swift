import Covalence
import HTTPTypes
import HummingbirdTesting
import Store
import StrategicSelling
import Testing
@testable import Server
@testable import Workbench

@Suite("The first pages of a new sale") struct NewSaleTests {
    private static let talk = "WEBVTT\n\n00:00:01.000 --> 00:00:04.000\n<v Speaker A>The pumps stop once a week.\n\n00:00:05.000 --> 00:00:09.000\n<v Speaker B>We can help with that.\n"

    @Test("while nothing has taken place, what comes after the last meeting says so; of a sale that is not there it is a 404")
    func nothingHeld() async throws {
        let bench = try await TestBench()
        let objective = try await sale(bench.bench)
        try await RunningServer.run(bench.server().application(), as: bench.ticket) { server in
            let page = try await server.ask("/objectives/\(objective)/debrief")
            #expect(page.status == .ok)
            #expect(page.text.contains("No meeting or interaction that has taken place belongs to this sale yet."))
            #expect(page.text.contains("href=\"/objectives/\(objective)\""))
            #expect(try await server.ask("/objectives/\(Identifier<SalesObjective>.make(at: Workbench.clock()))/debrief").status == .notFound)
        }
    }

    @Test("until it is said who took part, the pages of the sale say that and how to say it, and that nothing is planned is to do")
    func unnamed() async throws {
        let bench = try await TestBench()
        let objective = try await sale(bench.bench)
        try await RunningServer.run(bench.server().application(), as: bench.ticket) { server in
            let upload = UseTests.form([("talk.vtt", Array(Self.talk.utf8))])
            let rows = try await server.ask("/uploads", .post, headers: upload.0, body: upload.1).text
            let id = try #require(rows.firstMatch(of: /\/meetings\/([0-9a-f-]{36})/)?.output.1)
            let meeting = try #require(Identifier<Meeting>(String(id)))
            try await bench.bench.setObjectives(of: .meeting(meeting), to: [objective], by: .owner)
            for page in ["", "/debrief", "/state"] {
                let text = try await server.ask("/objectives/\(objective)\(page)").text
                #expect(text.contains("2 people took part and it is not known who they are. <a href=\"/meetings/\(id)/cast\">Say who</a>"), "\(page)")
                #expect(!text.contains("Nobody of this account is in the record yet"), "\(page)")
            }
            let after = try await server.ask("/objectives/\(objective)/debrief").text
            #expect(!after.contains("Nothing new follows from it"))
            #expect(after.contains("name=\"removes\" value=\"no-next-step\""))
        }
    }

    private func sale(_ bench: Workbench) async throws -> Identifier<SalesObjective> {
        let account = try await bench.addOrganization(Organization(id: .make(at: Workbench.clock()), name: "Brunavik", kind: .customer), by: .owner)
        return try await bench.addObjective(ObjectiveDraft(account: account.id, what: WhatIsSold("Pumps")), by: .owner).id
    }
}
