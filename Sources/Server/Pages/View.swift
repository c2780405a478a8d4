import Mustache

/// What a template is given: values by name. Made from a page's typed model; looked up without reflection.
///
/// A name that is listed but has no value shows nothing and is not looked for in the page around it.
struct View: MustacheParent, Sendable, ExpressibleByDictionaryLiteral {
    /// What a name can stand for.
    enum Value: Sendable {
        /// Shown escaped. As a section: its content is shown once.
        case text(String)
        /// As a section: its content is shown or not.
        case flag(Bool)
        /// As a section: its content is shown with the names of the view in front.
        case view(View)
        /// As a section: its content is shown once for each.
        case list([View])
        /// A part of the page as HTML; the renderer makes it, or has it from before. Only in the view of a page or of a part.
        case part(any PartModel)
        case none
    }

    /// Values by name, those of later ones in the place of those of earlier ones. They are left apart: few of them are looked up in one page.
    private var layers: [[String: Value]]

    init(dictionaryLiteral elements: (String, Value)...) {
        layers = [Dictionary(elements) { _, last in last }]
    }

    /// Values by name, later ones in the place of earlier ones of the same name.
    func merging(_ other: View) -> View {
        var merged = self
        merged.layers += other.layers
        return merged
    }

    /// With its parts as HTML.
    func replacingParts(_ html: (any PartModel) -> String) -> View {
        var replaced = self
        for (place, layer) in layers.enumerated() {
            for (name, value) in layer {
                if case .part(let part) = value { replaced.layers[place][name] = .text(html(part)) }
            }
        }
        return replaced
    }

    func child(named name: String) -> Any? {
        var value: Value?
        for layer in layers.reversed() {
            value = layer[name]
            if value != nil { break }
        }
        return switch value {
        case .text(let text)?: Shown(text: text)
        case .flag(let flag)?: flag
        case .view(let view)?: view
        case .list(let list)?: list
        case .part?, Value.none?: Shown(text: nil)
        case nil: nil
        }
    }

    /// A text, or nothing, that the template engine need not look into.
    private struct Shown: MustacheCustomRenderable, MustacheParent {
        let text: String?
        var renderText: String { text ?? "" }
        var isNull: Bool { text == nil }
        func child(named _: String) -> Any? { nil }
    }
}

extension View.Value: ExpressibleByStringLiteral, ExpressibleByStringInterpolation, ExpressibleByBooleanLiteral {
    init(stringLiteral value: String) { self = .text(value) }
    init(booleanLiteral value: Bool) { self = .flag(value) }

    /// A text, or nothing.
    init(_ text: String?) { self = text.map { .text($0) } ?? .none }
    /// A text, or nothing for an empty one.
    init(nonEmpty text: String?) { self = text.flatMap { $0.isEmpty ? nil : .text($0) } ?? .none }
    /// A number in digits.
    init(_ number: Int) { self = .text(String(number)) }
    /// A view, or nothing.
    init(_ view: View?) { self = view.map { .view($0) } ?? .none }
    /// Models in order.
    init(_ models: [some ViewModel]) { self = .list(models.map(\.view)) }
    /// A model, or nothing.
    init(_ model: (some ViewModel)?) { self = (model?.view).map { .view($0) } ?? .none }
}

/// A typed model that a template, or a part of one, is made from.
protocol ViewModel: Sendable {
    /// Its values by name.
    var view: View { get }
}

/// A part of pages that comes out the same for everybody who is shown the same, and is therefore kept. Nothing of the record is in it: what is
/// erased there would stay.
protocol PartModel: ViewModel, Hashable {
    /// The template's name in `Resources/templates`; it must not use what is the same on every page.
    static var template: String { get }
    /// Whether it is kept: not where it has what somebody wrote.
    var isKept: Bool { get }
    /// As it is shown to whoever has this frame.
    func shown(in frame: Frame) -> Self
}

extension PartModel {
    var isKept: Bool { true }
    func shown(in frame: Frame) -> Self { self }
}

/// A page, or a piece of one, with the template it is made with.
protocol PageModel: ViewModel {
    /// The template's name in `Resources/templates`.
    static var template: String { get }
}
