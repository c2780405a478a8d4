import Covalence
import Foundation

/// What erasing left undone. Its rows are gone by then, and nobody sees any of it: files, and what pages of indexes, of tables and of the log still hold beside
/// their rows. All of that can wait where the disk has no room for it or somebody reads for long.
extension SQLWorkspaceStore {
    /// Does what is left of an erasure, where it can be done now. Where it cannot, the erasure holds all the same, and the mark in its row has it taken up
    /// again: by a job a minute later, and by the next opening.
    func settle(_ rest: () async throws(StoreError) -> Void) async throws(StoreError) {
        do {
            try await rest()
        } catch StoreError.locked, StoreError.diskFull, StoreError.unavailable {
            return
        }
    }

    func unfinishedErasures(before time: Timestamp) async throws(StoreError) -> Int {
        try await engine.read { db in
            try Int.fetchOne(db, sql: """
                SELECT (SELECT count(*) FROM erasure WHERE workspace = ?1 AND unfinished_files IS NOT NULL AND erased_at < ?2)
                    + (SELECT count(*) FROM interaction_erasure WHERE workspace = ?1 AND unfinished_files IS NOT NULL AND erased_at < ?2)
                    + (SELECT count(*) FROM removal WHERE workspace = ?1 AND unfinished_files IS NOT NULL AND removed_at < ?2)
                """, arguments: [number, time.milliseconds]) ?? 0
        }
    }

    func finishErasures() async throws(StoreError) {
        let (meetings, interactions, removals) = try await engine.read { db in
            (
                try Row.fetchAll(db, sql: "SELECT meeting, unfinished_files FROM erasure WHERE workspace = ? AND unfinished_files IS NOT NULL", arguments: [number])
                    .map { (Identifier<Meeting>(row: $0, 0), $0[1] as Data) },
                try Row.fetchAll(db, sql: "SELECT interaction, unfinished_files FROM interaction_erasure WHERE workspace = ? AND unfinished_files IS NOT NULL", arguments: [number])
                    .map { (Identifier<Interaction>(row: $0, 0), $0[1] as Data) },
                try Row.fetchAll(db, sql: "SELECT number, unfinished_files FROM removal WHERE workspace = ? AND unfinished_files IS NOT NULL", arguments: [number])
                    .map { ($0[0] as Int64, $0[1] as Data) }
            )
        }
        let left = meetings.map(\.1) + interactions.map(\.1) + removals.map(\.1)
        guard !left.isEmpty else { return }
        try await engine.write { db in
            for hash in left.flatMap(Self.hashes(in:)) { try files.shred(hash, unlessNamedIn: db) }
        }
        try await purgeIndex()
        try await purgePages()
        try await engine.write { db in
            for (meeting, _) in meetings {
                try run("UPDATE erasure SET unfinished_files = NULL WHERE workspace = ? AND meeting = ?", [number, meeting.uuid], db)
            }
            for (interaction, _) in interactions {
                try run("UPDATE interaction_erasure SET unfinished_files = NULL WHERE workspace = ? AND interaction = ?", [number, interaction.uuid], db)
            }
            for (removal, _) in removals {
                try run("UPDATE removal SET unfinished_files = NULL WHERE workspace = ? AND number = ?", [number, removal], db)
            }
        }
        try await emptyLog()
    }

    /// The files whose hashes stand one after the other.
    static func hashes(in left: Data) -> [ContentHash] {
        stride(from: 0, to: left.count, by: 32).compactMap { ContentHash(bytes: left.dropFirst($0).prefix(32)) }
    }
}
