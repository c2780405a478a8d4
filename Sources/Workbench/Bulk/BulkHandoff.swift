import Covalence
import Store
import Synchronization

/// A group of lines on its way to whoever writes it.
struct BulkGroup: Sendable {
    /// As they were read, to be matched anew.
    var lines: [BulkLine]
    /// For whose sight they were matched.
    var scope: Scope
    /// Nil where none of its lines can be taken in.
    var prepared: PreparedLines?
    /// Of the lines that are ready, in their order.
    var numbers: [Int]
    var refused: [BulkLineResult]

    /// Those of some lines that can be matched again after the others were taken in: a copy of what one of these says must not take its place.
    func toMatchAgain(_ missed: Set<Int>) -> [BulkLine] {
        let written = Set(numbers).subtracting(missed)
        let taken = Set(lines.filter { written.contains($0.number) }.compactMap(\.sourceID))
        return lines.filter { line in missed.contains(line.number) && line.sourceID.map { !taken.contains($0) } ?? false }
    }
}

/// Accounts that were found gone while a group was written, for whoever remembers them.
final class GoneAccounts: Sendable {
    private let ids = Mutex<Set<Identifier<Organization>>>([])

    /// Notes that accounts are gone.
    func note(_ gone: [Identifier<Organization>]) { ids.withLock { $0.formUnion(gone) } }

    /// Those that were noted since it was asked last.
    func take() -> Set<Identifier<Organization>> {
        ids.withLock { ids in
            defer { ids = [] }
            return ids
        }
    }
}

/// Hands groups from whoever makes them ready to whoever writes them, one at a time and in order: while one is written, one is made ready.
actor BulkHandoff {
    private var group: BulkGroup?
    private var isFinished = false
    private var giver: CheckedContinuation<Void, Never>?
    private var taker: CheckedContinuation<Void, Never>?

    /// Waits until the group before was taken up; false where no other one will be.
    func isWanted() async -> Bool {
        while group != nil, !isFinished { await withCheckedContinuation { giver = $0 } }
        return !isFinished
    }

    /// Gives the next group; only after `isWanted`.
    func put(_ next: BulkGroup) {
        group = next
        taker?.resume()
        taker = nil
    }

    /// The next group; nil once all is through.
    func next() async -> BulkGroup? {
        while group == nil, !isFinished { await withCheckedContinuation { taker = $0 } }
        defer { group = nil }
        giver?.resume()
        giver = nil
        return group
    }

    /// Nothing more comes, or is taken up. What was given is still taken up.
    func finish() {
        isFinished = true
        giver?.resume()
        giver = nil
        taker?.resume()
        taker = nil
    }
}
