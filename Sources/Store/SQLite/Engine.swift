import Covalence
import Foundation
import GRDB

/// One writer and several readers on one file; errors come out as `StoreError`.
struct Engine: Sendable {
    let pool: DatabasePool
    let path: String
    /// Rings after every committed change.
    let bell = EventBell()

    func read<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(StoreError) -> Value {
        do { return try await pool.read(body) } catch { throw StoreError(error, path: path) }
    }

    /// One transaction: all of `body` or nothing.
    func write<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(StoreError) -> Value {
        do {
            let value = try await pool.write(body)
            bell.ring()
            return value
        } catch { throw StoreError(error, path: path) }
    }

    func withoutTransaction<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(StoreError) -> Value {
        do { return try await pool.barrierWriteWithoutTransaction(body) } catch { throw StoreError(error, path: path) }
    }
}

extension StoreError {
    /// What a failed call means to the caller.
    init(_ error: any Error, path: String) {
        switch error {
        case let error as StoreError: self = error
        case is CancellationError: self = .cancelled
        case let error as DatabaseError:
            switch error.resultCode {
            case .SQLITE_BUSY, .SQLITE_LOCKED: self = .locked(path: path)
            case .SQLITE_FULL: self = .diskFull(path: path)
            case .SQLITE_NOTADB: self = .corrupt("\(path) is not a store of Covalence.")
            case .SQLITE_CORRUPT: self = .corrupt("The store \(path) is damaged.")
            case .SQLITE_CANTOPEN:
                self = .fileSystem("The store \(path) cannot be opened. Check that its folder is there and may be written to.")
            case .SQLITE_READONLY, .SQLITE_PERM:
                self = .fileSystem("The store \(path) may not be written to. Check who owns it.")
            case .SQLITE_IOERR:
                self = .fileSystem("The disk failed while the store \(path) was used: \(error.message ?? "no reason given").")
            default: self = .database(error.message ?? "\(error)")
            }
        default: self = .database("\(error)")
        }
    }
}

extension Identifier {
    /// Sixteen bytes, as the tables have it.
    init(row: Row, _ column: Int) {
        self.init(row[column] as UUID)
    }
}

/// Text as it is compared: without case and accents.
func folded(_ text: String) -> String {
    // Most text is ASCII, where folding is nothing but lower case and Foundation is forty times slower ‡.
    if text.utf8.allSatisfy({ $0 < 0x80 }) { return text.lowercased() }
    return foldedWhole(text)
}

private func foldedWhole(_ text: String) -> String {
    text.folding(options: [.caseInsensitive, .diacriticInsensitive, .widthInsensitive], locale: nil)
}
