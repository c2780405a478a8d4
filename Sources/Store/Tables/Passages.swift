import Covalence
import Foundation

extension SQLWorkspaceStore {
    func keep(_ set: PassageSet, madeAt record: Int?) async throws(StoreError) {
        try await engine.write { db in
            let source = switch set.holder {
            case .meeting: "SELECT workspace, id FROM meeting WHERE workspace = ?1 AND id = ?2 AND transcript_version = ?3" + (record == nil ? "" : " AND version = ?9")
            case .interaction: "SELECT workspace, id FROM interaction WHERE workspace = ?1 AND id = ?2 AND version = ?3"
            }
            let isMeeting = if case .meeting = set.holder { true } else { false }
            var arguments: StatementArguments = [
                number, set.holder.uuid, set.madeFrom, isMeeting, set.engine, set.madeAt.milliseconds, PassagePlaces.bytes(of: set.passages), set.meaning,
            ]
            if let record, isMeeting { arguments += [record] }
            try run("""
                INSERT INTO passage_set (workspace, holder, is_meeting, engine, made_from, made_at, places, meaning)
                SELECT s.workspace, s.id, ?4, ?5, ?3, ?6, ?7, ?8 FROM (\(source)) s WHERE TRUE
                ON CONFLICT (workspace, holder) DO UPDATE SET engine = excluded.engine, made_from = excluded.made_from,
                    made_at = excluded.made_at, places = excluded.places, meaning = excluded.meaning
                """, arguments, db)
        }
    }

    func passageDebts(engine name: String, limit: Int) async throws(StoreError) -> [PassageDebt] {
        guard (1...500).contains(limit) else { throw .refused("A page holds 1 to 500 entries, not \(limit).") }
        return try await engine.read { db in
            let meetings = try Row.fetchAll(db.cachedStatement(sql: """
                SELECT m.id, m.transcript_version, m.version FROM meeting m LEFT JOIN passage_set p ON p.workspace = m.workspace AND p.holder = m.id
                WHERE m.workspace = ? AND (p.holder IS NULL OR p.made_from <> m.transcript_version OR p.engine <> ?)
                ORDER BY m.ordered_at DESC, m.id DESC LIMIT ?
                """), arguments: [number, name, limit])
            var debts = meetings.map { PassageDebt(holder: .meeting(Identifier(row: $0, 0)), version: $0[1], record: $0[2]) }
            guard debts.count < limit else { return debts }
            let written = try Row.fetchAll(db.cachedStatement(sql: """
                SELECT i.id, i.version FROM interaction i LEFT JOIN passage_set p ON p.workspace = i.workspace AND p.holder = i.id
                WHERE i.workspace = ? AND i.text IS NOT NULL AND (p.holder IS NULL OR p.made_from <> i.version OR p.engine <> ?)
                ORDER BY i.ordered_at DESC, i.id DESC LIMIT ?
                """), arguments: [number, name, limit - debts.count])
            debts += written.map { PassageDebt(holder: .interaction(Identifier(row: $0, 0)), version: $0[1]) }
            return debts
        }
    }

    func passageProgress(engine name: String) async throws(StoreError) -> PassageProgress {
        try await engine.read { db in
            func count(_ sql: String, _ arguments: StatementArguments) throws -> Int {
                try Int.fetchOne(db.cachedStatement(sql: sql), arguments: arguments) ?? 0
            }
            let all = try count("SELECT count(*) FROM meeting WHERE workspace = ?", [number])
                + count("SELECT count(*) FROM interaction WHERE workspace = ? AND text IS NOT NULL", [number])
            let read = try count("""
                SELECT count(*) FROM passage_set p JOIN meeting m ON m.workspace = p.workspace AND m.id = p.holder
                WHERE p.workspace = ? AND p.engine = ? AND p.made_from = m.transcript_version
                """, [number, name]) + count("""
                SELECT count(*) FROM passage_set p JOIN interaction i ON i.workspace = p.workspace AND i.id = p.holder
                WHERE p.workspace = ? AND p.engine = ? AND p.made_from = i.version AND i.text IS NOT NULL
                """, [number, name])
            return PassageProgress(all: all, left: max(0, all - read))
        }
    }

    func passageStamps(_ filter: MeetingFilter, engine name: String) async throws(StoreError) -> [PassageStamp] {
        try await engine.read { db in
            let filter = FilterConditions(filter, in: self)
            return try Row.fetchAll(db.cachedStatement(sql: """
                SELECT m.id, p.made_from, p.made_at FROM meeting m JOIN passage_set p ON p.workspace = m.workspace AND p.holder = m.id
                WHERE m.workspace = ? AND p.engine = ? AND p.made_from = m.transcript_version AND \(filter.sql)
                ORDER BY m.ordered_at DESC, m.id DESC
                """), arguments: [number, name] + filter.arguments).map {
                    PassageStamp(holder: .meeting(Identifier(row: $0, 0)), madeFrom: $0[1], madeAt: Timestamp(milliseconds: $0[2]))
                }
        }
    }

    func writtenPassageStamps(
        account: Identifier<Organization>?, from: Timestamp?, before: Timestamp?, engine name: String, in scope: Scope
    ) async throws(StoreError) -> [PassageStamp] {
        try await engine.read { db in
            let seen = sight(scope).happening(id: "i.id", broughtInBy: "i.brought_in_by")
            var conditions = Conditions("i.workspace = ? AND p.engine = ? AND p.made_from = i.version AND i.text IS NOT NULL", [number, name])
            if let account {
                conditions.require("i.id IN (SELECT l.interaction FROM interaction_account l WHERE l.workspace = i.workspace AND l.organization = ?)", account.uuid)
            }
            if let from { conditions.require("i.ordered_at >= ?", from.milliseconds) }
            if let before { conditions.require("i.ordered_at < ?", before.milliseconds) }
            return try Row.fetchAll(db.cachedStatement(sql: """
                SELECT i.id, p.made_from, p.made_at FROM interaction i JOIN passage_set p ON p.workspace = i.workspace AND p.holder = i.id
                WHERE \(conditions.sql) AND \(seen.sql) ORDER BY i.ordered_at DESC, i.id DESC
                """), arguments: conditions.arguments + seen.arguments).map {
                    PassageStamp(holder: .interaction(Identifier(row: $0, 0)), madeFrom: $0[1], madeAt: Timestamp(milliseconds: $0[2]))
                }
        }
    }

