/// Finding the rows of an index that have what is searched for, the same ones on every engine: where the index alone cannot tell, the text is read.
extension WordIndex {
    /// Rows from `lowest` up to and without `end` that match, highest first.
    ///
    /// - Parameters:
    ///   - limit: how many there are at most; there are fewer only where no more match.
    ///   - joined: another table with the condition that ties its rows to those of the index (`place` in `looking`) and says which count.
    func rows(
        with expression: SearchExpression, from lowest: Int64, below end: Int64, limit: Int, joined: (table: String, condition: SQLText)? = nil, _ db: Database
    ) throws -> [Int64] {
        let looking = looking(for: expression, db)
        // SQLite takes the tables of a CROSS JOIN in this order: the index is walked, and nothing is sorted.
        let statement = try db.cachedStatement(sql: """
            SELECT \(looking.place), \(looking.isSure) FROM \(looking.table)\(joined.map { " CROSS JOIN \($0.table)" } ?? "")
            WHERE \(looking.condition) AND \(looking.place) >= ? AND \(looking.place) < ?\(joined.map { " AND \($0.condition.sql)" } ?? "")
            ORDER BY \(looking.place) DESC LIMIT ?
            """)
        var found: [Int64] = [], end = end
        while true {
            let wanted = limit - found.count
            let page = try Row.fetchAll(statement, arguments: looking.words + [lowest, end] + (joined?.condition.arguments ?? []) + [wanted])
                .map { (place: $0[0] as Int64, isSure: $0[1] as Bool) }
            for row in page where try row.isSure || holds(expression, row.place, db) { found.append(row.place) }
            guard found.count < limit, page.count == wanted, let last = page.last else { return found }
            end = last.place
        }
    }

    /// Whether the text of a row has what is searched for, in its current words.
    func holds(_ expression: SearchExpression, _ place: Int64, _ db: Database) throws -> Bool {
        guard let text = try text(place, db) else { return false }
        return SearchWords.matches(expression, text)
    }

    private func text(_ place: Int64, _ db: Database) throws -> String? {
        switch kind {
        case .said:
            try String.fetchOne(db.cachedStatement(sql: """
                SELECT u.text FROM meeting m JOIN utterance u ON u.workspace = m.workspace AND u.meeting = m.number AND u.position = ?
                WHERE m.workspace = ? AND m.search_key = ? ORDER BY u.version DESC LIMIT 1
                """), arguments: [SearchKey.position(of: place), workspace, SearchKey.key(of: place).rawValue])
        case .wrote:
            try Row.fetchOne(
                db.cachedStatement(sql: "SELECT title, text FROM interaction WHERE workspace = ? AND number = ?"), arguments: [workspace, place]
            ).map { WrittenIndex.text(title: $0[0], $0[1]) }
        }
    }
}
