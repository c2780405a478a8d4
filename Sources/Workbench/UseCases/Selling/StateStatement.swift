public import Covalence
import Store
import StrategicSelling

/// Somebody stated something that a statement would take the place of, and whoever states it has not seen it.
public struct StatedMeanwhile: Error, Hashable, Sendable, CustomStringConvertible {
    /// What holds by now.
    public var claim: Claim
    /// Who confirmed it, where the engine suggested it.
    public var confirmation: Decision?

    public var description: String {
        let did = confirmation.map { "\($0.author.name) confirmed" } ?? "\(claim.author.isEngine ? "The engine" : claim.author.name) stated"
        return "\(did) something of this while you were writing, and nothing of yours was saved. Look at it as it is now and state yours again."
    }
}

extension Workbench {
    /// States something of a sales objective, or of somebody in it. It is held true at once: a person says so.
    ///
    /// What only one can be said of (the amount, the degree of influence of a person) takes the place of what was said before to the same readers, as far
    /// as the visitor may know of it.
    ///
    /// - Throws: `StoreError.refused` where it states nothing of its kind; `StoreError.notFound` where somebody or something it names is out of sight;
    ///   `StatedMeanwhile` where it would take the place of what was not seen.
    @discardableResult
    public func state(_ statement: SellingStatement, of objective: Identifier<SalesObjective>, by visitor: Visitor) async throws -> Claim {
        try await admit(visitor, to: .stateClaim, .objective(objective))
        return try await state(statement, .objective(objective), visitor)
    }

    /// States something of the vocabulary of a person: it holds in every objective.
    @discardableResult
    public func state(_ statement: SellingStatement, of person: Identifier<Person>, by visitor: Visitor) async throws -> Claim {
        try await admit(visitor, to: .stateClaim, .person(person))
        return try await state(statement, .person(person), visitor)
    }

    /// States something of the vocabulary of an account: it holds in every objective there.
    @discardableResult
    public func state(_ statement: SellingStatement, of account: Identifier<Organization>, by visitor: Visitor) async throws -> Claim {
        try await admit(visitor, to: .stateClaim, .organization(account))
        return try await state(statement, .organization(account), visitor)
    }

    private func state(_ statement: SellingStatement, _ subject: Claim.Subject, _ visitor: Visitor) async throws -> Claim {
        try await checkNamed(in: statement, visitor)
        try await checkEvidence(statement.evidence, visitor)
        var claim = try statement.claim(
            about: subject, by: visitor, at: now(), confidentialTo: try await knowing(statement.confidentialTo, visitor)
        )
        let known = try await store.claims(about: subject, standings: [.suggested, .confirmed]).filter { $0.kind == claim.kind && visitor.mayKnow($0) }
        var former = known.filter { $0.standing == .confirmed && $0.confidentialTo == claim.confidentialTo && SellingKinds.replaces(claim, $0) }
        if let seen = statement.seen, let unseen = former.last(where: { !seen.contains($0.id) }) {
            let history = StatementHistory(claim: unseen, title: "", decisions: try await store.history(of: unseen.id))
            throw StatedMeanwhile(claim: unseen, confirmation: history.confirmation)
        }
        if let named = statement.supersedes {
            guard let found = known.first(where: { $0.id == named }) else {
                throw StoreError.refused("What it is to take the place of is not stated of this, or holds no longer. Reload the page and try again.", at: "/supersedes")
            }
            if !former.contains(found) { former.append(found) }
        }
        claim.supersedes = statement.supersedes ?? former.last?.id
        try await store.add([claim], decisions: former.map {
            ExpectedDecision(visitor.decision($0.id, .superseded, at: claim.recordedAt), expecting: $0.standing)
        })
        return claim
    }

