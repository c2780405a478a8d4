public import Covalence
import Foundation
public import StrategicSelling
public import Workbench

/// A sale in the funnel as JSON, the same in the API and in what commands print.
public struct FunnelLineJSON: Encodable, Sendable {
    public var objective: String
    public var account: String
    public var accountName: String
    public var what: String?
    public var offering: String?
    public var owner: String?
    public var place: String?
    public var since: Timestamp
    public var isAgeing: Bool
    public var amount: MoneyJSON?
    public var closeDate: String?
    public var outcome: String?
    public var nextStep: String?
    public var nextStepDue: String?
    public var lacking: [String]
    public var flags: [FlagLineJSON]

    /// A line of the funnel.
    public init(_ line: FunnelLine) {
        objective = line.id.description
        account = line.entry.account.description
        accountName = line.accountName
        what = line.what
        offering = line.offering?.description
        owner = line.ownerName
        place = line.entry.place?.rawValue
        since = line.entry.since
        isAgeing = line.entry.isAgeing
        amount = line.entry.amount.map(MoneyJSON.init)
        closeDate = line.entry.closeDate?.description
        outcome = line.entry.ending?.result.rawValue
        nextStep = line.entry.nextStep?.what
        nextStepDue = line.entry.nextStep?.due?.description
        lacking = line.entry.lacking
        flags = line.flags.map(FlagLineJSON.init)
    }

    static let schema = Schema.object("FunnelLine", "A sale in the funnel.", [
        .required("objective", .id), .required("account", .id), .required("accountName", .text()), .optional("what", .text(), "What exactly is to be sold."),
        .optional("offering", .id), .optional("owner", .text(), "Who of us runs it."), .optional("place", .choice(FunnelPlace.self)),
        .required("since", .time, "Since when it stands there; since it was taken up where no place is stated."), .required("isAgeing", .boolean, "Whether that is longer than set."),
        .optional("amount", MoneyJSON.schema), .optional("closeDate", .day, "By when."), .optional("outcome", .choice(Ending.Result.self), "Missing while it is open."),
        .optional("nextStep", .text()), .optional("nextStepDue", .day), .required("lacking", .list(.text()), "What its place asks for and is not there."),
        .required("flags", .list(FlagLineJSON.schema), "Open red flags, the gravest first."),
    ])
}

/// A red flag in short, as JSON.
public struct FlagLineJSON: Encodable, Sendable {
    public var id: String
    public var kind: String
    public var what: String
    public var since: Timestamp

    /// A flag as the funnel has it.
    public init(_ flag: FunnelLine.OpenFlag) {
        id = flag.id
        kind = flag.kind
        what = flag.what.plain
        since = flag.since
    }

    static let schema = Schema.object("FlagLine", "A red flag in short.", [
        .required("id", .text(), "As on the sheet."), .required("kind", .choice(FlagKind.self)), .required("what", .text()), .required("since", .time, "Since when it has been so."),
    ])
}

/// What to do this week for one sale, as JSON.
public struct PriorityJSON: Encodable, Sendable {
    public var objective: String
    public var accountName: String
    public var what: String?
    public var place: String
    public var toDo: String
    public var reasons: [String]

    /// A priority with the sale it is about.
    public init(_ priority: WeekPriority, _ line: FunnelLine?) {
        objective = priority.id.description
        accountName = line?.accountName ?? ""
        what = line?.what
        place = priority.place.rawValue
        toDo = priority.toDo
        reasons = priority.reasons.map(\.plain)
    }

    static let schema = Schema.object("WeekPriority", "What to do this week for one sale.", [
        .required("objective", .id), .required("accountName", .text()), .optional("what", .text()), .required("place", .choice(FunnelPlace.self)), .required("toDo", .text()),
        .required("reasons", .list(.text()), "Why it stands where it stands."),
    ])
}

