import ArgumentParser
import Covalence
import Foundation
import Server
import Store
import Workbench

/// `covalence interaction`: mails, events, notes, calls.
struct InteractionCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "interaction",
        abstract: "What happened: mails, events, notes, calls, and meetings with words, in one line.",
        discussion: """
            EXAMPLES:
              covalence interaction list --organization Brunavik
              covalence interaction note "Their new line starts in May." --heard-from "the receptionist" --organization Brunavik
              covalence interaction bulk interactions.ndjson
              covalence interaction show 0197a3c4-5d6e-7f80-8a9b-0c1d2e3f4a5b
            """,
        subcommands: [List.self, Show.self, Note.self, Bulk.self, Erase.self]
    )

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists what happened and is to come, newest first.",
            discussion: """
                EXAMPLES:
                  covalence interaction list --organization Brunavik
                  covalence interaction list --person "Paula Keller" --kind mail --json
                  covalence interaction list --organization Brunavik --ahead
                """
        )
        @OptionGroup var store: StoreOptions
        @Option(help: ArgumentHelp("Only with this organisation.", valueName: "name")) var organization: String?
        @Option(help: ArgumentHelp("Only with this person.", valueName: "name")) var person: String?
        @Option(help: "Only this kind: meeting, call, mail, chat, calendar-event, note; may be given several times.") var kind: [String] = []
        @Flag(help: "Only what is to come, the nearest first.") var ahead = false
        @Option(help: "At most so many, 1 to 500.") var limit = 50
        @Flag(help: "Write JSON lines.") var json = false

        func validate() throws {
            guard (1...500).contains(limit) else { throw ValidationError("--limit takes 1 to 500.") }
            for kind in kind where Interaction.Kind(rawValue: kind) == nil {
                throw ValidationError("--kind takes \(Interaction.Kind.allCases.map(\.rawValue).joined(separator: ", ")), not “\(kind.printable)”.")
            }
        }

        func run() async throws {
            let terminal = Terminal()
            let page = try await store.withWorkbench(create: false) { bench in
                var query = HistoryQuery(kinds: kind.isEmpty ? nil : Set(kind.compactMap(Interaction.Kind.init(rawValue:))), limit: limit)
                if let organization { query.organization = try await bench.organization(named: organization).id }
                if let person { query.person = try await bench.person(named: person).id }
                return try await bench.history(ahead ? query.ahead(of: bench.now()) : query, by: .owner)
            }
            for line in page.items { terminal.line(json ? try jsonLine(HistoryJSON(line)) : HistoryJSON(line).text(terminal)) }
            if page.items.isEmpty, terminal.showsProgress { terminal.note("Nothing happened yet.") }
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows an interaction with its words.",
            discussion: """
                EXAMPLE:
                  covalence interaction show 0197a3c4-5d6e-7f80-8a9b-0c1d2e3f4a5b
                """
        )
        @Argument(help: "Its id, as covalence interaction list prints it.") var interaction: String
        @OptionGroup var store: StoreOptions
        @Flag(help: "Write JSON.") var json = false

        func validate() throws { _ = try Identifier<Interaction>.read(interaction, of: "an interaction", list: "covalence interaction list") }

        func run() async throws {
            let id = try Identifier<Interaction>.read(interaction, of: "an interaction", list: "covalence interaction list")
            let open = try await store.withWorkbench(create: false) { try await $0.openInteraction(id, by: .owner) }
            let terminal = Terminal()
            let what = open.record.interaction
            if json { return terminal.line(try jsonLine(Shown(interaction: what, version: open.record.version, accounts: open.accounts.map(OrganizationLine.init)))) }
            terminal.line(terminal.styled(what.title.printable, .bold))
            terminal.line("\(what.kind.rawValue), \((what.startedAt ?? what.recordedAt).description)\(what.isCancelled ? ", called off" : "")")
            for part in what.participants {
                terminal.line("  \(part.part.rawValue): \([part.name, part.address.map { "<\($0)>" }].compactMap(\.self).joined(separator: " ").printable)")
            }
            if let heardFrom = what.heardFrom { terminal.line("Heard from \(heardFrom.printable)") }
            if let text = what.text { terminal.line("\n" + text.printableLines) }
        }

        struct Shown: Encodable {
            var interaction: Interaction
            var version: Int
            var accounts: [OrganizationLine]
        }
    }

    struct Note: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Notes what was seen or heard, or a call or meeting without words.",
            discussion: """
                EXAMPLES:
                  covalence interaction note "Their new line starts in May." --heard-from "the receptionist" --organization Brunavik
                  covalence interaction note "Called about spare parts." --kind call --person "Paula Keller" --started 2026-03-04T09:30:00Z
                """
        )
        @Argument(help: "The words.") var text: String
        @OptionGroup var store: StoreOptions
        @Option(help: "note, call or meeting.") var kind = "note"
        @Option(help: "A title; the beginning of the words where not given.") var title: String?
        @Option(name: .customLong("heard-from"), help: "Who told us.") var heardFrom: String?
        @Option(help: ArgumentHelp("An organisation it belongs to; may be given several times.", valueName: "name")) var organization: [String] = []
        @Option(help: ArgumentHelp("Whom it is about, or who took part; may be given several times.", valueName: "name")) var person: [String] = []
        @Option(help: ArgumentHelp("When it was, with a time zone: 2026-03-04T09:30:00Z.", valueName: "time")) var started: String?
        @Flag(help: "Write JSON.") var json = false

        func validate() throws {
            guard ["note", "call", "meeting"].contains(kind) else { throw ValidationError("--kind takes note, call or meeting, not “\(kind.printable)”.") }
            if let started, Timestamp(iso8601: started) == nil {
                throw ValidationError("“\(started.printable)” is not a time with a zone. Write it as 2026-03-04T09:30:00Z or 2026-03-04T11:30:00+02:00.")
            }
        }

        func run() async throws {
            let record = try await store.withWorkbench(create: true) { bench in
                var accounts: Set<Identifier<Organization>> = [], people: [Identifier<Person>] = []
                for name in organization { accounts.insert(try await bench.organization(named: name).id) }
                for name in person { people.append(try await bench.person(named: name).id) }
                return try await bench.addInteraction(InteractionDraft(
                    Interaction.Kind(rawValue: kind) ?? .note, title: title, text: text, heardFrom: heardFrom,
                    startedAt: started.flatMap { Timestamp(iso8601: $0) }, accounts: accounts, people: people
                ), by: .owner)
            }
            Terminal().line(
                json ? try jsonLine(Show.Shown(interaction: record.interaction, version: record.version, accounts: []))
                    : "Noted “\(record.interaction.title.printable)”.  \(record.id)"
            )
        }
    }

    struct Erase: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Erases interactions for good: words, index and log.",
            discussion: """
                There is no undo.

                EXAMPLE:
                  covalence interaction erase 0197a3c4-5d6e-7f80-8a9b-0c1d2e3f4a5b --yes
                """
        )
        @Argument(help: "Ids, as covalence interaction list prints them.") var interactions: [String] = []
        @OptionGroup var store: StoreOptions
        @Flag(help: "Do not ask.") var yes = false
        @Flag(help: "Say what was erased as JSON lines.") var json = false

        private func ids() throws -> [Identifier<Interaction>] {
            try interactions.map { try Identifier<Interaction>.read($0, of: "an interaction", list: "covalence interaction list") }
        }

        func validate() throws {
            guard !interactions.isEmpty else { throw ValidationError("Name at least one interaction; covalence interaction list prints their ids.") }
            _ = try ids()
            guard yes || isatty(STDIN_FILENO) == 1 else { throw ValidationError("Say --yes to erase without being asked.") }
        }

        func run() async throws {
            let ids = try ids()
            let terminal = Terminal()
            try await store.withWorkbench(create: false) { bench in
                for id in ids {
                    let title = try await bench.openInteraction(id, by: .owner).record.interaction.title
                    if !yes {
                        terminal.note("Erase “\(title.printable)” for good? Type yes:")
                        guard readLine()?.lowercased() == "yes" else {
                            terminal.note("Kept.")
                            continue
                        }
                    }
                    try await bench.erase(id, by: .owner)
                    terminal.line(json ? #"{"erased":"\#(id)"}"# : "Erased \(id).")
                }
            }
        }
    }
}
