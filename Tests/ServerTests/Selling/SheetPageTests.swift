import Covalence
import Foundation
import StrategicSelling
import Testing
@testable import Server
@testable import Workbench

@Suite("The page of a strategy sheet") struct SheetPageTests {
    private static let opened = Timestamp(milliseconds: 1_767_603_600_000)

    /// A sale of which nine needs are stated, one a day.
    private func sheet() -> StrategySheet {
        let objective = SalesObjective(id: .make(at: Self.opened), account: .make(at: Self.opened), openedAt: Self.opened, recordedAt: Self.opened)
        let claims = (1...9).map { number -> Claim in
            let at = Self.opened.advanced(by: Int64(number) * 86_400_000)
            return SellingKinds.need.claim(
                Need("Need number \(number).", isImmediate: false), id: .make(at: at), about: .objective(objective.id), author: .person("Sanna"), recordedAt: at, standing: .confirmed
            )
        }
        return StrategySheet.assess(SheetInput(
            objective: objective, ledger: Ledger(claims: claims, decisions: []), clock: LocalClock(now: Self.opened.advanced(by: 20 * 86_400_000), zone: .gmt)
        ))
    }

    /// The needs that are listed among the facts of the sale.
    private func shown(on page: String) throws -> [Int] {
        let start = try #require(page.range(of: "<dt>Need</dt>")).upperBound
        let end = try #require(page.range(of: "</div>", range: start..<page.endIndex)).lowerBound
        return (1...9).filter { page[start..<end].contains("Need number \($0).") }
    }

    @Test("of each kind the latest six are listed, and the rest is a link away") func theLatestAreListed() throws {
        let sheet = sheet()
        let page = try PageTests.renderer().render(SheetPage(sheet: sheet, canEdit: true))
        #expect(try shown(on: page) == [4, 5, 6, 7, 8, 9])
        #expect(page.contains("<a href=\"/objectives/\(sheet.objective.id)?all=yes\">3 more</a>"))
    }

