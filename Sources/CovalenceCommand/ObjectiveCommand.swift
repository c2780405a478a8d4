import ArgumentParser
import Covalence
import Formats
import Server
import Store
import enum StrategicSelling.FunnelPlace
import struct StrategicSelling.WhatIsSold
import Workbench

/// `covalence objective`: what is sold to whom.
struct ObjectiveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "objective",
        abstract: "Sales objectives: what is sold to whom, what is stated of it, and what belongs to it.",
        discussion: """
            EXAMPLES:
              covalence objective add Brunavik --what "Condition monitoring of line 2" --amount 84000.00 --currency EUR --close 2026-06-30
              covalence objective list --open
              covalence objective show 0197a3c4-5d6e-7f80-8a9b-0c1d2e3f4a5b --sheet
              covalence objective state 0197a3c4-5d6e-7f80-8a9b-0c1d2e3f4a5b influence.role economic --person "Paula Keller"
              covalence objective link 0197a3c4-5d6e-7f80-8a9b-0c1d2e3f4a5b --interaction 0197a3c4-5d6e-7f80-8a9b-0c1d2e3f4a5c
            """,
        subcommands: [List.self, Show.self, Add.self, State.self, Evidence.self, Decide.self, Link.self, Questions.self, Suggest.self, Prepare.self, Debrief.self]
    )

    static func id(_ text: String) throws -> Identifier<SalesObjective> {
        try Identifier<SalesObjective>.read(text, of: "a sales objective", list: "covalence objective list")
    }

    static func time(_ text: String) throws -> Timestamp {
        guard let time = Timestamp(iso8601: text) else {
            throw ValidationError("“\(text.printable)” is not a time with a zone. Write it as 2026-03-04T09:30:00Z or 2026-03-04T11:30:00+02:00.")
        }
        return time
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists sales objectives, the one opened last first.",
            discussion: """
                EXAMPLES:
                  covalence objective list --open
                  covalence objective list --account Brunavik --json
                  covalence objective list --text monitoring --place in-the-funnel
                """
        )
        @OptionGroup var store: StoreOptions
        @Option(help: "Part of what is sold or of the account’s name.") var text: String?
        @Option(help: ArgumentHelp("Only of this account.", valueName: "name")) var account: String?
        @Option(help: "Only at this stage.") var stage: String?
        @Option(help: "Only at this place: universe, above-the-funnel, in-the-funnel, best-few.") var place: String?
        @Flag(help: "Only those that are open.") var open = false
        @Flag(help: "Only those that have ended.") var ended = false
        @Option(help: "At most so many, 1 to 500.") var limit = 50
        @Flag(help: "Write JSON lines.") var json = false

        func validate() throws {
            guard (1...500).contains(limit) else { throw ValidationError("--limit takes 1 to 500.") }
            guard !open || !ended else { throw ValidationError("Nothing is open and has ended. Give --open or --ended, or none of them for both.") }
            if let place, FunnelPlace(rawValue: place) == nil {
                throw ValidationError("--place takes \(FunnelPlace.allCases.map(\.rawValue).joined(separator: ", ")), not “\(place.printable)”.")
            }
        }

        func run() async throws {
            let terminal = Terminal()
            let page = try await store.withWorkbench(create: false) { bench in
                var query = ObjectiveQuery(text: text, isOpen: open ? true : ended ? false : nil, stage: stage, place: place, limit: limit)
                if let account { query.account = try await bench.organization(named: account).id }
                return try await bench.objectives(query, by: .owner)
            }
            for line in page.items.map(ObjectiveJSON.init) { terminal.line(json ? try jsonLine(line) : line.text(terminal)) }
            if page.items.isEmpty, terminal.showsProgress { terminal.note("There are no such objectives.") }
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows what is stated of an objective and what belongs to it, or its strategy sheet.",
            discussion: """
                EXAMPLES:
                  covalence objective show 0197a3c4-5d6e-7f80-8a9b-0c1d2e3f4a5b
                  covalence objective show 0197a3c4-5d6e-7f80-8a9b-0c1d2e3f4a5b --history --as-of 2026-03-04T00:00:00Z
                  covalence objective show 0197a3c4-5d6e-7f80-8a9b-0c1d2e3f4a5b --sheet --json
                """
        )
        @Argument(help: "Its id, as covalence objective list prints it.") var objective: String
        @OptionGroup var store: StoreOptions
        @Option(name: .customLong("as-of"), help: ArgumentHelp("As it was known then, with a time zone: 2026-03-04T09:30:00Z.", valueName: "time")) var asOf: String?
        @Flag(help: "Also what holds no longer, and what was decided.") var history = false
        @Flag(help: "The strategy sheet: what is stated, what follows from it, and what endangers the sale.") var sheet = false
        @Flag(help: "Write JSON.") var json = false

        func validate() throws {
            _ = try ObjectiveCommand.id(objective)
            if let asOf { _ = try ObjectiveCommand.time(asOf) }
        }

        func run() async throws {
            let id = try ObjectiveCommand.id(objective), time = try asOf.map(ObjectiveCommand.time), terminal = Terminal()
            if sheet {
                let sheet = SheetJSON(try await store.withWorkbench(create: false) { try await $0.openSheet(id, asOf: time, by: .owner) }, asOf: time)
                if json { return terminal.line(try jsonLine(sheet)) }
                terminal.line(sheet.objective.text(terminal))
                for line in sheet.lines { terminal.line("  \(line.title.printable): \(line.text.printable)") }
                return
            }
            let open = try await store.withWorkbench(create: false) { try await $0.openObjective(id, asOf: time, by: .owner) }
            let statements = open.statements.filter { history || $0.claim.standing.isLive }
                .map { SellingClaimJSON($0.claim, decisions: $0.decisions, people: open.people) }
            let shown = Shown(objective: ObjectiveJSON(open.line), claims: statements, links: open.links.map(ObjectiveLinkJSON.init))
            if json { return terminal.line(try jsonLine(shown)) }
            terminal.line(shown.objective.text(terminal))
            for claim in statements {
                terminal.line("  \(claim.text)")
                guard history else { continue }
                for decision in claim.decisions {
                    terminal.line("    \(decision.at)  \(decision.standing) by \(decision.author.printable)\(decision.reason.map { ": \($0.printable)" } ?? "")")
                }
            }
            for link in shown.links {
                terminal.line("  \(link.at.description.prefix(16).replacing("T", with: " "))  \(link.kind.padded(to: 14))  \(link.title.printable)  \(link.id)")
            }
        }

        struct Shown: Encodable {
            var objective: ObjectiveJSON
            var claims: [SellingClaimJSON]
            var links: [ObjectiveLinkJSON]
        }
    }

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Takes up a sale to an account.",
            discussion: """
                EXAMPLE:
                  covalence objective add Brunavik --what "Condition monitoring of line 2" --offering Monitoring --amount 84000.00 --currency EUR --close 2026-06-30
                """
        )
        @Argument(help: "The account: a name, domain or id.") var account: String
        @OptionGroup var store: StoreOptions
        @Option(help: "What exactly is to be sold.") var what: String?
        @Option(help: "Which of our offerings that is: a name or id. Needs --what.") var offering: String?
        @Option(help: "How much: 84000.00, 84,000.00 or 84.000,00; what can be two amounts, as 84,000, is refused. Needs --currency.") var amount: String?
        @Option(help: "The currency of --amount, in the three letters of ISO 4217: EUR.") var currency: String?
        @Option(help: ArgumentHelp("By when: 2026-06-30.", valueName: "day")) var close: String?
        @Option(help: "The stage, as it is named elsewhere.") var stage: String?
        @Option(help: ArgumentHelp("When it was taken up, with a time zone; now where not given.", valueName: "time")) var opened: String?
        @Flag(help: "Write JSON.") var json = false

        private func money() throws -> Money? {
            guard let amount else {
                guard currency == nil else { throw ValidationError("--currency says of what --amount is. Give both.") }
                return nil
            }
            guard let code = currency, let currency = Currency(code.uppercased()) else {
                throw ValidationError("--amount needs --currency with the three letters of ISO 4217: EUR.")
            }
            do { return try TypedNumber.amount(amount, in: currency) } catch { throw ValidationError(error.description) }
        }

        func validate() throws {
            _ = try money()
            guard offering == nil || what != nil else { throw ValidationError("--offering needs --what: say what of it is to be sold.") }
            if let close, CalendarDay(close) == nil { throw ValidationError("“\(close.printable)” is no day. Write it as 2026-06-30.") }
            if let opened { _ = try ObjectiveCommand.time(opened) }
        }

        func run() async throws {
            let amount = try money(), openedAt = try opened.map(ObjectiveCommand.time)
            let added = ObjectiveJSON(try await store.withWorkbench(create: false) { bench in
                var sold = what.map { WhatIsSold($0) }
                if let offering { sold?.offering = try await bench.offering(named: offering).id }
                return try await bench.addObjective(ObjectiveDraft(
                    account: try await bench.organization(named: account).id, openedAt: openedAt, what: sold, amount: amount,
                    closeDate: close.flatMap { CalendarDay($0) }, stage: stage
                ), by: .owner)
            })
            Terminal().line(json ? try jsonLine(added) : "Took up a sale to “\(added.accountName.printable)”.  \(added.id)")
        }
    }
}

extension ObjectiveJSON {
    func text(_ terminal: Terminal) -> String {
        [
            String(openedAt.description.prefix(10)), outcome ?? place ?? "open", terminal.styled(accountName.printable, .bold), what?.printable, amount?.text, closeDate.map { "by \($0)" },
            stage?.printable, id,
        ].compactMap(\.self).joined(separator: "  ")
    }
}

extension SellingClaimJSON {
    var text: String {
        let who = object.map { _ in objectName ?? "somebody who is no longer in the record" }
        let about = [title, who.map { "of \($0.printable)" }].compactMap(\.self).joined(separator: " ")
        return "\(recordedAt.description.prefix(10))  \(standing.padded(to: 10))  \(about): \((value ?? "").printable)  \(author.printable)  \(id)"
    }
}
