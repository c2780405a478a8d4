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
        let line = ListLine(sentence: "They want numbers.", sellerShare: nil)
        var made = 0
        // As the list asks: for what is known, nothing is read.
        func html(version: Int, title: String, line: ListLine?, workspaceVersion: Int) -> String {
            let known = fragments.known(in: workspace, version: workspaceVersion), place = MeetingListing.Place(meeting: id, version: version)
            return fragments.html(of: [place], known: known) { place in
                guard !known.has(place) else { return nil }
                return (line, {
                    made += 1
                    return renderer.fragment(MeetingRow(id: id, title: title), template: "meeting-row")
                })
            }
        }
        let first = html(version: 1, title: "<script>x</script>", line: line, workspaceVersion: 1)
        #expect(first.contains("&lt;script&gt;x") && !first.contains("<script"))
        let place = MeetingListing.Place(meeting: id, version: 1)
        #expect(fragments.known(in: workspace, version: 1).has(place))
        // What is shown comes from memory: another title would be seen.
        #expect(html(version: 1, title: "Not read", line: line, workspaceVersion: 1) == first && made == 1)
        // Another version of the workspace: it is read again, and found to be the same.
        #expect(!fragments.known(in: workspace, version: 2).has(place))
        #expect(html(version: 1, title: "<script>x</script>", line: line, workspaceVersion: 2) == first && made == 1)
        #expect(!fragments.known(in: workspace, version: 2).has(MeetingListing.Place(meeting: id, version: 2)))
        #expect(html(version: 2, title: "Another", line: line, workspaceVersion: 3).contains("Another") && made == 2)
        // The former one was let go with the change, and who saw the workspace before it brings nothing back.
        _ = html(version: 1, title: "<script>x</script>", line: line, workspaceVersion: 2)
        #expect(made == 3 && !fragments.known(in: workspace, version: 2).has(place))
        #expect(fragments.known(in: workspace, version: 3).has(MeetingListing.Place(meeting: id, version: 2)))
        // Without its line it is read with each page, so that the line is seen as soon as it is made.
        _ = html(version: 3, title: "Another", line: nil, workspaceVersion: 4)
        #expect(!fragments.known(in: workspace, version: 4).has(MeetingListing.Place(meeting: id, version: 3)))
        // A list with nothing on it holds on to nothing.
        #expect(fragments.html(of: [], known: fragments.known(in: workspace, version: 5)) { _ in nil }.isEmpty)
        #expect(html(version: 3, title: "Another", line: nil, workspaceVersion: 5).contains("Another") && made == 5)
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
        let consent = renderer.part(ConsentForm(id: "add"))
        #expect(consent.contains("Everybody agreed to") && consent.contains(#"id="consent-on-add""#))
    }

    @Test("a line comes back as it was kept", arguments: [
        ListLine(sentence: "They want numbers.", sellerShare: 0.4567), ListLine(sentence: "", sellerShare: nil), ListLine(sentence: " two  spaces ", sellerShare: 1),
    ])
    func line(line: ListLine) { #expect(ListLine(kept: line.kept) == line) }
}
