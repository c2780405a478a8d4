/// That the rows of a table name rows of another table, or of one of several.
struct TableReference: Hashable, Sendable {
    /// Where the row that is named stands.
    struct Target: Hashable, Sendable {
        var table: String
        var columns: [String]
    }

    var table: String
    var columns: [String]
    /// The row is in one of these.
    var targets: [Target]
    /// Which rows refer to something; nil for all of which no column is empty.
    var condition: String?

    init(_ table: String, _ columns: [String], to targets: [Target], where condition: String? = nil) {
        (self.table, self.columns, self.targets, self.condition) = (table, columns, targets, condition)
    }

    /// A reference within a workspace, to the `id` of a row.
    private init(_ table: String, _ column: String, to targets: String..., where condition: String? = nil) {
        self.init(table, ["workspace", column], to: targets.map { Target(table: $0, columns: ["workspace", "id"]) }, where: condition)
    }

    /// Says how many rows are named that are not there; nil where all are.
    ///
    /// Both sides are read and put beside each other, whatever the size of either.
    func fault(_ db: Database) throws -> String? {
        // On PostgreSQL the rows themselves are asked, not an index that may know others.
        if db.dialect == .postgres { try db.execute(sql: "SET LOCAL enable_indexscan = off; SET LOCAL enable_indexonlyscan = off; SET LOCAL enable_bitmapscan = off;") }
        let conditions = columns.map { "\"\($0)\" IS NOT NULL" } + (condition.map { [$0] } ?? [])
        let sides = [Self.side(table, columns) + " WHERE " + conditions.joined(separator: " AND ")] + targets.map { Self.side($0.table, $0.columns) }
        let missing = try Int.fetchOne(db, sql: "SELECT count(*) FROM (\(sides.joined(separator: " EXCEPT "))) AS missing") ?? 0
        return missing == 0 ? nil : Self.sentence(missing, of: table, to: targets.map(\.table).joined(separator: " or "))
    }

    static func sentence(_ count: Int, of table: String, to target: String) -> String {
        "\(table) refers to \(count) \(count == 1 ? "row" : "rows") of \(target) that \(count == 1 ? "is" : "are") not there"
    }

    private static func side(_ table: String, _ columns: [String]) -> String {
        "SELECT \(columns.map { "\"\($0)\"" }.joined(separator: ", ")) FROM \"\(table)\""
    }
}

extension TableReference {
    /// The references that no foreign key of the tables guards, because a row may name one of two tables or 0 for none, or because it is erased in steps.
    static func unguarded(_ db: Database) throws -> [TableReference] {
        let schema = SnapshotDatabase(db: db)
        let indexes = db.dialect == .postgres ? ["said", "wrote"] : []
        var references: [TableReference] = []
        for table in try schema.tables() + indexes where table != "workspace" {
            guard try schema.columns(of: table).contains(where: { $0.name == "workspace" }) else { continue }
            references.append(TableReference(table, ["workspace"], to: [Target(table: "workspace", columns: ["number"])]))
        }
        return references + record + ledger + directory + others
    }

    private static let meeting = Target(table: "meeting", columns: ["workspace", "number"])
    private static let transcript = Target(table: "transcript", columns: ["workspace", "meeting", "version"])

    private static let record = [
        TableReference("meeting", ["workspace", "number", "transcript_version"], to: [transcript]),
        TableReference("meeting", ["workspace", "number", "cast_version"], to: [Target(table: "cast_version", columns: ["workspace", "meeting", "version"])]),
        TableReference("label", ["workspace", "meeting", "version"], to: [transcript]),
        TableReference("utterance", ["workspace", "meeting", "version"], to: [transcript]),
        TableReference("cast_label", ["workspace", "meeting", "person"], to: [Target(table: "cast_person", columns: ["workspace", "meeting", "ordinal"])]),
        TableReference("cast_moved", ["workspace", "meeting", "person"], to: [Target(table: "cast_person", columns: ["workspace", "meeting", "ordinal"])]),
        TableReference("cast_person", "person", to: "person"),
    ]

    private static let ledger = [
        TableReference("claim", ["workspace", "meeting"], to: [meeting], where: "meeting <> 0"),
        TableReference("evidence", ["workspace", "meeting", "claim"], to: [Target(table: "claim", columns: ["workspace", "meeting", "id"])]),
        TableReference("decision", ["workspace", "meeting", "claim"], to: [Target(table: "claim", columns: ["workspace", "meeting", "id"])]),
        TableReference("code_decision", ["workspace", "meeting"], to: [meeting]),
        TableReference("code_decision", "interaction", to: "interaction"),
    ]

    private static let directory = [
        TableReference("organization", "parent", to: "organization"),
        TableReference("organization_domain", "organization", to: "organization"),
        TableReference("account_holder", "organization", to: "organization"),
        TableReference("account_holder", "holder", to: "member", where: "is_team = 0"),
        TableReference("account_holder", "holder", to: "team", where: "is_team = 1"),
        TableReference("person", "organization", to: "organization"),
        TableReference("person_reach", "person", to: "person"),
        TableReference("member", "person", to: "person"),
        TableReference("interaction_participant", "interaction", to: "interaction"),
        TableReference("interaction_participant", "person", to: "person"),
        TableReference("interaction_component", "interaction", to: "interaction"),
        TableReference("interaction_account", "interaction", to: "interaction", "meeting"),
        TableReference("interaction_account", "organization", to: "organization"),
    ]

    private static let others = [
        TableReference("sales_objective", "account", to: "organization"),
        TableReference("objective_link", "objective", to: "sales_objective"),
        TableReference("objective_link", "interaction", to: "interaction", "meeting"),
        TableReference("objective_question", "interaction", to: "interaction", "meeting"),
        TableReference("import_change", "import", to: "record_import"),
        TableReference("topic", "account", to: "organization"),
        TableReference("topic", "merged_into", to: "topic"),
        TableReference("topic_change", "topic", to: "topic"),
        TableReference("topic_anchor", "topic", to: "topic"),
        TableReference("passage_set", "holder", to: "interaction", "meeting"),
        TableReference("selling_reading", "holder", to: "interaction", "meeting"),
        TableReference("webhook_delivery", "webhook", to: "webhook"),
        TableReference("webhook_attempt", "delivery", to: "webhook_delivery"),
        TableReference("event_account", ["workspace", "sequence"], to: [Target(table: "event", columns: ["workspace", "sequence"])]),
        TableReference("idempotency_key", "token", to: "api_token"),
    ]
}
