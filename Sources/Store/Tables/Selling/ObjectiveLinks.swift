import Covalence
import Foundation

/// Which meetings and interactions belong to which objective.
extension SQLWorkspaceStore {
    func objectives(of happening: HistoryLine.Subject, in scope: Scope) async throws(StoreError) -> [ObjectiveRecord] {
        try await engine.read { db in try objectives(of: happening, in: scope, db) }
    }

    private func objectives(of happening: HistoryLine.Subject, in scope: Scope, _ db: Database) throws -> [ObjectiveRecord] {
        let seen = sight(scope).objective
        return try Row.fetchAll(db.cachedStatement(sql: """
            SELECT \(Self.objectiveColumns) \(Self.objectiveTables)
            JOIN objective_link l ON l.workspace = s.workspace AND l.objective = s.id AND l.ended_at IS NULL
            WHERE s.workspace = ? AND l.interaction = ? AND \(seen.sql) ORDER BY s.id
            """), arguments: [number, happening.uuid] + seen.arguments).map(Self.objectiveRecord)
    }

    func changeLinks(
        of happening: HistoryLine.Subject, adding: Set<Identifier<SalesObjective>>, removing: Set<Identifier<SalesObjective>>,
        series: Set<Identifier<SalesObjective>>?, expecting seen: ContentTag?, in scope: Scope, by member: Identifier<Member>?, at time: Timestamp
    ) async throws(StoreError) -> Int {
        try await engine.write { db in
            switch happening {
            case .meeting(let id): _ = try number(of: id, db)
            case .interaction(let id): _ = try interactionRecord(id, in: .everything, db)
            }
            try ContentTag.check(seen, is: ContentTag(ofIDs: try objectives(of: happening, in: scope, db).map(\.id)), "To which sales this belongs")
            var changed: Set<UUID> = []
            for objective in removing.subtracting(adding) where try endLink(of: happening.uuid, to: objective.uuid, at: time, db) {
                changed.insert(objective.uuid)
            }
            for objective in adding {
                _ = try objectiveRecord(objective, in: .everything, db)
                if try addLink(of: happening.uuid, to: objective.uuid, by: member, isByItself: false, at: time, db) { changed.insert(objective.uuid) }
            }
            let others = series == nil ? [] : try waiting(inSeriesOf: happening, in: scope, db)
            for objective in series ?? [] where !others.isEmpty {
                _ = try objectiveRecord(objective, in: .everything, db)
                for other in others where try addLink(of: other, to: objective.uuid, by: member, isByItself: false, at: time, db) { changed.insert(objective.uuid) }
            }
            for answered in [happening.uuid] + others {
                try run("""
                    INSERT INTO objective_question (workspace, interaction, asked_at, settled_at) VALUES (?1, ?2, ?3, ?3)
                    ON CONFLICT (workspace, interaction) DO UPDATE SET settled_at = excluded.settled_at
                    """, [number, answered, time.milliseconds], db)
            }
            try noteLinked(changed, db)
            try touchWorkspace(db)
            return others.count
        }
    }

    /// What says of an interaction `i` that it is one of a series: calendar events name the series in what they answer.
    private static let inSeries = "i.kind = '\(Interaction.Kind.calendarEvent.rawValue)' AND i.answers <> '[]'"

    /// The other calendar events of its series that wait for an answer and are in sight.
    private func waiting(inSeriesOf happening: HistoryLine.Subject, in scope: Scope, _ db: Database) throws -> [UUID] {
        guard let series = try String.fetchOne(
            db.cachedStatement(sql: "SELECT i.answers FROM interaction i WHERE i.workspace = ? AND i.id = ? AND \(Self.inSeries)"), arguments: [number, happening.uuid]
        ) else { return [] }
        let seen = sight(scope).happening(id: "i.id", broughtInBy: "i.brought_in_by")
        return try Row.fetchAll(db, sql: """
            SELECT i.id FROM objective_question q JOIN interaction i ON i.workspace = q.workspace AND i.id = q.interaction
            WHERE q.workspace = ? AND q.settled_at IS NULL AND \(Self.inSeries) AND i.answers = ? AND i.id <> ? AND \(seen.sql) ORDER BY i.ordered_at, i.id
            """, arguments: [number, series, happening.uuid] + seen.arguments).map { $0[0] }
    }

