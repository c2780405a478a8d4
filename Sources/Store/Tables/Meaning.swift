import Covalence
import Foundation

extension SQLWorkspaceStore {
    func meaning(of meeting: Identifier<Meeting>) async throws(StoreError) -> KeptMeaning? {
        try await engine.read { db in
            let statement = try db.cachedStatement(sql: """
                SELECT k.engine, k.transcript_version, k.cast_version, k.content FROM meaning_marks k
                JOIN meeting m ON m.workspace = k.workspace AND m.number = k.meeting AND m.transcript_version = k.transcript_version
                WHERE m.workspace = ? AND m.id = ?
                """)
            return try Row.fetchOne(statement, arguments: [number, meeting.uuid]).map {
                KeptMeaning(engine: $0[0], transcript: $0[1], cast: $0[2], content: $0[3])
            }
        }
    }

    func keep(_ meaning: KeptMeaning, of target: Target, _ db: Database) throws {
        try run("""
            INSERT INTO meaning_marks (workspace, meeting, transcript_version, cast_version, engine, content) VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (workspace, meeting) DO UPDATE SET transcript_version = excluded.transcript_version, cast_version = excluded.cast_version,
                engine = excluded.engine, content = excluded.content
            """, [number, target.number, meaning.transcript, meaning.cast, meaning.engine, meaning.content], db)
    }

    func meetingsWithoutMeaning(of name: String, language: String, after: Identifier<Meeting>?, limit: Int) async throws(StoreError) -> [Identifier<Meeting>] {
        try await engine.read { db in
            let statement = try db.cachedStatement(sql: """
                SELECT m.id FROM meeting m
                JOIN transcript t ON t.workspace = m.workspace AND t.meeting = m.number AND t.version = m.transcript_version
                LEFT JOIN meaning_marks k ON k.workspace = m.workspace AND k.meeting = m.number
                    AND k.transcript_version = m.transcript_version AND k.cast_version = m.cast_version AND k.engine = ?
                WHERE m.workspace = ? AND k.meeting IS NULL AND (lower(t.language) = ? OR lower(t.language) LIKE ?) AND m.id > ?
                    AND NOT EXISTS (SELECT 1 FROM removed_words r WHERE r.workspace = m.workspace AND r.meeting = m.number AND r.reading IS NOT NULL)
                ORDER BY m.id LIMIT ?
                """)
            return try Row.fetchAll(statement, arguments: [
                name, number, language, language + "-%", after?.uuid ?? UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)), max(0, limit),
            ]).map { Identifier(row: $0, 0) }
        }
    }
}
