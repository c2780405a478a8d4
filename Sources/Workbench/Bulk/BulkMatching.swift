import Covalence
import Formats
import Foundation
import Store

/// Finds accounts and people of lines, for the length of one intake: what was looked up is remembered, accounts for the length of a group where
/// the visitor does not see all of them.
final class BulkMatching {
    private let store: any WorkspaceStore
    /// Of whoever brings in the group that is matched.
    private var scope: Scope
    private let parties: PartyBook
    /// What accounts are written as, and what they are; nil for none in sight.
    private var accounts: [String: Identifier<Organization>?] = [:]
    private static let most = 50_000

    init(_ store: any WorkspaceStore, own: OwnCompany, for visitor: Visitor, at time: Timestamp) {
        self.store = store
        scope = visitor.scope
        // A file may name anybody: nobody is added to the directory by it.
        parties = PartyBook(store, own: own, creating: false, at: time)
    }

    /// What a group becomes: lines to store with their numbers, and results of those that are refused.
    ///
    /// - Parameter visitor: who brings it in, as they are now.
    func match(_ group: [BulkLine], for visitor: Visitor, at time: Timestamp) async throws -> (good: [(line: Int, BulkInteraction)], refused: [BulkLineResult]) {
        // An account can be taken from somebody at any time; only who sees everything sees what they saw before.
        if visitor.scope != .everything || visitor.scope != scope { accounts = [:] }
        scope = visitor.scope
        var good: [(line: Int, BulkInteraction)] = []
        var refused: [BulkLineResult] = []
        good.reserveCapacity(group.count)
        try await parties.learn(group.flatMap { line -> [(name: String?, address: String)] in
            guard case .good(let read, _) = line.content else { return [] }
            return read.participants.compactMap { part in part.address.map { (part.name, $0) } }
        })
        for line in group {
            switch line.content {
            case .bad(let faults): refused.append(.refused(line.number, faults))
            case .good(let read, let digest):
                var linked: Set<Identifier<Organization>> = []
                var problems: [InteractionLineProblem.Fault] = []
                for (place, text) in read.accounts.enumerated() {
                    if let account = try await account(text) { linked.insert(account) } else {
                        problems.append(.init(
                            "There is no organisation “\(OneLine.cut(text) ?? "")” in sight. Name one by its id or by a domain of it.", at: "/accounts/\(place)"
                        ))
                    }
                }
                guard problems.isEmpty else {
                    refused.append(.refused(line.number, problems))
                    continue
                }
                var participants = read.participants
                for index in participants.indices {
                    guard let address = participants[index].address else { continue }
                    participants[index].person = try await parties.person(address)?.id
                    if let account = try await parties.account(address) { linked.insert(account) }
                }
                let interaction = Interaction(
                    id: .make(at: time), kind: read.kind, title: read.title ?? read.text.flatMap(Workbench.beginning) ?? "Without a title",
                    startedAt: read.started, endedAt: read.ended, recordedAt: time, text: read.text, heardFrom: read.heardFrom, place: read.place,
                    sourceID: line.sourceID, answers: read.answers.map { "\(read.source):\($0)" }, participants: participants,
                    components: read.components, isCancelled: read.isCancelled
                )
                good.append((line.number, BulkInteraction(interaction, accounts: linked, revision: read.revision, digest: digest)))
            }
        }
        return (good, refused)
    }

    /// Forgets accounts that are gone: what is written as they were is looked up anew.
    func forget(_ gone: Set<Identifier<Organization>>) {
        guard !gone.isEmpty else { return }
        accounts = accounts.filter { entry in entry.value.map { !gone.contains($0) } ?? true }
        parties.forget(gone)
    }

    private func account(_ text: String) async throws -> Identifier<Organization>? {
        if let known = accounts[text] { return known }
        if accounts.count > Self.most { accounts = [:] }
        let found = try await lookUp(text)
        accounts[text] = .some(found)
        return found
    }

    /// By id, or by domain. One out of sight is no other than one that is not there.
    private func lookUp(_ text: String) async throws -> Identifier<Organization>? {
        do {
            if let id = Identifier<Organization>(text) { return try await store.plainOrganization(id, in: scope).id }
            guard let domain = DomainName(text), let found = try await store.organization(withDomain: domain.text) else { return nil }
            return try await store.plainOrganization(found.id, in: scope).id
        } catch StoreError.notFound {
            return nil
        }
    }
}
