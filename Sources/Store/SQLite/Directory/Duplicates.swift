import Covalence
import Foundation
import GRDB

extension SQLiteWorkspaceStore {
    func likelyDuplicateOrganizations(limit: Int) async throws(StoreError) -> [LikelyDuplicate<Organization>] {
        try await engine.read { db in
            // Domains are unique, so a shared one shows as a domain of one being part of another's: plant.brunavik.example.
            let rows = try Row.fetchAll(db, sql: "SELECT id, name FROM organization WHERE workspace = ? ORDER BY name_key, id", arguments: [number])
            var byName: [String: [UUID]] = [:]
            for row in rows { byName[CompanyName.key(row[1]), default: []].append(row[0]) }
            var found: [LikelyDuplicate<Organization>] = []
            func add(_ first: UUID, _ second: UUID, _ reason: String) throws {
                guard found.count < limit, try !isKeptApart(first, second, db) else { return }
                let one = try organizationSummary(Identifier(first), in: .everything, db).organization
                let other = try organizationSummary(Identifier(second), in: .everything, db).organization
                // A company and the part of it that has its own page are two on purpose.
                guard one.parent != other.id, other.parent != one.id,
                      !found.contains(where: { Set([$0.first.id, $0.second.id]) == Set([one.id, other.id]) }) else { return }
                found.append(LikelyDuplicate(first: one, second: other, reason: reason))
            }
            let domains = try Row.fetchAll(db, sql: """
                SELECT a.organization, b.organization, a.domain, b.domain FROM organization_domain a
                JOIN organization_domain b ON b.workspace = a.workspace AND b.organization <> a.organization AND a.domain LIKE '%.' || b.domain
                WHERE a.workspace = ? AND length(b.domain) > 3 LIMIT 500
                """, arguments: [number])
            for row in domains { try add(row[0], row[1], "The domain \(row[2] as String) is part of \(row[3] as String).") }
            for (key, ids) in byName.sorted(by: { $0.key < $1.key }) where ids.count > 1 && !key.isEmpty {
                for other in ids.dropFirst() { try add(ids[0], other, "They have the same name, legal form and spelling apart.") }
            }
            return found
        }
    }

    func likelyDuplicatePeople(limit: Int) async throws(StoreError) -> [LikelyDuplicate<Person>] {
        try await engine.read { db in
            let rows = try Row.fetchAll(db, sql: """
                SELECT a.id, b.id FROM person a JOIN person b ON b.workspace = a.workspace AND b.name_key = a.name_key AND b.id > a.id
                    AND (b.organization IS a.organization OR a.organization IS NULL OR b.organization IS NULL)
                WHERE a.workspace = ? ORDER BY a.name_key LIMIT 1000
                """, arguments: [number])
            var found: [LikelyDuplicate<Person>] = []
            for row in rows where found.count < limit {
                guard try !isKeptApart(row[0], row[1], db), let first = try storedPerson(Identifier(row: row, 0), db),
                      let second = try storedPerson(Identifier(row: row, 1), db) else { continue }
                let reason = first.organization == second.organization && first.organization != nil
                    ? "They have the same name and work in the same organisation." : "They have the same name, and of one it is not known where they work."
                found.append(LikelyDuplicate(first: first, second: second, reason: reason))
            }
            return found
        }
    }

    private func isKeptApart(_ first: UUID, _ second: UUID, _ db: Database) throws -> Bool {
        let (one, other) = (first.uuidString.lowercased(), second.uuidString.lowercased())
        return try Bool.fetchOne(
            db, sql: "SELECT 1 FROM kept_apart WHERE workspace = ? AND first = ? AND second = ?", arguments: [number, min(one, other), max(one, other)]
        ) != nil
    }
}

/// A company's name as it is compared: without legal form, case, accents and signs.
enum CompanyName {
    /// Legal forms that say nothing about which company it is.
    private static let forms: Set<String> = [
        "ab", "ag", "aps", "as", "asa", "bv", "co", "corp", "corporation", "gmbh", "inc", "kg", "llc", "ltd", "limited", "lp", "nv", "oy", "oyj",
        "plc", "pty", "sa", "sarl", "sas", "se", "spa", "srl", "sro", "kft", "sl", "ltda", "company", "kk", "ou", "uab", "sia", "zoo",
    ]

    static func key(_ name: String) -> String {
        let words = folded(name).replacing(".", with: "").split { !($0.isLetter || $0.isNumber) }.map(String.init)
        let rest = words.filter { !forms.contains($0) }
        return (rest.isEmpty ? words : rest).joined(separator: " ")
    }
}
