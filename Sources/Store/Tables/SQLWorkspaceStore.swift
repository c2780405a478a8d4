import Covalence
import Foundation

/// The handle of one workspace. What it can do stands in one file per subject: Meetings, Changes, Transcripts, Casts, Claims,
/// Suggestions, Search, Files, Cache, Erasure.
struct SQLWorkspaceStore: WorkspaceStore {
    let id: Identifier<Workspace>
    /// The workspace's number in the tables.
    let number: Int64
    let engine: Engine
    let files: FileVault
    /// Whose session is it? Asked with every request.
    let sessionReads = JoinedReads<Data, SessionHolder>()
    let knownSessions = KnownSessions()

    /// The engine's SQL, where the two differ.
    var dialect: Dialect { engine.dialect }

    /// A meeting's number in the tables.
    func number(of meeting: Identifier<Meeting>, _ db: Database) throws -> Int64 {
        let statement = try db.cachedStatement(sql: "SELECT number FROM meeting WHERE workspace = ? AND id = ?")
        guard let found = try Int64.fetchOne(statement, arguments: [number, meeting.uuid]) else {
            throw StoreError.notFound("The meeting \(meeting)")
        }
        return found
    }

    /// Runs a statement that is prepared once per connection.
    func run(_ sql: String, _ arguments: StatementArguments, _ db: Database) throws {
        try db.cachedStatement(sql: sql).execute(arguments: arguments)
    }
}
