public import Covalence
import Foundation
import Synchronization
public import Store

/// What a user can do, one use case a file (in `UseCases/`). Pages, the command line and, later, the API call the same ones.
///
/// Each use case takes the visitor who asks and checks what they may do before anything else.
public final class Workbench: Sendable {
    /// The record, ledger and files of the workspace.
    let store: any WorkspaceStore
    /// All workspaces and the files of all of them.
    let records: any RecordStore
    /// Reads meetings.
    public let analyzer: MeetingAnalyzer

    /// The machine's clock, in UTC.
    public static let clock: @Sendable () -> Timestamp = { Timestamp(Date()) }

    /// The clock of whatever runs here: sessions, jobs, the audit log.
    let machineTime: @Sendable () -> Timestamp
    let traces: (any Traces)?
    let readings = ReadingCache()
    let passages = PassageShelf()
    let topicShelf = TopicShelf()
    let funnelShelf = FunnelShelf()
    let imports = ImportGate()
    let names = WorkspaceNames()
    let codebookDesk = CodebookDesk()
    /// Throttles guessing and hashes passwords; one for all workspaces.
    let doorkeeper: Doorkeeper
    /// How webhooks are called; one for all workspaces.
    let outward: WebhookDesk
    /// The workspace as it was read or written last, and how often we wrote it.
    private let state: Mutex<(record: WorkspaceRecord, settings: WorkspaceSettings, writes: Int)>

    /// Opens the workbench of one workspace.
    ///
    /// - Parameters:
    ///   - records: the store.
    ///   - workspace: its id.
    ///   - analyzer: reads meetings.
    ///   - traces: the audit log; nil where none is kept (a file analysed on its own, tests).
    ///   - doorkeeper: throttles guessing and hashes passwords; pass one to all workbenches of a process.
    ///   - outward: how webhooks are called.
    ///   - now: the clock.
    public init(
        records: any RecordStore,
        workspace id: Identifier<Workspace>,
        analyzer: MeetingAnalyzer,
        traces: (any Traces)? = nil,
        doorkeeper: Doorkeeper = Doorkeeper(),
        outward: WebhookDesk = WebhookDesk(),
        now: @escaping @Sendable () -> Timestamp = Workbench.clock
    ) async throws {
        guard let record = try await records.workspaces().first(where: { $0.id == id }) else {
            throw StoreError.notFound("Workspace \(id)")
        }
        let settings = try WorkspaceSettings(of: record)
        self.records = records
        self.analyzer = analyzer
        machineTime = now
        self.traces = traces
        self.doorkeeper = doorkeeper
        self.outward = outward
        store = try await records.workspace(id)
        state = Mutex((record, settings, 0))
    }

    /// Opens the first workspace of a store that is not the demo, and makes it where there is none.
    public static func opening(
        _ records: any RecordStore,
        analyzer: MeetingAnalyzer,
        traces: (any Traces)? = nil,
        doorkeeper: Doorkeeper = Doorkeeper(),
        outward: WebhookDesk = WebhookDesk(),
        now: @escaping @Sendable () -> Timestamp = Workbench.clock
    ) async throws -> Workbench {
        if let first = try await records.workspaces().first(where: { try !WorkspaceSettings(of: $0).isDemo }) {
            return try await Workbench(records: records, workspace: first.id, analyzer: analyzer, traces: traces, doorkeeper: doorkeeper, outward: outward, now: now)
        }
        let record = WorkspaceRecord(id: .make(at: now()), name: "Workspace", createdAt: now())
        try await records.createWorkspace(record)
        return try await Workbench(records: records, workspace: record.id, analyzer: analyzer, traces: traces, doorkeeper: doorkeeper, outward: outward, now: now)
    }

    /// What time it is in the workspace: that of the machine, and in the demo that of its record, which ends on a day of the past and goes on
    /// from there. What is recorded carries it, and what ages is looked at by it.
    public func now() -> Timestamp { machineTime().advanced(by: -state.withLock { $0.settings.behind }) }

    /// The workspace's name and creation.
    public var workspace: WorkspaceRecord { state.withLock { $0.record } }

    /// The workspace's settings.
    public var settings: WorkspaceSettings { state.withLock { $0.settings } }

    /// Changes the workspace's settings; readings are computed anew.
    ///
    /// - Throws: `StoreError.refused` where a number is out of its range.
    public func change(_ settings: WorkspaceSettings, by visitor: Visitor) async throws {
        try await change(by: visitor) { $0 = settings }
    }

