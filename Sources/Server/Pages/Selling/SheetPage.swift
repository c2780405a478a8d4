import Covalence
import StrategicSelling

/// The strategy sheet of a sales objective: six elements, what is missing named, everything with what it rests on.
struct SheetPage: PageModel {
    static let template = "selling/sheet"

    var sheet: StrategySheet
    /// The account’s name; nil where it is out of sight or gone.
    var account: String?
    /// The past day it shows; nil for now.
    var asOf: CalendarDay?
    /// A day it is compared with, and what changed since.
    var since: (day: CalendarDay, changes: [SheetChange])?
    /// Titles of interactions and meetings that flags and contacts rest on.
    var titles: [LinkedInteraction.Place: String] = [:]
    /// The chance of the newest forecast; nil where none is known, and on a past day.
    var chance: Double?
    var canEdit: Bool
    /// Whether all that is stated is listed; else the latest of each kind.
    var showsAll = false
    var notice: String?
    /// Who took part in what belongs to it, and is nobody of the record yet.
    var unnamed = UnnamedPeople(in: [])
    var waiting = 0

    var id: Identifier<SalesObjective> { sheet.objective.id }
    var home: String { SellingPlaces.objective(id) }
    private var facts: SheetFacts { sheet.facts }
    /// What has passed is not changed.
    private var mayChange: Bool { canEdit && asOf == nil }

    var title: String { facts.what.value?.value.text ?? "A sale" + (account.map { " to \($0)" } ?? "") }

    var view: View {
        let open = sheet.flags.filter(\.isOpen), accepted = sheet.flags.filter { !$0.isOpen }
        return PageFrame(title: title, place: .objectives, waiting: waiting).view.merging([
            "home": .text(home), "title": .text(title), "account": View.Value(account), "accountHref": "/accounts/\(sheet.objective.account)",
            "state": View.Value(facts.ending.map { SellingWords.end($0.value) }), "endReason": View.Value(facts.ending?.value.reason), "canEdit": .flag(mayChange), "notice": View.Value(notice),
            "asOf": View.Value(asOf.map(DayText.long)), "asOfDay": View.Value(asOf?.description), "sinceDay": View.Value(since?.day.description),
            "facts": .list(factViews), "isFiction": .flag(sheet.objective.isFiction), "chance": View.Value(chance.map(NumberText.percent)),
            "asksChance": .flag(asOf == nil && facts.ending == nil), "chanceHref": .text("\(home)/forecast"),
            "showsAll": .flag(showsAll), "allHref": .text(address(all: true)), "fewHref": .text(address(all: false)),
            "changes": View.Value(since.map { since -> View in
                [
                    "from": .text(DayText.long(since.day)), "none": .flag(since.changes.isEmpty),
                    "lines": .list(since.changes.map { change -> View in
                        ["text": .text(change.sentence.readable), "claimHref": View.Value(change.claims.first.map { SellingPlaces.claim($0, in: id) })]
                    }),
                ]
            }),
            "flags": .list(open.prefix(Self.shownFlags).map(view(of:))),
            "hasFurther": .flag(open.count > Self.shownFlags), "furtherCount": .text(OrganizationWords.count(open.count - Self.shownFlags, "more flag", "more flags")), "noFlags": .flag(open.isEmpty), "flagCount": .text(OrganizationWords.count(open.count, "open flag", "open flags")),
            "hasAccepted": .flag(!accepted.isEmpty),
            "noStrengths": .flag(sheet.strengths.isEmpty), "noActions": .flag(sheet.actions.isEmpty),
        ]).merging(listed("strengths", sheet.strengths, from: .first, view(of:))).merging(actionsView)
            .merging(listed("furtherFlags", Array(open.dropFirst(Self.shownFlags)), from: .first, upTo: Self.furtherFlags, view(of:)))
            .merging(listed("accepted", accepted, from: .first, upTo: Self.furtherFlags, view(of:)))
            .merging(influencesView).merging(unnamed.view).merging(winResultsView).merging(funnelView).merging(askingView)
    }

    /// ‡ Flags that are shown at once, the first in the order of kinds; a person works on few at a time.
    static let shownFlags = 7
    /// ‡ So many more fold out: those that come after in the order of kinds, which may be of the same kind as the last, and accepted ones.
    static let furtherFlags = 13

    /// ‡ Of everything else the latest, as many as are read at once; the rest is a link away, and the sheet prints on two pages.
    static let shownOfEach = 6

    func stated<Value>(_ stated: Stated<Value>, _ text: String) -> View { StatedView(stated, text, in: id).view }

    /// Under a name what is shown of some things; with `Further` behind the name how many more there are.
    ///
    /// - Parameter end: where those stand that matter most; mostly the latest is the last.
    func listed<Item>(_ name: String, _ items: [Item], from end: ListEnd = .last, upTo most: Int = shownOfEach, _ view: (Item) -> View) -> View {
        let shown = showsAll ? items[...] : end == .first ? items.prefix(most) : items.suffix(most)
        return [
            name: .list(shown.map(view)),
            "\(name)Further": View.Value(shown.count < items.count ? "\(NumberText.whole(Double(items.count - shown.count))) more" : nil),
        ]
    }

    enum ListEnd { case first, last }

    private func address(all: Bool) -> String {
        var parts: [String] = []
        if let asOf { parts.append("on=\(asOf)") }
        if let since { parts.append("since=\(since.day)") }
        if all { parts.append("all=yes") }
        return parts.isEmpty ? home : "\(home)?\(parts.joined(separator: "&"))"
    }