    @Test("flags beyond the seventh are so many more, and not said to be less grave: they may be of the same kind as the last that is shown") func moreFlags() throws {
        // Nobody approves, uses or screens it, no coach, nothing that we gain, nothing planned: six. Not known are what, how much and by when: three of one kind.
        let sheet = sheet()
        #expect(sheet.flags.map(\.kind) == [
            .noEconomicInfluence, .unfilledRole, .unfilledRole, .noCoach, .ownResultMissing, .noNextStep, .factMissing, .factMissing, .factMissing,
        ])
        let page = try PageTests.renderer().render(SheetPage(sheet: sheet, canEdit: true))
        #expect(page.contains("<summary>2 more flags</summary>"))
        #expect(!page.contains("less grave"))
    }

    @Test("of what the engine suggested it is told who confirmed it and when, in words and without the signature of its rules") func confirmed() throws {
        let objective = SalesObjective(id: .make(at: Self.opened), account: .make(at: Self.opened), openedAt: Self.opened, recordedAt: Self.opened)
        func day(_ number: Int64) -> Timestamp { Self.opened.advanced(by: number * 86_400_000) }
        func claim(_ text: String, _ author: Claim.Author, _ standing: Standing) -> Claim {
            SellingKinds.need.claim(
                Need(text, isImmediate: true), id: .make(at: day(1)), about: .objective(objective.id), author: author, recordedAt: day(1), standing: standing
            )
        }
        let suggested = claim("Fewer stops", .engine("meaning-en/1+words-en/2/rules-1"), .suggested), stated = claim("A calm board", .person("Sanna"), .confirmed)
        let decisions = [Decision(claim: suggested.id, standing: .confirmed, author: .person("Petra"), at: day(3))]
        let sheet = StrategySheet.assess(SheetInput(
            objective: objective, ledger: Ledger(claims: [suggested, stated], decisions: decisions), clock: LocalClock(now: day(20), zone: .gmt)
        ))
        // The sale was opened on 5 January.
        let page = try PageTests.renderer().render(SheetPage(sheet: sheet, canEdit: true))
        #expect(page.contains(">suggested by the engine, 6 January 2026; confirmed by Petra, 8 January 2026; assumed</a>"))
        #expect(page.contains(">Sanna, 6 January 2026; as told</a>"))
        #expect(!page.contains("words-en"))

        var confirmed = suggested
        confirmed.standing = .confirmed
        let json = SellingClaimJSON(confirmed, decisions: decisions)
        #expect(json.author == "meaning-en/1+words-en/2/rules-1" && json.authorKind == "engine" && json.confirmedBy == "Petra" && json.confirmedAt == day(3))
        let own = SellingClaimJSON(stated)
        #expect(own.authorKind == "person" && own.confirmedBy == nil && own.confirmedAt == nil)
    }

    @Test("how a competitor stands and days are written as on the sheet") func inWords() {
        func claim<Content>(_ kind: StatementKind<Content>, _ content: Content) -> Claim {
            kind.claim(content, id: .make(at: Self.opened), about: .objective(.make(at: Self.opened)), author: .person("Sanna"), recordedAt: Self.opened, standing: .confirmed)
        }
        let incumbent = StatementPage.text(of: claim(SellingKinds.competitor, Competitor("Pumpenwerk", standing: .incumbent)), [:])
        #expect(incumbent.contains("standing: supplies today’s solution"), "\(incumbent)")
        let proposal = StatementPage.text(of: claim(SellingKinds.proposal, Proposal("Six pumps", madeOn: CalendarDay(year: 2026, month: 4, day: 24))), [:])
        #expect(proposal.hasSuffix("24 April 2026"), "\(proposal)")
    }

    @Test("days in flags, in what changed and in what waits are written as everywhere on pages; programs read them as ISO 8601") func days() throws {
        let objective = SalesObjective(id: .make(at: Self.opened), account: .make(at: Self.opened), openedAt: Self.opened, recordedAt: Self.opened)
        let january = try #require(CalendarDay("2026-01-15")), june = try #require(CalendarDay("2026-06-22"))
        func claim(_ day: CalendarDay, _ author: Claim.Author, _ standing: Standing, after days: Int64) -> Claim {
            let at = Self.opened.advanced(by: days * 86_400_000)
            return SellingKinds.closeDate.claim(day, id: .make(at: at), about: .objective(objective.id), author: author, recordedAt: at, standing: standing)
        }
        func input(_ claims: [Claim]) -> SheetInput {
            SheetInput(objective: objective, ledger: Ledger(claims: claims, decisions: []), clock: LocalClock(now: Self.opened.advanced(by: 20 * 86_400_000), zone: .gmt))
        }
        let told = input([claim(january, .person("Sanna"), .confirmed, after: 1), claim(june, .engine("rules/1"), .suggested, after: 2)])
        let sheet = StrategySheet.assess(told), changes = SheetDifference(from: StrategySheet.assess(input([])), to: sheet).changes
        let page = try PageTests.renderer().render(SheetPage(sheet: sheet, since: (CalendarDay(daysSince1970: 20_458), changes), canEdit: true))
        #expect(page.contains("It was to be closed by 15 January 2026."))
        #expect(page.contains("New: Close date: 15 January 2026."))
        #expect(!page.contains("2026-01-15"))
        let asking = try PageTests.renderer().render(AskingPage(sheet: sheet, asking: Asking.choose(told), canEdit: true))
        #expect(asking.contains("Close date: 22 June 2026"))
        #expect(StatementPage.text(of: told.claims[0], [:]) == "15 January 2026")
        let program = String(decoding: try JSONEncoder().encode(sheet.flags.map(SheetJSON.FlagJSON.init)), as: UTF8.self)
        #expect(program.contains("It was to be closed by 2026-01-15."))
    }

    @Test("all are listed where that is asked for, of a past day too") func allAreListed() throws {
        let sheet = sheet()
        let page = try PageTests.renderer().render(SheetPage(sheet: sheet, asOf: CalendarDay(daysSince1970: 20_478), canEdit: true, showsAll: true))
        #expect(try shown(on: page) == Array(1...9))
        #expect(!page.contains(" more</a>"))
        #expect(page.contains("<a href=\"/objectives/\(sheet.objective.id)?on=2026-01-25\">Only the latest of each</a>"))
        let few = try PageTests.renderer().render(SheetPage(sheet: sheet, asOf: CalendarDay(daysSince1970: 20_478), canEdit: true))
        #expect(few.contains("?on=2026-01-25&amp;all=yes\">3 more</a>"))
    }
}
