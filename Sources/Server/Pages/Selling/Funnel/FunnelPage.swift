import Covalence
import Store
import StrategicSelling
import Workbench

/// The sales funnel: where each sale stands, how they move, where the time goes, and what to do this week.
struct FunnelPage: PageModel {
    static let template = "selling/funnel"
    /// ‡ Cards of a place that are drawn; all are counted, and the table has the others.
    static let mostCards = 20
    /// ‡ Rows of a page of the table.
    static let mostRows = 50
    /// ‡ Moves that are listed.
    static let mostMoves = 10
    /// ‡ Priorities that are shown at once: a week has five days.
    static let mostPriorities = 10

    var open: OpenFunnel
    var address: FunnelAddress
    var offerings: [Offering]
    var canEdit: Bool
    var notice: String?
    var waiting = 0

    var view: View {
        let funnel = open.funnel
        return PageFrame(title: "Funnel", place: .objectives, waiting: waiting).view.merging([
            "notice": View.Value(notice), "isTable": .flag(address.isTable), "isNarrow": .flag(address.isNarrow), "canEdit": .flag(canEdit),
            "boardHref": .text(address.changed { $0.isTable = false; $0.part = .open; $0.at = nil }), "tableHref": .text(address.changed { $0.isTable = true }),
            "starved": View.Value(funnel.starved?.why), "starvedRule": .text(Funnel.starvedRule.statement), "movementRule": .text(Funnel.movementRule.statement),
            "weekRule": .text(WeekPriority.rule.statement), "weekOrigin": .text(WeekPriority.rule.provenance.reference),
            "isEmpty": .flag(open.lines.isEmpty && !address.isNarrow && open.beingMade == 0), "nothingFits": .flag(open.lines.isEmpty && address.isNarrow), "hasLines": .flag(!open.lines.isEmpty),
            "making": View.Value(open.beingMade == 0 ? nil : BeingMade(count: open.beingMade, of: open.beingMade + open.readCount).view), "selfHref": .text(address.text),
        ]).merging(filterView).merging(address.isTable ? tableView : boardView).merging(placesView).merging(weekView).merging(movesView)
    }

    // MARK: What is asked for

    private var filterView: View {
        let filter = address.filter
        return [
            "text": .text(filter.text ?? ""), "from": .text(filter.closingFrom?.description ?? ""), "until": .text(filter.closingUntil?.description ?? ""),
            "owners": View.Value(open.owners.compactMap { owner in owner.member.map { Choice(value: $0.description, label: owner.name, isSelected: $0 == filter.owner) } }),
            "teams": View.Value(open.teams.map { Choice(value: $0.id.description, label: $0.name, isSelected: $0.id == filter.team) }), "hasTeams": .flag(!open.teams.isEmpty),
            "places": View.Value(FunnelPlace.allCases.map { Choice(value: $0.rawValue, label: $0.words, isSelected: $0 == filter.place) }),
            "offerings": View.Value(offerings.map { Choice(value: $0.id.description, label: $0.name, isSelected: $0.id == filter.offering) }), "hasOfferings": .flag(!offerings.isEmpty),
            "flagKinds": View.Value(FlagKind.allCases.map { Choice(value: $0.rawValue, label: $0.definition.title, isSelected: filter.flags.contains($0)) }),
            "currencies": View.Value(Currency.all.map { Choice(value: $0.code, label: $0.code, isSelected: $0 == filter.currency) }),
        ]
    }

    // MARK: The board

    private var boardView: View {
        let lines = open.lines
        var byPlace: [FunnelPlace?: [Int]] = [:]
        for index in lines.indices where lines[index].entry.ending == nil { byPlace[lines[index].entry.place, default: []].append(index) }
        return [
            "columns": .list(open.funnel.places.map { summary -> View in
                let there = byPlace[summary.place] ?? []
                return [
                    "place": .text(summary.place.words), "key": .text(summary.place.rawValue), "work": .text(summary.place.work), "count": View.Value(there.count),
                    "totals": .list(summary.totals.map { ["total": .text($0.description)] }), "isEmpty": .flag(there.isEmpty),
                    "cards": .list(address.sorted(lines, at: there, first: Self.mostCards).map(card)), "href": .text(href(.open, summary.place)),
                    "more": View.Value(there.count > Self.mostCards ? "\(there.count - Self.mostCards) more in the table" : nil),
                ]
            }),
            "unplaced": .list((byPlace[nil] ?? []).prefix(Self.mostCards).map { card(lines[$0]) }), "hasUnplaced": .flag(!open.funnel.unplaced.isEmpty),
            "unplacedCount": .text(OrganizationWords.count(open.funnel.unplaced.count, "sale stands", "sales stand")), "unplacedHref": .text(href(.unplaced)),
        ]
    }

