import Covalence
import Foundation

extension SQLWorkspaceStore {
    func organization(_ id: Identifier<Organization>, in scope: Scope, at now: Timestamp) async throws(StoreError) -> OrganizationSummary {
        try await engine.read { db in try organizationSummary(id, in: scope, at: now, db) }
    }

    func organizations(_ query: OrganizationQuery, in scope: Scope, at now: Timestamp) async throws(StoreError) -> Page<OrganizationSummary> {
        let limit = try DirectoryPlace.checked(query.limit)
        let start = try query.cursor.map { cursor throws(StoreError) in try DirectoryPlace(cursor) }
        let (sql, arguments) = page(of: query, in: scope, after: start, limit: limit + 1)
        return try await engine.read { db in
            let rows = try Row.fetchAll(db, sql: sql, arguments: arguments)
            let items = try rows.prefix(limit).map { try organizationSummary(Identifier(row: $0, 0), in: scope, at: now, db) }
            return Page(items: items, next: rows.count > limit ? DirectoryPlace(key: rows[limit - 1][1], id: rows[limit - 1][0]).cursor : nil)
        }
    }

    /// Ids and sorting keys of organisations in the order of the list, which is that of an index.
    func page(
        of query: OrganizationQuery, in scope: Scope, after start: DirectoryPlace?, limit: Int
    ) -> (sql: String, arguments: StatementArguments) {
        let seen = sight(scope).organization(id: "o.id", kind: "o.kind")
        var sql = "o.workspace = ? AND \(seen.sql)"
        var arguments: StatementArguments = [number] + seen.arguments
        if let text = query.text {
            sql += """
                 AND (\(dialect.contains("o.name_key", "?")) OR EXISTS (SELECT 1 FROM organization_domain d
                    WHERE d.workspace = o.workspace AND d.organization = o.id AND \(dialect.contains("d.domain", "?"))))
                """
            arguments += [folded(text), text.lowercased()]
        }
        if let kinds = query.kinds {
            sql += kinds.isEmpty ? " AND FALSE" : " AND o.kind IN (\(kinds.map { _ in "?" }.joined(separator: ", ")))"
            arguments += StatementArguments(kinds.map(\.rawValue).sorted())
        }
        if let holder = query.holder {
            sql += """
                 AND EXISTS (SELECT 1 FROM account_holder h WHERE h.workspace = o.workspace AND h.organization = o.id
                    AND (h.holder = ? OR h.is_team = 1 AND h.holder IN (SELECT team FROM team_member WHERE workspace = ? AND member = ?)))
                """
            arguments += [holder.uuid, number, holder.uuid]
        }
        if let parent = query.parent {
            sql += " AND o.parent = ?"
            arguments += [parent.uuid]
        }
        if let start {
            sql += " AND (o.name_key, o.id) > (?, ?)"
            arguments += [start.key, start.id]
        }
        return ("SELECT o.id, o.name_key FROM organization o WHERE \(sql) ORDER BY o.name_key, o.id LIMIT ?", arguments + [limit])
    }

    /// A summary with counts of what is in sight.
    func plainOrganization(_ id: Identifier<Organization>, in scope: Scope) async throws(StoreError) -> Organization {
        try await engine.read { db in try storedOrganization(id, in: scope, db).organization }
    }

    /// What is kept of an organisation itself.
    func storedOrganization(
        _ id: Identifier<Organization>, in scope: Scope, _ db: Database
    ) throws -> (organization: Organization, version: Int, parentName: String?) {
        let seen = sight(scope).organization(id: "o.id", kind: "o.kind")
        let row = try Row.fetchOne(db, sql: """
            SELECT o.name, o.kind, o.industry, o.size, o.country, o.parent, o.note, o.version,
                (SELECT name FROM organization u WHERE u.workspace = o.workspace AND u.id = o.parent)
            FROM organization o WHERE o.workspace = ? AND o.id = ? AND \(seen.sql)
            """, arguments: [number, id.uuid] + seen.arguments)
        guard let row else { throw StoreError.notFound("The organisation \(id)") }
        let organization = Organization(
            id: id, name: row[0], kind: Organization.Kind(rawValue: row[1]) ?? .prospect, industry: row[2],
            size: (row[3] as String?).flatMap(Organization.Size.init(rawValue:)), country: row[4],
            parent: (row[5] as UUID?).map(Identifier.init),
            domains: try String.fetchAll(
                db, sql: "SELECT domain FROM organization_domain WHERE workspace = ? AND organization = ? ORDER BY ordinal", arguments: [number, id.uuid]
            ), note: row[6]
        )
        return (organization, row[7], row[8])
    }

