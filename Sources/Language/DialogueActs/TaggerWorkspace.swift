import Covalence
import Foundation

/// The memory of one tagging run, kept from one conversation to the next so that none is allocated for an utterance.
struct TaggerWorkspace {
    var scanner = UtteranceScanner()
    /// One for each utterance of the last run.
    private(set) var acts = ContiguousArray<TaggedAct>()
    private var logShares = ContiguousArray<SIMD16<Float>>()
    private var shares = ContiguousArray<SIMD16<Float>>()
    private var lengths = ContiguousArray<Float>()
    private var active = ContiguousArray(repeating: ContextNetwork.Input(row: 0, value: 0), count: ContextNetwork.inputs)

    /// In the order of the outputs.
    private static let questionTypes: [QuestionType] = [.yesNo, .wh, .open, .eitherOr, .rhetorical]

    /// Of an utterance's sentences, the act that comes first here is the utterance's ‡.
    private static func rank(_ act: DialogueAct) -> Int {
        switch act {
        case .question: 5
        case .statement: 4
        case .backchannel: 3
        case .disruption: 1
        case .floor: 2
        }
    }

    /// Forgets the conversation, keeps the memory.
    mutating func reset() {
        scanner.reset()
    }

    /// Decides on all units of the scanner, then on its utterances.
    mutating func run(_ weights: DialogueActModel.Weights, punctuation: Bool) {
        let count = scanner.units.count
        logShares.removeAll(keepingCapacity: true)
        shares.removeAll(keepingCapacity: true)
        lengths.removeAll(keepingCapacity: true)
        acts.removeAll(keepingCapacity: true)
        logShares.reserveCapacity(count)
        shares.reserveCapacity(count)
        lengths.reserveCapacity(count)
        acts.reserveCapacity(scanner.lines)
        scanner.units.withUnsafeBufferPointer { units in
            scoreWords(units, weights, punctuation: punctuation)
            decide(units, weights, punctuation: punctuation)
        }
    }

    private mutating func scoreWords(_ units: UnsafeBufferPointer<TaggingUnit>, _ weights: DialogueActModel.Weights, punctuation: Bool) {
        scanner.tokens.withUnsafeBufferPointer { tokens in
            weights.tags.withUnsafeBufferPointer { tags in
                weights.rows.withUnsafeBufferPointer { rows in
                    let features = UtteranceFeatures(
                        tokens: tokens, units: units, words: scanner.words, common: weights.common, tags: tags, rows: rows, scale: weights.scale,
                        bias: weights.bias, punctuation: punctuation)
                    for i in 0..<units.count {
                        let scores = features.scores(of: i, neighbours: Neighbours(units, of: i))
                        let (logShare, share) = ContextNetwork.softmax(scores)
                        logShares.append(logShare)
                        shares.append(share)
                        lengths.append(log1p(Float(units[i].length)) / 3)
                    }
                }
            }
        }
    }

    private mutating func decide(_ units: UnsafeBufferPointer<TaggingUnit>, _ weights: DialogueActModel.Weights, punctuation: Bool) {
        var line: Int32 = -1
        shares.withUnsafeBufferPointer { shares in
            lengths.withUnsafeBufferPointer { lengths in
                active.withUnsafeMutableBufferPointer { active in
                    weights.first.withUnsafeBufferPointer { first in
                        weights.second.withUnsafeBufferPointer { second in
                            let network = ContextNetwork(
                                weights: weights, first: first, second: second, shares: shares, lengths: lengths, active: active)
                            for i in 0..<units.count {
                                let result = network.shares(
                                    of: i, logShare: logShares[i], words: units[i].length, neighbours: Neighbours(units, of: i),
                                    units: units)
                                let unit = units[i]
                                var act = Self.act(result, unit: unit, punctuation: punctuation)
                                if act.act == .question { act.question = scanner.type(act.question, of: unit) }
                                if units[i].line != line {
                                    line = units[i].line
                                    acts.append(act)
                                } else if let before = acts.last, Self.rank(act.act) >= Self.rank(before.act) {
                                    acts[acts.count - 1] = act
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    @inline(__always)
    private static func act(_ shares: SIMD16<Float>, unit: TaggingUnit, punctuation: Bool) -> TaggedAct {
        let question = shares[1] + shares[2] + shares[3] + shares[4] + shares[5]
        var best = DialogueAct.statement
        var share = shares[0]
        if question > share { (best, share) = (.question, question) }
        if shares[6] > share { (best, share) = (.backchannel, shares[6]) }
        if shares[7] > share { (best, share) = (.disruption, shares[7]) }
        if shares[8] > share { (best, share) = (.floor, shares[8]) }
        if !punctuation && unit.mark == .question && unit.length > 0 {
            // A question mark in a text that has hardly any other mark was set on purpose.
            (best, share) = (.question, max(question, 0.5))
        }
        let confidence = unit.length == 0 ? 0 : Double(share)
        guard best == .question else { return TaggedAct(act: best, confidence: confidence) }
        var type = 0
        for lane in 1..<5 where shares[1 + lane] > shares[1 + type] { type = lane }
        return TaggedAct(act: .question, question: questionTypes[type], confidence: confidence)
    }
}
