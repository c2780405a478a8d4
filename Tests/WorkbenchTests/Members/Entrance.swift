import Covalence
import Foundation
import SignIn
import Store
import StoreTesting
import Synchronization
import Testing
@testable import Workbench

/// A workspace with a door: a clock that is set by hand, cheap password hashes, and what was left in the audit.
final class Entrance: Sendable {
    static let origin = "192.0.2.7"
    static let password = "four quite unusual words"

    let folder: URL
    let bench: Workbench
    let clock = HandClock()
    let traces = KeptTraces()

    init(doorkeeper: Doorkeeper? = nil) async throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("covalence-door-\(UUID().uuidString)")
        let clock = clock
        bench = try await Workbench.opening(
            try await TestStore.open(folder), analyzer: .forTests(), traces: traces, doorkeeper: try doorkeeper ?? .cheap(), now: { clock.now }
        )
    }

    deinit { TestStore.remove(folder) }

    /// Sets up the workspace with its first administrator.
    func setUp() async throws -> Visitor {
        let token = try await bench.beginFirstSetUp(by: .owner)
        let signedIn = try await bench.setUp(
            token: token.text, workspaceName: "Nordwind", name: "Petra Lang", address: "petra@nordwind.example",
            password: Self.password, origin: Self.origin, browser: "Firefox")
        return try await visitor(signedIn.token)
    }

    /// Somebody who was invited and came.
    func member(_ name: String, _ address: String, _ role: Role = .salesperson, by administrator: Visitor) async throws -> Visitor {
        let link = try await bench.invite(name: name, address: address, role: role, by: administrator)
        let signedIn = try await bench.acceptInvitation(
            token: link.token.text, name: name, password: Self.password, origin: Self.origin, browser: "Firefox")
        return try await visitor(signedIn.token)
    }

    func visitor(_ token: SecretToken) async throws -> Visitor {
        guard let visitor = try await bench.visitor(for: token, origin: Self.origin) else { throw Unexpected("Nobody came in.") }
        return visitor
    }

    /// Signs in and expects to come in.
    @discardableResult
    func comeIn(
        _ address: String, _ password: String = Entrance.password, code: String? = nil
    ) async throws -> SecretToken {
        let outcome = try await bench.signIn(address: address, password: password, code: code, origin: Self.origin, browser: "Firefox")
        guard case .signedIn(let token, _) = outcome else { throw Unexpected("A code was asked for.") }
        return token
    }
}

extension Doorkeeper {
    /// scrypt at its least: the tests are about what is decided, not about the cost.
    static func cheap(costLog2: Int = 4) throws -> Doorkeeper {
        Doorkeeper(hasher: PasswordHasher(parameters: try #require(ScryptParameters(costLog2: costLog2, blockSize: 1, parallelism: 1))))
    }
}

/// A clock that goes on only when it is told to. It begins at 2026-03-04T09:00:00Z.
final class HandClock: Sendable {
    private let time = Mutex(Timestamp(milliseconds: 1_772_614_800_000))

    var now: Timestamp { time.withLock { $0 } }

    func pass(hours: Int64 = 0, seconds: Int64 = 0) {
        time.withLock { $0 = $0.advanced(by: hours * 3_600_000 + seconds * 1000) }
    }
}

/// Keeps traces in memory.
final class KeptTraces: Traces {
    private let kept = Mutex<[Trace]>([])

    func leave(_ trace: Trace) async throws { kept.withLock { $0.append(trace) } }

    var all: [Trace] { kept.withLock { $0 } }
    var last: Trace? { all.last }
}
