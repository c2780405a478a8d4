public import Covalence
public import Store

/// Something a person states of an organisation or of a person.
public struct StatementDraft: Hashable, Sendable {
    /// In the person's words.
    public var text: String
    /// When it held; nil while not known.
    public var observedAt: Timestamp?
    /// What it rests on; empty: “said by …”.
    public var evidence: [Evidence]
    /// The members who may know of it, and whoever states it; nil for everybody who sees what it is about.
    public var confidentialTo: Set<Identifier<Member>>?

    /// A statement in somebody's words.
    public init(
        _ text: String, observedAt: Timestamp? = nil, evidence: [Evidence] = [], confidentialTo: Set<Identifier<Member>>? = nil
    ) {
        self.text = text
        self.observedAt = observedAt
        self.evidence = evidence
        self.confidentialTo = confidentialTo
    }

    /// The kind of such claims about a person.
    public static let personKind = "person.statement"
    /// The kind of such claims about an organisation.
    public static let organizationKind = "organization.statement"
    /// The most characters of one.
    static let longest = 2_000
}

extension Workbench {
    /// States something of a person. It is held true at once: a person says so.
    @discardableResult
    public func stateClaim(about person: Identifier<Person>, _ draft: StatementDraft, by visitor: Visitor) async throws -> Claim {
        try await admit(visitor, to: .stateClaim, .person(person))
        return try await state(draft, kind: StatementDraft.personKind, .person(person), visitor)
    }

    /// States something of an organisation. It is held true at once: a person says so.
    @discardableResult
    public func stateClaim(about organization: Identifier<Organization>, _ draft: StatementDraft, by visitor: Visitor) async throws -> Claim {
        try await admit(visitor, to: .stateClaim, .organization(organization))
        return try await state(draft, kind: StatementDraft.organizationKind, .organization(organization), visitor)
    }

    private func state(_ draft: StatementDraft, kind: String, _ subject: Claim.Subject, _ visitor: Visitor) async throws -> Claim {
        guard let text = Paragraphs.clean(draft.text), text.count <= StatementDraft.longest else {
            throw StoreError.refused("A statement has 1 to \(StatementDraft.longest) characters. Write what you know.", at: "/text")
        }
        try await checkEvidence(draft.evidence, visitor)
        let claim = Claim(
            id: .make(at: now()), kind: kind, subject: subject, value: text, author: visitor.author, statedBy: visitor.member,
            observedAt: draft.observedAt, recordedAt: now(), evidence: draft.evidence, standing: .confirmed,
            confidentialTo: try await knowing(draft.confidentialTo, visitor)
        )
        try await store.add([claim], decisions: [])
        return claim
    }

    /// Says to whom a person reports; it takes the place of what was said before among the same people: what is confidential to some, of
    /// what is confidential to the same only.
    ///
    /// - Parameters:
    ///   - above: the person above; nil: to nobody, or it is not known any more. Then all that the visitor may know of it is withdrawn, or
    ///     only what is confidential to these, where `confidentialTo` names some.
    ///   - confidentialTo: the members who may know of it, and the visitor; nil for everybody who sees the person.
    ///   - seen: what was said of it when the person looked (`OpenPerson.reportsToTag`); nil to replace whatever is there.
    /// - Returns: the claim; nil where `above` is nil.
    /// - Throws: `StoreError.refused` where it would close a circle; `StoreError.conflict(.content)` where something else was said meanwhile.
    @discardableResult
    public func reportsTo(
        _ person: Identifier<Person>,
        above: Identifier<Person>?,
        evidence: [Evidence] = [],
        observedAt: Timestamp? = nil,
        confidentialTo: Set<Identifier<Member>>? = nil,
        expecting seen: ContentTag? = nil,
        by visitor: Visitor
    ) async throws -> Claim? {
        try await admit(visitor, to: .stateClaim, .person(person))
        if let above {
            _ = try await store.person(above, in: visitor.scope)
            guard above != person else { throw StoreError.refused("Nobody reports to themselves. Choose another person, or nobody.", at: "/person") }
        }
        try await checkEvidence(evidence, visitor)
        let time = now()
        let former = try await reporting(live: person, visitor)
        try ContentTag.check(seen, is: ContentTag(ofIDs: former.map(\.id)), "To whom this person reports")
        let knowing = try await knowing(confidentialTo, visitor)
        let replaced = former.filter { $0.confidentialTo == knowing || above == nil && knowing == nil }
        let ended: Standing = above == nil ? .withdrawn : .superseded
        let decisions = replaced.map {
            ExpectedDecision(visitor.decision($0.id, ended, at: time), expecting: $0.standing)
        }
        guard let above else {
            if !decisions.isEmpty { try await store.add([], decisions: decisions) }
            return nil
        }
        let claim = Claim(
            id: .make(at: time), kind: Person.reportsToKind, subject: .person(person), object: above.description,
            author: visitor.author, statedBy: visitor.member, observedAt: observedAt, recordedAt: time, evidence: evidence, standing: .confirmed,
            supersedes: replaced.last?.id, confidentialTo: knowing
        )
        try await store.add([claim], decisions: decisions)
        return claim
    }

    /// Those who may know of a confidential claim: members of the workspace, and whoever states it.
    func knowing(_ asked: Set<Identifier<Member>>?, _ visitor: Visitor) async throws -> Set<Identifier<Member>>? {
        guard var asked else { return nil }
        for member in asked where member != visitor.member { _ = try await store.member(member) }
        if let member = visitor.member { asked.insert(member) }
        return asked
    }

    /// Evidence must lie in sight: it would show what it points at.
    func checkEvidence(_ evidence: [Evidence], _ visitor: Visitor) async throws {
        guard evidence.count <= 100 else { throw StoreError.refused("A statement rests on at most 100 places. Choose the best ones.", at: "/evidence") }
        for piece in evidence {
            switch piece.place {
            case .meeting(let id):
                guard try await store.isInSight(id, visitor.scope) else { throw StoreError.notFound("The meeting \(id)") }
            case .interaction(let id): _ = try await store.interaction(id, in: visitor.scope)
            case .claim(let id):
                let claim = try await store.claim(id)
                guard visitor.mayKnow(claim), try await sees(claim.subject, visitor) else { throw StoreError.notFound("Finding \(id)") }
            // A transcript's id is known only to those who could open it.
            case .words: break
            }
        }
    }

    private func sees(_ subject: Claim.Subject, _ visitor: Visitor) async throws -> Bool {
        switch subject {
        case .meeting(let id), .participant(_, let id): return try await store.isInSight(id, visitor.scope)
        case .person(let id): return try await isInSight(id, visitor.scope)
        case .organization(let id): return try await isInSight(id, visitor.scope)
        case .interaction(let id):
            do {
                _ = try await store.interaction(id, in: visitor.scope)
                return true
            } catch StoreError.notFound { return false }
        case .objective(let id):
            do {
                _ = try await store.objective(id, in: visitor.scope)
                return true
            } catch StoreError.notFound { return false }
        }
    }
}
