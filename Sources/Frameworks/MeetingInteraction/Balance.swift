public import Covalence

/// How the dialogue was divided between the sides, presentations apart ‡. Equal is not half and half; it is whether one side dominates.
public struct Balance: Hashable, Sendable, Codable {
    /// The customer's share of the words of both sides outside the orientation phase, 0 to 1.
    public var customerWords: Double
    /// The same share of speaking time; nil without times.
    public var customerTime: Double?
    /// The customer's share of initiations: questions, and turns of its own that answer no question.
    public var customerInitiations: Double?
    public var sellerInitiationCount: Int
    public var customerInitiationCount: Int
    /// The lowest customer share of words in a window with enough words.
    public var lowestWindow: Double?
    /// The window of that lowest share.
    public var lowestWindowUtterances: Range<Int>?
    /// The side with at least the share that the settings name; nil where neither has it.
    public var dominant: Side?
    /// Whether the customer was demonstrably active ‡.
    public var customerWasActive: Bool
    /// Words of both sides outside the orientation phase.
    public var words: Int
}

extension Talk {
    static let balanceRule = Rule(
        id: "meeting.balance",
        statement: "Shares of words, time and initiations of the two sides outside the presentation at the start.",
        provenance: .ours
    )

    /// The balance of the dialogue.
    func balance(orientation: Range<Int>?) -> Known<Balance> {
        guard hasSides else { return .notKnown(.sides) }
        var seller = 0
        var customer = 0
        var sellerTime = 0
        var customerTime = 0
        for utterance in conversation.utterances.indices where orientation?.contains(utterance) != true {
            let duration = conversation.utterances[utterance].time?.duration ?? 0
            switch sides[utterance] {
            case .seller:
                seller += words[utterance]
                sellerTime += duration
            case .customer:
                customer += words[utterance]
                customerTime += duration
            case .thirdParty, nil: break
            }
        }
        let all = seller + customer
        guard all >= settings.balanceWords else {
            return .notKnown(.material("there are fewer than \(settings.balanceWords) words of dialogue."))
        }
        var sellerStarts = 0
        var customerStarts = 0
        for (index, turn) in turns.enumerated() {
            guard let first = turn.utterances.first, orientation?.contains(first) != true else { continue }
            // An initiation asks, or opens a turn of some length that nobody asked for.
            let starts = turn.utterances.filter { isQuestion($0) }.count
            let unasked = index > 0 && !isAnswer(first) && turn.words > settings.surveyAnswerWords ? 1 : 0
            if turn.side == .seller { sellerStarts += max(starts, unasked) }
            if turn.side == .customer { customerStarts += max(starts, unasked) }
        }
        let share = Double(customer) / Double(all)
        var lowest: (share: Double, window: Range<Int>)?
        for window in windows() {
            var own = 0
            var both = 0
            for utterance in window where orientation?.contains(utterance) != true {
                if sides[utterance] == .customer { own += words[utterance] }
                if sides[utterance] == .customer || sides[utterance] == .seller { both += words[utterance] }
            }
            guard both >= settings.balanceWords / 2 else { continue }
            let part = Double(own) / Double(both)
            if lowest.map({ part < $0.share }) ?? true { lowest = (part, window) }
        }
        let dominant: Side? = share >= settings.dominantShare ? .customer : 1 - share >= settings.dominantShare ? .seller : nil
        let starts = sellerStarts + customerStarts
        return .known(Balance(
            customerWords: share,
            customerTime: conversation.hasTimes && sellerTime + customerTime > 0
                ? Double(customerTime) / Double(sellerTime + customerTime) : nil,
            customerInitiations: starts > 0 ? Double(customerStarts) / Double(starts) : nil,
            sellerInitiationCount: sellerStarts,
            customerInitiationCount: customerStarts,
            lowestWindow: lowest?.share,
            lowestWindowUtterances: lowest?.window,
            dominant: dominant,
            customerWasActive: share >= settings.activeShare && customerStarts >= settings.activeInitiations
                && Double(customerStarts) >= settings.activeInitiationShare * Double(starts),
            words: all
        ))
    }
}
