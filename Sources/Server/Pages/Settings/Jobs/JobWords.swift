import Covalence
import Store
import Workbench

/// What is said of jobs.
enum JobWords {
    /// Where a job stands, in a word.
    static func state(_ state: Job.State) -> String {
        switch state {
        case .waiting: "waits"
        case .running: "runs"
        case .done: "done"
        case .failed: "failed"
        case .cancelled: "cancelled"
        }
    }

    /// When it happens or happened, in a sentence.
    static func time(_ job: Job, now: Timestamp) -> String {
        switch job.state {
        case .waiting where job.notBefore > now: "Begins at \(LocalTime.clock(job.notBefore)) or a little later."
        case .waiting: "Begins as soon as a worker is free."
        case .running: job.begunAt.map { "Since \(LocalTime.clock($0))." } ?? ""
        case .done, .failed, .cancelled: job.endedAt.map { LocalTime.text($0) } ?? ""
        }
    }

    /// How often it failed, where it did.
    static func failures(_ job: Job) -> String? {
        guard job.failures > 0, job.state != .done else { return nil }
        return job.failures == 1 ? "Failed once." : "Failed \(job.failures) times."
    }

    /// Where the import of a file stands, for whoever waits for it.
    static func ofImport(_ job: Job?, now: Timestamp) -> String {
        guard let job else { return "Its import was broken off. Try it again, or leave the file out." }
        switch job.state {
        case .running: return job.progress.map { "\($0.label) …" } ?? "It is being read …"
        case .waiting where job.problem != nil && job.failures > 0:
            return "\(job.problem ?? "") It is tried again at \(LocalTime.clock(job.notBefore)) or a little later."
        case .waiting: return "It waits to be read. That goes on by itself."
        case .failed: return "\(job.problem ?? "") It is not tried again by itself."
        case .done, .cancelled: return "Its import was broken off. Try it again, or leave the file out."
        }
    }
}
