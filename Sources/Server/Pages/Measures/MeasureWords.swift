import Covalence

extension SellerMeasures.Key {
    /// The name of the number.
    var title: String {
        switch self {
        case .share: "Share of the talking"
        case .longestTurn: "Longest turn"
        case .questionsPerHour: "Questions in an hour"
        case .openQuestions: "Open questions"
        case .initiations: "Opening and asking"
        }
    }

    /// What it counts, for whoever's it is.
    var sentence: String {
        switch self {
        case .share: "Of all the time in which anybody spoke, how much the seller spoke; counted in words where the file has no times."
        case .longestTurn: "The longest time the seller held the floor, with nothing but “mm-hmm” from others."
        case .questionsPerHour: "How many questions the seller asked for an hour of meeting."
        case .openQuestions: "Of the seller’s questions, how many ask openly (what, how, why, tell me), so that the answer can be more than yes or no."
        case .initiations: "Of the times the seller took the floor, how often it was to ask or to open something."
        }
    }

    /// What is needed to know it.
    var needs: String {
        switch self {
        case .share: "It needs words of the seller."
        case .longestTurn: "It needs a file with times."
        case .questionsPerHour: "It needs a file with times, in a language the engine reads."
        case .openQuestions: "It needs questions whose kind could be told."
        case .initiations: "It needs a language the engine reads."
        }
    }

    /// The utterance that shows it, in words: what the link to the moment opens.
    var momentWord: String {
        switch self {
        case .share, .longestTurn: "longest turn"
        case .questionsPerHour, .openQuestions: "first question"
        case .initiations: "in the meeting"
        }
    }

    /// A value as people read it.
    func text(_ number: Double) -> String {
        switch self {
        case .share, .openQuestions, .initiations: NumberText.percent(number)
        case .longestTurn: NumberText.text(number, .seconds)
        case .questionsPerHour: NumberText.decimal(number, 1)
        }
    }
}
