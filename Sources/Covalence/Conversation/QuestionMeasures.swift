/// How many questions of each type († MRDA manual).
public struct QuestionCounts: Sendable, Codable, Hashable {
    public var total = 0
    public var yesNo = 0
    public var wh = 0
    public var open = 0
    public var eitherOr = 0
    public var rhetorical = 0
    /// Questions whose type the tagger did not say.
    public var untyped = 0

    mutating func count(_ type: QuestionType?) {
        total += 1
        switch type {
        case .yesNo: yesNo += 1
        case .wh: wh += 1
        case .open: open += 1
        case .eitherOr: eitherOr += 1
        case .rhetorical: rhetorical += 1
        case nil: untyped += 1
        }
    }

    /// The number of one type.
    public subscript(type: QuestionType) -> Int {
        switch type {
        case .yesNo: yesNo
        case .wh: wh
        case .open: open
        case .eitherOr: eitherOr
        case .rhetorical: rhetorical
        }
    }
}

/// One question and what came back.
public struct Question: Sendable, Codable, Hashable {
    /// The turn that answers.
    public struct Answer: Sendable, Codable, Hashable {
        /// Index into `turns`.
        public var turn: Int
        public var utterances: Range<Int>
        /// Index into the conversation's participants; nil where nobody is named.
        public var participant: Int?
        public var words: Int
        /// Milliseconds; nil without times.
        public var duration: Int?
    }

    /// The utterance that asks.
    public var utterance: Int
    /// Index into `turns`.
    public var turn: Int
    /// Index into the conversation's participants; nil where nobody is named.
    public var participant: Int?
    public var side: Side?
    /// Nil where the tagger did not say.
    public var type: QuestionType?
    /// The next turn by the other side or, where the one who asks has no side across the table, by another speaker. Nil where
    /// none comes, or the same side asks again in a later turn before it ‡. Questions of one turn share their answer.
    public var answer: Answer?
}

/// What was asked, and how long the answers were.
public struct QuestionMeasures: Sendable, Codable, Hashable {
    /// Every question, in order.
    public var questions: [Question]
    public var counts: QuestionCounts
    /// By the side of the one who asks; not known without sides.
    public var bySide: Known<BySide<QuestionCounts>>
    /// Words of the answers, each answering turn counted once; nil where there is none.
    public var answerWords: Distribution?
    /// Milliseconds of the answers; nil without times or answers.
    public var answerTime: Distribution?
    /// Words of the answers that each side's questions got; nil where there is none. Not known without sides.
    public var answerWordsBySide: Known<BySide<Distribution?>>
    /// Milliseconds of the answers that each side's questions got; nil where there is none or without times.
    public var answerTimeBySide: Known<BySide<Distribution?>>
}

/// A turn that asks or opens ‡ (`docs/measures.md`).
public struct Initiation: Sendable, Codable, Hashable {
    /// What makes it one.
    public enum Kind: String, Sendable, Codable, Hashable, CaseIterable {
        /// The turn holds a question that is not rhetorical.
        case asks
        /// It is the first turn, or it comes after 2 s or more of silence and no question waited for an answer.
        case opens
    }

    /// Index into `turns`.
    public var turn: Int
    /// The utterance that asks, or the first of the turn.
    public var utterance: Int
    public var participant: Int?
    public var side: Side?
    public var kind: Kind
}

/// Who begins something.
public struct InitiationMeasures: Sendable, Codable, Hashable {
    /// Every turn that asks or opens, in order.
    public var initiations: [Initiation]
    /// By the side whose turn it is; not known without sides.
    public var bySide: Known<BySide<Int>>
}
