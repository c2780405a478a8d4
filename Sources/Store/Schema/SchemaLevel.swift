/// How the tables of a store stand to what this program knows.
public enum SchemaLevel: Sendable, Hashable {
    /// There are none: nothing was stored here yet.
    case missing
    /// Migrations are still to be made. Opening the store does that.
    case older(made: Int, toMake: Int)
    /// As this program makes them.
    case current(made: Int)
    /// A newer program, which runs beside this one while nodes are changed over, made migrations that leave what this one reads and writes.
    case expanded(unknown: Int)
    /// A newer program made migrations that this one does not know.
    case newer(unknown: Int)

    /// Whether this program can use them as they are.
    public var isCurrent: Bool {
        switch self {
        case .current, .expanded: true
        case .missing, .older, .newer: false
        }
    }

    /// - Parameter made: names of migrations; nil where there is no table of them.
    init(made: Set<String>?, known: [Migration]) {
        let made = made ?? [], names = Set(known.map(\.name))
        if made.isEmpty {
            self = .missing
        } else if !made.isSubset(of: names) {
            self = .newer(unknown: made.subtracting(names).count)
        } else if made == names {
            self = .current(made: made.count)
        } else {
            self = .older(made: made.count, toMake: names.count - made.count)
        }
    }
}

extension SchemaLevel {
    /// How the tables behind a connection stand, without changing them.
    static func found(in db: Database, known: [Migration]) throws -> SchemaLevel {
        switch db.dialect {
        case .postgres: return try PostgresEngine.level(db, known: known)
        case .sqlite:
            let isThere = try Bool.fetchOne(db, sql: "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'grdb_migrations'") ?? false
            return SchemaLevel(made: isThere ? Set(try String.fetchAll(db, sql: "SELECT identifier FROM grdb_migrations")) : nil, known: known)
        }
    }
}
