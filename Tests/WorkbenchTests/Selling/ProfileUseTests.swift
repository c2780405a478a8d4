import Covalence
import Foundation
import Store
import StrategicSelling
import Testing
@testable import Workbench

/// Scores by hand: with weights 2 and 1, a fitting answer to the first is 2 of 2 known and 2 of 3 in all.
@Suite("The ideal customer profile of a workspace")
struct ProfileUseTests {
    private let criteria = [
        ProfileCriterion(id: "crew", label: "Has an own crew", kind: .yesNo(wanted: true), weight: 2),
        ProfileCriterion(id: "trade", label: "Trade", kind: .category(accepted: ["dairy"]), weight: 1),
    ]

    private func answer(_ criterion: String, _ answer: ProfileAnswer, _ room: SellingRoom) async throws {
        try await room.bench.state(SellingStatement(SellingKinds.profileAnswer, ProfileStatement(criterion, answer)), of: room.account, by: .owner)
    }

    @Test("answers are claims; the fit counts what is known, beside what is not, and the latest answer counts")
    func fit() async throws {
        let room = try await SellingRoom.open()
        #expect(try await room.bench.profileFit(of: room.account, by: .owner) == nil)
        try await room.bench.setProfile(criteria, expecting: 0, by: .owner)
        try await answer("crew", .yesNo(false), room)
        try await answer("crew", .yesNo(true), room)
        let first = try #require(try await room.bench.profileFit(of: room.account, by: .owner))
        #expect(first.score.known.value == 1)
        #expect(abs(first.score.knownShare - 2.0 / 3) < 1e-12)
        #expect(abs((first.score.bounds.value?.lower ?? 0) - 2.0 / 3) < 1e-12 && first.score.bounds.value?.upper == 1)
        let claim = try #require(first.score.parts.first?.claims.first)
        #expect(first.claims[claim]?.value == "yes" && first.isBest == nil)
        try await answer("trade", .category("bakery"), room)
        let second = try #require(try await room.bench.profileFit(of: room.account, by: .owner))
        #expect(abs((second.score.known.value ?? 0) - 2.0 / 3) < 1e-12 && second.score.knownShare == 1)
    }

    @Test("the sheet of a sale there says whether the account fits, once half of the weight is known")
    func sheet() async throws {
        let room = try await SellingRoom.open()
        let objective = try await room.objective()
        #expect(try await room.bench.openSheet(objective, by: .owner).sheet.fitsProfile.value == nil)
        try await room.bench.setProfile(criteria, expecting: 0, by: .owner)
        try await answer("trade", .category("dairy"), room)
        #expect(try await room.bench.openSheet(objective, by: .owner).sheet.fitsProfile.value == nil)
        try await answer("crew", .yesNo(true), room)
        #expect(try await room.bench.openSheet(objective, by: .owner).sheet.fitsProfile.value == true)
        try await answer("crew", .yesNo(false), room)
        #expect(try await room.bench.openSheet(objective, by: .owner).sheet.fitsProfile.value == false)
    }

    @Test("every version stays; who changes an old one is told, and what cannot be used is refused")
    func versions() async throws {
        let room = try await SellingRoom.open()
        try await room.bench.setProfile(criteria, expecting: 0, by: .owner)
        await #expect(throws: StoreError.conflict(.record(expected: 0, found: 1))) { try await room.bench.setProfile([], expecting: 0, by: .owner) }
        try await room.bench.setProfile(Array(criteria.prefix(1)), expecting: 1, by: .owner)
        let seen = try await room.bench.profile(by: .owner)
        #expect(seen.version == 2 && seen.versions.map(\.version) == [2, 1] && seen.profile.criteria == Array(criteria.prefix(1)))
        for broken in [
            criteria + criteria, [ProfileCriterion(id: "a", label: "A", kind: .category(accepted: []))], [ProfileCriterion(id: "a", label: "A\nB", kind: .yesNo(wanted: true))],
            [ProfileCriterion(id: "a", label: "A", kind: .yesNo(wanted: true), weight: -1)],
        ] {
            expectSentence(await #expect(throws: StoreError.self) { try await room.bench.setProfile(broken, expecting: 2, by: .owner) })
        }
        let seller = try await room.directory.member("Sanna")
        await #expect(throws: NotPermitted.self) { try await room.bench.setProfile([], expecting: 2, by: seller) }
    }

    @Test("numbers of accounts are those in sight; too few are not ranked")
    func sight() async throws {
        let room = try await SellingRoom.open()
        try await room.bench.setProfile(criteria, expecting: 0, by: .owner)
        try await answer("crew", .yesNo(true), room)
        try await room.bench.state(SellingStatement(SellingKinds.bestAccount, true), of: room.account, by: .owner)
        let all = try await room.bench.profile(by: .owner)
        #expect(all.best == 1 && all.others == 0)
        #expect(all.learning.criteria.first?.bestMeeting == 1 && all.learning.criteria.first?.weight.value == nil)
        let seller = try await room.directory.member("Sanna")
        let part = try await room.bench.profile(by: seller)
        #expect(part.best == 0 && part.learning.criteria.first?.best == 0)
        await #expect(throws: StoreError.self) { _ = try await room.bench.profileFit(of: room.account, by: seller) }
        #expect(try await room.bench.profileBackTest(by: .owner).area.value == nil)
    }

    @Test("what was stated is withdrawn like any other statement")
    func withdrawn() async throws {
        let room = try await SellingRoom.open()
        try await room.bench.setProfile(criteria, expecting: 0, by: .owner)
        let claim = try await room.bench.state(
            SellingStatement(SellingKinds.profileAnswer, ProfileStatement("crew", .yesNo(true))), of: room.account, by: .owner
        )
        try await room.bench.decideStatement(claim.id, .withdraw(reason: nil), expecting: .confirmed, by: .owner)
        #expect(try await room.bench.profileFit(of: room.account, by: .owner)?.score.knownShare == 0)
        await #expect(throws: StoreError.self) {
            try await room.bench.state(SellingStatement(kind: SellingKinds.profileAnswer.name, value: "often", payload: ["criterion": "crew", "sort": "yes-no"]), of: room.account, by: .owner)
        }
    }
}
