import Covalence
import Foundation
import Store
import Testing

@Suite("Offerings in the store")
struct OfferingTests {
    private func offering(_ name: String, note: String? = nil, origin: Origin? = nil) -> Offering {
        Offering(id: .make(at: .base), name: name, note: note, recordedAt: .base, origin: origin)
    }

    @Test("are kept as they were given, listed by name without case and accents, and numbered with each change")
    func keeps() async throws {
        let room = try Room()
        let (_, workspace) = try await room.makeWorkspace()
        let monitoring = offering("condition monitoring", note: "With sensors.", origin: Origin(system: "salesforce", id: "01t5"))
        let added = try await workspace.add(monitoring)
        #expect(added == OfferingRecord(offering: monitoring, version: 1, isRetired: false))
        for name in ["Älvan pump", "Belt"] { try await workspace.add(offering(name)) }
        #expect(try await workspace.offerings().map(\.offering.name) == ["Älvan pump", "Belt", "condition monitoring"])
        var renamed = monitoring
        renamed.name = "Monitoring"
        renamed.note = nil
        #expect(try await workspace.update(renamed, isRetired: true, expecting: 1) == OfferingRecord(offering: renamed, version: 2, isRetired: true))
        await expectConflict(.record(expected: 1, found: 2)) { try await workspace.update(renamed, isRetired: false, expecting: 1) }
        #expect(try await workspace.offering(monitoring.id).isRetired)
    }

    @Test("a name that is offered, an origin that is there, an empty name and a zero character are refused")
    func refuses() async throws {
        let room = try Room()
        let (_, workspace) = try await room.makeWorkspace()
        let belt = try await workspace.add(offering("Belt", origin: Origin(system: "hubspot", id: "7")))
        await #expect(throws: StoreError.exists("The offering “Belt”", at: "/name")) { try await workspace.add(offering("BELT")) }
        await #expect(throws: StoreError.exists("The offering 7 of hubspot")) { try await workspace.add(offering("Chain", origin: Origin(system: "hubspot", id: "7"))) }
        await expectRefused("empty") { try await workspace.add(offering("  ")) }
        await expectRefused("zero character") { try await workspace.add(offering("Ch\u{0}ain")) }
        await expectRefused("500 bytes") { try await workspace.add(offering("Chain", origin: Origin(system: "hubspot", id: String(repeating: "7", count: 501)))) }
        // The name of one that is retired is free again, and then it cannot be offered beside the other.
        try await workspace.update(belt.offering, isRetired: true, expecting: 1)
        try await workspace.add(offering("belt"))
        await #expect(throws: StoreError.exists("The offering “belt”", at: "/name")) { try await workspace.update(belt.offering, isRetired: false, expecting: 2) }
        await #expect(throws: StoreError.self) { try await workspace.offering(.make(at: .base)) }
    }
}
