import Language
import Workbench

/// What the picture of topics draws: for each, its share of what was said, period by period.
struct TopicsData: Encodable, Hashable, Sendable {
    struct Row: Encodable, Hashable, Sendable {
        var name: String
        /// 0 to 1; nil where nothing was read of that time.
        var shares: [Double?]
        var counts: [Int]
    }

    var periods: [String]
    var rows: [Row]

    /// Topics that are drawn; the table has all.
    private static let most = 10

    init(_ seen: TopicsInSight) {
        let all = seen.found?.periods ?? []
        periods = all.map { TopicWords.period($0.name) }
        rows = seen.lines.prefix(Self.most).map { line in
            Row(
                name: line.name,
                shares: zip(line.found.trend.counts, all).map { $1.passages == 0 ? nil : Double($0) / Double($1.passages) }, counts: line.found.trend.counts
            )
        }
    }
}
