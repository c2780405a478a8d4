import Covalence
import Foundation
import Store

/// The fields of an organisation, filled or to be filled.
struct OrganizationForm: PageModel {
    static let template = "accounts/form"

    /// What stands in the fields, as typed.
    struct Fields: Sendable, Hashable {
        var name = ""
        var kind = Organization.Kind.prospect.rawValue
        var industry = ""
        var size = ""
        var country = ""
        var parent = ""
        var domains = ""
        var note = ""

        init() {}

        init(_ organization: Organization, parentName: String?) {
            name = organization.name
            kind = organization.kind.rawValue
            industry = organization.industry ?? ""
            size = organization.size?.rawValue ?? ""
            country = organization.country ?? ""
            parent = parentName ?? ""
            domains = organization.domains.joined(separator: ", ")
            note = organization.note ?? ""
        }

        init(_ form: FormFields) {
            name = form["name"] ?? ""
            kind = form["kind"] ?? ""
            industry = form["industry"] ?? ""
            size = form["size"] ?? ""
            country = form["country"] ?? ""
            parent = form["parent"] ?? ""
            domains = form["domains"] ?? ""
            note = form["note"] ?? ""
        }
    }

    /// What stands between commas, semicolons or line ends.
    static func list(_ text: String) -> [String] {
        text.split(whereSeparator: { $0 == "," || $0 == ";" || $0.isNewline }).map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
    }

    /// Nil for a new one.
    var id: Identifier<Organization>?
    var version: Int?
    var fields: Fields
    /// Names to choose the parent from.
    var parents: [String]
    /// What the visitor may say that it is to us.
    var kinds = Organization.Kind.allCases
    /// What is wrong with what was typed.
    var problem: String?
    var waiting = 0

    /// Who says what is not among the choices.
    private var kindNote: String? {
        if kinds == [.own] { return "That it is our own company is changed by administrators." }
        return kinds.contains(where: \.isAccount) ? nil : "Everybody sees it as it is. Managers and administrators make it an account, which only some see."
    }

    var view: View {
        let title = id == nil ? "Add an organisation" : "Change \(fields.name)"
        return PageFrame(title: title, place: .accounts, waiting: waiting).view.merging([
            "heading": .text(title), "action": .text(id.map { "/accounts/\($0)" } ?? "/accounts"),
            "backHref": .text(id.map { "/accounts/\($0)" } ?? "/accounts"), "version": View.Value(version.map(String.init)),
            "problem": View.Value(problem), "name": .text(fields.name), "industry": .text(fields.industry), "country": .text(fields.country),
            "parent": .text(fields.parent), "domains": .text(fields.domains), "note": .text(fields.note),
            "kinds": View.Value(kinds.map { Choice(value: $0.rawValue, label: OrganizationWords.kind($0), isSelected: $0.rawValue == fields.kind) }),
            "kindNote": View.Value(kindNote), "sizes": View.Value(Organization.Size.allCases.map { Choice(value: $0.rawValue, label: OrganizationWords.size($0), isSelected: $0.rawValue == fields.size) }),
            "parents": View.Value(parents.map { Choice(value: $0, label: $0) }),
        ])
    }
}
