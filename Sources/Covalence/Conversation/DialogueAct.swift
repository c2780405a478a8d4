/// What an utterance does in a conversation: the five basic tags of the Meeting Recorder Dialog Act scheme
/// († Shriberg et al. 2004).
public enum DialogueAct: String, Hashable, Sendable, Codable, CaseIterable {
    case statement = "S"
    case question = "Q"
    /// “mm-hmm”: says that one listens, without taking the floor.
    case backchannel = "B"
    /// Broken off or indecipherable.
    case disruption = "D"
    /// Takes or holds the floor: “so um”.
    case floor = "F"
}

/// The form of a question († MRDA manual; open, wh, yes-no, either-or, rhetorical).
public enum QuestionType: String, Hashable, Sendable, Codable, CaseIterable {
    case yesNo = "yes-no"
    case wh
    case open
    case eitherOr = "either-or"
    case rhetorical
}

/// The act of one utterance as a tagger reads it.
public struct TaggedAct: Hashable, Sendable, Codable {
    public var act: DialogueAct
    /// Given where `act` is a question.
    public var question: QuestionType?
    /// The tagger's own share for this act among the five, 0 to 1. Uncalibrated unless the tagger says otherwise.
    public var confidence: Double

    /// An act with the tagger's share for it.
    public init(act: DialogueAct, question: QuestionType? = nil, confidence: Double = 1) {
        self.act = act
        self.question = question
        self.confidence = confidence
    }
}
