public import Covalence
public import Store

extension Workbench {
    /// Lets only some members know of a claim; nil lets everybody who sees its subject. For others it is in no reading, report,
    /// export, search or suggestion, and neither is the finding it is about.
    ///
    /// - Parameters:
    ///   - members: whoever asks is among them in any case.
    ///   - seen: who knew of it when the person looked (`ContentTag(ofIDs:)`); nil to replace whatever is there.
    /// - Throws: `StoreError.conflict(.content)` where others may know of it by now.
    public func makeConfidential(
        _ claim: Identifier<Claim>, to members: Set<Identifier<Member>>?, expecting seen: ContentTag? = nil, by visitor: Visitor
    ) async throws {
        try await admit(visitor, to: .makeConfidential, .claim(claim))
        guard var named = members else { return try await store.setConfidential(claim, to: nil, expecting: seen) }
        guard try await store.claim(claim).kind != MeetingOutcome.claimKind else {
            throw StoreError.refused("Whether a meeting led on stands in lists, so it cannot be confidential.")
        }
        for member in named { _ = try await store.member(member) }
        if let member = visitor.member { named.insert(member) }
        guard !named.isEmpty else { throw StoreError.refused("Choose at least one member who may know of it.", at: "/members") }
        try await store.setConfidential(claim, to: named, expecting: seen)
    }
}

extension Workbench {
    /// A claim with the members who could be the only ones to know of it: for the form that asks.
    public func confidentiality(of claim: Identifier<Claim>, by visitor: Visitor) async throws -> (claim: Claim, members: [Member]) {
        try await admit(visitor, to: .watchMeeting, .claim(claim))
        guard visitor.may(.change) else { throw NotPermitted(visitor: visitor.name, permission: .change) }
        let members = try await store.members().filter { $0.state == .active && $0.id != visitor.member && $0.role != .researcher }
        return (try await store.claim(claim), members.sorted { $0.name < $1.name })
    }
}
