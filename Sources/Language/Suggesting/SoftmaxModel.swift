import Foundation

/// A linear model that shares one text out between classes († multinomial logistic regression with an L2 penalty; minimised by L-BFGS,
/// Nocedal 1980, with halving of steps).
struct SoftmaxModel: Sendable, Equatable {
    let classes: Int
    let dense: Int
    let sparse: Int
    /// For each feature, then for the constant: a weight a class.
    private(set) var weights: [Float]

    private var features: Int { dense + sparse }

    /// All weights 0: every class alike.
    init(classes: Int, dense: Int, sparse: Int) {
        self.classes = classes
        self.dense = dense
        self.sparse = sparse
        weights = [Float](repeating: 0, count: (dense + sparse + 1) * classes)
    }

    /// Weights that were kept; nil where they are of other sizes.
    init?(classes: Int, dense: Int, sparse: Int, weights: [Float]) {
        guard weights.count == (dense + sparse + 1) * classes, weights.allSatisfy(\.isFinite) else { return nil }
        self.classes = classes
        self.dense = dense
        self.sparse = sparse
        self.weights = weights
    }

    /// The logarithms of the classes' shares, up to a constant.
    func scores(_ row: FeatureRow) -> [Float] {
        var scores = [Float](repeating: 0, count: classes)
        weights.withUnsafeBufferPointer { Self.add(row, $0, dense: dense, features: features, classes: classes, to: &scores) }
        return scores
    }

    private static func add(_ row: FeatureRow, _ weights: UnsafeBufferPointer<Float>, dense: Int, features: Int, classes: Int, to scores: inout [Float]) {
        scores.withUnsafeMutableBufferPointer { scores in
            for c in 0..<classes { scores[c] = weights[features * classes + c] }
            for f in 0..<dense {
                let value = row.dense[f]
                let base = f * classes
                for c in 0..<classes { scores[c] += value * weights[base + c] }
            }
            for (place, value) in row.sparse {
                let base = (dense + place) * classes
                for c in 0..<classes { scores[c] += value * weights[base + c] }
            }
        }
    }

    /// Learns from texts, each with its shares of the classes, which add up to 1.
    ///
    /// - Parameters:
    ///   - strength: how much the texts count against the penalty (scikit-learn's `C`).
    ///   - steps: at most so many.
    mutating func learn(_ rows: [FeatureRow], shares: [[Float]], weights counts: [Float]? = nil, strength: Float, steps: Int = 80) {
        guard !rows.isEmpty else { return }
        var history: [(step: [Float], change: [Float], scale: Float)] = []
        var (loss, gradient) = cost(rows, shares, counts, strength)
        for round in 0..<steps {
            if Task.isCancelled { return }
            var direction = Self.direction(gradient, history)
            var slope = Self.dot(direction, gradient)
            if slope >= 0 {
                // Numbers ran out of digits: begin anew downhill.
                history.removeAll()
                direction = gradient.map { -$0 }
                slope = Self.dot(direction, gradient)
            }
            var length: Float = round == 0 ? min(1, 1 / Self.dot(gradient, gradient).squareRoot()) : 1
            let before = weights
            var next: (loss: Double, gradient: [Float])?
            for _ in 0..<20 {
                for i in weights.indices { weights[i] = before[i] + length * direction[i] }
                let found = cost(rows, shares, counts, strength)
                if found.loss <= loss + 1e-4 * Double(length) * Double(slope) {
                    next = found
                    break
                }
                length /= 2
            }
            guard let next else {
                weights = before
                return
            }
            let change = zip(next.gradient, gradient).map { $0 - $1 }
            let step = direction.map { $0 * length }
            let curve = Self.dot(step, change)
            if curve > 1e-10 { history.append((step, change, 1 / curve)) }
            if history.count > 8 { history.removeFirst() }
            let gain = (loss - next.loss) / max(1, abs(loss))
            (loss, gradient) = next
            if gain < 1e-5 { return }
        }
    }

    /// The penalised cost of the weights as they are, and its slope in each.
    private func cost(_ rows: [FeatureRow], _ shares: [[Float]], _ counts: [Float]?, _ strength: Float) -> (loss: Double, gradient: [Float]) {
        let (classes, dense, features) = (classes, dense, features)
        var loss = 0.0
        var gradient = [Float](repeating: 0, count: weights.count)
        var scores = [Float](repeating: 0, count: classes)
        weights.withUnsafeBufferPointer { weights in
            gradient.withUnsafeMutableBufferPointer { gradient in
                for (index, row) in rows.enumerated() {
                    Self.add(row, weights, dense: dense, features: features, classes: classes, to: &scores)
                    let most = scores.max() ?? 0
                    var sum: Float = 0
                    for c in 0..<classes {
                        scores[c] = exp(scores[c] - most)
                        sum += scores[c]
                    }
                    let count = (counts?[index] ?? 1) * strength
                    for c in 0..<classes {
                        let share = scores[c] / sum
                        if shares[index][c] > 0 { loss -= Double(count * shares[index][c]) * Double(log(max(share, 1e-30))) }
                        scores[c] = count * (share - shares[index][c])
                    }
                    scores.withUnsafeBufferPointer { errors in
                        for c in 0..<classes { gradient[features * classes + c] += errors[c] }
                        for f in 0..<dense {
                            let value = row.dense[f]
                            let base = f * classes
                            for c in 0..<classes { gradient[base + c] += value * errors[c] }
                        }
                        for (place, value) in row.sparse {
                            let base = (dense + place) * classes
                            for c in 0..<classes { gradient[base + c] += value * errors[c] }
                        }
                    }
                }
                // The constants are not held back.
                for i in 0..<features * classes {
                    loss += 0.5 * Double(weights[i]) * Double(weights[i])
                    gradient[i] += weights[i]
                }
            }
        }
        return (loss, gradient)
    }

    private static func direction(_ gradient: [Float], _ history: [(step: [Float], change: [Float], scale: Float)]) -> [Float] {
        var direction = gradient.map { -$0 }
        guard let last = history.last else { return direction }
        var parts: [Float] = []
        for past in history.reversed() {
            let part = past.scale * dot(past.step, direction)
            parts.append(part)
            for i in direction.indices { direction[i] -= part * past.change[i] }
        }
        let size = 1 / (last.scale * max(dot(last.change, last.change), 1e-20))
        for i in direction.indices { direction[i] *= size }
        for (past, part) in zip(history, parts.reversed()) {
            let back = past.scale * dot(past.change, direction)
            for i in direction.indices { direction[i] += (part - back) * past.step[i] }
        }
        return direction
    }

    private static func dot(_ a: [Float], _ b: [Float]) -> Float {
        a.withUnsafeBufferPointer { a in
            b.withUnsafeBufferPointer { b in
                // Sums of eight, so that many small numbers are not lost beside a large one.
                var sums = SIMD8<Float>(repeating: 0)
                var i = 0
                while i + 8 <= a.count {
                    for j in 0..<8 { sums[j] += a[i + j] * b[i + j] }
                    i += 8
                }
                var sum = sums.sum()
                while i < a.count {
                    sum += a[i] * b[i]
                    i += 1
                }
                return sum
            }
        }
    }
}
