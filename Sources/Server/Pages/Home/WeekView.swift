import Covalence
import Store
import StrategicSelling
import Workbench

/// The week on the home page: whom one meets, what to do first and why, what endangers the sales.
struct WeekView: ViewModel {
    /// ‡ Priorities that are shown at once: a week has five days.
    private static let mostPriorities = 5

    var week: MyWeek
    var canAdd: Bool

    var view: View {
        [
            "heading": .text(week.isOwn ? "What to do first" : "What to do first, of all sales in sight"), "hasSales": .flag(week.hasSales), "teaches": .flag(!week.hasSales && week.beingMade == 0 && canAdd),
            "upcoming": View.Value(week.upcoming.map(HistoryRow.init)), "hasUpcoming": .flag(!week.upcoming.isEmpty),
            "priorities": .list(week.priorities.prefix(Self.mostPriorities).map { PriorityView(priority: $0, line: week.lines[$0.id]).view }), "hasPriorities": .flag(!week.priorities.isEmpty),
            "noPlaces": .flag(week.hasSales && week.priorities.isEmpty), "newFlags": .list(week.newFlags.map(flag)), "hasNewFlags": .flag(!week.newFlags.isEmpty),
            "making": View.Value(week.beingMade == 0 ? nil : BeingMade(count: week.beingMade, of: week.beingMade + week.readCount).view),
            "oldFlags": .list(week.oldFlags.map(flag)), "hasOldFlags": .flag(!week.oldFlags.isEmpty),
        ]
    }

    private func flag(_ found: MyWeek.FlaggedSale) -> View {
        let line = week.lines[found.objective]
        return [
            "what": .text(found.flag.what.readable), "href": .text("\(SellingPlaces.objective(found.objective))#flags-title"), "sale": .text([line?.what, line?.accountName].compactMap(\.self).joined(separator: ", ")),
            "since": .text(LocalTime.day(found.flag.since).map { "since \(DayText.long($0))" } ?? ""),
        ]
    }
}
