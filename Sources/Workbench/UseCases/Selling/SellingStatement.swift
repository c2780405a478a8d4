public import Covalence
import Foundation
import Store
public import StrategicSelling

/// Something of the vocabulary of strategic selling that a person states of an objective, of somebody in it, or of a person or account.
public struct SellingStatement: Hashable, Sendable {
    /// As the vocabulary names it: `objective.close-date`.
    public var kind: String
    /// The person it speaks of, by id, where the kind is about somebody in an objective.
    public var object: String?
    public var value: String?
    /// As the kind writes it.
    public var payload: [String: String]
    /// Who told us.
    public var saidBy: Identifier<Person>?
    /// When it held; nil while not known.
    public var observedAt: Timestamp?
    /// What it rests on; empty: “said by …”.
    public var evidence: [Evidence]
    /// The members who may know of it, and whoever states it; nil for everybody who sees what it is about.
    public var confidentialTo: Set<Identifier<Member>>?
    /// A statement that it takes the place of, where several of its kind hold at once. What only one can be said of is found.
    public var supersedes: Identifier<Claim>?
    /// What held when the person looked: nothing else is taken the place of. Nil: whatever holds is.
    public var seen: Set<Identifier<Claim>>?

    /// The most characters of a value or a field.
    static let longest = 2_000
    /// The most fields.
    private static let mostFields = 20

    /// A statement by its fields; whether they state something is checked when it is stated.
    public init(
        kind: String, object: String? = nil, value: String? = nil, payload: [String: String] = [:], saidBy: Identifier<Person>? = nil,
        observedAt: Timestamp? = nil, evidence: [Evidence] = [], confidentialTo: Set<Identifier<Member>>? = nil, supersedes: Identifier<Claim>? = nil
    ) {
        self.kind = kind
        self.object = object
        self.value = value
        self.payload = payload
        self.saidBy = saidBy
        self.observedAt = observedAt
        self.evidence = evidence
        self.confidentialTo = confidentialTo
        self.supersedes = supersedes
    }

    /// A statement of a kind.
    public init<Content>(_ kind: StatementKind<Content>, _ content: Content) {
        // Who states it, of what and when is said when it is stated.
        let written = kind.claim(content, id: Identifier(UUID()), about: .meeting(Identifier(UUID())), author: .person(""), recordedAt: Timestamp(milliseconds: 0))
        self.init(kind: kind.name, object: written.object, value: written.value, payload: written.payload)
    }

    /// The claim, as the vocabulary writes it.
    ///
    /// - Throws: `StoreError.refused` where it states nothing of its kind.
    func claim(about subject: Claim.Subject, by visitor: Visitor, at time: Timestamp, confidentialTo: Set<Identifier<Member>>?) throws(StoreError) -> Claim {
        guard let title = SellingKinds.title(of: kind) else {
            throw .refused("“\(kind.prefix(100))” is no kind of statement. There are: \(SellingKinds.names.joined(separator: ", ")).", at: "/kind")
        }
        guard payload.count <= Self.mostFields else { throw .refused("A statement has at most \(Self.mostFields) fields.", at: "/payload") }
        let clean = payload.compactMapValues(Paragraphs.clean)
        var value = self.value.flatMap(Paragraphs.clean)
        // An amount is told by its minor units and currency; how it is written out follows from them.
        if kind == SellingKinds.amount.name { value = nil }
        for text in clean.values + [value, object].compactMap({ $0 }) where text.count > Self.longest {
            throw .refused("A statement has at most \(Self.longest) characters. Shorten it.")
        }
        var claim = Claim(
            id: .make(at: time), kind: kind, subject: subject, object: object, value: value, payload: clean, author: visitor.author, statedBy: visitor.member,
            observedAt: observedAt, recordedAt: time, evidence: evidence, standing: .confirmed, supersedes: supersedes, confidentialTo: confidentialTo
        )
        claim.payload[Self.saidByKey] = saidBy?.description ?? clean[Self.saidByKey]
        guard let whole = SellingKinds.normalized(claim) else {
            throw .refused("This cannot be read as “\(title)”: a field is missing or broken, or it is about something else. docs/strategic-selling.md lists the fields of each kind.")
        }
        try Self.checkDays(of: whole, today: LocalClock(now: time, zone: .current).today)
        return whole
    }

    /// The years of days that are stated ‡: what lies outside of them was mistyped, such as 0026 for 2026.
    private static let years = 1990...2100

    private static func checkDays(of claim: Claim, today: CalendarDay) throws(StoreError) {
        let ended = SellingKinds.ending.content(of: claim)?.closedOn
        let days: [(day: CalendarDay?, field: String)] = [
            (SellingKinds.closeDate.content(of: claim), "/value"), (ended, "/payload/closed-on"),
            (SellingKinds.proposal.content(of: claim)?.madeOn, "/payload/made-on"), (SellingKinds.action.content(of: claim)?.due, "/payload/due"),
            (SellingKinds.contact.content(of: claim)?.value.on, "/payload/on"),
        ]
        for case (let day?, let field) in days where !years.contains(day.year) {
            throw .refused("“\(day)” is in the year \(day.year). Write a day of the years \(years.lowerBound) to \(years.upperBound).", at: field)
        }
        if let ended, ended > today { throw .refused("It ended on \(ended), a day that has not come. Write the day on which it ended.", at: "/payload/closed-on") }
    }

    static let saidByKey = "said-by"
}

/// What a person says of a statement that is there.
public enum StatementVerdict: Hashable, Sendable {
    /// It is so. What it takes the place of holds no longer.
    case confirm
    /// It is not so.
    case reject(reason: String?)
    /// It is taken back, and what it took the place of holds again.
    case withdraw(reason: String?)
}
