public import Covalence
import Foundation
public import StrategicSelling
public import Workbench

/// A forecast as JSON, the same in the API and in what commands print. Amounts are in minor units of their currency.
public struct ForecastJSON: Encodable, Sendable {
    /// A month or a quarter.
    public struct Period: Encodable, Sendable {
        public var name: String
        public var first: String
        public var last: String
    }

    /// What a period may bring.
    public struct Range: Encodable, Sendable {
        public var won: Double
        public var expected: Double
        public var median: Double
        public var half: [Double]
        public var ninety: [Double]
        public var steps: [Double]

        init(_ range: IncomeRange) {
            (won, expected, median, steps) = (range.won, range.expected, range.median, range.steps)
            half = [range.half.lower, range.half.upper]
            ninety = [range.ninety.lower, range.ninety.upper]
        }
    }

    /// Income in one currency.
    public struct Income: Encodable, Sendable {
        public var currency: String
        public var periods: [Range]
        public var horizon: Range
        public var later: Double
    }

    /// What was said of a period.
    public struct Said: Encodable, Sendable {
        public var name: String?
        public var currency: String
        public var periods: [Sums]
        public var outside: Sums
    }

    /// Sums of what was said.
    public struct Sums: Encodable, Sendable {
        public var won: Double
        public var commit: Double
        public var bestCase: Double
        public var pipeline: Double
        public var uncategorised: Double
        public var saidExpected: Double
        public var withoutProbability: Int
        public var modelExpected: Double
        public var open: Int

        init(_ sums: SaidSums.Sums) {
            (won, commit, bestCase, pipeline) = (Double(sums.won), Double(sums.commit), Double(sums.bestCase), Double(sums.pipeline))
            (uncategorised, saidExpected, withoutProbability) = (Double(sums.uncategorised), sums.saidExpected, sums.withoutProbability)
            (modelExpected, open) = (sums.modelExpected, sums.open)
        }
    }

    /// One thing that moved since a week before.
    public struct Move: Encodable, Sendable {
        public var objective: String
        public var what: String
        public var effects: [String: Double]
    }

    /// What was learnt of a stage.
    public struct Stage: Encodable, Sendable {
        public var name: String
        public var closed: Int
        public var won: Int
        public var prior: Double
        public var share: Double
    }

    public var isReady: Bool
    public var isBeingMade: Bool
    public var isOutdated: Bool
    public var madeAt: Timestamp?
    public var day: String?
    public var method: String?
    public var periods: [Period]
    public var income: [Income]
    public var said: [Said]
    public var saidByTeam: [Said]
    public var saidByPerson: [Said]
    /// Nil where nothing was known a week before.
    public var moves: [Move]?
    public var open: Int?
    public var withoutAmount: Int?
    public var withoutCloseDate: Int?
    public var unconverted: [String: Int]?
    public var closed: Int?
    public var stages: [Stage]
    /// Why what the sheet knows does not move the chances; nil where it does.
    public var sheetModelMissing: String?

    /// A forecast as it is seen.
    public init(_ seen: SeenForecast) {
        let summary = seen.summary
        isReady = summary != nil
        isBeingMade = seen.isWaiting
        isOutdated = seen.isOutdated
        (madeAt, method) = (seen.madeAt, seen.method)
        day = summary?.date.day.description
        periods = summary?.periods.map { Period(name: $0.name, first: $0.first.description, last: $0.last.description) } ?? []
        income = summary?.income.map { Income(currency: $0.currency, periods: $0.periods.map(Range.init), horizon: Range($0.horizon), later: $0.later) } ?? []
        func said(_ sums: [SaidSums]) -> [Said] {
            sums.map { one in
                Said(name: one.name.map { seen.members[$0] ?? $0 }, currency: one.currency, periods: one.periods.map(Sums.init), outside: Sums(one.outside))
            }
        }
        self.said = said(summary?.all ?? [])
        saidByTeam = said(summary?.teams ?? [])
        saidByPerson = said(summary?.people ?? [])
        moves = summary?.change?.moves.map { move in
            Move(objective: move.objective, what: ForecastWords.move(move.kind), effects: Dictionary(move.effects.map { ($0.currency, $0.minorUnits) }) { $0 + $1 })
        }
        (open, withoutAmount, withoutCloseDate) = (summary?.open, summary?.withoutAmount, summary?.withoutCloseDate)
        (unconverted, closed) = (summary?.unconverted, summary?.basis.closed)
        stages = summary?.basis.stages.map { Stage(name: $0.name, closed: $0.count, won: $0.won, prior: $0.prior, share: $0.share) } ?? []
        sheetModelMissing = summary?.basis.sheet.missing?.sentence
    }

