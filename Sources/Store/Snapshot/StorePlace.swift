public import Foundation

/// Where a store is: a folder, or a PostgreSQL database with the folder in which this node keeps files and keys.
public enum StorePlace: Sendable {
    case folder(URL)
    /// - `address`: as `PostgresStore.open` takes it.
    case database(_ address: String, folder: URL, options: PostgresStore.Options = PostgresStore.Options())

    /// The folder; with a database, that of the files.
    public var folder: URL {
        switch self {
        case .folder(let folder), .database(_, let folder, _): folder
        }
    }

    /// Whether something is there to be opened. Of a database that is known only once it answers.
    public var isThere: Bool {
        switch self {
        case .folder(let folder): FileManager.default.fileExists(atPath: folder.appendingPathComponent("covalence.sqlite").path)
        case .database: true
        }
    }

    /// Opens the records, and makes them where there are none.
    public func openRecords() async throws -> SQLRecordStore {
        switch self {
        case .folder(let folder): try await SQLiteStore.open(folder)
        case .database(let address, let folder, let options): try await PostgresStore.open(address, folder: folder, options: options)
        }
    }

    /// Opens the audit log, and makes it where there is none.
    public func openAudit() async throws -> SQLAuditLog {
        switch self {
        case .folder(let folder): try await SQLAuditLog.open(folder: folder)
        case .database(let address, let folder, let options): try await SQLAuditLog.open(database: address, folder: folder, options: options)
        }
    }
}
