/// What a text means, as a place among others: texts that mean alike are near each other.
public struct SentenceVector: Hashable, Sendable {
    /// Numbers of one vector.
    public static let width = 384
    /// Of a text that says nothing.
    public static let zero = SentenceVector([Float](repeating: 0, count: width))

    /// `width` numbers; their squares add up to 1, or all are 0.
    public let values: [Float]

    init(_ values: [Float]) {
        self.values = values
    }

    /// How alike two texts are: the cosine of the angle between their vectors, from -1 to 1.
    public func likeness(to other: SentenceVector) -> Float {
        var sum: Float = 0
        for (a, b) in zip(values, other.values) { sum += a * b }
        return sum
    }
}
