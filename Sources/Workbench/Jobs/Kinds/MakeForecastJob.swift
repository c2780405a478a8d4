import Covalence
import Store
import StrategicSelling
import Foundation

/// Makes the forecast of a workspace: once a day, after changes, and when somebody asks. Once more does no harm: it takes the place of the one of the day.
struct MakeForecastJob: JobKind {
    let kind = Job.Kind.makeForecast
    let title = "Makes the forecast"

    /// ‡ Milliseconds between two forecasts that nobody asked for.
    private static let pause: Int64 = 15 * 60_000

    func due(at bench: Workbench, now: Timestamp) async throws -> NewJob? {
        guard let version = try await bench.forecastInputVersion() else { return nil }
        let time = bench.workspaceTime(now), today = LocalClock(now: time, zone: .current).today
        if let newest = try await bench.store.forecasts(.forecast, in: .everything, limit: 1).first, newest.method == Workbench.forecastMethod, newest.day == today {
            guard newest.inputVersion != version, time >= newest.madeAt.advanced(by: Self.pause) else { return nil }
        }
        // One that fails is not begun again with every look.
        return NewJob(kind, key: .init("\(version)/\(today)", holds: .forPeriod), isBackground: true, at: now)
    }

    func run(_: Job, at bench: Workbench, _ run: JobRun) async throws {
        do {
            try await bench.makeForecasts(run)
        } catch let problem as ForecastError {
            throw JobProblem("\(problem)", isFinal: true)
        }
    }

    /// The job for somebody who asks.
    static func now(by member: Identifier<Member>?, at time: Timestamp) -> NewJob {
        NewJob(.makeForecast, key: .init("asked", holds: .untilBegun), madeBy: member, at: time)
    }
}

/// Looks back at past forecasts: once a week, and when somebody asks. Once more does no harm: it takes the place of the last one.
struct BackTestForecastJob: JobKind {
    let kind = Job.Kind.backTestForecast
    let title = "Holds past forecasts against what came"

    /// ‡ Days after which it is looked back again.
    private static let days: Int64 = 7

    func due(at bench: Workbench, now: Timestamp) async throws -> NewJob? {
        guard let version = try await bench.forecastInputVersion() else { return nil }
        let today = LocalClock(now: bench.workspaceTime(now), zone: .current).today
        if let newest = try await bench.store.forecasts(.backTest, in: .everything, limit: 1).first {
            guard newest.inputVersion != version, today.daysSince1970 - newest.day.daysSince1970 >= Self.days else { return nil }
        }
        return NewJob(kind, key: .init("\(today)", holds: .forPeriod), isBackground: true, at: now)
    }

    func run(_: Job, at bench: Workbench, _ run: JobRun) async throws {
        do {
            try await bench.makeBackTests(run)
        } catch let problem as ForecastError {
            throw JobProblem("\(problem)", isFinal: true)
        }
    }

    /// The job for somebody who asks.
    static func now(by member: Identifier<Member>?, at time: Timestamp) -> NewJob {
        NewJob(.backTestForecast, key: .init("asked", holds: .untilBegun), madeBy: member, at: time)
    }
}

extension Workbench {
    /// What time it is in the workspace when the machine's clock shows this.
    fileprivate func workspaceTime(_ machine: Timestamp) -> Timestamp { machine.advanced(by: now().milliseconds - machineTime().milliseconds) }
}
