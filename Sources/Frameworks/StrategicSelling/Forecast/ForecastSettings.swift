public import Covalence

/// Every number of ours ‡ that a forecast rests on, in one place, so that a workspace can change it.
public struct ForecastSettings: Hashable, Sendable, Codable {
    /// The stages in their order, each with the share of objectives that is taken to be won from it before there is any history.
    public var stages: [StagePrior] = StagePrior.funnel
    /// The same for a stage that is not in the list, and for an objective without stage.
    public var otherStagePrior = 0.2
    /// How many closed objectives the share taken for a stage counts for.
    public var stageStrength = 10.0
    /// Days in the stage at which a new age band begins; the first band begins at 0.
    public var ageBands = [30, 60, 90, 180]
    /// How many closed objectives the stage's share counts for in an age band, until the bands themselves tell.
    public var bandStrength = 10.0

    /// Days in one stage after which an open objective is counted as left undecided. It can still be won, and is counted as won then.
    public var leftAfterDays = 365

    /// Days between two looks back at a closed objective to learn from.
    public var landmarkDays = 30
    /// Looks back at one objective, at most; a long one is looked at in wider steps.
    public var mostLandmarks = 6
    /// Closed objectives without which nothing is learnt from the sheet.
    public var fewestClosed = 100
    /// Of them, those won and those not won, each.
    public var fewestOfEach = 25
    /// Accounts with closed objectives without which nothing is learnt from the sheet.
    public var fewestAccounts = 10
    /// Closed objectives of the rarer outcome that each number of the sheet's model needs.
    public var outcomesPerColumn = 5
    /// Parts into which accounts are divided to check the model on those it has not seen.
    public var folds = 5
    /// Penalties that are tried.
    public var penalties = [1.0, 4, 16, 64]

    /// How many orders the delays taken before there is any history count for.
    public var timingStrength = 10.0

    /// How the forecast cuts time.
    public var calendar = FiscalCalendar.quarters
    /// Periods that are forecast, the running one included.
    public var periodCount = 4
    /// Correlation of two objectives at one account, 0 to below 1, on the scale of the copula; beyond what all objectives share.
    public var correlation = 0.2
    /// Draws of the simulation.
    public var draws = 10_000
    /// Where the draws begin: the same seed gives the same draws.
    public var seed: UInt64 = 1

    /// Closed objectives that must be known on a past date for the forecast of that date to be checked.
    public var checkFewestClosed = 20
    /// Forecast chances without which no calibration is said.
    public var checkFewestCases = 30
    /// Sums of past periods without which no coverage is said.
    public var checkFewestPeriods = 5
    /// Draws of the simulation for each past date.
    public var checkDraws = 2_000
    /// Chances that are taken for a category where the salesperson named no number.
    public var commitChance = 0.9
    public var bestCaseChance = 0.5
    public var pipelineChance = 0.2

    /// Change of a chance from which on it is shown as moved.
    public var movedChance = 0.05
    /// How features are called on pages, by name; others by their name with spaces for hyphens.
    public var labels: [String: String] = [:]

    /// The defaults.
    public init() {}

    /// Reads a stored form; what it lacks keeps its default.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        func read<Value: Decodable>(_ key: CodingKeys, _ field: inout Value) throws {
            if let value = try values.decodeIfPresent(Value.self, forKey: key) { field = value }
        }
        try read(.stages, &stages)
        try read(.otherStagePrior, &otherStagePrior)
        try read(.stageStrength, &stageStrength)
        try read(.ageBands, &ageBands)
        try read(.bandStrength, &bandStrength)
        try read(.leftAfterDays, &leftAfterDays)
        try read(.landmarkDays, &landmarkDays)
        try read(.mostLandmarks, &mostLandmarks)
        try read(.fewestClosed, &fewestClosed)
        try read(.fewestOfEach, &fewestOfEach)
        try read(.fewestAccounts, &fewestAccounts)
        try read(.outcomesPerColumn, &outcomesPerColumn)
        try read(.folds, &folds)
        try read(.penalties, &penalties)
        try read(.timingStrength, &timingStrength)
        try read(.calendar, &calendar)
        try read(.periodCount, &periodCount)
        try read(.correlation, &correlation)
        try read(.draws, &draws)
        try read(.seed, &seed)
        try read(.checkFewestClosed, &checkFewestClosed)
        try read(.checkFewestCases, &checkFewestCases)
        try read(.checkFewestPeriods, &checkFewestPeriods)
        try read(.checkDraws, &checkDraws)
        try read(.commitChance, &commitChance)
        try read(.bestCaseChance, &bestCaseChance)
        try read(.pipelineChance, &pipelineChance)
        try read(.movedChance, &movedChance)
        try read(.labels, &labels)
    }
}

