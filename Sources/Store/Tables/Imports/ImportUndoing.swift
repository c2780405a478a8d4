import Covalence
import Foundation

extension SQLWorkspaceStore {
    func undo(
        _ id: Identifier<IntakeItem>, most: Int, by author: Claim.Author, member: Identifier<Member>?, at time: Timestamp, as step: JobStep?
    ) async throws(StoreError) -> RecordImport {
        try await engine.write { db in
            try take(step, db)
            let found = try storedImport(id, db)
            guard found.state == .undoing else { throw StoreError.refused("This import is not being taken back. Reload the page.") }
            let rows = try Row.fetchAll(db, sql: """
                SELECT ordinal, source_key, thing, id, is_new, former, former_fields, left_as, at FROM import_change
                WHERE workspace = ? AND import = ? AND outcome IS NULL ORDER BY ordinal DESC LIMIT ?
                """, arguments: [number, id.uuid, most])
            var undone = RecordImport.Undone()
            for row in rows {
                let change = ImportUndoing(store: self, row, by: author, member: member, at: time, db)
                let outcome = try change?.takeBack() ?? .kept("This version of Covalence does not know what it is.")
                switch outcome {
                case .removed: undone.removed += 1
                case .restored: undone.restored += 1
                case .kept: undone.kept += 1
                }
                // What stood there before is not needed any more, and may name people.
                try run("UPDATE import_change SET outcome = ?, former = NULL WHERE workspace = ? AND import = ? AND ordinal = ?", [
                    outcome.stored, number, id.uuid, row[0] as Int64,
                ], db)
            }
            let isThrough = rows.count < most
            try run("""
                UPDATE record_import SET removed = removed + ?, restored = restored + ?, kept = kept + ?, state = ?, ended_at = ?, version = version + 1
                WHERE workspace = ? AND id = ?
                """, [
                    undone.removed, undone.restored, undone.kept, isThrough ? RecordImport.State.undone.rawValue : RecordImport.State.undoing.rawValue,
                    time.milliseconds, number, id.uuid,
                ], db)
            try touchWorkspace(db)
            return try storedImport(id, db)
        }
    }

    func keptChanges(of id: Identifier<IntakeItem>) async throws(StoreError) -> [KeptChange] {
        try await engine.read { db in
            try Row.fetchAll(db, sql: """
                SELECT thing, outcome, count(*) FROM import_change
                WHERE workspace = ? AND import = ? AND outcome IS NOT NULL AND outcome NOT IN ('removed', 'restored')
                GROUP BY thing, outcome ORDER BY count(*) DESC, thing, outcome
                """, arguments: [number, id.uuid]).map { KeptChange(thing: $0[0], reason: $0[1], count: $0[2]) }
        }
    }
}

/// Takes one change of an import back, as far as nobody built on it.
private struct ImportUndoing {
    enum Outcome {
        case removed, restored
        case kept(String)

        /// Where not all of it could go back.
        static let partly = kept("Somebody changed a part of it since; the rest is as before.")

        var stored: String {
            switch self {
            case .removed: "removed"
            case .restored: "restored"
            case .kept(let reason): reason
            }
        }
    }

    /// Puts fields back that still are as the import left them.
    private struct Restoring<Value> {
        var value: Value
        var isWhole = true
        private let before: Value
        private let since: FieldDigests
        private let left: FieldDigests

        init(now: Value, before: Value, since: FieldDigests, left: FieldDigests) {
            value = now
            self.before = before
            self.since = since
            self.left = left
        }

        var outcome: Outcome { isWhole ? .restored : .partly }

        mutating func restore<Field>(_ name: String, _ field: WritableKeyPath<Value, Field>) {
            if since.differs(name, from: left) { isWhole = false } else { value[keyPath: field] = before[keyPath: field] }
        }
    }

    private let store: SQLWorkspaceStore
    private let key: Data
    private let thing: ImportedThing
    private let id: UUID
    private let isNew: Bool
    private let former: String?
    private let formerFields: String?
    private let left: FieldDigests
    /// When the import stated what it stated.
    private let statedAt: Int64
    private let author: Claim.Author
    private let member: Identifier<Member>?
    private let time: Timestamp
    private let db: Database
    private var number: Int64 { store.number }

