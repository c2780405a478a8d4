public import Covalence
import Foundation
public import Store

/// Who somebody is of whom only an address, a name or a label is known.
public enum IdentityAnswer: Hashable, Sendable {
    /// Somebody who is in the record.
    case person(Identifier<Person>)
    /// Somebody who is not there yet.
    case newPerson(Person)
    /// A room, a list, a shared mailbox: not asked about again.
    case notAPerson
}

extension Workbench {
    /// Participants in sight of whom it is not known which person they are, with suggestions.
    ///
    /// - Parameter limit: 1 to 200.
    public func openIdentities(limit: Int = 50, by visitor: Visitor) async throws -> [OpenIdentity] {
        try await admit(visitor, to: .listPeople)
        let limit = min(max(limit, 1), 200)
        let settled = Set(settings.notPeople)
        let open = try await store.openIdentities(in: visitor.scope, limit: min(limit + settled.count, 5_000))
            .filter { !settled.contains($0.key.settledName) }
        var shown: [OpenIdentity] = []
        for var identity in open.prefix(limit) {
            if visitor.scope != .everything {
                var seen: [Person] = []
                for person in identity.suggestions where try await isInSight(person.id, visitor.scope) { seen.append(person) }
                identity.suggestions = seen
            }
            shown.append(identity)
        }
        return shown
    }

    /// Says who somebody is. Every participation with the same address or name is theirs from now on, and an address finds them in
    /// later imports. A participant of a meeting gets a new version of the cast; a new person takes over organisation and function from there where none is given.
    ///
    /// - Returns: the person; nil where it is none.
    @discardableResult
    public func identify(_ key: OpenIdentity.Key, as answer: IdentityAnswer, by visitor: Visitor) async throws -> Identifier<Person>? {
        if case .participant(_, let meeting, _) = key {
            try await admit(visitor, to: .identifyPeople, .meeting(meeting))
        } else {
            try await admit(visitor, to: .identifyPeople)
            // A key that stands in nothing in sight is as good as one that is not there.
            guard try await store.openIdentities(in: visitor.scope, limit: 5_000).contains(where: { $0.key == key }) else {
                throw StoreError.notFound("The participant")
            }
        }
        let person: PersonSummary
        switch answer {
        case .notAPerson:
            try await keep(notAPerson: key.settledName)
            return nil
        case .person(let id): person = try await store.person(id, in: visitor.scope)
        case .newPerson(let new):
            var new = new
            if case .address(let address) = key, !new.mailAddresses.contains(address) { new.reach.append(.init(.mail, address)) }
            if case .participant(let id, let meeting, _) = key { try await takeOver(whatWasSaidOf: id, in: meeting, to: &new, visitor) }
            do { person = try await addPerson(new, by: visitor) } catch let error as StoreError { throw error.inside("/newPerson") }
        }
        switch key {
        case .address(let address):
            if !person.person.mailAddresses.contains(address) {
                var known = person.person
                known.reach.append(.init(.mail, address))
                let checked = try DirectoryChecks.checked(known)
                do { _ = try await store.update(checked, expecting: person.version, at: now()) } catch { throw try await told(error, of: checked, visitor) }
            }
            try await store.identify(key, as: person.id)
        case .name:
            try await store.identify(key, as: person.id)
        case .participant(let id, let meeting, _):
            try await identify(id, in: meeting, as: person, visitor)
        }
        return person.id
    }

    /// Where a participant works, and as what, was said with the meeting: it is not asked for again. An organisation of which several or none of
    /// that name are in sight is left out.
    private func takeOver(whatWasSaidOf id: Identifier<Participant>, in meeting: Identifier<Meeting>, to person: inout Person, _ visitor: Visitor) async throws {
        guard let said = try await store.cast(of: meeting).cast.participant(id) else { return }
        person.function = person.function ?? said.function
        guard person.organization == nil, let name = said.organization else { return }
        let named = try await store.organizations(OrganizationQuery(text: name, limit: 50), in: visitor.scope).items.filter {
            $0.organization.name.compare(name, options: [.caseInsensitive, .diacriticInsensitive]) == .orderedSame
        }
        if named.count == 1 { person.organization = named.first?.id }
    }

    private func identify(
        _ id: Identifier<Participant>, in meeting: Identifier<Meeting>, as person: PersonSummary, _ visitor: Visitor
    ) async throws {
        let cast = try await store.cast(of: meeting)
        guard var participant = cast.cast.participant(id) else { throw Cast.Failure.unknownParticipant(id) }
        participant.person = person.id
        // Said under the person's full name, the answer is remembered for the next file with this label.
        participant.name = person.person.name
        participant.organization = participant.organization ?? person.organizationName
        participant.function = participant.function ?? person.person.function
        _ = try await edit(castOf: meeting, .say([participant]), expecting: cast.version, by: visitor)
    }
}

extension OpenIdentity.Key {
    /// How it stands among those that are no people.
    var settledName: String {
        switch self {
        case .address(let address): "address:\(address)"
        case .name(let name): "name:\(name)"
        case .participant(let id, _, _): "participant:\(id)"
        }
    }
}
