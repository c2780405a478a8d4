/// Values for the places `?` (or `?1`, `?2` …) of a statement, in order.
struct StatementArguments: ExpressibleByArrayLiteral, Sendable {
    private(set) var values: [Scalar]

    init() { values = [] }

    init(arrayLiteral elements: (any DatabaseValue)?...) {
        values = elements.map { $0?.scalar ?? .null }
    }

    init(_ elements: some Sequence<some DatabaseValue>) {
        // A closure, not a key path: those are walked anew for each value.
        values = elements.map { $0.scalar }
    }

    init(_ elements: [any DatabaseValue]) {
        values = elements.map { $0.scalar }
    }

    /// Values of any kinds, as they were read.
    init(scalars: [Scalar]) {
        values = scalars
    }

    var isEmpty: Bool { values.isEmpty }

    static func + (left: StatementArguments, right: StatementArguments) -> StatementArguments {
        var sum = left
        sum.values += right.values
        return sum
    }

    static func += (left: inout StatementArguments, right: StatementArguments) {
        left.values += right.values
    }
}
