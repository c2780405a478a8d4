public import Covalence

/// What closed objectives teach, as known on a date: base rates, the sheet's model where there is enough, and how late orders come. It is learnt once and
/// used for every objective; caches keep it until a claim about a closed objective changes.
public struct ForecastModel: Hashable, Sendable {
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
            guard let view = history.asKnown(on: date), view.outcome != nil else { continue }
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

    /// By id, each once.
    static func sorted(_ histories: [ObjectiveHistory]) throws(ForecastError) -> [ObjectiveHistory] {
        let sorted = histories.sorted { $0.id < $1.id }
        for (one, next) in zip(sorted, sorted.dropFirst()) where one.id == next.id { throw .duplicateObjective(one.id) }
        return sorted
    }
}
