import Covalence
import Crypto
import Foundation

extension SQLWorkspaceStore {
    func interaction(_ id: Identifier<Interaction>, in scope: Scope) async throws(StoreError) -> InteractionRecord {
        try await engine.read { db in try interactionRecord(id, in: scope, db) }
    }

    func add(_ interactions: [NewInteraction], in scope: Scope, at time: Timestamp) async throws(StoreError) -> [InteractionOutcome] {
        try await engine.write { db in
            let outcomes = try interactions.map { try insert($0, in: scope, at: time, db) }
            try note(outcomes.compactMap(\.event), db)
            try touchWorkspace(db)
            return outcomes
        }
    }

    func update(
        _ interaction: Interaction, accounts: Set<Identifier<Organization>>, expecting version: Int, at time: Timestamp
    ) async throws(StoreError) -> InteractionRecord {
        try await engine.write { db in
            if try isErased(interaction.id, db) { throw StoreError.erased("This interaction") }
            try expect(version, in: "interaction", interaction.id.uuid, "The interaction \(interaction.id)", db)
            let former = try interactionRecord(interaction.id, in: .everything, db)
            var now = DirectoryText.cleaned(interaction)
            // What was sent stays as it was sent.
            if former.interaction.sourceID != nil || former.interaction.kind == .mail {
                now.kind = former.interaction.kind
                now.text = former.interaction.text
                now.answers = former.interaction.answers
            }
            try replace(former.interaction, by: now, revision: nil, original: nil, db)
            try setAccounts(of: interaction.id.uuid, accounts, at: time, db)
            try note([EventNote(.interactionChanged, interaction.id.uuid)], db)
            try touchWorkspace(db)
            return try interactionRecord(interaction.id, in: .everything, db)
        }
    }

    func interactionRecord(_ id: Identifier<Interaction>, in scope: Scope, _ db: Database) throws -> InteractionRecord {
        let seen = sight(scope).happening(id: "i.id", broughtInBy: "i.brought_in_by")
        let row = try Row.fetchOne(db, sql: """
            SELECT kind, title, started_at, ended_at, recorded_at, text, heard_from, place, source_id, answers, is_cancelled, is_fiction,
                brought_in_by, original, version FROM interaction i WHERE i.workspace = ? AND i.id = ? AND \(seen.sql)
            """, arguments: [number, id.uuid] + seen.arguments)
        guard let row else { throw StoreError.notFound("The interaction \(id)") }
        let participants = try Row.fetchAll(db, sql: """
            SELECT part, name, address, person FROM interaction_participant WHERE workspace = ? AND interaction = ? ORDER BY ordinal
            """, arguments: [number, id.uuid]).compactMap { row in
                Interaction.Participation.Part(rawValue: row[0]).map {
                    Interaction.Participation($0, name: row[1], address: row[2], person: (row[3] as UUID?).map(Identifier.init))
                }
            }
        let components = try Row.fetchAll(
            db, sql: "SELECT kind, name FROM interaction_component WHERE workspace = ? AND interaction = ? ORDER BY ordinal", arguments: [number, id.uuid]
        ).compactMap { row in Interaction.Component.Kind(rawValue: row[0]).map { Interaction.Component($0, row[1]) } }
        let interaction = Interaction(
            id: id, kind: Interaction.Kind(rawValue: row[0]) ?? .note, title: row[1],
            startedAt: (row[2] as Int64?).map(Timestamp.init(milliseconds:)), endedAt: (row[3] as Int64?).map(Timestamp.init(milliseconds:)),
            recordedAt: Timestamp(milliseconds: row[4]), text: row[5], heardFrom: row[6], place: row[7], sourceID: row[8],
            answers: try Self.list(row[9]), participants: participants, components: components, isCancelled: row[10], isFiction: row[11]
        )
        return InteractionRecord(
            interaction: interaction, version: row[14], accounts: try linkedAccounts(of: id.uuid, db),
            broughtInBy: (row[12] as UUID?).map(Identifier.init), original: (row[13] as Data?).flatMap { ContentHash(bytes: $0) }
        )
    }

    // MARK: Writing

