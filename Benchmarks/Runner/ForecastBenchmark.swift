import ArgumentParser
import Covalence
import Foundation
import Store
import StrategicSelling
import Workbench

/// The forecast of many open objectives: as a pure function, as a job over a store, and what its page asks for.
struct ForecastBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "forecast",
        abstract: "The forecast of 10,000 open objectives with 10,000 correlated draws, and what its page asks for.",
        discussion: """
            First the pure part: histories in memory, the model learnt, all totals drawn. Then a store in a temporary folder is filled with the same number of objectives, the \
            job is run over it, and the queries of the page are timed, without the making of HTML.
            """
    )

    @Option(help: "Open objectives.") var objectives = 10_000
    @Option(help: "Closed objectives to learn from.") var closed = 2_000
    @Option(help: "Objectives at one account.") var atOneAccount = 3
    @Option(help: "Draws.") var draws = 10_000
    @Flag(help: "Only the pure part.") var pure = false

    func run() async throws {
        guard let today = CalendarDay("2026-06-15") else { return }
        var settings = ForecastSettings()
        settings.draws = draws
        let histories = made(today)
        let date = ForecastDate(endOf: today)
        var table = Table(["\(objectives) open, \(closed) closed, \(draws) draws", "median", "longest"])
        var model: ForecastModel?
        let learning = try Timing.of(3) { model = try ForecastModel(histories, on: date, settings) }
        table.row(["model learnt", Timing.text(learning.median), Timing.text(learning.quantile(1))])
        guard let model else { return }
        let drawing = try await Timing.of(3) {
            _ = try await Forecast.make(histories, on: date, model: model, settings, tasks: ProcessInfo.processInfo.activeProcessorCount)
        }
        table.row(["chances and totals", Timing.text(drawing.median), Timing.text(drawing.quantile(1))])
        if !pure { try await store(settings, &table) }
        table.print()
    }

    /// Objectives by a rule: a stage and an amount each; closed ones end after 40 to 90 days, four in ten won.
    private func made(_ today: CalendarDay) -> [ObjectiveHistory] {
        (0..<objectives + closed).map { index in
            let isOpen = index < objectives
            let first = CalendarDay(daysSince1970: today.daysSince1970 - Int64(isOpen ? 5 + index % 80 : 200 + index % 700))
            var facts: [ObjectiveHistory.Fact] = [
                .init(.stage(FunnelPlace.allCases[index % 4].rawValue), on: first),
                .init(.amount(ForecastAmount(minorUnits: Int64(1 + index % 97) * 1_000_00, currency: "EUR")), on: first),
                .init(.closeDate(CalendarDay(daysSince1970: first.daysSince1970 + 90)), on: first),
                .init(.feature(name: ForecastFeature.coach.rawValue, value: .yesNo(true)), on: first),
            ]
            if index % 3 == 0 { facts.removeLast() }
            if !isOpen { facts.append(.init(.outcome(index % 10 < 4 ? .won : .lost), on: CalendarDay(daysSince1970: first.daysSince1970 + 40 + Int64(index % 51)))) }
            return ObjectiveHistory(id: "objective-\(index)", account: "account-\(index / max(1, atOneAccount))", facts: facts)
        }
    }

    private func store(_ settings: ForecastSettings, _ table: inout Table) async throws {
        let place = FileManager.default.temporaryDirectory.appending(path: "covalence-benchmark-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: place) }
        let records = try await SQLiteStore.open(place)
        let bench = try await Workbench.opening(records, analyzer: try MeetingAnalyzer.bundled())
        try await bench.change([("forecast.draws", "\(draws)")], by: .owner)
        var account: Identifier<Organization>?
        guard let euro = Currency("EUR") else { return }
        for index in 0..<objectives + closed {
            if index % max(1, atOneAccount) == 0 {
                account = try await bench.addOrganization(Organization(id: .make(at: Workbench.clock()), name: "Account \(index)", kind: .customer), by: .owner).id
            }
            guard let account else { return }
            let added = try await bench.addObjective(ObjectiveDraft(
                account: account, what: WhatIsSold("Sale \(index)"), amount: Money(minorUnits: Int64(1 + index % 97) * 1_000_00, currency: euro),
                closeDate: CalendarDay("2027-03-31"), stage: FunnelPlace.allCases[index % 4].rawValue
            ), by: .owner)
            if index >= objectives { try await bench.state(SellingStatement(SellingKinds.ending, Ending(index % 10 < 4 ? .won : .lost)), of: added.id, by: .owner) }
        }
        let job = try await Timing.of(2) { try await bench.makeForecastNow(by: .owner) }
        table.row(["the job, reading and keeping included", Timing.text(job.median), Timing.text(job.quantile(1))])
        let page = try await Timing.of(30) {
            let seen = try await bench.forecast(by: .owner)
            _ = try await bench.objectiveForecasts(from: 0, limit: 50, by: .owner)
            _ = try await bench.forecastLines(of: seen.summary?.change?.moves.compactMap { Identifier($0.objective) } ?? [], by: .owner)
        }
        table.row(["what the page asks for", Timing.text(page.median), Timing.text(page.quantile(1))])
        try await records.close()
    }
}
