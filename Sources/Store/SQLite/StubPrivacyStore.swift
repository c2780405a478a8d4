// Scaffolding until the tables are there.
import Covalence
import Foundation

extension SQLiteWorkspaceStore {
    func removeWords(of meeting: Identifier<Meeting>, _ which: RemovedWords, reading: Data?) async throws(StoreError) -> WordRemoval { throw .refused("not there yet") }
    func removedWords(of meeting: Identifier<Meeting>) async throws(StoreError) -> RemovedWords? { throw .refused("not there yet") }
    func keptReading(of meeting: Identifier<Meeting>) async throws(StoreError) -> Data? { throw .refused("not there yet") }
    func replaceRecording(of meeting: Identifier<Meeting>, with replacement: StoredFile?) async throws(StoreError) { throw .refused("not there yet") }
    func dropOriginal(of meeting: Identifier<Meeting>) async throws(StoreError) { throw .refused("not there yet") }
    func holdings(on person: Identifier<Person>) async throws(StoreError) -> PersonHoldings { throw .refused("not there yet") }
    func erasePerson(_ person: Identifier<Person>, substitute: String, at time: Timestamp) async throws(StoreError) { throw .refused("not there yet") }
    func erasures() async throws(StoreError) -> [ErasureRecord] { throw .refused("not there yet") }
    func replay(_ erasures: [ErasureRecord]) async throws(StoreError) -> Int { throw .refused("not there yet") }
    func expired(_ kind: RetainedKind, before time: Timestamp, limit: Int) async throws(StoreError) -> ExpiredData { throw .refused("not there yet") }
}
