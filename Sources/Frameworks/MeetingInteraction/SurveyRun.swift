public import Covalence

/// Questions of the seller and short answers in a row, with nothing of its own coming back from the customer ‡.
public struct SurveyRun: Hashable, Sendable, Codable {
    public var utterances: Range<Int>
    /// Number of question → short answer pairs.
    public var pairs: Int
    /// When; nil without times.
    public var time: TimeSpan?
}

extension Talk {
    var surveyRule: Rule {
        Rule(
            id: "meeting.survey-run",
            statement: """
                \(settings.surveyPairs) or more seller questions in a row, each followed by an answer of \(settings.surveyAnswerWords) \
                words or fewer and no question back.
                """,
            provenance: .ours
        )
    }

    /// Runs of `surveyPairs` or more pairs outside the orientation phase.
    func surveys(orientation: Range<Int>?) -> Known<[SurveyRun]> {
        guard hasSides else { return .notKnown(.sides) }
        var runs: [SurveyRun] = []
        var first: Int?
        var last = 0
        var pairs = 0
        func close() {
            if let first, pairs >= max(1, settings.surveyPairs) {
                let range = first..<last + 1
                runs.append(SurveyRun(utterances: range, pairs: pairs, time: span(range)))
            }
            first = nil
            pairs = 0
        }
        var index = 0
        while index < turns.count {
            let turn = turns[index]
            let question = turn.utterances.last { isSurveyQuestion($0) }
            guard turn.side == .seller, let question, orientation?.contains(question) != true, index + 1 < turns.count,
                  isShortAnswer(turns[index + 1])
            else {
                // A customer's turn was looked at with the question before it; only what breaks the pairs ends the run.
                close()
                index += 1
                continue
            }
            if first == nil { first = question }
            pairs += 1
            last = turns[index + 1].utterances.last ?? question
            index += 2
        }
        close()
        return .known(runs)
    }

    /// An answer with nothing of the customer's own in it: short, and no question back.
    private func isShortAnswer(_ turn: Turn) -> Bool {
        turn.side == .customer && turn.words <= settings.surveyAnswerWords
            && !turn.utterances.contains { asks[$0] && words[$0] > 1 }
    }

    /// In a list of questions also “Any others?” counts; “right?” alone does not.
    func isSurveyQuestion(_ utterance: Int) -> Bool {
        asks[utterance] && !lexis.isListening(utterance) && questionType(utterance) != .rhetorical
    }
}