    func organizationSummary(_ id: Identifier<Organization>, in scope: Scope, at now: Timestamp, _ db: Database) throws -> OrganizationSummary {
        let (organization, version, parentName) = try storedOrganization(id, in: scope, db)
        let holders = try Row.fetchAll(
            db, sql: "SELECT is_team, holder FROM account_holder WHERE workspace = ? AND organization = ?", arguments: [number, id.uuid]
        )
        // Through the index of the account, not through every meeting.
        let linked = "IN (SELECT l.interaction FROM interaction_account l WHERE l.workspace = \(number) AND l.organization = ?)"
        let met = try contacts(meeting: "m.id \(linked)", interaction: "i.id \(linked)", [id.uuid], scope, at: now, db)
        return OrganizationSummary(
            organization: organization, version: version,
            holders: AccountHolders(
                members: Set(holders.filter { !($0[0] as Bool) }.map { Identifier(row: $0, 1) }),
                teams: Set(holders.filter { $0[0] as Bool }.map { Identifier(row: $0, 1) })
            ),
            parentName: parentName,
            people: try Int.fetchOne(db, sql: "SELECT count(*) FROM person WHERE workspace = ? AND organization = ?", arguments: [number, id.uuid]) ?? 0,
            interactions: met.count, lastInteractionAt: met.newest, lastContactAt: met.last, nextContactAt: met.next
        )
    }

    func add(_ organization: Organization, holders: AccountHolders, at time: Timestamp) async throws(StoreError) -> OrganizationSummary {
        try await engine.write { db in
            let organization = try DirectoryText.checked(organization)
            guard try Bool.fetchOne(db, sql: "SELECT 1 FROM organization WHERE workspace = ? AND id = ?", arguments: [number, organization.id.uuid]) == nil else {
                throw StoreError.exists("The organisation \(organization.id)")
            }
            try checkParent(of: organization, db)
            try insertRow(organization, version: 1, at: time, db)
            try setDomains(of: organization, db)
            try replaceHolders(of: organization.id, holders, db)
            try note([EventNote(.organizationAdded, organization.id.uuid)], db)
            try touchWorkspace(db)
            return try organizationSummary(organization.id, in: .everything, at: time, db)
        }
    }

    func update(_ organization: Organization, expecting version: Int, at time: Timestamp) async throws(StoreError) -> OrganizationSummary {
        try await engine.write { db in
            let organization = try DirectoryText.checked(organization)
            try expect(version, in: "organization", organization.id.uuid, "The organisation \(organization.id)", db)
            try checkParent(of: organization, db)
            try replaceRow(organization, at: time, db)
            try note([EventNote(.organizationChanged, organization.id.uuid)], db)
            try touchWorkspace(db)
            return try organizationSummary(organization.id, in: .everything, at: time, db)
        }
    }

    func setHolders(
        of organization: Identifier<Organization>, _ holders: AccountHolders, expecting version: Int
    ) async throws(StoreError) {
        try await engine.write { db in
            try expect(version, in: "organization", organization.uuid, "The organisation \(organization)", db)
            try replaceHolders(of: organization, holders, db)
            try run("UPDATE organization SET version = version + 1 WHERE workspace = ? AND id = ?", [number, organization.uuid], db)
            try note([EventNote(.organizationChanged, organization.uuid)], db)
            try touchWorkspace(db)
        }
    }

