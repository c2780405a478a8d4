import Covalence
import Hummingbird
import Store
import Workbench

extension Site {
    /// What the keyboard palette finds by name.
    func addPaletteRoutes(to router: Router<ServerContext>) {
        router.get("/jump.json") { request, context in
            let text = FormFields.query(of: request)["text"] ?? ""
            let found = try await context.bench.jump(to: text, by: context.visitor)
            return Response.json(PaletteEntry.all(in: found))
        }
    }
}

/// One entry of the palette.
struct PaletteEntry: Encodable, Hashable {
    var label: String
    var kind: String
    var href: String

    /// Accounts, then people, then meetings.
    static func all(in found: Everything) -> [PaletteEntry] {
        found.organizations.map {
            PaletteEntry(label: $0.organization.name, kind: OrganizationWords.kind($0.organization.kind), href: "/accounts/\($0.id)")
        } + found.people.map {
            PaletteEntry(label: $0.person.name, kind: $0.organizationName ?? "Person", href: "/people/\($0.id)")
        } + found.meetings.map {
            PaletteEntry(label: $0.meeting.title, kind: $0.meeting.startedAt.flatMap(LocalTime.day).map(DayText.long) ?? "Meeting", href: "/meetings/\($0.id)")
        }
    }
}
