internal import CLibPQ
import Dispatch

/// The wire to one server: libpq without calls that block, so that one thread writes and reads at the same time, can be told to stop,
/// and keeps to a deadline. Belongs to one thread at a time.
final class Line {
    let raw: OpaquePointer
    private let interrupt: Interrupt
    private let notices: Notices
    private let cancelling = Cancelling()

    /// Nothing more can be said over it.
    private(set) var isBroken = false
    /// What a break would mean now for whoever asked.
    var outcome = PostgresError.Outcome.nothingChanged
    /// While the end of a transaction is waited for, nobody is told to stop.
    var isUninterruptible = false
    /// When waiting is given up; nil waits as long as the server lives.
    var deadline: ContinuousClock.Instant?
    /// How many answers came.
    private(set) var answers = 0

    private var firstAsked: ContinuousClock.Instant?
    private var lastAsked: ContinuousClock.Instant?

    /// A server that was asked to stop and does not within this time is left. ‡
    private static let patienceWithStopping = Duration.seconds(10)

    /// Takes the connection over; it is closed with the last reference.
    init(_ raw: OpaquePointer, interrupt: Interrupt, notices: Notices) {
        self.raw = raw
        self.interrupt = interrupt
        self.notices = notices
        notices.attach(to: raw)
    }

    deinit { PQfinish(raw) }

    var isCancelled: Bool { interrupt.isRaised }

    /// Whether the server was asked to stop since the last `settleCancelling`.
    var wasAskedToStop: Bool { firstAsked != nil }

    // MARK: Waiting

    /// Waits until the socket is ready; asks the server to stop when the interrupt is raised.
    @discardableResult
    func wait(for wanted: Int) throws(PostgresError) -> Int32 {
        while true {
            var milliseconds = Int32(-1)
            let isStopping = interrupt.isRaised && !isUninterruptible
            if isStopping {
                try askToStop()
                milliseconds = 250
            }
            if let deadline {
                let left = ContinuousClock.now.duration(to: deadline)
                guard left > .zero else { throw breakOff() }
                let bound = Int32(clamping: left.milliseconds + 1)
                milliseconds = milliseconds < 0 ? bound : min(milliseconds, bound)
            }
            let wake = isStopping || isUninterruptible ? -1 : interrupt.descriptor
            let came = covalence_pq_wait(PQsocket(raw), Int32(wanted), wake, milliseconds)
            guard came >= 0 else { throw breakOff() }
            if came & Int32(COVALENCE_PQ_READABLE | COVALENCE_PQ_WRITABLE) != 0 { return came }
        }
    }

    /// Asks again each second: a request can come just before what it is to stop.
    private func askToStop() throws(PostgresError) {
        let now = ContinuousClock.now
        if let firstAsked, firstAsked.duration(to: now) > Self.patienceWithStopping {
            isBroken = true
            throw .cancelled
        }
        if let lastAsked, lastAsked.duration(to: now) < .seconds(1) { return }
        firstAsked = firstAsked ?? now
        lastAsked = now
        cancelling.ask(raw)
    }

    /// Asks the server once to stop what it does.
    func stop() {
        firstAsked = firstAsked ?? .now
        cancelling.ask(raw)
    }

    /// Waits until no request to stop can hit what comes next.
    func settleCancelling() {
        let limit = ContinuousClock.now + .seconds(5)
        while cancelling.isUnderWay {
            guard ContinuousClock.now < limit else {
                isBroken = true
                return
            }
            _ = covalence_pq_wait(-1, 0, -1, 5)
        }
        firstAsked = nil
        lastAsked = nil
    }

    // MARK: Sending and receiving

    func flush() throws(PostgresError) {
        while true {
            switch PQflush(raw) {
            case 0: return
            case 1:
                let came = try wait(for: COVALENCE_PQ_READABLE | COVALENCE_PQ_WRITABLE)
                if came & Int32(COVALENCE_PQ_READABLE) != 0 { try consume() }
            default: throw breakOff()
            }
        }
    }

    func consume() throws(PostgresError) {
        guard PQconsumeInput(raw) == 1 else { throw breakOff() }
    }

    /// The next answer; nil at the end of a command.
    func answer() throws(PostgresError) -> Answer? {
        try flush()
        while PQisBusy(raw) == 1 {
            try wait(for: COVALENCE_PQ_READABLE)
            try consume()
        }
        guard let result = PQgetResult(raw) else { return nil }
        let answer = Answer(result)
        if answer.status == PGRES_FATAL_ERROR, answer.endsConnection || PQstatus(raw) == CONNECTION_BAD { throw breakOff() }
        answers += 1
        return answer
    }

    /// Checks what a sending function of libpq returned.
    func sent(_ result: Int32) throws(PostgresError) {
        guard result != 1 else { return }
        guard PQstatus(raw) == CONNECTION_OK else { throw breakOff() }
        isBroken = true
        throw .misuse("The statement could not be sent. Look at its values: a statement takes at most \(Placeholders.limit) of them.")
    }

    /// Nothing more goes over it.
    func breakOff() -> PostgresError {
        isBroken = true
        return .brokenOff(outcome)
    }

    /// Whether the server closed it while nobody looked.
    func looksAlive() -> Bool {
        guard !isBroken, PQstatus(raw) == CONNECTION_OK else { return false }
        let came = covalence_pq_wait(PQsocket(raw), Int32(COVALENCE_PQ_READABLE), -1, 0)
        guard came > 0 else { return came == 0 }
        // Readable without having been asked: a notice, or the server's farewell, after which reading fails.
        guard PQconsumeInput(raw) == 1, PQstatus(raw) == CONNECTION_OK else { return false }
        return covalence_pq_wait(PQsocket(raw), Int32(COVALENCE_PQ_READABLE), -1, 0) == 0
    }
}

extension Duration {
    /// Whole milliseconds, rounded down.
    var milliseconds: Int64 { components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000 }
}