    private static let range = Schema.object("IncomeRange", "What a period may bring, in minor units.", [
        .required("won", .number, "Won in it already."), .required("expected", .number, "The mean."), .required("median", .number),
        .required("half", .list(.number, most: 2), "The ends of the middle half of the draws."), .required("ninety", .list(.number, most: 2), "The ends of the middle nine tenths."),
        .required("steps", .list(.number, most: 21), "The draws at 0 %, 5 %, … 100 %."),
    ])

    private static let sums = Schema.object("SaidSums", "What was said of a period, in minor units.", [
        .required("won", .number), .required("commit", .number), .required("bestCase", .number), .required("pipeline", .number),
        .required("uncategorised", .number, "Nothing was said, or a number only."), .required("saidExpected", .number, "Amounts times the chance that was said."),
        .required("withoutProbability", .count, "Open objectives for which no chance was said."), .required("modelExpected", .number, "What the model expects of open objectives."),
        .required("open", .count),
    ])

    private static let saidOne = Schema.object("Said", "What a person, a team or everybody said.", [
        .optional("name", .text()), .required("currency", .text(3)), .required("periods", .list(sums, most: 60)),
        .required("outside", sums, "Close date passed, not known, or after the forecast."),
    ])

    static let schema = Schema.object("Forecast", "What comes in, when and how surely: made from what you see, and nothing else.", [
        .required("isReady", .boolean, "False where none was made yet of what you see."), .required("isBeingMade", .boolean), .required("isOutdated", .boolean, "Whether sales changed since, or it was made for an earlier day."),
        .optional("madeAt", .time), .optional("day", .day, "For which it was made, and from which it looks."), .optional("method", .text(100)),
        .required("periods", .list(.object("ForecastPeriod", "A month or a quarter.", [.required("name", .text(50)), .required("first", .day), .required("last", .day)]), most: 60)),
        .required("income", .list(.object("CurrencyIncome", "Income in one currency.", [
            .required("currency", .text(3)), .required("periods", .list(range, most: 60)), .required("horizon", range, "All periods together."),
            .required("later", .number, "After them, on average."),
        ]), most: 200)),
        .required("said", .list(saidOne)), .required("saidByTeam", .list(saidOne)), .required("saidByPerson", .list(saidOne)),
        .optional("moves", .list(.object("ForecastMove", "What moved since a week before.", [
            .required("objective", .id), .required("what", .text(300)), .required("effects", .map(.number), "On what is expected, by currency."),
        ])), "Missing where nothing was known a week before."),
        .optional("open", .count, "This and the numbers below are missing where there is no forecast yet."), .optional("withoutAmount", .count, "In no sum."), .optional("withoutCloseDate", .count),
        .optional("unconverted", .map(.count), "Open objectives by currency that no rate converts."), .optional("closed", .count, "Closed objectives that were learnt from."),
        .required("stages", .list(.object("StageShare", "What was learnt of a stage.", [
            .required("name", .text()), .required("closed", .count), .required("won", .count), .required("prior", .number, "Taken before there is history."),
            .required("share", .number, "Used."),
        ]))),
        .optional("sheetModelMissing", .text(), "Why what the sheet knows does not move the chances; missing where it does."),
    ])
}

/// The chance of one objective as JSON.
public struct ObjectiveForecastJSON: Encodable, Sendable {
    /// One part of a chance.
    public struct Reason: Encodable, Sendable {
        public var words: String
        public var logOdds: Double
        public var claims: [String]
    }

    public var objective: String
    public var isKnown: Bool
    public var probability: Double?
    public var reasons: [Reason]
    public var byPeriod: [Double]
    public var later: Double?
    public var likelyDay: String?
    public var earliestDay: String?
    public var latestDay: String?
    public var currency: String?
    public var expected: Double?
    public var said: String?

    /// What the newest forecast says of an objective; nil where it says nothing.
    public init(_ id: Identifier<SalesObjective>, _ forecast: ObjectiveForecast?) {
        objective = id.description
        let open = forecast?.open
        isKnown = open != nil
        probability = open?.chance.probability
        reasons = open?.chance.reasons.map { Reason(words: ForecastWords.reason($0.words), logOdds: $0.logOdds, claims: $0.claims.map(\.description)) } ?? []
        byPeriod = open?.byPeriod ?? []
        later = open?.later
        likelyDay = open?.likelyDay.description
        earliestDay = open?.earliestDay.description
        latestDay = open?.latestDay.description
        currency = forecast?.counted?.currency
        expected = open == nil ? nil : forecast?.expected
        said = forecast?.said.flatMap(ForecastWords.said)
    }

