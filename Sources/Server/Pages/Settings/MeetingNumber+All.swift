extension MeetingNumber {
    /// Numbers that belong together.
    struct Group: Sendable {
        var title: String
        var numbers: [MeetingNumber]
    }

    /// The number of a field.
    static func named(_ name: String) -> MeetingNumber? { byName[name] }

    private static let byName = Dictionary(uniqueKeysWithValues: all.flatMap(\.numbers).map { ($0.name, $0) })

    /// All of them, as the page shows them.
    static let all = [together, presenting, asking, shift, answering, small]

    private static let together = Group(title: "Who talks", numbers: [
        .init(name: "windowMilliseconds", title: "Length of a window", meaning: "Balance and course of a meeting are looked at in stretches of this length.", unit: .seconds),
        .init(name: "windowWords", title: "Length of a window in words", meaning: "The same, for files without times.", unit: .count("words")),
        .init(name: "dominantShare", title: "One side dominates from", meaning: "Share of the words from which on one side dominates the dialogue.", unit: .share),
        .init(name: "balanceWords", title: "Words for a balance", meaning: "Below so many words of dialogue the balance says nothing.", unit: .count("words")),
        .init(name: "quietShare", title: "A quiet customer", meaning: "Below this share of the words in a window the customer was quiet.", unit: .share),
        .init(name: "activeShare", title: "An active customer: words", meaning: "From this share of the words on a customer can count as demonstrably active.", unit: .share),
        .init(name: "activeInitiations", title: "An active customer: initiations", meaning: "So many questions and statements of its own are needed as well.", unit: .count("times")),
        .init(name: "activeInitiationShare", title: "An active customer: share of initiations", meaning: "And this share of all initiations.", unit: .share),
        .init(name: "equalInitiationShare", title: "No equal party below", meaning: "A customer with fewer of the initiations was no equal party, whatever its share of words.", unit: .share),
    ])

    private static let presenting = Group(title: "Presentations", numbers: [
        .init(name: "orientationTurnWords", title: "Beginning of a presentation", meaning: "A turn of the seller of so many words can begin one.", unit: .count("words")),
        .init(name: "orientationWords", title: "Least length of a presentation", meaning: "Words of the seller in all, below which it is none.", unit: .count("words")),
        .init(name: "orientationCustomerWords", title: "Presentation first, until", meaning: "Once the customer said so many words, a presentation no longer counts as “first”.", unit: .count("words")),
        .init(name: "exchangeShare", title: "An exchange from", meaning: "Share of the customer’s words over the next turns from which on a presentation has become an exchange.", unit: .share),
        .init(name: "exchangeTurns", title: "Turns looked at for an exchange", meaning: "Over so many turns the share above is looked at.", unit: .count("turns")),
        .init(name: "longPresentationMilliseconds", title: "A long presentation", meaning: "Longer ones are pointed out.", unit: .seconds),
        .init(name: "longPresentationWords", title: "A long presentation in words", meaning: "The same, for files without times.", unit: .count("words")),
        .init(name: "explainingWords", title: "Talk about the offer", meaning: "A statement of the seller with at least so many words, nothing else read in it, counts as talk about the offer.", unit: .count("words")),
    ])

    private static let asking = Group(title: "Questions and surveys", numbers: [
        .init(name: "questionWords", title: "Shortest question", meaning: "Shorter ones, such as “right?”, do not count.", unit: .count("words")),
        .init(name: "surveyPairs", title: "A survey", meaning: "So many questions with short answers in a row make a survey.", unit: .count("in a row")),
        .init(name: "surveyAnswerWords", title: "A short answer", meaning: "At most so many words.", unit: .count("words")),
        .init(name: "topicWords", title: "A question that opens a topic", meaning: "Least words of a question of the seller that makes the customer’s needs the topic.", unit: .count("words")),
        .init(name: "tellingWords", title: "Telling unasked", meaning: "Least words in which the customer tells of its house or needs without being asked.", unit: .count("words")),
    ])

    private static let shift = Group(title: "From product to needs", numbers: [
        .init(name: "shiftMarks", title: "Marks needed", meaning: "So many marks of product and need talk together, before a change is looked for.", unit: .count("marks")),
        .init(name: "shiftMarksEachSide", title: "Marks on each side", meaning: "At least so many before and after the change.", unit: .count("marks")),
        .init(name: "shiftWords", title: "Words on each side", meaning: "Least words of product talk before and need talk after.", unit: .count("words")),
        .init(name: "shiftRise", title: "Least rise", meaning: "By so much the share of need talk must rise.", unit: .share),
        .init(name: "shiftHorizon", title: "How far is looked", meaning: "So many marked utterances before and after are compared.", unit: .count("utterances")),
        .init(name: "shiftQuestionLookback", title: "The question before it", meaning: "So many utterances back a question can be that brought the change about.", unit: .count("utterances")),
        .init(name: "shiftOwnShare", title: "Not the seller’s alone", meaning: "Least share of the need talk after the change that must not be the seller’s.", unit: .share),
    ])

    private static let answering = Group(title: "Taking up, answers, next steps", numbers: [
        .init(name: "uptakeLookback", title: "Taking up looks back", meaning: "Over so many utterances of the other side.", unit: .count("utterances")),
        .init(name: "uptakeRarity", title: "A word of content", meaning: "A word that stands in no more than this share of the utterances.", unit: .share),
        .init(name: "uptakeWords", title: "Taking up by a word alone", meaning: "Only statements of the seller up to this length.", unit: .count("words")),
        .init(name: "answerLookback", title: "“Just before”", meaning: "Within so many utterances a question counts as just before an answer.", unit: .count("utterances")),
        .init(name: "answerTurns", title: "Time to answer", meaning: "Within so many turns an objection or a question on price should be taken up.", unit: .count("turns")),
        .init(name: "agreementLookahead", title: "Time to agree", meaning: "Within so many utterances the other side can accept a next step.", unit: .count("utterances")),
        .init(name: "nextStepDistance", title: "One next step", meaning: "Next steps no further apart than this are one.", unit: .count("utterances")),
        .init(name: "priceDistance", title: "Still the price", meaning: "So many utterances after a price a number is still about it.", unit: .count("utterances")),
        .init(name: "priceWords", title: "Still the price: length", meaning: "Most words of such an utterance.", unit: .count("words")),
    ])

    private static let small = Group(title: "Small talk and weak signs", numbers: [
        .init(name: "minimumStrength", title: "Weakest mark", meaning: "Weaker ones make no finding.", unit: .share),
        .init(name: "edgeUtterances", title: "Beginning and end", meaning: "So many utterances at either end can be small talk without a word of it.", unit: .count("utterances")),
        .init(name: "smallTalkWords", title: "Length of small talk", meaning: "Most words of such an utterance.", unit: .count("words")),
    ])
}
