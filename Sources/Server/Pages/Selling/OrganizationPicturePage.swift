import Covalence
import Store
import StrategicSelling
import Workbench

/// Who reports to whom among the customer's people, and how much each weighs in the sale: a drawing, and the same as a list in which it is changed.
struct OrganizationPicturePage: PageModel {
    static let template = "selling/organisation"

    var seen: OpenOrganization
    var canEdit: Bool
    var notice: String?
    var problem: String?
    var waiting = 0

    private var open: OpenSheet { seen.open }
    private var id: Identifier<SalesObjective> { open.line.id }

    /// ‡ Of the drawing, in its own units: a box, and from one box to the next.
    private static let box = (width: 176, height: 66), step = (across: 196, down: 108)
    /// ‡ The most characters that fit into a box.
    private static let longest = 22

    var view: View {
        let picture = seen.picture
        let names = Dictionary(picture.places.map { ($0.id, $0.name) }) { first, _ in first }
        let places = Dictionary(picture.places.map { ($0.id, $0) }) { first, _ in first }
        let lines = picture.places.flatMap { upper in upper.below.compactMap { places[$0] }.map { (upper, $0) } }
        return PageFrame(title: "Organisation: \(SellingPlaces.title(of: open.line))", place: .objectives, waiting: waiting).view.merging([
            "home": .text(SellingPlaces.objective(id)), "objective": .text(SellingPlaces.title(of: open.line)), "account": .text(open.line.record.accountName),
            "notice": View.Value(notice), "problem": View.Value(problem), "nobody": .flag(picture.places.isEmpty),
            "width": .text("\(max(picture.columns, 1) * Self.step.across)"), "height": .text("\(max(picture.levels, 1) * Self.step.down - (Self.step.down - Self.box.height) + 8)"),
            "lines": .list(lines.map { upper, lower in ["path": .text(Self.path(from: upper, to: lower))] }), "boxes": .list(picture.places.map(box)),
            "people": .list(picture.places.map { row($0, names, picture) }),
        ])
    }

    // MARK: The drawing

    private static func middle(_ place: OrganizationPicture.Place) -> Int { Int((place.column + 0.5) * Double(step.across)) }

    private static func top(_ place: OrganizationPicture.Place) -> Int { place.level * step.down + 4 }

    /// Down, across, down.
    private static func path(from upper: OrganizationPicture.Place, to lower: OrganizationPicture.Place) -> String {
        let start = top(upper) + box.height, end = top(lower), half = (start + end) / 2
        return "M\(middle(upper)) \(start)V\(half)H\(middle(lower))V\(end)"
    }

    private static func cut(_ text: String) -> String { text.count > longest ? String(text.prefix(longest - 1)) + "…" : text }

    private func box(_ place: OrganizationPicture.Place) -> View {
        let x = Self.middle(place), y = Self.top(place)
        let roles = place.influence?.roles.map { SellingWords.role($0.value) } ?? []
        let weight = place.influence?.degree.value.map { $0.value.rawValue } ?? "unknown"
        return [
            "x": .text("\(x - Self.box.width / 2)"), "y": .text("\(y)"), "boxWidth": .text("\(Self.box.width)"), "boxHeight": .text("\(Self.box.height)"), "middle": .text("\(x)"),
            "nameY": .text("\(y + 22)"), "functionY": .text("\(y + 39)"), "rolesY": .text("\(y + 56)"), "name": .text(Self.cut(place.name)),
            "function": .text(Self.cut(place.function ?? "")), "roles": .text(Self.cut(roles.isEmpty ? place.influence == nil ? "not on the sheet" : "no role" : roles.joined(separator: ", "))),
            "weight": .text(weight), "isOff": .flag(place.influence == nil),
        ]
    }

    // MARK: The list

    private func row(_ place: OrganizationPicture.Place, _ names: [Identifier<Person>: String], _ picture: OrganizationPicture) -> View {
        let above = place.above.map { stated -> View in
            StatedView(stated, "reports to \(names[stated.value] ?? "somebody who is not in sight")", in: id).view
        }
        let degree = place.influence?.degree.value
        return [
            "person": .text(place.id.description), "name": .text(place.name), "href": "/people/\(place.id)", "function": View.Value(place.function), "level": .text("\(min(place.level, 6))"),
            "above": .list(above.map { [$0] } ?? []), "noAbove": .flag(place.above == nil),
            "roles": .list(place.influence?.roles.map { StatedView($0, SellingWords.role($0.value), in: id).view } ?? []), "noRole": .flag(place.influence?.roles.isEmpty ?? true),
            "degree": .list(degree.map { [StatedView($0, SellingWords.degree($0.value), in: id).view] } ?? []), "noDegree": .flag(degree == nil),
            "isOff": .flag(place.influence == nil), "canChange": .flag(canEdit),
            "was": .text(place.above?.value.description ?? ""), "wasDegree": .text(degree?.value.rawValue ?? ""),
            "choices": .list((place.above.map { names[$0.value] == nil ? [Choice(value: $0.value.description, label: "somebody who is not in sight", isSelected: true).view] : [] } ?? [])
                + [Choice(value: "", label: "nobody, or not known", isSelected: place.above == nil)].map(\.view) + picture.places.filter { $0.id != place.id }.map {
                Choice(value: $0.id.description, label: $0.name, isSelected: place.above?.value == $0.id).view
            }),
            "degrees": .list((degree == nil ? [Choice(value: "", label: "not known", isSelected: true).view] : []) + InfluenceDegree.allCases.reversed().map {
                Choice(value: $0.rawValue, label: SellingWords.degree($0), isSelected: degree?.value == $0).view
            }),
        ]
    }
}
