import Covalence
import Foundation

/// What the sheet knows, weighed: a regularised logistic model whose starting point is the base rate of stage and age, so that with little history it says
/// what the base rate says.
public struct SheetModel: Hashable, Sendable, Codable {
    /// Closed objectives it was learnt from, and those won of them.
    public var closed: Int
    public var won: Int
    /// Accounts they were at.
    public var accounts: Int
    /// Numbers the model weighs.
    public var columns: Int { encoding.columns.count }
    /// The penalty that did best on accounts the model had not seen.
    public var penalty: Double
    /// Mean −log of the chance given to what happened, on accounts not seen: of the model before calibration, and of the base rates alone.
    public var loss: Double
    public var lossOfBaseRates: Double
    /// Slope of the calibration; below 1 the model had been too sure of itself.
    public var calibrationSlope: Double { platt.slope }
    var encoding: FeatureEncoding
    var fit: RidgeLogistic
    var platt: PlattScaling

    /// Learns, or says what is missing.
    ///
    /// Enough is ‡ a hundred closed objectives, twenty-five won and twenty-five not, at ten accounts, and five of the rarer outcome for each number of the
    /// model: Peduzzi et al. († 1996) ask for ten without penalty, Vittinghoff & McCulloch († 2007) find five to nine to do, and the penalty and the base rate
    /// to start from carry the rest; a calibration line from fewer would be noise. Even then the model is used only where it did better than the base rates
    /// on accounts it had not seen.
    static func learn(_ landmarks: [Landmark], closed: [ObjectiveView], _ settings: ForecastSettings) -> Known<SheetModel> {
        var outcomes: [String: Bool] = [:]
        for landmark in landmarks { outcomes[landmark.view.id] = landmark.isWon }
        let won = outcomes.values.count { $0 }
        let rarer = min(won, outcomes.count - won)
        let accounts = Set(landmarks.map(\.view.account)).sorted()
        func missing(_ words: String) -> Known<SheetModel> { .notKnown(.material("\(words) Until then stage and age alone decide.")) }
        guard outcomes.count >= settings.fewestClosed else {
            return missing("\(outcomes.count) closed objectives with history are known, and \(settings.fewestClosed) are needed to learn from the sheet.")
        }
        guard rarer >= settings.fewestOfEach else {
            return missing("""
                \(won) won and \(outcomes.count - won) not won objectives are known, and \(settings.fewestOfEach) of each are needed to learn from the sheet.
                """)
        }
        guard accounts.count >= max(settings.fewestAccounts, settings.folds) else {
            return missing("""
                Closed objectives are known at \(accounts.count) accounts, and \(max(settings.fewestAccounts, settings.folds)) are needed to check a model on \
                accounts it has not seen.
                """)
        }
        let encoding = FeatureEncoding(landmarks.map { ($0.view, $0.weight) }, most: rarer / settings.outcomesPerColumn)
        guard !encoding.columns.isEmpty else {
            return missing("The sheets of closed objectives do not differ in anything that is known often enough to learn from it.")
        }
        let data = Data(landmarks, encoding)
        let folds = Folds(accounts, count: settings.folds)
        let unseen = checkOnUnseen(data, closed, folds, settings)
        guard let best = unseen.losses.indices.min(by: { unseen.losses[$0] < unseen.losses[$1] }), unseen.losses[best] < unseen.lossOfBaseRates else {
            return missing("On accounts it had not seen, what the sheet knows told no more than stage and age.")
        }
        guard let platt = PlattScaling(logOdds: unseen.logOdds[best], outcomes: data.outcomes, weights: data.weights), platt.slope > 0 else {
            return missing("On accounts it had not seen, what the sheet knows told the wrong way.")
        }
        let rows = data.rows(StageRates(closed, settings))
        let penalty = unseen.penalties[best]
        return .known(SheetModel(
            closed: outcomes.count, won: won, accounts: accounts.count, penalty: penalty, loss: unseen.losses[best],
            lossOfBaseRates: unseen.lossOfBaseRates, encoding: encoding, fit: RidgeLogistic(rows, penalty: penalty), platt: platt
        ))
    }

