public import Covalence
public import Store
public import StrategicSelling

/// An objective as lists show it: what holds of it now, as far as the visitor may know.
public struct ObjectiveLine: Hashable, Sendable, Identifiable {
    public var record: ObjectiveRecord
    public var what: WhatIsSold?
    public var amount: Money?
    public var closeDate: CalendarDay?
    public var stage: String?
    public var owner: Owner?
    public var place: FunnelPlace?
    /// Nil while it is open.
    public var ending: Ending?
    public var id: Identifier<SalesObjective> { record.id }

    /// The kinds of claims it is made of.
    static let kinds: Set<String> = [
        SellingKinds.what.name, SellingKinds.amount.name, SellingKinds.closeDate.name, SellingKinds.stage.name, SellingKinds.owner.name,
        SellingKinds.move.name, SellingKinds.ending.name,
    ]

    /// - Parameter claims: those about it, in any standing.
    init(_ record: ObjectiveRecord, claims: [Claim]) {
        self.record = record
        let held = claims.filter { $0.standing == .confirmed }.sorted {
            ($0.observedAt ?? $0.recordedAt, $0.recordedAt, $0.id) < ($1.observedAt ?? $1.recordedAt, $1.recordedAt, $1.id)
        }
        func latest<Content>(_ kind: StatementKind<Content>) -> Content? { held.reversed().lazy.compactMap(kind.content).first }
        what = latest(SellingKinds.what)
        amount = latest(SellingKinds.amount)
        closeDate = latest(SellingKinds.closeDate)
        stage = latest(SellingKinds.stage)
        owner = latest(SellingKinds.owner)
        place = latest(SellingKinds.move)?.to
        ending = latest(SellingKinds.ending)
    }
}

extension Workbench {
    /// Objectives in sight, the one opened last first, a page at a time.
    public func objectives(_ query: ObjectiveQuery, by visitor: Visitor) async throws -> Page<ObjectiveLine> {
        try await admit(visitor, to: .listObjectives)
        var query = query
        query.limit = min(max(query.limit, 1), 500)
        let page = try await store.objectives(query, in: visitor.scope)
        return Page(items: try await lines(of: page.items, visitor), next: page.next)
    }

    /// What holds of some objectives.
    func lines(of records: [ObjectiveRecord], _ visitor: Visitor) async throws -> [ObjectiveLine] {
        let claims = try await store.claims(ofEach: records.map(\.id), kinds: ObjectiveLine.kinds, standings: [.confirmed])
        return records.map { ObjectiveLine($0, claims: (claims[$0.id] ?? []).filter(visitor.mayKnow)) }
    }
}
