public import Covalence
import Store

/// Somebody who may see a seller's own measures.
public struct MeasureViewer: Hashable, Sendable {
    public var viewer: Member
    public var grantedBy: Member
    public var at: Timestamp
}

/// Who may see whose measures.
public struct MeasureLeave: Hashable, Sendable {
    public var seller: Member
    public var by: MeasureViewer
}

extension Workbench {
    /// Who may see whose measures, oldest first.
    public func listMeasureGrants(by visitor: Visitor) async throws -> [MeasureLeave] {
        try await admit(visitor, to: .listMembers)
        return try await leaves { _ in true }
    }

    /// Gives a member leave to see a seller's own measures; the seller sees that.
    ///
    /// - Throws: `DoorProblem.notAMember` for the operator, because the seller is told who granted it; `StoreError.refused` where the
    ///   viewer's role does not lead.
    public func grantMeasures(viewer: Identifier<Member>, seller: Identifier<Member>, by visitor: Visitor) async throws {
        try await admit(visitor, to: .grantMeasures, .member(seller))
        let granter = try await own(visitor)
        let reader = try await store.member(viewer)
        guard viewer != seller else { throw StoreError.refused("Everybody sees their own measures. Choose somebody else.") }
        guard reader.role.permissions.contains(.lead) else {
            throw StoreError.refused("Only managers and administrators can be given this. Change the role of \(reader.name) first.")
        }
        try await store.add(MeasureGrant(viewer: viewer, seller: seller, grantedBy: granter.id, at: machineTime()))
    }

    /// Takes the leave back.
    public func revokeMeasures(viewer: Identifier<Member>, seller: Identifier<Member>, by visitor: Visitor) async throws {
        try await admit(visitor, to: .grantMeasures, .member(seller))
        try await store.removeGrant(viewer: viewer, seller: seller)
    }

    /// Who may see the visitor's own measures.
    ///
    /// - Throws: `DoorProblem.notAMember` for the operator.
    public func whoSeesMine(by visitor: Visitor) async throws -> [MeasureViewer] {
        try await admit(visitor, to: .seeOwnAccount)
        let member = try await own(visitor)
        return try await leaves { $0.seller == member.id }.map(\.by)
    }

    private func leaves(_ isWanted: (MeasureGrant) -> Bool) async throws -> [MeasureLeave] {
        let members = Dictionary(uniqueKeysWithValues: try await store.members().map { ($0.id, $0) })
        return try await store.measureGrants().filter(isWanted).compactMap { grant in
            guard let seller = members[grant.seller], let viewer = members[grant.viewer], let granter = members[grant.grantedBy] else {
                return nil
            }
            return MeasureLeave(seller: seller, by: MeasureViewer(viewer: viewer, grantedBy: granter, at: grant.at))
        }
    }
}
