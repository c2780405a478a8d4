import Covalence
import Formats
import Foundation
import Store

/// Finds out what rows of an import make or change: which record each is, and what its source changed since it came last.
///
/// A field is taken over only where the source changed it: what people wrote here since stays when something else of the record is exported again. Where a row
/// meets something of the record for the first time, only what is not known yet is filled in.
final class ImportMatching {
    /// What a group of rows does.
    struct Outcome {
        var changes: [ImportChange] = []
        var counts = RecordImport.Counts()
        var problems: [RowProblem] = []
        var namedAccounts = 0
    }

    let store: any WorkspaceStore
    let source: String
    /// The source's name, for whoever asks who said it.
    let sourceName: String
    let file: String
    let members: ImportMembers
    let circles: AccountCircles
    let importID: Identifier<IntakeItem>
    private let day: String
    /// Whether nothing is stored, so that what rows make has to be remembered.
    private let isTrial: Bool

    // What is known for the rows at hand.
    var records: [Data: ImportedRecord] = [:]
    var names: [String: [Identifier<Organization>]] = [:]
    var people: [String: Person] = [:]
    var organizationsNow: [Identifier<Organization>: Organization] = [:]
    var peopleNow: [Identifier<Person>: Person] = [:]
    var objectivesNow: [Identifier<SalesObjective>: SalesObjective] = [:]
    private var kindsNow: [Identifier<Organization>: Organization.Kind] = [:]
    var outcome = Outcome()
    var time = Timestamp(milliseconds: 0)
    /// What rows before made, where nothing is stored.
    private var made: [Data: ImportedRecord] = [:]
    private var madeNames: [String: [Identifier<Organization>]] = [:]
    private var madePeople: [String: Person] = [:]

    init(
        _ store: any WorkspaceStore, _ made: RecordImport, source: CRMSource, isCards: Bool, members: ImportMembers, circles: AccountCircles, at time: Timestamp,
        isTrial: Bool
    ) {
        self.store = store
        self.source = isCards ? ImportFile.cardsKind : source.rawValue
        sourceName = isCards ? "an address card" : source == .other ? "a table" : source.name
        file = made.name
        self.members = members
        self.circles = circles
        importID = made.id
        day = made.madeAt.day
        self.isTrial = isTrial
    }

    /// What some rows do; those before them are stored, or were tried.
    func match(_ rows: [CRMRow], at time: Timestamp) async throws -> Outcome {
        self.time = time
        outcome = Outcome()
        // What a trial makes is found nowhere else.
        if !isTrial { (organizationsNow, peopleNow, objectivesNow) = ([:], [:], [:]) }
        try await look(at: rows)
        for row in rows {
            switch row {
            case .account(let row): try await take(row)
            case .contact(let row): try await take(row)
            case .opportunity(let row): try await take(row)
            case .activity(let row): try await take(row)
            case .fieldChange(let row): try await take(row)
            }
        }
        return outcome
    }

    // MARK: Looking up

