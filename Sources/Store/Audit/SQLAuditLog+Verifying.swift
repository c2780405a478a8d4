public import Covalence
import Foundation

extension SQLAuditLog {
    public func verify(
        workspace: Identifier<Workspace>, against witness: AuditWitness?
    ) async throws(StoreError) -> AuditVerification {
        // Read before the database: a line is written after its seal is in there, so none can be ahead of what is read then.
        let noted = try files.seals() + (witness?.seals ?? [])
        let believed = witness?.keys ?? []
        return try await engine.read { db in
            var result = AuditVerification(entries: 0, dropped: 0, seals: 0, unsealed: 0, keys: [], breach: nil)
            let chains = try AuditChain.of(workspace, db)
            for chain in chains {
                let seals = Set(try chain.seals(db)).union(noted.filter { $0.workspace == workspace && $0.node == chain.node })
                try AuditReading(chain: chain, seals: seals, believed: believed).read(into: &result, db)
            }
            // A chain that is gone altogether is known from its seals only.
            let present = Set(chains.map(\.node))
            if let gone = noted.filter({ $0.workspace == workspace && !present.contains($0.node) }).max(by: { $0.through < $1.through }) {
                result.breach = result.breach ?? .init(node: gone.node, sequence: gone.through, kind: .cutAtEnd)
            }
            return result
        }
    }
}

/// Reads one chain again from the beginning.
private struct AuditReading {
    /// How far around a changed entry is looked for the place it was written at.
    static let reach: Int64 = 1000

    var chain: AuditChain
    var seals: Set<AuditSeal>
    var believed: Set<Data>

    func read(into result: inout AuditVerification, _ db: Database) throws {
        func report(_ kind: AuditVerification.Kind, _ sequence: Int64) {
            if result.breach == nil { result.breach = .init(node: chain.node, sequence: sequence, kind: kind) }
        }
        result.keys.formUnion(seals.map(\.key))
        var genuine: [AuditSeal] = []
        for seal in seals.sorted(by: { $0.through < $1.through }) {
            if seal.isGenuine, believed.isEmpty || believed.contains(seal.key) { genuine.append(seal) } else { report(.badSeal, seal.through) }
        }
        let cut = genuine.last { $0.purpose == .cut }
        result.dropped += Int(cut?.through ?? 0)
        var sequence = cut?.through ?? 0
        var previous = cut?.hash.bytes ?? AuditPlace.nothing
        var expected = Dictionary(grouping: genuine.filter { $0.through > sequence }, by: \.through)
        let mention = try db.cachedStatement(sql: "SELECT 1 FROM mention WHERE chain = ? AND thing = ? AND at = ? AND sequence = ?")
        var rows = AuditPages(chain: chain.number, after: sequence)
        while let row = try rows.next(db) {
            let found: Int64 = row[0]
            if found > sequence + 1 {
                report(.missing(found - sequence - 1), sequence + 1)
                break
            }
            sequence = found
            let stored = Array(row[1] as Data)
            guard let entry = AuditRow(row) else {
                report(.changed, sequence)
                break
            }
            guard entry.hash(at: place(sequence, previous)) == stored else {
                report(try formerPlace(of: entry, stored, now: sequence, db).map { .reordered(from: $0) } ?? .changed, sequence)
                break
            }
            for thing in entry.mentions
            where try Bool.fetchOne(mention, arguments: [chain.number, thing, entry.at, sequence]) == nil { report(.hidden, sequence) }
            for seal in expected.removeValue(forKey: sequence) ?? [] {
                result.seals += 1
                if seal.hash.bytes != stored { report(.rewritten, sequence) }
            }
            previous = stored
            result.entries += 1
        }
        if result.breach == nil, let missing = expected.keys.max() { report(.cutAtEnd, missing) }
        result.unsealed += Int(max(0, sequence - (genuine.last?.through ?? 0)))
    }

    private func place(_ sequence: Int64, _ previous: [UInt8]) -> AuditPlace {
        AuditPlace(workspace: chain.workspace.uuid, node: chain.node, sequence: sequence, previous: previous)
    }

    /// Where an entry was written that does not fit where it is: the place at which its hash comes out right. When two entries changed
    /// places, the hash before the one is now with the other, so both are tried.
    private func formerPlace(of entry: AuditRow, _ stored: [UInt8], now: Int64, _ db: Database) throws -> Int64? {
        let rows = try Row.fetchAll(
            db, sql: "SELECT sequence, hash FROM entry WHERE chain = ? AND sequence BETWEEN ? AND ? ORDER BY sequence",
            arguments: [chain.number, now - Self.reach, now + Self.reach]
        )
        var before = AuditPlace.nothing
        for row in rows {
            let sequence: Int64 = row[0]
            let hash = Array(row[1] as Data)
            if sequence != now, entry.hash(at: place(sequence, before)) == stored || entry.hash(at: place(sequence, hash)) == stored {
                return sequence
            }
            before = hash
        }
        return nil
    }
}

/// The entries of a chain in order, some at a time: a long chain does not fit into memory.
private struct AuditPages {
    private static let size = 1000

    private let chain: Int64
    private var after: Int64
    private var page: [Row] = []
    private var place = 0
    private var isLast = false

    init(chain: Int64, after sequence: Int64) {
        self.chain = chain
        after = sequence
    }

    mutating func next(_ db: Database) throws -> Row? {
        if place == page.count {
            guard !isLast else { return nil }
            page = try Row.fetchAll(db, sql: """
                SELECT \(AuditRow.columns) FROM entry e WHERE chain = ? AND sequence > ? ORDER BY sequence LIMIT \(Self.size)
                """, arguments: [chain, after])
            place = 0
            isLast = page.count < Self.size
            guard let last = page.last else { return nil }
            after = last[0]
        }
        defer { place += 1 }
        return page[place]
    }
}
