import ArgumentParser
import Covalence
import Foundation
import Server
import Store
import Workbench

extension Identifier {
    /// Reads an id as the lists print it.
    static func read(_ text: String, of what: String, list: String) throws -> Identifier {
        guard let id = Identifier(text) else {
            throw ValidationError("“\(text.printable)” is not the id of \(what): 36 characters with hyphens, as \(list) prints it.")
        }
        return id
    }
}

extension Workbench {
    /// The organisation with this id, or the only one with this name or domain.
    func organization(named text: String) async throws -> OrganizationSummary {
        if let id = Identifier<Organization>(text) { return try await openAccount(id, by: .owner).summary }
        let found = try await organizations(OrganizationQuery(text: text, limit: 100), by: .owner).items
        let exact = found.filter { $0.organization.name.lowercased() == text.lowercased() || $0.organization.domains.contains(text.lowercased()) }
        return try Self.only(exact.isEmpty ? found : exact, text, "organisation", list: "covalence organization list") { $0.organization.name }
    }

    /// The person with this id, or the only one with this name or mail address.
    func person(named text: String) async throws -> PersonSummary {
        if let id = Identifier<Person>(text) { return try await openPerson(id, by: .owner).summary }
        let found = try await people(PersonQuery(text: text, limit: 100), by: .owner).items
        let exact = found.filter { $0.person.name.lowercased() == text.lowercased() || $0.person.mailAddresses.contains(text.lowercased()) }
        return try Self.only(exact.isEmpty ? found : exact, text, "person", list: "covalence person list") { $0.person.name }
    }

    private static func only<Found>(_ found: [Found], _ text: String, _ what: String, list: String, name: (Found) -> String) throws -> Found {
        if found.count == 1, let only = found.first { return only }
        guard !found.isEmpty else { throw StoreError.refused("There is no \(what) “\(text.printable)”. Look for it with \(list).") }
        let names = found.prefix(5).map { "“\(name($0).printable)”" }.joined(separator: ", ")
        throw StoreError.refused("“\(text.printable)” fits \(names)\(found.count > 5 ? " and others" : ""). Write the whole name, or the id that \(list) prints.")
    }
}

/// A way to write a value as one line of JSON.
func jsonLine(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
}

extension OrganizationLine {
    func text(_ terminal: Terminal) -> String {
        let last = lastContactAt.map { String($0.description.prefix(10)) } ?? "no contact"
        let next = nextContactAt.map { "  next \($0.description.prefix(10))" } ?? ""
        return "\(last.padded(to: 10))  \(kind.padded(to: 10))  \(terminal.styled(name.printable, .bold))  \(domains.joined(separator: ", ").printable)  \(id)\(next)"
    }
}

extension PersonLine {
    func text(_ terminal: Terminal) -> String {
        let where_ = [function, organizationName].compactMap(\.self).joined(separator: ", ")
        let mail = reach.first { $0.means == .mail }?.value ?? ""
        return "\(terminal.styled(name.printable, .bold))  \(where_.printable)  \(mail.printable)  \(id)"
    }
}

extension HistoryJSON {
    func text(_ terminal: Terminal) -> String {
        let day = at.description.prefix(16).replacing("T", with: " ")
        let title = isCancelled ? "\(title.printable) (called off)" : title.printable
        return "\(day)  \(kind.padded(to: 14))  \(terminal.styled(title, .bold))  \(names.joined(separator: ", ").printable)  \(id)"
    }
}

extension DuplicateJSON {
    var text: String { "\(firstName.printable)  \(first)\n  \(secondName.printable)  \(second)\n  \(reason.printable)" }
}
