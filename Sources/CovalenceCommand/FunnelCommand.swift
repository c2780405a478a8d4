import ArgumentParser
import Covalence
import Foundation
import Server
import Store
import enum StrategicSelling.FlagKind
import enum StrategicSelling.FunnelPlace
import Workbench

/// `covalence funnel`: where sales stand, how they move, and what to do this week.
struct FunnelCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "funnel",
        abstract: "The sales funnel: where sales stand, how they move, and what to do this week.",
        discussion: """
            What is missing is not known. With --list, the sales it was counted from.

            EXAMPLES:
              covalence funnel
              covalence funnel --owner anna@nordhask.example --closing-until 2026-06-30
              covalence funnel --flag no-coach --list
              covalence funnel --json | jq '.places[].open'
            """
    )

    @OptionGroup var store: StoreOptions
    @Option(help: ArgumentHelp("Only those that this member runs, by address or id.", valueName: "address")) var owner: String?
    @Option(help: ArgumentHelp("Only those that a member of this team runs, by name or id.", valueName: "name")) var team: String?
    @Option(help: "Only at this place: universe, above-the-funnel, in-the-funnel, best-few.") var place: String?
    @Option(help: "Part of the account’s name or of what is sold.") var text: String?
    @Option(help: ArgumentHelp("Only of this offering, by name or id.", valueName: "name")) var offering: String?
    @Option(help: ArgumentHelp("With an open red flag of this kind; may be given several times.", valueName: "kind")) var flag: [String] = []
    @Option(name: .customLong("closing-from"), help: ArgumentHelp("To be closed on this day or later.", valueName: "day")) var closingFrom: String?
    @Option(name: .customLong("closing-until"), help: ArgumentHelp("To be closed on this day or earlier.", valueName: "day")) var closingUntil: String?
    @Option(help: "Only amounts in this currency: EUR.") var currency: String?
    @Flag(help: "List the sales instead of counting them.") var list = false
    @Flag(help: "Write JSON; with --list, a line for each sale.") var json = false

    func validate() throws {
        if let place, FunnelPlace(rawValue: place) == nil {
            throw ValidationError("--place takes \(FunnelPlace.allCases.map(\.rawValue).joined(separator: ", ")), not “\(place.printable)”.")
        }
        for kind in flag where FlagKind(rawValue: kind) == nil {
            throw ValidationError("“\(kind.printable)” is no kind of red flag. There are: \(FlagKind.allCases.map(\.rawValue).joined(separator: ", ")).")
        }
        for (option, text) in [("--closing-from", closingFrom), ("--closing-until", closingUntil)] {
            if let text, CalendarDay(text) == nil { throw ValidationError("\(option) takes a day: 2026-06-30, not “\(text.printable)”.") }
        }
        if let currency, Currency(currency) == nil { throw ValidationError("“\(currency.printable)” is no currency of ISO 4217. Write its three letters: EUR.") }
    }

    func run() async throws {
        let terminal = Terminal()
        let open = try await store.withWorkbench(create: false) { bench in
            var filter = FunnelFilter(
                place: place.flatMap { FunnelPlace(rawValue: $0) }, text: text, flags: Set(flag.compactMap { FlagKind(rawValue: $0) }),
                closingFrom: closingFrom.flatMap { CalendarDay($0) }, closingUntil: closingUntil.flatMap { CalendarDay($0) }, currency: currency.flatMap { Currency($0) }
            )
            if let owner { filter.owner = try await Self.member(owner, bench) }
            if let team { filter.team = try await Self.team(team, bench) }
            if let offering { filter.offering = try await bench.offering(named: offering).id }
            return try await bench.openFunnel(filter, by: .owner)
        }
        if list {
            for line in open.lines.map(FunnelLineJSON.init) { terminal.line(json ? try jsonLine(line) : line.text(terminal)) }
            if open.lines.isEmpty, terminal.showsProgress { terminal.note("There are no such sales.") }
            return
        }
        let funnel = FunnelJSON(open)
        if json { return terminal.line(try jsonLine(funnel)) }
        for place in funnel.places { terminal.line(place.text(terminal)) }
        if funnel.unplaced > 0 { terminal.line("\(funnel.unplaced) at no stated place") }
        terminal.line("won \(funnel.won), lost \(funnel.lost), dropped \(funnel.dropped)\(funnel.winRate.map { "; won \($0.part) of \($0.whole) decided" } ?? "")")
        if let starved = funnel.starved { terminal.line(terminal.styled("The top of the funnel is starved: ", .bold) + starved.printable) }
        if !funnel.week.isEmpty { terminal.line("This week:") }
        for (place, priority) in funnel.week.prefix(10).enumerated() { terminal.line("  \(place + 1). \(priority.text)") }
    }

    private static func member(_ text: String, _ bench: Workbench) async throws -> Identifier<Member> {
        let members = try await bench.listMembers(by: .owner).map(\.member)
        guard let found = members.first(where: { $0.id.description == text || $0.address.lowercased() == text.lowercased() }) else {
            throw StoreError.notFound("The member “\(text.printable)”")
        }
        return found.id
    }

    private static func team(_ text: String, _ bench: Workbench) async throws -> Identifier<Team> {
        guard let found = try await bench.listTeams(by: .owner).first(where: { $0.id.description == text || $0.name.lowercased() == text.lowercased() }) else {
            throw StoreError.notFound("The team “\(text.printable)”")
        }
        return found.id
    }
}

extension FunnelJSON.Place {
    func text(_ terminal: Terminal) -> String {
        [
            terminal.styled(place.padded(to: 16), .bold), "\(open) open", totals.isEmpty ? nil : totals.map(\.text).joined(separator: ", "),
            ageing > 0 ? "\(ageing) longer than set" : nil, converted.map { "\($0.part) of \($0.whole) went on" }, medianDays.map { String(format: "%.0f days there", $0) },
        ].compactMap(\.self).joined(separator: "  ")
    }
}

extension PriorityJSON {
    var text: String { "\(toDo.printable) — \((what ?? "a sale").printable), \(accountName.printable). \(reasons.map(\.printable).joined(separator: " "))" }
}

extension FunnelLineJSON {
    func text(_ terminal: Terminal) -> String {
        [
            (outcome ?? place ?? "no place").padded(to: 16), terminal.styled(accountName.printable, .bold), what?.printable, amount?.text, closeDate.map { "by \($0)" },
            flags.isEmpty ? nil : "\(flags.count) red flags", objective,
        ].compactMap(\.self).joined(separator: "  ")
    }
}
