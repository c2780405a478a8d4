internal import CLibPQ

/// One connection, for the time of one body: what is asked of it is asked in this order, on the connection's own thread.
///
/// Statements carry `?` or `?1` for their values, as in SQLite; `??` is the operator `?`. They are prepared once and kept. Settings a
/// body makes with `SET` without `LOCAL` outlive it, so use `SET LOCAL`.
public final class PostgresConnection {
    let line: Line
    var statements: StatementCache
    /// Commands sent whose answers were not read yet.
    var pending: [Expected] = []
    private var pendingBytes = 0
    var lastChanges = 0
    /// Why the transaction failed: until it is rolled back, nothing else is sent.
    var failure: PostgresError?
    var mode = Mode.setup
    /// Rows are being handed over one by one.
    var isStreaming = false
    var savepoints = 0
    /// Whether the one statement was asked, where there is to be one.
    var isUsedUp = false

    enum Mode {
        /// Before the first use.
        case setup
        case read, write
        /// One statement that reads, by itself: the server sees to it that all of it is as of one moment.
        case single
        /// Without a transaction around it.
        case alone

        /// Whether nothing is changed, so that it may be done again.
        var onlyReads: Bool { self == .read || self == .single }
    }

    /// A command whose answer is due.
    enum Expected: Hashable {
        case prepare(String)
        case retire(StatementCache.Retired)
        case execute
        case rows
        /// One of ours, such as BEGIN.
        case command
        case sync
    }

    /// How many commands and bytes go into the pipeline before answers are read. ‡
    private static let mostPending = (commands: 512, bytes: 1 << 20)
    /// How many statements stay prepared. ‡
    static let preparedLimit = 256

    init(_ line: Line) {
        self.line = line
        statements = StatementCache(limit: Self.preparedLimit)
    }

    // MARK: Asking

    /// Sends a statement without waiting for its answer; rows it gives are dropped. Where it fails, the next call that waits says so, or
    /// the end of the transaction. Outside a transaction it is waited for.
    public func execute(_ sql: String, _ values: [PostgresValue] = []) throws {
        try refuseSingle()
        try send(sql, values, .execute)
        if mode == .alone || mode == .setup { try settle() }
    }

    /// How many rows the last `execute` inserted, updated, deleted or gave; waits for it. 0 before the first.
    public func changes() throws -> Int {
        try ready()
        try settle()
        return lastChanges
    }

    /// All rows a statement gives. With many or large ones use ``each(_:_:_:)``.
    public func query(_ sql: String, _ values: [PostgresValue] = []) throws -> [PostgresRow] {
        try useUp()
        try send(sql, values, .rows)
        return try settle()?.rows() ?? []
    }

    /// Of a single statement: a second one could see another state of the database.
    func useUp() throws(PostgresError) {
        guard mode == .single else { return }
        if isUsedUp { try refuseSingle() }
        isUsedUp = true
    }

    /// What is not for a single statement that reads.
    func refuseSingle() throws(PostgresError) {
        guard mode == .single else { return }
        throw .misuse("This is for one statement that reads. For several, or to change something, use read or write of the pool.")
    }

    /// Several statements, parted by semicolons and without values. They go together: outside a transaction all of them or none.
    public func script(_ sql: String) throws {
        try refuseSingle()
        try ready()
        try settle()
        guard !sql.utf8.contains(0) else { throw PostgresError.misuse("The script holds a zero character (U+0000). Take it out.") }
        try leavePipeline()
        if mode == .alone { line.outcome = .unknown }
        try line.sent(PQsendQuery(line.raw, sql))
        _ = try finishCommand()
        // Tables may have other columns now than the statements were prepared for.
        statements.startAfresh()
        if mode == .read || mode == .write, PQtransactionStatus(line.raw) != PQTRANS_INTRANS {
            line.outcome = .unknown
            _ = line.breakOff()
            throw PostgresError.misuse("The script ended the transaction it ran in. Take COMMIT and ROLLBACK out of it.")
        }
    }

    /// Sends a message to all who listen on a channel; it comes with the commit.
    public func notify(_ channel: String, _ payload: String = "") throws {
        try execute("SELECT pg_notify(?1, ?2)", [.text(channel), .text(payload)])
    }

    // MARK: The pipeline

    /// Whether something can be sent now.
    func ready() throws(PostgresError) {
        if isStreaming {
            throw .misuse("The rows of another statement are still being read. Read them all first, or use walk instead of each.")
        }
        if let failure { throw failure }
        if line.isBroken { throw .brokenOff(line.outcome) }
        if line.isCancelled, !line.isUninterruptible { throw .cancelled }
    }

