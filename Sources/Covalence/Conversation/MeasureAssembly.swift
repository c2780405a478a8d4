/// Makes the measures out of what the pass gathered.
struct MeasureAssembly {
    let pass: MeasuringPass
    let window: Int
    /// Asked once: it looks at every utterance.
    private let hasSides: Bool

    init(pass: MeasuringPass, window: Int) {
        self.pass = pass
        self.window = window
        hasSides = pass.conversation.hasBothSides
    }

    private var conversation: Conversation { pass.conversation }
    private var isTimed: Bool { pass.basis == .time }

    func measures() -> ConversationMeasures {
        let overlapList = overlaps()
        let initiationList = pass.acts == nil ? [] : initiations()
        var people = Tally(slots: pass.unnamedSlot + 1, isTimed: isTimed)
        for count in pass.counts { people.add(count) }
        for piece in pass.pieces { people.add(piece) }
        for (index, turn) in pass.turns.enumerated() { people.add(turn, index: index, slot: pass.turnSlots[index]) }
        for overlap in overlapList { people.overlaps[overlap.participant ?? pass.unnamedSlot].count(overlap.kind) }
        for initiation in initiationList { people.initiations[initiation.participant ?? pass.unnamedSlot] += 1 }
        for question in pass.questions {
            people.questions[pass.turnSlots[question.turn]].count(pass.acts?[question.utterance].question)
        }
        let speech = people.speech(hasActs: pass.acts != nil)
        let windows = WindowSweep(pass: pass, width: window, initiations: initiationList, hasSides: hasSides)
        let windowList = windows.measures()
        let words = speech.whole.words
        let switches = zip(pass.turns.indices.dropFirst(), pass.turns.dropFirst()).count { !pass.breaksBefore.contains($0.0) }
        let spoken = (0..<pass.unnamedSlot).map { Double(isTimed ? people.time[$0] : people.words[$0]) }

        let sides: Known<BySide<SpeechMeasures>> = bySide {
            people.grouped(into: BySide<Int>.order) { pass.side(ofSlot: $0) }.speech(hasActs: pass.acts != nil).bySide
        }
        return ConversationMeasures(
            basis: pass.basis,
            window: windows.width,
            excluded: pass.excluded,
            hasActs: pass.acts != nil,
            duration: isTimed ? pass.duration : nil,
            whole: speech.whole,
            participants: conversation.participants.enumerated().map { index, participant in
                ParticipantMeasures(index: index, participant: participant.id, side: participant.side, speech: speech.slots[index])
            },
            unnamed: people.utterances[pass.unnamedSlot] == 0 ? nil : speech.slots[pass.unnamedSlot],
            sides: sides,
            windows: windowList,
            balance: sides.map { balance(of: $0, windows: windowList, width: windows.width) },
            turns: pass.turns,
            longestMonologue: speech.whole.longestTurn.map(monologue),
            switches: switches,
            switchesPerMinute: timed {
                pass.duration > 0 ? .known(Double(switches) * 60_000 / Double(pass.duration))
                    : .notKnown(.material("the meeting has no length."))
            },
            switchesPerThousandWords: words > 0 ? Double(switches) * 1000 / Double(words) : nil,
            responses: timed { bySide { responses() } },
            overlaps: timed { .known(overlapMeasures(overlapList)) },
            silence: timed {
                .known(SilenceMeasures(
                    time: pass.silence, share: share(pass.silence, of: pass.duration), longest: pass.longestGap, gaps: pass.gaps
                ))
            },
            gini: gini(spoken),
            neverSpoke: conversation.participants.indices.filter { people.utterances[$0] == 0 },
            questions: withActs { questions() },
            initiations: withActs {
                InitiationMeasures(initiations: initiationList, bySide: bySide {
                    var counts = BySide(repeating: 0)
                    for initiation in initiationList { counts[initiation.side] += 1 }
                    return counts
                })
            }
        )
    }

    // MARK: What is missing

    private func timed<Value>(_ value: () -> Known<Value>) -> Known<Value> {
        if pass.counts.isEmpty { return .notKnown(.material("there is nothing to measure.")) }
        return isTimed ? value() : .notKnown(.times)
    }

    private func bySide<Value>(_ value: () -> Value) -> Known<Value> {
        hasSides ? .known(value()) : .notKnown(.sides)
    }

    private func withActs<Value>(_ value: () -> Value) -> Known<Value> {
        if pass.acts != nil { return .known(value()) }
        guard let language = conversation.language else { return .notKnown(.language) }
        let primary = language.lowercased().prefix { $0 != "-" && $0 != "_" }
        return primary == "en" ? .notKnown(.material("nothing has read the acts of these utterances."))
            : .notKnown(.unreadLanguage(language))
    }