    /// Looks up for all rows at once what they are and what they refer to.
    private func look(at rows: [CRMRow]) async throws {
        var keys: Set<Data> = [], wanted: Set<String> = [], mails: Set<String> = [], opportunities: Set<String> = []
        func refer(_ reference: RecordReference?, _ kind: CRMRecordKind) {
            if let id = reference?.id {
                keys.insert(key(kind, id))
                if kind == .opportunity { opportunities.insert(id) }
            }
            if kind == .account, let name = reference?.name.flatMap(OneLine.cut) {
                wanted.insert(name)
                keys.insert(nameKey(name))
            }
        }
        for row in rows {
            keys.insert(key(of: row))
            switch row {
            case .account(let row):
                wanted.insert(row.name)
                refer(row.parent, .account)
            case .contact(let row):
                mails.formUnion(row.mails)
                refer(row.account, .account)
                refer(row.reportsTo, .contact)
            case .opportunity(let row):
                refer(row.account, .account)
                if let id = row.origin.id { opportunities.insert(id) }
            case .activity(let row):
                row.accounts.forEach { refer($0, .account) }
                row.contacts.forEach { refer($0, .contact) }
                row.opportunities.forEach { refer($0, .opportunity) }
                mails.formUnion(row.contactMails)
            case .fieldChange(let row): refer(row.record, .opportunity)
            }
        }
        records = try await store.importedRecords(Array(keys))
        // Only what these rows refer to: what a trial of many rows made is much.
        if isTrial { for key in keys { if let record = made[key] { records[key] = record } } }
        // What came by another way under the same id is the same.
        let missing = opportunities.filter { records[key(.opportunity, $0)] == nil }
        for (id, objective) in missing.isEmpty ? [:] : try await store.objectives(from: source, Array(missing)) {
            records[key(.opportunity, id)] = ImportedRecord(thing: .objective(objective), fields: FieldDigests())
        }
        names = wanted.isEmpty ? [:] : try await store.organizations(named: Array(wanted))
        people = mails.isEmpty ? [:] : try await store.people(withAddresses: Array(mails))
        if isTrial {
            for name in wanted { if let ids = madeNames[name] { names[name, default: []] += ids } }
            for mail in mails { if let person = madePeople[mail] { people[mail] = person } }
        }
        try await lookAtThings()
    }

    /// Reads the objectives that rows are, and the kinds of the accounts they refer to, in a few queries for all.
    private func lookAtThings() async throws {
        var objectives: [Identifier<SalesObjective>] = []
        var accounts = Set(names.values.joined())
        for record in records.values {
            switch record.thing {
            case .objective(let id) where objectivesNow[id] == nil: objectives.append(id)
            case .organization(let id): accounts.insert(id)
            default: break
            }
        }
        for start in stride(from: 0, to: objectives.count, by: 500) {
            for record in try await store.objectives(Array(objectives[start..<min(start + 500, objectives.count)]), in: .everything) {
                objectivesNow[record.id] = record.objective
            }
        }
        kindsNow = [:]
        let unknown = accounts.filter { organizationsNow[$0] == nil }.sorted()
        for start in stride(from: 0, to: unknown.count, by: 500) {
            kindsNow.merge(try await store.kinds(of: Set(unknown[start..<min(start + 500, unknown.count)]))) { $1 }
        }
    }

    func key(_ kind: CRMRecordKind, _ id: String) -> Data { SourceKey.make(source: source, kind: kind.rawValue, id: id) }

    func nameKey(_ account: String) -> Data { SourceKey.make(source: source, kind: "account-name", id: account.lowercased()) }

    /// Names the record of a row: by its id in the source, else by what tells it from others ‡.
    func key(of row: CRMRow) -> Data {
        switch row {
        case .account(let row): key(.account, row.origin.id ?? "name:\(row.name.lowercased())")
        case .contact(let row):
            key(.contact, row.origin.id ?? row.mails.first.map { "mail:\($0)" } ?? "name:\(row.name.lowercased())\u{1}\(reference(row.account))")
        case .opportunity(let row): key(.opportunity, row.origin.id ?? "name:\(row.name.lowercased())\u{1}\(reference(row.account))")
        case .activity(let row):
            key(.activity, row.origin.id ?? "row:\(row.subject)\u{1}\((row.startedAt ?? row.doneAt)?.description ?? row.day?.description ?? "")\u{1}\(row.contactMails.joined(separator: ","))")
        case .fieldChange(let row):
            key(.fieldChange, row.origin.id ?? "\(reference(row.record))\u{1}\(row.changedAt)\u{1}\(row.changes.map(\.name).joined(separator: ","))")
        }
    }

    private func reference(_ reference: RecordReference?) -> String { reference.map { $0.id ?? $0.name?.lowercased() ?? "" } ?? "" }

    // MARK: Noting

