import Covalence
import Store

/// The teams, who is in them and who manages them.
struct TeamsPage: PageModel {
    static let template = "settings/teams"

    var teams: [Team]
    /// Members who may sign in or are invited, by name.
    var members: [Member]
    /// The new team's name as it was typed, with what is wrong; keys of a team's own form begin with its id.
    var problems = FormProblems()
    var saved: String?
    var waiting = 0

    var view: View {
        let names = Dictionary(members.map { ($0.id, $0.name) }) { first, _ in first }
        return PageFrame(title: "Teams", waiting: waiting).view.merging([
            "teams": .list(teams.map { view(of: $0, names) }), "isEmpty": .flag(teams.isEmpty), "saved": View.Value(saved),
            "newName": .view(problems.field("name", "").view), "noMembers": .flag(members.count < 2),
        ])
    }

    private func view(of team: Team, _ names: [Identifier<Member>: String]) -> View {
        let managers = team.members.filter(\.manages).compactMap { names[$0.member] }.sorted()
        let others = team.members.filter { !$0.manages }.compactMap { names[$0.member] }.sorted()
        let field = problems.field("name-\(team.id)", team.name)
        return field.view.merging([
            "id": .text("\(team.id)"), "name": .text(team.name), "managers": View.Value(nonEmpty: managers.joined(separator: ", ")),
            "others": View.Value(nonEmpty: others.joined(separator: ", ")), "isNobody": .flag(team.members.isEmpty),
            "saveHref": "/settings/teams/\(team.id)", "removeHref": "/settings/teams/\(team.id)/remove", "measuresHref": "/measures/teams/\(team.id)",
            "isOpen": .flag(field.problem != nil), "seen": .text(team.tag.text),
            "members": .list(members.map { member in
                let part = team.members.first { $0.member == member.id }, typed = problems.typed["part-\(team.id)-\(member.id)"]
                func isChosen(_ value: String, _ isSo: Bool) -> Bool { typed.map { $0 == value } ?? isSo }
                // Managing counts for these roles only; the choice would do nothing for others.
                let canManage = member.role == .manager || member.role == .administrator
                return [
                    "memberID": .text("\(member.id)"), "memberName": .text(member.name), "roleWord": .text(member.role.word),
                    "choices": View.Value([
                        Choice(value: "", label: "not in it", isSelected: isChosen("", part == nil)),
                        Choice(value: "member", label: "in it", isSelected: isChosen("member", part.map { !$0.manages || !canManage } ?? false)),
                    ] + (canManage ? [Choice(value: "manages", label: "manages it", isSelected: isChosen("manages", part?.manages == true))] : [])),
                ]
            }),
        ])
    }
}
