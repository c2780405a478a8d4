import Covalence
import Foundation

/// What a merge moved, by ids, so that it can be taken back.
struct Moved: Codable {
    /// The absorbed organisation or person as it was.
    var organization: Organization?
    var person: Person?
    var holders: AccountHolders?
    var addedBy: Identifier<Member>?
    /// The kept one as it was before.
    var keptOrganization: Organization?
    var keptPerson: Person?
    var keptHolders: AccountHolders?
    /// People, children, domains, ways to reach that changed hands.
    var people: [UUID] = []
    var children: [UUID] = []
    /// Meetings and interactions whose link changed hands, and those that were linked to both.
    var happenings: [UUID] = []
    var shared: [UUID] = []
    /// Participations (interaction and ordinal) and participants of meetings that changed hands.
    var parts: [[String]] = []
    var cast: [Identifier<Participant>] = []
    /// Claims about the absorbed one, and claims whose object it was.
    var claims: [UUID] = []
    var objects: [UUID] = []
    /// Claims elsewhere in whose payload the absorbed one was named.
    var payloads: [UUID]?
    /// Sales objectives whose account was the absorbed one.
    var objectives: [UUID]?
    /// Members who are the absorbed person.
    var members: [UUID]?
    /// What the kept organisation was made part of.
    var parent: Identifier<Organization>?
}

extension SQLWorkspaceStore {
    func merge(
        _ absorbed: Identifier<Organization>, into kept: Identifier<Organization>, by author: String, at time: Timestamp
    ) async throws(StoreError) -> Identifier<Merge> {
        try await engine.write { db in
            guard absorbed != kept else { throw StoreError.refused("An organisation cannot be merged with itself. Choose two different ones.") }
            let gone = try organizationSummary(absorbed, in: .everything, at: time, db), stays = try organizationSummary(kept, in: .everything, at: time, db)
            var moved = Moved()
            let above = try parent(of: stays.organization, merging: gone.organization, db)
            moved.parent = above
            moved.organization = gone.organization
            moved.holders = gone.holders
            moved.keptOrganization = stays.organization
            moved.keptHolders = stays.holders
            moved.people = try UUID.fetchAll(db, sql: "SELECT id FROM person WHERE workspace = ? AND organization = ?", arguments: [number, absorbed.uuid])
            try run("UPDATE person SET organization = ? WHERE workspace = ? AND organization = ?", [kept.uuid, number, absorbed.uuid], db)
            moved.children = try UUID.fetchAll(
                db, sql: "SELECT id FROM organization WHERE workspace = ? AND parent = ? AND id <> ?", arguments: [number, absorbed.uuid, kept.uuid]
            )
            try run("UPDATE organization SET parent = ? WHERE workspace = ? AND parent = ? AND id <> ?", [kept.uuid, number, absorbed.uuid, kept.uuid], db)
            moved.shared = try UUID.fetchAll(db, sql: """
                SELECT a.interaction FROM interaction_account a JOIN interaction_account k ON k.workspace = a.workspace AND k.interaction = a.interaction
                WHERE a.workspace = ? AND a.organization = ? AND k.organization = ?
                """, arguments: [number, absorbed.uuid, kept.uuid])
            let linked = try UUID.fetchAll(db, sql: "SELECT interaction FROM interaction_account WHERE workspace = ? AND organization = ?", arguments: [number, absorbed.uuid])
            moved.happenings = linked.filter { !moved.shared.contains($0) }
            try run("""
                INSERT INTO interaction_account (workspace, interaction, organization)
                SELECT workspace, interaction, ?1 FROM interaction_account WHERE workspace = ?2 AND organization = ?3
                ON CONFLICT (workspace, interaction, organization) DO NOTHING
                """, [kept.uuid, number, absorbed.uuid], db)
            try run("DELETE FROM interaction_account WHERE workspace = ? AND organization = ?", [number, absorbed.uuid], db)
            try moveClaims(from: absorbed.uuid, to: kept.uuid, kind: "organization", &moved, db)
            try run("DELETE FROM organization_domain WHERE workspace = ? AND organization = ?", [number, absorbed.uuid], db)
            try run("DELETE FROM account_holder WHERE workspace = ? AND organization = ?", [number, absorbed.uuid], db)
            try moveTopics(from: absorbed.uuid, to: kept.uuid, db)
            moved.objectives = try moveObjectives(from: absorbed.uuid, to: kept.uuid, db)
            try run("DELETE FROM organization WHERE workspace = ? AND id = ?", [number, absorbed.uuid], db)
            // What is known of the kept one wins; what only the other had is taken over.
            var whole = stays.organization
            whole.industry = whole.industry ?? gone.organization.industry
            whole.size = whole.size ?? gone.organization.size
            whole.country = whole.country ?? gone.organization.country
            whole.note = whole.note ?? gone.organization.note
            whole.parent = above
            whole.domains += gone.organization.domains
            try rewrite(whole, at: time, db)
            try replaceHolders(of: kept, try present(AccountHolders(
                members: stays.holders.members.union(gone.holders.members), teams: stays.holders.teams.union(gone.holders.teams)
            ), db), db)
            try touch(linked, db)
            return try noteMerge("organization", kept.uuid, stays.organization.name, absorbed.uuid, gone.organization.name, author, time, moved, db)
        }
    }

    func merge(
        _ absorbed: Identifier<Person>, into kept: Identifier<Person>, by author: String, at time: Timestamp
    ) async throws(StoreError) -> Identifier<Merge> {
        try await engine.write { db in
            guard absorbed != kept else { throw StoreError.refused("A person cannot be merged with themselves. Choose two different people.") }
            let gone = try personSummary(absorbed, in: .everything, at: time, db).person, stays = try personSummary(kept, in: .everything, at: time, db).person
            var moved = Moved()
            moved.person = gone
            moved.keptPerson = stays
            moved.addedBy = try UUID.fetchOne(db, sql: "SELECT added_by FROM person WHERE workspace = ? AND id = ? AND added_by IS NOT NULL", arguments: [number, absorbed.uuid]).map(Identifier.init)
            moved.parts = try Row.fetchAll(
                db, sql: "SELECT interaction, ordinal FROM interaction_participant WHERE workspace = ? AND person = ?", arguments: [number, absorbed.uuid]
            ).map { [($0[0] as UUID).uuidString, String($0[1] as Int)] }
            try run("UPDATE interaction_participant SET person = ? WHERE workspace = ? AND person = ?", [kept.uuid, number, absorbed.uuid], db)
            moved.cast = try moveCast(from: absorbed, to: kept, only: nil, db)
            try moveClaims(from: absorbed.uuid, to: kept.uuid, kind: "person", &moved, db)
            try checkReporting(of: kept, gone.name, stays.name, db)
            moved.members = try UUID.fetchAll(db, sql: "SELECT id FROM member WHERE workspace = ? AND person = ?", arguments: [number, absorbed.uuid])
            try run("UPDATE member SET person = ? WHERE workspace = ? AND person = ?", [kept.uuid, number, absorbed.uuid], db)
            try touch(Set(moved.parts.compactMap { UUID(uuidString: $0[0]) }), db)
            try run("DELETE FROM person_reach WHERE workspace = ? AND person = ?", [number, absorbed.uuid], db)
            try run("DELETE FROM person WHERE workspace = ? AND id = ?", [number, absorbed.uuid], db)
            var whole = stays
            whole.organization = whole.organization ?? gone.organization
            whole.function = whole.function ?? gone.function
            whole.note = whole.note ?? gone.note
            if whole.languages.isEmpty { whole.languages = gone.languages }
            if whole.cultures.isEmpty { whole.cultures = gone.cultures }
            whole.reach += gone.reach.filter { !whole.reach.contains($0) }
            try rewrite(whole, at: time, db)
            return try noteMerge("person", kept.uuid, stays.name, absorbed.uuid, gone.name, author, time, moved, db)
        }
    }

    func merges(after cursor: PageCursor?, limit: Int) async throws(StoreError) -> Page<MergeRecord> {
        let limit = try DirectoryPlace.checked(limit)
        let start = try cursor.map { cursor throws(StoreError) in try HistoryPlace(cursor) }
        return try await engine.read { db in
            let found = try start.map { try merges("(at, id) < (?, ?)", [$0.at, $0.id], limit: limit + 1, db) } ?? merges("1 = 1", [], limit: limit + 1, db)
            let shown = Array(found.prefix(limit))
            return Page(items: shown, next: found.count > limit ? shown.last?.place : nil)
        }
    }

    func merge(_ id: Identifier<Merge>) async throws(StoreError) -> MergeRecord {
        let found = try await engine.read { db in try merges("id = ?", [id.uuid], limit: 1, db).first }
        guard let found else { throw .notFound("The merge \(id)") }
        return found
    }

    private func merges(_ condition: String, _ arguments: StatementArguments, limit: Int, _ db: Database) throws -> [MergeRecord] {
        try Row.fetchAll(db, sql: """
            SELECT id, what, kept, kept_name, absorbed, absorbed_name, author, at, undone_at FROM merge m
            WHERE workspace = ? AND undone_at IS NULL AND \(condition) AND NOT EXISTS (\(Self.laterMerge)) AND (
                EXISTS (SELECT 1 FROM organization o WHERE o.workspace = m.workspace AND o.id = m.kept)
                OR EXISTS (SELECT 1 FROM person p WHERE p.workspace = m.workspace AND p.id = m.kept))
            ORDER BY at DESC, id DESC LIMIT ?
            """, arguments: [number] + arguments + [limit]).map { row in
                MergeRecord(
                    id: Identifier(row: row, 0), what: row[1], kept: (row[2] as UUID).uuidString.lowercased(), keptName: row[3],
                    absorbed: (row[4] as UUID).uuidString.lowercased(), absorbedName: row[5], author: row[6],
                    at: Timestamp(milliseconds: row[7]), isUndone: !row.hasNull(atIndex: 8)
                )
            }
    }

    func undoMerge(_ merge: Identifier<Merge>, at time: Timestamp) async throws(StoreError) {
        try await engine.write { db in
            let row = try Row.fetchOne(db, sql: """
                SELECT what, kept, absorbed, moved, undone_at, EXISTS (\(Self.laterMerge)) FROM merge m WHERE workspace = ? AND id = ?
                """, arguments: [number, merge.uuid])
            guard let row else { throw StoreError.notFound("The merge \(merge)") }
            guard row.hasNull(atIndex: 4) else { throw StoreError.refused("This was taken apart before. Reload the page.") }
            let kept: UUID = row[1], absorbed: UUID = row[2]
            guard !(row[5] as Bool) else {
                throw StoreError.refused("One of the two was merged with another since. Take that merge back first, then this one.")
            }
            let table = row[0] as String == "person" ? "person" : "organization"
            guard try Bool.fetchOne(db, sql: "SELECT 1 FROM \(table) WHERE workspace = ? AND id = ?", arguments: [number, kept]) != nil else {
                throw StoreError.refused("One of the two was erased, or merged with another since. It cannot be taken apart any more.")
            }
            let moved: Moved
            do { moved = try JSONDecoder().decode(Moved.self, from: Data((row[3] as String).utf8)) } catch {
                throw StoreError.corrupt("What a merge moved cannot be read.")
            }
            if let organization = moved.organization { try takeApart(organization, from: Identifier(kept), moved, at: time, db) }
            if let person = moved.person { try takeApart(person, from: Identifier(kept), moved, at: time, db) }
            for claim in moved.claims {
                try run("UPDATE claim SET subject = ? WHERE workspace = ? AND meeting = \(Self.elsewhere) AND id = ? AND subject = ?", [absorbed, number, claim, kept], db)
            }
            for claim in moved.objects {
                try run("UPDATE claim SET object = ? WHERE workspace = ? AND meeting = \(Self.elsewhere) AND id = ? AND object = ?", [
                    absorbed.uuidString.lowercased(), number, claim, kept.uuidString.lowercased(),
                ], db)
            }
            for claim in moved.payloads ?? [] { try renamePayload(of: claim, from: kept, to: absorbed, db) }
            try note([EventNote(table == "person" ? .personParted : .organizationParted, kept, other: absorbed)], db)
            // What they were is in the directory again; a second copy would only have to be erased, too.
            try run("UPDATE merge SET undone_at = ?, moved = '{}' WHERE workspace = ? AND id = ?", [time.milliseconds, number, merge.uuid], db)
            try touchWorkspace(db)
        }
    }

    func keepApart(_ first: String, _ second: String) async throws(StoreError) {
        guard let one = UUID(uuidString: first)?.uuidString.lowercased(), let other = UUID(uuidString: second)?.uuidString.lowercased(), one != other else {
            throw .refused("Two different organisations or people are kept apart. Reload the page and choose again.")
        }
        let (low, high) = (min(one, other), max(one, other))
        try await engine.write { db in
            try run("INSERT INTO kept_apart (workspace, first, second) VALUES (?, ?, ?) ON CONFLICT (workspace, first, second) DO NOTHING", [
                number, low, high,
            ], db)
        }
    }

    /// A merge after `m` that holds one of its two and was not taken back.
    private static let laterMerge = """
        SELECT 1 FROM merge x WHERE x.workspace = m.workspace AND x.undone_at IS NULL AND (x.at, x.id) > (m.at, m.id)
            AND (x.kept IN (m.kept, m.absorbed) OR x.absorbed IN (m.kept, m.absorbed))
        """
}

extension MergeRecord {
    /// Where a page goes on after it.
    public var place: PageCursor { HistoryPlace(at: at.milliseconds, id: id.uuid).cursor }
}
