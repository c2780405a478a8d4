import Covalence
import Formats
import Foundation
import Store
import StrategicSelling

/// Opportunities and the history of their fields.
extension ImportMatching {
    func take(_ row: OpportunityRow) async throws {
        let key = key(of: .opportunity(row))
        var former = FieldDigests()
        var known: SalesObjective?
        if let record = records[key], case .objective(let id) = record.thing {
            known = try await objective(id)
            former = record.fields
        }
        guard let account = try await account(row.account, row.origin) ?? known?.account else {
            return refuse(row.origin, "An objective belongs to an account, and this row names none that is clear.", "Export the account with the opportunities.", value: row.name)
        }
        if known == nil, try await !kind(of: account).isAccount {
            return refuse(
                row.origin, "What it is sold to is no customer or prospect here.", "Say on its page what the organisation is to you, and import the file again.", value: row.account?.name
            )
        }
        let objective = known.map(\.id) ?? Identifier<SalesObjective>.make(at: time)
        let stating = Stating(about: objective, by: author(row.origin), recordedAt: time, observedAt: row.origin.modifiedAt ?? row.origin.createdAt)
        let statements = statements(of: row, stating)
        var fields = FieldDigests()
        fields.set("account", account.description)
        for (field, claim) in statements { fields.set(field, "\(claim.value ?? "")\u{1}\(claim.payload.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" })") }
        if known != nil, fields == former { return outcome.counts.unchanged += 1 }
        let claims = statements.filter { fields.differs($0.field, from: former) }.map(\.claim)
        guard let known else {
            let made = SalesObjective(
                id: objective, account: account, openedAt: row.origin.createdAt, recordedAt: time, origin: row.origin.id.map { Origin(system: source, id: $0) }
            )
            return note(ImportChange(key: key, fields: fields, content: .objective(made, former: nil), claims: claims), isNew: true, isChanged: true)
        }
        var new = known
        if fields.differs("account", from: former) { new.account = account }
        note(ImportChange(key: key, fields: fields, content: .objective(new, former: known), claims: claims), isNew: false, isChanged: new != known || !claims.isEmpty)
    }

    /// Who states something of an objective, and when.
    private struct Stating {
        var about: Identifier<SalesObjective>
        var by: Claim.Author
        var recordedAt: Timestamp
        var observedAt: Timestamp?

        init(about: Identifier<SalesObjective>, by: Claim.Author, recordedAt: Timestamp, observedAt: Timestamp?) {
            self.about = about
            self.by = by
            self.recordedAt = recordedAt
            self.observedAt = observedAt
        }

        func claim<Content>(_ kind: StatementKind<Content>, _ content: Content, at time: Timestamp? = nil) -> Claim {
            kind.claim(content, id: .make(at: recordedAt), about: .objective(about), author: by, observedAt: time ?? observedAt, recordedAt: recordedAt, standing: .confirmed)
        }
    }

    /// What a row states, by the field under which it is told whether it changed. What a person imports by a mapping they chose holds true, as the source's word.
    private func statements(of row: OpportunityRow, _ stating: Stating) -> [(field: String, claim: Claim)] {
        var statements: [(field: String, claim: Claim)] = []
        func state<Content>(_ field: String, _ kind: StatementKind<Content>, _ content: Content?, at time: Timestamp? = nil) {
            if let content { statements.append((field, stating.claim(kind, content, at: time))) }
        }
        state("name", SellingKinds.what, OneLine.cut(row.name).map { WhatIsSold($0) })
        state("amount", SellingKinds.amount, row.amount)
        state("close-date", SellingKinds.closeDate, row.closeDate)
        state("stage", SellingKinds.stage, row.stage.flatMap(OneLine.cut))
        state("owner", SellingKinds.owner, row.owner.flatMap(OneLine.cut).map(members.owner))
        state("call", SellingKinds.call, Self.call(probability: row.probability, category: row.forecastCategory))
        state("outcome", SellingKinds.ending, Self.ending(row), at: row.closedAt)
        for name in row.competitors.compactMap(OneLine.cut) { state(FieldDigests.field("competitor", of: name.lowercased()), SellingKinds.competitor, Competitor(name)) }
        return statements
    }

    private static func ending(_ row: OpportunityRow) -> Ending? {
        let result: Ending.Result
        switch row.outcome {
        case .won: result = .won
        case .lost: result = .lost
        // Closed, and the file does not say how: not known.
        case .closed, .open, nil: return nil
        }
        return Ending(result, reason: row.lostReason.flatMap(OneLine.cut), closedOn: row.closedAt.flatMap { CalendarDay($0.day) } ?? row.closeDate)
    }

    /// What the salesperson says: a share, and the category as Salesforce and HubSpot name it in English †.
    private static func call(probability: Double?, category: String?) -> SalespersonCall? {
        let known: SalespersonCall.Category? = switch category?.lowercased().filter(\.isLetter) {
        case "commit": .commit
        case "bestcase", "mostlikely": .bestCase
        case "pipeline": .pipeline
        default: nil
        }
        guard probability != nil || known != nil else { return nil }
        return SalespersonCall(probability: probability, category: known)
    }

    // MARK: History

    func take(_ row: FieldChangeRow) async throws {
        guard row.recordKind == nil || row.recordKind == .opportunity else {
            return refuse(row.origin, "Only the history of opportunities is kept.", "Leave the history of other records out of the file.", value: row.recordKind?.name)
        }
        let key = key(of: .fieldChange(row))
        guard let id = row.record.id, case .objective(let objective)? = records[self.key(.opportunity, id)]?.thing else {
            return refuse(row.origin, "The opportunity of this row is not in the record.", "Import the opportunities first, with their ids.", value: row.record.id ?? row.record.name)
        }
        let stating = Stating(about: objective, by: author(row.origin), recordedAt: time, observedAt: row.changedAt)
        let claims = row.changes.compactMap { claim(of: $0, stating) }
        guard !claims.isEmpty else {
            return refuse(
                row.origin, "Nothing of this row has a place here: the field is not kept, or it was emptied.",
                "Stage, amount, closing date, probability, owner and name are taken.", value: row.changes.first?.name
            )
        }
        var fields = FieldDigests()
        for claim in claims { fields.set(claim.kind, "\(claim.value ?? "")\u{1}\(claim.payload.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" })") }
        let former = records[key]?.fields ?? FieldDigests()
        let isNew = records[key] == nil
        guard fields != former else { return outcome.counts.unchanged += 1 }
        let known = try await self.objective(objective)
        note(
            ImportChange(key: key, fields: fields, content: .objective(known, former: known), claims: claims.filter { fields.differs($0.kind, from: former) }),
            isNew: isNew, isChanged: true
        )
    }

    private func claim(of change: FieldChangeRow.Change, _ stating: Stating) -> Claim? {
        switch (change.field, change.new) {
        case (.stage, .text(let text)): OneLine.cut(text).map { stating.claim(SellingKinds.stage, $0) }
        case (.name, .text(let text)): OneLine.cut(text).map { stating.claim(SellingKinds.what, WhatIsSold($0)) }
        case (.owner, .text(let text)): OneLine.cut(text).map { stating.claim(SellingKinds.owner, members.owner($0)) }
        case (.amount, .amount(let amount)): stating.claim(SellingKinds.amount, amount)
        case (.closeDate, .day(let day)): stating.claim(SellingKinds.closeDate, day)
        case (.probability, .share(let share)): stating.claim(SellingKinds.call, SalespersonCall(probability: share))
        case (.forecastCategory, .text(let text)): Self.call(probability: nil, category: text).map { stating.claim(SellingKinds.call, $0) }
        default: nil
        }
    }
}
