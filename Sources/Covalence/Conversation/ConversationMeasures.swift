/// What can be counted in a conversation: who spoke how much, in which turns, with what balance, silence, overlap and questions.
///
/// Every number names the utterances it rests on, by index, so that the page can open the moment. The formulas stand in
/// `docs/measures.md`. All measures share one pass over the utterances, with sorting: O(n log n) in the number of utterances,
/// whatever overlaps whatever. The same conversation gives the same measures.
public struct ConversationMeasures: Sendable, Codable, Hashable {
    /// What lengths and shares are measured in.
    public enum Basis: String, Sendable, Codable, Hashable {
        case time
        /// Some utterance has no time, or none has a length: words stand in for time.
        case words
    }

    public var basis: Basis
    /// The width of a window: milliseconds or, without times, words. Wider than asked for where there would be more than
    /// 2,000 windows.
    public var window: Int
    /// Indices of utterances that were left out, such as the orientation phase; nil where none was.
    public var excluded: Range<Int>?
    /// Whether the acts of the utterances are known. Where not, backchannels are taken for turns.
    public var hasActs: Bool
    /// Milliseconds from the first start to the latest end, without what was left out; nil without times.
    public var duration: Int?
    /// Everybody together. `share` is 1.
    public var whole: SpeechMeasures
    /// One entry for each participant of the conversation, in its order; those who never spoke too.
    public var participants: [ParticipantMeasures]
    /// Utterances that name nobody; nil where there are none. They count as one speaker for turns, and not for the Gini
    /// coefficient.
    public var unnamed: SpeechMeasures?
    /// By side; third parties and people of unknown side apart. Not known where not both sides spoke in the conversation.
    public var sides: Known<BySide<SpeechMeasures>>
    /// The meeting in windows, without gaps between them; empty for an empty conversation.
    public var windows: [WindowMeasures]
    public var balance: Known<BalanceMeasures>
    /// Every turn, in order. Other members name turns by their index here.
    public var turns: [Turn]
    /// Nil where there is no turn.
    public var longestMonologue: Monologue?
    /// Changes of speaker from one turn to the next.
    public var switches: Int
    /// `switches` by minute of the meeting.
    public var switchesPerMinute: Known<Double>
    /// `switches` by thousand words; nil where nobody said a word.
    public var switchesPerThousandWords: Double?
    /// Needs times and sides.
    public var responses: Known<ResponseMeasures>
    /// Needs times.
    public var overlaps: Known<OverlapMeasures>
    /// Needs times.
    public var silence: Known<SilenceMeasures>
    /// Gini coefficient over the participants' speaking time or, without times, words: 0 all the same, towards 1 one alone.
    /// Those who never spoke count as 0. Nil with fewer than two participants, or where nobody spoke.
    public var gini: Double?
    /// Indices of the participants who did not say anything in the utterances that were counted.
    public var neverSpoke: [Int]
    /// Needs acts.
    public var questions: Known<QuestionMeasures>
    /// Needs acts. Without times only questions and the first turn are initiations.
    public var initiations: Known<InitiationMeasures>

    /// Measures a conversation.
    ///
    /// - Parameters:
    ///   - conversation: with sides where known.
    ///   - acts: the act of each utterance, by index; nil, or of another count than the utterances, where not known.
    ///   - window: the width of a window in milliseconds. Without times words stand in, at 150 a minute ‡: 750 for 5 minutes.
    ///   - excluding: indices of utterances to leave out, such as the orientation phase. Turns, silence, latency and questions do
    ///     not reach across them.
    public init(
        _ conversation: Conversation,
        acts: [TaggedAct]?,
        window: Int = 300_000,
        excluding: Range<Int>? = nil
    ) {
        var pass = MeasuringPass(conversation, acts: acts, excluding: excluding)
        pass.run()
        self = MeasureAssembly(pass: pass, window: window).measures()
    }

    /// Every member by name; for `MeasureAssembly`.
    init(
        basis: Basis, window: Int, excluded: Range<Int>?, hasActs: Bool, duration: Int?, whole: SpeechMeasures,
        participants: [ParticipantMeasures], unnamed: SpeechMeasures?, sides: Known<BySide<SpeechMeasures>>,
        windows: [WindowMeasures], balance: Known<BalanceMeasures>, turns: [Turn], longestMonologue: Monologue?, switches: Int,
        switchesPerMinute: Known<Double>, switchesPerThousandWords: Double?, responses: Known<ResponseMeasures>,
        overlaps: Known<OverlapMeasures>, silence: Known<SilenceMeasures>, gini: Double?, neverSpoke: [Int],
        questions: Known<QuestionMeasures>, initiations: Known<InitiationMeasures>
    ) {
        self.basis = basis
        self.window = window
        self.excluded = excluded
        self.hasActs = hasActs
        self.duration = duration
        self.whole = whole
        self.participants = participants
        self.unnamed = unnamed
        self.sides = sides
        self.windows = windows
        self.balance = balance
        self.turns = turns
        self.longestMonologue = longestMonologue
        self.switches = switches
        self.switchesPerMinute = switchesPerMinute
        self.switchesPerThousandWords = switchesPerThousandWords
        self.responses = responses
        self.overlaps = overlaps
        self.silence = silence
        self.gini = gini
        self.neverSpoke = neverSpoke
        self.questions = questions
        self.initiations = initiations
    }
}

/// The numbers of ours ‡ that the measures rest on, in one place.
public enum MeasureLimits {
    /// A gap of this many milliseconds counts as a silence, and what follows it as opening.
    public static let longGap = 2000
    /// A turn that begins this many milliseconds or less before the other's utterance ends is an early change.
    public static let earlyChange = 300
    /// Words that stand in for a minute of talk where there are no times.
    public static let wordsPerMinute = 150
    /// The two sides must fill this share of a window for its balance to count as the minimum.
    public static let balanceShare = 0.1
    /// No more windows than this; wider ones are used instead.
    public static let windows = 2000
}
