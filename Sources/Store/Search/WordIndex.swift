import Foundation

/// The index of the words said, or written, in one workspace. A row is a number with the words it was made of; the words
/// themselves stand in the tables only.
///
/// SQLite has a table of FTS5 for each workspace; PostgreSQL has one table for all, with a `tsvector` for each row. Both find the
/// same rows: `SearchWords` cuts text as FTS5 does.
struct WordIndex: Sendable {
    enum Kind: String, Sendable {
        case said
        case wrote
    }

    let kind: Kind
    /// The workspace's number.
    let workspace: Int64

    init(_ kind: Kind, of workspace: Int64) {
        self.kind = kind
        self.workspace = workspace
    }

    /// SQLite's table.
    var name: String { "\(kind.rawValue)_\(workspace)" }

    /// Makes the index of a new workspace.
    func create(_ db: Database) throws {
        guard db.dialect == .sqlite else { return }
        // Contentless: the index keeps no words to look up.
        try db.execute(sql: """
            CREATE VIRTUAL TABLE \(name) USING fts5(text, content='', columnsize=0, tokenize='unicode61 remove_diacritics 2')
            """)
    }

    /// How a statement looks for words in this index, which it calls `w`.
    struct Looking {
        /// For `FROM`.
        var table: String
        /// The row's number.
        var place: String
        /// The condition that the words are there; it takes `words`.
        var condition: String
        var words: StatementArguments
        /// 1 for a row that has what is searched for, 0 for one whose text has to be looked at: it may lack a phrase, or the end of a long word.
        var isSure = "1"
        /// Whether there can be rows of the second kind.
        var isWide = false
    }

    func looking(for expression: SearchExpression, _ db: Database) -> Looking {
        switch db.dialect {
        case .sqlite:
            Looking(table: "\(name) w", place: "w.rowid", condition: "w.text MATCH ?", words: [expression.match])
        case .postgres: onPostgres(SearchWords.tsquery(of: expression))
        }
    }

    private func onPostgres(_ query: SearchQuery) -> Looking {
        var looking = Looking(
            table: "\(kind.rawValue) w", place: "w.place", condition: "w.workspace = \(workspace) AND w.words @@ CAST(? AS tsquery)",
            words: [query.exact], isSure: query.needsLook ? "0" : query.hasPhrase ? "w.is_whole" : "1", isWide: query.hasPhrase || query.needsLook
        )
        if query.hasPhrase {
            looking.condition = """
                w.workspace = \(workspace) AND (w.words @@ CAST(? AS tsquery) OR w.is_whole = 0 AND w.words @@ CAST(? AS tsquery))
                """
            looking.words += [query.loose]
        }
        return looking
    }

    /// Merges the index into one segment, a few hundred pages per transaction so that other writers get their turn: only then are
    /// words that no row has any more gone from SQLite's pages.
    func merge(in engine: Engine) async throws(StoreError) {
        guard engine.dialect == .sqlite else { return }
        var isDone = false
        while !isDone {
            isDone = try await engine.write { db in
                let before = try Int.fetchOne(db, sql: "SELECT total_changes()") ?? 0
                try db.cachedStatement(sql: "INSERT INTO \(name) (\(name), rank) VALUES ('merge', -500)").execute()
                return (try Int.fetchOne(db, sql: "SELECT total_changes()") ?? before) - before < 2
            }
        }
    }
}

extension WordIndex {
    /// Rows for texts, in their order. Their places are given once they are known, with `PackedRows.set`, in column `placeColumn`.
    func rows(_ texts: [String], _ dialect: Dialect) throws -> PackedRows {
        switch dialect {
        case .sqlite:
            var rows = PackedRows(name, ["rowid", "text"], expecting: texts.count)
            for text in texts {
                rows.addNull()
                rows.add(text)
            }
            return rows
        case .postgres:
            var rows = PackedRows(
                kind.rawValue, ["place", "workspace", "is_whole", "words"], row: "(?, ?, ?, CAST(? AS tsvector))", expecting: texts.count
            )
            for text in texts {
                let words = try SearchWords.tsvector(of: text)
                rows.addNull()
                rows.add(workspace)
                rows.add(words.hasAllPositions)
                rows.add(words.literal)
            }
            return rows
        }
    }

    static let placeColumn = 0
}

/// Writes to an index with statements that are prepared once.
struct IndexWriting {
    private let dialect: Dialect
    private let addition: Statement
    private let removal: Statement

    init(_ index: WordIndex, _ db: Database) throws {
        dialect = db.dialect
        switch dialect {
        case .sqlite:
            addition = try db.cachedStatement(sql: "INSERT INTO \(index.name) (rowid, text) VALUES (?, ?)")
            removal = try db.cachedStatement(sql: "INSERT INTO \(index.name) (\(index.name), rowid, text) VALUES ('delete', ?, ?)")
        case .postgres:
            let table = index.kind.rawValue
            addition = try db.cachedStatement(
                sql: "INSERT INTO \(table) (workspace, place, is_whole, words) VALUES (\(index.workspace), ?, ?, CAST(? AS tsvector))"
            )
            removal = try db.cachedStatement(sql: "DELETE FROM \(table) WHERE workspace = \(index.workspace) AND place = ?")
        }
    }

    /// Words said.
    init(workspace: Int64, _ db: Database) throws { try self.init(WordIndex(.said, of: workspace), db) }

    func add(_ text: String, at row: Int64) throws {
        switch dialect {
        case .sqlite: try addition.execute(arguments: [row, text])
        case .postgres:
            let words = try SearchWords.tsvector(of: text)
            try addition.execute(arguments: [row, words.hasAllPositions, words.literal])
        }
    }

    /// - Parameter text: exactly what was added at this row: SQLite's index keeps no words of its own to look up.
    func remove(_ text: String, at row: Int64) throws {
        switch dialect {
        case .sqlite: try removal.execute(arguments: [row, text])
        case .postgres: try removal.execute(arguments: [row])
        }
    }
}
