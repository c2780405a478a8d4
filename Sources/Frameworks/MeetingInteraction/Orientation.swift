import Covalence

/// The phase at the beginning in which company, product or references are presented. Its length is reported; A to C are read
/// outside it ‡.
public struct Orientation: Hashable, Sendable, Codable {
    /// The utterances of the phase; empty where there was none.
    public var utterances: Range<Int>
    /// Words of the seller in it.
    public var words: Int
    /// How long it took, in milliseconds; nil without times.
    public var milliseconds: Int?
    /// Its share of all words of the meeting, 0 to 1.
    public var share: Double

    /// The phase, or nil where nobody presented first.
    public var phase: Range<Int>? { utterances.isEmpty ? nil : utterances }
}

extension Talk {
    static let orientationRule = Rule(
        id: "meeting.orientation",
        statement: """
            Long seller turns, before the customer has said much, until the customer holds a good part of the next turns. What \
            counts as long and as a good part is set in the workspace.
            """,
        provenance: .ours
    )

    /// Finds the presentation at the start: from the first long turn of the seller, provided the customer has not said much
    /// before, to the first turn from which on the customer holds `exchangeShare` of the next `exchangeTurns` turns.
    func orientation() -> Known<Orientation> {
        guard hasSides else { return .notKnown(.sides) }
        let total = max(1, words.reduce(0, +))
        let none = Orientation(utterances: 0..<0, words: 0, milliseconds: conversation.hasTimes ? 0 : nil, share: 0)
        var customerWords = 0
        var start: Int?
        for (index, turn) in turns.enumerated() {
            if turn.side == .customer {
                customerWords += turn.utterances.reduce(0) { $0 + (has("small-talk", $1) ? 0 : words[$1]) }
                if customerWords > settings.orientationCustomerWords { return .known(none) }
            } else if turn.side == .seller, turn.words >= settings.orientationTurnWords {
                start = index
                break
            }
        }
        guard let start else { return .known(none) }
        var last = start
        // Short seller turns in a row (questions, answers) are dialogue, also where the customer only says a word or two.
        var short = 0
        for index in start..<turns.count {
            if index > start, turns[index].side != nil, isExchange(from: index) { break }
            guard turns[index].side == .seller else { continue }
            if turns[index].words >= settings.orientationTurnWords {
                last = index
                short = 0
            } else {
                short += 1
                if short > settings.exchangeTurns / 2 { break }
            }
        }
        let sellerWords = turns[start...last].reduce(0) { $0 + ($1.side == .seller ? $1.words : 0) }
        guard sellerWords >= settings.orientationWords, var lower = turns[start].utterances.first,
              let upper = turns[last].utterances.last
        else { return .known(none) }
        // A turn may open with greetings; the phase begins where they end.
        while lower < upper, has("small-talk", lower) { lower += 1 }
        if annotations.marks != nil {
            let presents = (lower...upper).contains { utterance in
                sides[utterance] == .seller
                    && ["product-talk", "reference-case", "demonstration", "company-talk"].contains { has($0, utterance) }
            }
            guard presents else { return .known(none) }
        }
        let range = lower..<upper + 1
        return .known(Orientation(
            utterances: range,
            words: range.reduce(0) { $0 + (sides[$1] == .seller ? words[$1] : 0) },
            milliseconds: conversation.hasTimes ? span(range)?.duration : nil,
            share: Double(range.reduce(0) { $0 + words[$1] }) / Double(total)
        ))
    }

    /// Whether the customer holds its part of the turns from here on. A turn of the seller alone is none.
    private func isExchange(from index: Int) -> Bool {
        var customer = 0
        var all = 0
        for turn in turns[index..<min(turns.count, index + settings.exchangeTurns)] {
            all += turn.words
            if turn.side == .customer { customer += turn.words }
        }
        return all > 0 && Double(customer) / Double(all) >= settings.exchangeShare
    }
}
