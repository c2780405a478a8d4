extension Task {
    /// What comes of a task, where it comes in time. The task goes on where it does not.
    ///
    /// - Returns: nil once the time is over.
    func value(within patience: Duration) async throws -> Success? where Failure == any Error {
        let (outcomes, outcome) = AsyncStream.makeStream(of: Result<Success?, any Error>.self)
        let waiting = Task<Void, Never> { outcome.yield(await self.result.map(Optional.some)) }
        let clock = Task<Void, Never> {
            guard (try? await Task<Never, Never>.sleep(for: patience)) != nil else { return }
            outcome.yield(.success(nil))
        }
        defer {
            waiting.cancel()
            clock.cancel()
        }
        for await first in outcomes { return try first.get() }
        throw _Concurrency.CancellationError()
    }
}
