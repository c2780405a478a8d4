import Covalence
import Foundation
import Formats
import Store

/// What may be kept of organisations and people. What a person types wrong is said, with what to write instead.
enum DirectoryChecks {
    /// The most characters of a note.
    static let longestNote = 10_000
    /// The most domains of one organisation, and ways to reach one person.
    static let most = 50

    /// The organisation in the form that is kept.
    static func checked(_ given: Organization) throws(StoreError) -> Organization {
        var organization = given
        organization.name = try name(given.name, of: "An organisation")
        organization.industry = given.industry.flatMap(OneLine.cut)
        organization.note = try note(given.note)
        if let code = given.country.flatMap(OneLine.clean)?.uppercased() {
            guard code.utf8.count == 2, Locale.Region.isoRegions.contains(where: { $0.identifier == code }) else {
                throw .refused("“\(code.prefix(20))” is no country code. Write two letters: FI, DE, US.", at: "/country")
            }
            organization.country = code
        } else {
            organization.country = nil
        }
        guard given.domains.count <= most else { throw .refused("An organisation has at most \(most) domains. Leave some out.", at: "/domains") }
        var domains: [String] = []
        for (place, text) in given.domains.enumerated() {
            guard OneLine.clean(text) != nil else { continue }
            guard let domain = DomainName(text) else {
                throw .refused("“\(shown(text))” is no domain. Write what stands behind the @ in their addresses: brunavik.example.", at: "/domains/\(place)")
            }
            guard !domain.isPublicMailbox else {
                throw .refused("Everybody can have a mailbox at \(domain.text), so it does not tell who works there. Leave it out, and give people their address instead.", at: "/domains/\(place)")
            }
            if !domains.contains(domain.text) { domains.append(domain.text) }
        }
        organization.domains = domains
        guard organization.parent != organization.id else {
            throw .refused("An organisation cannot belong to itself. Choose another one, or none.", at: "/parent")
        }
        return organization
    }

    /// The person in the form that is kept.
    static func checked(_ given: Person) throws(StoreError) -> Person {
        var person = given
        person.name = try name(given.name, of: "A person")
        person.function = given.function.flatMap(OneLine.cut)
        person.note = try note(given.note)
        for (field, count) in [("/languages", given.languages.count), ("/cultures", given.cultures.count), ("/reach", given.reach.count)] where count > most {
            throw .refused("A person has at most \(most) languages, cultures and ways to be reached. Leave some out.", at: field)
        }
        person.languages = []
        for (place, text) in given.languages.enumerated() {
            guard let language = OneLine.clean(text) else { continue }
            try Workbench.checkLanguage(language, at: "/languages/\(place)")
            if !person.languages.contains(language) { person.languages.append(language) }
        }
        person.cultures = given.cultures.compactMap(OneLine.cut)
        person.reach = []
        for (place, way) in given.reach.enumerated() {
            guard let way = try checked(way, at: "/reach/\(place)/value") else { continue }
            if !person.reach.contains(way) { person.reach.append(way) }
        }
        return person
    }

    /// A mail address in lower case.
    ///
    /// - Parameter field: where it stands in what was given, for whoever has to put it right.
    static func address(_ text: String, at field: String) throws(StoreError) -> String {
        let clean = text.trimmingCharacters(in: .whitespaces)
        guard let party = MailParty(name: nil, address: clean) else {
            throw .refused("“\(shown(text))” is no mail address. Write one like paula@brunavik.example.", at: field)
        }
        return party.address
    }

    private static func checked(_ given: Person.Reach, at field: String) throws(StoreError) -> Person.Reach? {
        if given.means == .mail {
            guard !given.value.allSatisfy(\.isWhitespace) else { return nil }
            return Person.Reach(.mail, try address(given.value, at: field))
        }
        guard let value = OneLine.cut(given.value) else { return nil }
        switch given.means {
        case .phone:
            let digits = value.unicodeScalars.count { $0.properties.numericType == .decimal }
            guard (3...30).contains(digits), value.allSatisfy({ $0.isNumber || "+()-/. x#*".contains($0) }) else {
                throw .refused("“\(shown(value))” is no telephone number. Write digits, with + and the country first: +358 40 123 4567.", at: field)
            }
        case .web:
            guard let url = URL(string: value), ["http", "https"].contains(url.scheme?.lowercased() ?? ""), url.host() != nil else {
                throw .refused("“\(shown(value))” is no web address. Write it with https:// in front.", at: field)
            }
        case .mail, .chat, .post: break
        }
        return Person.Reach(given.means, value)
    }

    /// A name in one line.
    static func name(_ text: String, of what: String) throws(StoreError) -> String {
        guard let name = OneLine.clean(text), name.count <= OneLine.longest else {
            throw .refused("\(what) has a name of 1 to \(OneLine.longest) characters. Write one.", at: "/name")
        }
        return name
    }

    private static func note(_ text: String?) throws(StoreError) -> String? {
        guard let text = text.flatMap(Paragraphs.clean) else { return nil }
        guard text.count <= longestNote else { throw .refused("A note has at most \(longestNote) characters. Shorten it.", at: "/note") }
        return text
    }

    /// What somebody wrote, short enough for a sentence.
    private static func shown(_ text: String) -> String { String((OneLine.cut(text) ?? "").prefix(60)) }
}

/// Text of several lines.
enum Paragraphs {
    /// Without control characters, with line ends as `\n`; nil where nothing is left that can be seen.
    static func clean(_ text: String) -> String? {
        if isClean(text) { return text }
        var scalars = String.UnicodeScalarView()
        var wasReturn = false
        for scalar in text.unicodeScalars {
            defer { wasReturn = scalar == "\r" }
            switch scalar {
            case "\n" where wasReturn: continue
            case "\r", "\u{2028}", "\u{2029}", "\u{85}": scalars.append("\n")
            case "\n", "\t": scalars.append(scalar)
            default: scalars.append(scalar.properties.generalCategory == .control ? " " : scalar)
            }
        }
        let clean = String(scalars).trimmingCharacters(in: .whitespacesAndNewlines)
        return OneLine.clean(String(clean.prefix(4_000))) == nil ? nil : clean
    }

    /// Whether there is nothing to clean, told from the bytes: plain ASCII that begins and ends with something to see.
    private static func isClean(_ text: String) -> Bool {
        guard let first = text.utf8.first, let last = text.utf8.last, first > 0x20, last > 0x20 else { return false }
        return text.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F || $0 == 0x0A || $0 == 0x09 }
    }
}
