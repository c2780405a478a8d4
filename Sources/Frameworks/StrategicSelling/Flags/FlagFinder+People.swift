import Covalence

extension FlagFinder {
    /// Unfilled roles, and more than one who approves.
    mutating func findRoles() {
        for cover in body.roles {
            switch cover.role {
            case .economic where !cover.isFilled:
                raise(.noEconomicInfluence, "Nobody is named who gives final approval.", since: opened)
            case .economic where cover.holders.count > 1:
                let names = cover.holders.compactMap { body.influence($0)?.name }
                let since = body.influences.flatMap(\.roles).filter { $0.value == .economic }.map(\.since).max() ?? opened
                raise(.severalEconomicInfluences, "\(list(names)) are named as giving final approval.", claims: cover.claims, since: since)
            case .user where !cover.isFilled, .technical where !cover.isFilled:
                raise(.unfilledRole, key: cover.role.rawValue, "No \(cover.role.rawValue) influence is named.", since: opened)
            case .coach where !cover.isFilled: raise(.noCoach, "Nobody is named as coach.", since: opened)
            default: break
            }
        }
        for influence in outsiders where influence.degree.value == nil {
            raise(.degreeUnknown, of: influence.id, "How much \(influence.name) weighs is not known.", since: influence.firstSeen)
        }
    }

    /// Who was not contacted, not for long, or is the only one; and when anything happened at all.
    mutating func findContacts() {
        for influence in outsiders {
            guard let last = influence.contact.last else {
                raise(.notContacted, of: influence.id, "\(influence.name) has not been contacted.", since: influence.firstSeen)
                continue
            }
            let days = influence.isKey ? settings.keyContactDays : settings.contactDays
            let due = last.at.adding(days: days)
            if horizon.hasCome(due) {
                raise(
                    .contactStale, of: influence.id, "\(influence.name) was last contacted on \(clock.day(of: last.at)) (\(last.how)).",
                    claims: last.claims, places: last.place.map { [$0] } ?? [], since: due
                )
            }
        }
        findThread()
        guard let last = encounters.past.last else { return }
        let due = last.at.adding(days: settings.evidenceDays)
        if horizon.hasCome(due) {
            raise(.evidenceStale, "The last interaction was on \(clock.day(of: last.at)): \(last.title).", places: [last.place], since: due)
        }
    }

    /// A single thread: too few people of the customer within the days set. Before there was any contact there is no thread at all.
    private mutating func findThread() {
        let people = outsiders.map { ($0.name, $0.contact) }
            + body.notOnSheet.map { ($0.name, encounters.summary(of: $0.id, stated: [], at: clock)) }
        var lastContacts: [(name: String, contact: Contact)] = people.compactMap { name, contact in contact.last.map { (name, $0) } }
        guard !lastContacts.isEmpty else { return }
        lastContacts.sort { ($0.contact.at, $0.name) > ($1.contact.at, $1.name) }
        let needed = max(1, settings.threadPeople)
        let recent = lastContacts.prefix { clock.now < $0.contact.at.adding(days: settings.threadDays) }
        let falls = lastContacts.map { $0.contact.at.adding(days: settings.threadDays) }
        guard recent.count < needed else {
            // It becomes a single thread when the last contact that makes it more falls out.
            _ = horizon.hasCome(falls[needed - 1])
            return
        }
        // Since the contact with one more person fell out; or since there has been any contact.
        let first = people.compactMap { $0.1.first?.at }.min() ?? opened
        let since = falls.indices.contains(needed - 1) ? falls[needed - 1] : first
        for instant in falls.prefix(recent.count) { _ = horizon.hasCome(instant) }
        let who = recent.isEmpty ? "Nobody of the customer was" : "Only \(list(recent.map(\.name))) \(recent.count == 1 ? "was" : "were")"
        raise(
            .singleThreaded, "\(who) contacted within \(count(settings.threadDays, "day")).", claims: recent.flatMap(\.contact.claims),
            places: recent.compactMap(\.contact.place), since: since
        )
    }

