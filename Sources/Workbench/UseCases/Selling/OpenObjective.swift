public import Covalence
public import Store
import StrategicSelling

/// An objective with all that is stated of it.
public struct OpenObjective: Sendable {
    public var line: ObjectiveLine
    /// Every statement about it that the visitor may know of, in order of recording, with what was decided on each.
    public var statements: [StatementHistory]
    /// Meetings and interactions in sight that belong to it, in order of time.
    public var links: [LinkedHappening]
    /// Who is named in the statements and is in sight, by id.
    public var people: [Identifier<Person>: Person]
    /// The moment of which it tells; nil: now.
    public var asOf: Timestamp?
}

/// A statement with what was decided on it.
public struct StatementHistory: Hashable, Sendable {
    /// As it stands at the moment of which is told.
    public var claim: Claim
    /// The kind in plain words.
    public var title: String
    /// In order of time.
    public var decisions: [Decision]

    /// A statement with what was decided on it, in order of time.
    public init(claim: Claim, title: String, decisions: [Decision]) {
        self.claim = claim
        self.title = title
        self.decisions = decisions
    }

    /// Who confirmed it and when, where the engine suggested it.
    public var confirmation: Decision? {
        decisions.last.flatMap { Ledger(claims: [claim], decisions: decisions).confirmations(at: $0.at)[claim.id] }
    }
}

extension Workbench {
    /// Opens an objective, as it is or as it was known at a moment.
    ///
    /// - Throws: `StoreError.refused` for a moment to come, or one before it came into the record.
    public func openObjective(_ id: Identifier<SalesObjective>, asOf time: Timestamp? = nil, by visitor: Visitor) async throws -> OpenObjective {
        try await admit(visitor, to: .openObjective, .objective(id))
        let record = try await store.objective(id, in: visitor.scope)
        let moment = try checkedMoment(time, of: record.objective)
        let ledger = try await store.ledger(about: [.objective(id)], kinds: Set(SellingKinds.names))
        let links = try await store.linked(to: id, asOf: time, in: visitor.scope)
        let sight = SuggestionSight(links.compactMap(LinkedInteraction.init)), decided = Dictionary(grouping: ledger.decisions, by: \.claim)
        let claims = ledger.asKnown(at: moment).filter { visitor.mayKnow($0) && sight.shows($0, decided[$0.id] ?? []) }
        var decisions: [Identifier<Claim>: [Decision]] = [:]
        for decision in ledger.decisions where decision.at <= moment { decisions[decision.claim, default: []].append(decision) }
        let named = Set(claims.flatMap { claim in
            [claim.object, claim.payload[SellingStatement.saidByKey]].compactMap { $0.flatMap { Identifier<Person>($0) } }
        })
        return OpenObjective(
            line: ObjectiveLine(record, claims: claims),
            statements: claims.map { StatementHistory(claim: $0, title: SellingKinds.title(of: $0.kind) ?? $0.kind, decisions: decisions[$0.id] ?? []) },
            links: links,
            people: try await store.people(named, in: visitor.scope).reduce(into: [:]) { $0[$1.id] = $1 },
            asOf: time
        )
    }

    /// The moment of which is told.
    func checkedMoment(_ time: Timestamp?, of objective: SalesObjective) throws -> Timestamp {
        guard let time else { return now() }
        guard time <= now() else { throw StoreError.refused("What will be known is not known yet. Choose a moment that has passed.") }
        guard time >= objective.recordedAt else {
            throw StoreError.refused("At that moment nobody knew of this objective: it came into the record at \(objective.recordedAt). Choose a later one.")
        }
        return time
    }
}
