public import Covalence

/// The sales funnel of many objectives: where each is, how they move, and where the time goes.
public struct Funnel: Hashable, Sendable {
    /// From the top down.
    public var places: [PlaceSummary]
    /// Open objectives of which no place is stated, by id.
    public var unplaced: [Identifier<SalesObjective>]
    /// How many ended, by result.
    public var ended: [Ending.Result: Int]
    /// Won of those that were won or lost; what was dropped is neither ‡.
    public var winRate: Known<Share>
    /// Days from opening to winning, the median of those won.
    public var daysToWin: Known<Double>
    /// Set where the top is starved.
    public var starved: StarvedTop?
    public var time: SellingTime

    /// A share with what it is of.
    public struct Share: Hashable, Sendable {
        public var part: Int
        /// More than none.
        public var whole: Int
        /// A share; nil of none.
        public init?(part: Int, whole: Int) {
            guard whole > 0 else { return nil }
            self.part = part
            self.whole = whole
        }

        /// 0 to 1.
        public var value: Double { Double(part) / Double(whole) }
    }

    /// One place of the funnel.
    public struct PlaceSummary: Hashable, Sendable {
        public var place: FunnelPlace
        /// Open objectives there, by id.
        public var objectives: [Identifier<SalesObjective>]
        /// Their amounts, a total for each currency by code; a total that is too large to be kept is left out.
        public var totals: [Money]
        /// How many of them have no amount.
        public var withoutAmount: Int
        public var ageing: [Identifier<SalesObjective>]
        /// Of those that ever stood there and left it or ended: how many went further down or were won.
        public var conversion: Known<Share>
        /// Days spent there before leaving it or ending, the median of all stays that are over: velocity is short stays.
        public var daysThere: Known<Double>
    }

    /// Too little at the top to keep the funnel filled.
    public struct StarvedTop: Hashable, Sendable {
        /// Open objectives in the upper two places.
        public var atTop: Int
        /// Open objectives with a place.
        public var all: Int
        /// What is set, in a sentence.
        public var why: String
    }

    /// When the top is starved.
    public static let starvedRule = Rule(
        id: "selling.funnel.starved",
        statement: "Of the open objectives with a place, the upper two places hold a smaller share than set, or fewer than set.", provenance: .ours
    )
    /// How conversion and velocity are counted.
    public static let movementRule = Rule(
        id: "selling.funnel.movement",
        statement: """
            Of the objectives that stood at a place and left it or ended, those that next went further down, or were won from there, were converted. Days are \
            the median over all stays that are over.
            """,
        provenance: .ours
    )

    /// Counts a funnel.
    public init(_ entries: [FunnelEntry], settings: SellingSettings = SellingSettings()) {
        var standing = Standing(), movement = Movement(), daysToWin: [Double] = []
        ended = [:]
        time = SellingTime()
        // Once through all of them: there may be ten thousand, and each is large.
        for entry in entries {
            time.add(entry.time)
            movement.count(entry)
            if let ending = entry.ending {
                ended[ending.result, default: 0] += 1
                if ending.result == .won { daysToWin.append(Self.days(from: entry.openedAt, to: ending.at)) }
            } else {
                standing.count(entry)
            }
        }
        unplaced = standing.unplaced.sorted()
        let won = ended[.won] ?? 0, decided = won + (ended[.lost] ?? 0)
        winRate = Share(part: won, whole: decided).map { .known($0) } ?? .notKnown(.material("no objective was won or lost yet."))
        self.daysToWin = Self.median(daysToWin, "nothing was won yet.")
        places = FunnelPlace.allCases.map { place in
            let there = standing.places[place] ?? Standing.There()
            return PlaceSummary(
                place: place, objectives: there.objectives.sorted(), totals: Self.totals(there.amounts), withoutAmount: there.objectives.count - there.amounts.count,
                ageing: there.ageing.sorted(),
                conversion: Share(part: movement.converted[place] ?? 0, whole: movement.left[place] ?? 0).map { .known($0) }
                    ?? .notKnown(.material("none has left this place yet.")),
                daysThere: Self.median(movement.days[place] ?? [], "no stay here is over yet.")
            )
        }
        let atTop = places.filter { $0.place < .inTheFunnel }.map(\.objectives.count).reduce(0, +)
        starved = Self.starved(atTop: atTop, all: places.map(\.objectives.count).reduce(0, +), settings)
    }

    private static func starved(atTop: Int, all: Int, _ settings: SellingSettings) -> StarvedTop? {
        guard all > 0 else { return nil }
        if atTop < settings.topCount {
            return StarvedTop(atTop: atTop, all: all, why: "\(count(atTop, "objective")) in the upper two places; \(settings.topCount) are set as the least.")
        }
        guard Double(atTop) < settings.topShare * Double(all) else { return nil }
        let least = Int((settings.topShare * 100).rounded())
        return StarvedTop(atTop: atTop, all: all, why: "\(atTop) of \(count(all, "objective")) are in the upper two places; \(least) % are set as the least.")
    }

    /// Open objectives by where they stand.
    private struct Standing {
        struct There {
            var objectives: [Identifier<SalesObjective>] = []
            var amounts: [Money] = []
            var ageing: [Identifier<SalesObjective>] = []
        }

        var places: [FunnelPlace: There] = [:]
        var unplaced: [Identifier<SalesObjective>] = []

        mutating func count(_ entry: FunnelEntry) {
            guard let place = entry.place else { return unplaced.append(entry.id) }
            places[place, default: There()].objectives.append(entry.id)
            if let amount = entry.amount { places[place]?.amounts.append(amount) }
            if entry.isAgeing { places[place]?.ageing.append(entry.id) }
        }
    }

    /// How objectives went from place to place.
    private struct Movement {
        var left: [FunnelPlace: Int] = [:]
        var converted: [FunnelPlace: Int] = [:]
        var days: [FunnelPlace: [Double]] = [:]

        mutating func count(_ entry: FunnelEntry) {
            // Most stand where they came in.
            guard entry.ending != nil || entry.stays.count > 1 else { return }
            var leftNow: Set<FunnelPlace> = [], convertedNow: Set<FunnelPlace> = []
            for stay in entry.left {
                days[stay.place, default: []].append(Funnel.days(from: stay.from, to: stay.until))
                leftNow.insert(stay.place)
                if stay.isConverted { convertedNow.insert(stay.place) }
            }
            // An objective that stood at a place twice counts once.
            for place in leftNow { left[place, default: 0] += 1 }
            for place in convertedNow { converted[place, default: 0] += 1 }
        }
    }

    private static func days(from: Timestamp, to end: Timestamp) -> Double { max(0, Double(end.milliseconds - from.milliseconds) / 86_400_000) }

    /// The middle one, or the mean of the middle two.
    private static func median(_ values: [Double], _ missing: String) -> Known<Double> {
        guard !values.isEmpty else { return .notKnown(.material(missing)) }
        let sorted = values.sorted()
        let upper = sorted[sorted.count / 2]
        return .known(sorted.count.isMultiple(of: 2) ? (sorted[sorted.count / 2 - 1] + upper) / 2 : upper)
    }

    private static func totals(_ amounts: [Money]) -> [Money] {
        let byCurrency = amounts.reduce(into: [:]) { $0[$1.currency, default: []].append($1) }
        return byCurrency.keys.sorted().compactMap { currency in
            guard let amounts = byCurrency[currency], let totals = try? Money.totals(of: amounts) else { return nil }
            return totals.first
        }
    }
}
