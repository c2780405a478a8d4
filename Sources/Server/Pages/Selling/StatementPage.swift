import Covalence
import Store
import StrategicSelling
import Workbench

/// One statement with its history and the moments it rests on.
struct StatementPage: PageModel {
    static let template = "selling/statement"

    var open: OpenStatement
    var canEdit: Bool
    /// Whether the visitor may say who knows of it.
    var maySay: Bool
    var waiting = 0

    private var claim: Claim { open.statement.claim }

    var view: View {
        let people = open.person.map { [$0.id: $0] } ?? [:]
        let id = open.line.id
        return PageFrame(title: open.statement.title, place: .objectives, waiting: waiting).view.merging([
            "home": .text(SellingPlaces.objective(id)), "objective": .text(open.line.what?.text ?? "A sale to \(open.line.record.accountName)"), "title": .text(open.statement.title),
            "what": .text(Self.text(of: claim, people)), "standing": .text(Self.word(claim.standing)), "action": .text(SellingPlaces.claim(claim.id, in: id)),
            "isSuggested": .flag(claim.standing == .suggested), "isConfirmed": .flag(claim.standing == .confirmed), "expecting": .text(claim.standing.rawValue),
            "canAnswer": .flag(canEdit && claim.standing.isLive),
            "rests": .text(open.places.isEmpty ? "It rests on nothing in the record: \(claim.author.isEngine ? "" : "said by ")\(SellingWords.source(claim.author, open.statement.confirmation, nil))." : "What it rests on"), "hasPlaces": .flag(!open.places.isEmpty),
            "quotes": .list(open.places.compactMap(quote)), "others": .list(open.places.compactMap(other)),
            "history": .list(history), "confidentialHref": View.Value(maySay ? "/claims/\(claim.id)/confidential" : nil),
        ])
    }

    private func quote(_ place: OpenStatement.Place) -> View? {
        guard case .words(let words) = place else { return nil }
        return Quote(
            moment: Moment(meeting: words.meeting, utterance: words.utterance, start: words.start), speaker: words.speaker ?? "Somebody", side: words.side, words: words.quote,
            hasChanged: words.wordsChanged
        ).view.merging(["meetingTitle": .text(words.title)])
    }

    private func other(_ place: OpenStatement.Place) -> View? {
        switch place {
        case .words: nil
        case .meeting(let id, let title): ["href": "/meetings/\(id)", "text": .text(title)]
        case .interaction(let id, let title): ["href": "/interactions/\(id)", "text": .text(title)]
        case .statement(let claim, let text): ["href": .text(SellingPlaces.claim(claim, in: open.line.id)), "text": .text(text)]
        case .notInSight: ["href": .none, "text": "A place that was erased, does not belong to this objective any more, or that you cannot see."]
        }
    }

    private var history: [View] {
        let stated = claim.author.isEngine ? "suggested by the engine (\(claim.author.name))" : "stated by \(claim.author.name.isolated)"
        let first = Line(text: "\(LocalTime.text(claim.recordedAt)): \(stated)").view
        return [first] + open.statement.decisions.map { decision in
            Line(text: "\(LocalTime.text(decision.at)): \(Self.word(decision.standing)) by \(decision.author.name.isolated)\(decision.reason.map { ", because: \($0)" } ?? "")").view
        }
    }

    /// What a claim states, in a line.
    static func text(of claim: Claim, _ people: [Identifier<Person>: Person]) -> String {
        let named = claim.object.flatMap { Identifier<Person>($0) }
        let who = named.map { people[$0]?.name ?? "somebody who is not in sight" }
        // How an amount is written out says all of it.
        let rest = claim.payload.filter { !["said-by", "minor-units", "currency", "rule", "read-in", "quoted"].contains($0.key) && Identifier<Person>($0.value) == nil }.sorted { $0.key < $1.key }.map { "\($0.key.replacing("-", with: " ")): \(words(for: $0.value, as: $0.key, of: claim.kind))" }
        let what = [claim.value.map { words(for: $0, as: "value", of: claim.kind) } ?? (named == nil ? claim.object : nil), rest.isEmpty ? nil : rest.joined(separator: "; ")].compactMap(\.self).joined(separator: " · ")
        return [who, what.isEmpty ? nil : what].compactMap(\.self).joined(separator: ": ")
    }

    /// A field as pages write it: days and how a competitor stands are kept as the machine's words.
    private static func words(for value: String, as key: String, of kind: String) -> String {
        if kind == SellingKinds.competitor.name, key == "standing", let standing = Competitor.Standing(rawValue: value) { return SellingWords.competitor(standing) }
        return CalendarDay(value).map(DayText.long) ?? value
    }

    static func word(_ standing: Standing) -> String {
        switch standing {
        case .suggested: "waits for a person"
        case .confirmed: "holds"
        case .rejected: "rejected"
        case .withdrawn: "taken back"
        case .superseded: "something else took its place"
        }
    }
}
