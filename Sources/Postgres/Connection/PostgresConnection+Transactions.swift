internal import CLibPQ

extension PostgresConnection {
    /// Sends what begins the work; its answer comes with the first one that is waited for.
    func begin(_ mode: Mode) throws(PostgresError) {
        self.mode = mode
        failure = nil
        lastChanges = 0
        savepoints = 0
        isUsedUp = false
        line.outcome = .nothingChanged
        line.isUninterruptible = false
        switch mode {
        case .setup, .alone, .single: break
        case .read: try command("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        case .write: try command("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE")
        }
    }

    /// Keeps what was done. Returns when the server says that it is kept; for a read, when the server has been told.
    func finish() throws(PostgresError) {
        switch mode {
        case .setup, .alone, .single: try finishAlone()
        case .read:
            try ready()
            if pending.contains(.execute) { try settle() }
            try command("COMMIT")
            try sync()
            try line.flush()
        case .write:
            try ready()
            try settle()
            try commit()
        }
    }

    private func commit() throws(PostgresError) {
        // From here on it may be kept, whatever happens to the connection, and stopping it would leave that open.
        line.isUninterruptible = true
        line.outcome = .unknown
        try command("COMMIT")
        try sync()
        pending = []
        guard let answer = try line.answer(), try line.answer() == nil,
            try line.answer()?.status == PGRES_PIPELINE_SYNC
        else { throw line.breakOff() }
        switch answer.status {
        case PGRES_COMMAND_OK where answer.tag == "COMMIT": line.outcome = .nothingChanged
        case PGRES_COMMAND_OK:
            throw .statement(code: "25P02", message: "the transaction had failed before and was rolled back", constraint: nil)
        case PGRES_FATAL_ERROR:
            line.outcome = .nothingChanged
            throw meaning(of: answer)
        default: throw line.breakOff()
        }
    }

    private func finishAlone() throws(PostgresError) {
        try settle()
        guard PQtransactionStatus(line.raw) == PQTRANS_IDLE else {
            throw .misuse("A transaction was begun and not ended. Use read or write of the pool.")
        }
    }

    /// Takes back what was done and makes the connection usable again, or leaves it broken.
    func abandon() {
        isStreaming = false
        // What was sent has to be answered first; a task that was cancelled stops it on the way.
        if !line.isBroken, !pending.isEmpty { _ = try? settle() }
        line.isUninterruptible = true
        if line.wasAskedToStop, !line.isBroken { line.settleCancelling() }
        guard !line.isBroken else { return }
        failure = nil
        do {
            if PQtransactionStatus(line.raw) != PQTRANS_IDLE {
                try command("ROLLBACK")
                try settle()
            }
            if PQtransactionStatus(line.raw) != PQTRANS_IDLE { _ = line.breakOff() }
        } catch {
            _ = line.breakOff()
        }
    }

    /// Part of a transaction that can fail without the rest: what `body` did is taken back when it throws.
    public func attempt<Value>(_ body: () throws -> Value) throws -> Value {
        try ready()
        guard mode == .read || mode == .write else {
            throw PostgresError.misuse("There is no transaction to attempt a part of. Use read or write of the pool.")
        }
        savepoints += 1
        let name = "attempt\(savepoints)"
        defer { savepoints -= 1 }
        // What was sent before is not part of it.
        try settle()
        try command("SAVEPOINT \(name)")
        do {
            let value = try body()
            try ready()
            try settle()
            try command("RELEASE SAVEPOINT \(name)")
            return value
        } catch {
            try takeBack(to: name)
            throw error
        }
    }

    /// Rolls back to a savepoint; leaves a failure in place where that does not work.
    func takeBack(to name: String) throws(PostgresError) {
        guard !line.isBroken, !line.isCancelled || line.isUninterruptible else { return }
        // Its error is what is taken back.
        if !pending.isEmpty { _ = try? settle() }
        guard !line.isBroken else { return }
        failure = nil
        try command("ROLLBACK TO SAVEPOINT \(name)")
        try command("RELEASE SAVEPOINT \(name)")
        try settle()
    }

    /// Whether it can be used once more: answers that were left are read, and a server that went away is noticed.
    func isUsable() -> Bool {
        guard !line.isBroken else { return false }
        line.isUninterruptible = true
        line.deadline = .now + .seconds(2)
        defer {
            line.isUninterruptible = false
            line.deadline = nil
        }
        do {
            try settle()
            failure = nil
            return PQtransactionStatus(line.raw) == PQTRANS_IDLE && line.looksAlive()
        } catch {
            return false
        }
    }

    /// Asks for an answer and waits for it, not long: after some time of quiet something on the way may have forgotten the connection.
    func answers() -> Bool {
        line.isUninterruptible = true
        line.deadline = .now + .seconds(2)
        defer {
            line.isUninterruptible = false
            line.deadline = nil
        }
        do {
            try command("SELECT 1")
            try settle()
            return true
        } catch {
            return false
        }
    }
}
