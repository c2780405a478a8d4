public import Covalence

/// One entry of the vocabulary: a kind of claim, what it is about, how many of it hold at once, and how what it states is written into
/// a claim and read out of it.
///
/// ```swift
/// let claim = SellingKinds.closeDate.claim(day, id: id, about: .objective(objective), author: author, recordedAt: now)
/// SellingKinds.closeDate.content(of: claim) // the day; nil for a claim of another kind, of a later version or with a broken payload
/// ```
public struct StatementKind<Content: Hashable & Sendable>: Sendable {
    /// As it stands in a claim: `objective.close-date`.
    public let name: String
    /// In plain words: “Close date”.
    public let title: String
    /// What such a claim is about.
    public let about: AboutWhat
    /// How many of them hold at once.
    public let keeping: Keeping
    /// The version of the payload that is written, and the last that is read.
    public let version: Int
    let key: @Sendable (Content) -> StatementKey
    let write: @Sendable (Content) -> Fields
    let read: @Sendable (Fields) -> Content?

    /// A kind whose claims are written and read by these functions.
    ///
    /// - Parameters:
    ///   - key: for `.latest`: what tells apart those that hold beside each other; the same for all where only one holds. For `.each`
    ///     contents are told apart by themselves.
    ///   - read: nil where the fields do not state it.
    init(
        _ name: String, _ title: String, about: AboutWhat = .objective, keeping: Keeping = .latest,
        key: @escaping @Sendable (Content) -> StatementKey = { _ in StatementKey() },
        write: @escaping @Sendable (Content) -> Fields, read: @escaping @Sendable (Fields) -> Content?
    ) {
        self.name = name
        self.title = title
        self.about = about
        self.keeping = keeping
        version = 1
        self.key = key
        self.write = write
        self.read = read
    }

    /// What a claim of this kind states; nil where it is of another kind, about something else, of a version to come, or broken.
    public func content(of claim: Claim) -> Content? {
        guard claim.kind == name, (1...version).contains(claim.kindVersion), about.fits(claim.subject) else { return nil }
        var fields = Fields(object: claim.object, value: claim.value, payload: claim.payload)
        if case .person(let person) = claim.subject { fields.subject = person }
        return read(fields)
    }

    /// A claim that states it; suggested unless said otherwise.
    ///
    /// - Parameter saidBy: the person who told us, where it was told.
    public func claim(
        _ content: Content, id: Identifier<Claim>, about subject: Claim.Subject, author: Claim.Author, statedBy: Identifier<Member>? = nil,
        saidBy: Identifier<Person>? = nil, confidence: Double? = nil, observedAt: Timestamp? = nil, recordedAt: Timestamp, evidence: [Evidence] = [],
        standing: Standing = .suggested, supersedes: Identifier<Claim>? = nil, confidentialTo: Set<Identifier<Member>>? = nil
    ) -> Claim {
        var fields = write(content)
        fields.set(Fields.saidByKey, saidBy?.description)
        return Claim(
            id: id, kind: name, kindVersion: version, subject: subject, object: fields.object, value: fields.value, payload: fields.payload,
            author: author, statedBy: statedBy, confidence: confidence, observedAt: observedAt, recordedAt: recordedAt, evidence: evidence, standing: standing,
            supersedes: supersedes, confidentialTo: confidentialTo
        )
    }
}

/// What a kind of claim is about.
public enum AboutWhat: Hashable, Sendable {
    case objective
    /// Facts about a person hold in every objective.
    case person
    /// Facts about an account hold in every objective there.
    case organization

    func fits(_ subject: Claim.Subject) -> Bool {
        switch (self, subject) {
        case (.objective, .objective), (.person, .person), (.organization, .organization): true
        default: false
        }
    }
}

/// What tells apart the claims of a kind that hold beside each other.
struct StatementKey: Hashable, Sendable {
    var person: Identifier<Person>?
    var text = ""
}

/// How many claims of a kind hold at once.
public enum Keeping: Hashable, Sendable {
    /// The latest, or the latest of each key: there is one close date, one degree of influence a person.
    case latest
    /// Each one: a person can have several aims.
    case each
}

/// The fields of a claim that state something, and how values stand in them. Reading never fails otherwise than with nil.
struct Fields: Hashable, Sendable {
    /// The person that the claim is about, where it is about one; never written here.
    var subject: Identifier<Person>?
    var object: String?
    var value: String?
    var payload: [String: String]

    /// In every payload: the person who told us.
    static let saidByKey = "said-by"

    init(object: String? = nil, value: String? = nil, payload: [String: String] = [:]) {
        self.object = object
        self.value = value
        self.payload = payload
    }

    /// The value in words; nil where it is empty.
    var words: String? { Self.clean(value) }

    mutating func set(_ key: String, _ text: String?) {
        payload[key] = text
    }

    func text(_ key: String) -> String? { Self.clean(payload[key]) }
    func day(_ key: String) -> CalendarDay? { payload[key].flatMap { CalendarDay($0) } }
    func id<Subject>(_ key: String, _: Subject.Type) -> Identifier<Subject>? { payload[key].flatMap { Identifier($0) } }
    func number(_ key: String) -> Double? { payload[key].flatMap { Double($0) }.flatMap { $0.isFinite ? $0 : nil } }
    func choice<Choice: RawRepresentable<String>>(_ key: String, _: Choice.Type) -> Choice? { payload[key].flatMap { Choice(rawValue: $0) } }
    func objectID<Subject>(_: Subject.Type) -> Identifier<Subject>? { object.flatMap { Identifier($0) } }

    /// Whether a field that may be missing is there and unreadable: then the whole statement is.
    func isBroken<Value>(_ key: String, _ read: Value?) -> Bool { payload[key] != nil && read == nil }

    private static func clean(_ text: String?) -> String? {
        guard let text else { return nil }
        let trimmed = text.drop(while: \.isWhitespace)
        guard let last = trimmed.lastIndex(where: { !$0.isWhitespace }) else { return nil }
        return String(trimmed[...last])
    }
}
