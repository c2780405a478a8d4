import Covalence
import Formats
import Store

/// Who is behind mail addresses and where they work, looked up in portions and remembered for the length of an import.
final class PartyBook {
    /// How many people were added to the record.
    private(set) var added = 0

    private let store: any WorkspaceStore
    private let own: OwnCompany
    /// Nil: people at domains of known organisations are added; true: all; false: none.
    private let creating: Bool?
    private let time: Timestamp
    private var people: [String: Person?] = [:]
    private var domains: [String: Organization?] = [:]
    private var organizations: [Identifier<Organization>: Organization?] = [:]
    /// A mailbox of many years names many people; more than this are forgotten and looked up again ‡.
    private static let most = 50_000

    init(_ store: any WorkspaceStore, own: OwnCompany, creating: Bool?, at time: Timestamp) {
        self.store = store
        self.own = own
        self.creating = creating
        self.time = time
    }

    /// Looks these up, and adds people where that was asked for.
    func learn(_ parties: [(name: String?, address: String)]) async throws {
        if people.count > Self.most { people = [:] }
        if domains.count > Self.most { domains = [:] }
        var names: [String: String] = [:]
        var wanted: [String] = []
        for party in parties {
            if names[party.address] == nil, let name = party.name.flatMap(OneLine.cut) { names[party.address] = name }
            if people[party.address] == nil { wanted.append(party.address) }
        }
        wanted = Set(wanted).sorted()
        for start in stride(from: 0, to: wanted.count, by: 500) {
            let portion = Array(wanted[start..<min(start + 500, wanted.count)])
            let found = try await store.people(withAddresses: portion)
            for address in portion { people[address] = .some(found[address]) }
        }
        for address in wanted where people[address] == .some(nil) {
            people[address] = .some(try await create(address, name: names[address]))
        }
    }

    /// Forgets organisations that are gone, and who works there: where they work is asked anew.
    func forget(_ gone: Set<Identifier<Organization>>) {
        people = people.filter { entry in entry.value?.organization.map { !gone.contains($0) } ?? true }
        domains = domains.filter { entry in entry.value.map { !gone.contains($0.id) } ?? true }
        for id in gone { organizations[id] = nil }
    }

    /// The person with an address that was learnt.
    func person(_ address: String) async throws -> Person? { people[address] ?? nil }

    /// The account whose person an address is; nil for our own people and for those of whom it is not known.
    func account(_ address: String) async throws -> Identifier<Organization>? {
        guard !own.isOurs(mail: address), let organization = try await organization(address), organization.kind.isAccount else { return nil }
        return organization.id
    }

    /// Where somebody works: as the person says, else by domain.
    private func organization(_ address: String) async throws -> Organization? {
        if let id = (people[address] ?? nil)?.organization {
            if let known = organizations[id] { return known }
            let found = try await stored(id)
            organizations[id] = .some(found)
            return found
        }
        return try await organization(atDomainOf: address)
    }

    private func stored(_ id: Identifier<Organization>) async throws -> Organization? {
        do {
            return try await store.plainOrganization(id, in: .everything)
        } catch StoreError.notFound { return nil }
    }

    private func organization(atDomainOf address: String) async throws -> Organization? {
        guard let at = address.lastIndex(of: "@") else { return nil }
        let text = String(address[address.index(after: at)...])
        if let known = domains[text] { return known }
        guard let domain = DomainName(text), !domain.isPublicMailbox else {
            domains[text] = .some(nil)
            return nil
        }
        let found = try await store.organization(withDomain: domain.text)
        domains[text] = .some(found)
        return found
    }

    private func create(_ address: String, name: String?) async throws -> Person? {
        guard creating != false, !Self.isMachine(address) else { return nil }
        let organization = try await organization(atDomainOf: address)
        guard creating == true || organization != nil else { return nil }
        let person = Person(
            id: .make(at: time), name: name ?? OneLine.cut(address) ?? address, organization: organization?.id,
            reach: [.init(.mail, address)]
        )
        let failure: StoreError
        do {
            let summary = try await store.add(person, by: nil, at: time)
            added += 1
            return summary.person
        } catch {
            failure = error
        }
        switch failure {
        // Somebody else added them in between.
        case .exists: return try await store.people(withAddresses: [address])[address]
        // A person who was erased does not come back by an old mail.
        case .erased, .refused: return nil
        default: throw failure
        }
    }

    /// Whether an address is a program's or an office's by its first part, in our own selection ‡; nobody is added for it.
    static func isMachine(_ address: String) -> Bool {
        let local = address.prefix { $0 != "@" }.filter { $0.isLetter }
        return ["noreply", "donotreply", "mailerdaemon", "postmaster", "notifications", "notification", "newsletter", "info", "office", "support",
                "sales", "billing", "bounce", "bounces", "abuse", "hello", "kontakt", "contact", "service", "webmaster"].contains(local)
    }
}
