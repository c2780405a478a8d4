import ArgumentParser
import Covalence
import Foundation
import Store
import StrategicSelling
import Workbench

/// The sheet of a sales objective about which much is known, as its page asks for it.
struct SheetBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sheet",
        abstract: "The page of a sales objective with many interactions and claims: the queries, the assessment, and the whole way of a request.",
        discussion: """
            An objective is filled with interactions of ten people and with claims of 18 kinds: half stated by people, three in ten suggested by the engine and rejected, two in ten suggested and \
            waiting, each of these resting on an interaction. Each part is timed for itself; the page is asked for over HTTP as a browser does, with signing in, templates and all.
            """
    )

    @Option(help: "Interactions that belong to it.") var interactions = 200
    @Option(help: "Claims about it.") var claims = 3_000
    @Option(help: "How often each is timed.") var runs = 50

    func validate() throws {
        guard interactions > 0, claims > 0, runs > 0 else { throw ValidationError("--interactions, --claims and --runs take numbers above 0.") }
    }

    func run() async throws {
        let place = try await PageServer.open(), runs = runs
        let objective = try await fill(place.bench, try await place.records.workspace(place.bench.workspace.id))
        var table = Table(["\(interactions) interactions, \(claims) claims", "fastest", "median", "nine in ten"])
        func row(_ name: String, _ timing: Timing) { table.row([name, Timing.text(timing.quantile(0)), Timing.text(timing.median), Timing.text(timing.quantile(0.9))]) }
        let bench = place.bench
        let input = try await bench.openSheet(objective, zone: .current, by: .owner).input
        row("queries and assessment", try await Timing.of(runs) { _ = try await bench.openSheet(objective, zone: .current, by: .owner) })
        row("assessment alone", Timing.of(runs) { _ = StrategySheet.assess(input) })
        let (page, bytes) = try await place.run { client in
            let bytes = try await client.page("/objectives/\(objective)")
            return (try await Timing.of(runs) { _ = try await client.page("/objectives/\(objective)") }, bytes)
        }
        row("page of \(bytes / 1_000) kB over HTTP", page)
        table.print()
        try await place.close()
    }

    private func fill(_ bench: Workbench, _ store: any WorkspaceStore) async throws -> Identifier<SalesObjective> {
        let now = Workbench.clock(), day: Int64 = 86_400_000
        let account = Organization(id: .make(at: now), name: "Norrvik", kind: .customer)
        try await store.add(account, holders: AccountHolders(), at: now)
        var people: [Identifier<Person>] = []
        for number in 0..<10 {
            let person = Person(id: .make(at: now), name: "Person \(number)", organization: account.id)
            try await store.add(person, by: nil, at: now)
            people.append(person.id)
        }
        let objective = SalesObjective(id: .make(at: now), account: account.id, openedAt: now.advanced(by: -400 * day), recordedAt: now.advanced(by: -400 * day))
        try await store.add(objective, claims: [])
        var calls: [Identifier<Interaction>] = []
        for number in 0..<interactions {
            let at = now.advanced(by: -Int64(interactions - number) * day)
            let call = Interaction(
                id: .make(at: at), kind: number.isMultiple(of: 3) ? .mail : .call, title: "About the line, \(number)", startedAt: at, recordedAt: at,
                text: "They want it sooner, and asked what it costs per sensor.",
                participants: [.init(.to, person: people[number % 10]), .init(.to, person: people[(number + 3) % 10])]
            )
            _ = try await store.add([NewInteraction(call, accounts: [account.id])], at: at)
            try await store.changeLinks(of: .interaction(call.id), adding: [objective.id], removing: [], by: nil, at: at)
            calls.append(call.id)
        }
        for number in 0..<claims { try await add(number, to: objective.id, people, calls, bench, store, now.advanced(by: -Int64(claims - number) * 9_000_000)) }
        return objective.id
    }

    private func add(
        _ number: Int, to objective: Identifier<SalesObjective>, _ people: [Identifier<Person>], _ calls: [Identifier<Interaction>], _ bench: Workbench, _ store: any WorkspaceStore, _ at: Timestamp
    ) async throws {
        let isStated = number % 10 < 5, person = people[number / 18 % people.count], text = "What was said, \(number)"
        func claim<Content>(_ kind: StatementKind<Content>, _ content: Content) -> Claim {
            kind.claim(
                content, id: .make(at: at), about: .objective(objective), author: isStated ? .person("Benchmark") : .engine("benchmark/1"), recordedAt: at,
                evidence: isStated ? [] : [Evidence(.interaction(calls[number % calls.count]))], standing: isStated ? .confirmed : .suggested
            )
        }
        let made: Claim? = switch number % 18 {
        case 0: Currency("EUR").map { claim(SellingKinds.amount, Money(minorUnits: Int64(number) * 1_000, currency: $0)) }
        case 1: claim(SellingKinds.closeDate, CalendarDay(daysSince1970: at.milliseconds / 86_400_000 + 90))
        case 2: claim(SellingKinds.stage, "Stage \(number % 5)")
        case 3: claim(SellingKinds.move, Move(to: FunnelPlace.allCases[number / 18 % 3], reason: text))
        case 4: claim(SellingKinds.what, WhatIsSold("Line \(number)"))
        case 5: claim(SellingKinds.owner, Owner("Anna Lind"))
        case 6, 7: claim(SellingKinds.role, OfPerson(person, [.economic, .user, .technical, .coach][number / 18 % 4]))
        case 8: claim(SellingKinds.degree, OfPerson(person, [.low, .medium, .high][number / 18 % 3]))
        case 9, 10: claim(SellingKinds.response, OfPerson(person, Response([.growth, .trouble, .evenKeel][number / 18 % 3])))
        case 11: claim(SellingKinds.competitor, Competitor("Competitor \(number / 18 % 4)", standing: .considered))
        case 12: claim(SellingKinds.proposal, Proposal(text))
        case 13: claim(SellingKinds.result, OfPerson(person, MeasuredResult(text, number: Double(number), unit: "EUR")))
        case 14: claim(SellingKinds.win, OfPerson(person, text))
        case 15: claim(SellingKinds.action, NextAction(text, due: CalendarDay(daysSince1970: at.milliseconds / 86_400_000 + 30)))
        case 16: claim(SellingKinds.need, Need(text, isImmediate: number.isMultiple(of: 4)))
        default: claim(SellingKinds.strength, StrengthStatement(text, mattersTo: person))
        }
        guard let made else { return }
        try await store.add([made], decisions: [])
        if 5...7 ~= number % 10 { _ = try await bench.decideStatement(made.id, .reject(reason: nil), expecting: .suggested, by: .owner) }
    }
}