    /// Whom and what a statement names must lie in sight.
    func checkNamed(in statement: SellingStatement, _ visitor: Visitor) async throws {
        if let object = statement.object {
            guard let person = Identifier<Person>(object) else { throw StoreError.refused("“\(object.prefix(100))” is not the id of a person. Choose one of this workspace.", at: "/object") }
            _ = try await store.person(person, in: visitor.scope)
        }
        if let person = statement.saidBy ?? statement.payload[SellingStatement.saidByKey].flatMap({ Identifier($0) }) {
            _ = try await store.person(person, in: visitor.scope)
        }
        if let offering = statement.payload["offering"].flatMap({ Identifier<Offering>($0) }) { _ = try await store.offering(offering) }
        if let organization = statement.payload["organization"].flatMap({ Identifier<Organization>($0) }) { try await beInSight(organization, visitor) }
        if let member = statement.payload["member"].flatMap({ Identifier<Member>($0) }) { _ = try await store.member(member) }
    }

    // MARK: Deciding

    /// Decides on a statement of the vocabulary: a suggestion that waits, or one that was stated before.
    ///
    /// - Parameter expecting: the standing the person saw.
    /// - Returns: the claim as it stands now.
    @discardableResult
    public func decideStatement(
        _ id: Identifier<Claim>, _ verdict: StatementVerdict, expecting: Standing, by visitor: Visitor
    ) async throws -> Claim {
        try await admit(visitor, to: .decideFinding, .claim(id))
        let claim = try await store.claim(id)
        guard try await isInSight(claim, visitor) else { throw StoreError.notFound("Finding \(id)") }
        guard SellingKinds.title(of: claim.kind) != nil else {
            throw StoreError.refused("This is no statement about an objective or the people in it. Decide on it where it was said.")
        }
        let time = now()
        func decision(_ claim: Claim, _ standing: Standing, expecting: Standing? = nil, reason: String? = nil) -> ExpectedDecision {
            ExpectedDecision(visitor.decision(claim.id, standing, at: time, reason: reason), expecting: expecting ?? claim.standing)
        }
        let decisions: [ExpectedDecision]
        switch verdict {
        case .confirm:
            guard SellingKinds.normalized(claim) != nil else {
                throw StoreError.refused("This statement is broken, or was written by a newer version of Covalence: it cannot be confirmed. Reject it and state it anew.")
            }
            let former = try await store.claims(about: claim.subject, standings: [.confirmed])
                .filter { visitor.mayKnow($0) && $0.confidentialTo == claim.confidentialTo && SellingKinds.replaces(claim, $0) }
            decisions = [decision(claim, .confirmed, expecting: expecting)] + former.map { decision($0, .superseded) }
        case .reject(let reason):
            decisions = [decision(claim, .rejected, expecting: expecting, reason: try Self.statementReason(reason))] + (try await restored(by: claim, visitor)).map { decision($0, .confirmed) }
        case .withdraw(let reason):
            decisions = [decision(claim, .withdrawn, expecting: expecting, reason: try Self.statementReason(reason))] + (try await restored(by: claim, visitor)).map { decision($0, .confirmed) }
        }
        try await store.add([], decisions: decisions)
        return try await store.claim(id)
    }

    /// Claims that a confirmed claim took the place of when it came to hold, and that nothing else takes the place of since: they hold again without it.
    private func restored(by claim: Claim, _ visitor: Visitor) async throws -> [Claim] {
        guard claim.standing == .confirmed else { return [] }
        let ledger = try await store.ledger(about: [claim.subject], kinds: [claim.kind])
        let began = ledger.history(of: claim.id).last { $0.standing == .confirmed }?.at ?? claim.recordedAt
        let now = try await store.claims(about: claim.subject, standings: nil).filter { $0.kind == claim.kind }
        return now.filter { former in
            former.standing == .superseded && former.id != claim.id && visitor.mayKnow(former)
                && ledger.history(of: former.id).last.map { $0.standing == .superseded && $0.at == began } ?? false
        }
    }

    private static func statementReason(_ reason: String?) throws(StoreError) -> String? {
        guard let reason = reason.flatMap(OneLine.clean) else { return nil }
        guard reason.unicodeScalars.count <= longestNote else { throw .refused("A reason has at most \(longestNote) characters. Write a shorter one.", at: "/reason") }
        return reason
    }
}
