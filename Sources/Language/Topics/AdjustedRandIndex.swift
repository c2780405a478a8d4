/// How far two ways to put the same things into groups agree beyond chance († Hubert & Arabie 1985).
public enum AdjustedRandIndex {
    /// 1 where both put the same things together, about 0 where they agree as chance would have it; it can be below 0.
    ///
    /// - Parameters:
    ///   - first: the group of each thing.
    ///   - second: the group of each thing in the other way, in the same order.
    /// - Returns: nil where there are not as many, or fewer than two things. 1 where neither leaves anything to tell apart: all in one group in both, or all alone in both.
    public static func of<First: Hashable, Second: Hashable>(_ first: [First], _ second: [Second]) -> Double? {
        guard first.count == second.count, first.count > 1 else { return nil }
        var both: [Pair<First, Second>: Int] = [:]
        var rows: [First: Int] = [:]
        var columns: [Second: Int] = [:]
        for (a, b) in zip(first, second) {
            both[Pair(first: a, second: b), default: 0] += 1
            rows[a, default: 0] += 1
            columns[b, default: 0] += 1
        }
        func pairs(_ counts: some Sequence<Int>) -> Double { counts.reduce(0) { $0 + Double($1) * Double($1 - 1) / 2 } }
        let together = pairs(both.values)
        let (inFirst, inSecond) = (pairs(rows.values), pairs(columns.values))
        let expected = inFirst * inSecond / pairs([first.count])
        let most = (inFirst + inSecond) / 2
        return most == expected ? 1 : (together - expected) / (most - expected)
    }

    private struct Pair<First: Hashable, Second: Hashable>: Hashable {
        var first: First
        var second: Second
    }
}