    func send(_ sql: String, _ values: [PostgresValue], _ expected: Expected) throws(PostgresError) {
        try ready()
        // Before the statement is looked up, which makes it known: values that cannot be sent must leave no trace.
        let parameters = try Parameters(values)
        let plan = try statements.plan(sql, values)
        try enterPipeline()
        if mode == .alone { line.outcome = .unknown }
        try prepare(plan)
        try line.sent(parameters.withPointers { count, values, lengths, formats in
            PQsendQueryPrepared(line.raw, plan.name, count, values, lengths, formats, 1)
        })
        pending.append(expected)
        // Rows are waited for by whoever asked for them: read here, they would be lost.
        if expected != .rows { try bound(parameters.size + 64) }
    }

    /// Sends what makes the server forget old statements and learn this one.
    func prepare(_ plan: StatementCache.Plan) throws(PostgresError) {
        for retired in statements.takeRetired() {
            try line.sent(PQsendQueryParams(line.raw, retired.sql, 0, nil, nil, nil, nil, 1))
            pending.append(.retire(retired))
        }
        guard plan.isNew else { return }
        try line.sent(PQsendPrepare(line.raw, plan.name, plan.text, Int32(plan.types.count), plan.types))
        pending.append(.prepare(plan.name))
        pendingBytes += plan.text.utf8.count
    }

    /// Sends a command of ours, which is not kept prepared.
    func command(_ sql: String, _ expected: Expected = .command) throws(PostgresError) {
        try enterPipeline()
        try line.sent(PQsendQueryParams(line.raw, sql, 0, nil, nil, nil, nil, 1))
        pending.append(expected)
    }

    private func bound(_ bytes: Int) throws(PostgresError) {
        pendingBytes += bytes
        if pending.count >= Self.mostPending.commands || pendingBytes >= Self.mostPending.bytes { try settle() }
    }

    private func enterPipeline() throws(PostgresError) {
        guard PQpipelineStatus(line.raw) == PQ_PIPELINE_OFF else { return }
        guard PQenterPipelineMode(line.raw) == 1 else { throw line.breakOff() }
    }

    /// All answers must have been read.
    func leavePipeline() throws(PostgresError) {
        guard PQexitPipelineMode(line.raw) == 1 else { throw line.breakOff() }
    }

    /// Ends the part of the pipeline that stands or falls together; answers are still due.
    func sync() throws(PostgresError) {
        try line.sent(PQpipelineSync(line.raw))
        pending.append(.sync)
    }

    /// Waits for everything that was sent.
    /// - Returns: the answer with rows, if rows were asked for.
    @discardableResult
    func settle() throws(PostgresError) -> Answer? {
        guard !pending.isEmpty else { return nil }
        if pending.last != .sync { try sync() }
        let due = pending
        pending = []
        pendingBytes = 0
        var rows: Answer?
        var error: PostgresError?
        for expected in due {
            guard let answer = try line.answer() else { throw line.breakOff() }
            if expected == .sync {
                guard answer.status == PGRES_PIPELINE_SYNC else { throw line.breakOff() }
                continue
            }
            guard try line.answer() == nil else { throw line.breakOff() }
            if let failed = take(answer, for: expected) { error = error ?? failed }
            if expected == .rows { rows = answer }
        }
        if let error {
            if mode != .alone { failure = error }
            throw error
        }
        return rows
    }

    /// - Returns: the error, where the answer is one of its own and not that of an earlier command.
    private func take(_ answer: Answer, for expected: Expected) -> PostgresError? {
        switch answer.status {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY:
            if expected == .execute { lastChanges = answer.changes }
            return nil
        case PGRES_FATAL_ERROR, PGRES_PIPELINE_ABORTED:
            if case .prepare(let name) = expected { statements.forget(name) }
            if case .retire(let what) = expected { statements.giveBack(what) }
            return answer.status == PGRES_FATAL_ERROR ? meaning(of: answer) : nil
        default: return line.breakOff()
        }
    }

    /// What an error of the server means to whoever asked.
    func meaning(of answer: Answer) -> PostgresError {
        switch answer.code {
        // The table a prepared statement was made for has changed, or somebody else took the statement away.
        case "0A000", "26000": statements.startAfresh()
        case "57014" where line.wasAskedToStop && line.isCancelled: return .cancelled
        default: break
        }
        return answer.error
    }

    /// Reads the answers to a command outside the pipeline to their end.
    func finishCommand() throws(PostgresError) -> Answer? {
        var last: Answer?
        var error: PostgresError?
        while let answer = try line.answer() {
            switch answer.status {
            case PGRES_FATAL_ERROR: error = error ?? meaning(of: answer)
            case PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH:
                line.outcome = mode == .alone ? .unknown : .nothingChanged
                _ = line.breakOff()
                throw .misuse("COPY does not go with other statements. Use copy(into:_:).")
            default: last = answer
            }
        }
        if let error {
            if mode != .alone { failure = error }
            throw error
        }
        return last
    }
}
