import ArgumentParser
import Covalence
import Foundation
import Store
import StrategicSelling
import Workbench

/// The funnel of many sales, and what one new interaction costs in workspaces of different size.
struct FunnelBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "funnel",
        abstract: "The funnel of many sales, as a page asks for it, and the cost of a new interaction as the workspace grows.",
        discussion: """
            For each size a workspace is filled with so many sales at as many accounts, each with a place, an amount, a close date and a person in a role. Then: the first look, which makes \
            all entries; a look on which nothing changed; and after each of the new interactions, taking it in and the look after it, which makes one entry anew. The cost \
            of taking in shows whether it grows with the workspace; the look after it counts all, and grows with what there is to count. The page is asked for over HTTP as a browser does.
            """
    )

    @Option(help: "How many sales, separated by commas.") var sales = "1000,10000"
    @Option(help: "How many interactions are taken in and looked after.") var runs = 15

    func validate() throws {
        guard !sizes.isEmpty, sizes.allSatisfy({ $0 > 0 }), runs > 0 else { throw ValidationError("--sales takes numbers above 0, separated by commas; --runs a number above 0.") }
    }

    private var sizes: [Int] { sales.split(separator: ",").map { Int($0) ?? 0 } }

    func run() async throws {
        var table = Table(["sales", "first look", "unchanged", "taking in", "entries let go", "look after it", "page after it"])
        for size in sizes { table.row(try await measure(size)) }
        table.print()
    }

    private func measure(_ size: Int) async throws -> [String] {
        let place = try await PageServer.open(), bench = place.bench, runs = runs
        let store = try await place.records.workspace(bench.workspace.id)
        let accounts = try await fill(store, size)
        var first = Timing()
        let start = ContinuousClock.now
        _ = try await bench.openFunnel(by: .owner)
        first.add(start)
        let unchanged = try await Timing.of(runs) { _ = try await bench.openFunnel(by: .owner) }
        let measured = try await place.run { client in
            var taking = Timing(), after = Timing(), page = Timing(), gone = 0
            _ = try await client.page("/funnel")
            for run in 0..<2 * runs {
                let now = Workbench.clock()
                let call = Interaction(id: .make(at: now), kind: .call, title: "Call \(run)", startedAt: now, recordedAt: now, text: "They want it sooner.")
                let taken = ContinuousClock.now
                _ = try await store.add([NewInteraction(call, accounts: [accounts[run * accounts.count / runs / 2]])], at: now)
                taking.add(taken)
                gone += try await store.funnelRows(since: nil, in: .everything).count { $0.kept == nil }
                let looked = ContinuousClock.now
                // In turns: what the page waits for, and the page.
                if run.isMultiple(of: 2) {
                    _ = try await bench.openFunnel(by: .owner)
                    after.add(looked)
                } else {
                    _ = try await client.page("/funnel")
                    page.add(looked)
                }
            }
            return (taking: taking, after: after, page: page, gone: gone)
        }
        try await place.close()
        return [
            "\(size)", Timing.text(first.median), Timing.text(unchanged.median), Timing.text(measured.taking.median), String(format: "%.1f each", Double(measured.gone) / Double(2 * runs)),
            Timing.text(measured.after.median), Timing.text(measured.page.median),
        ]
    }

    private func fill(_ store: any WorkspaceStore, _ size: Int) async throws -> [Identifier<Organization>] {
        let now = Workbench.clock(), lot = Currency("EUR")
        var accounts: [Identifier<Organization>] = []
        for number in 0..<size {
            let account = Organization(id: .make(at: now), name: "Account \(number)", kind: .customer)
            try await store.add(account, holders: AccountHolders(), at: now)
            let person = Person(id: .make(at: now), name: "Person \(number)", organization: account.id)
            try await store.add(person, by: nil, at: now)
            let objective = SalesObjective(id: .make(at: now), account: account.id, openedAt: now.advanced(by: -Int64(number % 200) * 86_400_000), recordedAt: now)
            func claim<Content>(_ kind: StatementKind<Content>, _ content: Content) -> Claim {
                var claim = kind.claim(content, id: .make(at: now), about: .objective(objective.id), author: .person("Benchmark"), recordedAt: now)
                claim.standing = .confirmed
                return claim
            }
            var claims = [
                claim(SellingKinds.what, WhatIsSold("Line \(number)")), claim(SellingKinds.move, Move(to: FunnelPlace.allCases[number % 4])),
                claim(SellingKinds.role, OfPerson(person.id, .economic)), claim(SellingKinds.closeDate, CalendarDay(daysSince1970: now.milliseconds / 86_400_000 + Int64(number % 300))),
            ]
            if let lot { claims.append(claim(SellingKinds.amount, Money(minorUnits: Int64(number) * 1_000, currency: lot))) }
            try await store.add(objective, claims: claims)
            accounts.append(account.id)
        }
        return accounts
    }
}
