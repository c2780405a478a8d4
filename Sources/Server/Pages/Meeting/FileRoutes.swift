import Covalence
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Store
import Workbench

extension Site {
    /// Exports, the report, the file as it came, the recording.
    func addFileRoutes(to router: Router<ServerContext>) {
        router.get("/meetings/:id/export.json") { _, context in
            let document = try await context.bench.exportDocument(of: try meeting(in: context), by: context.visitor)
            return Response.download(ByteBuffer(bytes: try document.json()), name: fileName(document.meeting.title, "json"), contentType: "application/json")
        }
        for table in ["findings", "utterances"] {
            router.get(RouterPath("/meetings/:id/\(table).csv")) { _, context in
                let id = try meeting(in: context)
                let data = try await context.bench.exportTable(table == "findings" ? .findings : .utterances, of: id, by: context.visitor)
                let title = try await opened.open(id, context).summary.meeting.title
                return Response.download(ByteBuffer(bytes: data), name: fileName("\(title), \(table)", "csv"), contentType: "text/csv; charset=utf-8")
            }
        }
        router.get("/meetings/:id/report") { _, context in
            let id = try meeting(in: context)
            let document = try await context.bench.exportDocument(of: id, by: context.visitor)
            let open = try await opened.open(id, context)
            let html = MeetingReport.html(document, analysis: open.analysis, renderer: renderer, css: assets.text(of: "app.css") ?? "")
            return Response.download(ByteBuffer(string: html), name: fileName(document.meeting.title, "html"), contentType: "text/html; charset=utf-8")
        }
        router.get("/meetings/:id/original") { _, context in
            let (name, content) = try await context.bench.exportOriginal(of: try meeting(in: context), by: context.visitor)
            return Response.download(ByteBuffer(bytes: content), name: name, contentType: "application/octet-stream")
        }
        router.get("/meetings/:id/recording") { request, context in
            guard let recording = try await context.bench.recording(of: try meeting(in: context), by: context.visitor) else { throw PageError.notFound }
            return try await FileResponse(path: recording.url.path, etag: "\(recording.file.hash)", contentType: recording.file.mediaType).respond(to: request, context: context)
        }
        router.post("/meetings/:id/recording") { request, context in
            let id = try meeting(in: context)
            var reader = try await FormGuard.files(of: request, context: context)
            // Before the file, so that nobody sends all of it in vain. A form without it takes the place of whatever is there.
            var seen: SeenRecording?
            while let part = try await reader.nextPart() {
                if part.name == "seen", part.filename == nil { seen = try AboutMeeting.seenRecording(try await reader.text(limit: 100)) }
                guard part.name == "recording", let name = part.filename, !name.isEmpty else { continue }
                let (bench, visitor) = try (context.bench, context.visitor)
                do {
                    let file = try await bench.receiveRecording(of: id, seen: seen, by: visitor)
                    while let bytes = try await reader.nextContent(limit: .max) { try file.append(bytes) }
                    try await bench.attachRecording(file, named: name, to: id, seen: seen, by: visitor)
                } catch let error as StoreError {
                    guard case .conflict(.content) = error, var shown = PageError(cause: error) else { throw error }
                    shown.advice = "The recording of this meeting was changed while you were looking at it, and \(name) was not stored. Open the meeting as it is now; if yours should take the place of what is there, choose it again."
                    shown.thing = "/meetings/\(id)"
                    throw shown
                } catch let error as NotARecording {
                    return try await meetingAgain(id, error.description, context)
                }
                return Response.seeOther("/meetings/\(id)")
            }
            return try await meetingAgain(id, "No file was chosen. Choose the recording of this meeting: mp3, m4a, wav, ogg, mp4 or webm.", context)
        }
    }

    /// The meeting once more, with what is wrong with the recording at its form.
    private func meetingAgain(_ id: Identifier<Meeting>, _ problem: String, _ context: ServerContext) async throws -> Response {
        Response.html(pages(context).render(try await meetingPage(id, FormFields(""), recordingProblem: problem, context)), status: .unprocessableContent)
    }

    private func fileName(_ title: String, _ ending: String) -> String { "\(title.prefix(100)).\(ending)" }
}
