import Covalence
import Crypto
import Formats
import Foundation
import Store

extension Workbench {
    /// How many mails are stored in one transaction ‡.
    static let portion = 200
    /// How much text at most, in bytes ‡: a few mails can be as large as many.
    private static let portionBytes = 16_000_000

    func readMail(at url: URL, _ intake: InteractionIntake, _ item: IntakeItem, in scope: Scope) async throws -> InteractionImportReport {
        var report = InteractionImportReport()
        let limits = MailLimits()
        guard item.file.bytes <= limits.maxMessageBytes else {
            throw MailError(
                kind: .tooLarge, reason: "The mail has \(item.file.bytes) bytes; at most \(limits.maxMessageBytes) are read.",
                advice: "Save it without its attachments and add that copy."
            )
        }
        report.read = 1
        let message = try MailFile(limits: limits).read(try records.files.read(item.file.hash))
        for problem in message.problems { report.add(problem: problem) }
        let parties = PartyBook(store, own: settings.own, creating: intake.options.createPeople, at: now())
        if let interaction = interaction(of: message, intake.options, &report) {
            try await take([(interaction, 0)], parties, broughtInBy: item.broughtInBy, in: scope, &report)
        }
        return report
    }

    func readMailbox(
        at url: URL, _ intake: InteractionIntake, _ item: IntakeItem, in scope: Scope, _ run: JobRun?, onBatch: @Sendable (Int64) async throws -> Void
    ) async throws -> InteractionImportReport {
        var intake = intake
        let reader = try MailboxReader(contentsOf: url, from: intake.offset)
        let parties = PartyBook(store, own: settings.own, creating: intake.options.createPeople, at: now())
        var report = intake.report
        var portion: [(Interaction, revision: Int64)] = []
        var bytes = 0
        var seen = 0
        while let entry = try reader.next() {
            report.read += 1
            seen += 1
            switch entry.result {
            case .success(let message):
                for problem in message.problems { report.add(problem: "At byte \(entry.offset): \(problem)") }
                if let interaction = interaction(of: message, intake.options, &report) {
                    bytes += interaction.text?.utf8.count ?? 0
                    portion.append((interaction, 0))
                }
            case .failure(let error):
                report.broken += 1
                report.add(problem: error.description)
            }
            // Left out mails count too: a mailbox of lists must not be read again from its beginning.
            if seen >= Self.portion || bytes >= Self.portionBytes {
                try await store(&portion, upTo: entry.resumeOffset, parties, &report, &intake, item, in: scope, run)
                (bytes, seen) = (0, 0)
                try await onBatch(entry.resumeOffset)
                try await say("\(report.read) mails", Double(entry.resumeOffset) / Double(max(1, reader.byteCount)) * 0.99, run)
            }
        }
        try await store(&portion, upTo: reader.offset, parties, &report, &intake, item, in: scope, run)
        return report
    }

    private func store(
        _ portion: inout [(Interaction, revision: Int64)], upTo offset: Int64, _ parties: PartyBook,
        _ report: inout InteractionImportReport, _ intake: inout InteractionIntake, _ item: IntakeItem, in scope: Scope, _ run: JobRun?
    ) async throws {
        try await take(portion, parties, broughtInBy: item.broughtInBy, in: scope, &report)
        portion = []
        intake.offset = offset
        intake.report = report
        var noted = item
        noted.details = try intake.kept()
        try await store.update(noted, expecting: .received, as: run?.step(isLast: false))
    }

    /// The interaction a mail is; nil where it is left out.
    func interaction(
        of message: MailMessage, _ options: InteractionImportOptions, _ report: inout InteractionImportReport
    ) -> Interaction? {
        guard options.takesAutomatic || !message.isAutomatic else {
            report.leaveOut("sent by a program or a mailing list")
            return nil
        }
        var participants: [Interaction.Participation] = []
        func add(_ parties: [MailParty], _ part: Interaction.Participation.Part) {
            for party in parties where !participants.contains(where: { $0.address == party.address && $0.part == part }) {
                participants.append(.init(part, name: party.name.flatMap(OneLine.cut), address: party.address))
            }
        }
        add(message.from.isEmpty ? message.sender.map { [$0] } ?? [] : message.from, .from)
        // Who got it and who got a copy; a list of thousands says nothing of who took part ‡.
        add(Array(message.to.prefix(200)), .to)
        add(Array(message.cc.prefix(200)), .copy)
        let text = Paragraphs.clean(options.keepsWholeText ? message.text : message.ownText)
        return Interaction(
            id: .make(at: now()), kind: .mail, title: message.subject.flatMap(OneLine.cut) ?? "Without a subject",
            startedAt: message.date, recordedAt: now(), text: text,
            sourceID: message.messageID.flatMap(Self.sourceID) ?? Self.sourceID(of: message),
            answers: Self.answers(message), participants: participants
        )
    }

    private static func answers(_ message: MailMessage) -> [String] {
        var answers: [String] = []
        for id in message.references.suffix(100) + [message.inReplyTo].compactMap(\.self) {
            if let id = sourceID(id), !answers.contains(id) { answers.append(id) }
        }
        return answers
    }

    /// An id of a source in one line; one that is too long is named by its hash.
    static func sourceID(_ text: String) -> String? {
        guard text.utf8.count <= 900 else { return "sha256:" + hash([text]) }
        return OneLine.clean(text)
    }

    /// Names a mail without Message-ID by what it says, so that the same mail does not come in twice.
    private static func sourceID(of message: MailMessage) -> String {
        let to = (message.to + message.cc).map(\.address).joined(separator: ",")
        return "sha256:" + hash([
            message.date?.description ?? "", message.from.map(\.address).joined(separator: ","), to, message.subject ?? "", message.text,
        ])
    }

    private static func hash(_ parts: [String]) -> String {
        var hasher = SHA256()
        for part in parts {
            hasher.update(data: Data("\(part.utf8.count):".utf8))
            hasher.update(data: Data(part.utf8))
        }
        return hasher.finalize().map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