    /// New jobs, people new to the sale, advisers of the top, reorganisations.
    mutating func findChanges() {
        for influence in body.influences where influence.person != nil {
            let assessed = (influence.roles.map(\.at) + [influence.degree.value?.at].compactMap(\.self)).max()
            for change in influence.jobChanges {
                let at = change.value.on.map(clock.start) ?? change.since
                let isDone = change.value.kind == .left ? influence.roles.isEmpty : assessed.map { $0 >= at } ?? false
                guard !isDone else { continue }
                // Announced for a day to come: it is a hazard from the day it was said.
                raise(
                    .jobChanged, key: change.value.text, of: influence.id, "\(influence.name): \(change.value.text).", claims: change.claims,
                    since: min(at, change.since)
                )
            }
        }
        for influence in outsiders where influence.firstSeen > opened.adding(days: settings.newToSaleAfterDays) {
            guard !influence.contact.isContacted || influence.degree.value == nil else { continue }
            guard !horizon.hasCome(influence.firstSeen.adding(days: settings.newToSaleDays)) else { continue }
            raise(.newToSale, of: influence.id, "\(influence.name) turned up after the sale had begun.", since: influence.firstSeen)
        }
        let top = Set(key.filter { $0.holds(.economic) || $0.reportsTo == nil }.map(\.id))
        for adviser in advisers where top.contains(adviser.value.value) && body.influence(adviser.value.person)?.degree.value == nil {
            let advised = body.influence(adviser.value.value)?.name ?? ""
            let name = input.people.first { $0.id == adviser.value.person }?.name ?? "Somebody"
            raise(
                .newAdviser, key: adviser.value.value.description, of: adviser.value.person, "\(name) advises \(advised) and is not assessed.",
                claims: adviser.claims, since: adviser.since
            )
        }
        for stated in body.facts.reorganisations {
            let open = key.filter { influence in
                !(influence.roles.map(\.at) + [influence.degree.value?.at].compactMap(\.self)).contains { $0 > stated.since }
            }
            guard !open.isEmpty || key.isEmpty else { continue }
            let whose = open.isEmpty ? "" : " Not assessed since: \(list(open.map(\.name)))."
            raise(.reorganisation, key: stated.value, "\(stated.value).\(whose)", claims: stated.claims, since: stated.since)
        }
    }

    /// What only coaches told us, about others than themselves.
    mutating func findCoachWords() {
        let coaches = Set(body.influences.filter { $0.holds(.coach) }.map(\.id))
        guard !coaches.isEmpty else { return }
        for line in body.statements where !line.sayers.isEmpty {
            let told = line.sayers.allSatisfy { sayer in sayer.map { coaches.contains($0) && $0 != line.person } ?? false }
            guard told, let at = line.at else { continue }
            let names = Set(line.sayers.compactMap(\.self)).sorted().compactMap { body.influence($0)?.name }
            raise(
                .coachUnconfirmed, key: line.id, of: line.person, "\(line.title) (\(line.text)): only \(list(names)) said so.", claims: line.claims, since: at
            )
        }
    }

    /// Aims of key members that are not known, or that nothing takes up.
    mutating func findAims() {
        let strengthened = Set(strengths.compactMap(\.stated.value.mattersTo))
        for influence in key {
            guard let first = influence.aims.first else {
                raise(.aimUnknown, of: influence.id, "What \(influence.name) wants is not known.", since: influence.firstSeen)
                continue
            }
            if influence.results.isEmpty, influence.wins.isEmpty, !strengthened.contains(influence.id) {
                raise(
                    .aimLeftOut, of: influence.id, "\(influence.name) wants: \(first.value). Nothing on the sheet takes it up.",
                    claims: influence.aims.flatMap(\.claims), since: first.since
                )
            }
        }
    }
}

/// `1 day`, `3 days`.
func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }
