/// A stretch of the meeting: 5 minutes by default or, without times, 750 words.
public struct WindowMeasures: Sendable, Codable, Hashable {
    /// What one side did in the window.
    public struct Talk: Sendable, Codable, Hashable {
        /// Speaking time in the window in milliseconds or, without times, words: utterances that cross an edge are split there.
        public var amount = 0
        /// Words of the utterances that begin in the window; without times the same as `amount`.
        public var words = 0
        /// Turns that begin in the window.
        public var turns = 0
        /// Initiations whose utterance begins in the window; 0 where the acts are not known.
        public var initiations = 0
        /// Questions in the window; 0 where the acts are not known.
        public var questions = 0
    }

    /// Milliseconds from the start of the recording or, without times, words from the first counted one.
    public var start: Int
    /// Where the next window begins.
    public var end: Int
    /// First to last utterance that begins in it; nil where none does.
    public var utterances: Range<Int>?
    /// Everybody's.
    public var total: Talk
    /// Nil where the sides are not known.
    public var sides: BySide<Talk>?
    /// Changes of speaker whose second turn begins in the window.
    public var switches: Int
    /// `1 − |s − c| / (s + c)` ‡ over the `amount` of seller and customer: 1 is half and half, 0 one side alone. Nil where both
    /// are silent or the sides are not known.
    public var balance: Double?
}

/// Whether one side dominates ‡. “Equal” is not half and half; the number says how the talk was divided, not how well.
public struct BalanceMeasures: Sendable, Codable, Hashable {
    /// `1 − |s − c| / (s + c)` over the whole; nil where both were silent.
    public var whole: Double?
    /// The least of the windows in which the two sides fill at least a tenth ‡ of the window; nil where none does.
    public var minimum: Double?
    /// Index into `windows` of that least one.
    public var minimumWindow: Int?
}
