public import Covalence

/// What a sheet states of a sale: elements 1, 3, 4 and 5. Flags, strengths and the funnel follow from it.
public struct SheetBody: Hashable, Sendable {
    public var objective: SalesObjective
    /// The moment it speaks of, and the zone of its days.
    public var clock: LocalClock
    public var facts: SheetFacts
    /// Elements 1 and 3, the most decisive first: by role, then by degree, then by name.
    public var influences: [Influence]
    /// Who fills each role, in the order of the source.
    public var roles: [RoleCover]
    /// People of the customer and others who took part and are not on the sheet, by name.
    public var notOnSheet: [Person]
    /// Element 4, ours and the outcome; the influences' own are with them.
    public var winResults: WinResults
    /// Element 5: whether the account fits.
    public var fitsProfile: Known<Bool>
    /// Everything that is stated, a line each, in the order of the elements: the objective, its influences, what each gains.
    public internal(set) var statements: [SheetLine] = []

    /// The moment it speaks of.
    public var at: Timestamp { clock.now }

    /// The influence that a person is; nil for somebody who is not on the sheet.
    public func influence(_ person: Identifier<Person>) -> Influence? { influences.first { $0.id == person } }

    /// Those the sale hangs on.
    public var keyInfluences: [Influence] { influences.filter(\.isKey) }

    /// Those of the customer and of others who are in the record: who can be contacted, and counts as contact.
    public var outsiders: [Influence] { influences.filter { $0.person != nil && !$0.isOwn } }

    /// Whether it still runs.
    public var isOpen: Bool { facts.ending == nil }
}
