import Covalence
import Foundation

extension SQLWorkspaceStore {
    /// Topics of one set that are kept at most ‡.
    private static let mostTopics = 1_000

    func topics(of set: TopicSet) async throws(StoreError) -> [Topic] {
        try await engine.read { db in
            let anchors = try Row.fetchAll(db.cachedStatement(sql: """
                SELECT a.topic, m.id, a.utterance FROM topic_anchor a JOIN meeting m ON m.workspace = a.workspace AND m.number = a.meeting
                JOIN topic t ON t.workspace = a.workspace AND t.id = a.topic
                WHERE a.workspace = ? AND t.account IS NOT DISTINCT FROM ? AND t.seen_by IS NOT DISTINCT FROM ? ORDER BY a.topic, m.id, a.utterance
                """), arguments: [number, set.account?.uuid, set.seenBy?.uuid])
            var byTopic: [UUID: [Topic.Anchor]] = [:]
            for row in anchors { byTopic[row[0], default: []].append(Topic.Anchor(meeting: Identifier(row: row, 1), utterance: row[2])) }
            return try Row.fetchAll(db.cachedStatement(sql: """
                SELECT id, account, seen_by, name, is_pinned, is_dismissed, merged_into, version FROM topic
                WHERE workspace = ? AND account IS NOT DISTINCT FROM ? AND seen_by IS NOT DISTINCT FROM ? ORDER BY id
                """), arguments: [number, set.account?.uuid, set.seenBy?.uuid]).map { row in
                    let id: UUID = row[0]
                    return Topic(
                        id: Identifier(id), account: (row[1] as UUID?).map { Identifier($0) }, seenBy: (row[2] as UUID?).map { Identifier($0) }, name: row[3],
                        isPinned: row[4], isDismissed: row[5], mergedInto: (row[6] as UUID?).map { Identifier($0) }, version: row[7], anchors: byTopic[id] ?? []
                    )
                }
        }
    }

    func topicHistory(of id: Identifier<Topic>) async throws(StoreError) -> [TopicChange] {
        try await engine.read { db in
            try Row.fetchAll(db.cachedStatement(sql: """
                SELECT kind, name, merged_into, author_name, made_at FROM topic_change WHERE workspace = ? AND topic = ? ORDER BY ordinal
                """), arguments: [number, id.uuid]).map { row in
                    let kind: String = row[0]
                    guard let known = TopicChange.Kind(rawValue: kind) else { throw StoreError.corrupt("“\(kind)” is nothing that is done with a topic.") }
                    return TopicChange(
                        known, name: row[1], into: (row[2] as UUID?).map { Identifier($0) }, by: row[3], at: Timestamp(milliseconds: row[4])
                    )
                }
        }
    }

    func keep(_ topics: [(topic: Topic, change: TopicChange)]) async throws(StoreError) {
        for (topic, _) in topics {
            guard (topic.name?.unicodeScalars.count ?? 0) <= Topic.longestName else {
                throw .refused("The name of a topic has at most \(Topic.longestName) characters.", at: "/name")
            }
            guard topic.anchors.count <= Topic.mostAnchors else { throw .refused("A topic is known by at most \(Topic.mostAnchors) passages.") }
        }
        try await engine.write { db in
            for (topic, change) in topics { try keep(topic, change, db) }
            try touchWorkspace(db)
        }
    }

    private func keep(_ topic: Topic, _ change: TopicChange, _ db: Database) throws {
        let found = try Int.fetchOne(db, sql: "SELECT version FROM topic WHERE workspace = ? AND id = ?", arguments: [number, topic.id.uuid]) ?? 0
        guard found == topic.version else { throw StoreError.conflict(.record(expected: topic.version, found: found)) }
        if found == 0 {
            let count = try Int.fetchOne(db, sql: """
                SELECT count(*) FROM topic WHERE workspace = ? AND account IS NOT DISTINCT FROM ? AND seen_by IS NOT DISTINCT FROM ?
                """, arguments: [number, topic.account?.uuid, topic.seenBy?.uuid]) ?? 0
            guard count < Self.mostTopics else {
                throw StoreError.refused("There are \(Self.mostTopics) topics here that people did something with. No more are kept.")
            }
        }
        try run("""
            INSERT INTO topic (workspace, id, account, seen_by, name, is_pinned, is_dismissed, merged_into, version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (workspace, id) DO UPDATE SET name = excluded.name, is_pinned = excluded.is_pinned, is_dismissed = excluded.is_dismissed,
                merged_into = excluded.merged_into, version = excluded.version
            """, [
                number, topic.id.uuid, topic.account?.uuid, topic.seenBy?.uuid, topic.name, topic.isPinned, topic.isDismissed, topic.mergedInto?.uuid,
                topic.version + 1,
            ], db)
        let ordinal = try Int.fetchOne(
            db, sql: "SELECT count(*) FROM topic_change WHERE workspace = ? AND topic = ?", arguments: [number, topic.id.uuid]
        ) ?? 0
        try run("""
            INSERT INTO topic_change (workspace, topic, ordinal, kind, name, merged_into, author_name, made_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """, [number, topic.id.uuid, ordinal, change.kind.rawValue, change.name, change.into?.uuid, change.author, change.at.milliseconds], db)
        try run("DELETE FROM topic_anchor WHERE workspace = ? AND topic = ?", [number, topic.id.uuid], db)
        for anchor in topic.anchors {
            // One whose meeting was erased meanwhile is left out.
            try run("""
                INSERT INTO topic_anchor (workspace, topic, meeting, utterance)
                SELECT m.workspace, ?3, m.number, ?4 FROM meeting m WHERE m.workspace = ?1 AND m.id = ?2
                ON CONFLICT (workspace, topic, meeting, utterance) DO NOTHING
                """, [number, anchor.meeting.uuid, topic.id.uuid, anchor.utterance], db)
        }
    }

    // MARK: What goes, and what moves

    /// Before the row of a meeting goes: topics that are known by nothing else go with what was typed about them.
    func forgetTopics(of meeting: Int64, _ db: Database) throws {
        let touched = try UUID.fetchAll(
            db, sql: "SELECT DISTINCT topic FROM topic_anchor WHERE workspace = ? AND meeting = ?", arguments: [number, meeting]
        )
        try run("DELETE FROM topic_anchor WHERE workspace = ? AND meeting = ?", [number, meeting], db)
        for topic in touched {
            let left = try Int.fetchOne(
                db, sql: "SELECT count(*) FROM topic_anchor WHERE workspace = ? AND topic = ?", arguments: [number, topic]
            ) ?? 0
            guard left == 0 else { continue }
            try run("DELETE FROM topic_change WHERE workspace = ? AND topic = ?", [number, topic], db)
            try run("DELETE FROM topic WHERE workspace = ? AND id = ?", [number, topic], db)
        }
    }

    /// Topics of an account that is another one by now are that one's.
    func moveTopics(from absorbed: UUID, to kept: UUID, _ db: Database) throws {
        try run("UPDATE topic SET account = ? WHERE workspace = ? AND account = ?", [kept, number, absorbed], db)
    }
}
