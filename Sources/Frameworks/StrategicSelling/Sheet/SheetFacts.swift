public import Covalence

/// What the single sales objective is: what exactly, how much, by when †, and what else is stated of it as a whole.
public struct SheetFacts: Hashable, Sendable {
    public var what: Known<Stated<WhatIsSold>>
    public var amount: Known<Stated<Money>>
    public var closeDate: Known<Stated<CalendarDay>>
    /// Every close date there was, in order of time.
    public var closeDates: [Stated<CalendarDay>]
    public var stage: Known<Stated<String>>
    public var owner: Known<Stated<Owner>>
    public var competitors: [Stated<Competitor>]
    public var call: Known<Stated<SalespersonCall>>
    public var needs: [Stated<Need>]
    public var proposal: Known<Stated<Proposal>>
    /// Readiness of the customer as a whole to give up today's solution.
    public var readiness: Known<Stated<Readiness>>
    /// Nil while it is open.
    public var ending: Stated<Ending>?
    public var reorganisations: [Stated<String>]

    /// How often the close date was put off; an earlier date than before is no putting off ‡.
    public var timesPutOff: Int { zip(closeDates, closeDates.dropFirst()).count { $0.value < $1.value } }

    init(_ fold: Fold) {
        what = Self.only(fold.stated(SellingKinds.what), "what exactly is to be sold.")
        amount = Self.only(fold.stated(SellingKinds.amount), "for how much.")
        closeDate = Self.only(fold.stated(SellingKinds.closeDate), "by when.")
        closeDates = fold.history(SellingKinds.closeDate)
        stage = Self.only(fold.stated(SellingKinds.stage), "the stage.")
        owner = Self.only(fold.stated(SellingKinds.owner), "who of us runs it.")
        competitors = fold.stated(SellingKinds.competitor).filter { $0.value.standing != .out }
        call = Self.only(fold.stated(SellingKinds.call), "what the salesperson says.")
        needs = fold.stated(SellingKinds.need)
        proposal = Self.only(fold.stated(SellingKinds.proposal), "whether anything has been proposed.")
        readiness = Self.only(fold.stated(SellingKinds.readiness).filter { $0.value.person == nil }, "how ready the customer is to give up today's solution.")
        ending = fold.stated(SellingKinds.ending).last
        reorganisations = fold.stated(SellingKinds.reorganisation)
    }

    private static func only<Value>(_ stated: [Stated<Value>], _ missing: String) -> Known<Stated<Value>> {
        stated.last.map { .known($0) } ?? .notKnown(.material(missing))
    }
}
