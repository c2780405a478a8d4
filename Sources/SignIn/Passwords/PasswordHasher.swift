import Dispatch

/// The gate every password goes through: so many hashes at once, so many waiting, the rest refused. Hashing runs on threads of
/// its own, so that pages go on being served meanwhile.
public actor PasswordHasher {
    /// The parameters of new hashes.
    public nonisolated let parameters: ScryptParameters
    private let atOnce: Int
    private let mayWait: Int
    private let decoy: PasswordHash
    private let queue = DispatchQueue(label: "covalence.passwords", qos: .userInitiated, attributes: .concurrent)
    private var running = 0
    private var waiting: [Waiter] = []
    private var nextWaiter = 0

    private struct Waiter {
        let number: Int
        let turn: CheckedContinuation<Bool, Never>
    }

    /// One hash at once leaves the second of two cores to everything else.
    public init(atOnce: Int = 1, mayWait: Int = 50, parameters: ScryptParameters = .standard) {
        self.atOnce = max(1, atOnce)
        self.mayWait = max(0, mayWait)
        self.parameters = parameters
        decoy = .decoy(parameters)
    }

    /// How many wait for their turn now.
    public var waitingCount: Int { waiting.count }

    /// Hashes a password that was chosen.
    public func hash(_ password: Password) async throws(PasswordHasherProblem) -> PasswordHash {
        let parameters = parameters
        return try await inTurn { () throws(PasswordHashProblem) in try PasswordHash(of: password, parameters: parameters) }
    }

    /// Whether a password is the one of the stored hash. Without a hash (no such account, or one without a password) it takes
    /// as long and says no, so that the time does not tell which accounts exist.
    public func verify(_ password: Password, against hash: PasswordHash?) async throws(PasswordHasherProblem) -> Bool {
        let compared = hash ?? decoy
        let same = try await inTurn { () throws(PasswordHashProblem) in try compared.verifies(password) }
        return same && hash != nil
    }

    private func inTurn<Value: Sendable>(
        _ work: @escaping @Sendable () throws(PasswordHashProblem) -> Value
    ) async throws(PasswordHasherProblem) -> Value {
        try await enter()
        defer { leave() }
        let outcome: Result<Value, PasswordHashProblem> = await withCheckedContinuation { done in
            queue.async {
                do throws(PasswordHashProblem) {
                    done.resume(returning: .success(try work()))
                } catch {
                    done.resume(returning: .failure(error))
                }
            }
        }
        switch outcome {
        case .success(let value): return value
        case .failure(let problem): throw .hash(problem)
        }
    }

    private func enter() async throws(PasswordHasherProblem) {
        guard !Task.isCancelled else { throw .cancelled }
        if running < atOnce {
            running += 1
            return
        }
        guard waiting.count < mayWait else { throw .busy }
        let number = nextWaiter
        nextWaiter += 1
        // The one who leaves hands its place on: `running` stays as it is.
        let mine = await withTaskCancellationHandler {
            await withCheckedContinuation { turn in
                if Task.isCancelled { turn.resume(returning: false) } else { waiting.append(Waiter(number: number, turn: turn)) }
            }
        } onCancel: {
            Task { await self.giveUp(number) }
        }
        guard mine else { throw .cancelled }
    }

    private func leave() {
        if waiting.isEmpty { running -= 1 } else { waiting.removeFirst().turn.resume(returning: true) }
    }

    private func giveUp(_ number: Int) {
        guard let place = waiting.firstIndex(where: { $0.number == number }) else { return }
        waiting.remove(at: place).turn.resume(returning: false)
    }
}

/// Why a password was neither hashed nor compared.
public enum PasswordHasherProblem: Error, Hashable, Sendable, CustomStringConvertible {
    /// Too many wait already.
    case busy
    /// The one who asked has gone.
    case cancelled
    /// The stored hash is broken, or there is no memory.
    case hash(PasswordHashProblem)

    public var description: String {
        switch self {
        case .busy: "Too many people are signing in at this moment. Wait a few seconds and try again."
        case .cancelled: "Signing in was interrupted. Try again."
        case .hash(let problem): problem.description
        }
    }
}
