/// Which of some names somebody may have meant.
enum Nearest {
    /// The name with the fewest letters to change; nil where all are too far away to be meant.
    static func name(to text: String, among names: some Sequence<String>) -> String? {
        let short = String(text.lowercased().prefix(100))
        // `level` alone means `log.level`.
        if let whole = names.sorted().first(where: { $0.hasSuffix("." + short) }) { return whole }
        let best = names.map { (name: $0, away: distance(short, $0)) }.min { ($0.away, $0.name) < ($1.away, $1.name) }
        guard let best, best.away <= max(2, short.count / 3) else { return nil }
        return best.name
    }

    /// Letters to add, drop, change or (side by side) exchange († optimal string alignment).
    static func distance(_ left: String, _ right: String) -> Int {
        let left = Array(left), right = Array(right)
        var before = [Int](repeating: 0, count: right.count + 1)
        var last = Array(0...right.count)
        for i in left.indices {
            var row = [i + 1]
            for j in right.indices {
                var cost = min(last[j + 1] + 1, row[j] + 1, last[j] + (left[i] == right[j] ? 0 : 1))
                if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] { cost = min(cost, before[j - 1] + 1) }
                row.append(cost)
            }
            before = last
            last = row
        }
        return last[right.count]
    }
}
