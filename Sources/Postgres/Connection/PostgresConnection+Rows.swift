internal import CLibPQ

extension PostgresConnection {
    /// Hands over the rows of a statement one by one, in constant memory, until `body` returns false. Nothing else can be asked of the
    /// connection meanwhile; for that there is ``walk(_:_:_:)``.
    public func each(_ sql: String, _ values: [PostgresValue] = [], _ body: (PostgresRow) throws -> Bool) throws {
        try ready()
        try useUp()
        let parameters = try Parameters(values)
        let plan = try statements.plan(sql, values)
        // In a transaction that changes nothing, the server can be told to stop when the rest is not wanted.
        let savepoint = mode == .read ? "rows" : nil
        if let savepoint { try command("SAVEPOINT \(savepoint)") }
        try stream(plan, parameters, savepoint: savepoint, body)
    }

    private func stream(
        _ plan: StatementCache.Plan, _ parameters: Parameters, savepoint: String?, _ body: (PostgresRow) throws -> Bool
    ) throws {
        if plan.isNew || savepoint != nil || !pending.isEmpty {
            if PQpipelineStatus(line.raw) == PQ_PIPELINE_OFF, PQenterPipelineMode(line.raw) != 1 { throw line.breakOff() }
            try prepare(plan)
            try settle()
        }
        try leavePipeline()
        if mode == .alone { line.outcome = .unknown }
        try line.sent(parameters.withPointers { count, values, lengths, formats in
            PQsendQueryPrepared(line.raw, plan.name, count, values, lengths, formats, 1)
        })
        guard PQsetSingleRowMode(line.raw) == 1 else { throw line.breakOff() }
        isStreaming = true
        defer { isStreaming = false }
        var columns: Columns?
        while let answer = try line.answer() {
            switch answer.status {
            case PGRES_SINGLE_TUPLE:
                let known = columns ?? Columns(answer)
                columns = known
                let goesOn: Bool
                do { goesOn = try body(known.row(0, of: answer)) } catch {
                    try leave(savepoint)
                    throw error
                }
                guard goesOn else { return try leave(savepoint) }
            case PGRES_FATAL_ERROR:
                let error = meaning(of: answer)
                _ = try line.answer()
                if mode != .alone { failure = error }
                throw error
            case PGRES_TUPLES_OK, PGRES_COMMAND_OK, PGRES_EMPTY_QUERY: break
            default: throw line.breakOff()
            }
        }
        isStreaming = false
        if let savepoint { try command("RELEASE SAVEPOINT \(savepoint)") }
    }

    /// Drops the rows that are left. With a savepoint the server is told to stop after some, and the failure this makes taken back.
    private func leave(_ savepoint: String?) throws(PostgresError) {
        isStreaming = false
        var dropped = 0
        var wasStopped = false
        while let answer = try line.answer() {
            dropped += 1
            if answer.status == PGRES_FATAL_ERROR {
                guard wasStopped, answer.code == "57014" else {
                    let error = meaning(of: answer)
                    if mode != .alone { failure = error }
                    throw error
                }
            }
            if savepoint != nil, !wasStopped, dropped >= 1000 {
                wasStopped = true
                line.stop()
            }
        }
        if wasStopped { line.settleCancelling() }
        guard let savepoint, !line.isBroken else { return }
        if wasStopped { try command("ROLLBACK TO SAVEPOINT \(savepoint)") }
        try command("RELEASE SAVEPOINT \(savepoint)")
    }

    /// As ``each(_:_:_:)``, but other statements can be asked in between: the rows are fetched some at a time from a cursor. Needs a
    /// transaction, and a statement that only reads.
    public func walk(_ sql: String, _ values: [PostgresValue] = [], _ body: (PostgresRow) throws -> Bool) throws {
        try ready()
        guard mode == .read || mode == .write else {
            throw PostgresError.misuse("There is no transaction to walk through rows in. Use read or write of the pool.")
        }
        savepoints += 1
        defer { savepoints -= 1 }
        let name = "walk\(savepoints)"
        try execute("DECLARE \(name) NO SCROLL CURSOR FOR \(sql)", values)
        // Few at first, for whoever stops soon.
        var amount = 16
        while true {
            let rows = try fetch(amount, from: name)
            for row in rows where try !body(row) { return try close(name) }
            guard rows.count == amount else { break }
            amount = min(amount * 2, 512)
        }
        try close(name)
    }

    /// Not prepared: the server would keep the columns of the first cursor with this name for all later ones.
    private func fetch(_ amount: Int, from cursor: String) throws -> [PostgresRow] {
        try ready()
        try command("FETCH FORWARD \(amount) FROM \(cursor)", .rows)
        return try settle()?.rows() ?? []
    }

    private func close(_ cursor: String) throws {
        if failure == nil { try command("CLOSE \(cursor)") }
    }
}
