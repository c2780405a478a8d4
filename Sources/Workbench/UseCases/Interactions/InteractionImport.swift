public import Covalence
import Formats
public import Foundation
public import Store

/// A kind of file that holds interactions, told by its content.
public enum InteractionFileKind: String, Hashable, Sendable, Codable, CaseIterable {
    /// One mail (`.eml`).
    case mail
    /// A folder of mails (mbox).
    case mailbox
    /// A calendar (`.ics`).
    case calendar

    /// How many bytes are looked at.
    public static let neededBytes = 65_536

    /// The kind that begins with these bytes; nil where it is none of them.
    public init?(firstBytes: Data) {
        if CalendarFile.looksLikeCalendar(prefix: firstBytes) { self = .calendar }
        else if MailboxReader.looksLikeMailbox(prefix: firstBytes) { self = .mailbox }
        else if MailFile.looksLikeMail(prefix: firstBytes) { self = .mail }
        else { return nil }
    }

    var mediaType: String {
        switch self {
        case .mail: "message/rfc822"
        case .mailbox: "application/mbox"
        case .calendar: "text/calendar"
        }
    }
}

/// What a person chooses with mails or a calendar.
public struct InteractionImportOptions: Hashable, Sendable, Codable {
    /// Whether people who are not in the record are added. Nil: those who write from a domain of a known organisation.
    public var createPeople: Bool?
    /// Whether what programs and mailing lists sent comes in too.
    public var takesAutomatic = false
    /// Whether the quoted history and the signature of a mail are kept too.
    public var keepsWholeText = false
    /// Of a calendar: from when on; two years back where nil.
    public var from: Timestamp?
    /// Of a calendar: up to when; one year ahead where nil.
    public var before: Timestamp?
    /// Of a calendar: the zone of times without one, by its name: `Europe/Helsinki`; UTC where nil.
    public var zone: String?

    /// The defaults.
    public init() {}
}

/// What became of mails or events that were read.
public struct InteractionImportReport: Hashable, Sendable, Codable {
    /// How many were read, broken ones among them.
    public var read = 0
    public var added = 0
    /// Newer copies that took the place of stored ones.
    public var replaced = 0
    public var alreadyThere = 0
    /// How many were left out, by why: “sent by a program or a mailing list”.
    public var leftOut: [String: Int] = [:]
    /// Of a calendar: what was left out because it comes later than what is read, as a sentence; nil where nothing was. Reports kept before it was told have none.
    public var cut: String?
    /// How many could not be read.
    public var broken = 0
    /// People who were added to the record.
    public var peopleAdded = 0
    /// What was broken and where, one sentence each: the first 100.
    public var problems: [String] = []
    /// How many there were, listed or not.
    public var problemCount = 0

    /// The most problems that are listed.
    public static let mostProblems = 100

    /// Nothing read yet.
    public init() {}

    mutating func add(problem: String) {
        problemCount += 1
        if problems.count < Self.mostProblems { problems.append(problem) }
    }

    mutating func leaveOut(_ why: String, _ count: Int = 1) { leftOut[why, default: 0] += count }

    /// In a sentence or two, for lists and logs.
    public var sentence: String {
        let left = leftOut.values.reduce(0, +)
        return "Read \(read): \(added) added, \(replaced) replaced, \(alreadyThere) there already, \(left) left out, \(broken) broken.\(cut.map { " \($0)" } ?? "")"
    }
}

/// What is kept with a file of interactions while it is read: enough to go on after a crash.
struct InteractionIntake: Codable, Hashable {
    var interactions: InteractionFileKind
    var options: InteractionImportOptions
    /// Where in a mailbox to go on, in bytes.
    var offset: Int64 = 0
    var report = InteractionImportReport()

    init(_ kind: InteractionFileKind, _ options: InteractionImportOptions) {
        interactions = kind
        self.options = options
    }

    /// Reads what is kept with an uploaded file; nil where it is a transcript.
    init?(kept text: String) {
        guard text.contains("\"interactions\""), let kept = try? JSONDecoder().decode(Self.self, from: Data(text.utf8)) else { return nil }
        self = kept
    }

    func kept() throws -> String { String(decoding: try JSONEncoder().encode(self), as: UTF8.self) }
}

extension Workbench {
    /// The largest mailbox that is taken, in bytes ‡.
    public static let mailboxLimit = 4_000_000_000

    /// Begins to take in a mail, a mailbox or a calendar, piece by piece.
    public func receiveInteractions(by visitor: Visitor) async throws -> IncomingFile {
        try await admit(visitor, to: .importMail)
        return try records.files.receive(limit: Self.mailboxLimit)
    }

