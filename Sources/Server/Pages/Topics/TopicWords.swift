import Covalence
import Language
import Workbench

/// Topics in the words of the page.
enum TopicWords {
    static func turns(_ count: Int) -> String { count == 1 ? "1 turn" : "\(NumberText.whole(Double(count))) turns" }
    static func meetings(_ count: Int) -> String { count == 1 ? "1 meeting" : "\(NumberText.whole(Double(count))) meetings" }

    /// `2026-Q1` as `first quarter of 2026`, `2026-03` as `March 2026`.
    static func period(_ name: String) -> String {
        let parts = name.split(separator: "-")
        guard parts.count == 2 else { return name }
        if parts[1].hasPrefix("Q") { return "\(parts[1]) \(parts[0])" }
        guard let day = CalendarDay("\(name)-01") else { return name }
        return DayText.long(day).split(separator: " ").dropFirst().joined(separator: " ")
    }

    /// How the last period compares with those before.
    static func trend(_ trend: TopicTrend, _ periods: [TopicPeriod]) -> String {
        guard let comparison = trend.comparison, let last = periods.last else {
            return periods.count < 2 ? "All of it is of one month, so there is no trend." : "Too little was said in one of the times to compare them."
        }
        let numbers = "\(NumberText.percent(comparison.now)) of \(turns(comparison.nowOf)) in \(period(last.name)), \(NumberText.percent(comparison.before)) of \(turns(comparison.beforeOf)) before"
        return switch comparison.direction {
        case .more: "More than before: \(numbers)."
        case .less: "Less than before: \(numbers)."
        case .same: "About as much as before: \(numbers)."
        }
    }

    /// The word and its sign, for the flag beside the name; nil where nothing changed, or nobody knows.
    static func direction(_ trend: TopicTrend) -> String? {
        switch trend.comparison?.direction {
        case .more: "▲ more than before"
        case .less: "▼ less than before"
        case .same, nil: nil
        }
    }

    /// What was done with a topic.
    static func change(_ change: TopicChange) -> String {
        let what = switch change.kind {
        case .renamed: change.name.map { "named it “\($0)”" } ?? "gave it back its own words"
        case .merged: "put it into another topic"
        case .gathered: "put another topic into it"
        case .separated: "took it out again"
        case .pinned: "pinned it"
        case .unpinned: "unpinned it"
        case .dismissed: "put it aside"
        case .restored: "took it back"
        }
        return "\(change.author.isolated) \(what), \(LocalTime.text(change.at))"
    }

    /// Who said it, by side.
    static func sides(_ topic: FoundTopic) -> String? {
        let parts = Side.allCases.compactMap { side in
            topic.sides[side].map { "\(SideLabel(side: side).word.lowercased()) \(NumberText.percent(Double($0) / Double(max(1, topic.members.count))))" }
        }
        return parts.isEmpty ? nil : parts.joined(separator: ", ")
    }
}