/// A stage and what is taken for it before there is history.
public struct StagePrior: Hashable, Sendable, Codable {
    /// The stage, by its name.
    public var stage: String
    /// Share of its objectives that is taken to be won in the end, above 0 and below 1.
    public var won: Double

    /// A stage with the share taken for it.
    public init(stage: String, won: Double) {
        self.stage = stage
        self.won = won
    }

    /// The four places of the sales funnel. The shares are ours ‡: no source gives any, and they count for ten objectives only.
    public static let funnel = [
        StagePrior(stage: "universe", won: 0.03), StagePrior(stage: "above-the-funnel", won: 0.1),
        StagePrior(stage: "in-the-funnel", won: 0.25), StagePrior(stage: "best-few", won: 0.6),
    ]
}

/// Why a forecast cannot be made.
public enum ForecastError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Two histories have the same id.
    case duplicateObjective(String)
    /// A setting is outside its range; what it is called and what it has to be.
    case setting(String, mustBe: String)
    /// The model knows what was recorded after the day of the forecast.
    case modelOfLater(CalendarDay, than: CalendarDay)

    /// What is wrong and what to do.
    public var description: String {
        switch self {
        case .duplicateObjective(let id): "The objective “\(id)” comes twice. Give each objective once, with its whole history."
        case .setting(let name, let range): "The forecast's setting “\(name)” must be \(range)."
        case .modelOfLater(let model, let day): "The model was learnt on \(model), after the forecast's day \(day). Learn it as known on that day."
        }
    }
}

extension ForecastSettings {
    /// Fails where a number is outside its range.
    public func check() throws(ForecastError) {
        func demand(_ holds: Bool, _ name: String, _ range: String) throws(ForecastError) {
            if !holds { throw .setting(name, mustBe: range) }
        }
        let shares = stages.map(\.won) + [otherStagePrior, commitChance, bestCaseChance, pipelineChance]
        try demand(shares.allSatisfy { $0 > 0 && $0 < 1 }, "stages", "shares above 0 and below 1")
        try demand(Set(stages.map(\.stage)).count == stages.count, "stages", "a list in which each stage comes once")
        let strengths = [stageStrength, bandStrength, timingStrength]
        try demand(strengths.allSatisfy { $0 > 0 && $0.isFinite }, "stageStrength, bandStrength, timingStrength", "above 0")
        try demand(ageBands.allSatisfy { $0 > 0 } && zip(ageBands, ageBands.dropFirst()).allSatisfy(<), "ageBands", "days above 0, rising")
        try demand(leftAfterDays >= 1, "leftAfterDays", "1 or more")
        try demand(landmarkDays >= 1 && mostLandmarks >= 1, "landmarkDays, mostLandmarks", "1 or more")
        try demand(folds >= 2, "folds", "2 or more")
        try demand(outcomesPerColumn >= 1, "outcomesPerColumn", "1 or more")
        try demand(!penalties.isEmpty && penalties.allSatisfy { $0 > 0 && $0.isFinite }, "penalties", "one or more numbers above 0")
        try demand((1...60).contains(periodCount), "periodCount", "1 to 60")
        try demand(correlation >= 0 && correlation < 1, "correlation", "0 or more and below 1")
        try demand((1...1_000_000).contains(draws) && (1...1_000_000).contains(checkDraws), "draws, checkDraws", "1 to 1,000,000")
    }
}
