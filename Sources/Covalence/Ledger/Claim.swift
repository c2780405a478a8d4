/// One statement about one subject, by a person, an import or the engine. Never edited, never deleted; what happens to it
/// later (confirmed, rejected, withdrawn, superseded) is a decision that is added.
public struct Claim: Hashable, Sendable, Identifiable {
    /// Shared by all copies: a sheet hands some thousand claims on from step to step, and copying each field each time cost more than reading them.
    private var shared: Shared

    /// Names it; later claims have later ids.
    public var id: Identifier<Claim> { get { shared.fields.id } set { fields.id = newValue } }
    /// What is stated, as a framework's vocabulary names it: `meeting.benefit`, `meeting.outcome`.
    public var kind: String { get { shared.fields.kind } set { fields.kind = newValue } }
    /// The version of the kind's payload, from 1.
    public var kindVersion: Int { get { shared.fields.kindVersion } set { fields.kindVersion = newValue } }
    /// What it is about.
    public var subject: Subject { get { shared.fields.subject } set { fields.subject = newValue } }
    /// Who or what else it speaks of: a participant, an organisation, in words or by id.
    public var object: String? { get { shared.fields.object } set { fields.object = newValue } }
    /// The short form of what is stated.
    public var value: String? { get { shared.fields.value } set { fields.value = newValue } }
    /// The rest of what is stated, small.
    public var payload: [String: String] { get { shared.fields.payload } set { fields.payload = newValue } }
    /// Who states it.
    public var author: Author { get { shared.fields.author } set { fields.author = newValue } }
    /// The member who states it, whatever their name is by now: members can take any name. Nil where no member does, or it is not known which.
    public var statedBy: Identifier<Member>? { get { shared.fields.statedBy } set { fields.statedBy = newValue } }
    /// Nil where the author gave none; 0 to 1, uncalibrated unless the author says otherwise.
    public var confidence: Double? { get { shared.fields.confidence } set { fields.confidence = newValue } }
    /// When it held.
    public var observedAt: Timestamp? { get { shared.fields.observedAt } set { fields.observedAt = newValue } }
    /// When we learnt it.
    public var recordedAt: Timestamp { get { shared.fields.recordedAt } set { fields.recordedAt = newValue } }
    /// What it rests on; empty: “said by <author>”.
    public var evidence: [Evidence] { get { shared.fields.evidence } set { fields.evidence = newValue } }
    /// Where it stands now.
    public var standing: Standing { get { shared.fields.standing } set { fields.standing = newValue } }
    /// The claim it takes the place of.
    public var supersedes: Identifier<Claim>? { get { shared.fields.supersedes } set { fields.supersedes = newValue } }
    /// The members who may know of it; nil for everybody who sees its subject. For all others it is in no report, export, search
    /// or suggestion.
    public var confidentialTo: Set<Identifier<Member>>? { get { shared.fields.confidentialTo } set { fields.confidentialTo = newValue } }

    private var fields: Fields { get { shared.fields } set { shared = Shared(newValue) } }

    private struct Fields: Hashable, Sendable, Codable {
        var id: Identifier<Claim>
        var kind: String
        var kindVersion: Int
        var subject: Subject
        var object: String?
        var value: String?
        var payload: [String: String]
        var author: Author
        var statedBy: Identifier<Member>?
        var confidence: Double?
        var observedAt: Timestamp?
        var recordedAt: Timestamp
        var evidence: [Evidence]
        var standing: Standing
        var supersedes: Identifier<Claim>?
        var confidentialTo: Set<Identifier<Member>>?
    }

    private final class Shared: Sendable {
        let fields: Fields

        init(_ fields: Fields) { self.fields = fields }
    }

    /// What a claim can be about.
    public enum Subject: Hashable, Sendable, Codable {
        case meeting(Identifier<Meeting>)
        case participant(Identifier<Participant>, in: Identifier<Meeting>)
        case person(Identifier<Person>)
        case organization(Identifier<Organization>)
        case interaction(Identifier<Interaction>)
        case objective(Identifier<SalesObjective>)
    }

    /// Who can state something.
    public enum Author: Hashable, Sendable, Codable {
        /// A person, by the name to show.
        case person(String)
        /// A file or another program, by name.
        case imported(String)
        /// Our rules, with their version: `words-en/1`.
        case engine(String)

        /// The name to show: “said by …”.
        public var name: String {
            switch self {
            case .person(let name), .imported(let name), .engine(let name): name
            }
        }
    }

    /// A statement; suggested unless said otherwise.
    public init(
        id: Identifier<Claim>,
        kind: String,
        kindVersion: Int = 1,
        subject: Subject,
        object: String? = nil,
        value: String? = nil,
        payload: [String: String] = [:],
        author: Author,
        statedBy: Identifier<Member>? = nil,
        confidence: Double? = nil,
        observedAt: Timestamp? = nil,
        recordedAt: Timestamp,
        evidence: [Evidence] = [],
        standing: Standing = .suggested,
        supersedes: Identifier<Claim>? = nil,
        confidentialTo: Set<Identifier<Member>>? = nil
    ) {
        shared = Shared(Fields(
            id: id, kind: kind, kindVersion: kindVersion, subject: subject, object: object, value: value, payload: payload, author: author,
            statedBy: statedBy, confidence: confidence, observedAt: observedAt, recordedAt: recordedAt, evidence: evidence, standing: standing,
            supersedes: supersedes, confidentialTo: confidentialTo
        ))
    }

    /// Whether both state the same, and stand the same.
    public static func == (left: Claim, right: Claim) -> Bool { left.shared === right.shared || left.fields == right.fields }

    /// Of all that it holds.
    public func hash(into hasher: inout Hasher) { hasher.combine(fields) }
}

extension Claim: Codable {
    /// Reads what `encode` wrote: one object with a key for each property.
    public init(from decoder: any Decoder) throws { shared = Shared(try Fields(from: decoder)) }

    /// One object with a key for each property; those that are nil are left out.
    public func encode(to encoder: any Encoder) throws { try fields.encode(to: encoder) }
}

/// Where a claim stands.
public enum Standing: String, Hashable, Sendable, Codable, CaseIterable {
    /// Waits for a person.
    case suggested
    /// A person holds it true: it decides.
    case confirmed
    /// A person holds it false.
    case rejected
    /// Its author takes it back.
    case withdrawn
    /// Another claim took its place.
    case superseded

    /// Whether the claim still speaks: it waits, or it was confirmed.
    public var isLive: Bool { self == .suggested || self == .confirmed }
}

/// What was done with a claim, by whom, when. The ledger keeps them all.
public struct Decision: Hashable, Sendable, Codable {
    public var claim: Identifier<Claim>
    /// The standing the claim was given.
    public var standing: Standing
    public var author: Claim.Author
    /// The member who gave it, whatever their name is by now; nil where no member did, or where it is not known.
    public var decidedBy: Identifier<Member>?
    public var at: Timestamp
    /// In the person's words, where given.
    public var reason: String?

    /// A standing given to a claim.
    public init(
        claim: Identifier<Claim>, standing: Standing, author: Claim.Author, decidedBy: Identifier<Member>? = nil, at: Timestamp, reason: String? = nil
    ) {
        self.claim = claim
        self.standing = standing
        self.author = author
        self.decidedBy = decidedBy
        self.at = at
        self.reason = reason
    }
}