    private func share(_ part: Int, of whole: Int) -> Double? { whole > 0 ? Double(part) / Double(whole) : nil }

    // MARK: Turns

    private func monologue(_ index: Int) -> Monologue {
        let turn = pass.turns[index]
        return Monologue(
            turn: index, participant: turn.participant, side: turn.side, utterances: turn.utterances,
            duration: turn.time?.duration, words: turn.words
        )
    }

    private func initiations() -> [Initiation] {
        var asking: [Int: Int] = [:]
        for question in pass.questions where asking[question.turn] == nil {
            if pass.acts?[question.utterance].question != .rhetorical { asking[question.turn] = question.utterance }
        }
        var list: [Initiation] = []
        for (index, turn) in pass.turns.enumerated() {
            let opens = index == 0 || (pass.silenceBefore[index] >= MeasureLimits.longGap && asking[index - 1] == nil)
            guard let utterance = asking[index] ?? (opens ? turn.utterances.lowerBound : nil) else { continue }
            list.append(Initiation(
                turn: index, utterance: utterance, participant: turn.participant, side: turn.side,
                kind: asking[index] != nil ? .asks : .opens
            ))
        }
        return list
    }

    /// Floor changes between the sides. A turn that lies within the talk of the other side does not change the floor, nor does
    /// the return from it († Heldner & Edlund 2010); a turn of neither side in between breaks the pair.
    private func responses() -> ResponseMeasures {
        var list: [ResponseMeasures.Response] = []
        var holder: (side: Side, end: Int, utterance: Int)?
        for (index, turn) in pass.turns.enumerated() {
            guard let time = turn.time else { continue }
            if pass.breaksBefore.contains(index) { holder = nil }
            let last = turn.utterances.upperBound - 1
            guard let side = turn.side, let other = side.other else {
                if time.end > holder?.end ?? Int.min { holder = nil }
                continue
            }
            guard let current = holder else {
                holder = (side, time.end, last)
                continue
            }
            if current.side == side {
                if time.end >= current.end { holder = (side, time.end, last) }
            } else if current.side == other, time.end > current.end {
                list.append(.init(
                    from: current.utterance, to: turn.utterances.lowerBound, side: side, latency: time.start - current.end
                ))
                holder = (side, time.end, last)
            }
        }
        return ResponseMeasures(
            responses: list,
            both: Distribution(list.map { Double($0.latency) }),
            seller: Distribution(list.lazy.filter { $0.side == .seller }.map { Double($0.latency) }),
            customer: Distribution(list.lazy.filter { $0.side == .customer }.map { Double($0.latency) })
        )
    }

    // MARK: Overlaps

    private func overlaps() -> [Overlap] {
        pass.entries.map { entry in
            Overlap(
                utterance: entry.utterance, over: entry.over, kind: kind(of: entry),
                participant: entry.slot == pass.unnamedSlot ? nil : entry.slot, side: pass.side(ofSlot: entry.slot),
                start: entry.start, duration: min(entry.end, entry.overEnd) - entry.start
            )
        }
    }

    private func kind(of entry: MeasuringPass.Entry) -> Overlap.Kind {
        guard let turn = entry.turn else { return .backchannel }
        guard let end = pass.turns[turn].time?.end, end > entry.overEnd else { return .keepsFloor }
        if entry.overEnd - entry.start <= MeasureLimits.earlyChange { return .earlyChange }
        let next = turn + 1
        guard next < pass.turns.count, pass.turnSlots[next] == entry.overSlot, !pass.breaksBefore.contains(next),
              let resumed = pass.turns[next].time?.start, resumed < end
        else { return .takesFloor }
        return .keepsFloor
    }

    private func overlapMeasures(_ list: [Overlap]) -> OverlapMeasures {
        var counts = OverlapCounts()
        for overlap in list { counts.count(overlap.kind) }
        let time = timeOfSeveral()
        return OverlapMeasures(
            overlaps: list,
            counts: counts,
            bySide: bySide {
                var sides = BySide(repeating: OverlapCounts())
                for overlap in list { sides[overlap.side].count(overlap.kind) }
                return sides
            },
            time: time,
            share: share(time, of: pass.duration),
            backchannelsKnown: pass.acts != nil
        )
    }

