import Covalence
import Foundation

/// Newest first without sorting: rows of the index sort by time (`SearchKey`), so a page is the first rows that match.
extension SQLWorkspaceStore {
    /// Up to so many meetings that pass a filter are looked through one by one; with more, the index is walked instead.
    private static let probes = 200

    private var index: WordIndex { WordIndex(.said, of: number) }

    func moments(_ query: MomentQuery) async throws(StoreError) -> Page<Moment> {
        let limit = try Self.checked(query.limit)
        guard let expression = try SearchExpression(query.words) else { return Page(items: [], next: nil) }
        let below = try query.cursor.map { cursor throws(StoreError) in try Self.number(in: cursor, after: "r") } ?? Int64.max
        return try await engine.read { db in
            let filter = FilterConditions(query.filter, meeting: query.meeting, in: self)
            var rows: [Int64] = []
            if !expression.hasBeginning || query.meeting != nil, let keys = try candidates(filter, below: below, db) {
                for key in keys where rows.count <= limit {
                    rows += try index.rows(with: expression, from: key.rows.lowerBound, below: min(below, key.rows.upperBound + 1), limit: limit + 1 - rows.count, db)
                }
            } else {
                rows = try matches(expression, filter, below: below, limit: limit + 1, db)
            }
            let page = try rows.prefix(limit).map { try moment($0, db) }
            return Page(items: page, next: rows.count > limit ? PageCursor(rawValue: "r\(rows[limit - 1])") : nil)
        }
    }

    func meetings(_ query: MeetingQuery) async throws(StoreError) -> Page<MeetingSummary> {
        let search = try MeetingSearch(query)
        return try await engine.read { db in try page(search, db) }
    }

    /// Of files that have no meeting yet and were not refused.
    private static let unfinished: Set<IntakeItem.State.Name> = [.needsDecision, .received]
    private static let unfinishedNames = unfinished.map(\.rawValue).sorted()

    func listing(
        _ query: MeetingQuery, pieces key: String, isKnown: @escaping @Sendable (MeetingListing.Place) -> Bool
    ) async throws(StoreError) -> MeetingListing {
        let search = try MeetingSearch(query)
        let everything = try MeetingSearch(MeetingQuery(filter: MeetingFilter(scope: query.filter.scope)))
        let waiting = try MeetingSearch(MeetingQuery(filter: MeetingFilter(withOpenQuestions: true, scope: query.filter.scope)))
        let look = { @Sendable (db: Database) throws -> MeetingListing in
            let (rows, next) = try rows("m.number, m.id, m.version", search, db), total = try count(everything, db)
            let places = rows.map { MeetingListing.Place(meeting: Identifier(row: $0, 1), version: $0[2]) }
            let unknown = try summaries(of: zip(rows, places).filter { !isKnown($0.1) }.map { $0.0[0] }, db)
            return MeetingListing(
                places: Page(items: places, next: next), summaries: Dictionary(unknown.map { ($0.id, $0) }) { first, _ in first },
                pieces: try cached(key, of: unknown.map(\.id), in: query.filter.scope, db),
                found: search.isEverything ? total : try count(search, db), total: total,
                waitingMeetings: try count(waiting, db), waitingFiles: try intake(in: Self.unfinished, db)
            )
        }
        // Words are looked for in many meetings, and a filter or what is in sight may look at each.
        guard search.isEverything, query.filter.scope == .everything else { return try await engine.read(look) }
        if let known = try await engine.glance(isOneStatement: true, { db in try listingOfKnown(search, isKnown, db) }) { return known }
        return try await engine.glance(look)
    }

    /// What is listed when nothing changed since the last time, with one statement: each is a way to the server and back on PostgreSQL.
    ///
    /// - Returns: nil where there is more to read: no meeting on the page, one that is not known, or a file that waits.
    private func listingOfKnown(_ search: MeetingSearch, _ isKnown: (MeetingListing.Place) -> Bool, _ db: Database) throws -> MeetingListing? {
        let columns = SQLText(sql: Self.knownColumns, arguments: [number, number, number] + StatementArguments(Self.unfinishedNames))
        let (statement, arguments) = try listed(columns, search, db)
        let rows = try Row.fetchCursor(statement, arguments: arguments)
        guard let first = try rows.next(), first[4] as Int == 0 else { return nil }
        let total: Int = first[2], waiting: Int = first[3]
        var places: [MeetingListing.Place] = [], orderedAt: Timestamp?, row: Row? = first
        places.reserveCapacity(search.limit)
        // One at a time, as the engine has it: a row good until the next.
        while let here = row, places.count < search.limit {
            let place = MeetingListing.Place(meeting: Identifier(row: here, 0), version: here[1])
            guard isKnown(place) else { return nil }
            places.append(place)
            if places.count == search.limit { orderedAt = Timestamp(milliseconds: here[5]) }
            row = try rows.next()
        }
        let last = row == nil ? nil : places.last
        let next = last.flatMap { last in orderedAt.map { ListPlace(orderedAt: $0, id: last.meeting).cursor } }
        return MeetingListing(
            places: Page(items: places, next: next), summaries: [:], pieces: [:], found: total, total: total, waitingMeetings: waiting, waitingFiles: []
        )
    }

