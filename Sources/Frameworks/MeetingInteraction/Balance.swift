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
    /// Whether the customer made enough of the initiations to be a party to the talk rather than one that is asked ‡.
    public var customerTookPart: Bool
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
        // The same measures as everywhere else in the program, so that page and text agree.
        let measures = ConversationMeasures(
            conversation, acts: annotations.acts, window: max(1, settings.windowMilliseconds), excluding: orientation
        )
        guard let spoken = measures.sides.value else { return .notKnown(.sides) }
        let customer = spoken.customer.words
        let all = spoken.seller.words + customer
        guard all > 0, all >= settings.balanceWords else {
            return .notKnown(.material("there are fewer than \(max(1, settings.balanceWords)) words of dialogue."))
        }
        let sellerTime = spoken.seller.speakingTime ?? 0
        let customerTime = spoken.customer.speakingTime ?? 0
        var sellerStarts = 0
        var customerStarts = 0
        if let counted = measures.initiations.value?.bySide.value {
            sellerStarts = counted.seller
            customerStarts = counted.customer
        } else {
            // Without acts: an initiation asks, or opens a turn of some length that nobody asked for.
            for (index, turn) in turns.enumerated() {
                guard let first = turn.utterances.first, orientation?.contains(first) != true else { continue }
                let starts = turn.utterances.contains { isQuestion($0) }
                    || index > 0 && !isAnswer(first) && turn.words > settings.surveyAnswerWords
                if turn.side == .seller, starts { sellerStarts += 1 }
                if turn.side == .customer, starts { customerStarts += 1 }
            }
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
            guard both > 0, both >= settings.balanceWords / 2 else { continue }
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
            customerTookPart: starts == 0 || Double(customerStarts) >= settings.equalInitiationShare * Double(starts),
            customerWasActive: share >= settings.activeShare && customerStarts >= settings.activeInitiations
                && Double(customerStarts) >= settings.activeInitiationShare * Double(starts),
            words: all
        ))
    }
}
