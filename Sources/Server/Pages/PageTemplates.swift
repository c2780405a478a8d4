import Mustache
import Synchronization

/// Templates of whole pages, each made flat when it is first shown to a kind of visitor: put into the layout it extends, with the pieces it names, and with
/// the sections decided that depend on nothing but who asks. What is left to do for each page is to look up what differs.
final class PageTemplates: Sendable {
    private struct Key: Hashable {
        var name: String
        var kind: Frame.Kind?
    }

    private let sources: [String: String]
    private let pragma: String
    private let site: [String: Bool]
    private let kept = Mutex<[Key: MustacheTemplate]>([:])

    /// - Parameters:
    ///   - sources: templates by name, each of which can be read.
    ///   - pragma: what each of them begins with.
    ///   - site: what is so on every page.
    init(_ sources: [String: String], pragma: String, site: [String: Bool]) {
        self.sources = sources
        self.pragma = pragma
        self.site = site
    }

    /// The template of a page, as it is for visitors of this kind; nil where there is none.
    func template(_ name: String, for kind: Frame.Kind?) -> MustacheTemplate? {
        let key = Key(name: name, kind: kind)
        if let known = kept.withLock({ $0[key] }) { return known }
        guard let source = flat(name, for: kind), let template = try? MustacheTemplate(string: pragma + source) else { return nil }
        kept.withLock { $0[key] = template }
        return template
    }

    /// Its source.
    func flat(_ name: String, for kind: Frame.Kind?) -> String? {
        guard var source = sources[name] else { return nil }
        if let layout = Layout(source), let frame = sources[layout.name] { source = layout.fill(frame) }
        return Self.settled(whole(source, within: [])[...], site.merging(kind?.flags ?? [:]) { _, said in said })
    }

    /// With other templates where it names them. One within itself stays named: how often it is there depends on what is shown.
    private func whole(_ source: String, within names: [Substring]) -> String {
        var whole = "", rest = source[...]
        while let tag = TemplateTag(in: rest) {
            whole += rest[..<tag.range.lowerBound]
            if tag.sign == ">", !names.contains(tag.name), let piece = sources[String(tag.name)] {
                // The end of a line on which nothing else stands belongs to the tag († Mustache, partials): behind a piece it could part words.
                let isAlone = whole.isEmpty || whole.last == "\n"
                whole += self.whole(piece, within: names + [tag.name])
                rest = rest[tag.range.upperBound...]
                if isAlone, rest.first == "\n" { rest = rest.dropFirst() }
            } else {
                whole += rest[tag.range]
                rest = rest[tag.range.upperBound...]
            }
        }
        return whole + rest
    }

    /// A template with each section of one of these names replaced by its content, or by nothing.
    static func settled(_ source: Substring, _ flags: [String: Bool]) -> String {
        var settled = "", rest = source
        while let tag = TemplateTag(in: rest) {
            settled += rest[..<tag.range.lowerBound]
            let section = flags[String(tag.name)].flatMap { flag in tag.isSection ? TemplateTag.end(of: tag, in: rest).map { (flag, $0) } : nil }
            guard let (flag, end) = section else {
                settled += rest[tag.range]
                rest = rest[tag.range.upperBound...]
                continue
            }
            if flag != (tag.sign == "^") { settled += Self.settled(rest[tag.range.upperBound..<end.range.lowerBound], flags) }
            rest = rest[end.range.upperBound...]
        }
        return settled + rest
    }
}

/// A page that extends a layout: `{{<layout}}{{$main}}…{{/main}}{{/layout}}`.
private struct Layout {
    let name: String
    private var blocks: [Substring: Substring] = [:]

    /// Nil for a template that stands alone.
    init?(_ source: String) {
        let source = source[...]
        guard let tag = TemplateTag(in: source), tag.sign == "<", let end = TemplateTag.end(of: tag, in: source) else { return nil }
        name = String(tag.name)
        var rest = source[tag.range.upperBound..<end.range.lowerBound]
        while let block = TemplateTag(in: rest) {
            guard block.sign == "$", let end = TemplateTag.end(of: block, in: rest) else {
                rest = rest[block.range.upperBound...]
                continue
            }
            blocks[block.name] = rest[block.range.upperBound..<end.range.lowerBound]
            rest = rest[end.range.upperBound...]
        }
    }

    /// The layout with the page's blocks in the place of its own.
    func fill(_ layout: String) -> String {
        var filled = "", rest = layout[...]
        while let tag = TemplateTag(in: rest) {
            filled += rest[..<tag.range.lowerBound]
            if tag.sign == "$", let end = TemplateTag.end(of: tag, in: rest) {
                filled += blocks[tag.name] ?? rest[tag.range.upperBound..<end.range.lowerBound]
                rest = rest[end.range.upperBound...]
            } else {
                filled += rest[tag.range]
                rest = rest[tag.range.upperBound...]
            }
        }
        return filled + rest
    }
}

/// What stands between two braces on either side. The engine's own way of reading templates gives no access to their parts.
private struct TemplateTag {
    /// `#`, `^`, `/`, `<`, `>` or `$`; nil for all others.
    let sign: Character?
    let name: Substring
    let range: Range<Substring.Index>

    var isSection: Bool { sign == "#" || sign == "^" }

    /// The first one.
    init?(in text: Substring) {
        guard let open = text.firstRange(of: "{{"), let close = text[open.upperBound...].firstRange(of: "}}") else { return nil }
        let inside = text[open.upperBound..<close.lowerBound]
        sign = inside.first.flatMap { "#^/<>$".contains($0) ? $0 : nil }
        let end = inside.last == " " ? inside.index(before: inside.endIndex) : inside.endIndex
        name = (sign == nil ? inside[..<end] : inside[..<end].dropFirst()).drop { $0 == " " }
        range = open.lowerBound..<close.upperBound
    }

    /// The tag that ends what this one begins.
    static func end(of tag: TemplateTag, in text: Substring) -> TemplateTag? {
        var depth = 1, rest = text[tag.range.upperBound...]
        while let next = TemplateTag(in: rest) {
            if next.name == tag.name, let sign = next.sign, sign != ">" { depth += sign == "/" ? -1 : 1 }
            if depth == 0 { return next }
            rest = rest[next.range.upperBound...]
        }
        return nil
    }
}
