/// Somebody begins to speak while somebody else is speaking.
public struct Overlap: Sendable, Codable, Hashable {
    /// What it does to the floor. After Heldner & Edlund († 2010), who tell overlaps between speakers from overlaps within one
    /// speaker's talk; the rules are ours ‡ (`docs/measures.md`).
    public enum Kind: String, Sendable, Codable, Hashable, CaseIterable {
        /// The one who was speaking falls silent, the other goes on.
        case takesFloor = "interruption-takes-floor"
        /// The one who was speaking goes on.
        case keepsFloor = "interruption-no-floor"
        /// “mm-hmm”: says that one listens. Told apart only where the acts are known.
        case backchannel
        /// A change of turn that comes a little early, in the last 300 ms ‡: not an interruption.
        case earlyChange = "early-change"
    }

    /// The utterance that begins.
    public var utterance: Int
    /// The utterance of another that was going on; of several the one that lasts longest.
    public var over: Int
    public var kind: Kind
    /// Index into the conversation's participants of the one who begins; nil where nobody is named.
    public var participant: Int?
    public var side: Side?
    /// When it begins, in milliseconds.
    public var start: Int
    /// Milliseconds that the two utterances share.
    public var duration: Int
}

/// How many overlaps of each kind.
public struct OverlapCounts: Sendable, Codable, Hashable {
    public var takesFloor = 0
    public var keepsFloor = 0
    /// 0 where the acts are not known: then a backchannel counts as an interruption that does not take the floor.
    public var backchannels = 0
    public var earlyChanges = 0

    /// Interruptions of either kind.
    public var interruptions: Int { takesFloor + keepsFloor }

    mutating func count(_ kind: Overlap.Kind) {
        switch kind {
        case .takesFloor: takesFloor += 1
        case .keepsFloor: keepsFloor += 1
        case .backchannel: backchannels += 1
        case .earlyChange: earlyChanges += 1
        }
    }
}

/// Talk at the same time.
public struct OverlapMeasures: Sendable, Codable, Hashable {
    /// Every overlap, in order; at most one for each utterance.
    public var overlaps: [Overlap]
    public var counts: OverlapCounts
    /// By the side of the one who begins; not known without sides.
    public var bySide: Known<BySide<OverlapCounts>>
    /// Milliseconds in which two or more people spoke.
    public var time: Int
    /// Of the length of the meeting, 0 to 1.
    public var share: Double?
    /// False where the acts are not known, so that backchannels are among the interruptions that do not take the floor.
    public var backchannelsKnown: Bool
}

/// When nobody spoke, between the first and the last utterance.
public struct SilenceMeasures: Sendable, Codable, Hashable {
    /// A stretch in which nobody spoke.
    public struct Gap: Sendable, Codable, Hashable {
        public var time: TimeSpan
        /// The utterance that ended last before it.
        public var after: Int
        /// The utterance that ends it.
        public var before: Int
    }

    /// Milliseconds.
    public var time: Int
    /// Of the length of the meeting, 0 to 1; nil where that is 0.
    public var share: Double?
    /// The longest gap, of equals the first; nil where there is none.
    public var longest: Gap?
    /// The gaps of 2 s ‡ or more, in order.
    public var gaps: [Gap]
}
