import Covalence
import Foundation

extension SQLWorkspaceStore {
    private static let versionColumns = "name, version, title, codes, note, made_by, author, made_at"

    func codebooks() async throws(StoreError) -> [CodebookVersion] {
        try await engine.read { db in
            try Row.fetchAll(db, sql: """
                SELECT \(Self.versionColumns) FROM codebook c WHERE workspace = ?
                AND version = (SELECT max(version) FROM codebook n WHERE n.workspace = c.workspace AND n.name = c.name) ORDER BY name LIMIT 1000
                """, arguments: [number]).map(Self.codebookVersion)
        }
    }

    func codebookVersions(_ name: String) async throws(StoreError) -> [CodebookVersion] {
        try await engine.read { db in
            try Row.fetchAll(db, sql: """
                SELECT \(Self.versionColumns) FROM codebook WHERE workspace = ? AND name = ? ORDER BY version LIMIT 10000
                """, arguments: [number, name]).map(Self.codebookVersion)
        }
    }

    func codebookText(_ name: String, version: Int?) async throws(StoreError) -> CodebookText? {
        try await engine.read { db in
            let which = version == nil ? "" : "AND version = ?"
            let row = try Row.fetchOne(db, sql: """
                SELECT \(Self.versionColumns), content FROM codebook WHERE workspace = ? AND name = ? \(which) ORDER BY version DESC LIMIT 1
                """, arguments: version.map { [number, name, $0] } ?? [number, name])
            return row.map { CodebookText(Self.codebookVersion($0), yaml: $0[8]) }
        }
    }

    func add(_ text: CodebookText, madeFrom seen: Int, base: Int, queueing jobs: [NewJob]) async throws(StoreError) {
        let new = text.version
        try await engine.write { db in
            let newest = try Int.fetchOne(db, sql: "SELECT max(version) FROM codebook WHERE workspace = ? AND name = ?", arguments: [number, new.name]) ?? base
            guard newest == seen else { throw StoreError.conflict(.record(expected: seen, found: newest)) }
            guard new.version > newest else { throw StoreError.refused("A new version of a codebook has a higher number than \(newest).") }
            try run("""
                INSERT INTO codebook (workspace, name, version, title, codes, content, note, made_by, author, made_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """, [
                    number, new.name, new.version, new.title, new.codes, text.yaml, new.note, new.member?.uuid, new.author, new.madeAt.milliseconds,
                ], db)
            try queue(jobs, db)
        }
    }

    private static func codebookVersion(_ row: Row) -> CodebookVersion {
        CodebookVersion(
            name: row[0], version: row[1], title: row[2], codes: row[3], note: row[4], member: (row[5] as UUID?).map(Identifier.init), author: row[6],
            madeAt: Timestamp(milliseconds: row[7])
        )
    }

    // MARK: Figures

    func codebookFigures(_ name: String) async throws(StoreError) -> KeptFigures? {
        try await engine.read { db in
            let row = try Row.fetchOne(
                db, sql: "SELECT engine, content, learnt_at FROM codebook_figures WHERE workspace = ? AND name = ?", arguments: [number, name]
            )
            return row.map { KeptFigures(engine: $0[0], content: $0[1], learntAt: Timestamp(milliseconds: $0[2])) }
        }
    }

    func keep(_ figures: KeptFigures, of codebook: String, as step: JobStep?) async throws(StoreError) {
        try await engine.write { db in
            try take(step, db)
            try run("""
                INSERT INTO codebook_figures (workspace, name, engine, content, learnt_at) VALUES (?1, ?2, ?3, ?4, ?5)
                ON CONFLICT (workspace, name) DO UPDATE SET engine = ?3, content = ?4, learnt_at = ?5
                """, [number, codebook, figures.engine, figures.content, figures.learntAt.milliseconds], db)
        }
    }
}
