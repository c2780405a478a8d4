import ArgumentParser
import Covalence
import Foundation
import Store
import Workbench

/// `covalence jobs`: what Covalence does by itself.
struct JobsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "jobs",
        abstract: "What Covalence does by itself: lists, retries and cancels jobs, and works them off where no server runs.",
        discussion: """
            covalence serve does what waits by itself. Where none runs, covalence jobs run does it once.

            EXAMPLES:
              covalence jobs
              covalence jobs list --state failed --json
              covalence jobs retry 0195a3c2-7d10-7000-8000-000000000001
              covalence jobs cancel 0195a3c2-7d10-7000-8000-000000000001
              covalence jobs run
            """,
        subcommands: [List.self, Retry.self, Cancel.self, Run.self],
        defaultSubcommand: List.self
    )

    private static func id(_ text: String) throws -> Identifier<Job> {
        guard let id = Identifier<Job>(text) else {
            throw ValidationError("“\(text.printable)” is not the id of a job: 36 characters with hyphens, as covalence jobs list prints it.")
        }
        return id
    }

    /// A job as JSON: ids, times and numbers.
    private struct Line: Encodable {
        var id, kind, title, state: String
        var subject, about, problem, node, progress: String?
        var share: Double?
        var attempt, failures: Int
        var madeAt: String
        var notBefore, begunAt, endedAt: String?

        init(_ line: JobLine) {
            let job = line.job
            (id, kind, title, state) = ("\(job.id)", job.kind.rawValue, line.title, job.state.rawValue)
            subject = job.subject?.uuidString.lowercased()
            (about, problem, node) = (line.about, job.problem, job.lease?.node)
            (progress, share) = (job.progress?.label, job.progress?.share)
            (attempt, failures) = (job.attempt, job.failures)
            madeAt = job.madeAt.description
            notBefore = job.state == .waiting ? job.notBefore.description : nil
            (begunAt, endedAt) = (job.begunAt?.description, job.endedAt?.description)
        }

        var text: String {
            let how = progress.map { ", \($0)" } ?? problem.map { ": \($0)" } ?? ""
            return "\(id)  \(state.padded(to: 9))  \(title)\(about.map { " (\($0))" } ?? "")\(how)".printable
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists jobs, newest first.", discussion: "EXAMPLES:\n  covalence jobs list\n  covalence jobs list --state waiting --limit 500 --json"
        )
        @Option(help: ArgumentHelp("Only jobs in this state: \(Job.State.allCases.map(\.rawValue).joined(separator: ", ")). May be given several times.", valueName: "state")) var state: [String] = []
        @Option(help: ArgumentHelp("Only jobs of this kind: file.import.", valueName: "kind")) var kind: String?
        @Option(help: "At most so many, 1 to 500.") var limit = 50
        @OptionGroup var store: StoreOptions
        @Flag(help: "Write JSON lines.") var json = false

        func validate() throws {
            guard (1...500).contains(limit) else { throw ValidationError("--limit takes 1 to 500.") }
            for name in state where Job.State(rawValue: name) == nil {
                throw ValidationError("“\(name.printable)” is no state. States: \(Job.State.allCases.map(\.rawValue).joined(separator: ", ")).")
            }
        }

        func run() async throws {
            let query = JobQuery(states: Set(state.compactMap(Job.State.init)), kind: kind.map { Job.Kind($0) }, limit: limit)
            let lines = try await store.withWorkbench(create: false) { try await $0.jobs(query, by: .owner) }.items.map(Line.init)
            let terminal = Terminal()
            for line in lines { terminal.line(try json ? JSONText.line(line) : line.text) }
            if lines.isEmpty { terminal.note("There are no such jobs.") }
        }
    }

    struct Retry: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Queues a job again that failed or was cancelled.", discussion: "EXAMPLES:\n  covalence jobs retry 0195a3c2-7d10-7000-8000-000000000001"
        )
        @Argument(help: "The job’s id.") var job: String
        @OptionGroup var store: StoreOptions
        @Flag(help: "Write JSON.") var json = false

        func validate() throws { _ = try JobsCommand.id(job) }

        func run() async throws {
            let id = try JobsCommand.id(job)
            let state = try await store.withWorkbench(create: false) { try await $0.retryJob(id, by: .owner) }.state
            Terminal().line(try json ? JSONText.line(["id": "\(id)", "state": state.rawValue]) : "Queued again.")
        }
    }

    struct Cancel: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Cancels a job that waits or runs.", discussion: "EXAMPLES:\n  covalence jobs cancel 0195a3c2-7d10-7000-8000-000000000001"
        )
        @Argument(help: "The job’s id.") var job: String
        @OptionGroup var store: StoreOptions
        @Flag(help: "Write JSON.") var json = false

        func validate() throws { _ = try JobsCommand.id(job) }

        func run() async throws {
            let id = try JobsCommand.id(job)
            let state = try await store.withWorkbench(create: false) { try await $0.cancelJob(id, by: .owner) }.state
            Terminal().line(try json ? JSONText.line(["id": "\(id)", "state": state.rawValue]) : "Cancelled.")
        }
    }

    struct Run: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Does what waits, and recurring work that is due, one job after the other.",
            discussion: "For a machine on which no server runs; may run beside one. Ends when nothing is due.\n\nEXAMPLES:\n  covalence jobs run --data ./data"
        )
        @OptionGroup var store: StoreOptions
        @Flag(help: "Write JSON.") var json = false

        func run() async throws {
            let counts = try await store.withWorkbench(create: false) { try await $0.workOffJobs(by: .owner) }
            let named = Dictionary(uniqueKeysWithValues: Job.State.allCases.filter(\.isWorthSaying).map { ($0.rawValue, counts[$0] ?? 0) })
            let terminal = Terminal()
            if json { terminal.line(try JSONText.line(named)) } else {
                terminal.line("Done: \(counts[.done] ?? 0). Failed: \(counts[.failed] ?? 0). To be tried again later: \(counts[.waiting] ?? 0).")
            }
            if counts[.failed] ?? 0 > 0 { throw ExitCode.badFile }
        }
    }
}

extension Job.State {
    /// What a run of jobs can end in.
    fileprivate var isWorthSaying: Bool { self != .running }
}