    /// Parts of an objective's log-odds: by feature, and what the intercepts and the calibration add to the base rate's.
    func parts(_ view: ObjectiveView, baseLogOdds: Double) -> (features: [String: Double], rest: Double) {
        var features: [String: Double] = [:]
        for (index, value) in encoding.encode(view).enumerated() {
            features[encoding.columns[index].feature, default: 0] += platt.slope * fit.coefficients[index] * value
        }
        return (features, platt.intercept + platt.slope * fit.intercept + (platt.slope - 1) * baseLogOdds)
    }

    // MARK: Checking on accounts that were not seen

    /// Landmarks as the fit wants them.
    private struct Data {
        var landmarks: [Landmark]
        var values: [Double]
        var width: Int
        var outcomes: [Double]
        var weights: [Double]

        init(_ landmarks: [Landmark], _ encoding: FeatureEncoding) {
            self.landmarks = landmarks
            values = landmarks.flatMap { encoding.encode($0.view) }
            width = encoding.columns.count
            outcomes = landmarks.map { $0.isWon ? 1 : 0 }
            weights = landmarks.map(\.weight)
        }

        /// With the log-odds of these base rates to start from.
        func rows(_ rates: StageRates) -> RidgeLogistic.Rows {
            let offsets = landmarks.map { LogOdds.of(rates.rate(stage: $0.view.stage, days: $0.view.daysInStage ?? 0).rate) }
            return .init(values: values, width: width, offsets: offsets, outcomes: outcomes, weights: weights)
        }
    }

    private struct Folds {
        var count: Int
        var fold: [String: Int]

        init(_ accounts: [String], count: Int) {
            self.count = count
            fold = Dictionary(accounts.enumerated().map { ($0.element, $0.offset % count) }, uniquingKeysWith: { first, _ in first })
        }

        func isIn(_ view: ObjectiveView, _ index: Int) -> Bool { fold[view.account] == index }
    }

    private struct Unseen {
        /// Falling, so that of equal ones the stronger comes first.
        var penalties: [Double]
        /// By penalty, then by landmark.
        var logOdds: [[Double]]
        /// Mean loss by penalty.
        var losses: [Double]
        var lossOfBaseRates: Double
    }

    private static func checkOnUnseen(_ data: Data, _ closed: [ObjectiveView], _ folds: Folds, _ settings: ForecastSettings) -> Unseen {
        let penalties = settings.penalties.sorted(by: >)
        var logOdds = Array(repeating: Array(repeating: 0.0, count: data.landmarks.count), count: penalties.count)
        var baseRates = Array(repeating: 0.0, count: data.landmarks.count)
        for fold in 0..<folds.count {
            let rows = data.rows(StageRates(closed.filter { !folds.isIn($0, fold) }, settings))
            let seen = data.landmarks.indices.filter { !folds.isIn(data.landmarks[$0].view, fold) }
            let unseen = data.landmarks.indices.filter { folds.isIn(data.landmarks[$0].view, fold) }
            let training = rows.picked(seen)
            var fit: RidgeLogistic?
            for (index, penalty) in penalties.enumerated() {
                let next = RidgeLogistic(training, penalty: penalty, start: fit)
                for place in unseen {
                    logOdds[index][place] = next.logOdds(rows.values[place * rows.width..<(place + 1) * rows.width], offset: rows.offsets[place])
                }
                fit = next
            }
            for place in unseen { baseRates[place] = rows.offsets[place] }
        }
        let total = data.weights.reduce(0, +)
        func loss(_ odds: [Double]) -> Double {
            odds.indices.reduce(0) { $0 + data.weights[$1] * LogOdds.loss(odds[$1], data.outcomes[$1]) } / total
        }
        return Unseen(penalties: penalties, logOdds: logOdds, losses: logOdds.map(loss), lossOfBaseRates: loss(baseRates))
    }
}
