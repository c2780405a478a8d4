import Covalence
import Foundation
import Store
import StrategicSelling
import Testing
@testable import Workbench

@Suite("Offerings and sales objectives")
struct ObjectiveUseTests {
    @Test("the kinds by which the store chooses are those of the vocabulary")
    func kinds() {
        #expect(ObjectiveKind.what == SellingKinds.what.name)
        #expect(ObjectiveKind.owner == SellingKinds.owner.name)
        #expect(ObjectiveKind.stage == SellingKinds.stage.name)
        #expect(ObjectiveKind.place == SellingKinds.move.name)
        #expect(ObjectiveKind.outcome == SellingKinds.ending.name)
        #expect(ObjectiveKind.outcomes == Ending.Result.allCases.map(\.rawValue))
    }

    @Test("an offering is added, renamed, retired and offered again; names are one line")
    func offerings() async throws {
        let room = try await SellingRoom.open()
        let added = try await room.bench.addOffering(named: " Condition \n monitoring ", note: "", by: .owner)
        #expect(added.offering.name == "Condition monitoring" && added.offering.note == nil)
        let changed = try await room.bench.changeOffering(added.id, name: "Monitoring", note: "Sensors.", isRetired: true, expecting: 1, by: .owner)
        #expect(changed.isRetired && changed.version == 2)
        #expect(try await room.bench.offerings(by: .owner) == [changed])
        await #expect(throws: StoreError.self) { try await room.bench.addOffering(named: "\u{200B}", by: .owner) }
        await #expect(throws: StoreError.self) { try await room.bench.addOffering(named: String(repeating: "x", count: 201), by: .owner) }
        let reader = try await room.directory.member("Rita", .reader)
        await #expect(throws: NotPermitted.self) { try await room.bench.addOffering(named: "Belt", by: reader) }
    }

    @Test("a sale is taken up with what is known of it, in the name of whoever does")
    func adds() async throws {
        let room = try await SellingRoom.open()
        let seller = try await room.directory.member("Sanna")
        try await room.bench.store.setHolders(of: room.account, AccountHolders(members: [try #require(seller.member)]), expecting: 1)
        let offering = try await room.bench.addOffering(named: "Monitoring", by: .owner).id
        let amount = try euro(8_400_000), day = try #require(CalendarDay("2026-06-30"))
        let line = try await room.bench.addObjective(ObjectiveDraft(
            account: room.account, what: WhatIsSold("Condition monitoring", offering: offering), amount: amount, closeDate: day, stage: "Demo"
        ), by: seller)
        #expect(try await room.line(line.id, by: seller) == line)
        #expect(line.what == WhatIsSold("Condition monitoring", offering: offering) && line.amount == amount && line.closeDate == day && line.stage == "Demo")
        #expect(line.owner == Owner("Sanna", member: seller.member) && line.place == nil && line.ending == nil)
        let open = try await room.bench.openObjective(line.id, by: seller)
        #expect(open.statements.allSatisfy { $0.claim.standing == .confirmed && $0.claim.author == .person("Sanna") && $0.decisions.isEmpty })
        #expect(try await room.bench.objectives(ObjectiveQuery(owner: seller.member), by: seller).items == [line])
        #expect(try await room.bench.objectives(ObjectiveQuery(isOpen: false), by: seller).items.isEmpty)
    }

    @Test("what is no account, an offering that is not there and somebody else’s account are refused")
    func refuses() async throws {
        let room = try await SellingRoom.open()
        let partner = try await room.directory.organization("Verkko", .partner).id
        await #expect(throws: StoreError.self) { try await room.bench.addObjective(ObjectiveDraft(account: partner), by: .owner) }
        await #expect(throws: StoreError.self) {
            try await room.bench.addObjective(ObjectiveDraft(account: room.account, what: WhatIsSold("x", offering: .make(at: room.bench.now()))), by: .owner)
        }
        let outsider = try await room.directory.member("Olli")
        let objective = try await room.objective()
        await #expect(throws: StoreError.self) { try await room.bench.addObjective(ObjectiveDraft(account: room.account), by: outsider) }
        await #expect(throws: StoreError.notFound("The objective \(objective)")) { try await room.bench.openObjective(objective, by: outsider) }
        await #expect(throws: StoreError.notFound("The objective \(objective)")) { try await room.bench.openSheet(objective, by: outsider) }
        await #expect(throws: StoreError.notFound("The objective \(objective)")) { try await room.state(SellingKinds.stage, "Won", of: objective, by: outsider) }
        #expect(try await room.bench.objectives(ObjectiveQuery(), by: outsider).items.isEmpty)
        let researcher = try await room.directory.member("Reeta", .researcher)
        await #expect(throws: NotPermitted.self) { try await room.bench.objectives(ObjectiveQuery(), by: researcher) }
    }

    @Test("its account is changed with the version that was seen")
    func edits() async throws {
        let room = try await SellingRoom.open()
        let objective = try await room.objective()
        let other = try await room.directory.organization("Halden").id
        let version = try await room.line(objective).record.version
        let changed = try await room.bench.editObjective(objective, account: other, openedAt: nil, expecting: version, by: .owner)
        #expect(changed.record.objective.account == other && changed.what?.text == "Condition monitoring")
        await #expect(throws: StoreError.conflict(.record(expected: version, found: version + 1))) {
            try await room.bench.editObjective(objective, account: room.account, openedAt: nil, expecting: version, by: .owner)
        }
    }
}
