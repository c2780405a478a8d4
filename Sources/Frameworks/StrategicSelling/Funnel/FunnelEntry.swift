public import Covalence

/// One objective in the funnel: as much of its sheet as the funnel of many needs, so that ten thousand can be kept and counted quickly.
/// Whoever keeps one makes it anew with the sheet, at its `nextChange` too.
public struct FunnelEntry: Hashable, Sendable, Codable, Identifiable {
    public var id: Identifier<SalesObjective>
    public var account: Identifier<Organization>
    public var openedAt: Timestamp
    /// Nil while no place is stated.
    public var place: FunnelPlace?
    /// Since when it stands there; since the opening where no place is stated.
    public var since: Timestamp
    /// Each stay at a place, in order of time; the last one lasts until now, or until it ended.
    public var stays: [Stay]
    public var amount: Money?
    public var closeDate: CalendarDay?
    /// How and when it ended; nil while it is open.
    public var ending: Ended?
    public var time: SellingTime
    public var isAgeing: Bool
    /// When the sheet it is made from can change by the clock alone.
    public var nextChange: Timestamp?
    /// What its place asks for and is not there, in words.
    public var lacking: [String]
    /// The gravest open flag that no next step removes.
    public var gravest: OpenFlag?
    public var openFlags: Int
    /// The next open step with its date.
    public var nextStep: NextAction?

    /// The version of the rules that entries follow from: whoever keeps entries makes those of another version anew. It rises with every change of a rule of the
    /// sheet or the funnel, and of what stands here.
    public static let rules = 3

    /// A stay at a place.
    public struct Stay: Hashable, Sendable, Codable {
        public var place: FunnelPlace
        public var from: Timestamp
    }

    /// How and when it ended.
    public struct Ended: Hashable, Sendable, Codable {
        public var result: Ending.Result
        public var at: Timestamp
    }

    /// A flag in short.
    public struct OpenFlag: Hashable, Sendable, Codable {
        public var id: String
        public var what: DatedText
        public var clearing: String
    }

    /// What the funnel needs of a sheet.
    public init(_ sheet: StrategySheet) {
        id = sheet.objective.id
        account = sheet.objective.account
        openedAt = sheet.objective.openedAt
        place = sheet.funnel.place.value?.value
        since = sheet.funnel.since
        stays = []
        for move in sheet.funnel.moves where stays.last?.place != move.value.to {
            stays.append(Stay(place: move.value.to, from: move.since))
        }
        amount = sheet.facts.amount.value?.value
        closeDate = sheet.facts.closeDate.value?.value
        ending = sheet.facts.ending.map { ended in
            Ended(result: ended.value.result, at: ended.value.closedOn.map(sheet.clock.start) ?? ended.since)
        }
        time = sheet.funnel.time
        isAgeing = sheet.funnel.isAgeing
        nextChange = sheet.nextChange
        lacking = sheet.funnel.requirements.filter { $0.place == sheet.funnel.place.value?.value && $0.isMet.value != true }.map(\.text)
        let open = sheet.flags.filter(\.isOpen)
        openFlags = open.count
        gravest = open.first { $0.actions.isEmpty }.map { OpenFlag(id: $0.id, what: $0.what, clearing: $0.clearing) }
        nextStep = sheet.actions.first { $0.isOpen && $0.stated.value.due != nil }?.stated.value
    }
}

extension FunnelEntry {
    /// A stay that is over.
    public struct Past: Hashable, Sendable {
        public var place: FunnelPlace
        public var from: Timestamp
        public var until: Timestamp
        /// Whether it next went further down, or was won from there.
        public var isConverted: Bool
    }

    /// Its stays that are over, in order of time.
    public var left: [Past] {
        stays.indices.compactMap { index in
            let stay = stays[index], next = stays.indices.contains(index + 1) ? stays[index + 1] : nil
            return (next?.from ?? ending?.at).map { Past(place: stay.place, from: stay.from, until: $0, isConverted: next.map { $0.place > stay.place } ?? (ending?.result == .won)) }
        }
    }
}
