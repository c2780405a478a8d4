public import Covalence

/// The strategy sheet of one objective as known at a moment: the six elements of section 5, each statement with the claims it rests on.
/// Only confirmed claims decide; what waits is in `waiting`, and `Asking` says what it would change.
///
/// What its body states is read from the sheet itself: `sheet.influences`, `sheet.facts.amount`.
@dynamicMemberLookup
public struct StrategySheet: Hashable, Sendable {
    public var body: SheetBody
    /// Element 2, the gravest first; none once the sale has ended.
    public var flags: [Flag]
    /// Element 2, those that count first.
    public var strengths: [Strength]
    /// What is to be done, by its date, then what was done. Those that name neither flag nor strength say so.
    public var actions: [PlannedAction]
    /// Element 6.
    public var funnel: FunnelPosition
    /// Suggestions of the vocabulary, the latest first. They decide nothing.
    public var waiting: [WaitingStatement]
    /// Confirmed claims that cannot be read: broken, or written by a later version.
    public var unread: [Identifier<Claim>]
    /// The next instant at which it can change by the clock alone; nil: never.
    public var nextChange: Timestamp?

    public subscript<Value>(dynamicMember path: KeyPath<SheetBody, Value>) -> Value { body[keyPath: path] }

    /// The influence that a person is; nil for somebody who is not on the sheet.
    public func influence(_ person: Identifier<Person>) -> Influence? { body.influence(person) }

    /// The sheet of an objective: a pure function of what is passed.
    public static func assess(_ input: SheetInput) -> StrategySheet {
        let maker = SheetMaker(input), fold = Fold(input)
        return maker.sheet(of: fold, waiting: fold.waiting.map(maker.waiting))
    }
}

/// A suggestion on a sheet.
public struct WaitingStatement: Hashable, Sendable {
    public var claim: Identifier<Claim>
    /// The kind in plain words.
    public var title: String
    /// What it states, in short.
    public var text: DatedText
    /// In which words it was said, where `text` does not tell them.
    public var words: String?
    /// Of whom; nil: of the objective or the account.
    public var person: Identifier<Person>?
    public var evidence: [Evidence]
    public var author: Claim.Author
}