    // MARK: The single sales objective

    private var factViews: [View] {
        func fact<Value>(_ label: String, _ known: Known<Stated<Value>>, _ text: (Value) -> String) -> View {
            var view: View = ["label": .text(label), "missing": .flag(known.value == nil)]
            if let found = known.value { view = view.merging(["stated": .list([stated(found, text(found.value))])]) }
            if let missing = known.missing { view = view.merging(["why": .text(missing.sentence)]) }
            return view
        }
        var views = [
            fact("How much", facts.amount) { $0.description }, fact("By when", facts.closeDate) { DayText.long($0) },
            fact("Stage", facts.stage) { $0 }, fact("Who of us runs it", facts.owner) { $0.name },
            fact("What the salesperson says", facts.call) { SellingWords.call($0) },
        ]
        let competitors: View = ["label": "Competitors", "missing": .flag(facts.competitors.isEmpty), "why": "Not known: against whom."]
        views.append(competitors.merging(listed("stated", facts.competitors) { stated($0, "\($0.value.name), \(SellingWords.competitor($0.value.standing))") }))
        let needs: View = ["label": "Need", "missing": .flag(facts.needs.isEmpty), "why": "Not known: which need it meets."]
        views.append(needs.merging(listed("stated", facts.needs) { stated($0, $0.value.text + ($0.value.isImmediate ? " (now)" : " (later)")) }))
        views.append(fact("Proposal", facts.proposal) { $0.text + ($0.madeOn.map { ", \(DayText.long($0))" } ?? "") })
        views.append(fact("Today’s solution", facts.readiness) { SellingWords.readiness($0.level) })
        return views
    }

    // MARK: Flags, strengths, actions

    private func view(of flag: Flag) -> View {
        let claims = flag.claims.map { claim -> View in ["claimHref": .text(SellingPlaces.claim(claim, in: id))] }
        let provenance = flag.rule.provenance
        return [
            "flag": .text(flag.id), "key": .text(Self.key(flag.id)), "kind": .text(flag.kind.definition.title), "what": .text(flag.what.readable), "danger": .text(flag.danger), "clearing": .text(flag.clearing),
            "since": .text(SellingWords.day(flag.since, now: sheet.at)), "rule": .text(flag.rule.statement), "origin": .text(provenance.reference),
            "originMark": .text(provenance.mark), "claims": .list(claims), "hasReasons": .flag(!claims.isEmpty || !flag.places.isEmpty),
            "places": .list(flag.places.map { place -> View in ["placeHref": .text(SellingPlaces.page(of: place)), "placeTitle": .text(titles[place] ?? "In the record")] }),
            "restsOnNothing": .flag(claims.isEmpty && flag.places.isEmpty),
            "planned": .list(actions(flag.actions)), "hasPlan": .flag(!flag.actions.isEmpty),
            "acceptedBy": View.Value(flag.accepted.map { "\($0.author.name.isolated): \($0.value.reason)" }), "canAnswer": .flag(mayChange && flag.isOpen),
        ]
    }

    private func view(of strength: Strength) -> View {
        stated(strength.stated, strength.stated.value.what).merging([
            "counts": .flag(strength.counts), "reason": .text(strength.reason), "planned": .list(actions(strength.actions)), "hasPlan": .flag(!strength.actions.isEmpty),
        ])
    }

    private func actions(_ claims: [Identifier<Claim>]) -> [View] {
        let wanted = Set(claims)
        return sheet.actions.filter { !wanted.isDisjoint(with: $0.stated.claims) }.map { ["plan": .text(Self.text($0.stated.value))] }
    }

    /// Those that are open come before those that are done.
    private var actionsView: View {
        let names = Dictionary(sheet.flags.map { ($0.id, $0.what.readable) } + sheet.strengths.map { ($0.id, $0.stated.value.what) }) { first, _ in first }
        return listed("actions", sheet.actions, from: .first) { view(of: $0, names) }
    }

    private func view(of action: PlannedAction, _ names: [String: String]) -> View {
        let (purpose, isWithout): (String, Bool) = switch action.purpose {
        case .removes(let flag): ("removes the flag: \(names[flag] ?? flag)", false)
        case .uses(let strength): ("uses the strength: \(names[strength] ?? strength)", false)
        case .gone: ("what it was for is not there any more", action.isOpen)
        case .none: ("names neither a flag that it removes nor a strength that it uses", true)
        }
        return stated(action.stated, Self.text(action.stated.value)).merging(["purpose": .text(purpose), "isWithout": .flag(isWithout), "isDone": .flag(!action.isOpen)])
    }

    private static func text(_ action: NextAction) -> String {
        let when = action.doneOn.map { "done on \(DayText.long($0))" } ?? action.due.map { "by \(DayText.long($0))" } ?? "without a date"
        return [action.what, action.who, when].compactMap(\.self).joined(separator: ", ")
    }

    /// A flag’s id as part of an id on the page.
    private static func key(_ id: String) -> String { String(id.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" }) }

    // MARK: What to confirm

    /// What waits is weighed in a piece of its own: that takes longer than the sheet.
    private var askingView: View {
        let day = asOf.map { "?on=\($0)" } ?? ""
        return [
            "hasWaiting": .flag(!sheet.waiting.isEmpty), "askingHref": .text("\(home)/asking\(day)"),
            "waitingText": .text(OrganizationWords.count(sheet.waiting.count, "suggestion waits", "suggestions wait") + " for a decision: those that would change most"),
        ]
    }
}
