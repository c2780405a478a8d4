import Covalence
import Foundation
import Store
@testable import Workbench

extension Visitor {
    /// A member of the room's workspace, whom the store need not know.
    static func member(_ role: Role, of bench: Workbench, _ name: String = "Mia Moor") -> Visitor {
        Visitor(
            Member(id: .make(at: bench.now()), name: name, address: "mia@example.com", role: role, state: .active, createdAt: bench.now()),
            in: bench.store.id
        )
    }
}

extension Room {
    /// Changes the policy.
    func policy(_ policy: PrivacyPolicy.WithoutEverybodysConsent) async throws {
        try await bench.changePrivacy(PrivacyPolicy(policy), by: .owner)
    }

    /// Says what a participant agreed to.
    @discardableResult
    func say(_ name: String, _ state: Consent, to purpose: ConsentPurpose = .analysis, in id: Identifier<Meeting>) async throws -> ConsentEffect {
        let participant = try await bench.store.cast(of: id).cast.participants.first { $0.name == name }
        guard let participant else { throw Unexpected("No \(name).") }
        return try await bench.sayConsent(of: participant.id, in: id, purpose, state, by: .owner)
    }

    func texts(_ id: Identifier<Meeting>) async throws -> [String] {
        try await bench.store.transcript(of: id).transcript.utterances.map(\.text)
    }
}

extension ImportDetails {
    /// Anna sells, Ben buys, and what each said of analysis.
    static func consents(_ anna: Consent?, _ ben: Consent?) -> ImportDetails {
        func person(_ name: String, _ side: Side, _ consent: Consent?) -> KnownParticipant {
            KnownParticipant(name: name, labels: [name], side: side, consent: consent.map { ["analysis": $0] })
        }
        return ImportDetails(participants: [person("Anna Berg", .seller, anna), person("Ben Holt", .customer, ben)])
    }
}

/// A PCM WAV file at 1000 frames a second, 16 bits, one channel, every byte of sound 1; made by hand from the RIFF specification.
func wave(seconds: Int) -> Data {
    func little(_ number: Int, _ bytes: Int) -> Data { Data((0..<bytes).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }) }
    let samples = Data(repeating: 1, count: seconds * 2000)
    var data = Data("RIFF".utf8) + little(36 + samples.count, 4) + Data("WAVEfmt ".utf8) + little(16, 4)
    data += little(1, 2) + little(1, 2) + little(1000, 4) + little(2000, 4) + little(2, 2) + little(16, 2)
    return data + Data("data".utf8) + little(samples.count, 4) + samples
}