    private func insert(_ new: NewInteraction, in scope: Scope, at time: Timestamp, _ db: Database) throws -> InteractionOutcome {
        let interaction = DirectoryText.cleaned(new.interaction)
        let source = Self.sourceHash(interaction)
        if try isErased(interaction.id, db) { return .erasedBefore }
        if let source {
            if try Bool.fetchOne(db, sql: "SELECT 1 FROM interaction_erasure WHERE workspace = ? AND source_hash = ?", arguments: [number, source]) != nil {
                return .erasedBefore
            }
            let seen = sight(scope).happening(id: "i.id", broughtInBy: "i.brought_in_by")
            if let row = try Row.fetchOne(
                db, sql: "SELECT i.id, i.revision, \(seen.sql) FROM interaction i WHERE i.workspace = ? AND i.source_hash = ?",
                arguments: seen.arguments + [number, source]
            ) {
                let known = Identifier<Interaction>(row: row, 0)
                guard new.revision > row[1] as Int64 else { return .alreadyThere(known) }
                // Whoever does not see it can neither overwrite it nor take it away.
                guard row[2] as Bool else { return .outOfSight }
                var newer = interaction
                newer.id = known
                let former = try replace(byCopy: newer, revision: new.revision, original: new.original, db)
                if let before = former.original, let original = new.original, original.hash != before { _ = try dropFile(Data(before.bytes), db) }
                return .replaced(known)
            }
        }
        guard try Bool.fetchOne(db, sql: "SELECT 1 FROM interaction WHERE workspace = ? AND id = ?", arguments: [number, interaction.id.uuid]) == nil else {
            return .alreadyThere(interaction.id)
        }
        if let original = new.original { try note(original, db) }
        let inserted = try db.number(ofInserted: """
            INSERT INTO interaction (workspace, id, kind, title, started_at, ended_at, recorded_at, ordered_at, text, heard_from, place,
                source_id, source_hash, answers, revision, is_cancelled, is_fiction, brought_in_by, original, version)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)
            """, [
                number, interaction.id.uuid, interaction.kind.rawValue, interaction.title, interaction.startedAt?.milliseconds,
                interaction.endedAt?.milliseconds, interaction.recordedAt.milliseconds, Self.orderedAt(interaction), interaction.text,
                interaction.heardFrom, interaction.place, interaction.sourceID, source, try Self.text(interaction.answers), new.revision,
                interaction.isCancelled, interaction.isFiction, new.broughtInBy?.uuid, new.original.map { Data($0.hash.bytes) },
            ])
        try WrittenIndex(workspace: number, db).add(interaction, at: inserted)
        try setParts(of: interaction, db)
        try setAccounts(of: interaction.id.uuid, new.accounts, at: time, db)
        return .added(interaction.id)
    }

    /// A newer copy takes the place of what is stored under its id.
    ///
    /// - Returns: what was stored.
    @discardableResult
    func replace(byCopy newer: Interaction, revision: Int64, original: StoredFile? = nil, _ db: Database) throws -> InteractionRecord {
        let former = try interactionRecord(newer.id, in: .everything, db)
        var newer = newer
        newer.participants = Self.identified(newer.participants, as: former.interaction.participants)
        try replace(former.interaction, by: newer, revision: revision, original: original, db)
        return former
    }

    private func replace(_ former: Interaction, by interaction: Interaction, revision: Int64?, original: StoredFile?, _ db: Database) throws {
        guard let row = try Int64.fetchOne(db, sql: "SELECT number FROM interaction WHERE workspace = ? AND id = ?", arguments: [number, interaction.id.uuid]) else {
            throw StoreError.notFound("The interaction \(interaction.id)")
        }
        if let original { try note(original, db) }
        let index = try WrittenIndex(workspace: number, db)
        try index.remove(former, at: row)
        try run("""
            UPDATE interaction SET kind = ?, title = ?, started_at = ?, ended_at = ?, ordered_at = ?, text = ?, heard_from = ?, place = ?,
                answers = ?, revision = coalesce(?, revision), is_cancelled = ?, original = coalesce(?, original), version = version + 1
            WHERE workspace = ? AND number = ?
            """, [
                interaction.kind.rawValue, interaction.title, interaction.startedAt?.milliseconds, interaction.endedAt?.milliseconds,
                interaction.startedAt?.milliseconds ?? former.recordedAt.milliseconds, interaction.text, interaction.heardFrom, interaction.place,
                try Self.text(interaction.answers), revision, interaction.isCancelled, original.map { Data($0.hash.bytes) }, number, row,
            ], db)
        try forgetPassages(of: interaction.id.uuid, db)
        try index.add(interaction, at: row)
        try setParts(of: interaction, db)
    }