    /// A meeting of the list, and numbers of the whole, which every row has beside it.
    private static let knownColumns = """
        m.id, m.version,
        (SELECT count(*) FROM meeting o WHERE o.workspace = ?),
        (SELECT count(*) FROM meeting o WHERE o.workspace = ? AND o.open_questions > 0),
        (SELECT count(*) FROM intake i WHERE i.workspace = ? AND i.state IN (\(unfinishedNames.map { _ in "?" }.joined(separator: ", "))))
        """

    func count(_ query: MeetingQuery) async throws(StoreError) -> Int {
        let search = try MeetingSearch(query)
        return try await engine.read { db in try count(search, db) }
    }

    // MARK: Steps

    /// A query whose words and place were read.
    private struct MeetingSearch {
        let filter: MeetingFilter
        let limit: Int
        /// What is searched for: nil where no words were given, and nothing where none of them can be searched for.
        let words: SearchExpression??
        let start: ListPlace?
        let below: Int64

        init(_ query: MeetingQuery) throws(StoreError) {
            filter = query.filter
            limit = try SQLWorkspaceStore.checked(query.limit)
            words = try query.words.map { words throws(StoreError) in try SearchExpression(words) }
            if words == nil {
                start = try query.cursor.map { cursor throws(StoreError) in try ListPlace(cursor) }
                below = Int64.max >> 20
            } else {
                start = nil
                below = try query.cursor.map { cursor throws(StoreError) in try SQLWorkspaceStore.number(in: cursor, after: "k") } ?? Int64.max >> 20
            }
        }

        /// Whether it finds all that is in sight.
        var isEverything: Bool { words == nil && filter == MeetingFilter(scope: filter.scope) }
    }

    private func page(_ search: MeetingSearch, _ db: Database) throws -> Page<MeetingSummary> {
        let (rows, next) = try rows(Self.summaryColumns, search, db)
        return Page(items: try summaries(rows, db), next: next)
    }

    /// The meetings of a page, newest first, as rows with these columns of `meeting m`, the second of which is the id; and where the next page begins.
    private func rows(_ columns: String, _ search: MeetingSearch, _ db: Database) throws -> (rows: [Row], next: PageCursor?) {
        switch search.words {
        case .none: return try list(SQLText(sql: columns, arguments: []), search, db)
        case .some(.none): return ([], nil)
        case .some(.some(let expression)):
            let keys = try keys(expression, FilterConditions(search.filter, in: self), below: search.below, limit: search.limit + 1, db)
            let statement = try db.cachedStatement(sql: "SELECT \(columns) FROM meeting m WHERE workspace = ? AND search_key = ?")
            let rows = try keys.prefix(search.limit).compactMap { try Row.fetchOne(statement, arguments: [number, $0.rawValue]) }
            return (rows, keys.count > search.limit ? PageCursor(rawValue: "k\(keys[search.limit - 1].rawValue)") : nil)
        }
    }

    private func count(_ search: MeetingSearch, _ db: Database) throws -> Int {
        let filter = FilterConditions(search.filter, in: self)
        switch search.words {
        case .some(.none): return 0
        case .some(.some(let expression)):
            if db.dialect == .postgres { return try countMeetings(with: expression, filter, db) }
            return try keys(expression, filter, below: Int64.max >> 20, limit: .max, db).count
        case .none:
            return try Int.fetchOne(
                db, sql: "SELECT count(*) FROM meeting m WHERE m.workspace = ? AND \(filter.sql)",
                arguments: [number] + filter.arguments
            ) ?? 0
        }
    }

    private func list(_ columns: SQLText, _ search: MeetingSearch, _ db: Database) throws -> (rows: [Row], next: PageCursor?) {
        let (statement, arguments) = try listed(columns, search, db)
        let rows = try Row.fetchAll(statement, arguments: arguments)
        guard rows.count > search.limit else { return (rows, nil) }
        let page = Array(rows.prefix(search.limit))
        return (page, page.last.map { ListPlace(orderedAt: Timestamp(milliseconds: $0["list_time"]), id: Identifier(row: $0, 1)).cursor })
    }

