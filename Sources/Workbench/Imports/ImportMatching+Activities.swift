import Covalence
import Crypto
import Formats
import Foundation
import Store

/// Activities: what happened with people, linked to the objectives that the source says.
extension ImportMatching {
    func take(_ row: ActivityRow) async throws {
        let key = key(of: .activity(row))
        if records[key]?.isErased == true { return refuse(row.origin, "The activity of this row was erased here, and is not taken in again.", "Remove it from your source, too.") }
        // Without an hour it is put at noon, so that it is on its day wherever it is looked at ‡.
        let started = row.startedAt ?? row.doneAt ?? row.day.flatMap { Timestamp(iso8601: "\($0)T12:00:00Z") } ?? row.origin.createdAt
        guard isDone(row, started) else { return refuse(row.origin, "It is not done yet: nothing has happened.", "Export it again once it is done.", value: row.subject) }
        var accounts: Set<Identifier<Organization>> = []
        for reference in row.accounts {
            if let account = try await account(reference, row.origin) { accounts.insert(account) }
        }
        var links: Set<Identifier<SalesObjective>> = []
        for reference in row.opportunities {
            guard let id = reference.id, case .objective(let objective)? = records[self.key(.opportunity, id)]?.thing else { continue }
            links.insert(objective)
            accounts.insert(try await self.objective(objective).account)
        }
        var participants: [Interaction.Participation] = []
        for reference in row.contacts {
            guard let id = reference.id, let record = records[self.key(.contact, id)], !record.isErased, case .person(let person) = record.thing else {
                if let name = reference.name.flatMap(OneLine.cut) { participants.append(.init(.attendee, name: name)) }
                continue
            }
            let known = try await self.person(person)
            participants.append(.init(.attendee, name: known?.name ?? reference.name, address: known?.mailAddresses.first, person: person))
            if let account = known?.organization, accounts.isEmpty { accounts.insert(account) }
        }
        for mail in row.contactMails where !participants.contains(where: { $0.address == mail }) {
            participants.append(.init(.attendee, name: people[mail]?.name, address: mail, person: people[mail]?.id))
            if let account = people[mail]?.organization, accounts.isEmpty { accounts.insert(account) }
        }
        if let owner = row.owner.flatMap(OneLine.cut) { participants.append(.init(.organizer, name: owner)) }
        let text = row.note.flatMap(Paragraphs.clean).map { String($0.prefix(100_000)) }
        let fields = FieldDigests(of: [
            "subject": row.subject, "type": row.type, "started": started?.description, "ended": row.endedAt?.description, "text": text,
            "accounts": accounts.sorted().map(\.description).joined(separator: ","), "links": links.sorted().map(\.description).joined(separator: ","),
            "people": participants.map { "\($0.person?.description ?? "") \($0.address ?? "") \($0.name ?? "")" }.joined(separator: ","),
        ])
        var known: Identifier<Interaction>?
        if let record = records[key], case .interaction(let id) = record.thing {
            guard record.fields != fields else { return outcome.counts.unchanged += 1 }
            known = id
        }
        let name = row.origin.id ?? key.map { String(format: "%02x", $0) }.joined()
        let interaction = Interaction(
            id: known ?? .make(at: time), kind: Self.kind(row.type), title: OneLine.cut(row.subject) ?? "Without a title", startedAt: started,
            endedAt: row.endedAt, recordedAt: time, text: text, sourceID: "\(source):\(name)", participants: Array(participants.prefix(200))
        )
        let digest = Data(SHA256.hash(data: Data(fields.text.utf8)).prefix(16))
        note(
            ImportChange(
                key: key, fields: fields, content: .interaction(
                    BulkInteraction(interaction, accounts: accounts, revision: row.origin.modifiedAt?.milliseconds ?? 0, digest: digest), isNew: known == nil
                ), links: links
            ), isNew: known == nil, isChanged: true
        )
    }

    /// Whether it has happened: as the source marks it, else by its status, else by its day.
    private func isDone(_ row: ActivityRow, _ started: Timestamp?) -> Bool {
        if let isDone = row.isDone { return isDone }
        if let status = row.status, Self.openStatuses.contains(status.lowercased().filter(\.isLetter)) { return false }
        return started.map { $0 <= time } ?? true
    }

    /// Statuses of tasks that are not done, of meetings that did not take place: Salesforce's and HubSpot's own †, German ‡; letters only.
    private static let openStatuses: Set<String> = [
        "open", "notstarted", "inprogress", "waiting", "waitingonsomeoneelse", "deferred", "scheduled", "planned", "rescheduled", "canceled", "cancelled", "noshow",
        "offen", "nichtbegonnen", "geplant", "inarbeit", "zurückgestellt",
    ]

    /// What sort of thing an activity is, by the word its source has for it, in six languages ‡; otherwise somebody's note.
    private static func kind(_ type: String?) -> Interaction.Kind {
        guard let word = type?.lowercased() else { return .note }
        func has(_ stems: [String]) -> Bool { stems.contains(where: word.contains) }
        if has(["mail", "sähköposti", "correo", "courriel"]) { return .mail }
        if has(["call", "anruf", "telefon", "phone", "appel", "llamada", "samtal", "puhelu"]) { return .call }
        if has(["meeting", "lunch", "demo", "termin", "besuch", "treffen", "réunion", "rendez", "reunión", "möte", "kokous", "tapaaminen", "event"]) { return .meeting }
        return has(["chat", "sms", "whatsapp", "message"]) ? .chat : .note
    }
}
