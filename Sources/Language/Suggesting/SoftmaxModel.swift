import CVectors
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
        precondition(fits(row), "a row of other features")
        var scores = [Float](weights.suffix(classes))
        weights.withUnsafeBufferPointer { weights in
            scores.withUnsafeMutableBufferPointer { Self.add(row, weights, width: classes, to: $0) }
        }
        return scores
    }

    /// Whether the row has the features of this model, so that no other memory is reached.
    private func fits(_ row: FeatureRow) -> Bool { row.dense.count == dense && row.sparse.allSatisfy { 0..<sparse ~= $0.place } }

    /// Adds the weights of a row's features, `width` of them for each feature, to the scores.
    private static func add(_ row: FeatureRow, _ weights: UnsafeBufferPointer<Float>, width: Int, to scores: UnsafeMutableBufferPointer<Float>) {
        guard let weights = weights.baseAddress, let scores = scores.baseAddress else { return }
        covalence_add_rows(weights, width, row.dense, row.dense.count, scores)
        for (place, value) in row.sparse {
            withUnsafePointer(to: value) { covalence_add_rows(weights + (row.dense.count + place) * width, width, $0, 1, scores) }
        }
    }

    /// Adds to the slopes of a row's features, `width` of them for each feature, what it was off by.
    private static func add(_ errors: UnsafeBufferPointer<Float>, of row: FeatureRow, width: Int, to slopes: UnsafeMutableBufferPointer<Float>) {
        guard let errors = errors.baseAddress, let slopes = slopes.baseAddress else { return }
        covalence_add_to_rows(slopes, width, row.dense, row.dense.count, errors)
        for (place, value) in row.sparse {
            withUnsafePointer(to: value) { covalence_add_to_rows(slopes + (row.dense.count + place) * width, width, $0, 1, errors) }
        }
    }

    /// Learns from texts, each with its shares of the classes, which add up to 1.
    ///
    /// - Parameters:
    ///   - strength: how much the texts count against the penalty (scikit-learn's `C`).
    ///   - steps: at most so many.
    mutating func learn(_ rows: [FeatureRow], shares: [[Float]], weights counts: [Float]? = nil, strength: Float, steps: Int = 80) {
        precondition(rows.allSatisfy(fits), "rows of other features")
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
                weights = before
                weights.add(direction, times: length)
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
        // Every feature has a whole number of the machine's vectors; the places behind the last class stay 0.
        let width = (classes + 7) / 8 * 8
        let wide = copy(weights, from: classes, to: width)
        var slopes = [Float](repeating: 0, count: wide.count)
        var loss = 0.0
        var scores = [Float](repeating: 0, count: width)
        wide.withUnsafeBufferPointer { wide in
            slopes.withUnsafeMutableBufferPointer { slopes in
                scores.withUnsafeMutableBufferPointer { scores in
                    for (index, row) in rows.enumerated() {
                        for c in 0..<classes { scores[c] = wide[features * width + c] }
                        Self.add(row, wide, width: width, to: scores)
                        let most = scores.prefix(classes).max() ?? 0
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
                            slopes[features * width + c] += scores[c]
                        }
                        Self.add(UnsafeBufferPointer(scores), of: row, width: width, to: slopes)
                    }
                }
            }
        }
        var gradient = copy(slopes, from: width, to: classes)
        // The constants are not held back.
        for i in 0..<features * classes {
            loss += 0.5 * Double(weights[i]) * Double(weights[i])
            gradient[i] += weights[i]
        }
        return (loss, gradient)
    }

    /// The numbers of each feature in rows of another width.
    private func copy(_ numbers: [Float], from old: Int, to new: Int) -> [Float] {
        var copied = [Float](repeating: 0, count: (features + 1) * new)
        for feature in 0...features {
            for c in 0..<classes { copied[feature * new + c] = numbers[feature * old + c] }
        }
        return copied
    }

    private static func direction(_ gradient: [Float], _ history: [(step: [Float], change: [Float], scale: Float)]) -> [Float] {
        var direction = gradient.map { -$0 }
        guard let last = history.last else { return direction }
        var parts: [Float] = []
        for past in history.reversed() {
            let part = past.scale * dot(past.step, direction)
            parts.append(part)
            direction.add(past.change, times: -part)
        }
        let size = 1 / (last.scale * max(dot(last.change, last.change), 1e-20))
        for i in direction.indices { direction[i] *= size }
        for (past, part) in zip(history, parts.reversed()) {
            let back = past.scale * dot(past.change, direction)
            direction.add(past.step, times: part - back)
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

private extension [Float] {
    /// Adds to each number the one at its place, times a factor.
    mutating func add(_ others: [Float], times factor: Float) {
        let width = Swift.min(count, others.count)
        withUnsafeMutableBufferPointer { numbers in
            guard let numbers = numbers.baseAddress else { return }
            withUnsafePointer(to: factor) { covalence_add_to_rows(numbers, width, $0, 1, others) }
        }
    }
}
