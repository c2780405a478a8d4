import Covalence
import Foundation

/// Erasing an interaction in the steps of a meeting's: rows in one transaction that notes what is left; then the file, the index,
/// the pages and the log.
extension SQLWorkspaceStore {
    func erase(_ interaction: Identifier<Interaction>) async throws(StoreError) {
        let now = Timestamp(Date())
        try await engine.write { db in
            guard try Bool.fetchOne(db, sql: "SELECT 1 FROM interaction_erasure WHERE workspace = ? AND interaction = ?", arguments: [number, interaction.uuid]) == nil else { return }
            try removeRows(of: interaction, at: now, db)
        }
        try await settle { () async throws(StoreError) in try await finishErasure(of: interaction) }
    }

    func removeRows(of interaction: Identifier<Interaction>, at now: Timestamp, _ db: Database) throws {
        let record = try interactionRecord(interaction, in: .everything, db)
        guard let row = try Int64.fetchOne(db, sql: "SELECT number FROM interaction WHERE workspace = ? AND id = ?", arguments: [number, interaction.uuid]) else {
            throw StoreError.notFound("The interaction \(interaction)")
        }
        try WrittenIndex(workspace: number, db).remove(record.interaction, at: row)
        try noteErasure(.interactionErased, interaction.uuid, accounts: record.accounts, broughtInBy: record.broughtInBy?.uuid, db)
        for table in ["interaction_participant", "interaction_component", "interaction_account", "code_decision"] {
            try run("DELETE FROM \(table) WHERE workspace = ? AND interaction = ?", [number, interaction.uuid], db)
        }
        let claims = "SELECT id FROM \(dialect.claimsBySubject) WHERE workspace = ?1 AND meeting = \(Self.elsewhere) AND subject = ?2 AND subject_kind = 'interaction'"
        // Claims about people, accounts and meetings stay; what they rest on in this interaction goes.
        try run("DELETE FROM evidence WHERE workspace = ?1 AND (target = ?2 OR target IN (\(claims)))", [number, interaction.uuid], db)
        for table in ["evidence", "decision"] {
            try run("DELETE FROM \(table) WHERE workspace = ?1 AND meeting = \(Self.elsewhere) AND claim IN (\(claims))", [number, interaction.uuid], db)
        }
        try run("DELETE FROM claim WHERE workspace = ?1 AND meeting = \(Self.elsewhere) AND id IN (\(claims))", [number, interaction.uuid], db)
        try eraseSuggestions(readIn: interaction.uuid, db)
        try forgetLinks(of: interaction.uuid, db)
        try forgetPassages(of: interaction.uuid, db)
        try run("DELETE FROM interaction WHERE workspace = ? AND number = ?", [number, row], db)
        var files = Data()
        if let original = record.original.map({ Data($0.bytes) }), try dropFile(original, db) { files = original }
        try run("INSERT INTO interaction_erasure (workspace, interaction, source_hash, erased_at, unfinished_files) VALUES (?, ?, ?, ?, ?)", [
            number, interaction.uuid, Self.sourceHash(record.interaction), now.milliseconds, files,
        ], db)
        try touchWorkspace(db)
    }

    /// What is left to do once the rows are gone. Does nothing where nothing is.
    func finishErasure(of interaction: Identifier<Interaction>) async throws(StoreError) {
        let left = try await engine.read { db in
            try Data.fetchOne(db, sql: """
                SELECT unfinished_files FROM interaction_erasure WHERE workspace = ? AND interaction = ? AND unfinished_files IS NOT NULL
                """, arguments: [number, interaction.uuid])
        }
        guard let left else { return }
        let hash = left.isEmpty ? nil : ContentHash(bytes: left)
        try await engine.write { db in
            if let hash { try files.shred(hash, unlessNamedIn: db) }
        }
        try await purge(index: WordIndex(.wrote, of: number))
        try await engine.write { db in
            try run("UPDATE interaction_erasure SET unfinished_files = NULL WHERE workspace = ? AND interaction = ?", [number, interaction.uuid], db)
        }
        try await emptyLog()
    }
}