    /// Objectives to which something belongs, or does not belong any more, are other ones.
    func noteLinked(_ objectives: some Collection<UUID>, _ db: Database) throws {
        let changed = Set(objectives).sorted { $0.uuidString < $1.uuidString }
        try note(changed.map { EventNote(.objectiveChanged, $0) }, db)
        try queueSuggesting(changed, db)
    }

    /// - Returns: whether it was not linked before.
    func addLink(
        of happening: UUID, to objective: UUID, by member: Identifier<Member>?, isByItself: Bool, at time: Timestamp, _ db: Database
    ) throws -> Bool {
        let former = try Row.fetchAll(db.cachedStatement(sql: """
            SELECT linked_at, ended_at FROM objective_link WHERE workspace = ? AND interaction = ? AND objective = ? ORDER BY linked_at
            """), arguments: [number, happening, objective])
        guard former.allSatisfy({ !$0.hasNull(atIndex: 1) }) else { return false }
        // After what was before, also within a millisecond.
        let at = max(time.milliseconds, former.last.map { ($0[0] as Int64) + 1 } ?? time.milliseconds)
        try run("""
            INSERT INTO objective_link (workspace, interaction, objective, linked_at, linked_by, is_by_itself) VALUES (?, ?, ?, ?, ?, ?)
            """, [number, happening, objective, at, member?.uuid, isByItself], db)
        return true
    }

    /// - Returns: whether it was linked before.
    private func endLink(of happening: UUID, to objective: UUID, at time: Timestamp, _ db: Database) throws -> Bool {
        try run("""
            UPDATE objective_link SET ended_at = CASE WHEN linked_at > ?1 THEN linked_at ELSE ?1 END
            WHERE workspace = ?2 AND interaction = ?3 AND objective = ?4 AND ended_at IS NULL
            """, [time.milliseconds, number, happening, objective], db)
        return try db.changesCount > 0
    }

    // MARK: By itself

    /// What belongs to an account with one open objective is linked to it; with several of them a person is asked. What a person said stays, and links of
    /// persons do.
    ///
    /// - Parameters:
    ///   - accounts: all to which the meeting or interaction belongs now.
    ///   - time: since when, by the workspace's clock.
    func linkByItself(_ happening: UUID, to accounts: Set<Identifier<Organization>>, at time: Timestamp, _ db: Database) throws {
        // Without objectives, which is so in many workspaces, nothing is asked for.
        guard try Bool.fetchOne(
            db.cachedStatement(sql: "SELECT EXISTS (SELECT 1 FROM sales_objective WHERE workspace = ?)"), arguments: [number]
        ) ?? false else { return }
        let isSettled = try Bool.fetchOne(
            db.cachedStatement(sql: "SELECT 1 FROM objective_question WHERE workspace = ? AND interaction = ? AND settled_at IS NOT NULL"),
            arguments: [number, happening]
        ) != nil
        guard !isSettled else { return }
        var changed: Set<UUID> = []
        var isLinked = false
        for row in try Row.fetchAll(db.cachedStatement(sql: """
            SELECT l.objective, s.account FROM objective_link l JOIN sales_objective s ON s.workspace = l.workspace AND s.id = l.objective
            WHERE l.workspace = ? AND l.interaction = ? AND l.ended_at IS NULL
            """), arguments: [number, happening]) {
            // Linked by itself, or it would be settled: where the account was the wrong one, so was the link.
            if accounts.contains(Identifier(row: row, 1)) { isLinked = true } else if try endLink(of: happening, to: row[0], at: time, db) { changed.insert(row[0]) }
        }
        if !isLinked {
            let open = try openObjectives(at: accounts.map(\.uuid), db).values.flatMap { $0 }
            try placeByItself(happening, among: open, at: time, &changed, db)
        }
        try noteLinked(changed, db)
    }

