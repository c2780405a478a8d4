import Covalence

/// One member, to change.
struct MemberPage: PageModel {
    static let template = "settings/member"

    var member: Member
    var teams: [Team]
    /// Those that were chosen and are not kept; nil for what is.
    var typedTeams: Set<Identifier<Team>>?
    /// What a change is held against.
    var seen = ""
    /// The person of the record this member is.
    var person: String?
    /// What was looked for to bind a person, and who was found.
    var searched = ""
    var found: [(id: Identifier<Person>, name: String, detail: String?)] = []
    var problems = FormProblems()
    var link: OnceLink?
    var saved: String?
    var isOneself: Bool
    var waiting = 0

    var view: View {
        let address = "/settings/members/\(member.id)"
        return PageFrame(title: member.name, waiting: waiting).view.merging([
            "name": .text(member.name), "address": .text(member.address), "state": .text(member.state.word),
            "since": .text(LocalTime.day(member.createdAt).map(DayText.long) ?? "not known"), "saved": View.Value(saved), "link": View.Value(link),
            "problem": View.Value(problems.problems[""]), "roles": View.Value(RoleChoice.all(problems.typed["role"].flatMap(Role.init(rawValue:)) ?? member.role)),
            "teams": .list(teams.map { team in
                ["value": .text("\(team.id)"), "label": .text(team.name), "selected": .flag(typedTeams?.contains(team.id) ?? team.members.contains { $0.member == member.id })]
            }),
            "seen": .text(seen), "hasTeams": .flag(!teams.isEmpty), "isOneself": .flag(isOneself), "isActive": .flag(member.state == .active),
            "isInvited": .flag(member.state == .invited), "isSuspended": .flag(member.state == .suspended),
            "changeHref": .text(address), "stateHref": "\(address)/state", "personHref": "\(address)/person", "inviteHref": "\(address)/invite", "resetHref": "\(address)/reset",
            "person": View.Value(person), "openPersonHref": View.Value(member.person.map { "/people/\($0)" }), "searched": .text(searched),
            "found": .list(found.map { ["id": .text("\($0.id)"), "name": .text($0.name), "detail": View.Value($0.detail)] }),
            "hasFound": .flag(!found.isEmpty), "foundNobody": .flag(!searched.isEmpty && found.isEmpty),
        ])
    }
}
