public import Covalence

/// Where a row stands in its file and what its source says about it.
public struct RowOrigin: Hashable, Sendable {
    /// As a spreadsheet counts rows: from 1, the heading too; of address cards the number of the card.
    public var row: Int
    /// Line of the file on which it begins, counted from 1.
    public var line: Int
    /// What the record is called in its source; nil where the file does not say. Salesforce's ids of 15 letters are made those of 18.
    public var id: String?
    /// When it was made, and last changed, in its source.
    public var createdAt: Timestamp?
    public var modifiedAt: Timestamp?
    /// The values of the columns that are left over, those that are not empty.
    public var others: [OtherValue] = []

    /// A place in a file; the rest is filled in.
    public init(row: Int, line: Int, id: String? = nil) {
        self.row = row
        self.line = line
        self.id = id
    }

    /// A value of a column that means nothing to us.
    public struct OtherValue: Hashable, Sendable, Codable {
        /// The column, as `ColumnMapping.Column.index`.
        public var column: Int
        public var value: String

        /// A value.
        public init(column: Int, value: String) {
            self.column = column
            self.value = value
        }
    }
}

/// A record that a row refers to: by the id it has in the source, by name, or both.
public struct RecordReference: Hashable, Sendable, Codable {
    public var id: String?
    public var name: String?

    /// A reference.
    public init(id: String? = nil, name: String? = nil) {
        self.id = id
        self.name = name
    }
}

/// A company.
public struct AccountRow: Hashable, Sendable {
    public var origin: RowOrigin
    public var name: String
    public var parent: RecordReference?
    /// “Customer”, “Prospect”, as given.
    public var type: String?
    public var industry: String?
    /// How many people work there.
    public var employees: Int?
    public var revenue: Money?
    public var country: ImportedCountry?
    public var city: String?
    /// Of its website, lower case, without `www.`.
    public var domain: String?
    public var phones: [String] = []
    public var owner: String?
    public var note: String?

    /// A row of which only this is known; the rest is filled in.
    public init(origin: RowOrigin, name: String) {
        self.origin = origin
        self.name = name
    }
}

/// A person.
public struct ContactRow: Hashable, Sendable {
    public var origin: RowOrigin
    public var name: String
    public var firstName: String?
    public var lastName: String?
    /// In lower case, each once, in the order of the file.
    public var mails: [String] = []
    public var phones: [String] = []
    /// What the person does, as given.
    public var title: String?
    public var department: String?
    /// BCP 47, the preferred one first.
    public var languages: [String] = []
    public var account: RecordReference?
    public var reportsTo: RecordReference?
    public var country: ImportedCountry?
    public var city: String?
    public var website: String?
    public var owner: String?
    public var note: String?

    /// A row of which only this is known; the rest is filled in.
    public init(origin: RowOrigin, name: String) {
        self.origin = origin
        self.name = name
    }
}

/// A possible sale.
public struct OpportunityRow: Hashable, Sendable {
    /// How it ended, or that it did not.
    public enum Outcome: String, Hashable, Sendable, Codable, CaseIterable {
        case open, won, lost
        /// Closed, the file does not say how.
        case closed
    }

    public var origin: RowOrigin
    public var name: String
    public var account: RecordReference?
    /// The people it names; several where the source has several ids in a field.
    public var contacts: [RecordReference] = []
    public var contactMails: [String] = []
    /// Nil where the field is empty.
    public var amount: Money?
    /// In the words of the source.
    public var stage: String?
    public var pipeline: String?
    /// 0 to 1.
    public var probability: Double?
    /// When it is to close, or closed, as a plain date; nil where the field is empty.
    public var closeDate: CalendarDay?
    /// Nil where the file says nothing; stages are not interpreted.
    public var outcome: Outcome?
    /// When it was won, lost or closed.
    public var closedAt: Timestamp?
    public var forecastCategory: String?
    public var lostReason: String?
    public var nextStep: String?
    public var competitors: [String] = []
    public var type: String?
    public var leadSource: String?
    public var owner: String?
    public var note: String?

    /// A row of which only this is known; the rest is filled in.
    public init(origin: RowOrigin, name: String) {
        self.origin = origin
        self.name = name
    }
}

/// A call, meeting, mail, task or note.
public struct ActivityRow: Hashable, Sendable {
    public var origin: RowOrigin
    public var subject: String
    /// In the words of the source.
    public var type: String?
    /// The day it is for, where only a day is given.
    public var day: CalendarDay?
    public var startedAt: Timestamp?
    public var endedAt: Timestamp?
    /// In the words of the source.
    public var status: String?
    /// Nil where the file does not say.
    public var isDone: Bool?
    public var doneAt: Timestamp?
    public var accounts: [RecordReference] = []
    public var contacts: [RecordReference] = []
    public var contactMails: [String] = []
    public var opportunities: [RecordReference] = []
    public var owner: String?
    public var note: String?

    /// A row of which only this is known; the rest is filled in.
    public init(origin: RowOrigin, subject: String) {
        self.origin = origin
        self.subject = subject
    }
}

/// A change of a record, or how an opportunity stood at one moment: then there is a change for each field, without old values.
public struct FieldChangeRow: Hashable, Sendable {
    public var origin: RowOrigin
    /// Of what kind the record is; nil where the file does not say.
    public var recordKind: CRMRecordKind?
    public var record: RecordReference
    public var changedAt: Timestamp
    public var changedBy: String?
    public var changes: [Change]

    /// A change.
    public init(origin: RowOrigin, recordKind: CRMRecordKind?, record: RecordReference, changedAt: Timestamp, changedBy: String?, changes: [Change]) {
        self.origin = origin
        self.recordKind = recordKind
        self.record = record
        self.changedAt = changedAt
        self.changedBy = changedBy
        self.changes = changes
    }

    /// One field.
    public struct Change: Hashable, Sendable {
        /// Which it is; nil where its name is not known.
        public var field: CRMField?
        /// Its name in the source.
        public var name: String
        /// Nil where it was empty, or the file does not say.
        public var old: Value?
        /// Nil where it is empty now.
        public var new: Value?

        /// One field.
        public init(field: CRMField?, name: String, old: Value?, new: Value?) {
            self.field = field
            self.name = name
            self.old = old
            self.new = new
        }
    }

    /// A value of a field.
    public enum Value: Hashable, Sendable {
        case text(String)
        case amount(Money)
        case day(CalendarDay)
        /// 0 to 1.
        case share(Double)
    }
}

/// A row of any kind.
public enum CRMRow: Hashable, Sendable {
    case account(AccountRow)
    case contact(ContactRow)
    case opportunity(OpportunityRow)
    case activity(ActivityRow)
    case fieldChange(FieldChangeRow)

    /// Where it stands and what its source says about it.
    public var origin: RowOrigin {
        switch self {
        case .account(let row): row.origin
        case .contact(let row): row.origin
        case .opportunity(let row): row.origin
        case .activity(let row): row.origin
        case .fieldChange(let row): row.origin
        }
    }
}
