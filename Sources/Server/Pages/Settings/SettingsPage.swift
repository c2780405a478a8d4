import Covalence
import MeetingInteraction

/// Everything a workspace can set, in one place.
struct SettingsPage: PageModel {
    static let template = "settings/settings"

    /// What should happen with a meeting where not everybody agreed, and for how long what is kept.
    struct Privacy: Sendable {
        /// What to do without everybody's consent, the one that holds chosen.
        var policies: [Choice]
        /// Days to keep, a field per kind of data; empty keeps for ever.
        var days: [(title: String, meaning: String, field: FieldValue)]
    }

    /// Somebody who may see somebody else's measures.
    struct Grant: ViewModel, Hashable {
        var viewer: String
        var seller: String
        var viewerID: String
        var sellerID: String
        var day: String

        var view: View {
            [
                "viewer": .text(viewer), "seller": .text(seller), "viewerID": .text(viewerID), "sellerID": .text(sellerID), "day": .text(day),
            ]
        }
    }

    var workspace: String
    /// Who we are, one name or domain a line.
    var names: FieldValue
    var domains: FieldValue
    var transcriptLimit: FieldValue
    var recordingLimit: FieldValue
    /// The numbers that hold, by field of `MeetingSettings`.
    var numbers: [String: Double]
    var problems = FormProblems()
    /// Whether the visitor may change anything; else the page only shows.
    var mayChange: Bool
    var privacy: Privacy?
    var grants: [Grant] = []
    /// What each form was made beside, by its name.
    var seen: [String: String] = [:]
    /// Members to choose from, for a new grant.
    var members: [Choice] = []
    /// What was just done.
    var saved: String?
    var waiting = 0

    var view: View {
        PageFrame(title: "Settings", waiting: waiting).view.merging([
            "workspace": .text(workspace), "saved": View.Value(saved), "mayChange": .flag(mayChange), "mayNotChange": .flag(!mayChange),
            "hasProblems": .flag(!problems.isEmpty),
            "problemSummary": .text(problems.isLate ? FormProblems.late : problems.problems.count == 1 ? "One field needs another look; nothing was saved." : "\(problems.problems.count) fields need another look; nothing was saved."),
            "names": .view(names.view), "domains": .view(domains.view), "transcriptLimit": .view(transcriptLimit.view), "recordingLimit": .view(recordingLimit.view),
            "groups": .list(MeetingNumber.all.enumerated().map { index, group in view(of: group, index) }),
            "changed": View.Value(changed == 0 ? nil : changed == 1 ? "1 is not the default" : "\(changed) are not the default"),
            "privacy": View.Value(privacy.map { privacy -> View in
                [
                    "policies": View.Value(privacy.policies),
                    "days": .list(privacy.days.map { day in day.field.view.merging(["title": .text(day.title), "meaning": .text(day.meaning)]) }),
                ]
            }),
            "grants": View.Value(grants), "hasGrants": .flag(!grants.isEmpty), "members": View.Value(members), "canGrant": .flag(mayChange && members.count > 1),
        ]).merging(seen.reduce(into: View()) { $0 = $0.merging(["\($1.key)Seen": .text($1.value)]) })
    }

    private static let defaults = MeetingNumber.values(of: MeetingSettings())

    /// Numbers that are not the default.
    private var changed: Int { numbers.count { Self.defaults[$0.key] != $0.value } }

    private func view(of group: MeetingNumber.Group, _ index: Int) -> View {
        var isOpen = false
        let fields = group.numbers.map { number -> View in
            let standard = Self.defaults[number.name] ?? 0
            let field = problems.field(number.name, number.text(numbers[number.name] ?? standard))
            if field.problem != nil { isOpen = true }
            return field.view.merging([
                "title": .text(number.title), "meaning": .text(number.meaning), "unit": .text(number.unit.word),
                "standard": .text("\(number.text(standard)) \(number.unit.word)"), "isChanged": .flag(numbers[number.name] != standard),
                "isShareOrSeconds": .flag(number.unit == .share || number.unit == .seconds),
            ])
        }
        let changed = group.numbers.filter { numbers[$0.name] != Self.defaults[$0.name] }.count
        return [
            "title": .text(group.title), "id": "numbers-\(index)", "fields": .list(fields), "isOpen": .flag(isOpen),
            "summary": .text("\(group.numbers.count) numbers\(changed == 0 ? "" : ", \(changed) changed")"),
        ]
    }
}
