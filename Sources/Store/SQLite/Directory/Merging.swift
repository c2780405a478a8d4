import Covalence
import Foundation
import GRDB

/// What a merge moved, by ids, so that it can be taken back.
private struct Moved: Codable {
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
    /// Members who are the absorbed person.
    var members: [UUID]?
    /// What the kept organisation was made part of.
    var parent: Identifier<Organization>?
}

extension SQLiteWorkspaceStore {
    func merge(
        _ absorbed: Identifier<Organization>, into kept: Identifier<Organization>, by author: String, at time: Timestamp
    ) async throws(StoreError) -> Identifier<Merge> {
        try await engine.write { db in
            guard absorbed != kept else { throw StoreError.refused("An organisation cannot be merged with itself. Choose two different ones.") }
            let gone = try organizationSummary(absorbed, in: .everything, db), stays = try organizationSummary(kept, in: .everything, db)
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
            try run("UPDATE OR IGNORE interaction_account SET organization = ? WHERE workspace = ? AND organization = ?", [kept.uuid, number, absorbed.uuid], db)
            try run("DELETE FROM interaction_account WHERE workspace = ? AND organization = ?", [number, absorbed.uuid], db)
            try moveClaims(from: absorbed.uuid, to: kept.uuid, kind: "organization", &moved, db)
            try run("DELETE FROM organization_domain WHERE workspace = ? AND organization = ?", [number, absorbed.uuid], db)
            try run("DELETE FROM account_holder WHERE workspace = ? AND organization = ?", [number, absorbed.uuid], db)
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
            let gone = try personSummary(absorbed, in: .everything, db).person, stays = try personSummary(kept, in: .everything, db).person
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

    func merges(limit: Int) async throws(StoreError) -> [MergeRecord] {
        try await engine.read { db in
            try Row.fetchAll(db, sql: """
                SELECT id, what, kept, kept_name, absorbed, absorbed_name, author, at, undone_at FROM merge m
                WHERE workspace = ? AND undone_at IS NULL AND NOT EXISTS (\(Self.laterMerge)) AND (
                    EXISTS (SELECT 1 FROM organization o WHERE o.workspace = m.workspace AND o.id = m.kept)
                    OR EXISTS (SELECT 1 FROM person p WHERE p.workspace = m.workspace AND p.id = m.kept))
                ORDER BY at DESC, id DESC LIMIT ?
                """, arguments: [number, max(0, limit)]).map { row in
                    MergeRecord(
                        id: Identifier(row: row, 0), what: row[1], kept: (row[2] as UUID).uuidString.lowercased(), keptName: row[3],
                        absorbed: (row[4] as UUID).uuidString.lowercased(), absorbedName: row[5], author: row[6],
                        at: Timestamp(milliseconds: row[7]), isUndone: !row.hasNull(atIndex: 8)
                    )
                }
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
            try run("INSERT OR IGNORE INTO kept_apart (workspace, first, second) VALUES (?, ?, ?)", [number, low, high], db)
        }
    }

    // MARK: Steps

    private func takeApart(_ gone: Organization, from kept: Identifier<Organization>, _ moved: Moved, at time: Timestamp, _ db: Database) throws {
        var stays = try organizationSummary(kept, in: .everything, db)
        let before = moved.keptOrganization
        stays.organization.domains.removeAll { gone.domains.contains($0) && !(before?.domains.contains($0) ?? false) }
        // What was taken over goes back, unless somebody changed it since.
        if before?.industry == nil, stays.organization.industry == gone.industry { stays.organization.industry = nil }
        if before?.size == nil, stays.organization.size == gone.size { stays.organization.size = nil }
        if before?.country == nil, stays.organization.country == gone.country { stays.organization.country = nil }
        if before?.note == nil, stays.organization.note == gone.note { stays.organization.note = nil }
        if stays.organization.parent == moved.parent { stays.organization.parent = before?.parent }
        try rewrite(stays.organization, at: time, db)
        var back = gone
        if let parent = gone.parent, try Bool.fetchOne(db, sql: "SELECT 1 FROM organization WHERE workspace = ? AND id = ?", arguments: [number, parent.uuid]) == nil { back.parent = nil }
        back.domains = try gone.domains.filter { domain in
            try Bool.fetchOne(db, sql: "SELECT 1 FROM organization_domain WHERE workspace = ? AND domain = ?", arguments: [number, domain]) == nil
        }
        try insertRow(back, version: 1, at: time, db)
        try setDomains(of: back, db)
        let added = AccountHolders(
            members: (moved.holders?.members ?? []).subtracting(moved.keptHolders?.members ?? []),
            teams: (moved.holders?.teams ?? []).subtracting(moved.keptHolders?.teams ?? [])
        )
        try replaceHolders(of: kept, AccountHolders(
            members: stays.holders.members.subtracting(added.members), teams: stays.holders.teams.subtracting(added.teams)
        ), db)
        try replaceHolders(of: back.id, try present(moved.holders ?? AccountHolders(), db), db)
        for person in moved.people {
            try run("UPDATE person SET organization = ? WHERE workspace = ? AND id = ? AND organization = ?", [back.id.uuid, number, person, kept.uuid], db)
        }
        for child in moved.children {
            try run("UPDATE organization SET parent = ? WHERE workspace = ? AND id = ? AND parent = ?", [back.id.uuid, number, child, kept.uuid], db)
        }
        for happening in moved.happenings {
            try run("UPDATE OR IGNORE interaction_account SET organization = ? WHERE workspace = ? AND interaction = ? AND organization = ?", [back.id.uuid, number, happening, kept.uuid], db)
        }
        for happening in moved.shared where try isLinked(happening, to: kept, db) {
            try run("INSERT OR IGNORE INTO interaction_account (workspace, interaction, organization) VALUES (?, ?, ?)", [number, happening, back.id.uuid], db)
        }
        try touch(moved.happenings + moved.shared, db)
        // Who belongs to whom may have been changed since: what would close a circle is left open.
        for id in [back.id, kept] where try ancestors(of: id, db).contains(id) {
            try run("UPDATE organization SET parent = NULL WHERE workspace = ? AND id = ?", [number, id.uuid], db)
        }
    }

    private func takeApart(_ gone: Person, from kept: Identifier<Person>, _ moved: Moved, at time: Timestamp, _ db: Database) throws {
        guard var stays = try storedPerson(kept, db) else { throw StoreError.notFound("The person \(kept)") }
        let before = moved.keptPerson
        stays.reach.removeAll { gone.reach.contains($0) && !(before?.reach.contains($0) ?? false) }
        if before?.organization == nil, stays.organization == gone.organization { stays.organization = nil }
        if before?.function == nil, stays.function == gone.function { stays.function = nil }
        if before?.note == nil, stays.note == gone.note { stays.note = nil }
        if before?.languages.isEmpty == true, stays.languages == gone.languages { stays.languages = [] }
        if before?.cultures.isEmpty == true, stays.cultures == gone.cultures { stays.cultures = [] }
        try rewrite(stays, at: time, db)
        var back = gone
        if let at = gone.organization, try Bool.fetchOne(db, sql: "SELECT 1 FROM organization WHERE workspace = ? AND id = ?", arguments: [number, at.uuid]) == nil { back.organization = nil }
        back.reach = try gone.reach.filter { reach in
            try reach.means != .mail || Bool.fetchOne(
                db, sql: "SELECT 1 FROM person_reach WHERE workspace = ? AND means = 'mail' AND value = ?", arguments: [number, reach.value]
            ) == nil
        }
        try insertRow(back, addedBy: moved.addedBy, version: 1, at: time, db)
        try setReach(of: back, db)
        for part in moved.parts {
            guard part.count == 2, let interaction = UUID(uuidString: part[0]), let ordinal = Int(part[1]) else { continue }
            try run("UPDATE interaction_participant SET person = ? WHERE workspace = ? AND interaction = ? AND ordinal = ? AND person = ?", [back.id.uuid, number, interaction, ordinal, kept.uuid], db)
        }
        _ = try moveCast(from: kept, to: back.id, only: Set(moved.cast), db)
        for member in moved.members ?? [] {
            try run("UPDATE member SET person = ? WHERE workspace = ? AND id = ? AND person = ?", [back.id.uuid, number, member, kept.uuid], db)
        }
        try touch(Set(moved.parts.compactMap { $0.first.flatMap { UUID(uuidString: $0) } }), db)
    }

    /// Participants become another person in every version of every cast: an older one can be made the current one again, and
    /// erasing the person looks in all of them.
    ///
    /// - Parameter only: these participants; nil for all of the person's.
    /// - Returns: the participants that changed hands.
    private func moveCast(
        from: Identifier<Person>, to: Identifier<Person>, only: Set<Identifier<Participant>>?, _ db: Database
    ) throws -> [Identifier<Participant>] {
        var moved: Set<Identifier<Participant>> = []
        var meetings: Set<Int64> = []
        let rows = try Row.fetchAll(db, sql: """
            SELECT meeting, version, content FROM cast_version WHERE workspace = ? AND instr(content, ?)
            """, arguments: [number, from.description])
        for row in rows {
            var cast = try Self.read(Cast.self, row[2])
            let own = cast.participants.indices.filter { index in
                cast.participants[index].person == from && (only?.contains(cast.participants[index].id) ?? true)
            }
            guard !own.isEmpty else { continue }
            for index in own {
                cast.participants[index].person = to
                moved.insert(cast.participants[index].id)
                try run("UPDATE cast_person SET person = ? WHERE workspace = ? AND meeting = ? AND id = ? AND person = ?", [
                    to.uuid, number, row[0] as Int64, cast.participants[index].id.uuid, from.uuid,
                ], db)
            }
            try run("UPDATE cast_version SET content = ? WHERE workspace = ? AND meeting = ? AND version = ?", [
                try Self.json(cast), number, row[0] as Int64, row[1] as Int,
            ], db)
            meetings.insert(row[0])
        }
        for meeting in meetings {
            try run("DELETE FROM cache WHERE workspace = ? AND meeting = ?", [number, meeting], db)
            try run("UPDATE meeting SET version = version + 1 WHERE number = ?", [meeting], db)
        }
        return moved.sorted()
    }

    private func moveClaims(from: UUID, to: UUID, kind: String, _ moved: inout Moved, _ db: Database) throws {
        moved.claims = try UUID.fetchAll(
            db, sql: "SELECT id FROM claim WHERE workspace = ? AND meeting = \(Self.elsewhere) AND subject = ? AND subject_kind = ?", arguments: [number, from, kind]
        )
        try run("UPDATE claim SET subject = ? WHERE workspace = ? AND meeting = \(Self.elsewhere) AND subject = ? AND subject_kind = ?", [to, number, from, kind], db)
        let text = from.uuidString.lowercased()
        moved.objects = try UUID.fetchAll(db, sql: "SELECT id FROM claim WHERE workspace = ? AND meeting = \(Self.elsewhere) AND object = ?", arguments: [number, text])
        try run("UPDATE claim SET object = ? WHERE workspace = ? AND meeting = \(Self.elsewhere) AND object = ?", [to.uuidString.lowercased(), number, text], db)
    }

    private func rewrite(_ organization: Organization, at time: Timestamp, _ db: Database) throws {
        try run("""
            UPDATE organization SET industry = ?, size = ?, country = ?, parent = ?, note = ?, version = version + 1, changed_at = ?
            WHERE workspace = ? AND id = ?
            """, [
                organization.industry, organization.size?.rawValue, organization.country, organization.parent?.uuid, organization.note,
                time.milliseconds, number, organization.id.uuid,
            ], db)
        try setDomains(of: organization, db)
    }

    private func rewrite(_ person: Person, at time: Timestamp, _ db: Database) throws {
        try run("""
            UPDATE person SET organization = ?, function = ?, languages = ?, cultures = ?, note = ?, version = version + 1, changed_at = ?
            WHERE workspace = ? AND id = ?
            """, [
                person.organization?.uuid, person.function, try Self.text(person.languages), try Self.text(person.cultures), person.note,
                time.milliseconds, number, person.id.uuid,
            ], db)
        try setReach(of: person, db)
    }

    private func present(_ holders: AccountHolders, _ db: Database) throws -> AccountHolders {
        AccountHolders(
            members: try holders.members.filter { try Bool.fetchOne(db, sql: "SELECT 1 FROM member WHERE workspace = ? AND id = ?", arguments: [number, $0.uuid]) != nil },
            teams: try holders.teams.filter { try Bool.fetchOne(db, sql: "SELECT 1 FROM team WHERE workspace = ? AND id = ?", arguments: [number, $0.uuid]) != nil }
        )
    }

    private func isLinked(_ happening: UUID, to organization: Identifier<Organization>, _ db: Database) throws -> Bool {
        try Bool.fetchOne(
            db, sql: "SELECT 1 FROM interaction_account WHERE workspace = ? AND interaction = ? AND organization = ?",
            arguments: [number, happening, organization.uuid]
        ) != nil
    }

    private func noteMerge(
        _ what: String, _ kept: UUID, _ keptName: String, _ absorbed: UUID, _ absorbedName: String, _ author: String, _ time: Timestamp,
        _ moved: Moved, _ db: Database
    ) throws -> Identifier<Merge> {
        // One after the other, also within a millisecond: they are taken back in the opposite order.
        let last = try Int64.fetchOne(db, sql: "SELECT max(at) FROM merge WHERE workspace = ?", arguments: [number])
        let time = Timestamp(milliseconds: max(time.milliseconds, last.map { $0 < .max ? $0 + 1 : $0 } ?? time.milliseconds))
        let id = Identifier<Merge>.make(at: time)
        try run("""
            INSERT INTO merge (workspace, id, what, kept, kept_name, absorbed, absorbed_name, author, at, moved) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """, [
                number, id.uuid, what, kept, keptName, absorbed, absorbedName, author, time.milliseconds,
                String(decoding: try JSONEncoder().encode(moved), as: UTF8.self),
            ], db)
        try touchWorkspace(db)
        return id
    }

    /// A merge after `m` that holds one of its two and was not taken back.
    private static let laterMerge = """
        SELECT 1 FROM merge x WHERE x.workspace = m.workspace AND x.undone_at IS NULL AND (x.at, x.id) > (m.at, m.id)
            AND (x.kept IN (m.kept, m.absorbed) OR x.absorbed IN (m.kept, m.absorbed))
        """

    /// What an organisation is part of once another became part of it. Where the other stood above it, what stood above the other.
    private func parent(of kept: Organization, merging gone: Organization, _ db: Database) throws -> Identifier<Organization>? {
        if try ancestors(of: kept.id, db).contains(gone.id) { return gone.parent }
        guard kept.parent == nil, let parent = gone.parent, parent != kept.id,
              try !ancestors(of: parent, db).contains(kept.id) else { return kept.parent }
        return parent
    }

    /// What an organisation is part of, nearest first; ends where a circle closes.
    private func ancestors(of organization: Identifier<Organization>, _ db: Database) throws -> [Identifier<Organization>] {
        var found: [Identifier<Organization>] = []
        var current = organization
        while let parent = try UUID?.fetchOne(
            db, sql: "SELECT parent FROM organization WHERE workspace = ? AND id = ?", arguments: [number, current.uuid]
        ) ?? nil {
            current = Identifier(parent)
            guard !found.contains(current) else { break }
            found.append(current)
        }
        return found
    }

    /// Refuses where the one they became would report to themselves.
    private func checkReporting(of person: Identifier<Person>, _ absorbed: String, _ kept: String, _ db: Database) throws {
        var above: [String: [String]] = [:]
        for row in try Row.fetchAll(db, sql: """
            SELECT subject, object FROM claim WHERE workspace = ? AND meeting = \(Self.elsewhere) AND kind = ? AND standing = 'confirmed'
                AND subject IS NOT NULL AND object IS NOT NULL
            """, arguments: [number, Person.reportsToKind]) {
            above[(row[0] as UUID).uuidString.lowercased(), default: []].append((row[1] as String).lowercased())
        }
        var seen: Set<String> = []
        var next = above[person.description] ?? []
        while let current = next.popLast() {
            guard current != person.description else {
                throw StoreError.refused("“\(absorbed)” and “\(kept)” report to one another, directly or through others, so they would report to themselves. Correct “reports to” first.")
            }
            if seen.insert(current).inserted { next += above[current] ?? [] }
        }
    }
}
