// Scaffolding until the tables are there.
import Covalence
import Foundation

extension SQLiteWorkspaceStore {
    func members() async throws(StoreError) -> [Member] { throw .refused("not there yet") }
    func member(_ id: Identifier<Member>) async throws(StoreError) -> Member { throw .refused("not there yet") }
    func member(withAddress address: String) async throws(StoreError) -> Member? { throw .refused("not there yet") }
    func add(_ member: Member, token: OneTimeToken?) async throws(StoreError) { throw .refused("not there yet") }
    func update(_ member: Member) async throws(StoreError) { throw .refused("not there yet") }
    func credentials(of member: Identifier<Member>) async throws(StoreError) -> Credentials { throw .refused("not there yet") }
    func setCredentials(of member: Identifier<Member>, _ credentials: Credentials, endingSessions: Bool, keeping: Data?) async throws(StoreError) { throw .refused("not there yet") }
    func useStep(_ step: Int64, of member: Identifier<Member>) async throws(StoreError) -> Bool { throw .refused("not there yet") }
    func useRecoveryCode(_ hash: Data, of member: Identifier<Member>) async throws(StoreError) -> Bool { throw .refused("not there yet") }
    func member(issuer: String, subject: String) async throws(StoreError) -> Member? { throw .refused("not there yet") }
    func bind(issuer: String, subject: String, to member: Identifier<Member>) async throws(StoreError) { throw .refused("not there yet") }
    func add(_ token: OneTimeToken) async throws(StoreError) { throw .refused("not there yet") }
    func oneTimeToken(_ hash: Data) async throws(StoreError) -> OneTimeToken? { throw .refused("not there yet") }
    func use(_ hash: Data, at time: Timestamp) async throws(StoreError) -> OneTimeToken? { throw .refused("not there yet") }
    func add(_ session: Session) async throws(StoreError) { throw .refused("not there yet") }
    func session(_ hash: Data, at time: Timestamp) async throws(StoreError) -> Session? { throw .refused("not there yet") }
    func touch(_ hash: Data, at time: Timestamp) async throws(StoreError) { throw .refused("not there yet") }
    func endSession(_ hash: Data) async throws(StoreError) { throw .refused("not there yet") }
    func endSessions(of member: Identifier<Member>, keeping: Data?) async throws(StoreError) { throw .refused("not there yet") }
    func sessions(of member: Identifier<Member>) async throws(StoreError) -> [Session] { throw .refused("not there yet") }
    func dropExpired(before time: Timestamp) async throws(StoreError) { throw .refused("not there yet") }
    func teams() async throws(StoreError) -> [Team] { throw .refused("not there yet") }
    func save(_ team: Team) async throws(StoreError) { throw .refused("not there yet") }
    func remove(_ team: Identifier<Team>) async throws(StoreError) { throw .refused("not there yet") }
    func measureGrants() async throws(StoreError) -> [MeasureGrant] { throw .refused("not there yet") }
    func add(_ grant: MeasureGrant) async throws(StoreError) { throw .refused("not there yet") }
    func removeGrant(viewer: Identifier<Member>, seller: Identifier<Member>) async throws(StoreError) { throw .refused("not there yet") }
}
