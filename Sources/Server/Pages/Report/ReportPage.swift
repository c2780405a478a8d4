import Covalence

/// A meeting's reading as one file that stands alone: no script, nothing fetched.
struct ReportPage: PageModel {
    static let template = "report"
    /// The same content as the page; what can be clicked there is left out here.
    var meeting: MeetingPage
    /// Every utterance.
    var lines: [TranscriptPiece.Utterance]
    var picture: Known<ReportPicture>
    /// Our style sheet, put into the file.
    var css: String
    /// “Made by Covalence 0.2 on 4 March 2026 from kickoff.vtt.”
    var madeBy: String

    var view: View {
        meeting.view.merging([
            "lines": .list(lines.map { $0.view.merging(["href": "#u\($0.moment.utterance)"]) }),
            "picture": View.Value(picture.value), "timelineMissing": View.Value(picture.missing?.reason),
            // A style element ends at "</style": without that sign it cannot end early, and our style sheet has no other use for it.
            "css": .text(css.replacing("<", with: "")), "madeBy": .text(madeBy),
            "groups": .list(meeting.findings.groups.map { group in
                group.view.merging(["findings": .list(group.findings.map { finding in
                    finding.view.merging(["evidence": .list(finding.evidence.map { $0.view.merging(["href": "#u\($0.quote.moment.utterance)"]) })])
                })])
            }),
            "suggestions": .list(meeting.suggestions.map { $0.view.merging(["href": "#u\($0.moment.utterance)"]) }),
        ])
    }
}

/// The picture of a report, drawn on the server.
struct ReportPicture: ViewModel {
    static let width = 900
    static let height = 120
    var data: TimelineData
    var description: String

    var view: View {
        let end = Double(max(1, data.end))
        func x(_ at: Int) -> Double { (Double(at) / end * Double(Self.width) * 10).rounded() / 10 }
        let lanes = ["seller": 30, "customer": 60, "third-party": 90]
        return [
            "width": View.Value(Self.width), "height": View.Value(Self.height), "description": .text(description),
            "bars": .list(data.bars.map { bar in
                ["sideKey": .text(bar.side), "x": "\(x(bar.start))", "y": View.Value(lanes[bar.side] ?? 90),
                 "w": "\(max(0.5, x(bar.end) - x(bar.start)))", "h": "18", "label": .text(bar.words)]
            }),
            "marks": .list(data.marks.map { mark in
                ["kind": .text(mark.kind), "x": "\(x(mark.at))", "y": .text(mark.kind == "question" ? "22" : "10"), "label": .text("\(mark.label): \(mark.words)")]
            }),
            "ticks": .list((0..<6).map { step in
                let at = data.end / 6 * step
                return ["x": "\(x(at))", "y": "118", "label": .text(data.unit == "time" ? Clock.text(milliseconds: at) : "\(at) words")]
            }),
        ]
    }
}
