import CoreMetrics
import Tracing

/// One call of the database, measured and traced: how long it waited for a connection, and how long it took then. Nothing of what was asked is noted.
struct StoreCall: Sendable {
    /// What it does there.
    enum Kind: String, Sendable { case read, write }

    private let kind: Kind
    private let asked = ContinuousClock.now

    /// Does the work in a span. `began` is to be called on the connection, first of all.
    static func measure<Value: Sendable>(_ kind: Kind, _ work: (_ began: @escaping @Sendable () -> Void) async throws -> Value) async throws -> Value {
        let call = StoreCall(kind: kind)
        return try await withSpan("store \(kind.rawValue)") { _ in
            defer { call.note("covalence_store_duration_seconds") }
            return try await work { call.note("covalence_store_wait_seconds") }
        }
    }

    private func note(_ label: String) {
        let took = ContinuousClock.now - asked
        let nanoseconds = took.components.seconds &* 1_000_000_000 &+ took.components.attoseconds / 1_000_000_000
        CoreMetrics.Timer(label: label, dimensions: [("kind", kind.rawValue)]).recordNanoseconds(nanoseconds)
    }
}