    /// Changes some of the workspace's settings, and leaves the others as they are by now; readings are computed anew.
    ///
    /// - Parameters:
    ///   - seen: what was seen of them; nil to change whatever is there.
    ///   - change: may be called again where somebody else was at them at the same moment.
    /// - Throws: `StoreError.refused` where a number is out of its range; `StoreError.conflict(.content)` where what was seen is not what is there.
    public func change(expecting seen: SeenSettings? = nil, by visitor: Visitor, _ change: (inout WorkspaceSettings) throws -> Void) async throws {
        try await admit(visitor, to: .changeSettings)
        let time = machineTime()
        try await keepSettings(expecting: seen, queueing: { before, after in
            before.meeting == after.meeting ? [] : [RefreshAllJob.afterSettings(by: visitor.member, at: time)]
        }) { settings in
            let privacy = settings.privacy
            try change(&settings)
            guard settings.privacy == privacy else {
                throw StoreError.refused("The privacy policy is changed on the privacy page, where it is applied to the meetings that are there.")
            }
        }
        try await queueFunnel()
    }

    /// Checks and keeps settings, with the jobs that follow from them; readings are computed anew.
    ///
    /// - Parameter former: what they were made from.
    /// - Throws: `StoreError.conflict(.content)` where they are others by now; these are read here then.
    func keep(_ settings: WorkspaceSettings, from former: WorkspaceRecord, queueing jobs: [NewJob]) async throws {
        try settings.check()
        guard settings.isDemo == self.settings.isDemo else {
            throw StoreError.refused("Whether a workspace is the demo cannot be changed. The demo is made by covalence serve --demo.")
        }
        var record = former
        record.settings = try settings.stored()
        do { try await records.updateWorkspace(record, from: former.settings, queueing: jobs) } catch {
            if case .conflict = error { try await catchUp() }
            throw error
        }
        var alike = self.settings
        alike.notPeople = settings.notPeople
        // As they are read again, by this and by other processes.
        let kept = try WorkspaceSettings(of: record)
        state.withLock { $0 = (record, kept, $0.writes + 1) }
        // Who is no person is in no reading.
        if alike != settings { readings.removeAll() }
    }

    /// Changes settings as they are now, whoever changed others of them meanwhile, and keeps them with the jobs that follow.
    ///
    /// - Parameters:
    ///   - seen: what was seen of them; nil to change whatever is there.
    ///   - jobs: those that follow, from the settings before and after.
    /// - Returns: what they were changed to.
    /// - Throws: `StoreError.conflict(.content)` where what was seen is not what is there.
    @discardableResult
    func keepSettings(
        expecting seen: SeenSettings? = nil, queueing jobs: (WorkspaceSettings, WorkspaceSettings) -> [NewJob] = { _, _ in [] },
        _ change: (inout WorkspaceSettings) throws -> Void
    ) async throws -> WorkspaceSettings {
        func once() async throws -> WorkspaceSettings {
            let former = workspace
            let before = try WorkspaceSettings(of: former)
            if let seen { try ContentTag.check(seen.tag, is: try before.tag(of: seen.parts), "What is set here") }
            var settings = before
            try change(&settings)
            try await keep(settings, from: former, queueing: jobs(before, settings))
            return settings
        }
        // Another process may have changed them since they were read here.
        try await catchUp()
        for _ in 1..<10 {
            let former = workspace
            do { return try await once() } catch StoreError.conflict(.content) where workspace != former { continue }
        }
        return try await once()
    }

    /// Takes over what another process changed of the settings since they were read here.
    func catchUp() async throws {
        let writes = state.withLock { $0.writes }
        guard let record = try await records.workspaces().first(where: { $0.id == store.id }) else {
            throw StoreError.notFound("Workspace \(store.id)")
        }
        let isNew = state.withLock { state in
            // What we wrote in the meantime is newer than what was read.
            guard state.writes == writes, state.record != record else { return false }
            state.record = record
            // What cannot be read leaves the settings as they were.
            if let settings = try? WorkspaceSettings(of: record) { state.settings = settings }
            return true
        }
        if isNew { readings.removeAll() }
    }

    /// Remembers that somebody who was asked about is no person, so that nobody is asked again.
    func keep(notAPerson name: String) async throws {
        guard !settings.notPeople.contains(name) else { return }
        try await keepSettings { settings in
            // The oldest answers go first; whoever is still about is asked about again.
            if !settings.notPeople.contains(name) { settings.notPeople = settings.notPeople.suffix(4_000) + [name] }
        }
    }

    /// Gives the workspace another name.
    func rename(_ name: String) async throws {
        var record = workspace
        record.name = name
        try await records.updateWorkspace(record)
        // Settings changed in the meantime stay as they are.
        state.withLock { state in
            state.record.name = name
            state.writes += 1
        }
    }
}