    /// Milliseconds in which two or more speakers speak: starts and ends sorted, one sweep with a count of those who speak.
    private func timeOfSeveral() -> Int {
        let starts = pass.pieces.map(\.start).sorted()
        let ends = pass.pieces.map(\.end).sorted()
        var total = 0
        var next = 0
        var speaking = 0
        var since = 0
        for end in ends {
            while next < starts.count, starts[next] < end {
                if speaking >= 2 { total += starts[next] - since }
                since = starts[next]
                speaking += 1
                next += 1
            }
            if speaking >= 2 { total += end - since }
            since = end
            speaking -= 1
        }
        return total
    }

    // MARK: Questions

    private func questions() -> QuestionMeasures {
        let answering = answeringTurns()
        var list: [Question] = []
        list.reserveCapacity(pass.questions.count)
        var counts = QuestionCounts()
        var sideCounts = BySide(repeating: QuestionCounts())
        var answers: [Int] = []
        var sideAnswers = BySide(repeating: [Int]())
        for entry in pass.questions {
            let turn = pass.turns[entry.turn]
            let type = pass.acts?[entry.utterance].question
            counts.count(type)
            sideCounts[turn.side].count(type)
            let answer = answering[entry.turn]
            list.append(Question(
                utterance: entry.utterance, turn: entry.turn, participant: turn.participant, side: turn.side, type: type,
                answer: answer.map { index in
                    let answer = pass.turns[index]
                    return Question.Answer(
                        turn: index, utterances: answer.utterances, participant: answer.participant, words: answer.words,
                        duration: answer.time?.duration
                    )
                }
            ))
            if let answer, answers.last != answer {
                answers.append(answer)
                sideAnswers[turn.side].append(answer)
            }
        }
        return QuestionMeasures(
            questions: list,
            counts: counts,
            bySide: bySide { sideCounts },
            answerWords: words(answers),
            answerTime: times(answers),
            answerWordsBySide: bySide { sideAnswers.map(words) },
            answerTimeBySide: isTimed ? bySide { sideAnswers.map(times) } : .notKnown(.times)
        )
    }

    private func words(_ turns: [Int]) -> Distribution? { Distribution(turns.lazy.map { Double(pass.turns[$0].words) }) }

    private func times(_ turns: [Int]) -> Distribution? {
        Distribution(turns.lazy.compactMap { pass.turns[$0].time.map { Double($0.duration) } })
    }

    /// For each turn the turn that answers it, were it to ask: found from the back in one go.
    private func answeringTurns() -> [Int?] {
        var answering = [Int?](repeating: nil, count: pass.turns.count)
        var nextOfSide = BySide<Int?>(repeating: nil)
        var nextAskingOfSide = BySide<Int?>(repeating: nil)
        for index in pass.turns.indices.reversed() {
            let turn = pass.turns[index]
            let isFollowed = index + 1 < pass.turns.count && !pass.breaksBefore.contains(index + 1)
            if !isFollowed {
                nextOfSide = BySide(repeating: nil)
                nextAskingOfSide = BySide(repeating: nil)
            }
            if hasSides, let side = turn.side, let other = side.other {
                if let answer = nextOfSide[other], answer < nextAskingOfSide[side] ?? Int.max { answering[index] = answer }
            } else if isFollowed {
                answering[index] = index + 1
            }
            nextOfSide[turn.side] = index
            if turn.questions > 0 { nextAskingOfSide[turn.side] = index }
        }
        return answering
    }

    // MARK: Division of talk

    private func balance(of sides: BySide<SpeechMeasures>, windows: [WindowMeasures], width: Int) -> BalanceMeasures {
        let seller = sides.seller.speakingTime ?? sides.seller.words
        let customer = sides.customer.speakingTime ?? sides.customer.words
        var least: (index: Int, balance: Double)?
        for (index, window) in windows.enumerated() {
            guard let talk = window.sides, let balance = window.balance,
                  Double(talk.seller.amount + talk.customer.amount) >= Double(width) * MeasureLimits.balanceShare
            else { continue }
            if balance < least?.balance ?? .infinity { least = (index, balance) }
        }
        return BalanceMeasures(
            whole: WindowSweep.balance(seller, customer), minimum: least?.balance, minimumWindow: least?.index
        )
    }

    /// `Σ(2i − n − 1)·x_i / (n·Σx)` over the sorted values, i from 1.
    private func gini(_ values: [Double]) -> Double? {
        let total = values.reduce(0, +)
        guard values.count >= 2, total > 0 else { return nil }
        let count = Double(values.count)
        let weighted = values.sorted().enumerated().reduce(0.0) { $0 + (2 * Double($1.offset + 1) - count - 1) * $1.element }
        return weighted / (count * total)
    }
}
