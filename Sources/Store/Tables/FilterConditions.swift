import Covalence
import Foundation

/// A filter as conditions on `meeting m`.
struct FilterConditions: Sendable {
    private(set) var sql = "TRUE"
    private(set) var arguments = StatementArguments()
    private(set) var isSet = false

    init(_ filter: MeetingFilter, meeting: Identifier<Meeting>? = nil, in store: SQLWorkspaceStore) {
        if filter.scope != .everything {
            let seen = store.sight(filter.scope).meeting
            sql += " AND \(seen.sql)"
            arguments += seen.arguments
            isSet = true
        }
        if let account = filter.account {
            require("""
                m.id IN (SELECT l.interaction FROM interaction_account l WHERE l.workspace = m.workspace AND l.organization = ?)
                """, account.uuid)
        }
        if let person = filter.personID {
            require("""
                m.number IN (SELECT c.meeting FROM cast_person c WHERE c.workspace = m.workspace AND c.person = ?)
                """, person.uuid)
        }
        if let meeting { require("m.id = ?", meeting.uuid) }
        if let from = filter.from { require("m.ordered_at >= ?", from.milliseconds) }
        if let before = filter.before { require("m.ordered_at < ?", before.milliseconds) }
        if let outcome = filter.outcome { require("m.outcome = ?", outcome) }
        if let language = filter.language?.lowercased() {
            require("lower(m.language) = ?", language, or: "lower(m.language) LIKE ?", language.filter { $0 != "%" && $0 != "_" } + "-%")
        }
        if filter.withOpenQuestions {
            // As the index has it.
            sql += " AND m.open_questions > 0"
            isSet = true
        }
        if let title = filter.title { require(store.dialect.contains("m.title_key", "?"), folded(title)) }
        if let finding = filter.finding {
            require("""
                EXISTS (SELECT 1 FROM meeting_kind k WHERE k.workspace = m.workspace AND k.kind = ? AND k.meeting = m.number)
                """, finding)
        }
        if let person = filter.person {
            require("""
                EXISTS (SELECT 1 FROM cast_person p WHERE p.workspace = m.workspace AND p.meeting = m.number
                    AND \(store.dialect.contains("p.name_key", "?")))
                """, folded(person))
        }
        if let organization = filter.organization {
            require("""
                EXISTS (SELECT 1 FROM cast_person p WHERE p.workspace = m.workspace AND p.meeting = m.number
                    AND \(store.dialect.contains("p.organization_key", "?")))
                """, folded(organization))
        }
    }

    private mutating func require(_ condition: String, _ value: any DatabaseValue, or other: String, _ second: any DatabaseValue) {
        sql += " AND (\(condition) OR \(other))"
        arguments += [value, second]
        isSet = true
    }

    private mutating func require(_ condition: String, _ value: any DatabaseValue) {
        sql += " AND \(condition)"
        arguments += [value]
        isSet = true
    }
}