    func passageSets(of holders: [PassageSet.Holder]) async throws(StoreError) -> [PassageSet] {
        var found: [PassageSet] = []
        // In portions, so that no read holds its snapshot for long.
        for start in stride(from: 0, to: holders.count, by: 64) {
            let portion = holders[start..<min(holders.count, start + 64)]
            found += try await engine.read { db in
                let list = SQLList(portion.map(\.uuid))
                return try Row.fetchAll(db.cachedStatement(sql: """
                    SELECT holder, is_meeting, engine, made_from, made_at, places, meaning FROM passage_set
                    WHERE workspace = ? AND holder IN \(list.places)
                    """), arguments: [number] + list.arguments).map { row in
                        let id: UUID = row[0]
                        let isMeeting: Bool = row[1]
                        return PassageSet(
                            isMeeting ? .meeting(Identifier(id)) : .interaction(Identifier(id)), engine: row[2], madeFrom: row[3],
                            madeAt: Timestamp(milliseconds: row[4]), passages: try PassagePlaces.passages(in: row[5]), meaning: row[6]
                        )
                    }
            }
        }
        return found
    }

    func labels(of speaker: SpeakerFilter, in filter: MeetingFilter) async throws(StoreError) -> [Identifier<Meeting>: Set<Int>] {
        try await engine.read { db in
            let filter = FilterConditions(filter, in: self)
            var conditions = Conditions("m.workspace = ?", [number])
            if let side = speaker.side { conditions.require("p.side = ?", side.rawValue) }
            if let name = speaker.name { conditions.require(dialect.contains("p.name_key", "?"), folded(name)) }
            let rows = try Row.fetchAll(db.cachedStatement(sql: """
                SELECT m.id, l.ordinal FROM meeting m
                JOIN label l ON l.workspace = m.workspace AND l.meeting = m.number AND l.version = m.transcript_version
                JOIN cast_label c ON c.workspace = m.workspace AND c.meeting = m.number AND c.label = l.label
                JOIN cast_person p ON p.workspace = m.workspace AND p.meeting = m.number AND p.ordinal = c.person
                WHERE \(conditions.sql) AND \(filter.sql)
                """), arguments: conditions.arguments + filter.arguments)
            var labels: [Identifier<Meeting>: Set<Int>] = [:]
            for row in rows { labels[Identifier(row: row, 0), default: []].insert(row[1]) }
            return labels
        }
    }

    func moments(at places: [(meeting: Identifier<Meeting>, utterance: Int)]) async throws(StoreError) -> [Moment] {
        try await engine.read { db in
            let statement = try db.cachedStatement(sql: "SELECT search_key FROM meeting WHERE workspace = ? AND id = ?")
            return try places.compactMap { place in
                guard let key = try Int64.fetchOne(statement, arguments: [number, place.meeting.uuid]), place.utterance >= 0,
                      let moment = try momentIfThere(SearchKey(rawValue: key), position: place.utterance, db)
                else { return nil }
                return moment
            }
        }
    }

    /// Lets go of what was read of a meeting or interaction whose words are about to change or to go.
    func forgetPassages(of holder: UUID, _ db: Database) throws {
        for table in ["passage_set", "selling_reading"] { try run("DELETE FROM \(table) WHERE workspace = ? AND holder = ?", [number, holder], db) }
        try queueSuggesting(after: holder, db)
    }
}

/// How the places of passages are kept: first utterance, how many, where the words begin and end, label (-1 for nobody), scale; each in four bytes,
/// the lowest first.
enum PassagePlaces {
    static let size = 24

    static func bytes(of passages: [Passage]) -> Data {
        var data = Data(capacity: passages.count * size)
        for passage in passages {
            for number in [passage.first, passage.count, passage.range.lowerBound, passage.range.upperBound, passage.label ?? -1] {
                append(UInt32(truncatingIfNeeded: number), to: &data)
            }
            append(passage.scale.bitPattern, to: &data)
        }
        return data
    }

    static func passages(in data: Data) throws(StoreError) -> [Passage] {
        guard data.count % size == 0 else { throw .corrupt("The places of passages cannot be read.") }
        let bytes = [UInt8](data)
        var passages: [Passage] = []
        passages.reserveCapacity(bytes.count / size)
        for start in stride(from: 0, to: bytes.count, by: size) {
            func word(_ place: Int) -> UInt32 {
                (0..<4).reduce(0) { $0 | UInt32(bytes[start + 4 * place + $1]) << UInt32(8 * $1) }
            }
            func number(_ place: Int) -> Int { Int(Int32(bitPattern: word(place))) }
            guard number(2) <= number(3), number(1) >= 0 else { throw .corrupt("The places of passages cannot be read.") }
            passages.append(Passage(
                first: number(0), count: number(1), range: number(2)..<number(3), label: number(4) < 0 ? nil : number(4), scale: Float(bitPattern: word(5))
            ))
        }
        return passages
    }

    private static func append(_ word: UInt32, to data: inout Data) {
        for shift in stride(from: UInt32(0), to: 32, by: 8) { data.append(UInt8(truncatingIfNeeded: word >> shift)) }
    }
}
