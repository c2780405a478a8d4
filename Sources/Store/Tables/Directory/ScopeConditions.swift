import Covalence
import Foundation

/// What is in sight, as conditions of SQL. The only place where a `Scope` becomes one.
struct ScopeConditions: Sendable {
    let scope: Scope
    /// The workspace's number.
    let workspace: Int64

    /// On a meeting or interaction, by the columns of its id and of who brought it in.
    ///
    /// - Parameters:
    ///   - links: the table that says to which organisations it belongs, and `key`, its column for the id.
    func happening(id: String, broughtInBy: String, links: String = "interaction_account", key: String = "interaction") -> SQLText {
        switch scope {
        case .everything: return .always
        case .research: return .never
        case .accounts(let member, _):
            let held = held
            let linked = """
                SELECT min(CASE WHEN a.organization IN (\(held.sql)) THEN 1 ELSE 0 END) FROM \(links) a
                JOIN organization g ON g.workspace = a.workspace AND g.id = a.organization
                WHERE a.workspace = \(workspace) AND a.\(key) = \(id)
                """
            // With accounts: all of them must be held. Without one: who brought it in, and who holds all else it belongs to, such as
            // an account that became a partner.
            return SQLText(
                sql: """
                    coalesce((\(linked) AND g.kind IN ('customer', 'prospect')) = 1, coalesce(\(broughtInBy) = ?, FALSE) OR coalesce((\(linked)), 0) = 1)
                    """,
                arguments: held.arguments + [member.uuid] + held.arguments
            )
        }
    }

    /// On `meeting m`.
    var meeting: SQLText {
        guard scope == .research else { return happening(id: "m.id", broughtInBy: "m.brought_in_by") }
        return SQLText(sql: "(m.consents & \(ConsentPurpose.research.bit)) <> 0", arguments: [])
    }

    /// On an organisation, by the columns of its id and kind.
    func organization(id: String, kind: String) -> SQLText {
        switch scope {
        case .everything: return .always
        case .research: return .never
        case .accounts:
            let held = held
            return SQLText(sql: "(\(kind) NOT IN ('customer', 'prospect') OR \(id) IN (\(held.sql)))", arguments: held.arguments)
        }
    }

    /// On an objective, by its account `organization a`.
    var objective: SQLText { organization(id: "a.id", kind: "a.kind") }

    /// On `person p`: in sight with their organisation; without one, with something in sight they took part in, and for whoever
    /// added them.
    var person: SQLText {
        switch scope {
        case .everything: return .always
        case .research: return .never
        case .accounts(let member, _):
            let at = organization(id: "o.id", kind: "o.kind")
            let interaction = happening(id: "i.id", broughtInBy: "i.brought_in_by")
            let meeting = meeting
            return SQLText(
                sql: """
                    CASE WHEN p.organization IS NOT NULL
                    THEN EXISTS (SELECT 1 FROM organization o WHERE o.workspace = \(workspace) AND o.id = p.organization AND \(at.sql))
                    ELSE p.added_by = ?
                        OR EXISTS (SELECT 1 FROM interaction_participant t JOIN interaction i ON i.workspace = t.workspace AND i.id = t.interaction
                            WHERE t.workspace = \(workspace) AND t.person = p.id AND \(interaction.sql))
                        OR EXISTS (SELECT 1 FROM cast_person c JOIN meeting m ON m.workspace = c.workspace AND m.number = c.meeting
                            WHERE c.workspace = \(workspace) AND c.person = p.id AND \(meeting.sql))
                    END
                    """,
                arguments: at.arguments + [member.uuid] + interaction.arguments + meeting.arguments
            )
        }
    }

    /// The organisations a member holds: alone, through a team, or, managing, through the people of a team.
    private var held: SQLText {
        guard case .accounts(let member, let managing) = scope else { return SQLText(sql: "SELECT h.organization FROM account_holder h WHERE FALSE", arguments: []) }
        var sql = """
            SELECT h.organization FROM account_holder h WHERE h.workspace = \(workspace) AND (
                h.is_team = 0 AND h.holder = ?
                OR h.is_team = 1 AND h.holder IN (SELECT t.team FROM team_member t WHERE t.workspace = \(workspace) AND t.member = ?)
            """
        var arguments: StatementArguments = [member.uuid, member.uuid]
        if managing {
            sql += """
                 OR h.is_team = 0 AND h.holder IN (SELECT other.member FROM team_member mine
                    JOIN team_member other ON other.workspace = mine.workspace AND other.team = mine.team
                    WHERE mine.workspace = \(workspace) AND mine.member = ? AND mine.manages = 1)
                """
            arguments += [member.uuid]
        }
        return SQLText(sql: sql + ")", arguments: arguments)
    }
}

extension ConsentPurpose {
    /// The purpose's place in `meeting.consents`.
    var bit: Int {
        switch self {
        case .recording: 1
        case .analysis: 2
        case .training: 4
        case .research: 8
        case .sharing: 16
        }
    }

    /// The purposes to which everybody agreed; none where nobody is known to have taken part.
    static func agreed(by participants: [Participant]) -> Int {
        guard !participants.isEmpty else { return 0 }
        return allCases.reduce(0) { bits, purpose in
            participants.allSatisfy { $0.consent[purpose]?.allows == true } ? bits | purpose.bit : bits
        }
    }

    static func purposes(_ bits: Int) -> Set<ConsentPurpose> { Set(allCases.filter { bits & $0.bit != 0 }) }
}

extension SQLWorkspaceStore {
    /// What is in sight in this workspace.
    func sight(_ scope: Scope) -> ScopeConditions { ScopeConditions(scope: scope, workspace: number) }
}