    private func card(_ line: FunnelLine) -> View {
        let entry = line.entry, days = max(0, open.clock.days(since: entry.since))
        return row(line).merging([
            "stands": .text(entry.place == nil ? "" : OrganizationWords.count(days, "day", "days") + " here"), "isAgeing": .flag(entry.isAgeing),
            "targets": View.Value(FunnelPlace.allCases.filter { $0 != entry.place }.map { Choice(value: $0.rawValue, label: $0.words) }),
            "back": .text(address.query), "canMove": .flag(canEdit),
        ])
    }

    private func row(_ line: FunnelLine) -> View {
        let entry = line.entry
        return [
            "objective": .text(line.id.description), "href": .text(SellingPlaces.objective(line.id)), "what": .text(line.what ?? "Not known: what exactly"), "account": .text(line.accountName),
            "amount": View.Value(entry.amount?.description), "closeDate": View.Value(entry.closeDate.map(DayText.long)),
            "isOverdue": .flag(entry.ending == nil && entry.closeDate.map { $0 < open.clock.today } ?? false), "placeName": View.Value(entry.place?.words),
            "since": View.Value(LocalTime.day(entry.since).map(DayText.long)), "isAgeing": .flag(entry.isAgeing), "owner": View.Value(line.ownerName),
            "gravest": View.Value(line.flags.first?.what.readable), "flagCount": .text(OrganizationWords.count(line.flags.count, "red flag", "red flags")), "hasFlags": .flag(!line.flags.isEmpty),
            "flagsHref": .text("\(SellingPlaces.objective(line.id))#flags-title"), "nextStep": View.Value(entry.nextStep.map { step in step.what + (step.due.map { ", by \(DayText.long($0))" } ?? "") }),
            "ended": View.Value(entry.ending.map { ended in Self.result(ended.result) + (LocalTime.day(ended.at).map { " on \(DayText.long($0))" } ?? "") }),
            "spent": View.Value(address.part == .timed ? SellingWords.hours(Self.milliseconds(entry.time, at: address.at)) : nil),
        ]
    }

    private static func milliseconds(_ time: SellingTime, at place: FunnelPlace?) -> Int {
        place.map { time.milliseconds[$0] ?? 0 } ?? time.milliseconds.values.reduce(time.unplacedMilliseconds, +)
    }

    private static func result(_ result: Ending.Result) -> String {
        switch result {
        case .won: "Won"
        case .lost: "Lost"
        case .dropped: "Dropped"
        }
    }

    // MARK: The table

    private var tableView: View {
        let lines = address.sorted(open.lines(of: address.part, at: address.at))
        let pages = max(1, (lines.count + Self.mostRows - 1) / Self.mostRows), page = min(address.page, pages)
        return [
            "rows": .list(lines.dropFirst((page - 1) * Self.mostRows).prefix(Self.mostRows).map(row)), "hasRows": .flag(!lines.isEmpty), "tableTitle": .text(title),
            "tableCount": .text(OrganizationWords.count(lines.count, "sale", "sales")), "isTimed": .flag(address.part == .timed),
            "orders": .list(FunnelAddress.Order.allCases.map { order -> View in
                let isNow = order == address.order
                return [
                    "label": .text(order.words), "isNumeric": .flag(order == .amount), "sorted": View.Value(isNow ? (address.isDescending ? "descending" : "ascending") : nil),
                    "arrow": View.Value(isNow ? (address.isDescending ? "▼" : "▲") : nil),
                    "href": .text(address.changed { $0.order = order; $0.isDescending = isNow && !address.isDescending }),
                ]
            }),
            "earlier": View.Value(page > 1 ? address.changed { $0.page = page - 1 } : nil), "later": View.Value(page < pages ? address.changed { $0.page = page + 1 } : nil),
            "pageOf": View.Value(pages > 1 ? "Page \(page) of \(pages)" : nil), "isPart": .flag(address.part != .open || address.at != nil),
            "wholeHref": .text(address.changed { $0.part = .open; $0.at = nil }),
        ]
    }

    private var title: String {
        let place = address.at.map { " · \($0.words)" } ?? ""
        return switch address.part {
        case .open: "Open sales" + place
        case .unplaced: "Open sales without a place"
        case .ageing: "Open sales that have stood there longer than set" + place
        case .withoutAmount: "Open sales without an amount" + place
        case .left: "Sales that left this place or ended there" + place
        case .converted: "Sales that went further down or were won" + place
        case .won: "Won"
        case .lost: "Lost"
        case .dropped: "Dropped"
        case .timed: "Sales by time spent" + place
        }
    }

