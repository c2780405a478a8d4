import Covalence
import Foundation

extension SQLWorkspaceStore {
    func history(_ query: HistoryQuery, in scope: Scope) async throws(StoreError) -> Page<HistoryLine> {
        let limit = try DirectoryPlace.checked(query.limit)
        let start = try query.cursor.map { cursor throws(StoreError) in try HistoryPlace(cursor) }
        let (beyond, order) = query.oldestFirst ? (">", "ASC") : ("<", "DESC")
        return try await engine.read { db in
            let seenMeeting = sight(scope).meeting, seenInteraction = sight(scope).happening(id: "i.id", broughtInBy: "i.brought_in_by")
            var meeting = Conditions("m.workspace = \(number) AND \(seenMeeting.sql)", seenMeeting.arguments)
            var interaction = Conditions("i.workspace = \(number) AND \(seenInteraction.sql)", seenInteraction.arguments)
            if let organization = query.organization {
                let linked = "IN (SELECT l.interaction FROM interaction_account l WHERE l.workspace = \(number) AND l.organization = ?)"
                meeting.require("m.id \(linked)", organization.uuid)
                interaction.require("i.id \(linked)", organization.uuid)
            }
            if let person = query.person {
                meeting.require("m.number IN (SELECT c.meeting FROM cast_person c WHERE c.workspace = \(number) AND c.person = ?)", person.uuid)
                interaction.require("i.id IN (SELECT t.interaction FROM interaction_participant t WHERE t.workspace = \(number) AND t.person = ?)", person.uuid)
            }
            if let kinds = query.kinds {
                if !kinds.contains(.meeting) { meeting.require("FALSE") }
                let written = kinds.map { "'\($0.rawValue)'" }.sorted().joined(separator: ", ")
                interaction.require(written.isEmpty ? "FALSE" : "i.kind IN (\(written))")
            }
            if let from = query.from {
                meeting.require("m.ordered_at >= ?", from.milliseconds)
                interaction.require("i.ordered_at >= ?", from.milliseconds)
            }
            if let before = query.before {
                meeting.require("m.ordered_at < ?", before.milliseconds)
                interaction.require("i.ordered_at < ?", before.milliseconds)
            }
            if let start {
                meeting.require("(m.ordered_at, m.id) \(beyond) (?, ?)", start.at, start.id)
                interaction.require("(i.ordered_at, i.id) \(beyond) (?, ?)", start.at, start.id)
            }
            // Each side is cut before they are put together, so that neither is read as a whole.
            let rows = try Row.fetchAll(db, sql: """
                SELECT * FROM (
                    SELECT * FROM (SELECT 1 AS is_meeting, m.id AS id, m.ordered_at AS at FROM meeting m WHERE \(meeting.sql) ORDER BY m.ordered_at \(order), m.id \(order) LIMIT ?) AS m
                    UNION ALL
                    SELECT * FROM (SELECT 0, i.id, i.ordered_at FROM interaction i WHERE \(interaction.sql) ORDER BY i.ordered_at \(order), i.id \(order) LIMIT ?) AS i
                ) AS met ORDER BY at \(order), id \(order) LIMIT ?
                """, arguments: meeting.arguments + [limit + 1] + interaction.arguments + [limit + 1, limit + 1])
            let items = try rows.prefix(limit).map { row in
                try row[0] as Bool ? line(ofMeeting: Identifier(row: row, 1), db) : line(ofInteraction: Identifier(row: row, 1), db)
            }
            return Page(items: items, next: rows.count > limit ? HistoryPlace(at: rows[limit - 1][2], id: rows[limit - 1][1]).cursor : nil)
        }
    }

    func writtenMoments(_ query: WrittenQuery, in scope: Scope) async throws(StoreError) -> Page<WrittenMoment> {
        let limit = try DirectoryPlace.checked(query.limit)
        guard let expression = try SearchExpression(query.words) else { return Page(items: [], next: nil) }
        let start = try query.cursor.map { cursor throws(StoreError) in try HistoryPlace(cursor) }
        return try await engine.read { db in
            let seen = sight(scope).happening(id: "i.id", broughtInBy: "i.brought_in_by")
            let looking = WordIndex(.wrote, of: number).looking(for: expression, db)
            var conditions = Conditions("i.workspace = \(number) AND \(seen.sql)", seen.arguments)
            if let organization = query.organization {
                conditions.require("i.id IN (SELECT l.interaction FROM interaction_account l WHERE l.workspace = \(number) AND l.organization = ?)", organization.uuid)
            }
            let rows = try writtenRows(looking, expression, conditions, after: start, limit: limit + 1, db)
            let words = Excerpt.words(of: query.words)
            let items = rows.prefix(limit).map { row in
                WrittenMoment(
                    interaction: Identifier(row: row, 0), kind: Interaction.Kind(rawValue: row[1]) ?? .note, title: row[2],
                    at: Timestamp(milliseconds: row[3]), excerpt: Excerpt.of((row[4] as String?).flatMap { $0.isEmpty ? nil : $0 } ?? row[2], around: words)
                )
            }
            return Page(items: items, next: rows.count > limit ? HistoryPlace(at: rows[limit - 1][3], id: rows[limit - 1][0]).cursor : nil)
        }
    }

