import Covalence
import StrategicSelling
public import Workbench

/// A week as JSON, the same in the API and in what the command prints.
public struct WeekJSON: Encodable, Sendable {
    /// A red flag with the sale it is about.
    public struct FlagOfSale: Encodable, Sendable {
        public var objective: String
        public var accountName: String
        public var objectiveWhat: String?
        public var flag: FlagLineJSON
    }

    /// A sale about which suggestions wait.
    public struct Suggestions: Encodable, Sendable {
        public var objective: String
        public var accountName: String
        public var what: String?
        public var waiting: Int
    }

    public var isOwn: Bool
    public var sales: Int
    public var upcoming: [HistoryJSON]
    public var priorities: [PriorityJSON]
    public var newFlags: [FlagOfSale]
    public var oldFlags: [FlagOfSale]
    public var suggestions: [Suggestions]
    public var suggestionCount: Int
    public var linkQuestions: Int

    /// A week in short.
    public init(_ week: MyWeek) {
        func flagged(_ found: MyWeek.FlaggedSale) -> FlagOfSale {
            let line = week.lines[found.objective]
            return FlagOfSale(objective: found.objective.description, accountName: line?.accountName ?? "", objectiveWhat: line?.what, flag: FlagLineJSON(found.flag))
        }
        isOwn = week.isOwn
        sales = week.lines.count
        upcoming = week.upcoming.map(HistoryJSON.init)
        priorities = week.priorities.map { PriorityJSON($0, week.lines[$0.id]) }
        newFlags = week.newFlags.map(flagged)
        oldFlags = week.oldFlags.map(flagged)
        suggestions = week.suggestions.map { Suggestions(objective: $0.id.description, accountName: $0.accountName, what: $0.what, waiting: $0.waiting) }
        suggestionCount = week.suggestionCount
        linkQuestions = week.linkQuestions
    }

    private static let flag = Schema.object("FlagOfSale", "A red flag with the sale it is about.", [
        .required("objective", .id), .required("accountName", .text()), .optional("objectiveWhat", .text(), "What exactly is to be sold."), .required("flag", FlagLineJSON.schema),
    ])

    static let schema = Schema.object("Week", "A week: whom one meets, what to do first and why, what endangers the sales, what waits for an answer.", [
        .required("isOwn", .boolean, "Whether it is about the member’s own sales; otherwise about all in sight."), .required("sales", .count),
        .required("upcoming", .list(HistoryJSON.schema), "Meetings, calls and calendar entries of the next two weeks, the soonest first."),
        .required("priorities", .list(PriorityJSON.schema), "At most 50, the first to be done first."), .required("newFlags", .list(flag), "Arose within the last seven days, the latest first."),
        .required("oldFlags", .list(flag), "Open for longest."),
        .required("suggestions", .list(.object("WaitingSuggestions", "A sale about which suggestions wait.", [
            .required("objective", .id), .required("accountName", .text()), .optional("what", .text()), .required("waiting", .count),
        ]))),
        .required("suggestionCount", .count, "In all."), .required("linkQuestions", .count, "Meetings and interactions that wait to be told to which sale they belong, up to two weeks ahead, a series counted once; at most 50."),
    ])
}
