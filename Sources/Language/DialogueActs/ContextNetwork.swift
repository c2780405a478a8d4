import Foundation

/// Stage 2: a network with one hidden layer over what stage 1 says of a unit, of the three units before and after it
/// (with weights of their own for the same and for another speaker) and of the speaker's own neighbouring units.
/// Must agree with `context_inputs` and `run_network` in Tools/dialogue-acts/train.py.
struct ContextNetwork {
    static let reach = 3
    /// log p and p of the unit; six neighbours as same and as other speaker with their relation; the speaker's own previous
    /// and next unit with distance and length; three lengths; one, two, three words.
    static let inputs = 32 + 6 * 33 + 2 * 18 + 3 + 3
    static let mostHidden = 128
    /// Smaller probabilities count as nothing.
    static let floor: Float = 1 / 256

    let weights: DialogueActModel.Weights
    let first: UnsafeBufferPointer<SIMD16<Float>>
    let second: UnsafeBufferPointer<SIMD16<Float>>
    /// For each unit: p of stage 1.
    let shares: UnsafeBufferPointer<SIMD16<Float>>
    /// For each unit: log(1 + words) / 3.
    let lengths: UnsafeBufferPointer<Float>
    /// Room for the inputs of one unit that are not zero; `inputs` of them at most.
    let active: UnsafeMutableBufferPointer<Input>

    /// An input that is not zero: which, and its value.
    struct Input {
        var row: Int
        var value: Float
    }

    /// log p, as stage 2 takes it, and p from the scores of stage 1.
    @inline(__always)
    static func softmax(_ scores: SIMD16<Float>) -> (log: SIMD16<Float>, share: SIMD16<Float>) {
        let shifted = scores - scores.max()
        var share = SIMD16<Float>.zero
        for lane in 0..<16 { share[lane] = exp(shifted[lane]) }
        let sum = share.sum()
        let logShare = shifted - log(sum)
        share /= sum
        share.replace(with: 0, where: share .< floor)
        return (logShare.clamped(lowerBound: SIMD16(repeating: -9.2), upperBound: SIMD16(repeating: 1)) / 4 + 1, share)
    }

    @inline(__always)
    private func add(row: Int, _ value: Float, _ count: inout Int) {
        active[count] = Input(row: row, value: value)
        count += 1
    }

    @inline(__always)
    private func add(block: Int, _ values: SIMD16<Float>, _ count: inout Int) {
        for lane in 0..<16 where values[lane] != 0 { add(row: block &+ lane, values[lane], &count) }
    }

    /// The speaker's own neighbouring unit `j`.
    @inline(__always)
    private func add(same j: Int, of i: Int, row: Int, _ count: inout Int) {
        guard j >= 0 else { return }
        add(block: row, shares[j], &count)
        add(row: row + 16, 1 / Float(abs(i - j)), &count)
        add(row: row + 17, lengths[j], &count)
    }

    /// The shares of the nine outputs for unit `i`.
    @inline(__always)
    func shares(of i: Int, logShare: SIMD16<Float>, words: Int, neighbours: Neighbours, units: UnsafeBufferPointer<TaggingUnit>)
        -> SIMD16<Float>
    {
        let count = collect(i, logShare: logShare, words: words, neighbours: neighbours, units: units)
        var output = weights.secondBias
        let width = weights.firstBias.count
        // One vector of hidden units after the other, so that its sum stays in registers.
        for k in 0..<width {
            var sum = weights.firstBias[k]
            for index in 0..<count {
                let input = active[index]
                sum += first[input.row &* width &+ k] * input.value
            }
            sum.replace(with: 0, where: sum .< 0)
            for lane in 0..<16 { output += second[k &* 16 &+ lane] * sum[lane] }
        }
        return Self.shares(output)
    }

    /// Puts the inputs of unit `i` that are not zero into `active`; how many.
    @inline(__always)
    private func collect(
        _ i: Int, logShare: SIMD16<Float>, words: Int, neighbours: Neighbours, units: UnsafeBufferPointer<TaggingUnit>
    ) -> Int {
        var count = 0
        add(block: 0, logShare, &count)
        add(block: 16, shares[i], &count)
        var row = 32
        for offset in -Self.reach...Self.reach where offset != 0 {
            let j = i + offset
            if j >= 0 && j < shares.count {
                switch Neighbours.relation(units, min(i, j), max(i, j)) {
                case 1:
                    add(block: row, shares[j], &count)
                    add(row: row + 32, 1, &count)
                case 2:
                    add(block: row + 16, shares[j], &count)
                    add(row: row + 32, -1, &count)
                default: break
                }
            }
            row += 33
        }
        add(same: neighbours.previousSame, of: i, row: row, &count)
        add(same: neighbours.nextSame, of: i, row: row + 18, &count)
        row += 36
        for j in i - 1...i + 1 {
            if j >= 0 && j < lengths.count { add(row: row, lengths[j], &count) }
            row += 1
        }
        if words <= 3 { add(row: row + max(words, 1) - 1, 1, &count) }
        return count
    }

    /// The softmax over the outputs.
    @inline(__always)
    private static func shares(_ scores: SIMD16<Float>) -> SIMD16<Float> {
        var output = scores
        var total: Float = 0
        var greatest = output[0]
        for lane in 1..<DialogueActModel.outputs { greatest = max(greatest, output[lane]) }
        for lane in 0..<DialogueActModel.outputs {
            output[lane] = exp(output[lane] - greatest)
            total += output[lane]
        }
        return output / total
    }
}
