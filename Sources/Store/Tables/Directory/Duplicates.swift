public import Covalence
import Foundation

extension SQLWorkspaceStore {
    func likelyDuplicateOrganizations(limit: Int) async throws(StoreError) -> [LikelyDuplicate<Organization>] {
        try await engine.read { db in
            var found: [LikelyDuplicate<Organization>] = []
            for candidate in try organizationCandidates(db) where found.count < limit {
                if let pair = try organizations(candidate, db) { found.append(pair) }
            }
            return found
        }
    }

    func likelyDuplicateOrganizations(after cursor: PageCursor?, limit: Int) async throws(StoreError) -> Page<LikelyDuplicate<Organization>> {
        let limit = try DirectoryPlace.checked(limit), start = try cursor.map { cursor throws(StoreError) in try PairPlace(cursor) }
        return try await engine.read { db in try page(of: try organizationCandidates(db), after: start, limit: limit) { try organizations($0, db) } }
    }

    func likelyDuplicatePeople(limit: Int) async throws(StoreError) -> [LikelyDuplicate<Person>] {
        guard limit > 0 else { return [] }
        return try await engine.read { db in
            var found: [LikelyDuplicate<Person>] = []
            try eachPersonCandidate(db) { candidate in
                if let pair = try people(candidate, db) { found.append(pair) }
                return found.count < limit
            }
            return found
        }
    }

    func likelyDuplicatePeople(after cursor: PageCursor?, limit: Int) async throws(StoreError) -> Page<LikelyDuplicate<Person>> {
        let limit = try DirectoryPlace.checked(limit), start = try cursor.map { cursor throws(StoreError) in try PairPlace(cursor) }
        return try await engine.read { db in
            var candidates: [Candidate] = []
            try eachPersonCandidate(db) { candidate in
                candidates.append(candidate)
                return true
            }
            return try page(of: candidates, after: start, limit: limit) { try people($0, db) }
        }
    }

    /// Those after a place, in the order of the places; a page goes on also where the pair that it ended with is no question any more.
    private func page<Thing>(
        of candidates: [Candidate], after start: PairPlace?, limit: Int, _ pair: (Candidate) throws -> LikelyDuplicate<Thing>?
    ) throws -> Page<LikelyDuplicate<Thing>> {
        let ordered = candidates.map { (place: PairPlace($0.first, $0.second), candidate: $0) }
            .filter { one in start.map { $0 < one.place } ?? true }.sorted { $0.place < $1.place }
        var found: [LikelyDuplicate<Thing>] = [], last: PairPlace?
        for one in ordered {
            guard let pair = try pair(one.candidate) else { continue }
            guard found.count < limit else { return Page(items: found, next: last?.cursor) }
            found.append(pair)
            last = one.place
        }
        return Page(items: found, next: nil)
    }

    /// The pair of a candidate; nil where somebody said that they are two, or where that is known otherwise.
    private func organizations(_ candidate: Candidate, _ db: Database) throws -> LikelyDuplicate<Organization>? {
        guard try !isKeptApart(candidate.first, candidate.second, db) else { return nil }
        let one = try storedOrganization(Identifier(candidate.first), in: .everything, db).organization
        let other = try storedOrganization(Identifier(candidate.second), in: .everything, db).organization
        // A company and the part of it that has its own page are two on purpose.
        guard one.parent != other.id, other.parent != one.id else { return nil }
        return LikelyDuplicate(first: one, second: other, reason: candidate.shared ?? "They have the same name, legal form and spelling apart.")
    }

    private func people(_ candidate: Candidate, _ db: Database) throws -> LikelyDuplicate<Person>? {
        guard try !isKeptApart(candidate.first, candidate.second, db), let one = try storedPerson(Identifier(candidate.first), db),
              let other = try storedPerson(Identifier(candidate.second), db) else { return nil }
        return LikelyDuplicate(first: one, second: other, reason: candidate.shared ?? (
            one.organization == other.organization && one.organization != nil
                ? "They have the same name and work in the same organisation."
                : "They have the same name, and of one it is not known where they work."
        ))
    }