    func setParts(of interaction: Interaction, _ db: Database) throws {
        try run("DELETE FROM interaction_participant WHERE workspace = ? AND interaction = ?", [number, interaction.id.uuid], db)
        try run("DELETE FROM interaction_component WHERE workspace = ? AND interaction = ?", [number, interaction.id.uuid], db)
        for (ordinal, part) in interaction.participants.enumerated() {
            try run("""
                INSERT INTO interaction_participant (workspace, interaction, ordinal, part, name, name_key, address, person)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """, [
                    number, interaction.id.uuid, ordinal, part.part.rawValue, part.name, part.name.map(folded), part.address?.lowercased(),
                    part.person?.uuid,
                ], db)
        }
        for (ordinal, component) in interaction.components.enumerated() {
            try run(
                "INSERT INTO interaction_component (workspace, interaction, ordinal, kind, name) VALUES (?, ?, ?, ?, ?)",
                [number, interaction.id.uuid, ordinal, component.kind.rawValue, component.name], db
            )
        }
    }

    /// Who somebody said they are stays said when a newer copy comes in.
    private static func identified(
        _ newer: [Interaction.Participation], as former: [Interaction.Participation]
    ) -> [Interaction.Participation] {
        newer.map { part in
            var part = part
            part.person = part.person ?? former.first { known in
                known.person != nil && (part.address != nil ? known.address == part.address : known.address == nil && known.name == part.name)
            }?.person
            return part
        }
    }

    /// Forgets a file that no interaction, meeting or waiting upload needs any more.
    ///
    /// - Returns: whether it was forgotten; its bytes may go.
    func dropFile(_ hash: Data, _ db: Database) throws -> Bool {
        let isNeeded = try Bool.fetchOne(db, sql: """
            SELECT EXISTS (SELECT 1 FROM interaction WHERE workspace = ?1 AND original = ?2)
                OR EXISTS (SELECT 1 FROM meeting_file WHERE workspace = ?1 AND sha256 = ?2)
                OR EXISTS (SELECT 1 FROM intake WHERE workspace = ?1 AND sha256 = ?2 AND (meeting IS NOT NULL OR state IN ('received', 'needs-decision')))
            """, arguments: [number, hash]) ?? true
        guard !isNeeded else { return false }
        try run("DELETE FROM intake WHERE workspace = ? AND sha256 = ?", [number, hash], db)
        try run("DELETE FROM file WHERE workspace = ? AND sha256 = ?", [number, hash], db)
        return true
    }

    private func isErased(_ interaction: Identifier<Interaction>, _ db: Database) throws -> Bool {
        try Bool.fetchOne(
            db, sql: "SELECT 1 FROM interaction_erasure WHERE workspace = ? AND interaction = ?", arguments: [number, interaction.uuid]
        ) != nil
    }

    private static func orderedAt(_ interaction: Interaction) -> Int64 { (interaction.startedAt ?? interaction.recordedAt).milliseconds }

    /// Names the source without its text: what was erased must not be left in a table as an address.
    static func sourceHash(_ interaction: Interaction) -> Data? {
        interaction.sourceID.map { Data(SHA256.hash(data: Data("\(interaction.kind.rawValue)\u{0}\($0)".utf8))) }
    }

    // MARK: Accounts

    func accounts(of meeting: Identifier<Meeting>) async throws(StoreError) -> Set<Identifier<Organization>> {
        try await engine.read { db in
            _ = try number(of: meeting, db)
            return try linkedAccounts(of: meeting.uuid, db)
        }
    }

    func setAccounts(
        of meeting: Identifier<Meeting>, _ accounts: Set<Identifier<Organization>>, expecting version: Int?, at time: Timestamp
    ) async throws(StoreError) {
        try await engine.write { db in
            _ = try number(of: meeting, db)
            let found = try Int.fetchOne(db, sql: "SELECT version FROM meeting WHERE workspace = ? AND id = ?", arguments: [number, meeting.uuid])
            if let version, let found, version != found { throw StoreError.conflict(.meeting(expected: version, found: found)) }
            try setAccounts(of: meeting.uuid, accounts, at: time, db)
            // Pages made before must not be shown to those who do not see it any more: the meeting becomes another version.
            try touch([meeting.uuid], db)
            try note([EventNote(.meetingChanged, meeting.uuid)], db)
            try touchWorkspace(db)
        }
    }