    func organization(withDomain domain: String) async throws(StoreError) -> Organization? {
        try await engine.read { db in
            // a.b.example, then b.example; never the last label alone.
            var rest = domain.lowercased()[...]
            while rest.contains(".") {
                if let id = try UUID.fetchOne(
                    db, sql: "SELECT organization FROM organization_domain WHERE workspace = ? AND domain = ?", arguments: [number, String(rest)]
                ) { return try storedOrganization(Identifier(id), in: .everything, db).organization }
                guard let point = rest.firstIndex(of: ".") else { return nil }
                rest = rest[rest.index(after: point)...]
            }
            return nil
        }
    }

    // MARK: Steps

    func insertRow(_ organization: Organization, version: Int, at time: Timestamp, _ db: Database) throws {
        try run("""
            INSERT INTO organization (workspace, id, name, name_key, kind, industry, size, country, parent, note, version, changed_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """, [
                number, organization.id.uuid, organization.name, folded(organization.name), organization.kind.rawValue,
                organization.industry, organization.size?.rawValue, organization.country, organization.parent?.uuid, organization.note,
                version, time.milliseconds,
            ], db)
    }

    /// Writes all of an organisation over what is kept of it.
    func replaceRow(_ organization: Organization, at time: Timestamp, _ db: Database) throws {
        try run("""
            UPDATE organization SET name = ?, name_key = ?, kind = ?, industry = ?, size = ?, country = ?, parent = ?, note = ?,
                version = version + 1, changed_at = ? WHERE workspace = ? AND id = ?
            """, [
                organization.name, folded(organization.name), organization.kind.rawValue, organization.industry,
                organization.size?.rawValue, organization.country, organization.parent?.uuid, organization.note,
                time.milliseconds, number, organization.id.uuid,
            ], db)
        try setDomains(of: organization, db)
    }

    func checkParent(of organization: Organization, _ db: Database) throws {
        var next = organization.parent
        var seen: Set<Identifier<Organization>> = []
        while let parent = next {
            guard parent != organization.id else {
                throw StoreError.refused("“\(organization.name)” would become part of itself. Choose another organisation it is part of.", at: "/parent")
            }
            guard seen.insert(parent).inserted else { return }
            let row = try Row.fetchOne(db, sql: "SELECT parent FROM organization WHERE workspace = ? AND id = ?", arguments: [number, parent.uuid])
            guard let row else { throw StoreError.refused("The organisation that “\(organization.name)” is said to be part of is not there any more. Choose another.", at: "/parent") }
            next = (row[0] as UUID?).map(Identifier.init)
        }
    }

    func setDomains(of organization: Organization, _ db: Database) throws {
        try run("DELETE FROM organization_domain WHERE workspace = ? AND organization = ?", [number, organization.id.uuid], db)
        for (ordinal, domain) in organization.domains.enumerated() {
            if let other = try String.fetchOne(db, sql: """
                SELECT o.name FROM organization_domain d JOIN organization o ON o.workspace = d.workspace AND o.id = d.organization
                WHERE d.workspace = ? AND d.domain = ?
                """, arguments: [number, domain]) {
                throw StoreError.exists("The domain \(domain) (of “\(other)”)", at: "/domains/\(ordinal)")
            }
            try run("INSERT INTO organization_domain (workspace, domain, organization, ordinal) VALUES (?, ?, ?, ?)", [number, domain, organization.id.uuid, ordinal], db)
        }
    }

    func replaceHolders(of organization: Identifier<Organization>, _ holders: AccountHolders, _ db: Database) throws {
        try run("DELETE FROM account_holder WHERE workspace = ? AND organization = ?", [number, organization.uuid], db)
        for member in holders.members {
            guard try Bool.fetchOne(db, sql: "SELECT 1 FROM member WHERE workspace = ? AND id = ?", arguments: [number, member.uuid]) != nil else {
                throw StoreError.notFound("The member \(member)")
            }
            try run("INSERT INTO account_holder (workspace, organization, is_team, holder) VALUES (?, ?, 0, ?)", [number, organization.uuid, member.uuid], db)
        }
        for team in holders.teams {
            guard try Bool.fetchOne(db, sql: "SELECT 1 FROM team WHERE workspace = ? AND id = ?", arguments: [number, team.uuid]) != nil else {
                throw StoreError.notFound("The team \(team)")
            }
            try run("INSERT INTO account_holder (workspace, organization, is_team, holder) VALUES (?, ?, 1, ?)", [number, organization.uuid, team.uuid], db)
        }
    }

