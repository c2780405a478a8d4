import Covalence
import Foundation

extension SQLWorkspaceStore {
    func take(_ batch: ImportBatch, as step: JobStep?) async throws(StoreError) {
        try await engine.write { db in
            try take(step, db)
            let found = try storedImport(batch.id, db)
            guard found.state == .running, found.place == batch.rows.lowerBound else {
                throw StoreError.refused("Rows up to \(found.place) of this import were dealt with already. Reload the page.")
            }
            if let version = batch.version, found.version != version { throw StoreError.conflict(.record(expected: version, found: found.version)) }
            if let last = try lastImportTime(db), last >= batch.at.milliseconds { throw StoreError.conflict(.record(expected: found.version, found: found.version)) }
            try ImportWriting(store: self, batch, by: found.madeBy, db).write()
            try run("""
                UPDATE record_import SET place = ?, added = added + ?, updated = updated + ?, unchanged = unchanged + ?, refused = refused + ?, report = ?,
                    written_at = ?, state = ?, ended_at = ?, version = version + 1 WHERE workspace = ? AND id = ?
                """, [
                    batch.rows.upperBound, batch.counts.added, batch.counts.updated, batch.counts.unchanged, batch.counts.refused, batch.report,
                    batch.at.milliseconds, batch.isLast ? RecordImport.State.done.rawValue : RecordImport.State.running.rawValue,
                    batch.isLast ? batch.at.milliseconds : nil as Int64?, number, batch.id.uuid,
                ], db)
            try touchWorkspace(db)
        }
    }
}

/// Writes the rows of a batch, one after the other, and notes what each did.
private struct ImportWriting {
    private let store: SQLWorkspaceStore
    private let batch: ImportBatch
    private let member: Identifier<Member>?
    private let db: Database
    private let encoder = JSONEncoder()
    private var number: Int64 { store.number }

    init(store: SQLWorkspaceStore, _ batch: ImportBatch, by member: Identifier<Member>?, _ db: Database) {
        self.store = store
        self.batch = batch
        self.member = member
        self.db = db
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    }

    /// What stood there before, what stands there now, and what is told of it.
    private struct Written {
        var former: String?
        var isNew: Bool
        var left = FieldDigests()
        var event: EventNote?
    }

    func write() throws {
        var ordinal = try Int64.fetchOne(
            db.cachedStatement(sql: "SELECT coalesce(max(ordinal), 0) FROM import_change WHERE workspace = ? AND import = ?"), arguments: [number, batch.id.uuid]
        ) ?? 0
        var events: [EventNote] = [], touched: [UUID] = []
        for change in batch.changes {
            let written = try write(change)
            touched += [change.content.thing.stored.id] + change.links.map(\.uuid) + change.claims.compactMap { $0.subject.elsewhere?.id }
            let claims = try insert(claims: change)
            ordinal += 1
            try note(change, written, ordinal)
            // Each claim is told of where nothing else is: rows of opportunities have many, and their objectives are told of.
            if let event = written.event { events.append(event) } else { events += claims.map { EventNote(.claimAdded, $0.id.uuid) } }
        }
        try store.note(events, db)
        try store.forgetFunnel(madeFrom: touched, db)
    }

    private func write(_ change: ImportChange) throws -> Written {
        switch change.content {
        case .organization(let organization, let holders, let former): try write(organization, holders, former)
        case .person(let person, let former): try write(person, former)
        case .objective(let objective, let former): try write(objective, former)
        case .interaction(let line, let isNew): try write(line, isNew: isNew, change.links)
        }
    }

    private func write(_ given: Organization, _ holders: AccountHolders, _ former: Organization?) throws -> Written {
        var organization = try DirectoryText.checked(given)
        // What would become part of itself stays where it is: the file alone cannot say which of two is wrong.
        do { try store.checkParent(of: organization, db) } catch StoreError.refused { organization.parent = former?.parent }
        guard let former else {
            try store.insertRow(organization, version: 1, at: batch.at, db)
            try store.setDomains(of: organization, db)
            if holders != AccountHolders() { try store.replaceHolders(of: organization.id, holders, db) }
            return Written(isNew: true, left: FieldDigests(organization), event: EventNote(.organizationAdded, organization.id.uuid))
        }
        let found = try store.storedOrganization(former.id, in: .everything, db)
        guard found.organization == former else { throw Self.changed(found.version) }
        guard organization != former else { return Written(isNew: false, left: FieldDigests(former)) }
        try store.replaceRow(organization, at: batch.at, db)
        return Written(
            former: try text(former), isNew: false, left: FieldDigests(organization), event: EventNote(.organizationChanged, organization.id.uuid)
        )
    }

