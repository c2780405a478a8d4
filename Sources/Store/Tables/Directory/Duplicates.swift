import Covalence
import Foundation

extension SQLWorkspaceStore {
    func likelyDuplicateOrganizations(limit: Int) async throws(StoreError) -> [LikelyDuplicate<Organization>] {
        try await engine.read { db in
            var found: [LikelyDuplicate<Organization>] = []
            var pairs = Pairs(limit: limit)
            func add(_ first: UUID, _ second: UUID, _ reason: String) throws {
                guard pairs.isNew(first, second), try !isKeptApart(first, second, db) else { return }
                let one = try organizationSummary(Identifier(first), in: .everything, db).organization
                let other = try organizationSummary(Identifier(second), in: .everything, db).organization
                // A company and the part of it that has its own page are two on purpose.
                guard one.parent != other.id, other.parent != one.id else { return }
                found.append(LikelyDuplicate(first: one, second: other, reason: reason))
                pairs.limit -= 1
            }
            // Domains are unique, so a shared one shows as a domain of one being part of another's: plant.brunavik.example.
            let domains = try Row.fetchAll(
                db, sql: "SELECT domain, organization FROM organization_domain WHERE workspace = ? ORDER BY domain", arguments: [number]
            ).map { (domain: $0[0] as String, organization: $0[1] as UUID) }
            let owners = Dictionary(domains.map { ($0.domain, $0.organization) }) { first, _ in first }
            for (domain, organization) in domains where pairs.limit > 0 {
                var rest = domain[...]
                while let point = rest.firstIndex(of: ".") {
                    rest = rest[rest.index(after: point)...]
                    guard rest.contains("."), let other = owners[String(rest)], other != organization else { continue }
                    try add(organization, other, "The domain \(domain) is part of \(rest).")
                }
            }
            let rows = try Row.fetchAll(db, sql: "SELECT id, name FROM organization WHERE workspace = ? ORDER BY name_key, id", arguments: [number])
            var byName: [String: [UUID]] = [:]
            for row in rows { byName[CompanyName.key(row[1]), default: []].append(row[0]) }
            for (key, ids) in byName.sorted(by: { $0.key < $1.key }) where ids.count > 1 && !key.isEmpty {
                try Pairs.each(of: ids) { one, other in
                    if pairs.limit > 0 { try add(one, other, "They have the same name, legal form and spelling apart.") }
                }
            }
            return found
        }
    }

    func likelyDuplicatePeople(limit: Int) async throws(StoreError) -> [LikelyDuplicate<Person>] {
        try await engine.read { db in
            var found: [LikelyDuplicate<Person>] = []
            var pairs = Pairs(limit: limit)
            func add(_ first: UUID, _ second: UUID, _ reason: (Person, Person) -> String) throws {
                guard pairs.limit > 0, pairs.isNew(first, second), try !isKeptApart(first, second, db),
                      let one = try storedPerson(Identifier(first), db), let other = try storedPerson(Identifier(second), db) else { return }
                found.append(LikelyDuplicate(first: one, second: other, reason: reason(one, other)))
                pairs.limit -= 1
            }
            // A mail address belongs to one person; two share it where it stands on both in what was sent.
            let addresses = try Row.fetchCursor(db, sql: """
                SELECT DISTINCT t.address, t.person FROM interaction_participant t
                JOIN person p ON p.workspace = t.workspace AND p.id = t.person
                WHERE t.workspace = ? AND t.address IS NOT NULL
                UNION SELECT r.value, r.person FROM person_reach r WHERE r.workspace = ? AND r.means IN ('mail', 'phone', 'chat')
                ORDER BY 1, 2
                """, arguments: [number, number])
            var address: String?, owners: [UUID] = []
            func addOwners() throws {
                let shared = address ?? ""
                try Pairs.each(of: owners) { one, other in try add(one, other) { _, _ in "Both have \(shared)." } }
            }
            while pairs.limit > 0, let row = try addresses.next() {
                let next: String = row[0]
                if next != address {
                    try addOwners()
                    address = next
                    owners = []
                }
                owners.append(row[1])
            }
            try addOwners()
            let rows = try Row.fetchCursor(db, sql: """
                SELECT a.id, b.id FROM person a JOIN person b ON b.workspace = a.workspace AND b.name_key = a.name_key AND b.id > a.id
                    AND (b.organization = a.organization OR a.organization IS NULL OR b.organization IS NULL)
                WHERE a.workspace = ? ORDER BY a.name_key, a.id, b.id
                """, arguments: [number])
            while pairs.limit > 0, let row = try rows.next() {
                try add(row[0], row[1]) { first, second in
                    first.organization == second.organization && first.organization != nil
                        ? "They have the same name and work in the same organisation."
                        : "They have the same name, and of one it is not known where they work."
                }
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

/// Pairs that were looked at.
private struct Pairs {
    /// How many more are wanted.
    var limit: Int
    private var seen: Set<Set<UUID>> = []

    init(limit: Int) { self.limit = limit }

    mutating func isNew(_ first: UUID, _ second: UUID) -> Bool { limit > 0 && first != second && seen.insert([first, second]).inserted }

    /// Every pair of a few; of many, each with the first, so that a hundred of one name do not make thousands of questions.
    static func each(of ids: [UUID], _ body: (UUID, UUID) throws -> Void) rethrows {
        for (index, one) in ids.enumerated().prefix(ids.count <= 20 ? ids.count : 1) {
            for other in ids.dropFirst(index + 1) { try body(one, other) }
        }
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
