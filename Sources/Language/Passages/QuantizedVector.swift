public import Foundation

/// A vector in one byte a number: a quarter of the room, and likeness as before to about the second decimal.
public struct QuantizedVector: Hashable, Sendable {
    /// From -127 to 127.
    public let values: [Int8]
    /// What one of them is worth.
    public let scale: Float

    /// The nearest whole numbers; the largest becomes 127.
    public init(_ vector: SentenceVector) {
        let largest = vector.values.reduce(0) { max($0, abs($1)) }
        guard largest > 0, largest.isFinite else {
            values = [Int8](repeating: 0, count: vector.values.count)
            scale = 0
            return
        }
        let scale = largest / 127
        self.scale = scale
        values = vector.values.map { Int8(max(-127, min(127, ($0 / scale).rounded()))) }
    }

    /// As they were kept.
    public init(values: [Int8], scale: Float) {
        self.values = values
        self.scale = scale
    }

    /// The numbers as bytes.
    public var bytes: Data { values.withUnsafeBytes { Data($0) } }

    /// The cosine to another one, from -1 to 1.
    public func likeness(to other: QuantizedVector) -> Float {
        var sum = 0
        for (a, b) in zip(values, other.values) { sum += Int(a) * Int(b) }
        return Float(sum) * scale * other.scale
    }
}
