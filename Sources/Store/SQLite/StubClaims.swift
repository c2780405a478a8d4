// Scaffolding until the tables are there.
import Covalence

extension SQLiteWorkspaceStore {
    func claims(about subject: Claim.Subject, standings: Set<Standing>?) async throws(StoreError) -> [Claim] { throw .refused("not there yet") }
    func add(_ claims: [Claim], decisions: [ExpectedDecision]) async throws(StoreError) { throw .refused("not there yet") }
    func setConfidential(_ claim: Identifier<Claim>, to members: Set<Identifier<Member>>?) async throws(StoreError) { throw .refused("not there yet") }
}
