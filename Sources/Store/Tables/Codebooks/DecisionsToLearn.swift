import Covalence
import Foundation

/// Decisions as they are learnt from and counted: bounded in the database, however many there are.
extension SQLWorkspaceStore {
    func decisionsToLearn(from codebook: String, ofEach: Int, most: Int) async throws(StoreError) -> [CodeDecision] {
        guard ofEach > 0, most > 0 else { return [] }
        return try await engine.read { db in
            // Evenly: of place p of n, those at which p · k / n goes up.
            try Row.fetchAll(db, sql: """
                SELECT \(Self.decisionColumns) FROM \(Self.decisionTables) JOIN (
                    SELECT id, row_number() OVER (PARTITION BY code, verdict ORDER BY id) AS place, count(*) OVER (PARTITION BY code, verdict) AS whole
                    FROM code_decision WHERE workspace = ? AND codebook = ? AND superseded_by IS NULL
                ) p ON p.id = d.id
                WHERE d.workspace = ? AND (p.whole <= ? OR p.place * ? / p.whole <> (p.place - 1) * ? / p.whole)
                ORDER BY d.id LIMIT ?
                """, arguments: [number, codebook, number, ofEach, ofEach, ofEach, most]).compactMap(Self.decision)
        }
    }

    func decidedFindings(_ kinds: [String], ofEach: Int) async throws(StoreError) -> [DecidedPlace] {
        guard !kinds.isEmpty, ofEach > 0 else { return [] }
        let list = SQLList(kinds)
        return try await engine.read { db in
            let rows = try Row.fetchAll(db, sql: """
                SELECT f.kind, f.standing, m.id, t.version, e.lower, e.upper FROM (
                    SELECT kind, standing, meeting, id, row_number() OVER (PARTITION BY kind, standing ORDER BY recorded_at DESC, id DESC) AS place
                    FROM claim WHERE workspace = ? AND kind IN \(list.places) AND standing IN ('confirmed', 'rejected') AND confidential IS NULL
                ) f
                JOIN meeting m ON m.workspace = ? AND m.number = f.meeting
                JOIN evidence e ON e.workspace = ? AND e.meeting = f.meeting AND e.claim = f.id AND e.ordinal = 0 AND e.place = 'words'
                JOIN transcript t ON t.workspace = ? AND t.meeting = f.meeting AND t.id = e.target
                WHERE f.place <= ? AND e.lower < e.upper ORDER BY f.id
                """, arguments: [number] + list.arguments + [number, number, number, ofEach])
            return rows.map { row in
                DecidedPlace(kind: row[0], isConfirmed: row[1] as String == "confirmed", meeting: Identifier(row: row, 2), version: row[3], range: (row[4] as Int)..<(row[5] as Int))
            }
        }
    }

    func decisionTallies(of codebook: String) async throws(StoreError) -> [DecisionTally] {
        try await engine.read { db in
            // The two engines round a cast differently, so the tenths are compared.
            let bin = "CASE " + (1...9).map { "WHEN score < 0.\($0) THEN \($0 - 1) " }.joined() + "ELSE 9 END"
            let answer = "CASE WHEN verdict = 'carries' THEN 1.0 ELSE 0.0 END"
            return try Row.fetchAll(db, sql: """
                SELECT code, carries, random, bin, count(*), sum(score), sum((score - answer) * (score - answer)) FROM (
                    SELECT code, score, \(answer) AS answer, CASE WHEN verdict = 'carries' THEN 1 ELSE 0 END AS carries,
                        CASE WHEN asked = 'random' THEN 1 ELSE 0 END AS random, \(bin) AS bin
                    FROM code_decision WHERE workspace = ? AND codebook = ? AND superseded_by IS NULL AND score IS NOT NULL
                ) d GROUP BY code, carries, random, bin ORDER BY code, carries, random, bin
                """, arguments: [number, codebook]).map { row in
                DecisionTally(code: row[0], carries: row[1], isRandom: row[2], bin: row[3], count: row[4], scores: row[5], squares: row[6])
            }
        }
    }

    func decisionCounts(of codebook: String) async throws(StoreError) -> [String: DecisionCount] {
        try await engine.read { db in
            let rows = try Row.fetchAll(db, sql: """
                SELECT code, verdict, count(*) FROM code_decision WHERE workspace = ? AND codebook = ? AND superseded_by IS NULL GROUP BY code, verdict
                """, arguments: [number, codebook])
            return rows.reduce(into: [:]) { counts, row in
                if row[1] as String == CodeDecision.Verdict.carries.rawValue {
                    counts[row[0], default: DecisionCount()].carries = row[2]
                } else {
                    counts[row[0], default: DecisionCount()].doesNotCarry = row[2]
                }
            }
        }
    }
}
