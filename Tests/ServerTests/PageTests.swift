import Covalence
import Foundation
import Logging
import MeetingInteraction
import Testing
@testable import Server

@Suite struct PageTests {
    static func renderer(thirdParty: Bool = false) throws -> Renderer {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        var own = AssetLibrary.bundledFiles()
        if thirdParty { for name in AssetLibrary.thirdParty { own[name] = [0] } }
        return try Renderer(templates: Renderer.bundledTemplates(), assets: AssetLibrary(own: own, thirdPartyFolder: nil, logger: logger))
    }

    /// Unescaped values are how markup in a transcript would reach a page. The exceptions are our own style sheet in a report,
    /// and rows and parts of pages, which were made with templates of their own (`MeetingsListTests`).
    @Test func noTemplateShowsAnythingUnescaped() throws {
        let allowed = [
            "report": ["{{{css}}}"], "layout": ["{{{navigation}}}"], "meetings": ["{{{rowsHTML}}}", "{{{find}}}", "{{{dropZone}}}"],
            "find-meetings": ["{{{kinds}}}"], "drop-zone": ["{{{consent}}}"],
        ]
        for (name, source) in try Renderer.bundledTemplates() {
            for expression in [/\{\{\{.*?\}\}\}/, /\{\{&.*?\}\}/] {
                for match in source.matches(of: expression) {
                    #expect(allowed[name]?.contains(String(source[match.range])) == true, "\(name): \(source[match.range])")
                }
            }
        }
    }

    /// The security policy would refuse them in silence.
    @Test func noTemplateHasInlineScriptOrStyle() throws {
        for (name, source) in try Renderer.bundledTemplates() where name != "report" {
            #expect(!source.contains(" style="), "\(name)")
            #expect(!source.contains("<style"), "\(name)")
            #expect(source.firstMatch(of: /\son[a-z]+=/) == nil, "\(name)")
            #expect(source.firstMatch(of: /<script(?![^>]*\ssrc=)/) == nil, "\(name)")
            #expect(source.firstMatch(of: /(src|href|action)="?(https?:)?\/\//) == nil && !source.contains("//cdn"), "\(name)")
        }
    }

    static let pages: [(String, @Sendable (Renderer) -> String)] = [
        ("meetings", { $0.render(Samples.meetings) }), ("empty", { $0.render(MeetingsPage(rows: [], hasAny: false)) }),
        ("meeting", { $0.render(Samples.meeting) }), ("cast", { $0.render(Samples.cast) }), ("waiting", { $0.render(Samples.waiting) }),
        ("search", { $0.render(Samples.search) }), ("compare", { $0.render(Samples.compare) }), ("report", { $0.render(Samples.report) }),
        ("erase", { $0.render(Samples.erase) }), ("utterance", { $0.render(Samples.utterance) }),
        ("sign-in", { $0.render(SignInPage(problem: "No", needsCode: true, codeProblem: "No", workspaces: [Choice(value: "a", label: "A")], providers: [("Sign in with B", "/b")])) }),
        ("set-up", { $0.render(SetUpPage(token: "t", policies: [Choice(value: "a", label: "A")], problem: "No", passwordProblem: "No", addressProblem: "No")) }),
        ("choose-password", { $0.render(ChoosePasswordPage(title: "A", lead: "B", action: "/reset", button: "Save", token: "t", name: "N", problem: "P")) }),
        ("forgot", { $0.render(ForgotPage(canMail: true)) }), ("said", { $0.render(ForgotPage(canMail: true, said: "Done")) }),
        ("me", { $0.render(MePage(name: "A", address: "a@b.example", role: "reader", meaning: "B", hasCodes: true, recoveryCodes: ["a"], sessions: [Line(text: "a")])) }),
        ("enrolment", { $0.render(MePage(name: "A", address: "a@b.example", role: "reader", meaning: "B", enrolment: .init(picture: "data:", secret: "A"))) }),
        ("error", { $0.render(ErrorPage(error: .notFound)) }),
        ("claim", { $0.render(ClaimPage(meeting: Samples.id, meetingTitle: "A", kind: "Benefit", history: [Line(text: "now")])) }),
    ]