    /// The likeliest first, each pair once.
    private func organizationCandidates(_ db: Database) throws -> [Candidate] {
        var found: [Candidate] = [], seen = Pairs()
        func add(_ first: UUID, _ second: UUID, _ shared: String?) {
            if seen.isNew(first, second) { found.append(Candidate(first: first, second: second, shared: shared)) }
        }
        // Domains are unique, so a shared one shows as a domain of one being part of another's: plant.brunavik.example.
        let domains = try Row.fetchAll(
            db, sql: "SELECT domain, organization FROM organization_domain WHERE workspace = ? ORDER BY domain", arguments: [number]
        ).map { (domain: $0[0] as String, organization: $0[1] as UUID) }
        let owners = Dictionary(domains.map { ($0.domain, $0.organization) }) { first, _ in first }
        for (domain, organization) in domains {
            var rest = domain[...]
            while let point = rest.firstIndex(of: ".") {
                rest = rest[rest.index(after: point)...]
                guard rest.contains("."), let other = owners[String(rest)], other != organization else { continue }
                add(organization, other, "The domain \(domain) is part of \(rest).")
            }
        }
        let rows = try Row.fetchAll(db, sql: "SELECT id, name FROM organization WHERE workspace = ? ORDER BY name_key, id", arguments: [number])
        var byName: [String: [UUID]] = [:]
        for row in rows { byName[CompanyName.key(row[1]), default: []].append(row[0]) }
        for (key, ids) in byName.sorted(by: { $0.key < $1.key }) where ids.count > 1 && !key.isEmpty {
            Pairs.each(of: ids) { add($0, $1, nil) }
        }
        return found
    }

    /// The likeliest first, each pair once, until the body says that it is enough.
    private func eachPersonCandidate(_ db: Database, _ body: (Candidate) throws -> Bool) throws {
        var seen = Pairs(), goesOn = true
        func add(_ first: UUID, _ second: UUID, _ shared: String?) throws {
            guard goesOn, seen.isNew(first, second) else { return }
            goesOn = try body(Candidate(first: first, second: second, shared: shared))
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
            try Pairs.each(of: owners) { try add($0, $1, "Both have \(shared).") }
        }
        while goesOn, let row = try addresses.next() {
            let next: String = row[0]
            if next != address {
                try addOwners()
                address = next
                owners = []
            }
            owners.append(row[1])
        }
        try addOwners()
        guard goesOn else { return }
        let rows = try Row.fetchCursor(db, sql: """
            SELECT a.id, b.id FROM person a JOIN person b ON b.workspace = a.workspace AND b.name_key = a.name_key AND b.id > a.id
                AND (b.organization = a.organization OR a.organization IS NULL OR b.organization IS NULL)
            WHERE a.workspace = ? ORDER BY a.name_key, a.id, b.id
            """, arguments: [number])
        while goesOn, let row = try rows.next() { try add(row[0], row[1], nil) }
    }

    private func isKeptApart(_ first: UUID, _ second: UUID, _ db: Database) throws -> Bool {
        let (one, other) = (first.uuidString.lowercased(), second.uuidString.lowercased())
        return try Bool.fetchOne(
            db, sql: "SELECT 1 FROM kept_apart WHERE workspace = ? AND first = ? AND second = ?", arguments: [number, min(one, other), max(one, other)]
        ) != nil
    }
}

/// Two that may be one.
private struct Candidate {
    var first: UUID
    var second: UUID
    /// What they share, in a sentence; nil for the name.
    var shared: String?
}

/// A place in the list of all pairs: by the smaller of the two ids, then by the other.
private struct PairPlace: Comparable {
    private let low: String
    private let high: String

    init(_ first: UUID, _ second: UUID) {
        let one = first.uuidString.lowercased(), other = second.uuidString.lowercased()
        (low, high) = (min(one, other), max(one, other))
    }

    init(_ cursor: PageCursor) throws(StoreError) {
        let parts = cursor.rawValue.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].first == "d", let first = UUID(uuidString: String(parts[0].dropFirst())), let second = UUID(uuidString: String(parts[1])) else {
            throw .refused("The address names a page of the list that cannot be. Begin at the first page.")
        }
        self.init(first, second)
    }

    var cursor: PageCursor { PageCursor(rawValue: "d\(low).\(high)") }

    static func < (one: PairPlace, other: PairPlace) -> Bool { (one.low, one.high) < (other.low, other.high) }
}

extension LikelyDuplicate<Organization> {
    /// Where a page of all pairs goes on after it.
    public var place: PageCursor { PairPlace(first.id.uuid, second.id.uuid).cursor }
}

extension LikelyDuplicate<Person> {
    /// Where a page of all pairs goes on after it.
    public var place: PageCursor { PairPlace(first.id.uuid, second.id.uuid).cursor }
}

/// Pairs that were looked at.
private struct Pairs {
    private var seen: Set<Set<UUID>> = []

    mutating func isNew(_ first: UUID, _ second: UUID) -> Bool { first != second && seen.insert([first, second]).inserted }

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
