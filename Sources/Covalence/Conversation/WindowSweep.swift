/// Divides the talk over windows. A stretch that covers many windows costs the same as one that covers two: whole windows are
/// kept as differences and summed at the end.
struct WindowSweep {
    let pass: MeasuringPass
    let initiations: [Initiation]
    let hasSides: Bool
    /// Milliseconds or words.
    let width: Int
    private let origin: Int
    private let count: Int

    init(pass: MeasuringPass, width asked: Int, initiations: [Initiation], hasSides: Bool) {
        self.pass = pass
        self.initiations = initiations
        self.hasSides = hasSides
        let isTimed = pass.basis == .time
        let held = min(max(asked, 1000), 1 << 40)
        let wanted = isTimed ? held : max(1, held * MeasureLimits.wordsPerMinute / 60_000)
        let first = pass.counts.first?.start ?? 0
        let last = max(pass.counts.last?.start ?? 0, pass.pieces.lazy.map(\.end).max() ?? 0)
        width = max(wanted, (last - first) / (MeasureLimits.windows - 1) + 1)
        // Windows begin at whole multiples of their width, so that they read 0:00, 5:00, 10:00.
        origin = first - (first % width + width) % width
        count = pass.counts.isEmpty ? 0 : max(1, (last - origin + width - 1) / width)
    }

    static func balance(_ seller: Int, _ customer: Int) -> Double? {
        let both = seller + customer
        return both > 0 ? 1 - Double(abs(seller - customer)) / Double(both) : nil
    }

    private func index(of position: Int) -> Int { min((position - origin) / width, count - 1) }

    func measures() -> [WindowMeasures] {
        guard count > 0 else { return [] }
        var windows = (0..<count).map { index in
            WindowMeasures(
                start: origin + index * width, end: origin + (index + 1) * width, utterances: nil, total: .init(),
                sides: BySide(repeating: .init()), switches: 0, balance: nil
            )
        }
        spread(over: &windows)
        var windowOf = [Int](repeating: 0, count: pass.conversation.utterances.count)
        for count in pass.counts {
            let window = index(of: count.start)
            windowOf[count.utterance] = window
            let known = windows[window].utterances
            windows[window].utterances = min(known?.lowerBound ?? count.utterance, count.utterance)
                ..< max(known?.upperBound ?? 0, count.utterance + 1)
            windows[window].add(pass.side(ofSlot: count.slot)) { talk in
                if pass.basis == .time { talk.words += count.words }
                if count.isQuestion { talk.questions += 1 }
            }
        }
        for (number, turn) in pass.turns.enumerated() {
            let window = windowOf[turn.utterances.lowerBound]
            windows[window].add(turn.side) { $0.turns += 1 }
            if number > 0, !pass.breaksBefore.contains(number) { windows[window].switches += 1 }
        }
        for initiation in initiations {
            let window = windowOf[initiation.utterance]
            windows[window].add(initiation.side) { $0.initiations += 1 }
        }
        for index in windows.indices {
            if pass.basis == .words { windows[index].takeWordsFromAmount() }
            if hasSides, let sides = windows[index].sides {
                windows[index].balance = WindowSweep.balance(sides.seller.amount, sides.customer.amount)
            } else {
                windows[index].sides = nil
            }
        }
        return windows
    }

    private func spread(over windows: inout [WindowMeasures]) {
        var whole = BySide(repeating: [Int](repeating: 0, count: count + 1))
        for piece in pass.pieces {
            let side = pass.side(ofSlot: piece.slot)
            let first = index(of: piece.start)
            let last = index(of: piece.end - 1)
            if first == last {
                windows[first].add(side) { $0.amount += piece.end - piece.start }
            } else {
                let head = windows[first].end - piece.start
                let tail = piece.end - windows[last].start
                windows[first].add(side) { $0.amount += head }
                windows[last].add(side) { $0.amount += tail }
                whole[side][first + 1] += 1
                whole[side][last] -= 1
            }
        }
        for side in BySide<Int>.order {
            var speaking = 0
            for index in windows.indices {
                speaking += whole[side][index]
                let amount = speaking * width
                windows[index].add(side) { $0.amount += amount }
            }
        }
    }
}

extension WindowMeasures {
    /// Changes what a side did and what everybody did alike.
    mutating func add(_ side: Side?, _ change: (inout Talk) -> Void) {
        change(&total)
        if var all = sides {
            sides = nil
            change(&all[side])
            sides = all
        }
    }

    mutating func takeWordsFromAmount() {
        total.words = total.amount
        sides = sides?.map { talk in
            var talk = talk
            talk.words = talk.amount
            return talk
        }
    }
}
