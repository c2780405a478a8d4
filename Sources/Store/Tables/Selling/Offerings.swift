import Covalence
import Foundation

extension SQLWorkspaceStore {
    /// The most offerings of a workspace: they are shown and chosen from as a whole.
    private static let mostOfferings = 2_000

    func offerings() async throws(StoreError) -> [OfferingRecord] {
        try await engine.read { db in
            try offerings("", [], db).sorted { (folded($0.offering.name), $0.id) < (folded($1.offering.name), $1.id) }
        }
    }

    func offering(_ id: Identifier<Offering>) async throws(StoreError) -> OfferingRecord {
        try await engine.read { db in try offering(id, db) }
    }

    func add(_ offering: Offering) async throws(StoreError) -> OfferingRecord {
        try await engine.write { db in
            let offering = try SellingText.checked(offering)
            let known = try offerings("", [], db)
            guard !known.contains(where: { $0.id == offering.id }) else { throw StoreError.exists("The offering \(offering.id)") }
            guard known.count < Self.mostOfferings else {
                throw StoreError.refused("There are \(Self.mostOfferings) offerings. No more are kept; rename one that is retired.")
            }
            try Self.checkName(of: offering, among: known)
            if let origin = offering.origin, known.contains(where: { $0.offering.origin == origin }) {
                throw StoreError.exists("The offering \(origin.id) of \(origin.system)")
            }
            try run("""
                INSERT INTO offering (workspace, id, name, note, source_system, source_id, recorded_at, is_fiction, is_retired, version)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, 1)
                """, [
                    number, offering.id.uuid, offering.name, offering.note, offering.origin?.system, offering.origin?.id, offering.recordedAt.milliseconds,
                    offering.isFiction,
                ], db)
            try note([EventNote(.offeringAdded, offering.id.uuid)], db)
            try touchWorkspace(db)
            return try self.offering(offering.id, db)
        }
    }

    func update(_ offering: Offering, isRetired: Bool, expecting version: Int) async throws(StoreError) -> OfferingRecord {
        try await engine.write { db in
            let offering = try SellingText.checked(offering)
            try expect(version, in: "offering", offering.id.uuid, "The offering \(offering.id)", db)
            if !isRetired { try Self.checkName(of: offering, among: try offerings("", [], db)) }
            try run("UPDATE offering SET name = ?, note = ?, is_retired = ?, version = version + 1 WHERE workspace = ? AND id = ?", [
                offering.name, offering.note, isRetired, number, offering.id.uuid,
            ], db)
            try note([EventNote(.offeringChanged, offering.id.uuid)], db)
            try touchWorkspace(db)
            return try self.offering(offering.id, db)
        }
    }

    private func offering(_ id: Identifier<Offering>, _ db: Database) throws -> OfferingRecord {
        guard let found = try offerings("AND id = ?", [id.uuid], db).first else { throw StoreError.notFound("The offering \(id)") }
        return found
    }

    private func offerings(_ condition: String, _ arguments: StatementArguments, _ db: Database) throws -> [OfferingRecord] {
        try Row.fetchAll(db.cachedStatement(sql: """
            SELECT id, name, note, source_system, source_id, recorded_at, is_fiction, version, is_retired FROM offering WHERE workspace = ? \(condition) ORDER BY id
            """), arguments: [number] + arguments).map { row in
                OfferingRecord(
                    offering: Offering(
                        id: Identifier(row: row, 0), name: row[1], note: row[2], recordedAt: Timestamp(milliseconds: row[5]),
                        origin: Self.origin(row[3], row[4]), isFiction: row[6]
                    ),
                    version: row[7], isRetired: row[8]
                )
            }
    }

    private static func checkName(of offering: Offering, among known: [OfferingRecord]) throws {
        let key = folded(offering.name)
        guard let other = known.first(where: { $0.id != offering.id && !$0.isRetired && folded($0.offering.name) == key }) else { return }
        throw StoreError.exists("The offering “\(other.offering.name)”", at: "/name")
    }

    static func origin(_ system: String?, _ id: String?) -> Origin? {
        guard let system, let id else { return nil }
        return Origin(system: system, id: id)
    }
}

/// Text of offerings and objectives as it may stand in a table.
enum SellingText {
    /// The most bytes of an origin's parts: they stand in an index.
    private static let longestOrigin = 500
    private static let longestNote = 8_000

    /// - Throws: `StoreError.refused` for a name that is empty or too long, and for a zero character, at which SQLite would cut.
    static func checked(_ offering: Offering) throws(StoreError) -> Offering {
        guard offering.name.contains(where: { !$0.isWhitespace }) else { throw .refused("The name of the offering is empty. Give one.", at: "/name") }
        guard offering.name.utf8.count <= DirectoryText.longestName else {
            throw .refused("The name of the offering is longer than \(DirectoryText.longestName) bytes. Shorten it.", at: "/name")
        }
        guard (offering.note?.utf8.count ?? 0) <= longestNote else { throw .refused("The note is longer than \(longestNote) bytes. Shorten it.", at: "/note") }
        for text in [offering.name, offering.note].compactMap({ $0 }) where text.utf8.contains(0) {
            throw .refused("A text contains a zero character (U+0000). Remove it and save again.")
        }
        try check(offering.origin)
        return offering
    }

    static func check(_ origin: Origin?) throws(StoreError) {
        guard let origin else { return }
        for text in [origin.system, origin.id] {
            guard (1...longestOrigin).contains(text.utf8.count), !text.utf8.contains(0) else {
                throw .refused("Where something came from is named with 1 to \(longestOrigin) bytes and without a zero character.")
            }
        }
    }
}