/// The funnel in numbers, as JSON.
public struct FunnelJSON: Encodable, Sendable {
    /// Some of a number.
    public struct Share: Encodable, Sendable {
        public var part: Int
        public var whole: Int

        /// Nil where it is not known.
        init?(_ known: Known<Funnel.Share>) {
            guard let share = known.value else { return nil }
            part = share.part
            whole = share.whole
        }

        static let schema = Schema.object("ShareOf", "So many of so many.", [.required("part", .count), .required("whole", .count)])
    }

    /// One of the four places.
    public struct Place: Encodable, Sendable {
        public var place: String
        public var work: String
        public var open: Int
        public var totals: [MoneyJSON]
        public var withoutAmount: Int
        public var ageing: Int
        public var converted: Share?
        public var medianDays: Double?
        public var milliseconds: Int?
    }

    /// A move between places.
    public struct Moved: Encodable, Sendable {
        public var objective: String
        public var from: String?
        public var to: String
        public var at: Timestamp
    }

    public var objectives: Int
    public var places: [Place]
    public var unplaced: Int
    public var won: Int
    public var lost: Int
    public var dropped: Int
    public var winRate: Share?
    public var medianDaysToWin: Double?
    public var starved: String?
    public var week: [PriorityJSON]
    public var moves: [Moved]

    /// A funnel in numbers.
    public init(_ open: OpenFunnel) {
        let funnel = open.funnel
        objectives = open.lines.count
        places = funnel.places.map { summary in
            Place(
                place: summary.place.rawValue, work: summary.place.work, open: summary.objectives.count, totals: summary.totals.map(MoneyJSON.init),
                withoutAmount: summary.withoutAmount, ageing: summary.ageing.count, converted: Share(summary.conversion), medianDays: summary.daysThere.value,
                milliseconds: funnel.time.milliseconds[summary.place]
            )
        }
        unplaced = funnel.unplaced.count
        won = funnel.ended[.won] ?? 0
        lost = funnel.ended[.lost] ?? 0
        dropped = funnel.ended[.dropped] ?? 0
        winRate = Share(funnel.winRate)
        medianDaysToWin = funnel.daysToWin.value
        starved = funnel.starved?.why
        week = open.week.map { PriorityJSON($0, open.line($0.id)) }
        moves = open.moves.map { Moved(objective: $0.objective.description, from: $0.from?.rawValue, to: $0.to.rawValue, at: $0.at) }
    }

    static let schema = Schema.object("Funnel", "Where sales stand, how they move, and what to do this week. What is missing is not known.", [
        .required("objectives", .count, "How many fit what was asked for, ended ones too."),
        .required("places", .list(.object("FunnelPlaceSummary", "One of the four places.", [
            .required("place", .choice(FunnelPlace.self)), .required("work", .text()), .required("open", .count), .required("totals", .list(MoneyJSON.schema), "A total for each currency."),
            .required("withoutAmount", .count), .required("ageing", .count, "Have stood there longer than set."),
            .optional("converted", Share.schema, "Of those that left it or ended there: how many went further down or were won."),
            .optional("medianDays", .number, "Days there, of all stays that are over."), .optional("milliseconds", .large, "Time of interactions that took place there."),
        ])), "From the top down."),
        .required("unplaced", .count, "Open ones of which no place is stated."), .required("won", .count), .required("lost", .count), .required("dropped", .count),
        .optional("winRate", Share.schema, "Won, of those won or lost."), .optional("medianDaysToWin", .number, "Days from opening to winning."),
        .optional("starved", .text(), "There where the upper two places hold too little."), .required("week", .list(PriorityJSON.schema), "At most 50, the first to be done first."),
        .required("moves", .list(.object("FunnelMove", "A move between places.", [
            .required("objective", .id), .optional("from", .choice(FunnelPlace.self)), .required("to", .choice(FunnelPlace.self)), .required("at", .time),
        ])), "The latest first."),
    ])
}