    /// Keeps a file of mails or events that was taken in whole, and notes it, so that its import can be taken up again after a crash.
    /// Where the same file's import was broken off, that one goes on.
    ///
    /// - Parameter token: under which whoever sends it asks how far its import is (`importProgress`); of their own making.
    /// - Throws: `StoreError.refused` where the file is neither mail, mailbox nor calendar.
    public func keepInteractions(
        _ file: IncomingFile, named name: String, options: InteractionImportOptions = .init(), progress token: String? = nil, by visitor: Visitor
    ) async throws -> IntakeItem {
        let start = Data(try file.firstBytes(InteractionFileKind.neededBytes))
        guard let kind = InteractionFileKind(firstBytes: start) else {
            throw StoreError.refused("This is neither a mail, a mailbox nor a calendar. Save mails as .eml or mbox, calendars as .ics.")
        }
        try await admit(visitor, to: kind == .calendar ? .importCalendar : .importMail)
        if let zone = options.zone, TimeZone(identifier: zone) == nil {
            throw StoreError.refused("“\(OneLine.cut(zone) ?? "")” is no time zone. Write one like Europe/Helsinki.", at: "/zone")
        }
        let count = file.count
        let hash = try file.commit()
        let waiting = try await store.intake(in: [.received])
        if let same = waiting.first(where: { $0.file.hash == hash && $0.broughtInBy == visitor.member && InteractionIntake(kept: $0.details)?.options == options }) {
            return same
        }
        let now = now()
        let item = IntakeItem(
            id: .make(at: now),
            file: StoredFile(hash: hash, bytes: count, mediaType: kind.mediaType, name: Self.displayName(name), receivedAt: now),
            details: try InteractionIntake(kind, options).kept(), broughtInBy: visitor.member
        )
        try await store.receive(item, queueing: [ImportFileJob.job(for: item, progress: token, at: now)])
        return item
    }

    /// Brings the mails or events of a file into the record. Broken off at any point, it goes on where it was when called again, and
    /// adds nothing twice. When it is through, the file itself is overwritten and removed: what is kept of it is in the record, and
    /// each piece can be erased by itself.
    ///
    /// - Throws: `MailError`, `CalendarError` where nothing of the file can be read; `StoreError.cancelled` where the task was
    ///   cancelled, the file waits then.
    public func importInteractions(_ item: IntakeItem, by visitor: Visitor) async throws -> InteractionImportReport {
        try await importInteractions(item, by: visitor, onBatch: { _ in })
    }

    /// - Parameter onBatch: called after each portion that is stored, with the place in the file.
    func importInteractions(
        _ item: IntakeItem, by visitor: Visitor, onBatch: @escaping @Sendable (Int64) async throws -> Void
    ) async throws -> InteractionImportReport {
        try await admit(visitor, to: .importMail, .file(item.id))
        return try await atOnce(.importFile, about: item.id) { run in
            try await self.importInteractions(item, by: visitor, under: run, onBatch: onBatch)
        }
    }

    /// The same for a job, of which somebody holds the lease.
    func importInteractions(
        _ item: IntakeItem, by visitor: Visitor, under run: JobRun?, onBatch: @escaping @Sendable (Int64) async throws -> Void
    ) async throws -> InteractionImportReport {
        let isCalendar = InteractionIntake(kept: item.details)?.interactions == .calendar
        if isCalendar { try await admit(visitor, to: .importCalendar, .file(item.id)) } else { try await admit(visitor, to: .importMail, .file(item.id)) }
        return try await imports.alone(with: item.file.hash) {
            let stored = try await self.store.intake(item.id)
            guard stored.state.name == .received else { throw StoreError.conflict(.intake(expected: .received, found: stored.state.name)) }
            guard let intake = InteractionIntake(kept: stored.details) else { throw StoreError.refused("This file holds no mails or events. Upload it again.") }
            let url = try self.records.files.needed(stored.file.hash)
            do {
                let report: InteractionImportReport
                switch intake.interactions {
                case .calendar: report = try await self.readCalendar(at: url, intake, stored, in: visitor.scope, run)
                case .mail: report = try await self.readMail(at: url, intake, stored, in: visitor.scope)
                case .mailbox: report = try await self.readMailbox(at: url, intake, stored, in: visitor.scope, run, onBatch: onBatch)
                }
                try await self.settleInteractions(stored.id, as: run, reason: "\(report.sentence) The file itself is not kept.")
                return report
            } catch let error as MailError {
                try await self.settleInteractions(stored.id, as: run, reason: error.description)
                throw error
            } catch let error as CalendarError {
                try await self.settleInteractions(stored.id, as: run, reason: error.description)
                throw error
            }
        }
    }

    private func settleInteractions(_ id: Identifier<IntakeItem>, as run: JobRun?, reason: String) async throws {
        try await settle(try await store.intake(id), as: run, .refused(reason: reason))
    }

    /// Stores a portion: people and accounts found, then all of it in one transaction.
    ///
    /// - Parameter scope: what whoever brings it in may see; what is stored out of it stays as it is.
    func take(
        _ portion: [(Interaction, revision: Int64)], _ parties: PartyBook, broughtInBy: Identifier<Member>?, in scope: Scope,
        _ report: inout InteractionImportReport
    ) async throws {
        guard !portion.isEmpty else { return }
        let before = parties.added
        try await parties.learn(portion.flatMap { item in
            item.0.participants.compactMap { part in part.address.map { (part.name, $0) } }
        })
        var new: [NewInteraction] = []
        for (interaction, revision) in portion {
            var interaction = interaction
            var accounts: Set<Identifier<Organization>> = []
            for index in interaction.participants.indices {
                guard let address = interaction.participants[index].address else { continue }
                interaction.participants[index].person = try await parties.person(address)?.id
                if let account = try await parties.account(address) { accounts.insert(account) }
            }
            new.append(NewInteraction(interaction, accounts: accounts, broughtInBy: broughtInBy, revision: revision))
        }
        for outcome in try await store.add(new, in: scope, at: now()) {
            switch outcome {
            case .added: report.added += 1
            case .replaced: report.replaced += 1
            case .alreadyThere: report.alreadyThere += 1
            case .outOfSight: report.leaveOut("not yours to change")
            case .erasedBefore: report.leaveOut("erased before")
            }
        }
        report.peopleAdded += parties.added - before
    }
}