    init?(store: SQLWorkspaceStore, _ row: Row, by author: Claim.Author, member: Identifier<Member>?, at time: Timestamp, _ db: Database) {
        guard let thing = ImportedThing(row[2], row[3]) else { return nil }
        self.store = store
        self.thing = thing
        key = row[1]
        id = row[3]
        isNew = row[4]
        former = row[5]
        formerFields = row[6]
        left = FieldDigests(text: row[7])
        statedAt = row[8]
        self.author = author
        self.member = member
        self.time = time
        self.db = db
    }

    func takeBack() throws -> Outcome {
        try store.forgetFunnel(madeFrom: [id], db)
        let outcome: Outcome = switch thing {
        case .organization(let organization): try takeBack(organization)
        case .person(let person): try takeBack(person)
        case .objective(let objective): try takeBack(objective)
        case .interaction(let interaction): try takeBack(interaction)
        }
        switch outcome {
        case .removed: try store.run("DELETE FROM imported_record WHERE workspace = ? AND source_key = ? AND id = ?", [number, key, id], db)
        case .restored:
            if let formerFields {
                try store.run("UPDATE imported_record SET fields = ? WHERE workspace = ? AND source_key = ? AND id = ?", [formerFields, number, key, id], db)
            } else {
                try store.run("DELETE FROM imported_record WHERE workspace = ? AND source_key = ? AND id = ?", [number, key, id], db)
            }
        case .kept: break
        }
        return outcome
    }

    // MARK: Organisations and people

    private func takeBack(_ organization: Identifier<Organization>) throws -> Outcome {
        guard try isThere("organization") else { return .kept("It is not there any more: it was put together with another one.") }
        let now = try store.storedOrganization(organization, in: .everything, db).organization
        let digests = FieldDigests(now)
        if isNew {
            guard digests == left else { return .kept("Somebody changed it since.") }
            guard try !isReferred([
                ("person", "organization"), ("sales_objective", "account"), ("interaction_account", "organization"), ("organization", "parent"),
            ]), try !isClaimed() else { return .kept("People, objectives or interactions belong to it by now.") }
            for table in ["organization_domain", "account_holder"] {
                try store.run("DELETE FROM \(table) WHERE workspace = ? AND organization = ?", [number, id], db)
            }
            try store.run("DELETE FROM organization WHERE workspace = ? AND id = ?", [number, id], db)
            return .removed
        }
        guard let before = try read(Organization.self) else { return .restored }
        var restoring = Restoring(now: now, before: before, since: digests, left: left)
        restoring.restore("name", \.name)
        restoring.restore("kind", \.kind)
        restoring.restore("industry", \.industry)
        restoring.restore("size", \.size)
        restoring.restore("country", \.country)
        restoring.restore("parent", \.parent)
        restoring.restore("note", \.note)
        restoring.restore("domains", \.domains)
        if let parent = restoring.value.parent, try !isKnown(parent) { restoring.value.parent = nil }
        do { try store.checkParent(of: restoring.value, db) } catch StoreError.refused {
            // Somebody put the former one below it since.
            restoring.value.parent = now.parent
            restoring.isWhole = false
        }
        try store.replaceRow(restoring.value, at: time, db)
        try store.note([EventNote(.organizationChanged, id)], db)
        return restoring.outcome
    }

