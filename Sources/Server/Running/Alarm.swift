import NIOCore

/// Goes off once, at a time that is moved far more often than it comes. Moving it is a comparison: the loop has one timer of it at a
/// time, which looks, when it comes too early, for when it should have come.
///
/// Every request moves those of its connection three times; a timer made and taken back each time cost more than reading the request.
/// Belongs to one event loop: never touch it from elsewhere.
final class Alarm {
    private var due: NIODeadline?
    private var ring: (() -> Void)?
    private var timer: (comes: NIODeadline, scheduled: Scheduled<Void>)?

    /// Whether it will go off.
    var isSet: Bool { due != nil }

    /// Goes off after this time from now, and not when it was to before.
    func set(in time: TimeAmount, on loop: any EventLoop, _ ring: @escaping () -> Void) {
        let due = loop.now + time
        self.due = due
        self.ring = ring
        if let timer, timer.comes <= due { return }
        timer?.scheduled.cancel()
        schedule(due, loop)
    }

    /// Does not go off; what it would have done is let go.
    func stop() { (due, ring) = (nil, nil) }

    /// Stops it and takes its timer back: for the end of a connection.
    func dismantle() {
        stop()
        timer?.scheduled.cancel()
        timer = nil
    }

    private func schedule(_ time: NIODeadline, _ loop: any EventLoop) {
        timer = (time, loop.assumeIsolated().scheduleTask(deadline: time) { [self] in
            timer = nil
            guard let due else { return }
            guard due <= loop.now else { return schedule(due, loop) }
            let ring = ring
            stop()
            ring?()
        })
    }
}
