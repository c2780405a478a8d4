import Covalence
import Foundation

/// Takes words out of every stored version of a meeting, or puts others in their place. What points at words follows: the search
/// index, positions, counts, evidence of every version, and what claims quote.
struct Rewriting {
    /// What a claim says in words.
    struct ClaimText: Hashable {
        var object: String?
        var value: String?
        var payload: [String: String]
    }

    /// What came out.
    struct Outcome {
        var utterances: Set<Int> = []
        var versions = 0
        var claims: Set<UUID> = []
        /// The words that went, of all versions.
        var formerTexts: Set<String> = []
    }

    /// The new form of an utterance, by position.
    var text: (Int, String) -> String
    /// The new form of what a claim says; told whether its evidence was touched, and which words went.
    var claim: (ClaimText, _ isTouched: Bool, _ gone: Set<String>) -> ClaimText

    func carryOut(on target: Target, in store: SQLWorkspaceStore, _ db: Database) throws -> Outcome {
        let number = store.number
        let versions = try Int.fetchAll(
            db, sql: "SELECT version FROM transcript WHERE workspace = ? AND meeting = ? ORDER BY version", arguments: [number, target.number]
        )
        let former = try versions.map { try store.storedTranscript(of: target.number, version: $0, db) }
        var outcome = Outcome()
        for (place, old) in former.enumerated() {
            var changed = old.transcript
            var difference = 0
            var isChanged = false
            for (position, utterance) in old.transcript.utterances.enumerated() {
                let now = text(position, utterance.text)
                guard !now.utf8.elementsEqual(utterance.text.utf8) else { continue }
                isChanged = true
                changed.utterances[position].text = now
                difference += WordCount.words(in: now) - WordCount.words(in: utterance.text)
                outcome.utterances.insert(position)
                outcome.formerTexts.insert(utterance.text)
            }
            guard isChanged else { continue }
            outcome.versions += 1
            try store.run("UPDATE transcript SET positions = ?, words = ? WHERE workspace = ? AND meeting = ? AND version = ?", [
                ScalarPositions(changed.utterances).data, max(0, old.version.words + difference), number, target.number, versions[place],
            ], db)
            if place == former.count - 1 {
                let index = try IndexWriting(workspace: number, db)
                for position in changed.utterances.indices {
                    let before = old.transcript.utterances[position].text
                    let now = changed.utterances[position].text
                    guard !now.utf8.elementsEqual(before.utf8) else { continue }
                    try index.remove(before, at: target.key.row(position))
                    try index.add(now, at: target.key.row(position))
                }
                try store.run("UPDATE meeting SET words = ? WHERE workspace = ? AND number = ?", [
                    max(0, old.version.words + difference), number, target.number,
                ], db)
            }
            outcome.claims.formUnion(try carryEvidence(from: old.transcript, to: changed, on: target, number, store, db))
        }
        try rewriteRows(of: target, number, store, db)
        try rewriteClaims(of: target, outcome, number, store, db)
        return outcome
    }

    private func rewriteRows(of target: Target, _ number: Int64, _ store: SQLWorkspaceStore, _ db: Database) throws {
        let rows = try Row.fetchAll(
            db, sql: "SELECT position, version, text FROM utterance WHERE workspace = ? AND meeting = ?", arguments: [number, target.number]
        )
        for row in rows {
            let before: String = row[2]
            let now = text(row[0], before)
            guard !now.utf8.elementsEqual(before.utf8) else { continue }
            try store.run("UPDATE utterance SET text = ? WHERE workspace = ? AND meeting = ? AND position = ? AND version = ?", [
                now, number, target.number, row[0] as Int, row[1] as Int,
            ], db)
        }
    }

    /// Brings evidence in one version to where its words are now, as recorded and as it stands now.
    ///
    /// - Returns: the claims whose words are gone or are others.
    private func carryEvidence(
        from old: Transcript, to new: Transcript, on target: Target, _ number: Int64, _ store: SQLWorkspaceStore, _ db: Database
    ) throws -> Set<UUID> {
        guard let carrier = EvidenceCarrier(from: old, to: new) else { return [] }
        var touched: Set<UUID> = []
        for prefix in ["", "now_"] {
            let rows = try Row.fetchAll(db, sql: """
                SELECT claim, ordinal, \(prefix)lower, \(prefix)upper, meeting FROM evidence
                WHERE workspace = ? AND meeting IN (?, \(SQLWorkspaceStore.elsewhere)) AND place = 'words' AND \(prefix)target = ?
                """, arguments: [number, target.number, old.id.uuid])
            for row in rows {
                let lower: Int = row[2] ?? 0
                // Carried without the mark, to tell what this change touches.
                let words = carrier.carry(Evidence.Words(transcript: old.id, range: lower..<max(lower, row[3] ?? 0)))
                let claim: UUID = row[0]
                if words.wordsChanged { touched.insert(claim) }
                try store.run("""
                    UPDATE evidence SET \(prefix)lower = ?, \(prefix)upper = ?,
                        \(prefix)words_changed = \(words.wordsChanged ? "1" : "coalesce(\(prefix)words_changed, 0)")
                    WHERE workspace = ? AND meeting = ? AND claim = ? AND ordinal = ?
                    """, [words.lower, words.upper, number, row[4] as Int64, claim, row[1] as Int], db)
            }
        }
        return touched
    }

    private func rewriteClaims(
        of target: Target, _ outcome: Outcome, _ number: Int64, _ store: SQLWorkspaceStore, _ db: Database
    ) throws {
        let rows = try Row.fetchAll(
            db, sql: "SELECT id, object, value, payload FROM claim WHERE workspace = ? AND meeting = ?", arguments: [number, target.number]
        )
        for row in rows {
            let id: UUID = row[0]
            let isTouched = outcome.claims.contains(id)
            try store.rewriteClaim(id, in: target.number, object: row[1], value: row[2], payload: row[3], db) {
                claim($0, isTouched, outcome.formerTexts)
            }
        }
    }
}

extension SQLWorkspaceStore {
    /// Puts what a claim says in words into another form, where it changes.
    func rewriteClaim(
        _ id: UUID, in meeting: Int64, object: String?, value: String?, payload: String?, _ db: Database,
        _ change: (Rewriting.ClaimText) -> Rewriting.ClaimText
    ) throws {
        let read = payload.flatMap { try? JSONDecoder().decode([String: String].self, from: Data($0.utf8)) } ?? [:]
        let before = Rewriting.ClaimText(object: object, value: value, payload: read)
        let after = change(before)
        guard after != before else { return }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        let stored = after.payload.isEmpty ? nil : String(decoding: try encoder.encode(after.payload), as: UTF8.self)
        try run("UPDATE claim SET object = ?, value = ?, payload = ? WHERE workspace = ? AND meeting = ? AND id = ?", [
            after.object, after.value, stored, number, meeting, id,
        ], db)
    }
}

extension Rewriting.ClaimText {
    /// What rules copy out of the words into a claim: the words of a next step, who does it, when. All else a rule says is of a
    /// fixed list, and what people note is theirs.
    static let quoting = ["what", "when", "who"]

    /// Without what it quotes of words that went.
    func withoutQuotes(isTouched: Bool, gone: Set<String>) -> Rewriting.ClaimText {
        var clean = self
        for key in Self.quoting {
            guard let quoted = payload[key], !quoted.isEmpty,
                  isTouched || gone.contains(where: { $0.range(of: quoted, options: .caseInsensitive) != nil })
            else { continue }
            clean.payload[key] = nil
            if clean.value == quoted { clean.value = nil }
            if clean.object == quoted { clean.object = nil }
        }
        return clean
    }
}
