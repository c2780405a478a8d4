public import Covalence

/// Element 6 for one objective: its place in the funnel, what each place asks for and whether it is there, how it moved, and the time spent.
public struct FunnelPosition: Hashable, Sendable {
    /// Where it stands, as confirmed.
    public var place: Known<Stated<FunnelPlace>>
    /// Every move, in order of time.
    public var moves: [Stated<Move>]
    /// What the places ask for, from the top down.
    public var requirements: [FunnelRequirement]
    /// The place whose work is the next to be done: the first that asks for something that is not there; nil: every place has what it asks for.
    public var workAt: FunnelPlace?
    /// Since when it has stood at its place; since the opening where no place is stated.
    public var since: Timestamp
    /// Whole days since then.
    public var days: Int
    /// Whether that is longer than the days set for its place.
    public var isAgeing: Bool
    /// Time of interactions by the place at which they took place.
    public var time: SellingTime

    /// What is not there of what the places up to this one ask for; of the last place its own as well: work only on win-win.
    public var skipped: [FunnelRequirement] {
        guard let place = place.value?.value else { return [] }
        return requirements.filter { ($0.place < place || $0.place == .bestFew && place == .bestFew) && $0.isMet.value != true }
    }
}

/// Something that is to be there before an objective moves on from a place.
public struct FunnelRequirement: Hashable, Sendable, Identifiable {
    /// Stable name: `roles`.
    public var id: String
    public var place: FunnelPlace
    /// What is asked for.
    public var text: String
    public var isMet: Known<Bool>
    /// Why it is met or not, in a sentence.
    public var reason: String
    /// What it rests on.
    public var claims: [Identifier<Claim>]

    /// What places ask for is the source's; how it is checked from a sheet is ours.
    public static let rule = Rule(
        id: "selling.funnel",
        statement: "What section 5 asks for at each place, checked from the body. Moving on without it is possible, and flagged.",
        provenance: millerHeiman
    )
}

/// Time spent in interactions, in milliseconds, by place.
public struct SellingTime: Hashable, Sendable, Codable {
    /// A place without time is missing here.
    public var milliseconds: [FunnelPlace: Int]
    /// Time at no stated place.
    public var unplacedMilliseconds: Int
    /// Interactions whose length is not known; their time is in none of these.
    public var withoutLength: Int

    /// No time.
    public init() {
        milliseconds = [:]
        unplacedMilliseconds = 0
        withoutLength = 0
    }

    /// Adds the time of another objective.
    public mutating func add(_ other: SellingTime) {
        if !other.milliseconds.isEmpty { milliseconds.merge(other.milliseconds, uniquingKeysWith: +) }
        unplacedMilliseconds += other.unplacedMilliseconds
        withoutLength += other.withoutLength
    }
}

extension FunnelPosition {
    /// - Parameters:
    ///   - finder: knows the body, and notes when a place becomes too old.
    ///   - interactions: whose time is counted, in order of time.
    init(
        finder: inout FlagFinder, leverage: Leverage, moves: [Stated<Move>], current: Stated<Move>?, interactions: [LinkedInteraction]
    ) {
        let body = finder.body
        self.moves = moves
        place = current.map { .known($0.map(\.to)) } ?? .notKnown(.material("its place in the funnel. Choose one."))
        let opened = body.objective.openedAt
        var since = opened
        if let current {
            since = current.since
            // The same place with another reason is no move.
            for move in moves.reversed() {
                guard move.value.to == current.value.to else { break }
                since = min(since, move.since)
            }
        }
        self.since = since
        days = max(0, finder.clock.days(since: since))
        isAgeing = false
        if body.isOpen, let current, let limit = finder.settings.ageingDays(at: current.value.to) {
            isAgeing = finder.horizon.hasCome(finder.clock.start(days: limit, after: since))
        }
        time = Self.time(interactions, moves)
        requirements = RequirementCheck(finder, leverage: leverage).all
        workAt = requirements.first { $0.isMet.value != true }?.place
    }

    private static func time(_ interactions: [LinkedInteraction], _ moves: [Stated<Move>]) -> SellingTime {
        var time = SellingTime()
        for interaction in interactions {
            guard let length = interaction.milliseconds else {
                time.withoutLength += 1
                continue
            }
            if let move = moves.last(where: { $0.since <= interaction.at }) {
                time.milliseconds[move.value.to, default: 0] += length
            } else {
                time.unplacedMilliseconds += length
            }
        }
        return time
    }
}
