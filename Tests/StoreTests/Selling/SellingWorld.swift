import Covalence
import Foundation
import Store
import Testing

/// An account of Ben's, one of nobody's, and what is sold to them.
struct SellingWorld: Sendable {
    let room: Room
    let store: any RecordStore
    let workspace: any WorkspaceStore
    let ben: Identifier<Member>
    /// A customer that Ben holds.
    let halden: Identifier<Organization>
    /// A customer that nobody holds.
    let other: Identifier<Organization>

    init() async throws {
        room = try Room()
        (store, workspace) = try await room.makeWorkspace()
        let member = newMember("Ben", "ben@nordwind.example", role: .salesperson)
        try await workspace.add(member, token: nil)
        ben = member.id
        halden = try await workspace.add(newOrganization("Halden Works"), holders: AccountHolders(members: [ben]), at: .base).id
        other = try await workspace.add(newOrganization("Östra Kraft"), holders: AccountHolders(), at: .base).id
    }

    var sightOfBen: Scope { .accounts(of: ben, managing: false) }

    @discardableResult
    func objective(at account: Identifier<Organization>, opened minute: Int = 0, origin: Origin? = nil, claims: [(String, String)] = []) async throws -> ObjectiveRecord {
        let objective = SalesObjective(id: .make(at: .base), account: account, openedAt: .minutes(minute), recordedAt: .base, origin: origin)
        return try await workspace.add(objective, claims: claims.map { claim($0.0, of: objective.id, value: $0.1) })
    }

    func claim(
        _ kind: String, of objective: Identifier<SalesObjective>, value: String? = nil, object: String? = nil, payload: [String: String] = [:],
        minute: Int = 0, standing: Standing = .confirmed, evidence: [Evidence] = []
    ) -> Claim {
        Claim(
            id: .make(at: .minutes(minute)), kind: kind, subject: .objective(objective), object: object, value: value, payload: payload,
            author: .person("Petra"), recordedAt: .minutes(minute), evidence: evidence, standing: standing
        )
    }

    /// A note that comes in for accounts.
    @discardableResult
    func note(_ title: String, at accounts: Set<Identifier<Organization>>, source: String? = nil) async throws -> Identifier<Interaction> {
        let note = newInteraction(title, text: "The quotation is late.", source: source)
        _ = try await workspace.add([NewInteraction(note, accounts: accounts)], at: .base)
        return note.id
    }

    func linked(_ interaction: Identifier<Interaction>) async throws -> [Identifier<SalesObjective>] {
        try await workspace.objectives(of: .interaction(interaction), in: .everything).map(\.id)
    }

    /// What waits for a person to say where it belongs.
    func asked(limit: Int = 50, daysAhead: Int = 14) async throws -> [HistoryLine.Subject] {
        try await workspace.openLinks(near: .base, before: .minutes(daysAhead * 1_440), limit: limit, in: .everything).map(\.line.subject)
    }
}