    /// Id, kind, title, time and text of interactions that have the words, newest first; fewer than `limit` only where no more have them.
    private func writtenRows(
        _ looking: WordIndex.Looking, _ expression: SearchExpression, _ conditions: Conditions, after start: HistoryPlace?, limit: Int, _ db: Database
    ) throws -> [Row] {
        var found: [Row] = [], start = start
        while true {
            var conditions = conditions
            if let start { conditions.require("(i.ordered_at, i.id) < (?, ?)", start.at, start.id) }
            let wanted = limit - found.count
            let page = try Row.fetchAll(db, sql: """
                SELECT i.id, i.kind, i.title, i.ordered_at, i.text, \(looking.isSure)
                FROM \(looking.table) JOIN interaction i ON i.workspace = \(number) AND i.number = \(looking.place)
                WHERE \(looking.condition) AND \(conditions.sql) ORDER BY i.ordered_at DESC, i.id DESC LIMIT ?
                """, arguments: looking.words + conditions.arguments + [wanted])
            // Where the index cannot tell, the text is looked at.
            found += page.filter { row in row[5] as Bool || SearchWords.matches(expression, WrittenIndex.text(title: row[2], row[4])) }
            guard found.count < limit, page.count == wanted, let last = page.last else { return found }
            start = HistoryPlace(at: last[3], id: last[0])
        }
    }

    func line(ofMeeting id: Identifier<Meeting>, _ db: Database) throws -> HistoryLine {
        let summary = try summary(of: id, db)
        return HistoryLine(
            subject: .meeting(id), kind: .meeting, title: summary.meeting.title, at: summary.orderedAt, isDated: summary.meeting.startedAt != nil,
            names: summary.participants.prefix(6).map(\.name), participants: summary.participants.count, isCancelled: false,
            isFiction: summary.meeting.isFiction
        )
    }

    func line(ofInteraction id: Identifier<Interaction>, _ db: Database) throws -> HistoryLine {
        let row = try Row.fetchOne(
            db, sql: "SELECT kind, title, ordered_at, started_at IS NOT NULL, is_cancelled, is_fiction FROM interaction WHERE workspace = ? AND id = ?",
            arguments: [number, id.uuid]
        )
        guard let row else { throw StoreError.notFound("The interaction \(id)") }
        let names = try String.fetchAll(db, sql: """
            SELECT coalesce(p.name, t.name, t.address) FROM interaction_participant t
            LEFT JOIN person p ON p.workspace = t.workspace AND p.id = t.person
            WHERE t.workspace = ? AND t.interaction = ? AND coalesce(p.name, t.name, t.address) IS NOT NULL ORDER BY t.ordinal
            """, arguments: [number, id.uuid])
        return HistoryLine(
            subject: .interaction(id), kind: Interaction.Kind(rawValue: row[0]) ?? .note, title: row[1], at: Timestamp(milliseconds: row[2]),
            isDated: row[3], names: Array(names.prefix(6)), participants: names.count, isCancelled: row[4], isFiction: row[5]
        )
    }

    /// Conditions with their arguments, in order.
    struct Conditions {
        private(set) var sql: String
        private(set) var arguments: StatementArguments

        init(_ sql: String, _ arguments: StatementArguments) {
            self.sql = sql
            self.arguments = arguments
        }

        mutating func require(_ condition: String, _ values: any DatabaseValue...) {
            sql += " AND \(condition)"
            arguments += StatementArguments(values)
        }
    }
}

/// A place in a line of time.
struct HistoryPlace {
    var at: Int64
    var id: UUID

    init(at: Int64, id: UUID) {
        self.at = at
        self.id = id
    }

    init(_ cursor: PageCursor) throws(StoreError) {
        let parts = cursor.rawValue.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].first == "h", let at = Int64(parts[0].dropFirst()), let id = UUID(uuidString: String(parts[1])) else {
            throw .refused("The address names a page of the list that cannot be. Begin at the first page.")
        }
        self.at = at
        self.id = id
    }

    var cursor: PageCursor { PageCursor(rawValue: "h\(at).\(id.uuidString.lowercased())") }
}

/// A stretch of a text around the first of some words.
enum Excerpt {
    /// Characters of an excerpt.
    static let length = 200

    static func words(of typed: String) -> [String] {
        typed.split { !($0.isLetter || $0.isNumber) }.prefix(SearchExpression.termLimit).map { folded(String($0)) }
    }

    static func of(_ text: String, around words: [String]) -> String {
        let line = text.prefix(200_000).split(whereSeparator: \.isWhitespace).joined(separator: " ")
        var found = line.startIndex
        // Words as the index cuts them: a hit inside another word is none.
        var start = line.startIndex
        search: while start < line.endIndex {
            guard let begin = line[start...].firstIndex(where: { $0.isLetter || $0.isNumber }) else { break }
            let end = line[begin...].firstIndex { !($0.isLetter || $0.isNumber) } ?? line.endIndex
            let word = folded(String(line[begin..<end]))
            if words.contains(where: { word == $0 || word.hasPrefix($0) }) {
                found = begin
                break search
            }
            start = end
        }
        let from = line.index(found, offsetBy: -length / 3, limitedBy: line.startIndex) ?? line.startIndex
        let to = line.index(from, offsetBy: length, limitedBy: line.endIndex) ?? line.endIndex
        return (from > line.startIndex ? "… " : "") + line[from..<to] + (to < line.endIndex ? " …" : "")
    }
}
