import Foundation
import Store
import Testing
@testable import Covalence
@testable import Server
@testable import Workbench

/// Every page of setting up and leading is whole HTML in which hostile names do nothing.
@Suite struct SettingsPageTests {
    static let hostile = "<script>alert(1)</script>\"'"
    static let anna = Member(id: .make(at: Timestamp(milliseconds: 1)), name: hostile, address: "anna@norrvik.example", role: .manager, state: .active, createdAt: Timestamp(milliseconds: 0))
    static let birk = Member(id: .make(at: Timestamp(milliseconds: 2)), name: "Birk", address: "birk@norrvik.example", role: .salesperson, state: .invited, createdAt: Timestamp(milliseconds: 0))
    static let team = Team(id: .make(at: Timestamp(milliseconds: 3)), name: hostile, members: [.init(anna.id, manages: true), .init(birk.id)])

    static func mirror(_ numbers: [Double?]) -> SellerMirror {
        let ids = numbers.map { _ in Identifier<Meeting>.make(at: Timestamp(milliseconds: 5)) }
        let rows = SellerMeasures.Key.allCases.map { key in
            SellerMeasures.Row(
                key: key, values: zip(ids, numbers).map { SellerMeasures.Value(meeting: $0, number: $1, utterance: 150) },
                distribution: Distribution(numbers.compactMap { $0 }), notKnown: numbers.count { $0 == nil }
            )
        }
        var measures = SellerMeasures([])
        measures.rows = rows
        measures.meetings = numbers.count
        return SellerMirror(
            seller: anna, measures: measures, meetings: ids.map { .init(id: $0, title: hostile, startedAt: Timestamp(milliseconds: 0)) }, seenBy: [birk], isCut: true
        )
    }

    static let pages: [(String, @Sendable (Renderer) -> String)] = [
        ("settings", { $0.render(settings) }),
        ("settings, read only", { var page = settings; page.mayChange = false; page.privacy = nil; return $0.render(page) }),
        ("members", { $0.render(MembersPage(
            rows: [.init(member: anna, teams: [hostile], lastSeen: nil, isOneself: true), .init(member: birk, teams: [], lastSeen: nil, isOneself: false)], teams: [team],
            problems: FormProblems(problems: ["name": hostile, "address": hostile, "": hostile]),
            link: OnceLink(address: "http://127.0.0.1/x?token=y", title: hostile, validFor: "3 days")
        )) }),
        ("member", { $0.render(MemberPage(
            member: anna, teams: [team], person: hostile, searched: hostile, found: [(.make(at: Timestamp(milliseconds: 1)), hostile, hostile)],
            problems: FormProblems(problems: ["": hostile]), saved: hostile, isOneself: false
        )) }),
        ("invited member", { $0.render(MemberPage(member: birk, teams: [], searched: hostile, isOneself: true)) }),
        ("teams", { $0.render(TeamsPage(teams: [team], members: [anna, birk], problems: FormProblems(problems: ["name": hostile]), saved: hostile)) }),
        ("no teams", { $0.render(TeamsPage(teams: [], members: [anna])) }),
        ("audit", { $0.render(AuditPage(
            rows: [.init(time: "now", who: hostile, whoID: "\(anna.id)", did: "opened a meeting", kind: "meeting", subject: "\(team.id)", name: hostile, href: "/meetings/1", origin: "::1", outcome: "refused"),
                   .init(time: "now", who: "the operator", did: "changed the settings", origin: "terminal")],
            filter: .init(subject: hostile), members: [Choice(value: "1", label: hostile)], problems: FormProblems(problems: ["subject": hostile])
        )) }),
        ("empty audit", { $0.render(AuditPage(rows: [], notKept: hostile)) }),
        ("measures", { $0.render(MeasuresPage(content: .mirror(mirror([0.1, 0.2, 0.4, 0.9, nil])), isOwn: true, inSight: MeasuresInSight(teams: [team], sellers: [anna]))) }),
        ("measures of another", { $0.render(MeasuresPage(content: .mirror(mirror([nil])), isOwn: false)) }),
        ("no measures", { $0.render(MeasuresPage(content: .none(hostile), isOwn: true)) }),
        ("no meetings", { $0.render(MeasuresPage(content: .mirror(mirror([])), isOwn: true)) }),
        ("team", { $0.render(TeamMeasuresPage(mirror: TeamMirror(team: team, sellers: 3, meetings: 5, rows: mirror([0.1, 0.3]).measures.rows, isCut: false))) }),
        ("small team", { $0.render(TeamMeasuresPage(mirror: TeamMirror(team: team, sellers: 2, meetings: 5, rows: nil, isCut: false))) }),
        ("preview", { $0.render(PreviewPage(
            heading: "What would happen", lead: hostile, counts: [hostile], rows: [.init(title: hostile, href: "/meetings/1", effect: hostile)], isFinal: true,
            applyHref: "/x", backHref: "/settings", hidden: [("policy", hostile)], buttons: [.init(value: "save", label: hostile, destroys: true)]
        )) }),
        ("report", { $0.render(DoneReportPage(heading: "Done", lead: hostile, lines: [hostile], backHref: "/settings", backWord: "Settings")) }),
        ("privacy of a person", { $0.render(PersonPrivacyPage(
            person: Person(id: .make(at: Timestamp(milliseconds: 1)), name: hostile), counts: [hostile], meetings: [(.make(at: Timestamp(milliseconds: 1)), hostile)], goes: [hostile],
            problems: FormProblems(problems: ["confirm": hostile])
        )) }),
    ]