    @Test(arguments: pages.map(\.0)) func everyPageIsWhole(name: String) throws {
        let page = try #require(Self.pages.first { $0.0 == name }).1(Self.renderer())
        #expect(page.hasPrefix("<!doctype html>"))
        #expect(page.trimmingCharacters(in: .whitespacesAndNewlines).hasSuffix("</html>"))
        #expect(page.matches(of: /<h1/).count == 1)
        #expect(!page.contains("{{"))
        #expect(!page.contains("Optional("))
        // Every id once, so that labels and links find theirs.
        let ids = page.matches(of: /\sid="([^"]*)"/).map { String($0.output.1) }
        #expect(ids.count == Set(ids).count, "\(Dictionary(grouping: ids) { $0 }.filter { $0.value.count > 1 }.keys)")
        // Every label names a field that is there.
        for match in page.matches(of: /<label[^>]*\sfor="([^"]*)"/) { #expect(ids.contains(String(match.output.1)), "\(match.output.1)") }
    }

    @Test func markupInWordsAndNamesIsShownAsText() throws {
        let renderer = try Self.renderer()
        // The accents make one character, as people see it, of each sign and what follows: a browser still sees the sign.
        let nasty = "<script>alert(1)</script>\" onmouseover=\"x\"\u{301} onfocus=\"\u{301}<\u{301}b &\u{301}"
        var line = Samples.lines[0]
        line.text = nasty
        line.speaker = nasty
        line.codes = [nasty]
        var meeting = Samples.meeting
        meeting.title = nasty
        meeting.piece.lines = [line]
        meeting.people = [SidePeople(side: .seller, organization: nasty, names: [nasty])]
        var finding = Samples.finding("x", nasty, .good, nasty)
        finding.meaning = nasty
        let quote = Quote(moment: Samples.moment(1, 1), speaker: nasty, side: nil, before: nasty, words: nasty, after: nasty)
        finding.evidence = [Samples.evidence(.benefit, under: "x", quote, attributes: nasty)]
        meeting.findings.groups = [FindingGroup(letter: "A", name: nasty, meaning: nasty, findings: [finding])]
        for page in [renderer.render(meeting), renderer.render(ReportPage(meeting: meeting, lines: [line], picture: .notKnown(.times), css: "", madeBy: nasty))] {
            #expect(!page.contains("<script>alert"))
            #expect(!page.contains("\" onmouseover"))
            #expect(!page.contains("\"\u{301}") && !page.contains("<\u{301}") && !page.contains("&\u{301}"))
            #expect(page.contains("&lt;script&gt;alert(1)"))
        }
    }

    @Test func everySignOfHTMLIsEscaped() {
        #expect(SafeHTML().escapeText("a<b>&\"c'd\"\u{301}é🙂") == "a&lt;b&gt;&amp;&quot;c&#39;d&quot;\u{301}é🙂")
        #expect(SafeHTML().escapeText("") == "")
        #expect(SafeHTML().escapeText("plain") == "plain")
    }

    @Test func withoutOtherPeoplesScriptsAPageAsksForNone() throws {
        let bare = try Self.renderer().render(Samples.meeting)
        #expect(!bare.contains("htmx-2.min.js") && !bare.contains("echarts.min.js") && !bare.contains("data-timeline"))
        #expect(bare.contains("The picture as a table"))
        let full = try Self.renderer(thirdParty: true).render(Samples.meeting)
        #expect(full.contains("htmx-2.min.js") && full.contains("echarts.min.js") && full.contains("data-timeline"))
    }

    @Test func aReportStandsAlone() throws {
        let report = try Self.renderer().render(Samples.report)
        #expect(!report.contains("<script") && !report.contains("<link") && !report.contains(" src=") && !report.contains("href=\"/"))
    }

    @Test func anAbsentValueIsNotTakenFromThePageAround() throws {
        // A view's own name without a value must hide the outer one of the same name.
        let renderer = try Renderer(
            templates: ["t": "{{#inner}}[{{name}}]{{#name}}shown{{/name}}{{^name}}none{{/name}}{{/inner}}"],
            assets: AssetLibrary(own: [:], thirdPartyFolder: nil, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        )
        struct Page: PageModel {
            static let template = "t"
            var view: View { ["name": "outer", "inner": .view(["name": .none])] }
        }
        #expect(renderer.render(Page()) == "[]none")
    }

    @Test(arguments: [(0, "0:00"), (59_999, "0:59"), (61_000, "1:01"), (3_661_000, "1:01:01"), (-5, "0:00")])
    func clock(milliseconds: Int, text: String) { #expect(Clock.text(milliseconds: milliseconds) == text) }

    @Test(arguments: [(40_000, "40 s"), (58 * 60_000, "58 min"), (79 * 60_000, "1 h 19 min"), (120 * 60_000, "2 h"), (59_600, "1 min"), (3_599_000, "1 h")])
    func length(milliseconds: Int, text: String) { #expect(Clock.length(milliseconds: milliseconds) == text) }

    @Test func aMomentLinksToItsPiece() {
        #expect(Samples.moment(99, 1).href == "/meetings/\(Samples.id)#u99")
        #expect(Samples.moment(231, 1).href == "/meetings/\(Samples.id)?from=200#u231")
        #expect(Moment(meeting: Samples.id, utterance: 4, start: nil).label == "no. 5")
    }
}
