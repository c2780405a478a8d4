import ArgumentParser
import Covalence
import Foundation
import Store
import Workbench

/// `covalence audit`: who did what, when and from where.
struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "Shows who did what, when and from where. Ids only: the log holds no words and no names.",
        discussion: """
            EXAMPLES:
              covalence audit
              covalence audit --action meeting --from 2026-11-01
              covalence audit --subject 0195a3c2-7d10-7000-8000-000000000001 --json
              covalence audit drop --before 2025-01-01
            """,
        subcommands: [AuditSearchCommand.self, AuditDropCommand.self], defaultSubcommand: AuditSearchCommand.self
    )
}

/// `covalence audit` without more: searches.
struct AuditSearchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "search", abstract: "Shows entries, the newest first; what covalence audit does by itself.")

    @OptionGroup var store: StoreOptions

    @Option(help: ArgumentHelp("Only this member, by mail address or id.", valueName: "who"))
    var member: String?

    @Option(help: ArgumentHelp("Only actions whose name begins so: meeting, meeting.open.", valueName: "name"))
    var action: String?

    @Option(help: ArgumentHelp("Only what was done to the thing with this id.", valueName: "id"))
    var subject: String?

    @Option(help: ArgumentHelp("From this day on (UTC).", valueName: "date"))
    var from: String?

    @Option(help: ArgumentHelp("Up to this day, not included (UTC).", valueName: "date"))
    var before: String?

    @Flag(help: "Only what was refused.")
    var refused = false

    @Option(help: "At most so many, 1 to 500.")
    var limit = 50

    @Flag(help: "Write JSON lines.")
    var json = false

    func validate() throws {
        guard (1...500).contains(limit) else { throw ValidationError("--limit takes 1 to 500.") }
        if let subject, UUID(uuidString: subject) == nil {
            throw ValidationError("--subject takes an id of 36 characters with hyphens, not “\(subject.printable)”.")
        }
        _ = try AuditCommand.day(from, "--from")
        _ = try AuditCommand.day(before, "--before")
    }

    func run() async throws {
        let from = try AuditCommand.day(from, "--from"), before = try AuditCommand.day(before, "--before")
        let page = try await store.withWorkbench(create: false) { bench in
            var search = AuditSearch(
                action: action, subject: subject.flatMap { UUID(uuidString: $0) }, from: from, before: before,
                outcome: refused ? .refused : nil, limit: limit
            )
            if let member { search.member = try await bench.member(named: member) }
            return try await bench.searchAudit(search, by: .owner)
        }
        let terminal = Terminal()
        for record in page.items { terminal.line(try json ? AuditLine(record).json() : text(record.entry)) }
        if page.items.isEmpty, terminal.showsProgress { terminal.note("Nothing of that kind is in the log.") }
    }

    private func text(_ entry: AuditEntry) -> String {
        let who = switch entry.actor {
        case .member(let id): "member \(id)"
        case .operator: "operator"
        case .system: "program"
        case .nobody: "nobody"
        }
        let what = entry.subject.map { "  \($0.kind.rawValue) \($0.id.uuidString.lowercased())" } ?? ""
        return "\(entry.at)  \(who)  \(entry.action)\(what)  from \(entry.origin)\(entry.outcome == .done ? "" : "  \(entry.outcome.rawValue)")"
    }
}

extension AuditCommand {
    /// A day's beginning (UTC).
    static func day(_ text: String?, _ option: String) throws -> Timestamp? {
        guard let text else { return nil }
        guard let day = CalendarDay(text) else { throw ValidationError("\(option) takes a date such as 2026-11-23, not “\(text.printable)”.") }
        return Timestamp(milliseconds: day.daysSince1970 * 86_400_000)
    }
}

/// An entry as a line of JSON.
private struct AuditLine: Encodable {
    var id, at, actor, action, origin, outcome, node, hash: String
    var member, subjectKind, subject, session: String?
    var sequence: Int64

    init(_ record: AuditRecord) {
        let entry = record.entry
        id = entry.id.description
        at = entry.at.description
        (actor, member) = switch entry.actor {
        case .member(let id): ("member", id.description)
        case .operator: ("operator", nil)
        case .system: ("program", nil)
        case .nobody: ("nobody", nil)
        }
        action = entry.action.description
        subjectKind = entry.subject?.kind.rawValue
        subject = entry.subject?.id.uuidString.lowercased()
        session = entry.session?.uuidString.lowercased()
        origin = entry.origin.description
        outcome = entry.outcome.rawValue
        node = record.node.uuidString.lowercased()
        sequence = record.sequence
        hash = record.hash.description
    }

    func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }
}
