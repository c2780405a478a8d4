import Foundation
import GRDB
#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

extension SQLiteEngine {
    static func migrator(_ migrations: [Migration]) -> DatabaseMigrator {
        var migrator = DatabaseMigrator()
        for migration in migrations {
            migrator.registerMigration(migration.name) { db in try migration.carryOut(Database(db)) }
        }
        return migrator
    }

    /// Brings a file's tables to the newest form, and what the planner is told of them with it. Before a file that has tables is changed, a copy of it is put beside it.
    ///
    /// - Parameters:
    ///   - mark: `application_id` of our files.
    ///   - kind: what the file should be, for a sentence.
    /// - Throws: `StoreError.newerSchema`, `StoreError.corrupt` where the file is another program's.
    func migrate(_ migrations: [Migration], mark: Int32, kind: String) async throws(StoreError) {
        let migrator = Self.migrator(migrations)
        let path = path
        do {
            let (isCurrent, former) = try await pool.read { db in
                let found = try Int32.fetchOne(db, sql: "PRAGMA application_id") ?? 0
                let tables = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_schema") ?? 0
                guard tables == 0 || found == mark else {
                    throw StoreError.corrupt("\(path) is a database of another program, not \(kind) of Covalence.")
                }
                if try migrator.hasBeenSuperseded(db) { throw StoreError.newerSchema(path: path) }
                return (try migrator.hasCompletedMigrations(db), try migrator.appliedMigrations(db).last)
            }
            if !isCurrent {
                if let former { try await copyBeforeMigration(from: former) }
                try migrator.migrate(pool)
            }
            if try await pool.read(SQLiteStatistics.areMissing) {
                try await pool.write(SQLiteStatistics.write)
                pool.invalidateReadOnlyConnections()
            }
        } catch {
            throw meaning(of: error)
        }
    }

    // MARK: Copies made before a migration

    /// `covalence.sqlite` of form 5 becomes `covalence-before-migration-5-20260304T090000Z.sqlite`.
    private func copyBeforeMigration(from former: String) async throws {
        let form = former.prefix { $0.isNumber }
        let time = Date().formatted(.iso8601.dateSeparator(.omitted).timeSeparator(.omitted))
        let copy = URL(fileURLWithPath: copyPrefix + "\(form)-\(time).sqlite")
        // Made first with narrow rights: SQLite would take the process's usual ones. It takes an empty file.
        let descriptor = open(copy.path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw StoreError.system("making \(copy.path)", path: copy.path) }
        let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        do {
            try await pool.vacuum(into: copy.path)
            try file.synchronize()
        } catch {
            unlink(copy.path)
            throw error
        }
    }

    /// Removes the copies that were made before migrations: they hold what is erased.
    func removeCopies() {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        for name in names where folder.appendingPathComponent(name).path.hasPrefix(copyPrefix) && name.hasSuffix(".sqlite") {
            unlink(folder.appendingPathComponent(name).path)
        }
    }

    private var copyPrefix: String {
        URL(fileURLWithPath: path).deletingPathExtension().path + "-before-migration-"
    }
}
