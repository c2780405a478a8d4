import Covalence
import Foundation

/// The fields of a person, filled or to be filled.
struct PersonForm: PageModel {
    static let template = "people/form"

    /// What stands in the fields, as typed.
    struct Fields: Sendable, Hashable {
        var name = ""
        var organization = ""
        var function = ""
        var languages = ""
        var cultures = ""
        var mail = ""
        var phone = ""
        var other = ""
        var note = ""

        init() {}

        init(_ person: Person, organizationName: String?) {
            func all(_ means: Person.Reach.Means) -> String { person.reach.filter { $0.means == means }.map(\.value).joined(separator: ", ") }
            name = person.name
            organization = organizationName ?? ""
            function = person.function ?? ""
            languages = person.languages.joined(separator: ", ")
            cultures = person.cultures.joined(separator: ", ")
            mail = all(.mail)
            phone = all(.phone)
            other = person.reach.filter { $0.means != .mail && $0.means != .phone }.map { "\($0.means.rawValue): \($0.value)" }.joined(separator: "\n")
            note = person.note ?? ""
        }

        init(_ form: FormFields) {
            name = form["name"] ?? ""
            organization = form["organization"] ?? ""
            function = form["function"] ?? ""
            languages = form["languages"] ?? ""
            cultures = form["cultures"] ?? ""
            mail = form["mail"] ?? ""
            phone = form["phone"] ?? ""
            other = form["other"] ?? ""
            note = form["note"] ?? ""
        }

        /// The ways to reach the person; other ways stand one a line, as `chat: name`.
        var reach: [Person.Reach] {
            func list(_ text: String) -> [String] {
                text.split(whereSeparator: { $0 == "," || $0 == ";" || $0.isNewline }).map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
            }
            let others = other.split(whereSeparator: \.isNewline).compactMap { line -> Person.Reach? in
                let parts = line.split(separator: ":", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
                guard let first = parts.first, !first.isEmpty else { return nil }
                if parts.count == 2, let means = Person.Reach.Means(rawValue: first.lowercased()) { return .init(means, parts[1]) }
                return .init(.chat, line.trimmingCharacters(in: .whitespaces))
            }
            return list(mail).map { .init(.mail, $0.lowercased()) } + list(phone).map { .init(.phone, $0) } + others
        }

        static func words(_ text: String) -> [String] {
            text.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
        }
    }

    /// Nil for a new one.
    var id: Identifier<Person>?
    var version: Int?
    var fields: Fields
    var organizations: [String]
    var problem: String?
    var waiting = 0

    var view: View {
        let title = id == nil ? "Add a person" : "Change \(fields.name)"
        return PageFrame(title: title, place: .people, waiting: waiting).view.merging([
            "heading": .text(title), "action": .text(id.map { "/people/\($0)" } ?? "/people"), "backHref": .text(id.map { "/people/\($0)" } ?? "/people"),
            "version": View.Value(version.map(String.init)), "problem": View.Value(problem), "name": .text(fields.name),
            "organization": .text(fields.organization), "function": .text(fields.function), "languages": .text(fields.languages),
            "cultures": .text(fields.cultures), "mail": .text(fields.mail), "phone": .text(fields.phone), "other": .text(fields.other),
            "note": .text(fields.note), "organizations": View.Value(organizations.map { Choice(value: $0, label: $0) }),
        ])
    }
}
