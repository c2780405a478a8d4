/// Every number of ours ‡ that a reading rests on, in one place, so that a workspace can change it.
///
/// The sources name no thresholds; these are operational definitions. A stored form may lack any of them: the default holds.
public struct MeetingSettings: Hashable, Sendable, Codable {
    /// Length of a window of the trajectory and of the balance, in milliseconds.
    public var windowMilliseconds = 300_000
    /// Length of a window in words, where there are no times.
    public var windowWords = 700
    /// Marks weaker than this make no finding.
    public var minimumStrength = 0.4
    /// Seller question → short answer pairs in a row that make a survey.
    public var surveyPairs = 4
    /// Most words of an answer that counts as short.
    public var surveyAnswerWords = 12
    /// Least words of a seller turn that begins a presentation.
    public var orientationTurnWords = 45
    /// Least seller words of an orientation phase as a whole.
    public var orientationWords = 110
    /// Customer words, small talk apart, after which a presentation no longer counts as “first”.
    public var orientationCustomerWords = 90
    /// Share of customer words over the next turns from which on it is an exchange.
    public var exchangeShare = 0.3
    /// Number of turns over which `exchangeShare` is looked at.
    public var exchangeTurns = 6
    /// An orientation longer than this, in milliseconds, is pointed out.
    public var longPresentationMilliseconds = 900_000
    /// The same in words, where there are no times.
    public var longPresentationWords = 2_000
    /// Least number of product and need marks together for a shift to be looked for.
    public var shiftMarks = 8
    /// Least number of marks on each side of the change.
    public var shiftMarksEachSide = 3
    /// Least words of product talk before and of need talk after the change.
    public var shiftWords = 80
    /// Least rise of the need share at the change, 0 to 1.
    public var shiftRise = 0.25
    /// How many marked utterances before and after a change are compared: the talk may come back to the product later.
    public var shiftHorizon = 12
    /// How many utterances back a question can be that brought the shift about.
    public var shiftQuestionLookback = 4
    /// How many utterances of the other side uptake looks back on.
    public var uptakeLookback = 4
    /// Largest share of utterances a word may stand in to count as a word of content.
    public var uptakeRarity = 0.04
    /// Within how many utterances a question counts as “just before” an answer (for spontaneous motives).
    public var answerLookback = 2
    /// Within how many turns of the seller an objection or a question on price should be taken up.
    public var answerTurns = 4
    /// Within how many utterances the other side can accept a next step.
    public var agreementLookahead = 4
    /// Next steps no further apart than this, in utterances, are one.
    public var nextStepDistance = 3
    /// Share of words from which one side dominates the dialogue.
    public var dominantShare = 0.75
    /// Least words of dialogue for the balance to say anything.
    public var balanceWords = 300
    /// Customer share of words in a window below which it was quiet.
    public var quietShare = 0.15
    /// Least initiations (questions and unprompted statements of its own) for a customer to be “demonstrably active”.
    public var activeInitiations = 4
    /// Least customer share of the initiations to be “demonstrably active”.
    public var activeInitiationShare = 0.2
    /// Least customer share of dialogue words to be “demonstrably active”.
    public var activeShare = 0.25
    /// Least words of a question that counts as one; shorter ones are “right?”.
    public var questionWords = 3
    /// How many utterances at the beginning and the end can be small talk without a word of it in them.
    public var edgeUtterances = 14
    /// Most words of such an utterance.
    public var smallTalkWords = 22
    /// Least words in which the customer tells of its house without being asked, or talks of its needs.
    public var tellingWords = 6
    /// Least words of a seller question that makes the customer's needs the topic.
    public var topicWords = 7
    /// Least words of a seller statement, nothing else read in it, that counts as talk about the offer.
    public var explainingWords = 14
    /// Customer share of the initiations below which it was no equal party, whatever its share of words.
    public var equalInitiationShare = 0.15
    /// How many utterances after a price a number is still about it.
    public var priceDistance = 2
    /// Most words of such an utterance.
    public var priceWords = 24
    /// Least share of the need talk after a change that must not be the seller's.
    public var shiftOwnShare = 0.4
    /// Most words of a statement of the seller that takes up by a carried word alone.
    public var uptakeWords = 16

    /// The defaults.
    public init() {}

    /// Reads a stored form; what it lacks keeps its default.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        func read<Value: Decodable>(_ key: CodingKeys, _ field: inout Value) throws {
            if let value = try values.decodeIfPresent(Value.self, forKey: key) { field = value }
        }
        try read(.windowMilliseconds, &windowMilliseconds)
        try read(.windowWords, &windowWords)
        try read(.minimumStrength, &minimumStrength)
        try read(.surveyPairs, &surveyPairs)
        try read(.surveyAnswerWords, &surveyAnswerWords)
        try read(.orientationTurnWords, &orientationTurnWords)
        try read(.orientationWords, &orientationWords)
        try read(.orientationCustomerWords, &orientationCustomerWords)
        try read(.exchangeShare, &exchangeShare)
        try read(.exchangeTurns, &exchangeTurns)
        try read(.longPresentationMilliseconds, &longPresentationMilliseconds)
        try read(.longPresentationWords, &longPresentationWords)
        try read(.shiftMarks, &shiftMarks)
        try read(.shiftMarksEachSide, &shiftMarksEachSide)
        try read(.shiftWords, &shiftWords)
        try read(.shiftRise, &shiftRise)
        try read(.shiftHorizon, &shiftHorizon)
        try read(.shiftQuestionLookback, &shiftQuestionLookback)
        try read(.uptakeLookback, &uptakeLookback)
        try read(.uptakeRarity, &uptakeRarity)
        try read(.answerLookback, &answerLookback)
        try read(.answerTurns, &answerTurns)
        try read(.agreementLookahead, &agreementLookahead)
        try read(.nextStepDistance, &nextStepDistance)
        try read(.dominantShare, &dominantShare)
        try read(.balanceWords, &balanceWords)
        try read(.quietShare, &quietShare)
        try read(.activeInitiations, &activeInitiations)
        try read(.activeInitiationShare, &activeInitiationShare)
        try read(.activeShare, &activeShare)
        try read(.questionWords, &questionWords)
        try read(.priceDistance, &priceDistance)
        try read(.priceWords, &priceWords)
        try read(.shiftOwnShare, &shiftOwnShare)
        try read(.uptakeWords, &uptakeWords)
        try read(.edgeUtterances, &edgeUtterances)
        try read(.smallTalkWords, &smallTalkWords)
        try read(.tellingWords, &tellingWords)
        try read(.topicWords, &topicWords)
        try read(.explainingWords, &explainingWords)
        try read(.equalInitiationShare, &equalInitiationShare)
    }
}