    /// Meetings and interactions become another version, and what was computed of them is dropped.
    func touch(_ happenings: some Sequence<UUID>, _ db: Database) throws {
        for happening in happenings {
            try run("DELETE FROM cache WHERE workspace = ?1 AND meeting = (SELECT number FROM meeting WHERE workspace = ?1 AND id = ?2)", [number, happening], db)
            try run("UPDATE meeting SET version = version + 1 WHERE workspace = ? AND id = ?", [number, happening], db)
            try run("UPDATE interaction SET version = version + 1 WHERE workspace = ? AND id = ?", [number, happening], db)
        }
    }

    func linkedAccounts(of happening: UUID, _ db: Database) throws -> Set<Identifier<Organization>> {
        Set(try UUID.fetchAll(
            db, sql: "SELECT organization FROM interaction_account WHERE workspace = ? AND interaction = ?", arguments: [number, happening]
        ).map { Identifier($0) })
    }

    /// The accounts of many meetings or interactions at once; those without any are left out.
    func linkedAccounts(ofEach happenings: [UUID], _ db: Database) throws -> [UUID: Set<Identifier<Organization>>] {
        let list = SQLList(happenings)
        var found: [UUID: Set<Identifier<Organization>>] = [:]
        for row in try Row.fetchAll(db.cachedStatement(sql: """
            SELECT interaction, organization FROM interaction_account WHERE workspace = ? AND interaction IN \(list.places)
            """), arguments: [number] + list.arguments) {
            found[row[0] as UUID, default: []].insert(Identifier(row: row, 1))
        }
        return found
    }

    func setAccounts(of happening: UUID, _ accounts: Set<Identifier<Organization>>, at time: Timestamp, _ db: Database) throws {
        try run("DELETE FROM interaction_account WHERE workspace = ? AND interaction = ?", [number, happening], db)
        for account in accounts {
            guard try Bool.fetchOne(db, sql: "SELECT 1 FROM organization WHERE workspace = ? AND id = ?", arguments: [number, account.uuid]) != nil else {
                throw StoreError.notFound("The account \(account)")
            }
            try run("INSERT INTO interaction_account (workspace, interaction, organization) VALUES (?, ?, ?)", [number, happening, account.uuid], db)
        }
        try linkByItself(happening, to: accounts, at: time, db)
    }

    func isInSight(_ meeting: Identifier<Meeting>, _ scope: Scope) async throws(StoreError) -> Bool {
        try await engine.read { db in
            let seen = sight(scope).meeting
            let row = try Row.fetchOne(
                db.cachedStatement(sql: "SELECT \(seen.sql) FROM meeting m WHERE m.workspace = ? AND m.id = ?"), arguments: seen.arguments + [number, meeting.uuid]
            )
            guard let row else { throw StoreError.notFound("The meeting \(meeting)") }
            return row[0]
        }
    }
}

extension InteractionOutcome {
    /// What is to be told of it; nil where nothing changed.
    var event: EventNote? {
        switch self {
        case .added(let id): EventNote(.interactionAdded, id.uuid)
        case .replaced(let id): EventNote(.interactionChanged, id.uuid)
        case .alreadyThere, .outOfSight, .erasedBefore: nil
        }
    }
}

/// Writes to the index of words written. A row is the interaction's number; what stands in it is title and text.
struct WrittenIndex {
    private let index: IndexWriting

    init(workspace: Int64, _ db: Database) throws { index = try IndexWriting(WordIndex(.wrote, of: workspace), db) }

    static func text(title: String, _ text: String?) -> String { title + "\n" + (text ?? "") }

    private static func text(_ interaction: Interaction) -> String { text(title: interaction.title, interaction.text) }

    func add(_ interaction: Interaction, at row: Int64) throws { try index.add(Self.text(interaction), at: row) }

    /// - Parameter interaction: exactly as it was added.
    func remove(_ interaction: Interaction, at row: Int64) throws { try index.remove(Self.text(interaction), at: row) }
}
