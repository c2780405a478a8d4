/// What a column of an export can mean to us.
public enum CRMField: String, Hashable, Sendable, Codable, CaseIterable {
    // Of every kind of record.
    case id, name, owner, note, currency
    case createdAt = "created-at", modifiedAt = "modified-at"
    // What a record belongs to.
    case accountID = "account-id", accountName = "account-name"
    case contactID = "contact-id", contactName = "contact-name", contactMail = "contact-mail"
    case opportunityID = "opportunity-id", opportunityName = "opportunity-name"
    // Accounts.
    case parentID = "parent-id", parentName = "parent-name", accountType = "account-type"
    case industry, employees, revenue, country, city, website
    // Contacts.
    case firstName = "first-name", lastName = "last-name", mail, phone, title, department, language
    case reportsToID = "reports-to-id", reportsToName = "reports-to-name"
    // Opportunities.
    case amount, stage, pipeline, probability, status
    case closeDate = "close-date", closedAt = "closed-at", wonAt = "won-at", lostAt = "lost-at"
    case isClosed = "is-closed", isWon = "is-won", forecastCategory = "forecast-category", lostReason = "lost-reason"
    case nextStep = "next-step", competitors, opportunityType = "opportunity-type", leadSource = "lead-source"
    // Activities.
    case subject, activityType = "activity-type", day, clock, startedAt = "started-at", endedAt = "ended-at"
    case isDone = "is-done", doneAt = "done-at"
    // Field history.
    case field, oldValue = "old-value", newValue = "new-value", changedAt = "changed-at", changedBy = "changed-by"

    /// How the cells of such a column are read.
    enum Form {
        case id, line, note, amount, currency, count, percent, day, time, boolean, mail, country, language, clock
    }

    var form: Form {
        switch self {
        case .id, .accountID, .contactID, .opportunityID, .parentID, .reportsToID: .id
        case .note, .oldValue, .newValue: .note
        case .currency: .currency
        case .amount, .revenue: .amount
        case .employees: .count
        case .probability: .percent
        case .closeDate, .day: .day
        case .createdAt, .modifiedAt, .closedAt, .wonAt, .lostAt, .startedAt, .endedAt, .doneAt, .changedAt: .time
        case .isClosed, .isWon, .isDone: .boolean
        case .mail, .contactMail: .mail
        case .country: .country
        case .language: .language
        case .clock: .clock
        default: .line
        }
    }

    /// Whether a row whose value here cannot be read is left out; elsewhere the value is left out and the row is taken ‡. What decides is
    /// whether the row would say something else without the value: a deal without its amount would.
    public var decidesRow: Bool {
        switch form {
        case .id, .amount, .currency, .day, .time, .percent, .boolean: self != .revenue
        default: false
        }
    }

    /// Whether several columns of a file can mean it.
    public var takesSeveral: Bool { self == .mail || self == .phone || self == .note || self == .competitors }

    /// The name to show.
    public var label: String {
        switch self {
        case .id: "id"
        case .accountID: "id of the account"
        case .contactID: "id of the contact"
        case .opportunityID: "id of the opportunity"
        case .parentID: "id of the parent account"
        case .reportsToID: "id of the person above"
        case .accountName: "account"
        case .contactName: "contact"
        case .contactMail: "mail address of the contact"
        case .opportunityName: "opportunity"
        case .parentName: "parent account"
        case .reportsToName: "person above"
        case .createdAt: "time of its creation"
        case .modifiedAt: "time of its last change"
        case .closedAt: "time it was closed"
        case .wonAt: "time it was won"
        case .lostAt: "time it was lost"
        case .startedAt: "start"
        case .endedAt: "end"
        case .doneAt: "time it was done"
        case .changedAt: "time of the change"
        case .changedBy: "person who changed it"
        case .mail: "mail address"
        case .day: "date"
        case .clock: "time of day"
        case .isClosed: "mark for closed ones"
        case .isWon: "mark for won ones"
        case .isDone: "mark for done ones"
        default: rawValue.split(separator: "-").joined(separator: " ")
        }
    }
}
