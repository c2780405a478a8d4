public import Covalence
import Store

/// Whose measures somebody may open, beside their own.
public struct MeasuresInSight: Sendable, Hashable {
    /// Teams they lead; all teams for administrators.
    public var teams: [Team]
    /// Sellers who are named to them.
    public var sellers: [Member]
}

extension Workbench {
    /// The teams and sellers whose measures the visitor may open. Shows no measure, so it leaves no trace.
    public func measuresInSight(by visitor: Visitor) async throws -> MeasuresInSight {
        try await admit(visitor, to: .seeOwnAccount)
        guard visitor.may(.lead) else { return MeasuresInSight(teams: [], sellers: []) }
        let teams = try await store.teams().filter { team in
            visitor.role == .administrator || team.members.contains { $0.member == visitor.member && $0.manages }
        }
        var sellers: [Member] = []
        for grant in try await store.measureGrants() where grant.viewer == visitor.member { sellers.append(try await store.member(grant.seller)) }
        return MeasuresInSight(teams: teams.sorted { $0.name < $1.name }, sellers: sellers.sorted { $0.name < $1.name })
    }
}
