public import Covalence
import Store
public import StrategicSelling

/// An objective in the funnel: what the funnel counts, and what lists show of it.
public struct FunnelLine: Hashable, Sendable, Identifiable, Codable {
    public var entry: FunnelEntry
    public var accountName: String
    /// What exactly is sold; nil while it is not known.
    public var what: String?
    public var offering: Identifier<Offering>?
    /// Who of us runs it, by name and, where that is known, as a member.
    public var ownerName: String?
    public var owner: Identifier<Member>?
    /// Open flags, the gravest first.
    public var flags: [OpenFlag]
    /// Suggestions that wait for a person.
    public var waiting: Int
    public var isFiction: Bool
    public var id: Identifier<SalesObjective> { entry.id }

    /// A flag as lists show it.
    public struct OpenFlag: Hashable, Sendable, Codable, Identifiable {
        /// As on the sheet.
        public var id: String
        /// The kind, as the vocabulary names it.
        public var kind: String
        public var what: DatedText
        /// Since when it has been so.
        public var since: Timestamp
    }

    /// What the funnel needs of a sheet that was gathered.
    init(_ gathered: GatheredSheet) {
        self.init(StrategySheet.assess(gathered.input), of: gathered.record)
        entry.nextChange = [entry.nextChange, gathered.nextKnown].compactMap(\.self).min()
    }

    /// What the funnel needs of a sheet.
    init(_ sheet: StrategySheet, of record: ObjectiveRecord) {
        entry = FunnelEntry(sheet)
        accountName = record.accountName
        what = sheet.facts.what.value?.value.text
        offering = sheet.facts.what.value?.value.offering
        ownerName = sheet.facts.owner.value?.value.name
        owner = sheet.facts.owner.value?.value.member
        flags = sheet.flags.filter(\.isOpen).map { OpenFlag(id: $0.id, kind: $0.kind.rawValue, what: $0.what, since: $0.since) }
        waiting = sheet.waiting.count
        isFiction = record.objective.isFiction
    }
}
