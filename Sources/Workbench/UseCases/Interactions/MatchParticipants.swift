import Covalence
import Formats
import Store

extension Workbench {
    /// Binds participants of a new meeting to people by the addresses in the file, and tells to which accounts it belongs. Nobody is
    /// bound by name alone: two people can have one. Who was remembered behind a label stays bound, where no address says otherwise.
    func known(
        in cast: Cast, hints: [String: SpeakerHint]
    ) async throws -> (Cast, Set<Identifier<Organization>>) {
        var addresses: [Identifier<Participant>: String] = [:]
        for (label, id) in cast.labels.sorted(by: { $0.key < $1.key }) {
            guard let address = hints[label]?.email.flatMap({ MailParty(name: nil, address: $0) })?.address ?? Self.address(inLabel: label)
            else { continue }
            addresses[id] = addresses[id] ?? address
        }
        // Somebody who never spoke can stand in a file with an address too.
        for participant in cast.participants where addresses[participant.id] == nil {
            addresses[participant.id] = Self.address(inLabel: participant.name)
        }
        guard !addresses.isEmpty else { return (cast, []) }
        let parties = PartyBook(store, own: settings.own, creating: false, at: now())
        try await parties.learn(addresses.values.map { (nil, $0) })
        var cast = cast
        var accounts: Set<Identifier<Organization>> = []
        for index in cast.participants.indices {
            guard let address = addresses[cast.participants[index].id] else { continue }
            if let person = try await parties.person(address) { cast.participants[index].person = person.id }
            if let account = try await parties.account(address) { accounts.insert(account) }
        }
        return (cast, accounts)
    }

    /// The address in a label like `Paula Keller <paula@brunavik.example>`, or one that is nothing but an address.
    static func address(inLabel label: String) -> String? {
        guard label.utf8.count <= 1_000 else { return nil }
        if let open = label.lastIndex(of: "<"), label.hasSuffix(">") {
            return MailParty(name: nil, address: String(label[label.index(after: open)...].dropLast()))?.address
        }
        return label.contains("@") ? MailParty(name: nil, address: label)?.address : nil
    }
}
