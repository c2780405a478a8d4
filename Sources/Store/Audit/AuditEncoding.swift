import Covalence
import Crypto
import Foundation

/// The bytes that are hashed and signed: fields one after the other, each behind its length in four bytes, highest first.
/// docs/audit.md lists them, so that anybody can work the hashes out again.
struct AuditEncoding {
    private(set) var bytes: [UInt8] = []

    mutating func add(_ field: some Collection<UInt8>) {
        withUnsafeBytes(of: UInt32(field.count).bigEndian) { bytes.append(contentsOf: $0) }
        bytes.append(contentsOf: field)
    }

    mutating func add(_ text: String) { add(text.utf8) }

    mutating func add(_ number: Int64) { withUnsafeBytes(of: number.bigEndian) { add(Array($0)) } }

    /// Sixteen bytes, or none.
    mutating func add(_ uuid: UUID?) {
        guard let uuid else { return add(EmptyCollection<UInt8>()) }
        withUnsafeBytes(of: uuid.uuid) { add(Array($0)) }
    }
}

/// Where an entry stands.
struct AuditPlace {
    var workspace: UUID
    var node: UUID
    var sequence: Int64
    /// 32 zero bytes before the first entry.
    var previous: [UInt8]

    static let nothing = [UInt8](repeating: 0, count: 32)
}

/// An entry as the table has it. Verification hashes this, not the parsed entry: what was changed need not parse.
struct AuditRow {
    var id: UUID
    var at: Int64
    var actorKind: String
    var actor: UUID?
    var action: String
    var subjectKind: String?
    var subject: UUID?
    /// Kind and id of each, encoded as fields.
    var related: [UInt8]
    var origin: String
    var session: UUID?
    var outcome: String

    init(_ entry: AuditEntry) {
        id = entry.id.uuid
        at = entry.at.milliseconds
        actorKind = entry.actor.kind
        actor = entry.actor.id
        action = entry.action.description
        subjectKind = entry.subject?.kind.rawValue
        subject = entry.subject?.id
        var encoding = AuditEncoding()
        for thing in entry.related {
            encoding.add(thing.kind.rawValue)
            encoding.add(thing.id)
        }
        related = encoding.bytes
        origin = entry.origin.description
        session = entry.session
        outcome = entry.outcome.rawValue
    }

    /// The chain's hash with this entry at `place`.
    func hash(at place: AuditPlace) -> [UInt8] {
        var encoding = AuditEncoding()
        encoding.add("covalence-audit-1")
        encoding.add(place.workspace)
        encoding.add(place.node)
        encoding.add(place.sequence)
        encoding.add(place.previous)
        encoding.add(id)
        encoding.add(at)
        encoding.add(actorKind)
        encoding.add(actor)
        encoding.add(action)
        encoding.add(subjectKind ?? "")
        encoding.add(subject)
        encoding.add(related)
        encoding.add(origin)
        encoding.add(session)
        encoding.add(outcome)
        return Array(SHA256.hash(data: encoding.bytes))
    }

    /// The ids by which the entry is found: subject and related, each once.
    var mentions: Set<UUID> {
        var found = Set(Self.things(related)?.map(\.id) ?? [])
        if let subject { found.insert(subject) }
        return found
    }

    /// Reads encoded things; nil where the bytes are not such.
    static func things(_ bytes: [UInt8]) -> [AuditThing]? {
        var rest = bytes[...]
        func field(_ rest: inout ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
            guard rest.count >= 4 else { return nil }
            let length = rest.prefix(4).reduce(0) { $0 << 8 | Int($1) }
            rest = rest.dropFirst(4)
            guard rest.count >= length else { return nil }
            defer { rest = rest.dropFirst(length) }
            return rest.prefix(length)
        }
        var things: [AuditThing] = []
        while !rest.isEmpty {
            guard let kind = field(&rest).flatMap({ AuditThing.Kind(rawValue: String(decoding: $0, as: UTF8.self)) }),
                  let id = field(&rest).flatMap({ UUID(bytes: Array($0)) })
            else { return nil }
            things.append(AuditThing(kind, id))
        }
        return things
    }

    /// The entry; nil where the row is none of ours.
    func entry(in workspace: Identifier<Workspace>) -> AuditEntry? {
        guard let actor = AuditActor(kind: actorKind, id: actor), let action = AuditAction(stored: action),
              let related = Self.things(related), let origin = AuditOrigin(stored: origin), let outcome = AuditOutcome(rawValue: outcome)
        else { return nil }
        var thing: AuditThing?
        if let subjectKind {
            guard let kind = AuditThing.Kind(rawValue: subjectKind), let subject else { return nil }
            thing = AuditThing(kind, subject)
        }
        return AuditEntry(
            id: Identifier(id), workspace: workspace, at: Timestamp(milliseconds: at), actor: actor, action: action, subject: thing,
            related: related, origin: origin, session: session, outcome: outcome
        )
    }
}

extension UUID {
    /// Sixteen bytes; nil for any other number.
    init?(bytes: [UInt8]) {
        guard bytes.count == 16 else { return nil }
        self = bytes.withUnsafeBytes { UUID(uuid: $0.loadUnaligned(as: uuid_t.self)) }
    }
}
