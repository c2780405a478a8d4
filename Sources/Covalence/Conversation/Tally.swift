/// Sums by slot: a participant, or a side.
struct Tally {
    let isTimed: Bool
    var time: [Int]
    var words: [Int]
    var utterances: [Int]
    var overlaps: [OverlapCounts]
    var initiations: [Int]
    var questions: [QuestionCounts]
    private var turnWords: [[Double]]
    private var turnTimes: [[Double]]
    private var longest: [(turn: Int, length: Int)?]

    init(slots: Int, isTimed: Bool) {
        self.isTimed = isTimed
        time = Array(repeating: 0, count: slots)
        words = time
        utterances = time
        initiations = time
        overlaps = Array(repeating: OverlapCounts(), count: slots)
        questions = Array(repeating: QuestionCounts(), count: slots)
        turnWords = Array(repeating: [], count: slots)
        turnTimes = turnWords
        longest = Array(repeating: nil, count: slots)
    }

    mutating func add(_ count: MeasuringPass.Count) {
        words[count.slot] += count.words
        utterances[count.slot] += 1
    }

    mutating func add(_ piece: MeasuringPass.Piece) {
        if isTimed { time[piece.slot] += piece.end - piece.start }
    }

    mutating func add(_ turn: Turn, index: Int, slot: Int) {
        turnWords[slot].append(Double(turn.words))
        if let time = turn.time { turnTimes[slot].append(Double(time.duration)) }
        lengthen(slot, (index, turn.time?.duration ?? turn.words))
    }

    private mutating func lengthen(_ slot: Int, _ candidate: (turn: Int, length: Int)) {
        guard let best = longest[slot] else {
            longest[slot] = candidate
            return
        }
        if (candidate.length, -candidate.turn) > (best.length, -best.turn) { longest[slot] = candidate }
    }

    /// The same sums over groups of slots.
    func grouped<Group: Equatable>(into groups: [Group], by group: (Int) -> Group) -> Tally {
        var tally = Tally(slots: groups.count, isTimed: isTimed)
        for slot in time.indices {
            guard let target = groups.firstIndex(of: group(slot)) else { continue }
            tally.time[target] += time[slot]
            tally.words[target] += words[slot]
            tally.utterances[target] += utterances[slot]
            tally.initiations[target] += initiations[slot]
            tally.overlaps[target].add(overlaps[slot])
            tally.questions[target].add(questions[slot])
            tally.turnWords[target] += turnWords[slot]
            tally.turnTimes[target] += turnTimes[slot]
            if let best = longest[slot] { tally.lengthen(target, best) }
        }
        return tally
    }

    /// The sums as measures, with shares of the whole.
    struct Speech {
        var slots: [SpeechMeasures]
        var whole: SpeechMeasures

        /// For slots that stand in the order of `BySide.order`.
        var bySide: BySide<SpeechMeasures> {
            BySide(seller: slots[0], customer: slots[1], thirdParty: slots[2], unknown: slots[3])
        }
    }

    func speech(hasActs: Bool) -> Speech {
        let everybody = grouped(into: [0], by: { _ in 0 })
        return Speech(
            slots: time.indices.map { measures(of: $0, in: everybody, hasActs: hasActs) },
            whole: everybody.measures(of: 0, in: everybody, hasActs: hasActs)
        )
    }

    private func measures(of slot: Int, in everybody: Tally, hasActs: Bool) -> SpeechMeasures {
        func share(_ part: Int, _ whole: Int) -> Double? { whole > 0 ? Double(part) / Double(whole) : nil }
        return SpeechMeasures(
            speakingTime: isTimed ? time[slot] : nil,
            words: words[slot],
            utterances: utterances[slot],
            turns: turnWords[slot].count,
            timeShare: isTimed ? share(time[slot], everybody.time[0]) : nil,
            wordShare: share(words[slot], everybody.words[0]),
            turnShare: share(turnWords[slot].count, everybody.turnWords[0].count),
            turnTime: Distribution(turnTimes[slot]),
            turnWords: Distribution(turnWords[slot]),
            longestTurn: longest[slot]?.turn,
            initiations: hasActs ? initiations[slot] : nil,
            questions: hasActs ? questions[slot] : nil,
            overlaps: isTimed ? overlaps[slot] : nil
        )
    }
}

extension OverlapCounts {
    mutating func add(_ other: OverlapCounts) {
        takesFloor += other.takesFloor
        keepsFloor += other.keepsFloor
        backchannels += other.backchannels
        earlyChanges += other.earlyChanges
    }
}

extension QuestionCounts {
    mutating func add(_ other: QuestionCounts) {
        total += other.total
        yesNo += other.yesNo
        wh += other.wh
        open += other.open
        eitherOr += other.eitherOr
        rhetorical += other.rhetorical
        untyped += other.untyped
    }
}
