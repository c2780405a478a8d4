import Covalence
import Foundation
import HTTPTypes
import HummingbirdTesting
import Store
import Testing
@testable import Server
@testable import Workbench

@Suite("The list of meetings is kept and asked for again")
struct MeetingsListTests {
    @Test("who has the page is told so, until something changes")
    func tag() async throws {
        let bench = try await TestBench()
        let organization = Organization(id: .make(at: Workbench.clock()), name: "Halden", kind: .customer)
        try await RunningServer.run(bench.server().application(), as: bench.ticket) { you in
            let first = try await you.ask("/meetings")
            let tag = try #require(first.headers[.eTag])
            // The second time it comes from memory, with everything that goes around it.
            let again = try await you.ask("/meetings")
            #expect(again.text == first.text && again.headers[.eTag] == tag && again.headers[.contentType] == first.headers[.contentType])
            #expect(again.headers[.cacheControl] == "no-store")
            let known = try await you.ask("/meetings", .get, headers: [.ifNoneMatch: tag])
            let other = try await you.ask("/meetings?person=x", .get, headers: [.ifNoneMatch: tag])
            try await bench.bench.store.add(organization, holders: AccountHolders(), at: Workbench.clock())
            let changed = try await you.ask("/meetings", .get, headers: [.ifNoneMatch: tag])
            #expect(first.status == .ok && known.status == .notModified && known.text.isEmpty)
            #expect(first.headers[.contentSecurityPolicy] != nil && known.headers[.cacheControl] == "no-store" && known.headers[.eTag] == tag)
            #expect(other.status == .ok)
            #expect(changed.status == .ok && changed.headers[.eTag] != tag)
            // Who has left is not shown what was kept.
            let ticket = try #require(SessionTicket(bench.ticket))
            try await bench.bench.signOut(ticket.token, origin: "test")
            #expect(try await you.ask("/meetings").status == .seeOther)
        }
    }

    @Test("a row that is kept is escaped, made once, and made anew for another version")
    func rows() throws {
        let renderer = try PageTests.renderer()
        let fragments = RowFragments()
        let id = Identifier<Meeting>.make(at: Timestamp(milliseconds: 0)), workspace = Identifier<Workspace>.make(at: Timestamp(milliseconds: 0))
        var made = 0
        func html(version: Int, title: String, workspaceVersion: Int) -> String {
            fragments.html(of: [.init(meeting: id, version: version, line: nil)], in: workspace, version: workspaceVersion) { _ in
                made += 1
                return renderer.fragment(MeetingRow(id: id, title: title), template: "meeting-row")
            }
        }
        let first = html(version: 1, title: "<script>x</script>", workspaceVersion: 1)
        #expect(first.contains("&lt;script&gt;x") && !first.contains("<script"))
        #expect(html(version: 1, title: "<script>x</script>", workspaceVersion: 2) == first && made == 1)
        #expect(html(version: 2, title: "Another", workspaceVersion: 3).contains("Another") && made == 2)
        // The former one was let go with the change.
        _ = html(version: 1, title: "<script>x</script>", workspaceVersion: 3)
        #expect(made == 3)
    }

    @Test("a part that is kept is escaped, and is another one for other content")
    func parts() throws {
        let renderer = try PageTests.renderer()
        let choices = { (label: String, isSelected: Bool) in Options(none: "any", choices: [Choice(value: "a\"b", label: label, isSelected: isSelected)]) }
        let first = renderer.part(choices("<script>x</script>", false))
        #expect(first == #"<option value="">any</option><option value="a&quot;b">&lt;script&gt;x&lt;/script&gt;</option>\#n"#)
        #expect(renderer.part(choices("<script>x</script>", false)) == first)
        #expect(renderer.part(choices("<script>x</script>", true)).contains(" selected"))
        #expect(renderer.part(choices("other", false)).contains("other"))
        let consent = renderer.part(MeetingsPage.consent)
        #expect(consent.contains("Everybody agreed to") && consent.contains(#"id="consent-on-add""#))
    }

    @Test("a line comes back as it was kept", arguments: [
        ListLine(sentence: "They want numbers.", sellerShare: 0.4567), ListLine(sentence: "", sellerShare: nil), ListLine(sentence: " two  spaces ", sellerShare: 1),
    ])
    func line(line: ListLine) { #expect(ListLine(kept: line.kept) == line) }
}
