import Covalence
import Foundation
import HTTPTypes
import HummingbirdTesting
import Store
import Testing
@testable import Server
@testable import Workbench

@Suite("What the page of a meeting offers to whom")
struct MeetingByRoleTests {
    /// What a role is offered of a meeting.
    struct Offer: Sendable {
        var who: String
        var role: Role
        var change = false, export = false, original = false, erase = false
    }

    private static let offers = [
        Offer(who: "chief", role: .administrator, change: true, export: true, original: true, erase: true),
        Offer(who: "bringer", role: .salesperson, change: true, export: true, original: true, erase: true),
        Offer(who: "seller", role: .salesperson, change: true, export: true, original: true),
        Offer(who: "reading", role: .reader),
        Offer(who: "scholar", role: .researcher, export: true),
    ]

    @Test("forms and links are those that would be carried out; what holds is told in words")
    func offered() async throws {
        let bench = try await TestBench()
        let work = bench.bench, time = Workbench.clock()
        var tickets: [String: String] = [:]
        for offer in Self.offers { tickets[offer.who] = try await TestBench.signIn(work, offer.who, offer.role) }
        let members = try await work.store.members()
        let bringer = Visitor(try #require(members.first { $0.name == "bringer" }), in: work.workspace.id)
        let organization = Organization(id: .make(at: time), name: "Halden", kind: .customer)
        try await work.store.add(organization, holders: AccountHolders(members: Set(members.filter { ["bringer", "seller", "reading"].contains($0.name) }.map(\.id))), at: time)
        let item = try await work.keepTranscript(
            Data(UseTests.transcript.utf8), named: "talk.vtt", details: ImportDetails(sellers: ["Anna Lind"], customers: ["Mikko Salo"]), by: bringer
        )
        guard case .imported(let summary, _, _) = try await work.importTranscript(item, by: bringer) else { throw CancellationError() }
        let id = summary.id
        try await work.store.setAccounts(of: id, [organization.id], at: Workbench.clock())
        for participant in try await work.store.cast(of: id).cast.participants { try await work.sayConsent(of: participant.id, in: id, .research, .given, by: .owner) }
        let known = tickets
        try await RunningServer.run(bench.server().application(), as: bench.ticket) { server in
            for offer in Self.offers {
                var them = server
                them.ticket = known[offer.who]
                let page = try await them.ask("/meetings/\(id)")
                #expect(page.status == .ok, "\(offer.who)")
                func expect(_ piece: String, _ isThere: Bool) { #expect(page.text.contains(piece) == isThere, "\(piece) for \(offer.who)") }
                for piece in ["action=\"/meetings/\(id)/details\"", "action=\"/meetings/\(id)/recording\"", "href=\"/meetings/\(id)/cast\"", "href=\"/meetings/\(id)/utterances/0\"", "data-add"] {
                    expect(piece, offer.change)
                }
                if !offer.change { expect("class=\"decide\"", false) }
                expect("Did it advance? not known", !offer.change)
                expect("/meetings/\(id)/export.json", offer.export)
                expect("/meetings/\(id)/original", offer.original)
                expect("/meetings/\(id)/erase", offer.erase)
                // The script of the page finds its places.
                for piece in ["id=\"utterances\"", "data-text", "id=\"about\""] { expect(piece, true) }

                #expect(try await them.ask("/meetings/\(id)/utterances/0").status == (offer.change ? .ok : .forbidden), "\(offer.who)")
                #expect(try await them.ask("/meetings/\(id)/erase").status == (offer.erase ? .ok : .forbidden), "\(offer.who)")
                #expect(try await them.ask("/meetings/\(id)/export.json").status == (offer.export ? .ok : .forbidden), "\(offer.who)")
            }
        }
    }
}
