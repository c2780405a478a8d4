public import Covalence
import Crypto
import Foundation

extension SQLAuditLog {
    public func seal(at time: Timestamp) async throws(StoreError) -> [AuditSeal] {
        try await seal(at: time) { _ in true }
    }

    public func sealIfDue(now: Timestamp) async throws(StoreError) -> [AuditSeal] {
        @Sendable func hour(_ milliseconds: Int64) -> Int64 { milliseconds >= 0 ? milliseconds / 3_600_000 : (milliseconds - 3_599_999) / 3_600_000 }
        let thisHour = hour(now.milliseconds)
        return try await seal(at: now) { hour($0) != thisHour }
    }

    /// Seals chains whose oldest unsealed entry was written at a time that `isDue`.
    private func seal(at time: Timestamp, isDue: @escaping @Sendable (Int64) -> Bool) async throws(StoreError) -> [AuditSeal] {
        @Sendable func due(_ db: Database) throws -> [(chain: AuditChain, first: Int64)] {
            try AuditChain.all(db).compactMap { chain in
                let first = try chain.sealedThrough(db) + 1
                let oldest = try Int64.fetchOne(
                    db, sql: "SELECT at FROM entry WHERE chain = ? AND sequence >= ? ORDER BY sequence LIMIT 1", arguments: [chain.number, first]
                )
                return oldest.map(isDue) == true ? (chain, first) : nil
            }
        }
        // Looked at without the writer's lock first: most of the time there is nothing to do.
        guard try await engine.read({ db in try !due(db).isEmpty }) else { return [] }
        let key = try files.key()
        let seals = try await engine.writing(as: "sealing").write { db in
            try AuditChain.hold(try AuditChain.all(db).map(\.node), db)
            return try due(db).map { chain, first in
                let head = try chain.head(db)
                let seal = try chain.makeSeal(.seal, first...head.sequence, hash: head.hash, at: time, key: key)
                try chain.insert(seal, db)
                return seal
            }
        }
        try await noteMissing()
        return seals
    }

    public func drop(before time: Timestamp, notedAs entry: AuditEntry) async throws(StoreError) -> [AuditSeal] {
        try Self.check(entry)
        guard time <= entry.at else { throw .refused("Only entries of the past can be dropped: choose an earlier day.") }
        let key = try files.key()
        let node = node
        let cuts = try await engine.writing(as: "sealing").write { db in
            try AuditChain.hold(try AuditChain.of(entry.workspace, db).map(\.node) + [node], db)
            try AuditChain.append([entry], node: node, db)
            return try AuditChain.of(entry.workspace, db).compactMap { chain -> AuditSeal? in
                guard let first = try Int64.fetchOne(db, sql: "SELECT min(sequence) FROM entry WHERE chain = ?", arguments: [chain.number])
                else { return nil }
                let kept = try Int64.fetchOne(
                    db, sql: "SELECT min(sequence) FROM entry WHERE chain = ? AND at >= ?", arguments: [chain.number, time.milliseconds]
                )
                let through = try kept.map { $0 - 1 } ?? chain.head(db).sequence
                guard through >= first else { return nil }
                let hash = try Data.fetchOne(
                    db, sql: "SELECT hash FROM entry WHERE chain = ? AND sequence = ?", arguments: [chain.number, through]
                )
                guard let hash else { throw StoreError.corrupt("The audit log lacks entry \(through): verify it before dropping.") }
                let cut = try chain.makeSeal(.cut, first...through, hash: Array(hash), at: entry.at, key: key)
                try chain.insert(cut, db)
                try db.execute(sql: "DELETE FROM mention WHERE chain = ? AND sequence <= ?", arguments: [chain.number, through])
                try db.execute(sql: "DELETE FROM entry WHERE chain = ? AND sequence <= ?", arguments: [chain.number, through])
                return cut
            }
        }
        try await noteMissing()
        return cuts
    }

    /// How many entries of all nodes are older; `drop` before this time would remove them.
    public func count(workspace: Identifier<Workspace>, before time: Timestamp) async throws(StoreError) -> Int {
        try await engine.read { db in
            try AuditChain.of(workspace, db).reduce(0) { total, chain in
                let kept = try Int64.fetchOne(
                    db, sql: "SELECT min(sequence) FROM entry WHERE chain = ? AND at >= ?", arguments: [chain.number, time.milliseconds]
                )
                return total + (try Int.fetchOne(
                    db, sql: "SELECT count(*) FROM entry WHERE chain = ? AND sequence < ?", arguments: [chain.number, kept ?? .max]
                ) ?? 0)
            }
        }
    }

    /// Adds to the text file what it lacks: this time's seals, and those of a process that ended between the two.
    func noteMissing() async throws(StoreError) {
        let all = try await engine.read { db in try AuditChain.all(db).flatMap { try $0.seals(db) } }
        let noted = Set(try files.seals().map(\.signature))
        try files.note(all.filter { !noted.contains($0.signature) })
    }
}

extension AuditChain {
    func makeSeal(
        _ purpose: AuditSeal.Purpose, _ range: ClosedRange<Int64>, hash: [UInt8], at time: Timestamp, key: Curve25519.Signing.PrivateKey
    ) throws(StoreError) -> AuditSeal {
        guard let hash = ContentHash(bytes: hash) else { throw .corrupt("The audit log holds a hash that is none.") }
        var seal = AuditSeal(
            purpose: purpose, workspace: workspace, node: node, first: range.lowerBound, through: range.upperBound, hash: hash, at: time
        )
        try seal.sign(with: key)
        return seal
    }
}
