public import Covalence

/// An address card (vCard 2.1, 3.0 or 4.0). All but `note` and `addresses` are one line without control characters.
public struct VCard: Hashable, Sendable {
    /// Which card of the file it is, from 1.
    public var number: Int
    /// Line of the file on which it begins, counted from 1.
    public var line: Int
    /// `2.1`, `3.0`, `4.0`; nil where the card does not say.
    public var version: String?
    /// What the card is called where it comes from (`UID`).
    public var uid: String?
    /// `FN`; made of `N`, `ORG` or the first mail address where the card has none.
    public var name: String
    public var givenName: String?
    public var familyName: String?
    public var organization: String?
    /// The part of the organisation, where `ORG` names one.
    public var department: String?
    /// `TITLE`, what somebody is called there.
    public var title: String?
    /// `ROLE`, what somebody does there.
    public var role: String?
    /// In lower case, the preferred one first.
    public var mails: [String] = []
    /// The preferred one first; no fax numbers.
    public var phones: [String] = []
    /// BCP 47, the preferred one first.
    public var languages: [String] = []
    public var websites: [String] = []
    /// One of several lines each, the parts in the order of the card.
    public var addresses: [String] = []
    public var city: String?
    public var country: ImportedCountry?
    public var note: String?
    /// When the card was last changed (`REV`).
    public var revisedAt: Timestamp?
    /// Whether it is the card of an organisation (`KIND:org`, or Apple's mark for companies).
    public var isOrganization = false

    /// The card as a row like those of a table; its number stands for the row.
    public var row: CRMRow {
        var origin = RowOrigin(row: number, line: line, id: uid)
        origin.modifiedAt = revisedAt
        if isOrganization {
            var row = AccountRow(origin: origin, name: organization ?? name)
            row.domain = websites.first.flatMap(WebAddress.domain)
            (row.phones, row.country, row.city, row.note) = (phones, country, city, note)
            return .account(row)
        }
        var row = ContactRow(origin: origin, name: name)
        (row.firstName, row.lastName, row.mails, row.phones) = (givenName, familyName, mails, phones)
        (row.title, row.department, row.languages) = (title ?? role, department, languages)
        row.account = organization.map { RecordReference(id: nil, name: $0) }
        (row.country, row.city, row.website, row.note) = (country, city, websites.first, note)
        return .contact(row)
    }
}

/// What a file of address cards holds.
public struct VCardReading: Hashable, Sendable {
    /// The cards that can be taken, in the order of the file.
    public var cards: [VCard]
    /// Counts and problems, as for a table: a card counts as a row.
    public var summary: ImportSummary
}