    static let schema = Schema.object("ObjectiveForecast", "The chance of one objective, with its reasons.", [
        .required("objective", .id), .required("isKnown", .boolean, "False where nothing was forecast yet, or it has ended."), .optional("probability", .number, "0 to 1."),
        .required("reasons", .list(.object("ChanceReason", "One part of a chance: their log-odds sum up to its own.", [
            .required("words", .text()), .required("logOdds", .number), .required("claims", .list(.id)),
        ]))),
        .required("byPeriod", .list(.number, most: 60), "The chance that it is won in each period of the forecast."), .optional("later", .number),
        .optional("likelyDay", .day, "If it is won, as likely before as after."), .optional("earliestDay", .day, "Nine times in ten between this and `latestDay`."), .optional("latestDay", .day),
        .optional("currency", .text(3)), .optional("expected", .number, "Amount times chance, in minor units."), .optional("said", .text(), "What the salesperson says."),
    ])
}

/// A look back at forecasts as JSON: what is not known says why.
public struct BackTestJSON: Encodable, Sendable {
    /// How well a method did.
    public struct Method: Encodable, Sendable {
        public var name: String
        public var cases: Int?
        public var score: Double?
        /// The score less that of the model on the same cases.
        public var gain: Double?
        public var gainBounds: [Double]?
        public var scoreMissing: String?
        public var half: Double?
        public var ninety: Double?
        public var sums: Int?
        public var coverageMissing: String?
    }

    /// A tenth of the chances that were given.
    public struct Bin: Encodable, Sendable {
        public var given: Double
        public var won: Double
        public var bounds: [Double]
        public var cases: Int
    }

    /// A day that was looked at.
    public struct Day: Encodable, Sendable {
        public var day: String
        public var decided: Int?
        public var missing: String?
    }

    public var isReady: Bool
    public var isBeingMade: Bool
    public var madeAt: Timestamp?
    public var days: [Day]
    public var undecided: Int?
    public var bins: [Bin]
    public var calibrationMissing: String?
    public var methods: [Method]

    /// The last look back.
    public init(_ test: BackTest?, madeAt: Timestamp?, isBeingMade: Bool) {
        isReady = test != nil
        self.isBeingMade = isBeingMade
        self.madeAt = madeAt
        days = test?.dates.map { Day(day: $0.date.day.description, decided: $0.decided.value, missing: $0.decided.missing?.sentence) } ?? []
        undecided = test?.undecided
        bins = test?.calibration.value?.map { Bin(given: $0.chance, won: $0.won.share, bounds: [$0.won.bounds.lower, $0.won.bounds.upper], cases: $0.count) } ?? []
        calibrationMissing = test?.calibration.missing?.sentence
        guard let test else {
            methods = []
            return
        }
        var model = Method(name: "model", cases: test.score.value?.count, score: test.score.value?.score, scoreMissing: test.score.missing?.sentence)
        model.cover(test.coverage)
        methods = [model] + [("stage-averages", test.stageAverages, test.coverageOfStageAverages), ("said", test.said, test.coverageOfSaid)].map { name, known, coverage in
            var method = Method(
                name: name, cases: known.value?.baseline.count, score: known.value?.baseline.score, gain: known.value?.gain,
                gainBounds: known.value?.gainBounds.map { [$0.lower, $0.upper] }, scoreMissing: known.missing?.sentence
            )
            method.cover(coverage)
            return method
        }
    }

    static let schema = Schema.object("ForecastBackTest", "Past forecasts made again from what was known then, held against what came.", [
        .required("isReady", .boolean), .required("isBeingMade", .boolean), .optional("madeAt", .time),
        .required("days", .list(.object("LookedAtDay", "A past day.", [
            .required("day", .day), .optional("decided", .count, "Chances decided since."), .optional("missing", .text(), "Why nothing can be said."),
        ]))),
        .optional("undecided", .count, "Chances of objectives that are still open; missing where nobody looked back yet."),
        .required("bins", .list(.object("ChanceBin", "A tenth of the chances that were given.", [
            .required("given", .number, "Their mean."), .required("won", .number, "The share that was won."), .required("bounds", .list(.number, most: 2), "Its 95 % interval."), .required("cases", .count),
        ]), most: 10)),
        .optional("calibrationMissing", .text()),
        .required("methods", .list(.object("ForecastMethod", "How well a method did.", [
            .required("name", .choice(["model", "stage-averages", "said"])), .optional("cases", .count), .optional("score", .number, "Brier score; 0 is perfect."),
            .optional("gain", .number, "By how much the model's is lower on the same cases."), .optional("gainBounds", .list(.number, most: 2), "Its 95 % interval over accounts."),
            .optional("scoreMissing", .text()), .optional("half", .number, "Share of totals in the 50 % interval."), .optional("ninety", .number, "In the 90 % interval."),
            .optional("sums", .count), .optional("coverageMissing", .text()),
        ]), most: 3)),
    ])
}

extension BackTestJSON.Method {
    fileprivate mutating func cover(_ coverage: Known<Coverage>) {
        half = coverage.value?.half.share
        ninety = coverage.value?.ninety.share
        sums = coverage.value?.half.count
        coverageMissing = coverage.missing?.sentence
    }
}
