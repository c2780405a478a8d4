import Covalence
import Synchronization
import Workbench

/// Makes the ids of requests: UUIDs of version 7 like all others, but with numbers that are drawn from the system once only. They name a
/// request and open nothing, so that they need to differ and not to be unguessable.
///
/// † SplitMix64: Steele, Lea and Flood, “Fast splittable pseudorandom number generators”, OOPSLA 2014.
final class RequestNumbers: Sendable {
    private struct Numbers: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= RequestNumbers.step
            var number = state
            number = (number ^ (number >> 30)) &* 0xBF58_476D_1CE4_E5B9
            number = (number ^ (number >> 27)) &* 0x94D0_49BB_1331_11EB
            return number ^ (number >> 31)
        }
    }

    private static let step: UInt64 = 0x9E37_79B9_7F4A_7C15
    private let state = Atomic(UInt64.random(in: .min ... .max))

    /// As unlikely to come twice as with numbers from the system.
    func next() -> Identifier<RequestNotes> {
        // An id takes two numbers: whoever comes next begins after them.
        var numbers = Numbers(state: state.wrappingAdd(2 &* Self.step, ordering: .relaxed).oldValue)
        return Identifier.make(at: Workbench.clock(), using: &numbers)
    }
}