    /// Notes what a row does.
    func note(_ change: ImportChange, isNew: Bool, isChanged: Bool) {
        outcome.changes.append(change)
        remember(change)
        if isNew { outcome.counts.added += 1 } else if isChanged { outcome.counts.updated += 1 } else { outcome.counts.unchanged += 1 }
    }

    /// Rows further down refer to what this one makes.
    func remember(_ change: ImportChange) {
        let record = ImportedRecord(thing: change.content.thing, fields: change.fields)
        records[change.key] = record
        if isTrial { made[change.key] = record }
        switch change.content {
        case .organization(let organization, _, let former):
            organizationsNow[organization.id] = organization
            if former == nil {
                names[organization.name, default: []].append(organization.id)
                if isTrial { madeNames[organization.name, default: []].append(organization.id) }
            }
        case .person(let person, _):
            peopleNow[person.id] = person
            for mail in person.mailAddresses {
                people[mail] = person
                if isTrial { madePeople[mail] = person }
            }
        case .objective(let objective, _): objectivesNow[objective.id] = objective
        case .interaction: break
        }
    }

    /// Leaves a row out.
    func refuse(_ row: RowOrigin, _ reason: String, _ advice: String, value: String? = nil) {
        outcome.counts.refused += 1
        report(row, reason, advice, value: value, isRowLost: true)
    }

    func report(_ row: RowOrigin, _ reason: String, _ advice: String, column: String? = nil, value: String? = nil, isRowLost: Bool = false) {
        outcome.problems.append(RowProblem(
            kind: .unfitting, file: file, row: row.row, line: row.line, column: column, value: value.map { String($0.prefix(60)) }, reason: reason, advice: advice,
            isRowLost: isRowLost
        ))
    }

    /// Who states what a row says: the program, the day of the import and the row.
    func author(_ row: RowOrigin) -> Claim.Author { .imported("\(sourceName), import of \(day), row \(row.row)") }

    // MARK: What is there

    func organization(_ id: Identifier<Organization>) async throws -> Organization {
        if let known = organizationsNow[id] { return known }
        return try await store.plainOrganization(id, in: .everything)
    }

    func kind(of id: Identifier<Organization>) async throws -> Organization.Kind {
        if let known = organizationsNow[id]?.kind ?? kindsNow[id] { return known }
        return try await organization(id).kind
    }

    func person(_ id: Identifier<Person>) async throws -> Person? {
        if let known = peopleNow[id] { return known }
        return try await store.people([id], in: .everything).first
    }

    func objective(_ id: Identifier<SalesObjective>) async throws -> SalesObjective {
        if let known = objectivesNow[id] { return known }
        return try await store.objective(id, in: .everything).objective
    }

    /// The account that a row refers to: by its id in the source, else the only one of its name. Where there is none, it comes in with the name alone.
    ///
    /// - Returns: nil where the row names none, or where several have the name; that is reported.
    func account(_ reference: RecordReference?, _ row: RowOrigin) async throws -> Identifier<Organization>? {
        guard let reference else { return nil }
        if let id = reference.id, case .organization(let known)? = records[key(.account, id)]?.thing { return known }
        guard let name = reference.name.flatMap(OneLine.cut) else { return nil }
        if reference.id == nil, case .organization(let known)? = records[nameKey(name)]?.thing { return known }
        let found = names[name] ?? []
        if found.count == 1, let only = found.first { return only }
        guard found.isEmpty else {
            report(row, "Several accounts are called “\(name)”.", "Export the id of the account with the rows, or merge those that are one.", value: name)
            return nil
        }
        let organization = Organization(id: .make(at: time), name: name, kind: .prospect)
        var fields = FieldDigests()
        fields.set("name", name)
        let change = ImportChange(
            key: reference.id.map { key(.account, $0) } ?? nameKey(name), fields: fields, content: .organization(organization, holders: AccountHolders(), former: nil)
        )
        outcome.changes.append(change)
        outcome.namedAccounts += 1
        remember(change)
        return organization.id
    }
}
