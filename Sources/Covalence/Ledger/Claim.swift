/// One statement about one subject, by a person, an import or the engine. Never edited, never deleted; what happens to it
/// later (confirmed, rejected, withdrawn, superseded) is a decision that is added.
public struct Claim: Hashable, Sendable, Codable, Identifiable {
    public var id: Identifier<Claim>
    /// What is stated, as a framework's vocabulary names it: `meeting.benefit`, `meeting.outcome`.
    public var kind: String
    /// The version of the kind's payload, from 1.
    public var kindVersion: Int
    /// What it is about.
    public var subject: Subject
    /// Who or what else it speaks of: a participant, an organisation, in words or by id.
    public var object: String?
    /// The short form of what is stated.
    public var value: String?
    /// The rest of what is stated, small.
    public var payload: [String: String]
    /// Who states it.
    public var author: Author
    /// Nil where the author gave none; 0 to 1, uncalibrated unless the author says otherwise.
    public var confidence: Double?
    /// When it held.
    public var observedAt: Timestamp?
    /// When we learnt it.
    public var recordedAt: Timestamp
    /// What it rests on; empty: “said by <author>”.
    public var evidence: [Evidence]
    /// Where it stands now.
    public var standing: Standing
    /// The claim it takes the place of.
    public var supersedes: Identifier<Claim>?
    /// The members who may know of it; nil for everybody who sees its subject. For all others it is in no report, export, search
    /// or suggestion.
    public var confidentialTo: Set<Identifier<Member>>?

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
        confidence: Double? = nil,
        observedAt: Timestamp? = nil,
        recordedAt: Timestamp,
        evidence: [Evidence] = [],
        standing: Standing = .suggested,
        supersedes: Identifier<Claim>? = nil,
        confidentialTo: Set<Identifier<Member>>? = nil
    ) {
        self.id = id
        self.kind = kind
        self.kindVersion = kindVersion
        self.subject = subject
        self.object = object
        self.value = value
        self.payload = payload
        self.author = author
        self.confidence = confidence
        self.observedAt = observedAt
        self.recordedAt = recordedAt
        self.evidence = evidence
        self.standing = standing
        self.supersedes = supersedes
        self.confidentialTo = confidentialTo
    }
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
    public var at: Timestamp
    /// In the person's words, where given.
    public var reason: String?

    /// A standing given to a claim.
    public init(claim: Identifier<Claim>, standing: Standing, author: Claim.Author, at: Timestamp, reason: String? = nil) {
        self.claim = claim
        self.standing = standing
        self.author = author
        self.at = at
        self.reason = reason
    }
}
