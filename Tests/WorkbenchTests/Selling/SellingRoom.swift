import Covalence
import Foundation
import Store
import StrategicSelling
@testable import Workbench

/// An account with two people, and what is sold there.
struct SellingRoom: Sendable {
    let directory: Directory
    let account: Identifier<Organization>
    let paula: Identifier<Person>
    let jonas: Identifier<Person>
    var bench: Workbench { directory.bench }

    static func open() async throws -> SellingRoom {
        let directory = try await Directory.open()
        let account = try await directory.organization("Brunavik").id
        return SellingRoom(
            directory: directory, account: account, paula: try await directory.person("Paula Keller", at: account).id,
            jonas: try await directory.person("Jonas Rautio", at: account).id
        )
    }

    func objective(_ what: String = "Condition monitoring", by visitor: Visitor = .owner) async throws -> Identifier<SalesObjective> {
        try await bench.addObjective(ObjectiveDraft(account: account, what: WhatIsSold(what)), by: visitor).id
    }

    @discardableResult
    func state<Content>(
        _ kind: StatementKind<Content>, _ content: Content, of objective: Identifier<SalesObjective>, by visitor: Visitor = .owner
    ) async throws -> Claim {
        try await bench.state(SellingStatement(kind, content), of: objective, by: visitor)
    }

    func line(_ objective: Identifier<SalesObjective>, by visitor: Visitor = .owner) async throws -> ObjectiveLine {
        try await bench.openObjective(objective, by: visitor).line
    }

    func note(_ title: String, of people: [Identifier<Person>] = []) async throws -> HistoryLine.Subject {
        .interaction(try await bench.addInteraction(
            InteractionDraft(.call, title: title, text: "x", startedAt: bench.now(), accounts: [account], people: people), by: .owner
        ).id)
    }
}

/// Euros in cents.
func euro(_ cents: Int64) throws -> Money {
    guard let currency = Currency("EUR") else { throw Unexpected("EUR is a currency.") }
    return Money(minorUnits: cents, currency: currency)
}
