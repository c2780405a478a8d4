import ArgumentParser
import Covalence
import Foundation
import Server
import Store
import Workbench

/// `covalence person`: the people in the store.
struct PersonCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "person",
        abstract: "People at customers, partners and with us.",
        discussion: """
            EXAMPLES:
              covalence person add "Paula Keller" --organization Brunavik --mail paula@brunavik.example
              covalence person list --organization Brunavik
              covalence person show "Paula Keller"
              covalence person edit "Paula Keller" --reports-to "Jonas Rautio"
            """,
        subcommands: [List.self, Show.self, Add.self, Edit.self, Merge.self, Unmerge.self, Duplicates.self]
    )

    /// What can be said of a person.
    struct Fields: ParsableArguments {
        @Option(help: ArgumentHelp("Where they work, by name or id.", valueName: "name")) var organization: String?
        @Option(help: "What they do there: “Head of maintenance”.") var function: String?
        @Option(help: "A language they speak with us (en, de, …), the preferred one first; may be given several times.") var language: [String] = []
        @Option(help: "A mail address; may be given several times. Takes the place of those that are there.") var mail: [String] = []
        @Option(help: "A telephone number; may be given several times. Takes the place of those that are there.") var phone: [String] = []
        @Option(help: "A line on them.") var note: String?
        @Option(name: .customLong("reports-to"), help: ArgumentHelp("Whom they report to, by name or id; \"\" for nobody.", valueName: "name"))
        var reportsTo: String?

        func apply(to person: inout Person, _ bench: Workbench) async throws {
            if let organization { person.organization = organization.isEmpty ? nil : try await bench.organization(named: organization).id }
            person.function = function ?? person.function
            person.note = note ?? person.note
            if !language.isEmpty { person.languages = language }
            if !mail.isEmpty { person.reach = person.reach.filter { $0.means != .mail } + mail.map { .init(.mail, $0) } }
            if !phone.isEmpty { person.reach = person.reach.filter { $0.means != .phone } + phone.map { .init(.phone, $0) } }
        }

        func applyReporting(of person: Identifier<Person>, _ bench: Workbench) async throws {
            guard let reportsTo else { return }
            let above = reportsTo.isEmpty ? nil : try await bench.person(named: reportsTo).id
            try await bench.reportsTo(person, above: above, by: .owner)
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists people by name.",
            discussion: """
                EXAMPLES:
                  covalence person list paula
                  covalence person list --organization Brunavik --json
                """
        )
        @Argument(help: "Part of the name, function or mail address.") var text: String?
        @OptionGroup var store: StoreOptions
        @Option(help: ArgumentHelp("Only those who work there.", valueName: "name")) var organization: String?
        @Option(help: "At most so many, 1 to 500.") var limit = 50
        @Flag(help: "Write JSON lines.") var json = false

        func validate() throws {
            guard (1...500).contains(limit) else { throw ValidationError("--limit takes 1 to 500.") }
        }

        func run() async throws {
            let terminal = Terminal()
            let page = try await store.withWorkbench(create: false) { bench in
                var query = PersonQuery(text: text, limit: limit)
                if let organization { query.organization = try await bench.organization(named: organization).id }
                return try await bench.people(query, by: .owner)
            }
            for summary in page.items { terminal.line(json ? try jsonLine(PersonLine(summary)) : PersonLine(summary).text(terminal)) }
            if page.items.isEmpty, terminal.showsProgress { terminal.note("No people.") }
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows a person: where they work, who is above and below, what happened, what is known.",
            discussion: """
                EXAMPLE:
                  covalence person show paula@brunavik.example
                """
        )
        @Argument(help: "Their name, mail address or id.") var person: String
        @OptionGroup var store: StoreOptions
        @Flag(help: "Write JSON.") var json = false

        func run() async throws {
            let terminal = Terminal()
            let open = try await store.withWorkbench(create: false) { bench in
                try await bench.openPerson(try await bench.person(named: person).id, by: .owner)
            }
            if json { return terminal.line(try jsonLine(Shown(open))) }
            terminal.line(PersonLine(open.summary).text(terminal))
            for way in open.summary.person.reach { terminal.line("  \(way.means.rawValue): \(way.value.printable)") }
            for above in open.reportsTo { terminal.line("  reports to \(above.person.person.name.printable)") }
            for below in open.reports { terminal.line("  \(below.person.person.name.printable) reports to them") }
            for entry in open.ahead.items { terminal.line("  to come: " + HistoryJSON(entry).text(terminal)) }
            for entry in open.history.items { terminal.line("  " + HistoryJSON(entry).text(terminal)) }
            for claim in open.known { terminal.line("  \((claim.value ?? claim.kind).printable) (said by \(claim.author.name.printable))") }
        }

        struct Shown: Encodable {
            var person: PersonLine
            var reportsTo: [PersonLine]
            var reports: [PersonLine]
            var ahead: [HistoryJSON]
            var history: [HistoryJSON]
            var known: [ClaimJSON]

            init(_ open: OpenPerson) {
                person = PersonLine(open.summary)
                reportsTo = open.reportsTo.map { PersonLine($0.person) }
                reports = open.reports.map { PersonLine($0.person) }
                ahead = open.ahead.items.map(HistoryJSON.init)
                history = open.history.items.map(HistoryJSON.init)
                known = open.known.map(ClaimJSON.init)
            }
        }
    }

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Adds a person.",
            discussion: """
                EXAMPLE:
                  covalence person add "Paula Keller" --organization Brunavik --mail paula@brunavik.example
                """
        )
        @Argument(help: "Their name.") var name: String
        @OptionGroup var fields: Fields
        @OptionGroup var store: StoreOptions
        @Flag(help: "Write JSON.") var json = false

        func run() async throws {
            let summary = try await store.withWorkbench(create: true) { bench in
                var person = Person(id: .make(at: Workbench.clock()), name: name)
                try await fields.apply(to: &person, bench)
                let summary = try await bench.addPerson(person, by: .owner)
                try await fields.applyReporting(of: summary.id, bench)
                return summary
            }
            Terminal().line(json ? try jsonLine(PersonLine(summary)) : "Added \(summary.person.name.printable).  \(summary.id)")
        }
    }

    struct Edit: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Changes what is known of a person; what is not named stays.",
            discussion: """
                EXAMPLE:
                  covalence person edit "Paula Keller" --function "Plant manager" --reports-to "Jonas Rautio"
                """
        )
        @Argument(help: "Their name, mail address or id.") var person: String
        @Option(help: "A new name.") var name: String?
        @OptionGroup var fields: Fields
        @OptionGroup var store: StoreOptions
        @Flag(help: "Write JSON.") var json = false

        func run() async throws {
            let summary = try await store.withWorkbench(create: false) { bench in
                let former = try await bench.person(named: person)
                var changed = former.person
                changed.name = name ?? changed.name
                try await fields.apply(to: &changed, bench)
                let summary = changed == former.person ? former : try await bench.editPerson(changed, expecting: former.version, by: .owner)
                try await fields.applyReporting(of: summary.id, bench)
                return summary
            }
            Terminal().line(json ? try jsonLine(PersonLine(summary)) : "Changed \(summary.person.name.printable).  \(summary.id)")
        }
    }

    struct Merge: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Two people are one; the first becomes part of the second. Can be undone.",
            discussion: """
                EXAMPLE:
                  covalence person merge "P. Keller" --into "Paula Keller"
                """
        )
        @Argument(help: "The one that goes, by name, mail address or id.") var person: String
        @Option(help: ArgumentHelp("The one that stays.", valueName: "name")) var into: String
        @OptionGroup var store: StoreOptions
        @Flag(help: "Write JSON.") var json = false

        func run() async throws {
            let (merge, kept, gone) = try await store.withWorkbench(create: false) { bench in
                let gone = try await bench.person(named: person), kept = try await bench.person(named: into)
                return (try await bench.mergePerson(gone.id, into: kept.id, by: .owner), kept.id, gone.id)
            }
            Terminal().line(
                json ? try jsonLine(MergeJSON(merge: merge.description, kept: kept.description, absorbed: gone.description))
                    : "Merged. To take it back: covalence person unmerge \(merge)"
            )
        }
    }

    struct Unmerge: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Takes a merge back; without an id, lists the merges that can be taken back.",
            discussion: """
                EXAMPLES:
                  covalence person unmerge
                  covalence person unmerge 0197a3c4-5d6e-7f80-8a9b-0c1d2e3f4a5b
                """
        )
        @Argument(help: "The id of the merge.") var merge: String?
        @OptionGroup var store: StoreOptions
        @Flag(help: "Write JSON lines.") var json = false

        func run() async throws { try await MergeUndoing(what: "person", merge: merge, store: store, json: json).run() }
    }

    struct Duplicates: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists people who may be one.",
            discussion: """
                EXAMPLE:
                  covalence person duplicates
                """
        )
        @OptionGroup var store: StoreOptions
        @Option(help: "At most so many, 1 to 500.") var limit = 50
        @Flag(help: "Write JSON lines.") var json = false

        func validate() throws {
            guard (1...500).contains(limit) else { throw ValidationError("--limit takes 1 to 500.") }
        }

        func run() async throws {
            let terminal = Terminal()
            for pair in try await store.withWorkbench(create: false, { try await $0.likelyDuplicatePeople(limit: limit, by: .owner) }) {
                let line = DuplicateJSON(
                    first: pair.first.id.description, firstName: pair.first.name, second: pair.second.id.description,
                    secondName: pair.second.name, reason: pair.reason
                )
                terminal.line(json ? try jsonLine(line) : line.text)
            }
        }
    }
}
