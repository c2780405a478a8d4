import ArgumentParser
import Covalence
import Foundation
import Server
import Store
import Workbench

/// `covalence organization`: the organisations in the store.
struct OrganizationCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "organization",
        abstract: "Customers, prospects, partners, competitors and our own companies.",
        discussion: """
            EXAMPLES:
              covalence organization add Brunavik --kind customer --domain brunavik.example --country FI
              covalence organization list --kind customer
              covalence organization show Brunavik
              covalence organization merge "Brunavik Oy" --into Brunavik
            """,
        subcommands: [List.self, Show.self, Add.self, Edit.self, Merge.self, Unmerge.self, Duplicates.self]
    )

    /// What can be said of an organisation.
    struct Fields: ParsableArguments {
        @Option(help: "What it is to us: own, customer, prospect, partner, competitor.")
        var kind: String?
        @Option(help: "Its industry, in your words.")
        var industry: String?
        @Option(help: "How many people work there: micro (up to 9), small (49), medium (249), large.")
        var size: String?
        @Option(help: ArgumentHelp("Its country, two letters.", valueName: "code"))
        var country: String?
        @Option(help: ArgumentHelp("The organisation it belongs to, by name or id.", valueName: "name"))
        var parent: String?
        @Option(help: "A domain of its mail addresses; may be given several times. Takes the place of those that are there.")
        var domain: [String] = []
        @Option(help: "A line on it.")
        var note: String?

        func validate() throws {
            if let kind, Organization.Kind(rawValue: kind) == nil {
                throw ValidationError("--kind takes \(Organization.Kind.allCases.map(\.rawValue).joined(separator: ", ")), not “\(kind.printable)”.")
            }
            if let size, Organization.Size(rawValue: size) == nil {
                throw ValidationError("--size takes \(Organization.Size.allCases.map(\.rawValue).joined(separator: ", ")), not “\(size.printable)”.")
            }
        }

        func apply(to organization: inout Organization, _ bench: Workbench) async throws {
            if let kind = kind.flatMap(Organization.Kind.init(rawValue:)) { organization.kind = kind }
            if let size = size.flatMap(Organization.Size.init(rawValue:)) { organization.size = size }
            organization.industry = industry ?? organization.industry
            organization.country = country ?? organization.country
            organization.note = note ?? organization.note
            if !domain.isEmpty { organization.domains = domain }
            if let parent { organization.parent = parent.isEmpty ? nil : try await bench.organization(named: parent).id }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists organisations by name.",
            discussion: """
                EXAMPLES:
                  covalence organization list
                  covalence organization list north --kind customer --json
                """
        )
        @Argument(help: "Part of the name or of a domain.") var text: String?
        @OptionGroup var store: StoreOptions
        @Option(help: "Only this kind; may be given several times.") var kind: [String] = []
        @Option(help: "At most so many, 1 to 500.") var limit = 50
        @Flag(help: "Write JSON lines.") var json = false

        func validate() throws {
            guard (1...500).contains(limit) else { throw ValidationError("--limit takes 1 to 500.") }
            for kind in kind where Organization.Kind(rawValue: kind) == nil {
                throw ValidationError("--kind takes \(Organization.Kind.allCases.map(\.rawValue).joined(separator: ", ")), not “\(kind.printable)”.")
            }
        }

        func run() async throws {
            let terminal = Terminal()
            let kinds = kind.isEmpty ? nil : Set(kind.compactMap(Organization.Kind.init(rawValue:)))
            let page = try await store.withWorkbench(create: false) {
                try await $0.organizations(OrganizationQuery(text: text, kinds: kinds, limit: limit), by: .owner)
            }
            for summary in page.items {
                let line = OrganizationLine(summary)
                terminal.line(json ? try jsonLine(line) : line.text(terminal))
            }
            if page.items.isEmpty, terminal.showsProgress { terminal.note("No organisations.") }
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows an organisation: who works there, what happened, what is known.",
            discussion: """
                EXAMPLE:
                  covalence organization show Brunavik
                """
        )
        @Argument(help: "Its name, domain or id.") var organization: String
        @OptionGroup var store: StoreOptions
        @Flag(help: "Write JSON.") var json = false

        func run() async throws {
            let terminal = Terminal()
            let account = try await store.withWorkbench(create: false) { bench in
                try await bench.openAccount(try await bench.organization(named: organization).id, by: .owner)
            }
            let line = OrganizationLine(account.summary)
            if json { return terminal.line(try jsonLine(Shown(account))) }
            terminal.line(line.text(terminal))
            if let parent = account.parents.first { terminal.line("Belongs to \(parent.organization.name.printable)") }
            for child in account.children { terminal.line("Has \(child.organization.name.printable)") }
            for person in account.people { terminal.line("  " + PersonLine(person).text(terminal)) }
            for entry in account.ahead.items { terminal.line("  to come: " + HistoryJSON(entry).text(terminal)) }
            for entry in account.history.items { terminal.line("  " + HistoryJSON(entry).text(terminal)) }
            for claim in account.known { terminal.line("  \((claim.value ?? claim.kind).printable) (said by \(claim.author.name.printable))") }
        }

        struct Shown: Encodable {
            var organization: OrganizationLine
            var parents: [OrganizationLine]
            var children: [OrganizationLine]
            var people: [PersonLine]
            var ahead: [HistoryJSON]
            var history: [HistoryJSON]
            var known: [ClaimJSON]
            var files: [String]

            init(_ account: OpenAccount) {
                organization = OrganizationLine(account.summary)
                parents = account.parents.map(OrganizationLine.init)
                children = account.children.map(OrganizationLine.init)
                people = account.people.map(PersonLine.init)
                ahead = account.ahead.items.map(HistoryJSON.init)
                history = account.history.items.map(HistoryJSON.init)
                known = account.known.map(ClaimJSON.init)
                files = account.files.map(\.file.name)
            }
        }
    }

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Adds an organisation.",
            discussion: """
                EXAMPLE:
                  covalence organization add Brunavik --kind customer --domain brunavik.example --size large
                """
        )
        @Argument(help: "Its name.") var name: String
        @OptionGroup var fields: Fields
        @OptionGroup var store: StoreOptions
        @Flag(help: "Write JSON.") var json = false

        func run() async throws {
            let summary = try await store.withWorkbench(create: true) { bench in
                var organization = Organization(id: .make(at: Workbench.clock()), name: name, kind: .prospect)
                try await fields.apply(to: &organization, bench)
                return try await bench.addOrganization(organization, by: .owner)
            }
            let terminal = Terminal()
            terminal.line(json ? try jsonLine(OrganizationLine(summary)) : "Added \(summary.organization.name.printable).  \(summary.id)")
        }
    }

    struct Edit: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Changes what is known of an organisation; what is not named stays.",
            discussion: """
                EXAMPLES:
                  covalence organization edit Brunavik --kind customer
                  covalence organization edit Brunavik --parent ""
                """
        )
        @Argument(help: "Its name, domain or id.") var organization: String
        @Option(help: "A new name.") var name: String?
        @OptionGroup var fields: Fields
        @OptionGroup var store: StoreOptions
        @Flag(help: "Write JSON.") var json = false

        func run() async throws {
            let summary = try await store.withWorkbench(create: false) { bench in
                let former = try await bench.organization(named: organization)
                var changed = former.organization
                changed.name = name ?? changed.name
                try await fields.apply(to: &changed, bench)
                return try await bench.editOrganization(changed, expecting: former.version, by: .owner)
            }
            let terminal = Terminal()
            terminal.line(json ? try jsonLine(OrganizationLine(summary)) : "Changed \(summary.organization.name.printable).  \(summary.id)")
        }
    }

    struct Merge: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Two organisations are one; the first becomes part of the second. Can be undone.",
            discussion: """
                EXAMPLE:
                  covalence organization merge "Brunavik Oy" --into Brunavik
                """
        )
        @Argument(help: "The one that goes, by name or id.") var organization: String
        @Option(help: ArgumentHelp("The one that stays, by name or id.", valueName: "name")) var into: String
        @OptionGroup var store: StoreOptions
        @Flag(help: "Write JSON.") var json = false

        func run() async throws {
            let (merge, kept, gone) = try await store.withWorkbench(create: false) { bench in
                let gone = try await bench.organization(named: organization), kept = try await bench.organization(named: into)
                return (try await bench.mergeOrganization(gone.id, into: kept.id, by: .owner), kept.id, gone.id)
            }
            Terminal().line(
                json ? try jsonLine(MergeJSON(merge: merge.description, kept: kept.description, absorbed: gone.description))
                    : "Merged. To take it back: covalence organization unmerge \(merge)"
            )
        }
    }

    struct Unmerge: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Takes a merge back; without an id, lists the merges that can be taken back.",
            discussion: """
                EXAMPLES:
                  covalence organization unmerge
                  covalence organization unmerge 0197a3c4-5d6e-7f80-8a9b-0c1d2e3f4a5b
                """
        )
        @Argument(help: "The id of the merge.") var merge: String?
        @OptionGroup var store: StoreOptions
        @Flag(help: "Write JSON lines.") var json = false

        func run() async throws { try await MergeUndoing(what: "organization", merge: merge, store: store, json: json).run() }
    }

    struct Duplicates: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists organisations that may be one.",
            discussion: """
                EXAMPLE:
                  covalence organization duplicates
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
            for pair in try await store.withWorkbench(create: false, { try await $0.likelyDuplicateOrganizations(limit: limit, by: .owner) }) {
                let line = DuplicateJSON(
                    first: pair.first.id.description, firstName: pair.first.name, second: pair.second.id.description,
                    secondName: pair.second.name, reason: pair.reason
                )
                terminal.line(json ? try jsonLine(line) : line.text)
            }
        }
    }
}

/// Takes a merge back, or lists those that can be.
struct MergeUndoing {
    var what: String
    var merge: String?
    var store: StoreOptions
    var json: Bool

    func run() async throws {
        let terminal = Terminal()
        guard let merge else {
            let merges = try await store.withWorkbench(create: false) { bench in
                var page = try await bench.merges(limit: 500, by: .owner), merges = page.items
                while let next = page.next {
                    page = try await bench.merges(after: next, limit: 500, by: .owner)
                    merges += page.items
                }
                return merges
            }
            for merge in merges where merge.what == what && !merge.isUndone {
                terminal.line(
                    json ? try jsonLine(MergeJSON(merge: merge.id.description, kept: merge.kept, absorbed: merge.absorbed))
                        : "\(merge.at.description.prefix(16))  \(merge.absorbedName.printable) into \(merge.keptName.printable)  \(merge.id)"
                )
            }
            return
        }
        let id = try Identifier<Store.Merge>.read(merge, of: "a merge", list: "covalence \(what) unmerge")
        try await store.withWorkbench(create: false) { try await $0.undoMerge(id, by: .owner) }
        terminal.line(json ? #"{"undone":"\#(id)"}"# : "Taken back.")
    }
}