    /// What reads the meetings of a page, newest first, and one more: these columns, the last of them the time by which they are sorted.
    private func listed(_ columns: SQLText, _ search: MeetingSearch, _ db: Database) throws -> (statement: Statement, arguments: StatementArguments) {
        let filter = FilterConditions(search.filter, in: self)
        var arguments = columns.arguments + [number]
        var place = ""
        if let start = search.start {
            place = "AND (m.ordered_at, m.id) < (?, ?)"
            arguments += [start.orderedAt.milliseconds, start.id.uuid]
        }
        arguments += filter.arguments
        arguments += [search.limit + 1]
        let statement = try db.cachedStatement(sql: """
            SELECT \(columns.sql), m.ordered_at AS list_time FROM meeting m WHERE m.workspace = ? \(place) AND \(filter.sql)
            ORDER BY m.ordered_at DESC, m.id DESC LIMIT ?
            """)
        return (statement, arguments)
    }

    /// The meetings that pass a filter, newest first, where they are few; nil where they are many or there is no filter.
    private func candidates(_ filter: FilterConditions, below: Int64, _ db: Database) throws -> [SearchKey]? {
        guard filter.isSet else { return nil }
        let keys = try Int64.fetchAll(db, sql: """
            SELECT m.search_key FROM meeting m WHERE m.workspace = ? AND m.search_key <= ? AND \(filter.sql)
            ORDER BY m.search_key DESC LIMIT \(Self.probes + 1)
            """, arguments: [number, below >> 20] + filter.arguments)
        return keys.count > Self.probes ? nil : keys.map(SearchKey.init)
    }

    /// Meetings with the words, newest first.
    private func keys(
        _ expression: SearchExpression, _ filter: FilterConditions, below: Int64, limit: Int, _ db: Database
    ) throws -> [SearchKey] {
        var found: [SearchKey] = []
        // Rows of meetings with a smaller key are below this one.
        var upper = below == Int64.max >> 20 ? Int64.max : below << 20
        // On PostgreSQL each run stops at its first row, also with a beginning.
        if expression.hasBeginning, db.dialect == .sqlite { return try walk(expression, filter, below: upper, limit: limit, db) }
        if let keys = try candidates(filter, below: upper, db) {
            for key in keys where key.rows.lowerBound < upper && found.count < limit {
                if try !index.rows(with: expression, from: key.rows.lowerBound, below: min(upper, key.rows.upperBound + 1), limit: 1, db).isEmpty { found.append(key) }
            }
            return found
        }
        let passes = try db.cachedStatement(sql: """
            SELECT 1 FROM meeting m WHERE m.workspace = ? AND m.search_key = ? AND \(filter.sql)
            """)
        while found.count < limit, let row = try index.rows(with: expression, from: 0, below: upper, limit: 1, db).first {
            let key = SearchKey.key(of: row)
            upper = key.rows.lowerBound
            if filter.isSet {
                guard try Bool.fetchOne(passes, arguments: [number, key.rawValue] + filter.arguments) != nil else { continue }
            }
            found.append(key)
        }
        return found
    }

    /// How many meetings have the words: those that are sure in one statement, and of the others those whose text has them.
    private func countMeetings(with expression: SearchExpression, _ filter: FilterConditions, _ db: Database) throws -> Int {
        let looking = index.looking(for: expression, db)
        func statement(_ columns: String, _ condition: String) -> String {
            """
            SELECT \(columns) FROM \(looking.table) JOIN meeting m ON m.search_key = (\(looking.place) >> 20)
            WHERE m.workspace = \(number) AND \(looking.condition) AND \(condition) AND \(filter.sql)
            """
        }
        let arguments = looking.words + filter.arguments
        let unsure = looking.isWide ? try Int64.fetchAll(db, sql: statement(looking.place, "\(looking.isSure) = 0"), arguments: arguments) : []
        guard !unsure.isEmpty else { return try Int.fetchOne(db, sql: statement("count(DISTINCT m.number)", "\(looking.isSure) = 1"), arguments: arguments) ?? 0 }
        var found = Set(try Int64.fetchAll(db, sql: statement("DISTINCT m.search_key", "\(looking.isSure) = 1"), arguments: arguments).map(SearchKey.init))
        for row in unsure where !found.contains(SearchKey.key(of: row)) {
            if try index.holds(expression, row, db) { found.insert(SearchKey.key(of: row)) }
        }
        return found.count
    }

