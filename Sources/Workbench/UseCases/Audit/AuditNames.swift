public import Covalence
public import Foundation
import Store

extension Workbench {
    /// Names to show beside the ids of the audit log, as far as they are known now: members and teams. The log itself holds none.
    public func auditNames(by visitor: Visitor) async throws -> [UUID: String] {
        try await admit(visitor, to: .listMembers)
        var names: [UUID: String] = [:]
        for member in try await store.members() { names[member.id.uuid] = member.name }
        for team in try await store.teams() { names[team.id.uuid] = team.name }
        return names
    }
}

extension Workbench {
    /// Members to narrow the audit log by, by name; those who may not sign in any more too.
    public func auditActors(by visitor: Visitor) async throws -> [Member] {
        try await admit(visitor, to: .listMembers)
        return try await store.members().sorted { ($0.name, $0.address) < ($1.name, $1.address) }
    }
}