    private func takeBack(_ person: Identifier<Person>) throws -> Outcome {
        try withdrawStatements()
        try store.touchObjectives([.person(person)], db)
        guard let now = try store.storedPerson(person, db) else { return .kept("It is not there any more: it was put together with another one.") }
        let digests = FieldDigests(now)
        if isNew {
            guard digests == left else { return .kept("Somebody changed it since.") }
            guard try !isReferred([("interaction_participant", "person"), ("cast_person", "person"), ("member", "person")]), try !isClaimed(),
                  try !isNamed(person.description) else {
                return .kept("They took part in something, or something was stated of them by now.")
            }
            try store.run("DELETE FROM person_reach WHERE workspace = ? AND person = ?", [number, id], db)
            try store.run("DELETE FROM person WHERE workspace = ? AND id = ?", [number, id], db)
            return .removed
        }
        guard let before = try read(Person.self) else { return .restored }
        var restoring = Restoring(now: now, before: before, since: digests, left: left)
        restoring.restore("name", \.name)
        restoring.restore("organization", \.organization)
        restoring.restore("function", \.function)
        restoring.restore("note", \.note)
        restoring.restore("languages", \.languages)
        restoring.restore("cultures", \.cultures)
        restoring.restore("reach", \.reach)
        if let organization = restoring.value.organization, try !isKnown(organization) { restoring.value.organization = nil }
        try store.replaceRow(restoring.value, at: time, db)
        try store.note([EventNote(.personChanged, id)], db)
        return restoring.outcome
    }

    // MARK: Objectives and interactions

    private func takeBack(_ objective: Identifier<SalesObjective>) throws -> Outcome {
        guard try isThere("sales_objective") else { return .kept("It is not there any more.") }
        try withdrawStatements()
        try store.touchObjectives([.objective(objective)], db)
        try store.note([EventNote(.objectiveChanged, id)], db)
        let now = try store.objectiveRecord(objective, in: .everything, db).objective
        let isSame = FieldDigests(of: ["account": now.account.description]) == left
        if isNew {
            guard isSame, try !isClaimed(), try Bool.fetchOne(
                db.cachedStatement(sql: "SELECT 1 FROM objective_link WHERE workspace = ? AND objective = ? AND ended_at IS NULL LIMIT 1"), arguments: [number, id]
            ) == nil else { return .kept("Something else was stated of it, or belongs to it by now. What the import stated of it is withdrawn.") }
            try store.eraseClaims("subject = ? AND author_kind = 'engine' AND standing <> 'confirmed'", [id], db)
            try store.run("DELETE FROM objective_link WHERE workspace = ? AND objective = ?", [number, id], db)
            try store.run("DELETE FROM sales_objective WHERE workspace = ? AND id = ?", [number, id], db)
            try store.dropFunnel(of: id, db)
            return .removed
        }
        guard isSame, let before = try read(SalesObjective.self), try isKnown(before.account) else { return former == nil ? .restored : .partly }
        try store.run("UPDATE sales_objective SET account = ?, version = version + 1 WHERE workspace = ? AND id = ?", [before.account.uuid, number, id], db)
        return .restored
    }

    private func takeBack(_ interaction: Identifier<Interaction>) throws -> Outcome {
        guard isNew else { return .kept("A newer copy took its place; the older one was not kept.") }
        guard try isThere("interaction") else { return .kept("It is not there any more.") }
        let record = try store.interactionRecord(interaction, in: .everything, db)
        guard record.version == 1 else { return .kept("Somebody changed it since.") }
        let isUsed = try Bool.fetchOne(db, sql: """
            SELECT EXISTS (SELECT 1 FROM evidence e JOIN claim c ON c.workspace = e.workspace AND c.meeting = e.meeting AND c.id = e.claim
                    WHERE e.workspace = ?1 AND e.target = ?2 AND (c.author_kind <> 'engine' OR c.standing = 'confirmed'))
                OR EXISTS (SELECT 1 FROM code_decision WHERE workspace = ?1 AND interaction = ?2)
            """, arguments: [number, id]) ?? true
        guard !isUsed, try !isClaimed() else { return .kept("Something that was stated rests on it by now.") }
        guard try Bool.fetchOne(
            db, sql: "SELECT 1 FROM objective_link WHERE workspace = ? AND interaction = ? AND is_by_itself = ? AND linked_at <> ? LIMIT 1",
            arguments: [number, id, false, statedAt]
        ) == nil else { return .kept("Somebody said to which sale it belongs.") }
        try store.removeUnused(record, db)
        return .removed
    }

    // MARK: Steps

