public import Covalence
public import Store

extension Workbench {
    /// Lets only some members know of a claim; nil lets everybody who sees its subject. For others it is in no reading, report,
    /// export, search or suggestion, and neither is the finding it is about.
    ///
    /// - Parameters:
    ///   - members: whoever asks and whoever stated or confirmed it are among them in any case.
    ///   - seen: who knew of it when the person looked (`ContentTag(ofIDs:)`); nil to replace whatever is there.
    /// - Returns: those who know of it from now on; nil for everybody who sees its subject.
    /// - Throws: `NotPermitted` where it is for others to say; `StoreError.conflict(.content)` where others may know of it by now.
    @discardableResult
    public func makeConfidential(
        _ claim: Identifier<Claim>, to members: Set<Identifier<Member>>?, expecting seen: ContentTag? = nil, by visitor: Visitor
    ) async throws -> Set<Identifier<Member>>? {
        try await admit(visitor, to: .makeConfidential, .claim(claim))
        guard var named = members else {
            try await store.setConfidential(claim, to: nil, expecting: seen)
            return nil
        }
        let stated = try await store.claim(claim)
        guard stated.kind != MeetingOutcome.claimKind else {
            throw StoreError.refused("Whether a meeting led on stands in lists, so it cannot be confidential.")
        }
        for member in named { _ = try await store.member(member) }
        if let member = visitor.member { named.insert(member) }
        named.formUnion(try await staying(stated, among: try await store.members()).map(\.id))
        guard !named.isEmpty else { throw StoreError.refused("Choose at least one member who may know of it.", at: "/members") }
        try await store.setConfidential(claim, to: named, expecting: seen)
        return named
    }
}

/// A claim with who may know of it, and who says so.
public struct ClaimReaders: Hashable, Sendable {
    public var claim: Claim
    /// Members who could be the only ones to know of it, by name; without the visitor.
    public var members: [Member]
    /// Members who know of it in any case, by name: whoever stated or confirmed it.
    public var staying: [Member]
    /// Whether the visitor may say who knows of it.
    public var maySay: Bool
}

extension Workbench {
    /// A claim with the members who could be the only ones to know of it: for the form that asks.
    public func confidentiality(of claim: Identifier<Claim>, by visitor: Visitor) async throws -> ClaimReaders {
        try await admit(visitor, to: .watchMeeting, .claim(claim))
        guard visitor.may(.change) else { throw NotPermitted(visitor: visitor.name, permission: .change) }
        let (stated, everybody) = (try await store.claim(claim), try await store.members().sorted { $0.name < $1.name })
        return ClaimReaders(
            claim: stated, members: everybody.filter { $0.state == .active && $0.id != visitor.member && $0.role != .researcher },
            staying: try await staying(stated, among: everybody), maySay: try await saysWhoKnows(visitor, stated)
        )
    }

    /// Those of some claims of which a visitor may say who knows, for pages that show or hide a link. Leaves no trace.
    public func saysWhoKnows(_ visitor: Visitor, of claims: [Claim]) async throws -> Set<Identifier<Claim>> {
        var found: Set<Identifier<Claim>> = []
        for claim in claims where try await saysWhoKnows(visitor, claim) { found.insert(claim.id) }
        return found
    }

    /// Whether a visitor may say who knows of a claim: those who say who sees an account may, and whoever stated it; what no person stated, whoever was the
    /// only one to confirm it. What others said openly is theirs.
    ///
    /// Members are told apart by their ids. Where a claim or a decision has a person's name only, it is nobody's here: members can take any name.
    func saysWhoKnows(_ visitor: Visitor, _ claim: Claim) async throws -> Bool {
        guard visitor.may(.change) else { return false }
        if visitor.may(.assign) { return true }
        guard let member = visitor.member else { return false }
        if claim.author.kind == .person { return claim.statedBy == member }
        return try await confirmers(of: claim) == [member]
    }

    /// Members who know of a claim whatever is said of it.
    private func staying(_ claim: Claim, among members: [Member]) async throws -> [Member] {
        let ids = try await confirmers(of: claim).union([claim.statedBy])
        return members.filter { ids.contains($0.id) }
    }

    /// The people who confirmed a claim; nil stands for those of whom it is not known which member they are.
    private func confirmers(of claim: Claim) async throws -> Set<Identifier<Member>?> {
        Set(try await store.history(of: claim.id).filter { $0.standing == .confirmed && $0.author.kind == .person }.map(\.decidedBy))
    }
}
