import Covalence
import Formats
import Foundation
import Store
import StrategicSelling

/// Accounts and contacts.
extension ImportMatching {
    func take(_ row: AccountRow) async throws {
        let key = key(of: .account(row))
        guard let name = OneLine.cut(row.name) else { return refuse(row.origin, "The name of the account is empty.", "Give it one in its source and export it again.") }
        var parent: Identifier<Organization>?
        if let circle = circles.reason(ofRow: row.origin.row) {
            report(row.origin, circle, AccountCircles.advice, column: circles.column, value: row.parent?.id)
        } else if let id = row.parent?.id, case .organization(let known)? = records[self.key(.account, id)]?.thing {
            parent = known
        }
        let kind = row.type.map(Self.kind)
        let note = row.note.flatMap(Paragraphs.clean).map { String($0.prefix(DirectoryChecks.longestNote)) }
        let industry = row.industry.flatMap(OneLine.cut)
        let domain = row.domain.flatMap { DomainName($0) }.flatMap { $0.isPublicMailbox ? nil : $0.text }
        let size = row.employees.map(Self.size)
        let fields = FieldDigests(of: [
            "name": name, "type": row.type, "industry": industry, "employees": row.employees.map { String($0) }, "country": row.country?.code, "domain": domain,
            "note": note, "parent": parent?.description, "owner": row.owner,
        ])
        var known: Organization?
        var former = FieldDigests()
        var isMet = false
        if let record = records[key], case .organization(let id) = record.thing {
            guard record.fields != fields else { return outcome.counts.unchanged += 1 }
            known = try await organization(id)
            former = record.fields
        } else if let found = try await organization(named: name, domain: domain, row.origin) {
            known = found
            isMet = true
        }
        guard let known else {
            var made = Organization(id: .make(at: time), name: name, kind: kind ?? .prospect, industry: industry, size: size, country: row.country?.code, parent: parent, note: note)
            if let domain, try await isFree(domain, for: made.id, row.origin) { made.domains = [domain] }
            let holder = members.member(row.owner)
            let holders = made.kind.isAccount ? AccountHolders(members: Set([holder].compactMap { $0 })) : AccountHolders()
            return self.note(ImportChange(key: key, fields: fields, content: .organization(made, holders: holders, former: nil)), isNew: true, isChanged: true)
        }
        var new = known
        /// Whether the source changed a field; of what is met for the first time, whether nothing is known.
        func takes(_ field: String, isEmpty: Bool) -> Bool { isMet ? isEmpty : fields.differs(field, from: former) }
        if !isMet, takes("name", isEmpty: false) { new.name = name }
        if let kind, !isMet, takes("type", isEmpty: false) { new.kind = kind }
        if let industry, takes("industry", isEmpty: known.industry == nil) { new.industry = industry }
        if let size, takes("employees", isEmpty: known.size == nil) { new.size = size }
        if let code = row.country?.code, takes("country", isEmpty: known.country == nil) { new.country = code }
        if let note, takes("note", isEmpty: known.note == nil) { new.note = note }
        if let parent, parent != known.parent, takes("parent", isEmpty: known.parent == nil) {
            if try await stands(known.id, above: parent) {
                let above = try await organization(parent).name
                report(
                    row.origin, "“\(known.name)” would be part of itself: “\(above)” is part of it here. It stays where it is.",
                    "Take “\(above)” out of it on the account's page, or correct the parent in the source.", column: circles.column, value: row.parent?.id
                )
            } else {
                new.parent = parent
            }
        }
        if let domain, takes("domain", isEmpty: !known.domains.contains(domain)), !known.domains.contains(domain), try await isFree(domain, for: known.id, row.origin) {
            new.domains.append(domain)
        }
        self.note(ImportChange(key: key, fields: fields, content: .organization(new, holders: AccountHolders(), former: known)), isNew: false, isChanged: new != known)
    }

    /// Whether an organisation is another one or stands above it.
    private func stands(_ id: Identifier<Organization>, above lower: Identifier<Organization>) async throws -> Bool {
        var seen: Set<Identifier<Organization>> = []
        var next: Identifier<Organization>? = lower
        while let now = next, seen.insert(now).inserted {
            if now == id { return true }
            next = try await organization(now).parent
        }
        return false
    }

    /// An organisation that a row may be: by its domain, else the only one of its name.
    private func organization(named name: String, domain: String?, _ row: RowOrigin) async throws -> Organization? {
        if let domain, let found = try await store.organization(withDomain: domain), found.domains.contains(domain) {
            return organizationsNow[found.id] ?? found
        }
        let found = names[name] ?? []
        guard found.count == 1, let only = found.first else { return nil }
        return try await organization(only)
    }

    private func isFree(_ domain: String, for id: Identifier<Organization>, _ row: RowOrigin) async throws -> Bool {
        let other: Organization?
        if let made = organizationsNow.values.first(where: { $0.id != id && $0.domains.contains(domain) }) {
            other = made
        } else {
            other = try await store.organization(withDomain: domain).flatMap { $0.id != id && $0.domains.contains(domain) ? $0 : nil }
        }
        guard let other else { return true }
        report(row, "The domain \(domain) is that of “\(other.name)” already; the account comes in without it.", "Merge the two accounts if they are one.", value: domain)
        return false
    }

