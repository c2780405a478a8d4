import Covalence

/// Makes a row of each kind out of cells; nil where the row is lost.
extension RowCells {
    mutating func row() -> CRMRow? {
        guard fits() else { return nil }
        let row: CRMRow? = switch plan.mapping.kind {
        case .account: account().map(CRMRow.account)
        case .contact: contact().map(CRMRow.contact)
        case .opportunity: opportunity().map(CRMRow.opportunity)
        case .activity: activity().map(CRMRow.activity)
        case .fieldChange: fieldChange().map(CRMRow.fieldChange)
        }
        return isLost ? nil : row
    }

    /// As many fields as the heading; empty ones more do no harm.
    private mutating func fits() -> Bool {
        let wanted = plan.columnCount
        if record.count == wanted { return true }
        if record.count > wanted, (wanted..<record.count).allSatisfy({ record.field($0).allSatisfy { $0 <= 0x20 } }) { return true }
        report(
            .malformed, nil, nil, "The row has \(record.count) fields; the heading has \(wanted).",
            record.count > wanted ? "Put fields in which the separator stands into quotation marks." : "Look whether the row was cut or a quotation mark is missing.",
            isRowLost: true
        )
        return false
    }

    private mutating func account() -> AccountRow? {
        let origin = origin()
        guard let name = line(.name) else {
            missing("name")
            return nil
        }
        var row = AccountRow(origin: origin, name: name)
        row.parent = reference(.parentID, .parentName)
        row.type = line(.accountType)
        row.industry = line(.industry)
        row.employees = count(.employees)
        row.revenue = amount(.revenue)
        row.country = country()
        row.city = line(.city)
        row.domain = domain()
        row.phones = phones()
        row.owner = line(.owner)
        row.note = note(.note)
        return row
    }

    private mutating func contact() -> ContactRow? {
        let origin = origin()
        let (first, last) = (line(.firstName), line(.lastName))
        let mails = mails(.mail)
        let parts = [first, last].compactMap { $0 }.joined(separator: " ")
        guard let name = line(.name) ?? (parts.isEmpty ? mails.first : parts) else {
            missing("name and no mail address")
            return nil
        }
        var row = ContactRow(origin: origin, name: name)
        (row.firstName, row.lastName, row.mails) = (first, last, mails)
        row.phones = phones()
        row.title = line(.title)
        row.department = line(.department)
        row.languages = languages()
        row.account = reference(.accountID, .accountName)
        row.reportsTo = reference(.reportsToID, .reportsToName)
        row.country = country()
        row.city = line(.city)
        row.website = line(.website)
        row.owner = line(.owner)
        row.note = note(.note)
        return row
    }

    private mutating func opportunity() -> OpportunityRow? {
        let origin = origin()
        guard let name = line(.name) else {
            missing("name")
            return nil
        }
        var row = OpportunityRow(origin: origin, name: name)
        row.account = reference(.accountID, .accountName)
        row.contacts = references(.contactID, .contactName)
        row.contactMails = mails(.contactMail)
        row.amount = amount(.amount)
        row.stage = line(.stage)
        row.pipeline = line(.pipeline)
        row.probability = share(.probability)
        row.closeDate = day(.closeDate)
        let (won, lost, closed) = (time(.wonAt), time(.lostAt), time(.closedAt))
        row.outcome = outcome(isWon: won != nil, isLost: lost != nil, isClosed: closed != nil)
        row.closedAt = switch row.outcome {
        case .won: won ?? closed
        case .lost: lost ?? closed
        case .open: nil
        default: closed ?? won ?? lost
        }
        row.forecastCategory = line(.forecastCategory)
        row.lostReason = line(.lostReason)
        row.nextStep = line(.nextStep)
        row.competitors = list(.competitors)
        row.type = line(.opportunityType)
        row.leadSource = line(.leadSource)
        row.owner = line(.owner)
        row.note = note(.note)
        return row
    }

