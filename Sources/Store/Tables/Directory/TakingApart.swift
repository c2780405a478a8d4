import Covalence
import Foundation

/// Giving back what a merge moved.
extension SQLWorkspaceStore {
    func takeApart(_ gone: Organization, from kept: Identifier<Organization>, _ moved: Moved, at time: Timestamp, _ db: Database) throws {
        var stays = try organizationSummary(kept, in: .everything, at: time, db)
        let before = moved.keptOrganization
        stays.organization.domains.removeAll { gone.domains.contains($0) && !(before?.domains.contains($0) ?? false) }
        // What was taken over goes back, unless somebody changed it since.
        if before?.industry == nil, stays.organization.industry == gone.industry { stays.organization.industry = nil }
        if before?.size == nil, stays.organization.size == gone.size { stays.organization.size = nil }
        if before?.country == nil, stays.organization.country == gone.country { stays.organization.country = nil }
        if before?.note == nil, stays.organization.note == gone.note { stays.organization.note = nil }
        if stays.organization.parent == moved.parent { stays.organization.parent = before?.parent }
        try rewrite(stays.organization, at: time, db)
        var back = gone
        if let parent = gone.parent, try Bool.fetchOne(db, sql: "SELECT 1 FROM organization WHERE workspace = ? AND id = ?", arguments: [number, parent.uuid]) == nil { back.parent = nil }
        back.domains = try gone.domains.filter { domain in
            try Bool.fetchOne(db, sql: "SELECT 1 FROM organization_domain WHERE workspace = ? AND domain = ?", arguments: [number, domain]) == nil
        }
        try insertRow(back, version: 1, at: time, db)
        try setDomains(of: back, db)
        let added = AccountHolders(
            members: (moved.holders?.members ?? []).subtracting(moved.keptHolders?.members ?? []),
            teams: (moved.holders?.teams ?? []).subtracting(moved.keptHolders?.teams ?? [])
        )
        try replaceHolders(of: kept, AccountHolders(
            members: stays.holders.members.subtracting(added.members), teams: stays.holders.teams.subtracting(added.teams)
        ), db)
        try replaceHolders(of: back.id, try present(moved.holders ?? AccountHolders(), db), db)
        for person in moved.people {
            try run("UPDATE person SET organization = ? WHERE workspace = ? AND id = ? AND organization = ?", [back.id.uuid, number, person, kept.uuid], db)
        }
        for child in moved.children {
            try run("UPDATE organization SET parent = ? WHERE workspace = ? AND id = ? AND parent = ?", [back.id.uuid, number, child, kept.uuid], db)
        }
        for happening in moved.happenings {
            try run("""
                UPDATE interaction_account SET organization = ?1 WHERE workspace = ?2 AND interaction = ?3 AND organization = ?4
                    AND NOT EXISTS (SELECT 1 FROM interaction_account o WHERE o.workspace = ?2 AND o.interaction = ?3 AND o.organization = ?1)
                """, [back.id.uuid, number, happening, kept.uuid], db)
        }
        for happening in moved.shared where try isLinked(happening, to: kept, db) {
            try run("""
                INSERT INTO interaction_account (workspace, interaction, organization) VALUES (?, ?, ?)
                ON CONFLICT (workspace, interaction, organization) DO NOTHING
                """, [number, happening, back.id.uuid], db)
        }
        for objective in moved.objectives ?? [] {
            try run("UPDATE sales_objective SET account = ?, version = version + 1 WHERE workspace = ? AND id = ? AND account = ?", [
                back.id.uuid, number, objective, kept.uuid,
            ], db)
        }
        try touch(moved.happenings + moved.shared, db)
        // Who belongs to whom may have been changed since: what would close a circle is left open.
        for id in [back.id, kept] where try ancestors(of: id, db).contains(id) {
            try run("UPDATE organization SET parent = NULL WHERE workspace = ? AND id = ?", [number, id.uuid], db)
        }
    }

    func takeApart(_ gone: Person, from kept: Identifier<Person>, _ moved: Moved, at time: Timestamp, _ db: Database) throws {
        guard var stays = try storedPerson(kept, db) else { throw StoreError.notFound("The person \(kept)") }
        let before = moved.keptPerson
        stays.reach.removeAll { gone.reach.contains($0) && !(before?.reach.contains($0) ?? false) }
        if before?.organization == nil, stays.organization == gone.organization { stays.organization = nil }
        if before?.function == nil, stays.function == gone.function { stays.function = nil }
        if before?.note == nil, stays.note == gone.note { stays.note = nil }
        if before?.languages.isEmpty == true, stays.languages == gone.languages { stays.languages = [] }
        if before?.cultures.isEmpty == true, stays.cultures == gone.cultures { stays.cultures = [] }
        try rewrite(stays, at: time, db)
        var back = gone
        if let at = gone.organization, try Bool.fetchOne(db, sql: "SELECT 1 FROM organization WHERE workspace = ? AND id = ?", arguments: [number, at.uuid]) == nil { back.organization = nil }
        back.reach = try gone.reach.filter { reach in
            try reach.means != .mail || Bool.fetchOne(
                db, sql: "SELECT 1 FROM person_reach WHERE workspace = ? AND means = 'mail' AND value = ?", arguments: [number, reach.value]
            ) == nil
        }
        try insertRow(back, addedBy: moved.addedBy, version: 1, at: time, db)
        try setReach(of: back, db)
        for part in moved.parts {
            guard part.count == 2, let interaction = UUID(uuidString: part[0]), let ordinal = Int(part[1]) else { continue }
            try run("UPDATE interaction_participant SET person = ? WHERE workspace = ? AND interaction = ? AND ordinal = ? AND person = ?", [back.id.uuid, number, interaction, ordinal, kept.uuid], db)
        }
        _ = try moveCast(from: kept, to: back.id, only: Set(moved.cast), db)
        for member in moved.members ?? [] {
            try run("UPDATE member SET person = ? WHERE workspace = ? AND id = ? AND person = ?", [back.id.uuid, number, member, kept.uuid], db)
        }
        try touch(Set(moved.parts.compactMap { $0.first.flatMap { UUID(uuidString: $0) } }), db)
    }
}
