public import Covalence
public import SignIn
import Store

extension Workbench {
    /// Lets in whom a provider of OpenID Connect has identified: by an identity bound before, else by the address, which the provider
    /// must have verified, of an invited or active member; that binds the identity. A second factor is the provider's matter.
    ///
    /// - Throws: `DoorProblem`; `StoreError.exists` where the member is bound to another identity of this provider.
    public func signIn(_ identity: OpenIDIdentity, origin: String, browser: String) async throws -> SignedIn {
        let (found, isNew) = try await member(for: identity, origin)
        guard var member = found, member.state != .suspended else {
            try await note(.signInRefused, origin: origin, subject: found.map { .member($0.id) } ?? .workspace, isRefused: true)
            throw DoorProblem.unknownIdentity
        }
        if isNew { try await store.bind(issuer: identity.issuer, subject: identity.subject, to: member.id) }
        if member.state == .invited {
            try await note(.invitationAccepted, .member(member.id), origin: origin, subject: .member(member.id))
            member.state = .active
            try await store.update(member, at: machineTime())
        }
        return try await beginSession(of: member, origin: origin, browser: browser)
    }

    private func member(for identity: OpenIDIdentity, _ origin: String) async throws -> (Member?, isNew: Bool) {
        if let bound = try await store.member(issuer: identity.issuer, subject: identity.subject) { return (bound, false) }
        guard let email = identity.email, identity.emailVerified else {
            try await note(.signInRefused, origin: origin, isRefused: true)
            throw DoorProblem.unverifiedIdentity
        }
        return (try await store.member(withAddress: Self.typed(email)), true)
    }

    /// Accepts an invitation with an account at a provider in the place of a password. The link shows that the person has the address,
    /// so it need not be the one that the provider knows, nor be verified there; from then on the identity signs in.
    ///
    /// - Throws: `DoorProblem.link`; `DoorProblem.identityTaken` where the identity is another member's.
    public func acceptInvitation(token: String, with identity: OpenIDIdentity, origin: String, browser: String) async throws -> SignedIn {
        let stored = try await look(at: token, .invitation)
        let invited = try await member(of: stored, .invited)
        if let bound = try await store.member(issuer: identity.issuer, subject: identity.subject), bound.id != invited.id {
            try await note(.signInRefused, origin: origin, subject: .member(invited.id), isRefused: true)
            throw DoorProblem.identityTaken
        }
        try await use(stored)
        try await note(.invitationAccepted, .member(invited.id), origin: origin, subject: .member(invited.id))
        try await store.bind(issuer: identity.issuer, subject: identity.subject, to: invited.id)
        // An administrator may have changed the rest in the meantime.
        var current = try await store.member(invited.id)
        guard current.state == .invited else { throw DoorProblem.link }
        current.state = .active
        try await store.update(current, at: machineTime())
        return try await beginSession(of: current, origin: origin, browser: browser)
    }

    /// Lets go of a member's identities at providers: they have another account there now.
    public func forgetIdentities(of member: Identifier<Member>, by visitor: Visitor) async throws {
        try await admit(visitor, to: .changeMember, .member(member))
        try await store.unbind(member)
    }
}
