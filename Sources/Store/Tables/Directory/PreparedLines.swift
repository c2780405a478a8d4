import Covalence
import Foundation

/// A group of lines of a bulk intake, ready to be written (`InteractionStore.prepare`).
public struct PreparedLines: Sendable {
    let workspace: Int64
    let member: Identifier<Member>?
    let lines: [BulkInteraction]
    /// By what each is told from those before.
    let sources: [Data]
    /// All that are named, each once.
    let accounts: [UUID]
    let people: [UUID]
    /// As if all of them were new and everybody named were there, which is so for most groups.
    let rows: InteractionRows

    init(_ lines: [BulkInteraction], workspace: Int64, broughtInBy member: Identifier<Member>?, _ dialect: Dialect) throws {
        self.workspace = workspace
        self.member = member
        self.lines = lines
        sources = lines.map { SQLWorkspaceStore.sourceHash($0.interaction) ?? Data() }
        var accounts: Set<UUID> = [], people: Set<UUID> = []
        for line in lines {
            for account in line.accounts { accounts.insert(account.uuid) }
            for part in line.interaction.participants {
                if let person = part.person { people.insert(person.uuid) }
            }
        }
        self.accounts = Array(accounts)
        self.people = Array(people)
        rows = try InteractionRows(Array(zip(lines, sources)), workspace: workspace, broughtInBy: member, dialect, people: people)
    }
}

/// New interactions as rows of their tables.
struct InteractionRows: Sendable {
    private var interactions: PackedRows
    private var index: PackedRows
    private var parts: PackedRows
    private var components: PackedRows
    private var links: PackedRows

    /// - Parameter people: those who are there; who is not, is not named.
    init(
        _ lines: [(BulkInteraction, source: Data)], workspace: Int64, broughtInBy member: Identifier<Member>?, _ dialect: Dialect, people: Set<UUID>
    ) throws {
        interactions = PackedRows("interaction", [
            "number", "workspace", "id", "kind", "title", "started_at", "ended_at", "recorded_at", "ordered_at", "text", "heard_from", "place",
            "source_id", "source_hash", "answers", "revision", "is_cancelled", "is_fiction", "brought_in_by", "version", "line_digest",
        ], expecting: lines.count)
        parts = PackedRows(
            "interaction_participant", ["workspace", "interaction", "ordinal", "part", "name", "name_key", "address", "person"], expecting: 2 * lines.count
        )
        components = PackedRows("interaction_component", ["workspace", "interaction", "ordinal", "kind", "name"], expecting: 0)
        links = PackedRows("interaction_account", ["workspace", "interaction", "organization"], expecting: lines.count)
        index = try WordIndex(.wrote, of: workspace).rows(lines.map { WrittenIndex.text(title: $0.0.interaction.title, $0.0.interaction.text) }, dialect)
        for (line, source) in lines {
            let what = line.interaction, id = what.id.uuid
            interactions.addNull()
            interactions.add(workspace)
            interactions.add(id)
            interactions.add(what.kind.rawValue)
            interactions.add(what.title)
            interactions.add(what.startedAt?.milliseconds)
            interactions.add(what.endedAt?.milliseconds)
            interactions.add(what.recordedAt.milliseconds)
            interactions.add((what.startedAt ?? what.recordedAt).milliseconds)
            interactions.add(what.text)
            interactions.add(what.heardFrom)
            interactions.add(what.place)
            interactions.add(what.sourceID)
            interactions.add(source)
            interactions.add(what.answers.isEmpty ? "[]" : try SQLWorkspaceStore.text(what.answers))
            interactions.add(line.revision)
            interactions.add(what.isCancelled)
            interactions.add(what.isFiction)
            interactions.add(member?.uuid)
            interactions.add(1)
            interactions.add(line.digest)
            for (ordinal, part) in what.participants.enumerated() {
                parts.add(workspace)
                parts.add(id)
                parts.add(Int64(ordinal))
                parts.add(part.part.rawValue)
                parts.add(part.name)
                parts.add(part.name.map(folded))
                parts.add(part.address)
                parts.add(part.person.flatMap { people.contains($0.uuid) ? $0.uuid : nil })
            }
            for (ordinal, component) in what.components.enumerated() {
                components.add(workspace)
                components.add(id)
                components.add(Int64(ordinal))
                components.add(component.kind.rawValue)
                components.add(component.name)
            }
            for account in line.accounts {
                links.add(workspace)
                links.add(id)
                links.add(account.uuid)
            }
        }
    }

    /// Writes them with numbers of their own.
    func write(_ db: Database) throws {
        var interactions = interactions, index = index
        let numbers = try db.reserveNumbers(interactions.count, of: "interaction")
        guard numbers.count == interactions.count else { throw StoreError.database("The database gave too few numbers for rows.") }
        interactions.set(0, to: numbers)
        index.set(WordIndex.placeColumn, to: numbers)
        try interactions.write(db)
        try index.write(db)
        try parts.write(db)
        try components.write(db)
        try links.write(db)
    }
}
