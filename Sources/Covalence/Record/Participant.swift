/// Somebody who took part in a meeting, as far as known.
public struct Participant: Hashable, Sendable, Codable, Identifiable {
    /// Stays the same when name or side are corrected.
    public var id: Identifier<Participant>
    /// The name to show: a person's name, or the file's label while nobody has said who it is.
    public var name: String
    /// Nil while not known.
    public var side: Side?
    /// The organisation the person speaks for; nil while not known.
    public var organization: String?
    /// What the person does there, as given: “Head of maintenance”.
    public var function: String?
    /// Per purpose; a purpose that is missing here is not known.
    public var consent: [ConsentPurpose: Consent]
    /// When and with which words the person said so, where that is known.
    public var consentSaid: [ConsentPurpose: ConsentSaid]
    /// The person of the record this is, once somebody or an address said so.
    public var person: Identifier<Person>?

    /// A participant of whom only what is passed is known.
    public init(
        id: Identifier<Participant>,
        name: String,
        side: Side? = nil,
        organization: String? = nil,
        function: String? = nil,
        consent: [ConsentPurpose: Consent] = [:],
        consentSaid: [ConsentPurpose: ConsentSaid] = [:],
        person: Identifier<Person>? = nil
    ) {
        self.id = id
        self.name = name
        self.side = side
        self.organization = organization
        self.function = function
        self.consent = consent
        self.consentSaid = consentSaid
        self.person = person
    }

    private enum CodingKeys: String, CodingKey {
        case id, name, side, organization, function, consent, consentSaid, person
    }

    /// Reads the form that `encode(to:)` writes; purposes that this version does not know are passed over.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        id = try values.decode(Identifier<Participant>.self, forKey: .id)
        name = try values.decode(String.self, forKey: .name)
        side = try values.decodeIfPresent(Side.self, forKey: .side)
        organization = try values.decodeIfPresent(String.self, forKey: .organization)
        function = try values.decodeIfPresent(String.self, forKey: .function)
        let stored = try values.decodeIfPresent([String: Consent].self, forKey: .consent) ?? [:]
        consent = [:]
        for (key, value) in stored {
            if let purpose = ConsentPurpose(rawValue: key) { consent[purpose] = value }
        }
        consentSaid = [:]
        for (key, value) in try values.decodeIfPresent([String: ConsentSaid].self, forKey: .consentSaid) ?? [:] {
            if let purpose = ConsentPurpose(rawValue: key) { consentSaid[purpose] = value }
        }
        person = try values.decodeIfPresent(Identifier<Person>.self, forKey: .person)
    }

    /// Writes consent as an object keyed by purpose.
    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(id, forKey: .id)
        try values.encode(name, forKey: .name)
        try values.encodeIfPresent(side, forKey: .side)
        try values.encodeIfPresent(organization, forKey: .organization)
        try values.encodeIfPresent(function, forKey: .function)
        try values.encode(
            Dictionary(uniqueKeysWithValues: consent.map { ($0.key.rawValue, $0.value) }), forKey: .consent
        )
        if !consentSaid.isEmpty {
            try values.encode(
                Dictionary(uniqueKeysWithValues: consentSaid.map { ($0.key.rawValue, $0.value) }), forKey: .consentSaid
            )
        }
        try values.encodeIfPresent(person, forKey: .person)
    }
}
