// Scaffolding until the tables are there.
import Covalence
import Foundation

extension SQLiteWorkspaceStore {
    func interaction(_ id: Identifier<Interaction>, in scope: Scope) async throws(StoreError) -> InteractionRecord { throw .refused("not there yet") }
    func add(_ interactions: [NewInteraction], at time: Timestamp) async throws(StoreError) -> [InteractionOutcome] { throw .refused("not there yet") }
    func update(_ interaction: Interaction, accounts: Set<Identifier<Organization>>, expecting version: Int) async throws(StoreError) -> InteractionRecord { throw .refused("not there yet") }
    func erase(_ interaction: Identifier<Interaction>) async throws(StoreError) { throw .refused("not there yet") }
    func history(_ query: HistoryQuery, in scope: Scope) async throws(StoreError) -> Page<HistoryLine> { throw .refused("not there yet") }
    func writtenMoments(_ query: WrittenQuery, in scope: Scope) async throws(StoreError) -> Page<WrittenMoment> { throw .refused("not there yet") }
    func accounts(of meeting: Identifier<Meeting>) async throws(StoreError) -> Set<Identifier<Organization>> { throw .refused("not there yet") }
    func setAccounts(of meeting: Identifier<Meeting>, _ accounts: Set<Identifier<Organization>>) async throws(StoreError) { throw .refused("not there yet") }
    func isInSight(_ meeting: Identifier<Meeting>, _ scope: Scope) async throws(StoreError) -> Bool { true }
    func openIdentities(in scope: Scope, limit: Int) async throws(StoreError) -> [OpenIdentity] { throw .refused("not there yet") }
    func identify(_ identity: OpenIdentity.Key, as person: Identifier<Person>) async throws(StoreError) { throw .refused("not there yet") }
}
