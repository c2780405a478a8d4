import Covalence
import Workbench

/// Everybody who may sign in, and a form to invite somebody.
struct MembersPage: PageModel {
    static let template = "settings/members"

    /// One member.
    struct Row: ViewModel {
        var member: Member
        var teams: [String]
        /// When they were last here; nil while they never were.
        var lastSeen: Timestamp?
        var isOneself: Bool

        var view: View {
            [
                "name": .text(member.name), "address": .text(member.address), "role": .text(member.role.word), "meaning": .text(member.role.meaning),
                "state": .text(member.state.word), "isSuspended": .flag(member.state == .suspended), "isInvited": .flag(member.state == .invited),
                "teams": .text(teams.isEmpty ? "none" : teams.joined(separator: ", ")), "lastSeen": .text(lastSeen.map(LocalTime.text) ?? "never"),
                "href": "/settings/members/\(member.id)", "isOneself": .flag(isOneself),
            ]
        }
    }

    /// What was typed to invite somebody.
    struct Invitation: Sendable, Hashable {
        var name = ""
        var address = ""
        var role: Role?
        var teams: Set<Identifier<Team>> = []
    }

    var rows: [Row]
    var teams: [Team]
    var invitation = Invitation()
    var problems = FormProblems()
    /// The link just made: it is not kept and not shown again.
    var link: OnceLink?
    var waiting = 0

    var view: View {
        PageFrame(title: "Members", waiting: waiting).view.merging([
            "rows": View.Value(rows), "isAlone": .flag(rows.count <= 1), "link": View.Value(link),
            "summary": .text(rows.count == 1 ? "1 member" : "\(rows.count) members"),
            "name": .view(problems.field("name", invitation.name).view), "address": .view(problems.field("address", invitation.address).view),
            "roles": View.Value(RoleChoice.all(invitation.role ?? .salesperson)), "hasTeams": .flag(!teams.isEmpty),
            "teams": .list(teams.map { ["value": .text("\($0.id)"), "label": .text($0.name), "selected": .flag(invitation.teams.contains($0.id))] }),
            "hasProblems": .flag(!problems.isEmpty), "general": View.Value(problems.problems[""]),
        ])
    }
}