    private func isThere(_ table: String) throws -> Bool {
        try Bool.fetchOne(db.cachedStatement(sql: "SELECT 1 FROM \(table) WHERE workspace = ? AND id = ?"), arguments: [number, id]) != nil
    }

    private func isKnown(_ organization: Identifier<Organization>) throws -> Bool {
        try Bool.fetchOne(
            db.cachedStatement(sql: "SELECT 1 FROM organization WHERE workspace = ? AND id = ?"), arguments: [number, organization.uuid]
        ) != nil
    }

    private func isReferred(_ places: [(table: String, column: String)]) throws -> Bool {
        try places.contains { place in
            try Bool.fetchOne(
                db.cachedStatement(sql: "SELECT 1 FROM \(place.table) WHERE workspace = ? AND \(place.column) = ? LIMIT 1"), arguments: [number, id]
            ) != nil
        }
    }

    /// Whether anything that holds, or that somebody suggested, names it: a role in a sale, whom others report to.
    private func isNamed(_ name: String) throws -> Bool {
        try Bool.fetchOne(db.cachedStatement(sql: """
            SELECT 1 FROM claim WHERE workspace = ? AND object = ? AND (standing = 'confirmed' OR standing = 'suggested' AND author_kind <> 'engine') LIMIT 1
            """), arguments: [number, name]) != nil
    }

    /// Whether anything holds that is stated of it, or waits that a person or a file said: what is only read out of the record does not count.
    private func isClaimed() throws -> Bool {
        try Bool.fetchOne(db.cachedStatement(sql: """
            SELECT 1 FROM \(db.dialect.claimsBySubject) WHERE workspace = ? AND meeting = \(SQLWorkspaceStore.elsewhere) AND subject = ?
                AND (standing = 'confirmed' OR standing = 'suggested' AND author_kind <> 'engine') LIMIT 1
            """), arguments: [number, id]) != nil
    }

    /// What the import stated of it is withdrawn, as far as it still holds. What held before it is the latest again by itself.
    private func withdrawStatements() throws {
        let stated = try UUID.fetchAll(db.cachedStatement(sql: """
            SELECT id FROM \(db.dialect.claimsBySubject) WHERE workspace = ? AND meeting = \(SQLWorkspaceStore.elsewhere) AND subject = ? AND author_kind = ? AND recorded_at = ?
                AND standing = 'confirmed'
            """), arguments: [number, id, AuthorKind.imported.rawValue, statedAt])
        for claim in stated {
            try store.record(
                Decision(claim: Identifier(claim), standing: .withdrawn, author: author, decidedBy: member, at: time, reason: "The import was undone."),
                expecting: .confirmed, in: SQLWorkspaceStore.elsewhere, db
            )
        }
    }

    private func read<Value: Decodable>(_ type: Value.Type) throws -> Value? {
        guard let former else { return nil }
        do { return try JSONDecoder().decode(type, from: Data(former.utf8)) } catch {
            throw StoreError.corrupt("What stood there before an import cannot be read.")
        }
    }
}

extension SQLWorkspaceStore {
    /// Removes an interaction that nothing rests on, as if it had not come in: it may come in again.
    func removeUnused(_ record: InteractionRecord, _ db: Database) throws {
        let id = record.interaction.id.uuid
        guard let row = try Int64.fetchOne(db, sql: "SELECT number FROM interaction WHERE workspace = ? AND id = ?", arguments: [number, id]) else { return }
        try WrittenIndex(workspace: number, db).remove(record.interaction, at: row)
        try noteErasure(.interactionErased, id, accounts: record.accounts, broughtInBy: record.broughtInBy?.uuid, db)
        for table in ["interaction_participant", "interaction_component", "interaction_account"] {
            try run("DELETE FROM \(table) WHERE workspace = ? AND interaction = ?", [number, id], db)
        }
        try eraseSuggestions(readIn: id, db)
        try forgetLinks(of: id, db)
        try forgetPassages(of: id, db)
        try run("DELETE FROM interaction WHERE workspace = ? AND number = ?", [number, row], db)
    }
}
