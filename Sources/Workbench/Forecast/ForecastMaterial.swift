import Covalence
import Foundation
import Store
import StrategicSelling

/// All that forecasts of a workspace are made from, and for whose sight.
struct ForecastMaterial: Sendable {
    var histories: [ObjectiveHistory]
    /// The sights forecasts are made for, with the objectives each sees; those that see the same are together.
    var sights: [[Identifier<SalesObjective>]: [ForecastSight]]
    var settings: ForecastSettings
    var rates: DatedRates?
    var inputVersion: String
    /// What had been erased before anything was read.
    var erasures: Int
    var date: ForecastDate

    /// ‡ Objectives whose claims are read at once.
    static let portion = 500
}

extension Workbench {
    /// The settings of forecasts with what is called how.
    var forecastSettings: ForecastSettings {
        var settings = settings.forecast
        settings.labels = ForecastFeature.labels.merging(settings.labels) { $1 }
        return settings
    }

    /// What forecasts are made from now and how, as one word; nil without objectives.
    func forecastInputVersion() async throws -> String? {
        guard let objectives = try await store.objectivesVersion() else { return nil }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in try encoder.encode(settings.forecast) + encoder.encode(settings.exchangeRates) + Data(Self.forecastMethod.utf8) { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
        return "\(objectives)-\(String(hash, radix: 16))"
    }

    /// Reads every objective with its history; nil where there is none.
    func forecastMaterial(_ run: JobRun? = nil) async throws -> ForecastMaterial? {
        // The version first: what changes while it is read makes it out of date, and not the reverse.
        let erasures = try await store.erasureNumber()
        guard let version = try await forecastInputVersion() else { return nil }
        let ids = try await store.objectiveIDs(in: .everything)
        let zone = TimeZone.current
        let teams = try await teamNames()
        var histories: [ObjectiveHistory] = []
        for start in stride(from: 0, to: ids.count, by: ForecastMaterial.portion) {
            let part = Array(ids[start..<min(start + ForecastMaterial.portion, ids.count)])
            let records = try await store.objectives(part, in: .everything)
            let ledger = try await store.ledger(about: Set(part.map { .objective($0) }), kinds: SellingKinds.forecastKinds)
            let claims = Dictionary(grouping: ledger.claims, by: \.subject)
            let decisions = Dictionary(grouping: ledger.decisions, by: \.claim)
            for record in records {
                let own = claims[.objective(record.id)] ?? []
                histories.append(ObjectiveHistory(
                    record.objective, ledger: Ledger(claims: own, decisions: own.flatMap { decisions[$0.id] ?? [] }), zone: zone, teams: teams
                ))
            }
            try await run?.say(0.4 * Double(start + part.count) / Double(ids.count), "Reading what was stated of sales")
        }
        let time = now()
        return ForecastMaterial(
            histories: histories, sights: try await forecastSights(all: ids), settings: forecastSettings, rates: settings.exchangeRates, inputVersion: version,
            erasures: erasures, date: ForecastDate(moment: time, day: LocalClock(now: time, zone: zone).today)
        )
    }

    /// The team of each member, by name; of several, the first by name ‡.
    private func teamNames() async throws -> [Identifier<Member>: String] {
        var names: [Identifier<Member>: String] = [:]
        for team in try await store.teams().sorted(by: { $0.name < $1.name }) {
            for membership in team.members where names[membership.member] == nil { names[membership.member] = team.name }
        }
        return names
    }

    /// Everybody's sight of objectives: administrators' and that of each member who is not one.
    private func forecastSights(all: [Identifier<SalesObjective>]) async throws -> [[Identifier<SalesObjective>]: [ForecastSight]] {
        var sights: [[Identifier<SalesObjective>]: [ForecastSight]] = [:]
        if let everything = ForecastSight(.everything) { sights[all] = [everything] }
        for member in try await store.members() where member.state == .active {
            let scope = Visitor(member, in: store.id).scope
            guard scope != .everything, let sight = ForecastSight(scope) else { continue }
            sights[try await store.objectiveIDs(in: scope), default: []].append(sight)
        }
        sights[[]] = nil
        return sights
    }
}
