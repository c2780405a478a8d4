public import Covalence

/// The forecast held against what happened: made again on past dates from what was known then, beside stage averages and what the salespeople said.
///
/// Where too little was known on a date, or too little has ended since, it says so.
public struct BackTest: Hashable, Sendable, Codable {
    /// In order of date.
    public var dates: [DateResult]
    /// Forecast chances whose objective is still open now: nothing can be said about them. Those left for a year are counted as not won ‡.
    public var undecided: Int
    /// By tenths of the chance, for the model.
    public var calibration: Known<[CalibrationBin]>
    /// The model's score over all chances that were decided since.
    public var score: Known<BrierScore>
    /// The model against each baseline, on the cases for which the baseline says anything.
    public var stageAverages: Known<ScoreComparison>
    public var said: Known<ScoreComparison>
    /// How often sums of periods that ended lay within the intervals.
    public var coverage: Known<Coverage>
    public var coverageOfStageAverages: Known<Coverage>
    public var coverageOfSaid: Known<Coverage>
    /// Every sum that was looked at.
    public var sums: [PeriodSum]

    /// What can be said of one past date.
    public struct DateResult: Hashable, Sendable, Codable {
        public var date: ForecastDate
        /// Chances that were forecast and decided since, or why none was forecast.
        public var decided: Known<Int>
    }

    /// What one method said of one period, and what came.
    public struct PeriodSum: Hashable, Sendable, Codable {
        public var date: ForecastDate
        public var period: FiscalPeriod
        /// ISO 4217.
        public var currency: String
        /// Orders of objectives that were in the forecast's sums, in minor units.
        public var actual: Double
        /// Orders of objectives that were not: not yet known then, or without amount. No forecast could hold them.
        public var fromOthers: Double
        public var model: IncomeRange
        public var stageAverages: IncomeRange
        /// Nil where salespeople had said something about fewer than half of the open objectives ‡.
        public var said: IncomeRange?
    }

    /// Makes forecasts on past dates and looks at what came.
    ///
    /// - Parameters:
    ///   - histories: with everything known now.
    ///   - dates: past dates, month ends as a rule; those not before `now` are left out.
    ///   - now: the date up to which outcomes are known.
    /// - Throws: where an objective comes twice or a setting is outside its range.
    public static func run(
        _ histories: [ObjectiveHistory], on dates: [ForecastDate], asOf now: ForecastDate, _ settings: ForecastSettings = ForecastSettings(),
        rates: DatedRates? = nil
    ) throws(ForecastError) -> BackTest {
        try settings.check()
        let histories = try ForecastModel.sorted(histories)
        var latest: [String: ObjectiveView] = [:]
        for history in histories { latest[history.id] = history.asKnown(on: now)?.counted(settings) }
        var results: [DateResult] = []
        var cases: [BackTestCase] = []
        var sums: [PeriodSum] = []
        var undecided = 0
        for date in Set(dates).sorted() where date.moment < now.moment && date.day <= now.day {
            let look = try PastLook(histories, latest, on: date, asOf: now, settings, rates)
            if let missing = look.missing {
                results.append(DateResult(date: date, decided: .notKnown(.material(missing))))
                continue
            }
            results.append(DateResult(date: date, decided: .known(look.cases.count)))
            cases += look.cases
            undecided += look.undecided
            sums += look.sums(settings)
        }
        return BackTest(results, cases, sums, undecided: undecided, settings)
    }

    private init(_ results: [DateResult], _ cases: [BackTestCase], _ sums: [PeriodSum], undecided: Int, _ settings: ForecastSettings) {
        dates = results
        self.undecided = undecided
        self.sums = sums
        let isEnough = cases.count >= settings.checkFewestCases
        let missing = Missing.material("\(cases.count) forecast chances were decided since, and \(settings.checkFewestCases) are needed.")
        calibration = isEnough ? .known(CalibrationBin.bins(cases.map { ($0.objective, $0.model, $0.isWon) })) : .notKnown(missing)
        score = isEnough ? BrierScore(cases.map { ($0.model, $0.isWon) }).map { .known($0) } ?? .notKnown(missing) : .notKnown(missing)
        stageAverages = ScoreComparison.compare(cases, settings.checkFewestCases) { $0.stageAverage }
        said = ScoreComparison.compare(cases, settings.checkFewestCases) { $0.said }
        coverage = Coverage.of(sums, settings.checkFewestPeriods) { $0.model }
        coverageOfStageAverages = Coverage.of(sums, settings.checkFewestPeriods) { $0.stageAverages }
        coverageOfSaid = Coverage.of(sums, settings.checkFewestPeriods) { $0.said }
    }
}

/// One chance that was forecast on a past date and decided since.
struct BackTestCase {
    var objective: String
    var account: String
    var model: Double
    var stageAverage: Double
    /// Nil where the salesperson had said nothing.
    var said: Double?
    var isWon: Bool
}
