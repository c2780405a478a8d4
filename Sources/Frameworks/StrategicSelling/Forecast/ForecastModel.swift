public import Covalence

/// What closed objectives teach, as known on a date: base rates, the sheet's model where there is enough, and how late orders come. It is learnt once and
/// used for every objective; caches keep it until a claim about a closed objective changes.
public struct ForecastModel: Hashable, Sendable, Codable {
    /// The date from which was learnt; nothing recorded later is in it.
    public var date: ForecastDate
    public var rates: StageRates
    /// Or why there is none.
    public var sheet: Known<SheetModel>
    public var timing: CloseTiming
    private let labels: [String: String]

    /// Learns from all histories, open ones included; their order does not matter.
    ///
    /// - Throws: where an objective comes twice or a setting is outside its range.
    public init(_ histories: [ObjectiveHistory], on date: ForecastDate, _ settings: ForecastSettings = ForecastSettings()) throws(ForecastError) {
        try settings.check()
        let histories = try ForecastModel.sorted(histories)
        self.date = date
        labels = settings.labels
        var closed: [ObjectiveView] = []
        var landmarks: [Landmark] = []
        for history in histories {
            guard let view = history.asKnown(on: date)?.counted(settings), view.outcome != nil else { continue }
            closed.append(view)
            landmarks += history.landmarks(view, settings)
        }
        rates = StageRates(closed, settings)
        sheet = SheetModel.learn(landmarks, closed: closed, settings)
        timing = CloseTiming(landmarks, strength: settings.timingStrength)
    }

    /// The chance of an open objective, with its reasons.
    public func chance(_ view: ObjectiveView) -> ObjectiveChance {
        ObjectiveChance(view, rates, sheet.value, labels: labels)
    }

    /// How much all objectives have in common because the history leaves their chances open: the correlation, on the scale of the copula, that makes the
    /// share won vary as its beta posterior does ‡. With little history all chances may be wrong together, and sums know it; with much they come close to independent.
    var commonCorrelation: Double {
        let share = rates.other.share
        let variance = share * (1 - share) / (Double(rates.other.count) + rates.stageStrength + 1)
        let density = NormalDistribution.density(NormalDistribution.quantile(share))
        return min(0.25, variance / (density * density))
    }

    /// By id, each once.
    static func sorted(_ histories: [ObjectiveHistory]) throws(ForecastError) -> [ObjectiveHistory] {
        let sorted = histories.sorted { $0.id < $1.id }
        for (one, next) in zip(sorted, sorted.dropFirst()) where one.id == next.id { throw .duplicateObjective(one.id) }
        return sorted
    }
}