    private func placeByItself(_ happening: UUID, among open: [UUID], at time: Timestamp, _ changed: inout Set<UUID>, _ db: Database) throws {
        if open.count > 1 {
            try run("""
                INSERT INTO objective_question (workspace, interaction, asked_at) VALUES (?, ?, ?) ON CONFLICT (workspace, interaction) DO NOTHING
                """, [number, happening, time.milliseconds], db)
        } else {
            try run("DELETE FROM objective_question WHERE workspace = ? AND interaction = ?", [number, happening], db)
            if let only = open.first, try addLink(of: happening, to: only, by: nil, isByItself: true, at: time, db) { changed.insert(only) }
        }
    }

    /// The same for many new interactions at once.
    func linkByThemselves(_ happenings: [(id: UUID, accounts: Set<Identifier<Organization>>, at: Timestamp)], _ db: Database) throws {
        let accounts = Array(Set(happenings.flatMap { $0.accounts.map(\.uuid) }))
        guard !accounts.isEmpty else { return }
        let open = try openObjectives(at: accounts, db)
        guard !open.isEmpty else { return }
        var changed: Set<UUID> = []
        for happening in happenings {
            let candidates = happening.accounts.flatMap { open[$0.uuid] ?? [] }
            if !candidates.isEmpty { try placeByItself(happening.id, among: candidates, at: happening.at, &changed, db) }
        }
        try noteLinked(changed, db)
    }

    /// The open objectives of some accounts, by account.
    private func openObjectives(at accounts: [UUID], _ db: Database) throws -> [UUID: [UUID]] {
        guard !accounts.isEmpty else { return [:] }
        let list = SQLList(accounts)
        var open: [UUID: [UUID]] = [:]
        for row in try Row.fetchAll(db.cachedStatement(sql: """
            SELECT s.account, s.id FROM sales_objective s WHERE s.workspace = ? AND s.account IN \(list.places) AND NOT \(Self.isEnded(visibly: false))
            """), arguments: [number] + list.arguments) {
            open[row[0] as UUID, default: []].append(row[1])
        }
        return open
    }

    /// A meeting or interaction that goes takes its links and questions with it.
    func forgetLinks(of happening: UUID, _ db: Database) throws {
        try queueSuggesting(after: happening, db)
        for table in ["objective_link", "objective_question"] {
            try run("DELETE FROM \(table) WHERE workspace = ? AND interaction = ?", [number, happening], db)
        }
    }

    // MARK: What waits

    func openLinks(near time: Timestamp, before end: Timestamp, limit: Int, in scope: Scope) async throws(StoreError) -> [OpenLink] {
        let limit = try DirectoryPlace.checked(limit)
        return try await engine.read { db in
            let seenMeeting = sight(scope).meeting, seenInteraction = sight(scope).happening(id: "i.id", broughtInBy: "i.brought_in_by")
            // Of many, those nearest in time, so that neither what is to come nor what was long ago hides the other; told as the history is, from its end.
            let now = time.milliseconds, end = end.milliseconds
            let rows = try Row.fetchAll(db, sql: """
                SELECT * FROM (
                    SELECT is_meeting, id, at, waiting FROM (
                        SELECT 1 AS is_meeting, m.id AS id, m.ordered_at AS at, 1 AS waiting FROM objective_question q
                            JOIN meeting m ON m.workspace = q.workspace AND m.id = q.interaction
                            WHERE q.workspace = \(number) AND q.settled_at IS NULL AND m.ordered_at < ? AND \(seenMeeting.sql)
                        UNION ALL
                        SELECT 0, id, at, waiting FROM (
                            SELECT id, at, count(*) OVER (PARTITION BY series, single) AS waiting,
                                row_number() OVER (PARTITION BY series, single ORDER BY CASE WHEN at < ? THEN 0 ELSE 1 END, abs(at - \(now)), id DESC) AS place
                            FROM (
                                SELECT i.id AS id, i.ordered_at AS at, CASE WHEN \(Self.inSeries) THEN i.answers END AS series,
                                    CASE WHEN \(Self.inSeries) THEN NULL ELSE i.id END AS single
                                FROM objective_question q JOIN interaction i ON i.workspace = q.workspace AND i.id = q.interaction
                                WHERE q.workspace = \(number) AND q.settled_at IS NULL AND \(seenInteraction.sql)
                            ) AS waits
                        ) AS placed WHERE place = 1 AND at < ?
                    ) AS asked ORDER BY abs(at - \(now)), id DESC LIMIT ?
                ) AS nearest ORDER BY at DESC, id DESC
                """, arguments: [end] + seenMeeting.arguments + [end] + seenInteraction.arguments + [end, limit])
            let accounts = rows.isEmpty ? [:] : try linkedAccounts(ofEach: rows.map { $0[1] as UUID }, db)
            let seen = sight(scope).objective
            return try rows.map { row in
                let list = SQLList((accounts[row[1] as UUID] ?? []).map(\.uuid) + [row[1] as UUID])
                return OpenLink(
                    line: try row[0] as Bool ? line(ofMeeting: Identifier(row: row, 1), db) : line(ofInteraction: Identifier(row: row, 1), db),
                    candidates: try Row.fetchAll(db.cachedStatement(sql: """
                        SELECT \(Self.objectiveColumns) \(Self.objectiveTables) WHERE s.workspace = ? AND s.account IN \(list.places)
                            AND NOT \(Self.isEnded(visibly: true)) AND \(seen.sql) ORDER BY s.opened_at DESC, s.id DESC
                        """), arguments: [number] + list.arguments + seen.arguments).map(Self.objectiveRecord),
                    waiting: row[3]
                )
            }
        }
    }