    /// The status where there is one; else whether it is closed and won; else which of the times is filled in, where the file has them.
    private mutating func outcome(isWon: Bool, isLost: Bool, isClosed: Bool) -> OpportunityRow.Outcome? {
        if let word = line(.status), let outcome = OutcomeWord.read(word) { return outcome }
        let closed = boolean(.isClosed)
        switch boolean(.isWon) {
        case true: return .won
        case false where closed == true: return .lost
        default: break
        }
        if let closed { return closed ? .closed : .open }
        if isWon != isLost { return isWon ? .won : .lost }
        return isClosed ? .closed : nil
    }

    private mutating func activity() -> ActivityRow? {
        let origin = origin()
        let (type, note) = (line(.activityType), note(.note))
        let first = note.flatMap { TextCleaning.label($0.prefix { $0 != "\n" }.utf8, limit: 80) }
        guard let subject = line(.subject) ?? type ?? first else {
            missing("subject")
            return nil
        }
        var row = ActivityRow(origin: origin, subject: subject)
        (row.type, row.note) = (type, note)
        if let (day, time) = dayOrTime(.day) {
            row.day = day
            row.startedAt = time
            if time == nil, let clock = clock(.clock) {
                let wall = day.daysSince1970 * 86_400 + Int64(clock)
                row.startedAt = Timestamp(milliseconds: (wall - plan.offset(wall)) * 1000)
            }
        }
        if let (day, time) = dayOrTime(.startedAt) {
            row.day = row.day ?? day
            row.startedAt = time ?? row.startedAt
        }
        row.endedAt = dayOrTime(.endedAt)?.time
        row.status = line(.status)
        row.isDone = boolean(.isDone)
        row.doneAt = time(.doneAt)
        row.accounts = references(.accountID, .accountName)
        row.contacts = references(.contactID, .contactName)
        row.contactMails = mails(.contactMail)
        row.opportunities = references(.opportunityID, .opportunityName)
        row.owner = line(.owner)
        return row
    }

    private mutating func fieldChange() -> FieldChangeRow? {
        let origin = origin()
        guard let changedAt = time(.changedAt) else {
            if !isLost { missing("time of the change") }
            return nil
        }
        var found: (kind: CRMRecordKind?, record: RecordReference)?
        let references: [(CRMRecordKind, CRMField, CRMField)] = [
            (.opportunity, .opportunityID, .opportunityName), (.contact, .contactID, .contactName), (.account, .accountID, .accountName),
        ]
        for (kind, id, name) in references where found == nil {
            if let record = reference(id, name) { found = (kind, record) }
        }
        if found == nil, let id = origin.id { found = (nil, RecordReference(id: id, name: nil)) }
        guard let found else {
            missing("record that was changed")
            return nil
        }
        var row = FieldChangeRow(origin: origin, recordKind: found.kind, record: found.record, changedAt: changedAt, changedBy: line(.changedBy), changes: [])
        if !plan.indices(.newValue).isEmpty || !plan.indices(.field).isEmpty {
            // A history of one field alone does not name it: the stage ‡.
            let name = line(.field) ?? (plan.indices(.field).isEmpty ? "Stage" : nil)
            guard let name else {
                missing("name of the field that was changed")
                return nil
            }
            let field = ColumnNames.all.entries(HeaderForm.key(name), in: found.kind ?? .opportunity).first?.field
            row.changes = [FieldChangeRow.Change(field: field, name: name, old: changed(.oldValue, of: field), new: changed(.newValue, of: field))]
        } else {
            for field in [CRMField.stage, .amount, .probability, .closeDate, .forecastCategory] where !plan.indices(field).isEmpty {
                let old = field == .stage ? changed(.oldValue, of: .stage) : nil
                row.changes.append(FieldChangeRow.Change(field: field, name: plan.header(plan.indices(field)[0]), old: old, new: changed(field, of: field)))
            }
        }
        return row
    }
}
