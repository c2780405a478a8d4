public import Covalence

/// The strategy sheet of one objective as known at a moment: the six elements of section 5, each statement with the claims it rests on.
/// Only confirmed claims decide; what waits is in `waiting`, and `Asking` says what it would change.
public struct StrategySheet: Hashable, Sendable {
    public var objective: SalesObjective
    /// The moment it speaks of.
    public var at: Timestamp
    public var facts: SheetFacts
    /// Element 1, the most decisive first: by role, then by degree, then by name.
    public var influences: [Influence]
    /// Who fills each role, in the order of the source.
    public var roles: [RoleCover]
    /// People of the customer and others who took part and are not on the sheet, by name.
    public var notOnSheet: [Person]
    /// Element 4, ours and the outcome; the influences' own are with them.
    public var winResults: WinResults
    /// Element 5: whether the account fits.
    public var fitsProfile: Known<Bool>
    /// Suggestions of the vocabulary, the latest first. They decide nothing.
    public var waiting: [WaitingStatement]
    /// Confirmed claims that cannot be read: broken, or written by a later version.
    public var unread: [Identifier<Claim>]
    /// The next instant at which it can change by the clock alone.
    public var nextChange: Timestamp?

    public func influence(_ person: Identifier<Person>) -> Influence? { influences.first { $0.id == person } }

    /// Whether it still runs.
    public var isOpen: Bool { facts.ending == nil }

    /// The sheet of an objective: a pure function of what is passed.
    public static func assess(_ input: SheetInput) -> StrategySheet {
        SheetMaker(input).sheet(of: Fold(input))
    }
}

/// A suggestion on a sheet.
public struct WaitingStatement: Hashable, Sendable {
    public var claim: Identifier<Claim>
    /// The kind in plain words.
    public var title: String
    /// What it states, in short.
    public var text: String
    /// Of whom; nil: of the objective or the account.
    public var person: Identifier<Person>?
    public var evidence: [Evidence]
    public var author: String
}