    // MARK: What belongs to an objective

    func linked(to objective: Identifier<SalesObjective>, asOf time: Timestamp?, in scope: Scope) async throws(StoreError) -> [LinkedHappening] {
        try await engine.read { db in try linked(toEach: [objective], asOf: time, in: scope, db)[objective] ?? [] }
    }

    func linked(toEach objectives: [Identifier<SalesObjective>], in scope: Scope) async throws(StoreError) -> [Identifier<SalesObjective>: [LinkedHappening]] {
        try await engine.read { db in try linked(toEach: objectives, asOf: nil, in: scope, db) }
    }

    private func linked(
        toEach objectives: [Identifier<SalesObjective>], asOf time: Timestamp?, in scope: Scope, _ db: Database
    ) throws -> [Identifier<SalesObjective>: [LinkedHappening]] {
        guard !objectives.isEmpty else { return [:] }
        let list = SQLList(objectives.map(\.uuid))
        let held = time == nil ? "l.ended_at IS NULL" : "l.linked_at <= ? AND coalesce(l.ended_at, ?) > ?"
        let which = SQLText(
            sql: "l.objective IN \(list.places) AND \(held)",
            arguments: list.arguments + (time.map { [$0.milliseconds, Int64.max, $0.milliseconds] } ?? [])
        )
        let found = try linkedMeetings(which, scope, db) + linkedInteractions(which, scope, db)
        return Dictionary(grouping: found) { Identifier<SalesObjective>($0.objective) }.mapValues { placed in
            placed.sorted { ($0.at, Identifier<LinkedHappening>($0.id)) < ($1.at, Identifier<LinkedHappening>($1.id)) }.map(\.happening)
        }
    }

    private typealias Placed = (objective: UUID, at: Int64, id: UUID, happening: LinkedHappening)

