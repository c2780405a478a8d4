public import Covalence
import Store
public import StrategicSelling

/// A sale that is taken up, with what is known of it at once.
public struct ObjectiveDraft: Hashable, Sendable {
    public var account: Identifier<Organization>
    /// Nil: now.
    public var openedAt: Timestamp?
    public var what: WhatIsSold?
    public var amount: Money?
    public var closeDate: CalendarDay?
    /// As it is named elsewhere.
    public var stage: String?
    /// Who of us runs it; nil: the member who adds it.
    public var owner: Owner?
    public var origin: Origin?
    public var isFiction: Bool

    /// A sale to an account of which only what is passed is known.
    public init(
        account: Identifier<Organization>, openedAt: Timestamp? = nil, what: WhatIsSold? = nil, amount: Money? = nil, closeDate: CalendarDay? = nil,
        stage: String? = nil, owner: Owner? = nil, origin: Origin? = nil, isFiction: Bool = false
    ) {
        self.account = account
        self.openedAt = openedAt
        self.what = what
        self.amount = amount
        self.closeDate = closeDate
        self.stage = stage
        self.owner = owner
        self.origin = origin
        self.isFiction = isFiction
    }

    /// What is stated with it.
    func statements(by visitor: Visitor) -> [SellingStatement] {
        [
            what.map { SellingStatement(SellingKinds.what, $0) }, amount.map { SellingStatement(SellingKinds.amount, $0) },
            closeDate.map { SellingStatement(SellingKinds.closeDate, $0) }, stage.map { SellingStatement(SellingKinds.stage, $0) },
            (owner ?? visitor.member.map { Owner(visitor.name, member: $0) }).map { SellingStatement(SellingKinds.owner, $0) },
        ].compactMap { $0 }
    }
}

extension Workbench {
    /// Takes up a sale. What is stated with it is held true at once.
    ///
    /// - Throws: `StoreError.refused` where the organisation is no account, or something cannot be kept.
    @discardableResult
    public func addObjective(_ draft: ObjectiveDraft, by visitor: Visitor) async throws -> ObjectiveLine {
        try await admit(visitor, to: .addObjective)
        try await checkAccount(draft.account, visitor)
        let time = now(), id = Identifier<SalesObjective>.make(at: time)
        var claims: [Claim] = []
        for statement in draft.statements(by: visitor) {
            try await checkNamed(in: statement, visitor)
            claims.append(try statement.claim(about: .objective(id), by: visitor, at: time, confidentialTo: nil))
        }
        let record = try await store.add(SalesObjective(
            id: id, account: draft.account, openedAt: draft.openedAt, recordedAt: time, origin: draft.origin, isFiction: draft.isFiction
        ), claims: claims)
        return ObjectiveLine(record, claims: claims)
    }

    /// Says to whose account an objective belongs and when it was taken up. All else is stated.
    ///
    /// - Parameters:
    ///   - openedAt: nil: as it was.
    ///   - version: the version the person saw.
    @discardableResult
    public func editObjective(
        _ id: Identifier<SalesObjective>, account: Identifier<Organization>, openedAt: Timestamp?, expecting version: Int, by visitor: Visitor
    ) async throws -> ObjectiveLine {
        try await admit(visitor, to: .editObjective, .objective(id))
        var objective = try await store.objective(id, in: visitor.scope).objective
        if account != objective.account { try await checkAccount(account, visitor) }
        objective.account = account
        objective.openedAt = openedAt ?? objective.openedAt
        let record = try await store.update(objective, expecting: version)
        return try await lines(of: [record], visitor).first ?? ObjectiveLine(record, claims: [])
    }

    private func checkAccount(_ id: Identifier<Organization>, _ visitor: Visitor) async throws {
        let organization = try await store.plainOrganization(id, in: visitor.scope)
        guard organization.kind.isAccount else { throw StoreError.refused("“\(organization.name)” is no customer or prospect. Choose an account.", at: "/account") }
    }
}