    /// What an account is to us, by the word its source has for it, in six languages ‡; otherwise somebody who may buy.
    private static func kind(_ type: String) -> Organization.Kind {
        let word = type.lowercased()
        func has(_ stems: [String]) -> Bool { stems.contains(where: word.contains) }
        if has(["competitor", "wettbewerb", "konkurrent", "concurrent", "competidor", "kilpailija"]) { return .competitor }
        if has(["partner", "reseller", "kumppani", "partenaire", "socio"]) { return .partner }
        if has(["prospect", "lead", "interessent", "potenti", "prospekt"]) { return .prospect }
        return has(["customer", "kunde", "kund", "client", "asiakas"]) ? .customer : .prospect
    }

    private static func size(_ employees: Int) -> Organization.Size {
        switch employees {
        case ..<10: .micro
        case ..<50: .small
        case ..<250: .medium
        default: .large
        }
    }

    // MARK: People

    func take(_ row: ContactRow) async throws {
        let key = key(of: .contact(row))
        guard let name = OneLine.cut(row.name) else { return refuse(row.origin, "The name of the contact is empty.", "Give it one in its source and export it again.") }
        let record = records[key]
        if record?.isErased == true { return refuse(row.origin, "The person of this row was erased here, and is not taken in again.", "Remove them from your source, too.") }
        let account = try await account(row.account, row.origin)
        var above: Identifier<Person>?
        if let id = row.reportsTo?.id, let found = records[self.key(.contact, id)], !found.isErased, case .person(let known) = found.thing { above = known }
        let function = [row.title, row.department].compactMap { $0.flatMap(OneLine.cut) }.joined(separator: ", ")
        let note = row.note.flatMap(Paragraphs.clean).map { String($0.prefix(DirectoryChecks.longestNote)) }
        let reach = row.mails.compactMap { try? DirectoryChecks.address($0, at: "/reach") }.map { Person.Reach(.mail, $0) }
            + row.phones.compactMap(OneLine.cut).map { Person.Reach(.phone, $0) } + [row.website.flatMap(OneLine.cut)].compactMap { $0 }.map { Person.Reach(.web, $0) }
        let fields = FieldDigests(of: [
            "name": name, "function": function.isEmpty ? nil : function, "account": account?.description, "note": note, "above": above?.description,
            "languages": row.languages.isEmpty ? nil : row.languages.joined(separator: ","),
            "reach": reach.isEmpty ? nil : reach.map { "\($0.means.rawValue) \($0.value)" }.sorted().joined(separator: ","),
        ])
        var known: Person?
        var former = FieldDigests()
        var isMet = false
        if let record, case .person(let id) = record.thing {
            guard record.fields != fields else { return outcome.counts.unchanged += 1 }
            known = try await person(id)
            former = record.fields
        } else if let found = try await person(of: row, named: name, at: account) {
            known = found
            isMet = true
        }
        func statements(_ person: Identifier<Person>) -> [Claim] {
            guard let above, above != person, fields.differs("above", from: former) else { return [] }
            return [SellingKinds.reportsTo.claim(
                OfPerson(person, above), id: .make(at: time), about: .person(person), author: author(row.origin), observedAt: row.origin.modifiedAt, recordedAt: time, standing: .confirmed
            )]
        }
        guard let known else {
            let id = Identifier<Person>.make(at: time)
            let made = Person(
                id: id, name: name, organization: account, function: function.isEmpty ? nil : function, languages: row.languages,
                reach: free(reach, for: id, row.origin), note: note
            )
            return self.note(ImportChange(key: key, fields: fields, content: .person(made, former: nil), claims: statements(id)), isNew: true, isChanged: true)
        }
        var new = known
        func takes(_ field: String, isEmpty: Bool) -> Bool { isMet ? isEmpty : fields.differs(field, from: former) }
        if !isMet, takes("name", isEmpty: false) { new.name = name }
        if !function.isEmpty, takes("function", isEmpty: known.function == nil) { new.function = function }
        if let account, takes("account", isEmpty: known.organization == nil) { new.organization = account }
        if let note, takes("note", isEmpty: known.note == nil) { new.note = note }
        if !row.languages.isEmpty, takes("languages", isEmpty: known.languages.isEmpty) { new.languages = row.languages }
        // Ways to reach somebody are added; which of them went is for people to say.
        if takes("reach", isEmpty: true) { new.reach += free(reach.filter { !known.reach.contains($0) }, for: known.id, row.origin) }
        let claims = statements(known.id)
        self.note(
            ImportChange(key: key, fields: fields, content: .person(new, former: known), claims: claims), isNew: false, isChanged: new != known || !claims.isEmpty
        )
    }

    /// Somebody that a row may be: by mail address, else the only one of the name at the account.
    private func person(of row: ContactRow, named name: String, at account: Identifier<Organization>?) async throws -> Person? {
        if let found = row.mails.lazy.compactMap({ self.people[$0] }).first { return peopleNow[found.id] ?? found }
        guard let account else { return nil }
        // Somebody of the name with other addresses is somebody else.
        let same = try await store.people(named: name, limit: 10).filter { $0.organization == account && ($0.mailAddresses.isEmpty || row.mails.isEmpty) }
        return same.count == 1 ? same.first.map { peopleNow[$0.id] ?? $0 } : nil
    }

    /// Ways to reach a person without mail addresses that are somebody else's.
    private func free(_ reach: [Person.Reach], for id: Identifier<Person>, _ row: RowOrigin) -> [Person.Reach] {
        reach.filter { way in
            guard way.means == .mail, let other = people[way.value], other.id != id else { return true }
            report(row, "The mail address \(way.value) is that of “\(other.name)” already; the person comes in without it.", "Merge the two if they are one.", value: way.value)
            return false
        }
    }
}
