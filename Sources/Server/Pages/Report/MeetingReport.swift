import Covalence
import Foundation
import Logging
public import Workbench

/// A meeting's reading as one HTML file that stands alone: no script, nothing fetched, to be sent or printed.
public enum MeetingReport {
    /// Makes the report.
    ///
    /// - Parameters:
    ///   - document: who and what it was.
    ///   - analysis: its reading.
    /// - Throws: where the page templates are missing beside the program.
    public static func html(_ document: ReadingDocument, analysis: MeetingAnalysis) throws -> String {
        let assets = AssetLibrary(own: AssetLibrary.bundledFiles(), thirdPartyFolder: nil, logger: Logger(label: "report") { _ in SwiftLogNoOpLogHandler() })
        let renderer = try Renderer(templates: Renderer.bundledTemplates(), assets: assets)
        return html(document, analysis: analysis, renderer: renderer, css: assets.text(of: "app.css") ?? "")
    }

    /// The same with templates that are loaded already.
    static func html(_ document: ReadingDocument, analysis: MeetingAnalysis, renderer: Renderer, css: String) -> String {
        let meeting = ReadMeeting(document, analysis: analysis)
        let made = LocalTime.day(Timestamp(Date())).map(DayText.long) ?? ""
        return renderer.render(ReportPage(
            meeting: meeting.page(), lines: meeting.lines(),
            picture: meeting.timeline().map { ReportPicture(data: $0, description: "Who talked when.") },
            css: css, madeBy: "Made by Covalence on \(made)\(document.meeting.file.map { " from \($0)" } ?? ""). Only words were read; what is not in them is not known."
        ))
    }
}
