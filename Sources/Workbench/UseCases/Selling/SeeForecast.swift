public import Covalence
import Foundation
import Store
public import StrategicSelling

/// The newest forecast of what a visitor sees.
public struct SeenForecast: Sendable {
    /// Nil where none was made yet of what is in sight now.
    public var summary: ForecastSummary?
    public var madeAt: Timestamp?
    public var method: String?
    /// The last ones, one a day, the oldest first: how the running period's total went.
    public var course: [CoursePoint]
    /// Whether objectives changed since, or it was made for an earlier day.
    public var isOutdated: Bool
    /// The day for which it was made, where that is another one than today.
    public var formerDay: CalendarDay?
    /// The work on the next one, while it goes on.
    public var work: Job.Progress?
    public var isWaiting: Bool
    /// Whether there is any objective in sight.
    public var hasObjectives: Bool
    /// Rates by which amounts are converted; nil where they stay apart.
    public var rates: DatedRates?
    /// Members by id, for what is told by person.
    public var members: [String: String]

    /// What an earlier forecast said of a period.
    public struct CoursePoint: Hashable, Sendable {
        public var day: CalendarDay
        public var income: [Forecast.CurrencyIncome]
        public var periods: [FiscalPeriod]
    }
}

/// An open objective of the newest forecast, with what is known of it now.
public struct SeenObjectiveForecast: Sendable {
    public var forecast: ObjectiveForecast
    public var line: ObjectiveLine
}

extension Workbench {
    /// ‡ Forecasts that are shown as a course.
    private static let courseDays = 30

    /// The newest forecast of what is in sight, made from nothing else.
    public func forecast(by visitor: Visitor) async throws -> SeenForecast {
        try await admit(visitor, to: .seeForecast)
        let ids = try await store.objectiveIDs(in: visitor.scope)
        let kept = ids.isEmpty ? [] : try await store.forecasts(.forecast, in: visitor.scope, limit: Self.courseDays)
        // All it was made from is in sight; where as many are, nothing else is.
        let isSameSight = try await store.forecastObjectiveCount(in: visitor.scope) == ids.count
        var job = try await forecastJob(.makeForecast)
        if kept.isEmpty || !isSameSight, !ids.isEmpty, job == nil {
            // What is in sight is another than it was, or nothing was made yet.
            job = try await store.enqueue([MakeForecastJob.now(by: nil, at: machineTime())]).first
        }
        var course: [SeenForecast.CoursePoint] = []
        for forecast in kept.reversed() {
            let summary = try Self.read(CourseContent.self, forecast)
            course.append(.init(day: forecast.day, income: summary.income, periods: summary.periods))
        }
        let version = try await forecastInputVersion(), today = LocalClock(now: now(), zone: .current).today
        let formerDay = kept.first.flatMap { $0.day == today ? nil : $0.day }
        return SeenForecast(
            summary: try kept.first.map { try Self.read(ForecastSummary.self, $0) }, madeAt: kept.first?.madeAt, method: kept.first?.method, course: course,
            isOutdated: kept.first.map { $0.inputVersion != version || !isSameSight || formerDay != nil } ?? false, formerDay: formerDay, work: job?.progress, isWaiting: job != nil,
            hasObjectives: !ids.isEmpty, rates: settings.exchangeRates, members: try await memberNames()
        )
    }

    /// Open objectives of the newest forecast, those from which most is expected first.
    ///
    /// - Parameter place: the first to be shown, from 0.
    public func objectiveForecasts(from place: Int, limit: Int, by visitor: Visitor) async throws -> [SeenObjectiveForecast] {
        try await admit(visitor, to: .seeForecast)
        let kept = try await store.objectiveForecasts(in: visitor.scope, from: max(0, place), limit: min(max(1, limit), 500))
        let records = try await store.objectives(kept.map(\.objective), in: visitor.scope)
        let lines = Dictionary(try await lines(of: records, visitor).map { ($0.id, $0) }) { first, _ in first }
        return try kept.compactMap { one in
            guard let line = lines[one.objective], let forecast = try Self.objectiveForecast(one) else { return nil }
            return SeenObjectiveForecast(forecast: forecast, line: line)
        }
    }

    /// The lines of some objectives that are named in a forecast, as far as they are in sight.
    public func forecastLines(of ids: [Identifier<SalesObjective>], by visitor: Visitor) async throws -> [Identifier<SalesObjective>: ObjectiveLine] {
        try await admit(visitor, to: .seeForecast)
        let records = try await store.objectives(Array(Set(ids).sorted().prefix(500)), in: visitor.scope)
        return Dictionary(try await lines(of: records, visitor).map { ($0.id, $0) }) { first, _ in first }
    }