    /// The table with the objectives that a number was counted from.
    private func href(_ part: FunnelPart, _ place: FunnelPlace? = nil) -> String {
        address.changed {
            $0.isTable = true
            $0.part = part
            $0.at = place
        } + "#table-title"
    }

    // MARK: Numbers

    private var placesView: View {
        let funnel = open.funnel
        func share(_ known: Known<Funnel.Share>) -> (text: String?, missing: String?) {
            (known.value.map { "\($0.part) of \($0.whole)" }, known.missing?.sentence)
        }
        let rate = share(funnel.winRate)
        return [
            "summaries": .list(funnel.places.map { summary -> View in
                let conversion = share(summary.conversion), spent = funnel.time.milliseconds[summary.place]
                return [
                    "place": .text(summary.place.words), "count": View.Value(summary.objectives.count), "href": .text(href(.open, summary.place)),
                    "totals": .list(summary.totals.map { ["total": .text($0.description)] }), "noTotals": .flag(summary.totals.isEmpty),
                    "withoutAmount": View.Value(summary.withoutAmount > 0 ? "\(summary.withoutAmount) without an amount" : nil), "withoutHref": .text(href(.withoutAmount, summary.place)),
                    "ageing": View.Value(summary.ageing.count), "ageingHref": .text(href(.ageing, summary.place)),
                    "conversion": View.Value(conversion.text), "conversionMissing": View.Value(conversion.missing), "convertedHref": .text(href(.converted, summary.place)),
                    "days": View.Value(summary.daysThere.value.map(Self.days)), "daysMissing": View.Value(summary.daysThere.missing?.sentence), "leftHref": .text(href(.left, summary.place)),
                    "time": View.Value(spent.map(SellingWords.hours)), "timeHref": .text(href(.timed, summary.place)),
                ]
            }),
            "endings": .list([Ending.Result.won, .lost, .dropped].map { result -> View in
                ["label": .text(Self.result(result)), "count": View.Value(funnel.ended[result] ?? 0), "href": .text(href(FunnelPart(rawValue: result.rawValue) ?? .won))]
            }),
            "winRate": View.Value(rate.text), "winRateMissing": View.Value(rate.missing), "wonHref": .text(href(.won)),
            "daysToWin": View.Value(funnel.daysToWin.value.map(Self.days)), "daysToWinMissing": View.Value(funnel.daysToWin.missing?.sentence),
            "unplacedTime": View.Value(funnel.time.unplacedMilliseconds > 0 ? SellingWords.hours(funnel.time.unplacedMilliseconds) : nil),
            "withoutLength": View.Value(funnel.time.withoutLength > 0 ? OrganizationWords.count(funnel.time.withoutLength, "interaction has", "interactions have") : nil),
        ]
    }

    /// `12 days`, `1.5 days`.
    private static func days(_ days: Double) -> String {
        let tenths = Int((days * 10).rounded())
        let number = tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
        return "\(number) \(number == "1" ? "day" : "days")"
    }

    // MARK: The week, and moves

    private var weekView: View {
        [
            "priorities": .list(open.week.prefix(Self.mostPriorities).map { PriorityView(priority: $0, line: open.line($0.id)).view }), "hasPriorities": .flag(!open.week.isEmpty),
            "furtherPriorities": View.Value(open.weekCount > Self.mostPriorities ? OrganizationWords.count(open.weekCount - Self.mostPriorities, "more sale follows", "more sales follow") : nil),
        ]
    }

    private var movesView: View {
        [
            "moves": .list(open.moves.prefix(Self.mostMoves).compactMap { move -> View? in
                guard let line = open.line(move.objective) else { return nil }
                let way = move.from.map { "from \($0.words) to \(move.to.words)" } ?? "to \(move.to.words)"
                return [
                    "day": .text(LocalTime.day(move.at).map(DayText.long) ?? ""), "way": .text(way), "what": .text(line.what ?? "A sale"), "account": .text(line.accountName),
                    "href": .text("\(SellingPlaces.objective(line.id))#funnel-title"), "isBack": .flag(move.from.map { $0 > move.to } ?? false),
                ]
            }),
            "hasMoves": .flag(!open.moves.isEmpty),
        ]
    }
}

/// What to do this week for one sale, with why it stands where it stands.
struct PriorityView: ViewModel {
    var priority: WeekPriority
    var line: FunnelLine?

    var view: View {
        [
            "href": .text(SellingPlaces.objective(priority.id)), "what": .text(line?.what ?? "A sale"), "account": .text(line?.accountName ?? ""), "toDo": .text(priority.toDo),
            "reasons": .list(priority.reasons.map { ["reason": .text($0.readable)] }),
        ]
    }
}
