import Covalence
import Foundation
import GRDB

/// A person in the directory, in interactions and among the members.
extension SQLiteWorkspaceStore {
    struct DirectoryEntry {
        var name: String
        var addresses: [String]
    }

    func directoryEntry(of person: Identifier<Person>, _ db: Database) throws -> DirectoryEntry? { nil }

    func interactions(of person: Identifier<Person>, _ addresses: [String], _ db: Database) throws -> [Identifier<Interaction>] { [] }

    func member(of person: Identifier<Person>, _ db: Database) throws -> Identifier<Member>? { nil }

    func eraseDirectoryEntry(
        of person: Identifier<Person>, addresses: [String], substitute: String, _ db: Database
    ) throws {}

    /// Lists stop saying which person a participant was.
    func forgetPerson(of part: MeetingPart, _ db: Database) throws {}

    func erasedInteractions(_ db: Database) throws -> [ErasureRecord] { [] }

    func expired(
        _ kind: RetainedKind, _ interactions: Interaction.Kind, before time: Timestamp, limit: Int
    ) async throws(StoreError) -> ExpiredData { ExpiredData(kind: kind, count: 0) }
}
