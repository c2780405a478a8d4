import Covalence
import Foundation

/// One chain in the database: its head, and adding to it.
struct AuditChain: Sendable {
    var number: Int64
    var workspace: Identifier<Workspace>
    var node: UUID

    static func all(_ db: Database) throws -> [AuditChain] {
        try Row.fetchAll(db, sql: "SELECT number, workspace, node FROM chain ORDER BY number").map(AuditChain.init)
    }

    static func of(_ workspace: Identifier<Workspace>, _ db: Database) throws -> [AuditChain] {
        try Row.fetchAll(
            db, sql: "SELECT number, workspace, node FROM chain WHERE workspace = ? ORDER BY number", arguments: [workspace.uuid]
        ).map(AuditChain.init)
    }

    /// What a node that adds to its chains holds.
    static func writer(_ node: UUID) -> String { "chains of \(node)" }

    /// Keeps nodes from adding to their chains until the transaction ends. In order, so that no two wait for one another.
    static func hold(_ nodes: [UUID], _ db: Database) throws {
        for node in Set(nodes.map(writer)).sorted() { try db.lock(node) }
    }

    private init(_ row: Row) {
        number = row[0]
        workspace = Identifier(row: row, 1)
        node = row[2]
    }

    /// The chain's last entry, or the last that was dropped; zero before the first.
    func head(_ db: Database) throws -> (sequence: Int64, hash: [UInt8]) {
        let last = try db.cachedStatement(sql: "SELECT sequence, hash FROM entry WHERE chain = ? ORDER BY sequence DESC LIMIT 1")
        if let row = try Row.fetchOne(last, arguments: [number]) { return (row[0], Array(row[1] as Data)) }
        let cut = try db.cachedStatement(sql: "SELECT through, hash FROM seal WHERE chain = ? AND purpose = 'cut' ORDER BY through DESC LIMIT 1")
        if let row = try Row.fetchOne(cut, arguments: [number]) { return (row[0], Array(row[1] as Data)) }
        return (0, AuditPlace.nothing)
    }

    /// Adds entries of any workspaces to this node's chains. Called in an immediate transaction: other processes that write to the
    /// same file wait, so the head read here stays the head.
    static func append(_ entries: [AuditEntry], node: UUID, _ db: Database) throws {
        var open: [Identifier<Workspace>: (chain: AuditChain, sequence: Int64, hash: [UInt8])] = [:]
        let insert = try db.cachedStatement(sql: """
            INSERT INTO entry (chain, sequence, id, at, actor_kind, actor, action, subject_kind, subject, related, origin, session, outcome, hash)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """)
        let mention = try db.cachedStatement(sql: "INSERT INTO mention (chain, thing, at, sequence) VALUES (?, ?, ?, ?)")
        for entry in entries {
            var state = try open[entry.workspace] ?? {
                let chain = try make(entry.workspace, node, db)
                let head = try chain.head(db)
                return (chain, head.sequence, head.hash)
            }()
            state.sequence += 1
            let row = AuditRow(entry)
            state.hash = row.hash(at: AuditPlace(
                workspace: entry.workspace.uuid, node: node, sequence: state.sequence, previous: state.hash
            ))
            try insert.execute(arguments: [
                state.chain.number, state.sequence, row.id, row.at, row.actorKind, row.actor, row.action, row.subjectKind, row.subject,
                Data(row.related), row.origin, row.session, row.outcome, Data(state.hash),
            ])
            for thing in row.mentions { try mention.execute(arguments: [state.chain.number, thing, row.at, state.sequence]) }
            open[entry.workspace] = state
        }
    }

    private static func make(_ workspace: Identifier<Workspace>, _ node: UUID, _ db: Database) throws -> AuditChain {
        let find = try db.cachedStatement(sql: "SELECT number, workspace, node FROM chain WHERE workspace = ? AND node = ?")
        if let row = try Row.fetchOne(find, arguments: [workspace.uuid, node]) { return AuditChain(row) }
        try db.execute(sql: "INSERT INTO chain (workspace, node) VALUES (?, ?)", arguments: [workspace.uuid, node])
        guard let row = try Row.fetchOne(find, arguments: [workspace.uuid, node]) else {
            throw StoreError.corrupt("The audit log does not keep what it is given.")
        }
        return AuditChain(row)
    }

    /// This chain's seals and cuts, oldest first.
    func seals(_ db: Database) throws -> [AuditSeal] {
        try Row.fetchAll(db, sql: """
            SELECT purpose, first, through, hash, at, key, signature FROM seal WHERE chain = ? ORDER BY number
            """, arguments: [number]).compactMap { row in
                guard let purpose = AuditSeal.Purpose(rawValue: row[0]), let hash = ContentHash(bytes: row[3] as Data) else { return nil }
                return AuditSeal(
                    purpose: purpose, workspace: workspace, node: node, first: row[1], through: row[2], hash: hash,
                    at: Timestamp(milliseconds: row[4]), key: row[5], signature: row[6]
                )
            }
    }

    func insert(_ seal: AuditSeal, _ db: Database) throws {
        try db.execute(
            sql: "INSERT INTO seal (chain, purpose, first, through, hash, at, key, signature) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            arguments: [
                number, seal.purpose.rawValue, seal.first, seal.through, Data(seal.hash.bytes), seal.at.milliseconds, seal.key, seal.signature,
            ]
        )
    }

    /// The last entry that a seal or a cut covers; 0 for none.
    func sealedThrough(_ db: Database) throws -> Int64 {
        try Int64.fetchOne(db, sql: "SELECT max(through) FROM seal WHERE chain = ?", arguments: [number]) ?? 0
    }
}

extension AuditRow {
    /// The columns `init(_:)` reads, of `entry e`.
    static let columns = """
        e.sequence, e.hash, e.id, e.at, e.actor_kind, e.actor, e.action, e.subject_kind, e.subject, e.related, e.origin, e.session, e.outcome
        """

    /// Reads a row; nil where an id in it is no id any more.
    init?(_ row: Row) {
        func uuid(_ column: Int) -> UUID?? {
            guard let data = row[column] as Data? else { return .some(nil) }
            return UUID(bytes: Array(data)).map { .some($0) }
        }
        guard case let id?? = uuid(2), let actor = uuid(5), let subject = uuid(8), let session = uuid(11) else { return nil }
        self.id = id
        at = row[3]
        actorKind = row[4]
        self.actor = actor
        action = row[6]
        subjectKind = row[7]
        self.subject = subject
        related = Array(row[9] as Data)
        origin = row[10]
        self.session = session
        outcome = row[12]
    }
}
