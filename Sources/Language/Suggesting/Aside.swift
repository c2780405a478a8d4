import Foundation

/// Computing that takes seconds, on a thread of its own: tasks share as many threads as there are cores, and pages wait for one of them.
enum Aside {
    static func compute<Result: Sendable>(_ work: @escaping @Sendable () -> Result) async -> Result {
        await withCheckedContinuation { continuation in
            DispatchQueue.global(qos: .utility).async { continuation.resume(returning: work()) }
        }
    }
}
