import Covalence
import Hummingbird
import Store
import Workbench

extension Site {
    func addCompareRoutes(to router: Router<ServerContext>) {
        router.get("/compare") { request, context in
            let query = FormFields.query(of: request)
            return Response.html(pages(context).render(try await comparePage(query, context)))
        }
        router.get("/compare.json") { request, context in
            let query = FormFields.query(of: request)
            guard let left = group(query["left"]), let right = group(query["right"]) else { throw PageError.notFound }
            return Response.json(ComparisonData(try await context.bench.compare(left, right, by: context.visitor).comparison))
        }
    }

    /// `advanced`, `not-advanced` or a meeting's id.
    private func group(_ text: String?) -> MeetingGroup? {
        switch text {
        case "advanced": .advanced
        case "not-advanced": .notAdvanced
        case let text?: Identifier<Meeting>(text).map { .chosen([$0]) }
        case nil: nil
        }
    }

    private func comparePage(_ query: FormFields, _ context: ServerContext) async throws -> ComparePage {
        let meetings = try await context.bench.meetings(MeetingQuery(limit: 200), by: context.visitor).items
        func choices(_ chosen: String?) -> [Choice] {
            [Choice(value: "advanced", label: "All meetings that went on", isSelected: chosen == "advanced"),
             Choice(value: "not-advanced", label: "All meetings that did not", isSelected: chosen == "not-advanced")]
                + meetings.map { meeting in
                    let day = meeting.meeting.startedAt.flatMap(LocalTime.day).map { ", \(DayText.long($0))" } ?? ""
                    return Choice(value: "\(meeting.id)", label: meeting.meeting.title + day, isSelected: "\(meeting.id)" == chosen)
                }
        }
        let left = query["left"] ?? "advanced"
        let right = query["right"] ?? "not-advanced"
        var page = ComparePage(leftChoices: choices(left), rightChoices: choices(right), waiting: try await waitingCount(context))
        guard let first = group(left), let second = group(right) else { throw PageError.notFound }
        let compared = try await context.bench.compare(first, second, by: context.visitor)
        guard !compared.first.isEmpty, !compared.second.isEmpty else {
            page.nothing = "One of the two groups has no meeting yet. Say on the page of a meeting, under “About”, whether it went on, or choose two meetings here."
            return page
        }
        page.comparison = view(compared, dataHref: "/compare.json?left=\(QueryText.encode(left))&right=\(QueryText.encode(right))")
        return page
    }

    private func view(_ compared: MeetingComparison, dataHref: String) -> ComparePage.Comparison {
        let comparison = compared.comparison
        let isGroups = comparison.firstCount > 1 || comparison.secondCount > 1
        func meetings(_ count: Int) -> String { count == 1 ? "1 meeting" : "\(count) meetings" }
        let hasEffects = comparison.rows.contains { $0.effect != nil }
        let strength = comparison.rows.first?.strength ?? .pair
        return .init(
            leftName: comparison.firstName, rightName: comparison.secondName,
            lead: isGroups
                ? "\(comparison.firstName): \(meetings(comparison.firstCount)). \(comparison.secondName): \(meetings(comparison.secondCount))."
                : "\(comparison.firstName) beside \(comparison.secondName).",
            caution: [strength.sentence, isGroups ? "A difference is not yet a cause." : "", compared.isCut ? "Only the newest \(Workbench.largestGroup) of a group were taken." : ""]
                .filter { !$0.isEmpty }.joined(separator: " "),
            hasEffects: hasEffects, rows: comparison.rows.compactMap(row),
            method: hasEffects ? "Values are means of the meetings. Effect size is Cliff’s delta: of all pairs of one meeting from each group, the share in which the first is larger minus the share in which it is smaller, from −1 to 1, with its 95 % interval. Rows in bold have an interval that leaves out 0. Many rows are compared at once: about one in twenty would stand out by chance alone." : isGroups ? "Values are means of the meetings." : nil,
            dataHref: dataHref, description: "The differences of the table below as a picture."
        )
    }

    private func row(_ row: Comparison.Row) -> ComparePage.Row? {
        guard let key = MeasureKey.named(row.key) else { return nil }
        func text(_ values: Comparison.Values) -> String { values.distribution.map { NumberText.text($0.mean, key.unit) } ?? "not known" }
        let delta = row.effect?.cliffsDelta
        return ComparePage.Row(
            name: key.name, left: text(row.first), right: text(row.second), difference: row.difference.map { NumberText.difference($0, key.unit) } ?? "not known",
            effect: delta.map { NumberText.decimal($0.value, 2) } ?? "not known",
            interval: delta.map { "\(NumberText.decimal($0.lower, 2)) to \(NumberText.decimal($0.upper, 2))" } ?? "–",
            stands: delta.map { !$0.holdsZero } ?? false, meaning: row.missing ?? key.meaning
        )
    }
}

/// What the picture of a comparison draws: effect sizes with intervals, or, for two meetings, the values that are shares.
struct ComparisonData: Encodable, Hashable, Sendable {
    struct Row: Encodable, Hashable, Sendable {
        var name: String
        /// The effect size, −1 to 1, with its interval.
        var value: Double?
        var low: Double?
        var high: Double?
        /// The values of both, 0 to 1.
        var left: Double?
        var right: Double?
    }

    /// `effect` or `values`.
    var kind: String
    var leftName: String
    var rightName: String
    var rows: [Row]

    init(_ comparison: Comparison) {
        leftName = comparison.firstName
        rightName = comparison.secondName
        let effects = comparison.rows.compactMap { row -> Row? in
            guard let key = MeasureKey.named(row.key), let delta = row.effect?.cliffsDelta else { return nil }
            return Row(name: key.name, value: delta.value, low: delta.lower, high: delta.upper)
        }
        kind = effects.isEmpty ? "values" : "effect"
        rows = effects.isEmpty ? comparison.rows.compactMap { row in
            guard let key = MeasureKey.named(row.key), key.unit == .share || key.unit == .index,
                  let left = row.first.distribution?.mean, let right = row.second.distribution?.mean
            else { return nil }
            return Row(name: key.name, left: left, right: right)
        } : effects
    }
}