    /// What the newest forecast says of an objective; nil where it says nothing, or the objective has ended.
    public func forecast(of id: Identifier<SalesObjective>, by visitor: Visitor) async throws -> ObjectiveForecast? {
        try await admit(visitor, to: .openObjective, .objective(id))
        return try await store.objectiveForecast(of: id, in: visitor.scope).flatMap(Self.objectiveForecast)
    }

    /// The last look back at forecasts of what is in sight; nil where there was none yet.
    public func forecastBackTest(by visitor: Visitor) async throws -> (backTest: BackTest?, madeAt: Timestamp?, work: Job.Progress?, isWaiting: Bool) {
        try await admit(visitor, to: .seeForecast)
        let kept = try await store.forecasts(.backTest, in: visitor.scope, limit: 1).first
        var job = try await forecastJob(.backTestForecast)
        if kept == nil, job == nil, try await !store.objectiveIDs(in: visitor.scope).isEmpty {
            job = try await store.enqueue([BackTestForecastJob.now(by: nil, at: machineTime())]).first
        }
        return (try kept.map { try Self.read(BackTest.self, $0) }, kept?.madeAt, job?.progress, job != nil)
    }

    // MARK: Making

    /// Queues that the forecast is made anew, to begin at once; with `lookingBack` also the look back at past ones.
    @discardableResult
    public func makeForecast(lookingBack: Bool = false, by visitor: Visitor) async throws -> Job {
        try await admit(visitor, to: .makeForecast)
        let time = machineTime()
        let new = [MakeForecastJob.now(by: visitor.member, at: time)] + (lookingBack ? [BackTestForecastJob.now(by: visitor.member, at: time)] : [])
        guard let job = try await store.enqueue(new).first else { throw StoreError.notFound("The job of the forecast") }
        return job
    }

    /// Makes the forecast and waits for it: for a machine on which no server runs.
    public func makeForecastNow(lookingBack: Bool = false, by visitor: Visitor) async throws {
        try await makeForecast(lookingBack: lookingBack, by: visitor)
        try await atOnce(.makeForecast) { run in try await self.makeForecasts(run) }
        if lookingBack { try await atOnce(.backTestForecast) { run in try await self.makeBackTests(run) } }
    }

    /// The rates by which amounts are converted; nil where currencies are left apart.
    public func exchangeRates(by visitor: Visitor) async throws -> DatedRates? {
        try await admit(visitor, to: .seeForecast)
        try await catchUp()
        return settings.exchangeRates
    }

    /// Says by which rates amounts are converted, and into what; nil leaves currencies apart.
    ///
    /// - Parameter seen: what was seen of the settings; nil to replace whatever is there.
    /// - Throws: `StoreError.refused`; `StoreError.conflict(.content)` where other rates are set by now.
    public func setExchangeRates(_ rates: DatedRates?, expecting seen: SeenSettings? = nil, by visitor: Visitor) async throws {
        try await admit(visitor, to: .changeForecast)
        if let problem = rates?.problem { throw StoreError.refused(StoreError.Reason(problem.sentence)) }
        let job = MakeForecastJob.now(by: visitor.member, at: machineTime())
        try await keepSettings(expecting: seen, queueing: { _, _ in [job] }) { $0.exchangeRates = rates }
    }

    // MARK: Reading what is kept

    /// What is read of forecasts before the newest.
    private struct CourseContent: Decodable {
        var income: [Forecast.CurrencyIncome]
        var periods: [FiscalPeriod]
    }

    private func forecastJob(_ kind: Job.Kind) async throws -> Job? {
        try await store.jobs(JobQuery(states: [.waiting, .running], kind: kind, limit: 1)).items.first
    }

    private func memberNames() async throws -> [String: String] {
        Dictionary(try await store.members().map { ($0.id.description, $0.name) }) { first, _ in first }
    }

    private static func read<Content: Decodable>(_: Content.Type, _ kept: KeptForecast) throws -> Content {
        do { return try JSONDecoder().decode(Content.self, from: Data(kept.content.utf8)) } catch {
            throw StoreError.corrupt("The forecast of \(kept.day) cannot be read. Make it anew.")
        }
    }

    private static func objectiveForecast(_ kept: KeptObjectiveForecast) throws -> ObjectiveForecast? {
        guard let content = kept.content else { return nil }
        do { return try JSONDecoder().decode(ObjectiveForecast.self, from: Data(content.utf8)) } catch {
            throw StoreError.corrupt("The forecast of the objective \(kept.objective) cannot be read. Make the forecast anew.")
        }
    }
}
