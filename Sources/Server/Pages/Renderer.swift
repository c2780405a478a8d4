import Foundation
import Mustache
import Synchronization

/// The compiled templates, loaded once when the server starts.
struct Renderer: Sendable {
    private let library: MustacheLibrary
    private let site: View
    private var frame: Frame?
    private let parts = KeptParts()

    /// Why the templates could not be loaded.
    enum Failure: Error, CustomStringConvertible {
        case folderMissing
        case broken(String)

        var description: String {
            switch self {
            case .folderMissing: "The page templates are missing beside the program. Build it again with ./run."
            case .broken(let why): "A page template cannot be read: \(why)"
            }
        }
    }

    /// - Parameters:
    ///   - templates: source by name.
    ///   - assets: where the pages find their styles and scripts.
    init(templates: [String: String], assets: AssetLibrary) throws(Failure) {
        SafeHTML.register()
        let base = SafeHTML().escapeText(assets.base)
        var library = MustacheLibrary()
        for (name, source) in templates {
            // Where the styles and scripts are stays as it is while the server runs.
            let source = "{{% CONTENT_TYPE: \(SafeHTML.name)}}" + source.replacing("{{assets}}", with: base)
            do { try library.register(source, named: name) } catch { throw .broken("\(name): \(error)") }
        }
        self.library = library
        site = [
            "hasHtmx": .flag(assets.has("htmx-2.min.js")),
            "hasPictures": .flag(assets.has("echarts.min.js")),
        ]
    }

    /// The templates that came with the program.
    static func bundledTemplates() throws(Failure) -> [String: String] {
        guard let folder = Bundle.module.url(forResource: "templates", withExtension: nil),
              let walk = FileManager.default.enumerator(atPath: folder.path)
        else { throw .folderMissing }
        var templates: [String: String] = [:]
        for case let path as String in walk where path.hasSuffix(".mustache") {
            guard let source = try? String(contentsOf: folder.appendingPathComponent(path), encoding: .utf8) else {
                throw .broken("\(path) is not UTF-8.")
            }
            templates[String(path.dropLast(9))] = source
        }
        return templates
    }

    /// With what is the same on every page of one request.
    func framed(_ frame: Frame) -> Renderer {
        var framed = self
        framed.frame = frame
        return framed
    }

    /// The page as HTML. A template that is missing gives an empty page; a test renders every page.
    func render<Page: PageModel>(_ page: Page) -> String {
        let view = (frame.map { site.merging($0.view) } ?? site).merging(page.view)
        return library.render(view.replacingParts { html(of: $0) }, withTemplate: Page.template) ?? ""
    }

    /// A part that many pages show alike, made once.
    func part<Part: PartModel>(_ part: Part) -> String {
        let part = frame.map { part.shown(in: $0) } ?? part
        let make = { library.render(part.view.replacingParts { html(of: $0) }, withTemplate: Part.template) ?? "" }
        return part.isKept ? parts.html(of: part, make: make) : make()
    }

    private func html(of part: any PartModel) -> String { self.part(part) }

    /// A part of pages by itself; it must not use what is the same on every page.
    func fragment(_ model: some ViewModel, template: String) -> String {
        library.render(model.view, withTemplate: template) ?? ""
    }
}

/// Parts of pages as HTML, by what they were made from.
private final class KeptParts: Sendable {
    private static let most = 500
    private let kept = Mutex<[AnyHashable: String]>([:])

    func html<Part: PartModel>(of part: Part, make: () -> String) -> String {
        if let known = kept.withLock({ $0[AnyHashable(part)] }) { return known }
        let html = make()
        kept.withLock { kept in
            if kept.count >= Self.most { kept.removeAll() }
            kept[AnyHashable(part)] = html
        }
        return html
    }
}
