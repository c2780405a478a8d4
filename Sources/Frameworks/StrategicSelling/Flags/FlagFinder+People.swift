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
    }

    mutating func findDegree(of influence: Influence) {
        guard influence.degree.value == nil else { return }
        raise(.degreeUnknown, of: influence.id, "How much \(influence.name) weighs is not known.", since: influence.firstSeen)
    }

    /// Who was not contacted, or not for long.
    mutating func findContacts(of influence: Influence) {
        guard let last = influence.contact.last else {
            raise(.notContacted, of: influence.id, "\(influence.name) has not been contacted.", since: influence.firstSeen)
            return
        }
        let days = influence.isKey ? settings.keyContactDays : settings.contactDays
        let due = clock.start(days: days, after: last.at)
        if horizon.hasCome(due) {
            raise(
                .contactStale, of: influence.id, "\(influence.name) was last contacted on \(clock.day(of: last.at)) (\(last.how)).",
                claims: last.claims, places: last.place.map { [$0] } ?? [], since: due
            )
        }
    }

    /// When anything happened at all.
    mutating func findStaleness() {
        guard let last = encounters.past.last else { return }
        let due = clock.start(days: settings.evidenceDays, after: last.at)
        if horizon.hasCome(due) {
            raise(.evidenceStale, "The last interaction was on \(clock.day(of: last.at)): \(last.title).", places: [last.place], since: due)
        }
    }

    /// A single thread: too few people of the customer within the days set. Before there was any contact there is no thread at all.
    mutating func findThread() {
        let people = outsiders.map { ($0.name, $0.contact) }
            + body.notOnSheet.map { ($0.name, encounters.summary(of: $0.id, stated: [], at: clock)) }
        var lastContacts: [(name: String, contact: Contact)] = people.compactMap { name, contact in contact.last.map { (name, $0) } }
        guard !lastContacts.isEmpty else { return }
        lastContacts.sort { ($0.contact.at, $0.name) > ($1.contact.at, $1.name) }
        let needed = max(1, settings.threadPeople)
        let falls = lastContacts.map { clock.start(days: settings.threadDays, after: $0.contact.at) }
        let recent = zip(lastContacts, falls).prefix { clock.now < $0.1 }.map(\.0)
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

    /// New jobs.
    mutating func findChanges(of influence: Influence) {
        guard influence.person != nil else { return }
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

    /// People new to the sale.
    mutating func findNewness(of influence: Influence) {
        guard clock.days(from: opened, to: influence.firstSeen) >= settings.newToSaleAfterDays, influence.firstSeen > opened else { return }
        guard !influence.contact.isContacted || influence.degree.value == nil else { return }
        guard !horizon.hasCome(clock.start(days: settings.newToSaleDays, after: influence.firstSeen)) else { return }
        raise(.newToSale, of: influence.id, "\(influence.name) turned up after the sale had begun.", since: influence.firstSeen)
    }

    /// Advisers of the top.
    mutating func findAdvisers() {
        let top = Set(key.filter { $0.holds(.economic) || $0.reportsTo == nil }.map(\.id))
        for adviser in advisers where top.contains(adviser.value.value) && body.influence(adviser.value.person)?.degree.value == nil {
            let advised = body.influence(adviser.value.value)?.name ?? ""
            let name = input.people.first { $0.id == adviser.value.person }?.name ?? "Somebody"
            raise(
                .newAdviser, key: adviser.value.value.description, of: adviser.value.person, "\(name) advises \(advised) and is not assessed.",
                claims: adviser.claims, since: adviser.since
            )
        }
    }

    mutating func findReorganisations() {
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
    mutating func findCoachWords(_ lines: [SheetLine]) {
        guard !coaches.isEmpty else { return }
        for line in lines where !line.sayers.isEmpty {
            let told = line.sayers.allSatisfy { sayer in sayer.map { coaches.contains($0) && $0 != line.person } ?? false }
            guard told, let at = line.at else { continue }
            let names = Set(line.sayers.compactMap(\.self)).sorted().compactMap { body.influence($0)?.name }
            raise(
                .coachUnconfirmed, key: line.id, of: line.person, "\(line.title) (\(line.text)): only \(list(names)) said so.", claims: line.claims, since: at
            )
        }
    }

    /// Aims of key members that are not known, or that nothing takes up.
    mutating func findAims(of influence: Influence) {
        guard let first = influence.aims.first else {
            raise(.aimUnknown, of: influence.id, "What \(influence.name) wants is not known.", since: influence.firstSeen)
            return
        }
        if influence.results.isEmpty, influence.wins.isEmpty, !strengthened.contains(influence.id) {
            raise(
                .aimLeftOut, of: influence.id, "\(influence.name) wants: \(first.value). Nothing on the sheet takes it up.",
                claims: influence.aims.flatMap(\.claims), since: first.since
            )
        }
    }
}

/// `1 day`, `3 days`.
func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }
