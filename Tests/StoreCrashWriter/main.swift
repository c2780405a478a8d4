import Covalence
import Foundation
import Store
import StoreTesting

// Writes to a store until it is killed, several writers side by side, and prints the id of each change once the store has acknowledged it.
// Used by CrashTests. Arguments: the store's folder, the workspace's id; with `audit` it writes audit entries, four side by side, and seals;
// with `jobs` it begins a job, says so and never ends it.

let arguments = CommandLine.arguments
guard arguments.count == 3 || arguments.count == 4 && ["audit", "jobs"].contains(arguments[3]), let id = Identifier<Workspace>(arguments[2]) else {
    print("usage: StoreCrashWriter FOLDER WORKSPACE [audit|jobs]")
    exit(64)
}
if arguments.last == "audit" { try await writeAudit(URL(fileURLWithPath: arguments[1]), id) }
let store = try await TestStore.open(URL(fileURLWithPath: arguments[1]))
let workspace = try await store.workspace(id)
if arguments.last == "jobs" { try await beginJob() }
try await SideBySide(store: store, workspace: workspace).write()

func writeAudit(_ folder: URL, _ workspace: Identifier<Workspace>) async throws {
    let log = try await TestStore.openAudit(folder)
    try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<4 {
            group.addTask {
                while true {
                    let now = Timestamp(Date())
                    let entry = AuditEntry(workspace: workspace, at: now, actor: .system, action: "crash.test", origin: .program)
                    try await log.append(entry)
                    say("noted \(entry.id)")
                }
            }
        }
        group.addTask {
            while true {
                try await Task.sleep(for: .milliseconds(20))
                _ = try await log.seal(at: Timestamp(Date()))
            }
        }
        try await group.waitForAll()
    }
}

func beginJob() async throws {
    let now = Timestamp(Date())
    guard let job = try await store.lease([Job.Kind("crash.job")], node: "doomed", until: now.advanced(by: 30_000), at: now) else { exit(1) }
    try await workspace.report(.init(0.5, "Half of it"), on: job.held, at: now)
    say("begun \(job.id)")
    while true { try await Task.sleep(for: .seconds(60)) }
}