    /// The same in one run of the expression, which passes over every row that matches.
    private func walk(
        _ expression: SearchExpression, _ filter: FilterConditions, below: Int64, limit: Int, _ db: Database
    ) throws -> [SearchKey] {
        let looking = index.looking(for: expression, db)
        let passes = try db.cachedStatement(sql: """
            SELECT 1 FROM meeting m WHERE m.workspace = ? AND m.search_key = ? AND \(filter.sql)
            """)
        let rows = try Row.fetchCursor(db, sql: """
            SELECT \(looking.place) FROM \(looking.table) WHERE \(looking.condition) AND \(looking.place) < ? ORDER BY \(looking.place) DESC
            """, arguments: looking.words + [below])
        var found: [SearchKey] = []
        var last: SearchKey?
        while found.count < limit, let row = try rows.next() {
            let key = SearchKey.key(of: row[0])
            guard key != last else { continue }
            last = key
            if filter.isSet {
                guard try Bool.fetchOne(passes, arguments: [number, key.rawValue] + filter.arguments) != nil else { continue }
            }
            found.append(key)
        }
        return found
    }

    /// Rows that match in meetings that pass a filter, highest first.
    private func matches(
        _ expression: SearchExpression, _ filter: FilterConditions, below: Int64, limit: Int, _ db: Database
    ) throws -> [Int64] {
        guard filter.isSet else { return try index.rows(with: expression, from: 0, below: below, limit: limit, db) }
        let place = index.looking(for: expression, db).place
        let condition = SQLText(sql: "m.workspace = ? AND m.search_key = (\(place) >> 20) AND \(filter.sql)", arguments: [number] + filter.arguments)
        return try index.rows(with: expression, from: 0, below: below, limit: limit, joined: ("meeting m", condition), db)
    }

    private func moment(_ row: Int64, _ db: Database) throws -> Moment {
        guard let moment = try momentIfThere(SearchKey.key(of: row), position: SearchKey.position(of: row), db) else {
            throw StoreError.corrupt("The search index names an utterance that is not in the store.")
        }
        return moment
    }

    /// The moment of an utterance of the meeting with this key; nil where there is none.
    func momentIfThere(_ key: SearchKey, position: Int, _ db: Database) throws -> Moment? {
        let statement = try db.cachedStatement(sql: """
            SELECT m.id, m.title, m.started_at, m.recorded_at, l.label, p.name, p.side, u.start, u.length, u.text
            FROM meeting m
            JOIN utterance u ON u.workspace = m.workspace AND u.meeting = m.number AND u.position = ?3
            LEFT JOIN label l ON l.workspace = m.workspace AND l.meeting = m.number AND l.version = m.transcript_version
                AND l.ordinal = u.speaker
            LEFT JOIN cast_moved v ON v.workspace = m.workspace AND v.meeting = m.number AND v.position = u.position
            LEFT JOIN cast_label c ON c.workspace = m.workspace AND c.meeting = m.number AND c.label = l.label
            LEFT JOIN cast_person p ON p.workspace = m.workspace AND p.meeting = m.number
                AND p.ordinal = coalesce(v.person, c.person)
            WHERE m.workspace = ?1 AND m.search_key = ?2 ORDER BY u.version DESC LIMIT 1
            """)
        guard let found = try Row.fetchOne(statement, arguments: [number, key.rawValue, position]) else { return nil }
        let start: Int? = found[7]
        return Moment(
            meeting: Identifier(row: found, 0),
            title: found[1],
            startedAt: (found[2] as Int64?).map(Timestamp.init(milliseconds:)),
            recordedAt: Timestamp(milliseconds: found[3]),
            utterance: position,
            label: found[4],
            speaker: found[5],
            side: (found[6] as String?).flatMap(Side.init(rawValue:)),
            time: start.map { TimeSpan(start: $0, end: $0 + (found[8] ?? 0)) },
            text: found[9]
        )
    }

    // MARK: Pages

    private static func checked(_ limit: Int) throws(StoreError) -> Int {
        guard (1...500).contains(limit) else { throw .refused("A page holds 1 to 500 entries, not \(limit).") }
        return limit
    }

    private static func number(in cursor: PageCursor, after letter: Character) throws(StoreError) -> Int64 {
        guard cursor.rawValue.first == letter, let number = Int64(cursor.rawValue.dropFirst()), number >= 0,
              letter == "r" || number <= Int64.max >> 20
        else { throw ListPlace.nonsense }
        return number
    }
}

/// A place in the list of meetings without words: time and id.
private struct ListPlace {
    static let nonsense = StoreError.refused("The address names a page of the list that cannot be. Begin at the first page.")

    var orderedAt: Timestamp
    var id: Identifier<Meeting>

    init(orderedAt: Timestamp, id: Identifier<Meeting>) {
        self.orderedAt = orderedAt
        self.id = id
    }

    init(_ cursor: PageCursor) throws(StoreError) {
        let parts = cursor.rawValue.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].first == "t", let time = Int64(parts[0].dropFirst()),
              let id = Identifier<Meeting>(parts[1])
        else { throw Self.nonsense }
        orderedAt = Timestamp(milliseconds: time)
        self.id = id
    }

    var cursor: PageCursor { PageCursor(rawValue: "t\(orderedAt.milliseconds).\(id)") }
}