    static var settings: SettingsPage {
        SettingsPage(
            workspace: hostile, names: FieldValue(name: "names", text: hostile, problem: hostile), domains: FieldValue(name: "domains", text: hostile, problem: hostile),
            transcriptLimit: FieldValue(name: "transcriptLimit", text: "1", problem: hostile), recordingLimit: FieldValue(name: "recordingLimit", text: "1", problem: nil),
            numbers: ["surveyPairs": 9], problems: FormProblems(typed: ["surveyPairs": hostile], problems: ["surveyPairs": hostile]), mayChange: true,
            privacy: .init(policies: [Choice(value: "analyse", label: hostile, isSelected: true)], days: [("Words", hostile, FieldValue(name: "words", text: hostile, problem: hostile))]),
            grants: [.init(viewer: hostile, seller: "Birk", viewerID: "1", sellerID: "2", day: "today")], members: [Choice(value: "1", label: hostile), Choice(value: "2", label: "b")], saved: hostile
        )
    }

    @Test(arguments: pages.map(\.0)) func everyPageIsWhole(name: String) throws {
        let page = try #require(Self.pages.first { $0.0 == name }).1(PageTests.renderer())
        #expect(page.hasPrefix("<!doctype html>"))
        #expect(page.matches(of: /<h1/).count == 1)
        #expect(!page.contains("{{") && !page.contains("Optional("))
        #expect(!page.contains("<script>alert"))
        let ids = page.matches(of: /\sid="([^"]*)"/).map { String($0.output.1) }
        #expect(ids.count == Set(ids).count, "\(Dictionary(grouping: ids) { $0 }.filter { $0.value.count > 1 }.keys)")
        for match in page.matches(of: /\s(?:for|aria-describedby|aria-labelledby)="([^"]*)"/) {
            for id in match.output.1.split(separator: " ") { #expect(ids.contains(String(id)), "\(id)") }
        }
        #expect(page.matches(of: /<form[^>]*method="post"/).count <= page.matches(of: /name="csrf"/).count)
    }

    /// 0.1, 0.2, 0.4, 0.9: the median is 0.3 and the quartiles (type 7) 0.175 and 0.525, by hand.
    @Test func aMeasureShowsItsMedianItsSpreadAndWhatIsNotKnown() throws {
        let page = MeasuresPage(content: .mirror(Self.mirror([0.1, 0.2, 0.4, 0.9, nil])), isOwn: true)
        let html = try PageTests.renderer().render(page)
        #expect(html.contains("<b>30 %</b> <span class=\"quiet\">median of 4 meetings; the middle half from 18 % to 53 %</span>"))
        #expect(html.contains("Not known of 1 meeting."))
        // Utterance 150 stands on the second hundred.
        #expect(html.contains("?from=100#u150"))
        #expect(html.contains("Birk"))
    }

    /// Which meeting has which number would tell whose it is.
    @Test func aTeamsPageOpensNoMeeting() throws {
        let rows = Self.mirror([0.1, 0.3]).measures.rows.map { SellerMeasures.Row(key: $0.key, values: [], distribution: $0.distribution, notKnown: 0) }
        let html = try PageTests.renderer().render(TeamMeasuresPage(mirror: TeamMirror(team: Self.team, sellers: 3, meetings: 2, rows: rows, isCut: false)))
        #expect(html.contains("20 %") && !html.contains("/meetings/"))
    }
}
