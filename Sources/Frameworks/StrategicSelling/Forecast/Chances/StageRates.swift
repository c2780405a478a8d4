import Covalence

/// How often objectives were won from a stage, by how long they had been in it.
///
/// A band holds the closed objectives that were still in the stage when the band began (landmarking † van Houwelingen 2007). Shares are shrunk: the
/// stage's towards what is taken for it before there is history, a later band's towards its stage, each as the mean of a beta posterior († beta-binomial
/// empirical Bayes, Casella 1985). Open objectives tell nothing yet, unless they have been where they are for so long
/// that they are counted as left.
public struct StageRates: Hashable, Sendable, Codable {
    /// By name, the stages that anything closed was in.
    public private(set) var stages: [String: Stage] = [:]
    /// Over all closed objectives, for those without stage.
    public private(set) var other: Stage
    /// How many objectives the stage's share counts for in a band.
    public private(set) var bandStrength: Double
    /// Closed objectives it was learnt from.
    public private(set) var closed: Int
    private let ageBands: [Int]
    private let priors: [String: Double]
    private let otherPrior: Double
    let stageStrength: Double

    /// Counts of one stage.
    public struct Stage: Hashable, Sendable, Codable {
        /// Closed objectives that were in it.
        public var count: Int
        /// Of them, those won.
        public var won: Int
        /// The share taken before there is history.
        public var prior: Double
        /// The share shrunk towards the prior.
        public var share: Double
        /// Counts by band, in order.
        public var bands: [Band]
    }

    /// Counts of one age band.
    public struct Band: Hashable, Sendable, Codable {
        public var count = 0
        public var won = 0
    }

    /// Learns from closed objectives.
    ///
    /// - Parameter closed: as known on the date from which is looked; those that are open are left out.
    init(_ closed: [ObjectiveView], _ settings: ForecastSettings) {
        let closed = closed.filter { $0.outcome != nil }
        self.closed = closed.count
        ageBands = settings.ageBands
        otherPrior = settings.otherStagePrior
        stageStrength = settings.stageStrength
        priors = Dictionary(settings.stages.map { ($0.stage, $0.won) }, uniquingKeysWith: { first, _ in first })
        let bandCount = settings.ageBands.count + 1
        var bands: [String: [Band]] = [:]
        for view in closed {
            var longest: [String: Int] = [:]
            for visit in view.visits {
                let days = visit.from.days(to: visit.until ?? view.outcomeDay ?? view.date.day)
                longest[visit.stage] = max(longest[visit.stage] ?? 0, days)
            }
            let isWon = view.outcome == .won
            for (stage, days) in longest {
                for band in 0...Self.band(days, ageBands) {
                    bands[stage, default: Array(repeating: Band(), count: bandCount)][band].count += 1
                    if isWon { bands[stage]?[band].won += 1 }
                }
            }
        }
        func stage(_ bands: [Band], prior: Double) -> Stage {
            let all = bands.first ?? Band()
            let share = (Double(all.won) + settings.stageStrength * prior) / (Double(all.count) + settings.stageStrength)
            return Stage(count: all.count, won: all.won, prior: prior, share: share, bands: bands)
        }
        for (name, counts) in bands { stages[name] = stage(counts, prior: priors[name] ?? settings.otherStagePrior) }
        let everything = Band(count: closed.count, won: closed.count { $0.outcome == .won })
        other = stage([everything], prior: settings.otherStagePrior)
        // The first band is the whole stage and would only say that it is like itself.
        let cells = stages.sorted { $0.key < $1.key }.flatMap { _, stage in
            stage.bands.dropFirst().map { BandStrength.Cell(won: $0.won, count: $0.count, share: stage.share) }
        }
        bandStrength = BandStrength.estimate(cells, fallback: settings.bandStrength)
    }

    /// The share for an objective in a stage for so many days.
    public func rate(stage name: String?, days: Int) -> BaseRate {
        guard let name else { return rate(nil, other, other.bands.first ?? Band(), 0, towards: other.prior, strength: stageStrength) }
        let band = Self.band(days, ageBands)
        let stage = stages[name] ?? unseen(name)
        // The first band is the whole stage: shrinking it towards the stage would count the same objectives twice.
        return band == 0 ? rate(name, stage, stage.bands[0], 0, towards: stage.prior, strength: stageStrength)
            : rate(name, stage, stage.bands[band], band, towards: stage.share, strength: bandStrength)
    }

    private func unseen(_ name: String) -> Stage {
        let prior = priors[name] ?? otherPrior
        return Stage(count: 0, won: 0, prior: prior, share: prior, bands: Array(repeating: Band(), count: ageBands.count + 1))
    }

    private func rate(_ name: String?, _ stage: Stage, _ band: Band, _ index: Int, towards center: Double, strength: Double) -> BaseRate {
        BaseRate(
            stage: name, ageFrom: index == 0 ? 0 : ageBands[index - 1], ageTo: index < ageBands.count ? ageBands[index] - 1 : nil,
            count: band.count, won: band.won, stageCount: stage.count, stageWon: stage.won, stagePrior: stage.prior,
            rate: (Double(band.won) + strength * center) / (Double(band.count) + strength), center: center, strength: strength
        )
    }

    private static func band(_ days: Int, _ ageBands: [Int]) -> Int {
        ageBands.lastIndex { $0 <= days }.map { $0 + 1 } ?? 0
    }
}

/// The chance that stage and age alone give, with the counts it comes from.
public struct BaseRate: Hashable, Sendable, Codable {
    /// Nil where the objective has no stage: then all closed objectives are counted.
    public var stage: String?
    /// Days in the stage at which its band begins.
    public var ageFrom: Int
    /// The last day of the band; nil where it has no end.
    public var ageTo: Int?
    /// Closed objectives that were still in the stage when the band began, and those won of them.
    public var count: Int
    public var won: Int
    /// Closed objectives that were in the stage at all, and those won of them.
    public var stageCount: Int
    public var stageWon: Int
    /// What is taken for the stage before there is history ‡.
    public var stagePrior: Double
    /// The chance, 0 to 1, both ends excluded.
    public var rate: Double
    /// The share towards which it is pulled, and how many objectives that counts for.
    public var center: Double
    public var strength: Double

    /// The middle 90 % of the beta posterior. Computed when asked for: it takes far longer than the rate.
    public var bounds: ConfidenceBounds {
        BetaDistribution(alpha: Double(won) + strength * center, beta: Double(count - won) + strength * (1 - center)).bounds(0.9)
    }

    /// In plain words: “12 of 40 closed objectives that had been in “best-few” for 30 days or longer were won.”
    public var words: String {
        guard let stage else {
            return stageCount == 0 ? "The stage is not known, and nothing was closed yet: \(percent(rate)) is taken."
                : "The stage is not known; of all \(stageCount) closed objectives \(stageWon) were won."
        }
        guard stageCount > 0 else { return "Nothing that was in “\(stage)” was closed yet: \(percent(rate)) is taken." }
        let start = ageFrom == 0 ? "were in “\(stage)”" : "were in “\(stage)” for \(ageFrom) days or longer"
        let band = "\(won) of \(count) closed objectives that \(start) were won."
        return ageFrom == 0 ? band : band + " Of all that were in it: \(stageWon) of \(stageCount)."
    }
}

/// A share in whole per cent: `37 %`.
private func percent(_ share: Double) -> String { "\(Int((share * 100).rounded())) %" }
