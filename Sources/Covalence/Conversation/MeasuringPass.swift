/// The one pass over the utterances: gathers what the measures are made of. Everything is kept by index and by number, so that
/// memory and time stay linear in the utterances, sorting apart.
struct MeasuringPass {
    /// A stretch of one speaker's talk that the same speaker did not cover before. `start` and `end` in milliseconds or words.
    struct Piece {
        var start: Int
        var end: Int
        var slot: Int
    }

    /// An overlap as first seen; the kind of an interruption is settled when the turns are known.
    struct Entry {
        var utterance: Int
        var slot: Int
        var start: Int
        var end: Int
        /// The turn that begins with it; nil for a backchannel.
        var turn: Int?
        var over: Int
        var overSlot: Int
        var overEnd: Int
    }

    /// What was said in one utterance that was counted.
    struct Count {
        var utterance: Int
        var slot: Int
        /// Where it begins: milliseconds or words.
        var start: Int
        var words: Int
        var isQuestion: Bool
    }

    let conversation: Conversation
    let acts: [TaggedAct]?
    let excluded: Range<Int>?
    let basis: ConversationMeasures.Basis
    /// The slot of utterances that name nobody: one past the participants.
    let unnamedSlot: Int

    var counts: [Count] = []
    var pieces: [Piece] = []
    var turns: [Turn] = []
    var turnSlots: [Int] = []
    /// Turns before which utterances were left out: nothing reaches across.
    var breaksBefore: Set<Int> = []
    /// Milliseconds of silence right before a turn; 0 where there is none.
    var silenceBefore: [Int] = []
    var entries: [Entry] = []
    var questions: [(utterance: Int, turn: Int)] = []
    var gaps: [SilenceMeasures.Gap] = []
    var silence = 0
    var longestGap: SilenceMeasures.Gap?
    var duration = 0

    private var covered: [Int]
    private var openTurn: Int?
    private var holders = FloorHolders()
    private var lastInTurn: (utterance: Int, end: Int)?

    init(_ conversation: Conversation, acts: [TaggedAct]?, excluding: Range<Int>?) {
        self.conversation = conversation
        self.acts = acts.flatMap { $0.count == conversation.utterances.count ? $0 : nil }
        let all = 0..<conversation.utterances.count
        excluded = excluding.map { $0.clamped(to: all) }.flatMap { $0.isEmpty ? nil : $0 }
        let timed = conversation.hasTimes && conversation.utterances.contains { ($0.time?.duration ?? 0) > 0 }
        basis = timed ? .time : .words
        unnamedSlot = conversation.participants.count
        covered = Array(repeating: Int.min, count: unnamedSlot + 1)
    }

    func side(ofSlot slot: Int) -> Side? { slot == unnamedSlot ? nil : conversation.participants[slot].side }

    /// The transcript's order, which is by start; put right where it is not.
    private func order() -> [Int] {
        let lines = conversation.utterances
        guard basis == .time, !zip(lines, lines.dropFirst()).allSatisfy({ start(of: $0) <= start(of: $1) }) else {
            return Array(lines.indices)
        }
        return lines.indices.sorted { (start(of: lines[$0]), $0) < (start(of: lines[$1]), $1) }
    }

    private func start(of line: Conversation.Line) -> Int { line.time?.start ?? 0 }

    /// Times beyond 139 years are held there, so that no sum can overflow.
    private func span(of line: Conversation.Line) -> TimeSpan? {
        guard basis == .time, let time = line.time else { return nil }
        let edge = 1 << 42
        return TimeSpan(start: min(max(time.start, -edge), edge), end: min(max(time.end, -edge), edge))
    }

