public import Covalence

/// How much of a window was talk about the product and how much about the customer's needs.
public struct TrajectoryWindow: Hashable, Sendable, Codable {
    public var utterances: Range<Int>
    /// Milliseconds from the start; nil without times.
    public var start: Int?
    /// Words in utterances about the product.
    public var product: Int
    /// Words in utterances about needs, wants, hopes, problems, own environment.
    public var need: Int
    /// Words of the seller's and of the customer's side; 0 where sides are not known.
    public var seller: Int
    public var customer: Int
    /// All words.
    public var words: Int

    /// Need talk as a share of need and product talk, 0 to 1; nil where there was neither.
    public var needShare: Double? { product + need == 0 ? nil : Double(need) / Double(product + need) }
}

/// Where the talk turned from the product to the customer's needs, who turned it, and how talk is divided before and after.
public struct Shift: Hashable, Sendable, Codable {
    /// The utterance that turned it.
    public var utterance: Int
    /// When; nil without times.
    public var time: TimeSpan?
    /// Who made it; nil where the speaker's side is not known.
    public var by: Side?
    /// Whether it was a question.
    public var byQuestion: Bool
    /// Need talk as a share of need and product talk, 0 to 1.
    public var before: Double
    public var after: Double
    /// Over how many utterances with product or need talk each share is taken; nil where a reading was kept before they were counted.
    public var marksBefore: Int?
    public var marksAfter: Int?
    /// How far into the meeting, as a share of its words.
    public var position: Double
}

extension Talk {
    static let shiftRule = Rule(
        id: "meeting.shift",
        statement: """
            The point that best divides a stretch with more product talk from a following one with more need talk, where there is \
            enough of both and the share of need talk rises clearly, to half or more.
            """,
        provenance: .ours
    )

    /// Product and need words of one utterance; where both were read, the words are divided by strength.
    private func topics(_ utterance: Int) -> (product: Double, need: Double) {
        let product = mark("product-talk", utterance)?.strength ?? 0
        var need = mark("need-talk", utterance)?.strength ?? 0
        if sides[utterance] == .customer {
            need = max(need, mark("motive", utterance)?.strength ?? 0)
            if let told = mark("customer-information", utterance), told.attributes["object"] != "decision-people" {
                need = max(need, told.strength)
            }
        }
        guard product + need > 0 else { return (0, 0) }
        let weight = Double(words[utterance])
        return (weight * product / (product + need), weight * need / (product + need))
    }

    /// Product and need talk per window of time, or of words where there are no times.
    func trajectory() -> Known<[TrajectoryWindow]> {
        if let missing = missingContent { return .notKnown(missing) }
        return .known(windows().map { window in
            var result = TrajectoryWindow(
                utterances: window, start: window.first.flatMap { conversation.utterances[$0].time?.start },
                product: 0, need: 0, seller: 0, customer: 0, words: 0
            )
            var product = 0.0
            var need = 0.0
            for utterance in window {
                let part = topics(utterance)
                product += part.product
                need += part.need
                result.words += words[utterance]
                if sides[utterance] == .seller { result.seller += words[utterance] }
                if sides[utterance] == .customer { result.customer += words[utterance] }
            }
            result.product = Int(product.rounded())
            result.need = Int(need.rounded())
            return result
        })
    }

    /// Consecutive utterances in windows of time, or of words where there are no times.
    func windows() -> [Range<Int>] {
        let count = conversation.utterances.count
        guard count > 0 else { return [] }
        var result: [Range<Int>] = []
        var lower = 0
        if conversation.hasTimes, settings.windowMilliseconds > 0 {
            var number = 0
            for index in 0..<count {
                let own = (conversation.utterances[index].time?.start ?? 0) / settings.windowMilliseconds
                if own > number {
                    if index > lower { result.append(lower..<index) }
                    lower = index
                    number = own
                }
            }
        } else {
            var gathered = 0
            for index in 0..<count {
                if gathered >= max(1, settings.windowWords) {
                    result.append(lower..<index)
                    lower = index
                    gathered = 0
                }
                gathered += words[index]
            }
        }
        result.append(lower..<count)
        return result
    }

    /// The change from product to need talk: the division of the marked utterances that separates the need shares of the
    /// `shiftHorizon` before and after it best (largest between-part sum of squares), where the share rises by at least `shiftRise`
    /// and to half or more.
    func shift(orientation: Range<Int>?, surveys: [SurveyRun] = []) -> Known<Shift> {
        if let missing = missingContent { return .notKnown(missing) }
        var places: [Int] = []
        var product: [Double] = [0]
        var need: [Double] = [0]
        // Of it, in the customer's own words: a list of questions alone turns nothing.
        var told: [Double] = [0]
        for utterance in conversation.utterances.indices {
            let part = topics(utterance)
            guard part.product + part.need > 0 else { continue }
            places.append(utterance)
            product.append(product[product.count - 1] + part.product)
            need.append(need[need.count - 1] + part.need)
            told.append(told[told.count - 1] + (sides[utterance] == .seller ? 0 : part.need))
        }
        let count = places.count
        guard count >= settings.shiftMarks, product[count] > 0, need[count] > 0 else {
            return .notKnown(.material("there is too little talk about product and needs to tell where it turned."))
        }
        let each = max(1, settings.shiftMarksEachSide)
        let horizon = max(each, settings.shiftHorizon)
        var best: (cut: Int, gain: Double, before: Double, after: Double)?
        if count >= 2 * each {
            for cut in each...(count - each) {
                let lower = max(0, cut - horizon)
                let upper = min(count, cut + horizon)
                let needBefore = need[cut] - need[lower]
                let needAfter = need[upper] - need[cut]
                let beforeWords = needBefore + product[cut] - product[lower]
                let afterWords = needAfter + product[upper] - product[cut]
                guard beforeWords > 0, afterWords > 0 else { continue }
                let before = needBefore / beforeWords
                let after = needAfter / afterWords
                guard after - before >= settings.shiftRise, after >= 0.5,
                      beforeWords - needBefore >= Double(settings.shiftWords), needAfter >= Double(settings.shiftWords),
                      told[upper] - told[cut] >= needAfter * settings.shiftOwnShare
                else { continue }
                let gain = beforeWords * afterWords / (beforeWords + afterWords) * (after - before) * (after - before)
                if best.map({ gain > $0.gain }) ?? true { best = (cut, gain, before, after) }
            }
        }
        guard let best else {
            return .notKnown(.material("there is no clear turn from product to needs in the words."))
        }
        let first = places[best.cut]
        var moment = first
        let floor = max(0, first - settings.shiftQuestionLookback)
        for earlier in stride(from: first, through: floor, by: -1) where isQuestion(earlier)
            && (sides[earlier] == .seller || topics(earlier).product == 0) {
            if earlier == first || sides[earlier] != sides[first] { moment = earlier }
            break
        }
        if surveys.contains(where: { $0.utterances.contains(moment) || $0.utterances.contains(first) }) {
            return .notKnown(.material("needs came up in a list of questions that was only answered; that is no turn of the talk."))
        }
        let wordsBefore = words[..<moment].reduce(0, +)
        return .known(Shift(
            utterance: moment,
            time: conversation.utterances[moment].time,
            by: sides[moment],
            byQuestion: isQuestion(moment),
            before: best.before,
            after: best.after,
            marksBefore: best.cut - max(0, best.cut - horizon),
            marksAfter: min(count, best.cut + horizon) - best.cut,
            position: Double(wordsBefore) / Double(max(1, words.reduce(0, +)))
        ))
    }
}
