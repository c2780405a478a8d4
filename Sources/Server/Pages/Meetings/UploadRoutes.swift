import Covalence
import Formats
import Foundation
import Hummingbird
import Logging
import NIOCore
import Store
import Workbench

extension Site {
    func addUploadRoutes(to router: Router<ServerContext>) {
        router.post("/uploads") { request, context in
            let token = FormFields.query(of: request)["progress"].flatMap { LiveTopic.isToken($0) ? $0 : nil }
            let rows = try await takeUploads(request, token: token, context)
            if request.headers[.hxRequest] != nil {
                return Response.html(rows.map { pages(context).render($0) }.joined())
            }
            return Response.html(pages(context).render(try await meetingsPage(FormFields(""), context, uploads: rows)))
        }
    }

    /// Takes every file of a form in and makes meetings of them, one after the other; one that fails does not stop the next.
    private func takeUploads(_ request: Request, token: String?, _ context: ServerContext) async throws -> [UploadRow] {
        var reader = try await FormGuard.files(of: request, context: context)
        var rows: [UploadRow] = []
        // What is said of consent stands before the files in the form, and holds for all of them.
        var said: [(String, String)] = []
        while let part = try await reader.nextPart() {
            if part.filename == nil, ConsentForm.fields.contains(part.name) {
                guard said.count < ConsentPurpose.allCases.count + 2 else { continue }
                said.append((part.name, try await reader.text(limit: 4_000)))
                continue
            }
            guard part.name == "file", let name = part.filename, !name.isEmpty else { continue }
            let item: IntakeItem
            do {
                let first = try await reader.nextContent(limit: .max)
                if let first, isInteractions(named: name, first) {
                    rows.append(try await takeInteractions(&reader, named: name, first: first, token: token, context))
                    continue
                }
                let file = try await context.bench.receiveTranscript(by: context.visitor)
                if let first { try file.append(first) }
                while let bytes = try await reader.nextContent(limit: .max) { try file.append(bytes) }
                item = try await context.bench.keepTranscript(file, named: name, details: ImportDetails(consent: try ConsentForm.answer(FormFields(said))), progress: token, by: context.visitor)
            } catch let error as StoreError {
                rows.append(UploadRow(name: name, state: .failed, message: error.description))
                continue
            }
            rows.append(try await makeMeeting(of: item, context))
        }
        if rows.isEmpty { rows.append(UploadRow(name: "No file", state: .failed, message: "No file was chosen. Choose at least one transcript.")) }
        return rows
    }

    /// Whether a file is a mail, a mailbox or a calendar: by what is in it, unless its name says that it is a transcript.
    private func isInteractions(named name: String, _ start: some Sequence<UInt8>) -> Bool {
        let transcripts = [".vtt", ".srt", ".txt", ".json", ".jsonl", ".md", ".csv"]
        return !transcripts.contains { name.lowercased().hasSuffix($0) } && InteractionFileKind(firstBytes: Data(start)) != nil
    }

    /// Takes mails or events in.
    private func takeInteractions<Body>(
        _ reader: inout MultipartReader<Body>, named name: String, first: [UInt8], token: String?, _ context: ServerContext
    ) async throws -> UploadRow {
        let (bench, visitor) = try (context.bench, context.visitor)
        do {
            let file = try await bench.receiveInteractions(by: visitor)
            try file.append(first)
            while let bytes = try await reader.nextContent(limit: .max) { try file.append(bytes) }
            let item = try await bench.keepInteractions(file, named: name, progress: token, by: visitor)
            let report = try await bench.importInteractions(item, by: visitor)
            let problems = report.problems.prefix(3).joined(separator: " ")
            return UploadRow(
                name: name, state: report.added + report.replaced + report.alreadyThere > 0 ? .done : .failed,
                message: report.sentence + (problems.isEmpty ? "" : " " + problems), href: "/people/unknown", action: "Who are they?"
            )
        } catch {
            guard let shown = PageError(cause: error) else { throw error }
            return UploadRow(name: name, state: .failed, message: shown.advice)
        }
    }

    private func makeMeeting(of item: IntakeItem, _ context: ServerContext) async throws -> UploadRow {
        do {
            let result = try await context.bench.importTranscript(item, by: context.visitor)
            if case .imported(let summary, _, _) = result { _ = try await listLines.lines(of: [summary], in: context.bench, for: context.visitor) }
            return row(of: result, item: item)
        } catch {
            let shown = PageError(cause: error)
            if shown == nil { logger.error("import failed", metadata: ["error": "\(error.kindForLogs)"]) }
            if let kept = KeptForLater(item, error) { return UploadRow(name: item.file.name, state: .waiting, message: kept.description, href: "/waiting", action: "Waiting") }
            guard let shown else { throw error }
            return UploadRow(name: item.file.name, state: .failed, message: shown.advice)
        }
    }

    private func row(of result: ImportResult, item: IntakeItem) -> UploadRow {
        switch result {
        case .imported(let summary, let problems, let notes):
            var facts = ["\(summary.utterances) utterances"]
            if let duration = summary.duration { facts.append(Clock.length(milliseconds: duration)) }
            facts.append(summary.participants.count == 1 ? "1 person" : "\(summary.participants.count) people")
            var message = facts.joined(separator: ", ") + "."
            if !problems.isEmpty { message += " \(problems.count == 1 ? "One place was" : "\(problems.count) places were") mended, from line \(problems[0].line) on: \(problems[0].reason)." }
            if let note = notes.first { message += " " + note }
            return summary.openQuestions > 0
                ? UploadRow(name: item.file.name, state: .waiting, message: message + " Who sat on which side?", href: "/meetings/\(summary.id)/cast", action: "Say who is who")
                : UploadRow(name: item.file.name, state: .done, message: message, href: "/meetings/\(summary.id)", action: "Read it")
        case .alreadyThere(let summary):
            return UploadRow(name: item.file.name, state: .done, message: "The same file is here already, as “\(summary.meeting.title)”. Nothing was added.", href: "/meetings/\(summary.id)", action: "Read it")
        case .needsDecision(_, let broken):
            return UploadRow(
                name: item.file.name, state: .waiting,
                message: "\(broken.skipped == 1 ? "One place" : "\(broken.skipped) places") cannot be read, \(broken.utterances) utterances can.", href: "/waiting", action: "Decide"
            )
        case .needsConsent(_, let question):
            return UploadRow(name: item.file.name, state: .waiting, message: question.sentence, href: "/waiting", action: "Say who agreed")
        case .refused(let error):
            return UploadRow(name: item.file.name, state: .failed, message: "\(error.line.map { "Line \($0): " } ?? "")\(error.reason) \(error.advice)")
        }
    }
}
