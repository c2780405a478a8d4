/// What a row of an export is about.
public enum CRMRecordKind: String, Hashable, Sendable, Codable, CodingKeyRepresentable, CaseIterable {
    /// A company.
    case account
    /// A person.
    case contact
    /// A possible sale; HubSpot and Pipedrive say deal.
    case opportunity
    /// A call, meeting, mail, task or note.
    case activity
    /// A change of a field, or how an opportunity stood at one moment.
    case fieldChange = "field-change"

    /// The name to show, of many.
    public var name: String {
        switch self {
        case .account: "accounts"
        case .contact: "contacts"
        case .opportunity: "opportunities"
        case .activity: "activities"
        case .fieldChange: "field history"
        }
    }
}

/// Which program an export comes from.
public enum CRMSource: String, Hashable, Sendable, Codable, CaseIterable {
    case salesforce, hubspot, pipedrive
    /// None of them, or not to be told.
    case other

    /// The name to show.
    public var name: String {
        switch self {
        case .salesforce: "Salesforce"
        case .hubspot: "HubSpot"
        case .pipedrive: "Pipedrive"
        case .other: "another program"
        }
    }
}