    /// Refuses where a row has another version than the one somebody saw.
    func expect(_ version: Int, in table: String, _ id: UUID, _ what: String, _ db: Database) throws {
        guard let found = try Int.fetchOne(db, sql: "SELECT version FROM \(table) WHERE workspace = ? AND id = ?", arguments: [number, id]) else {
            throw StoreError.notFound(what)
        }
        guard found == version else { throw StoreError.conflict(.record(expected: version, found: found)) }
    }

    /// How many meetings (`m`) and interactions (`i`) in sight meet a condition, when the newest is, and which of those not called off are the nearest to a time.
    func contacts(
        meeting: String, interaction: String, _ arguments: StatementArguments, _ scope: Scope, at now: Timestamp, _ db: Database
    ) throws -> (count: Int, newest: Timestamp?, last: Timestamp?, next: Timestamp?) {
        let seenMeeting = sight(scope).meeting, seenInteraction = sight(scope).happening(id: "i.id", broughtInBy: "i.brought_in_by")
        let row = try Row.fetchOne(db, sql: """
            SELECT count(*), max(at), max(CASE WHEN cancelled = 0 AND at <= ? THEN at END), min(CASE WHEN cancelled = 0 AND at > ? THEN at END) FROM (
                SELECT m.ordered_at AS at, 0 AS cancelled FROM meeting m WHERE m.workspace = \(number) AND \(meeting) AND \(seenMeeting.sql)
                UNION ALL
                SELECT i.ordered_at, i.is_cancelled FROM interaction i WHERE i.workspace = \(number) AND \(interaction) AND \(seenInteraction.sql)) AS met
            """, arguments: [now.milliseconds, now.milliseconds] + arguments + seenMeeting.arguments + arguments + seenInteraction.arguments)
        guard let row else { return (0, nil, nil, nil) }
        func time(_ column: Int) -> Timestamp? { (row[column] as Int64?).map(Timestamp.init(milliseconds:)) }
        return (row[0], time(1), time(2), time(3))
    }
}

/// A place in a list by name.
struct DirectoryPlace {
    var key: String
    var id: UUID

    init(key: String, id: UUID) {
        self.key = key
        self.id = id
    }

    init(_ cursor: PageCursor) throws(StoreError) {
        let parts = cursor.rawValue.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].first == "n", let id = UUID(uuidString: String(parts[1])),
              let bytes = Self.bytes(parts[0].dropFirst())
        else { throw .refused("The address names a page of the list that cannot be. Begin at the first page.") }
        key = String(decoding: bytes, as: UTF8.self)
        self.id = id
    }

    private static func bytes(_ hex: Substring) -> [UInt8]? {
        guard hex.utf8.count % 2 == 0, hex.utf8.count <= 8_000 else { return nil }
        var bytes: [UInt8] = []
        var rest = hex
        while !rest.isEmpty {
            guard let byte = UInt8(rest.prefix(2), radix: 16) else { return nil }
            bytes.append(byte)
            rest = rest.dropFirst(2)
        }
        return bytes
    }

    var cursor: PageCursor {
        let text = Data(key.utf8).map { String(format: "%02x", $0) }.joined()
        return PageCursor(rawValue: "n\(text).\(id.uuidString.lowercased())")
    }

    static func checked(_ limit: Int) throws(StoreError) -> Int {
        guard (1...500).contains(limit) else { throw .refused("A page holds 1 to 500 entries, not \(limit).") }
        return limit
    }
}