    /// - Parameter which: on `objective_link l`.
    private func linkedMeetings(_ which: SQLText, _ scope: Scope, _ db: Database) throws -> [Placed] {
        let seen = sight(scope).meeting
        let from = """
            FROM objective_link l JOIN meeting m ON m.workspace = l.workspace AND m.id = l.interaction
            """
        let condition = "WHERE l.workspace = ? AND \(which.sql) AND \(seen.sql)"
        let arguments: StatementArguments = [number] + which.arguments + seen.arguments
        var people: [UUID: [Identifier<Person>]] = [:], sellers: [UUID: Set<Identifier<Person>>] = [:], unnamed: [UUID: Set<Identifier<Participant>>] = [:]
        var asking: Set<UUID> = []
        for row in try Row.fetchAll(db.cachedStatement(sql: """
            SELECT DISTINCT m.id, c.person, c.ordinal, c.side, c.id \(from) JOIN cast_person c ON c.workspace = m.workspace AND c.meeting = m.number \(condition)
                ORDER BY m.id, c.ordinal
            """), arguments: arguments) {
            let meeting = row[0] as UUID, isSeller = row[3] as String? == Side.seller.rawValue
            if row.hasNull(atIndex: 3) { asking.insert(meeting) }
            if row.hasNull(atIndex: 1) {
                if !isSeller { unnamed[meeting, default: []].insert(Identifier(row: row, 4)) }
                continue
            }
            people[meeting, default: []].append(Identifier(row: row, 1))
            if isSeller { sellers[meeting, default: []].insert(Identifier(row: row, 1)) }
        }
        return try Row.fetchAll(db.cachedStatement(sql: """
            SELECT m.id, m.title, m.started_at, m.recorded_at, m.is_fiction, m.note, m.duration, m.ordered_at, l.linked_at, l.is_by_itself, l.objective
            \(from) \(condition)
            """), arguments: arguments).map { row in
                let meeting = Meeting(
                    id: Identifier(row: row, 0), title: row[1], startedAt: (row[2] as Int64?).map(Timestamp.init(milliseconds:)),
                    recordedAt: Timestamp(milliseconds: row[3]), isFiction: row[4], note: row[5]
                )
                let content = LinkedHappening.Content.meeting(meeting, people: people[row[0] as UUID] ?? [], milliseconds: row[6])
                var linked = LinkedHappening(content, linkedAt: Timestamp(milliseconds: row[8]), isByItself: row[9], sellers: sellers[row[0] as UUID] ?? [])
                linked.unnamed = unnamed[row[0] as UUID] ?? []
                linked.asksSides = asking.contains(row[0] as UUID)
                return (row[10], row[7], row[0], linked)
            }
    }

    /// - Parameter which: on `objective_link l`.
    private func linkedInteractions(_ which: SQLText, _ scope: Scope, _ db: Database) throws -> [Placed] {
        let seen = sight(scope).happening(id: "i.id", broughtInBy: "i.brought_in_by")
        let from = """
            FROM objective_link l JOIN interaction i ON i.workspace = l.workspace AND i.id = l.interaction
            """
        let condition = "WHERE l.workspace = ? AND \(which.sql) AND \(seen.sql)"
        let arguments: StatementArguments = [number] + which.arguments + seen.arguments
        var parts: [UUID: [Interaction.Participation]] = [:]
        let participants = try Row.fetchCursor(db.cachedStatement(sql: """
            SELECT DISTINCT i.id, p.part, p.name, p.address, p.person, p.ordinal \(from)
            JOIN interaction_participant p ON p.workspace = i.workspace AND p.interaction = i.id \(condition) ORDER BY i.id, p.ordinal
            """), arguments: arguments)
        while let row = try participants.next() {
            guard let part = Interaction.Participation.Part(rawValue: row[1]) else { continue }
            parts[row[0] as UUID, default: []].append(
                Interaction.Participation(part, name: row[2], address: row[3], person: (row[4] as UUID?).map(Identifier.init))
            )
        }
        let interactions = try Row.fetchCursor(db.cachedStatement(sql: """
            SELECT i.id, i.kind, i.title, i.started_at, i.ended_at, i.recorded_at, i.is_cancelled, i.is_fiction, i.ordered_at, l.linked_at, l.is_by_itself, l.objective
            \(from) \(condition)
            """), arguments: arguments)
        var found: [Placed] = []
        while let row = try interactions.next() {
            let interaction = Interaction(
                id: Identifier(row: row, 0), kind: Interaction.Kind(rawValue: row[1]) ?? .note, title: row[2],
                startedAt: (row[3] as Int64?).map(Timestamp.init(milliseconds:)), endedAt: (row[4] as Int64?).map(Timestamp.init(milliseconds:)),
                recordedAt: Timestamp(milliseconds: row[5]), participants: parts[row[0] as UUID] ?? [], isCancelled: row[6], isFiction: row[7]
            )
            found.append((row[11], row[8], row[0], LinkedHappening(.interaction(interaction), linkedAt: Timestamp(milliseconds: row[9]), isByItself: row[10])))
        }
        return found
    }
}

extension HistoryLine.Subject {
    /// The id, under which links are kept.
    var uuid: UUID {
        switch self {
        case .meeting(let id): id.uuid
        case .interaction(let id): id.uuid
        }
    }
}
