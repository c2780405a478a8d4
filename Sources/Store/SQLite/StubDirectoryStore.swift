// Scaffolding until the tables are there.
import Covalence
import Foundation

extension SQLiteWorkspaceStore {
    func organization(_ id: Identifier<Organization>, in scope: Scope) async throws(StoreError) -> OrganizationSummary { throw .refused("not there yet") }
    func organizations(_ query: OrganizationQuery, in scope: Scope) async throws(StoreError) -> Page<OrganizationSummary> { throw .refused("not there yet") }
    func add(_ organization: Organization, holders: AccountHolders, at time: Timestamp) async throws(StoreError) -> OrganizationSummary { throw .refused("not there yet") }
    func update(_ organization: Organization, expecting version: Int, at time: Timestamp) async throws(StoreError) -> OrganizationSummary { throw .refused("not there yet") }
    func setHolders(of organization: Identifier<Organization>, _ holders: AccountHolders, expecting version: Int) async throws(StoreError) { throw .refused("not there yet") }
    func merge(_ absorbed: Identifier<Organization>, into kept: Identifier<Organization>, by author: String, at time: Timestamp) async throws(StoreError) -> Identifier<Merge> { throw .refused("not there yet") }
    func likelyDuplicateOrganizations(limit: Int) async throws(StoreError) -> [LikelyDuplicate<Organization>] { throw .refused("not there yet") }
    func organization(withDomain domain: String) async throws(StoreError) -> Organization? { throw .refused("not there yet") }
    func person(_ id: Identifier<Person>, in scope: Scope) async throws(StoreError) -> PersonSummary { throw .refused("not there yet") }
    func people(_ query: PersonQuery, in scope: Scope) async throws(StoreError) -> Page<PersonSummary> { throw .refused("not there yet") }
    func add(_ person: Person, by member: Identifier<Member>?, at time: Timestamp) async throws(StoreError) -> PersonSummary { throw .refused("not there yet") }
    func update(_ person: Person, expecting version: Int, at time: Timestamp) async throws(StoreError) -> PersonSummary { throw .refused("not there yet") }
    func merge(_ absorbed: Identifier<Person>, into kept: Identifier<Person>, by author: String, at time: Timestamp) async throws(StoreError) -> Identifier<Merge> { throw .refused("not there yet") }
    func likelyDuplicatePeople(limit: Int) async throws(StoreError) -> [LikelyDuplicate<Person>] { throw .refused("not there yet") }
    func keepApart(_ first: String, _ second: String) async throws(StoreError) { throw .refused("not there yet") }
    func undoMerge(_ merge: Identifier<Merge>, at time: Timestamp) async throws(StoreError) { throw .refused("not there yet") }
    func merges(limit: Int) async throws(StoreError) -> [MergeRecord] { throw .refused("not there yet") }
    func people(withAddresses addresses: [String]) async throws(StoreError) -> [String: Person] { throw .refused("not there yet") }
    func people(named name: String, limit: Int) async throws(StoreError) -> [Person] { throw .refused("not there yet") }
}