    private func write(_ given: Person, _ former: Person?) throws -> Written {
        let person = try DirectoryText.checked(given)
        try store.checkOrganization(of: person, db)
        guard let former else {
            try store.insertRow(person, addedBy: member, version: 1, at: batch.at, db)
            try store.setReach(of: person, db)
            try store.identifyByAddress(person, db)
            return Written(isNew: true, left: FieldDigests(person), event: EventNote(.personAdded, person.id.uuid))
        }
        guard try store.storedPerson(former.id, db) == former else { throw Self.changed(0) }
        guard person != former else { return Written(isNew: false, left: FieldDigests(former)) }
        try store.replaceRow(person, at: batch.at, db)
        try store.identifyByAddress(person, db)
        return Written(former: try text(former), isNew: false, left: FieldDigests(person), event: EventNote(.personChanged, person.id.uuid))
    }

    private func write(_ objective: SalesObjective, _ former: SalesObjective?) throws -> Written {
        var left = FieldDigests()
        left.set("account", objective.account.description)
        guard let former else {
            try store.insertRow(objective, db)
            return Written(isNew: true, left: left, event: EventNote(.objectiveAdded, objective.id.uuid))
        }
        let found = try store.objectiveRecord(former.id, in: .everything, db)
        guard found.objective == former else { throw Self.changed(found.version) }
        try store.run("UPDATE sales_objective SET account = ?, version = version + 1 WHERE workspace = ? AND id = ?", [
            objective.account.uuid, number, objective.id.uuid,
        ], db)
        return Written(former: try text(former), isNew: false, left: left, event: EventNote(.objectiveChanged, objective.id.uuid))
    }

    private func write(_ line: BulkInteraction, isNew: Bool, _ links: Set<Identifier<SalesObjective>>) throws -> Written {
        let id = line.interaction.id.uuid
        let people = Set(line.interaction.participants.compactMap { $0.person?.uuid })
        // Who was erased or put together with another one since the row was matched is matched anew: neither the id nor the name may be written.
        for (table, ids) in [("person", people), ("organization", Set(line.accounts.map(\.uuid)))] {
            for id in ids where try Bool.fetchOne(
                db.cachedStatement(sql: "SELECT 1 FROM \(table) WHERE workspace = ? AND id = ?"), arguments: [number, id]
            ) == nil { throw Self.changed(0) }
        }
        if isNew {
            guard let source = SQLWorkspaceStore.sourceHash(line.interaction) else { throw StoreError.refused("An activity of a source has an id there.") }
            guard try Bool.fetchOne(
                db.cachedStatement(sql: "SELECT 1 FROM interaction WHERE workspace = ? AND source_hash = ?"), arguments: [number, source]
            ) == nil else { throw StoreError.exists("The activity \(line.interaction.sourceID ?? "")") }
            try InteractionRows([(line, source: source)], workspace: number, broughtInBy: member, db.dialect, people: people).write(db)
            if links.isEmpty { try store.linkByThemselves([(id, line.accounts, batch.at)], db) }
        } else {
            try store.replace(byCopy: line.interaction, revision: line.revision, db)
            try store.setAccounts(of: id, line.accounts, at: batch.at, db)
        }
        try store.noteLinked(links.map(\.uuid).filter { try store.addLink(of: id, to: $0, by: member, isByItself: false, at: batch.at, db) }, db)
        if !links.isEmpty {
            try store.run("""
                INSERT INTO objective_question (workspace, interaction, asked_at, settled_at) VALUES (?1, ?2, ?3, ?3)
                ON CONFLICT (workspace, interaction) DO UPDATE SET settled_at = excluded.settled_at
                """, [number, id, batch.at.milliseconds], db)
        }
        return Written(isNew: isNew, event: EventNote(isNew ? .interactionAdded : .interactionChanged, id))
    }

    /// What it states. Who would report to themselves by it is left as it was: the file alone cannot say which of two is wrong.
    private func insert(claims change: ImportChange) throws -> [Claim] {
        guard !change.claims.isEmpty else { return [] }
        var claims = change.claims
        claims.removeAll { claim in
            guard claim.kind == Person.reportsToKind else { return false }
            return (try? store.checkReporting(claim, [], db)) == nil
        }
        try store.insert(claims, into: nil, db)
        return claims
    }

    private func note(_ change: ImportChange, _ written: Written, _ ordinal: Int64) throws {
        let thing = change.content.thing.stored
        let fields = try String.fetchOne(
            db.cachedStatement(sql: "SELECT fields FROM imported_record WHERE workspace = ? AND source_key = ?"), arguments: [number, change.key]
        )
        try store.run("""
            INSERT INTO imported_record (workspace, source_key, thing, id, fields) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (workspace, source_key) DO UPDATE SET thing = excluded.thing, id = excluded.id, fields = excluded.fields
            """, [number, change.key, thing.what, thing.id, change.fields.text], db)
        try store.run("""
            INSERT INTO import_change (workspace, import, ordinal, source_key, thing, id, is_new, former, former_fields, left_as, at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """, [
                number, batch.id.uuid, ordinal, change.key, thing.what, thing.id, written.isNew, written.former, fields, written.left.text, batch.at.milliseconds,
            ], db)
    }

    private func text(_ value: some Encodable) throws -> String { String(decoding: try encoder.encode(value), as: UTF8.self) }

    private static func changed(_ version: Int) -> StoreError { .conflict(.record(expected: version, found: version + 1)) }
}