    mutating func run() {
        let size = conversation.utterances.count
        counts.reserveCapacity(size)
        pieces.reserveCapacity(size)
        var wordsBefore = 0
        var isBroken = true
        var coverEnd = 0
        var coverUtterance = 0
        for index in order() {
            if let excluded, excluded.contains(index) {
                isBroken = true
                continue
            }
            let line = conversation.utterances[index]
            let words = WordCount.words(in: line.text)
            let slot = line.participant ?? unnamedSlot
            let time = span(of: line)
            let start = time?.start ?? wordsBefore
            let end = time?.end ?? wordsBefore + words
            wordsBefore += words

            var gap = 0
            if counts.isEmpty {
                duration = end - start
                coverEnd = end
                coverUtterance = index
            } else if start > coverEnd {
                gap = isBroken ? 0 : start - coverEnd
                if gap > 0 { note(SilenceMeasures.Gap(time: TimeSpan(start: coverEnd, end: start), after: coverUtterance, before: index)) }
                duration += gap + end - start
                coverEnd = end
                coverUtterance = index
            } else if end > coverEnd {
                duration += end - coverEnd
                coverEnd = end
                coverUtterance = index
            }

            let from = max(start, covered[slot])
            if end > from {
                pieces.append(Piece(start: from, end: end, slot: slot))
                covered[slot] = end
            }
            let isQuestion = acts?[index].act == .question
            counts.append(Count(utterance: index, slot: slot, start: start, words: words, isQuestion: isQuestion))
            take(index, slot: slot, time: time, start: start, end: end, words: words, gap: gap, isBroken: isBroken)
            isBroken = false
        }
    }

    private mutating func note(_ gap: SilenceMeasures.Gap) {
        silence += gap.time.duration
        if gap.time.duration >= MeasureLimits.longGap { gaps.append(gap) }
        if gap.time.duration > (longestGap?.time.duration ?? 0) { longestGap = gap }
    }

    /// Puts an utterance into a turn, or notes it as a backchannel.
    private mutating func take(
        _ index: Int, slot: Int, time: TimeSpan?, start: Int, end: Int, words: Int, gap: Int, isBroken: Bool
    ) {
        if isBroken { openTurn = nil }
        let isQuestion = acts?[index].act == .question
        let current = openTurn
        if acts?[index].act == .backchannel, current.map({ turnSlots[$0] != slot }) ?? true, !answersQuestion(startingAt: start) {
            if basis == .time, let holder = holders.other(than: slot, at: start) {
                entries.append(Entry(utterance: index, slot: slot, start: start, end: end, turn: nil,
                                     over: holder.utterance, overSlot: holder.slot, overEnd: holder.end))
            }
            return
        }
        let turn: Int
        if let current, turnSlots[current] == slot {
            turn = current
            turns[turn].utterances = min(turns[turn].utterances.lowerBound, index)
                ..< max(turns[turn].utterances.upperBound, index + 1)
            turns[turn].time = turns[turn].time.map { TimeSpan(start: $0.start, end: max($0.end, end)) }
            turns[turn].words += words
        } else {
            turn = turns.count
            turns.append(Turn(
                participant: slot == unnamedSlot ? nil : slot, side: side(ofSlot: slot),
                utterances: index..<index + 1, time: time, words: words, questions: 0
            ))
            turnSlots.append(slot)
            silenceBefore.append(gap)
            if isBroken { breaksBefore.insert(turn) }
            if basis == .time, let holder = holders.other(than: slot, at: start) {
                entries.append(Entry(utterance: index, slot: slot, start: start, end: end, turn: turn,
                                     over: holder.utterance, overSlot: holder.slot, overEnd: holder.end))
            }
            openTurn = turn
        }
        if isQuestion {
            turns[turn].questions += 1
            questions.append((utterance: index, turn: turn))
        }
        lastInTurn = (index, end)
        if basis == .time { holders.take(slot: slot, utterance: index, end: end) }
    }

    /// Whether the utterance before, in the open turn, is a question that is over: then “yeah” is its answer, not a backchannel.
    private func answersQuestion(startingAt start: Int) -> Bool {
        guard openTurn != nil, let last = lastInTurn, let act = acts?[last.utterance] else { return false }
        return act.act == .question && act.question != .rhetorical && start >= last.end
    }
}

/// The two speakers whose talk lasts longest so far. Enough to say in constant time whether anybody else than a given speaker is
/// still speaking, and who of them ends last, however many overlap.
struct FloorHolders {
    struct Holder {
        var slot: Int
        var utterance: Int
        var end: Int
    }

    private var first: Holder?
    private var second: Holder?

    mutating func take(slot: Int, utterance: Int, end: Int) {
        let holder = Holder(slot: slot, utterance: utterance, end: end)
        guard let best = first else {
            first = holder
            return
        }
        if best.slot == slot {
            if end > best.end { first = holder }
        } else if end > best.end {
            first = holder
            second = best
        } else if end > second?.end ?? Int.min {
            second = holder
        }
    }

    /// Who of the others is still speaking at a time and ends last.
    func other(than slot: Int, at time: Int) -> Holder? {
        let holder = first?.slot == slot ? second : first
        return holder.flatMap { $0.end > time ? $0 : nil }
    }
}
