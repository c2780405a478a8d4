import Logging
import Mustache
import Testing
@testable import Server

@Suite("Templates of pages, made flat")
struct PageTemplatesTests {
    @Test("sections of a name that is decided are there or not, also within others; all else stays", arguments: [
        ("a{{#yes}}b{{/yes}}c", "abc"), ("a{{#no}}b{{/no}}c", "ac"), ("a{{^yes}}b{{/yes}}c", "ac"), ("a{{^no}}b{{/no}}c", "abc"),
        ("{{#yes}}1{{#no}}2{{/no}}3{{^no}}4{{/no}}{{/yes}}", "134"), ("{{#no}}1{{#yes}}2{{/yes}}{{/no}}", ""), ("{{#yes}}1{{#yes}}2{{/yes}}3{{/yes}}", "123"),
        ("{{#other}}{{#yes}}1{{/yes}}{{/other}}{{^other}}2{{/other}}", "{{#other}}1{{/other}}{{^other}}2{{/other}}"),
        ("{{yes}} {{{yes}}} {{> yes}} {{! yes }}", "{{yes}} {{{yes}}} {{> yes}} {{! yes }}"), ("{{# yes }}1{{/ yes }}", "1"),
        // What no section ends is left to the engine, which says so.
        ("{{#yes}}1", "{{#yes}}1"), ("{{yes", "{{yes"), ("", ""), ("{{/yes}}", "{{/yes}}"),
    ])
    func settled(source: String, expected: String) {
        #expect(PageTemplates.settled(source[...], ["yes": true, "no": false]) == expected)
    }

    @Test("a page comes into its layout with its blocks and pieces; a piece within itself stays named")
    func flat() {
        let templates = PageTemplates(
            [
                "layout": "<{{$head}}none{{/head}}|{{$main}}{{/main}}>", "page": "{{<layout}}{{$main}}{{title}}{{> tree}}{{/main}} not shown {{/layout}}",
                "tree": "[{{#children}}{{> tree}}{{/children}}]", "lines": "a\n{{> word}}\nb", "word": "w",
            ], pragma: "", site: [:]
        )
        #expect(templates.flat("page", for: nil) == "<none|{{title}}[{{#children}}{{> tree}}{{/children}}]>")
        #expect(templates.flat("lines", for: nil) == "a\nwb")
        #expect(templates.flat("nowhere", for: nil) == nil && templates.template("nowhere", for: nil) == nil)
    }

    private static let kinds: [Frame.Kind?] = [nil] + [
        (false, false, false), (true, true, true), (true, true, false), (true, false, true), (true, false, false),
    ].map { Frame.Kind(isInside: $0.0, isDemo: $0.1, knowsNames: $0.2) }

    @Test("every template can be made flat for everybody, and nothing is left in it that is decided", arguments: kinds)
    func every(kind: Frame.Kind?) throws {
        let sources = try Renderer.bundledTemplates(), site = ["hasHtmx": true, "hasPictures": false]
        let templates = PageTemplates(sources, pragma: "", site: site)
        for name in sources.keys {
            let flat = try #require(templates.flat(name, for: kind))
            #expect(templates.template(name, for: kind) != nil, "\(name)")
            #expect(!flat.contains("{{<") && !flat.contains("{{$"), "\(name)")
            for flag in site.merging(kind?.flags ?? [:]) { first, _ in first }.keys { #expect(!flat.contains("{{#\(flag)}}") && !flat.contains("{{^\(flag)}}"), "\(name): \(flag)") }
        }
    }

    /// Parts of pages are made without what is known of the whole page; one that asks for it would be shown wrongly.
    @Test("no part of a page asks for what is decided of whole pages, but the navigation, which is told")
    func parts() throws {
        let sources = try Renderer.bundledTemplates()
        let flags = ["hasHtmx", "hasPictures", "isOutside", "isInside", "isDemo", "knowsNames", "isSignedIn"]
        for name in ["meeting-row", FindMeetings.template, DropZone.template, ConsentForm.template, Options.template] {
            let source = try #require(sources[name])
            for flag in flags { #expect(!source.contains("{{#\(flag)}}") && !source.contains("{{^\(flag)}}"), "\(name): \(flag)") }
        }
    }

    /// The engine's own way: layouts and pieces as templates of their own, all sections looked up.
    private static func asTheEngineDoes(_ page: some PageModel, _ kind: Frame.Kind?) throws -> String {
        SafeHTML.register()
        var library = MustacheLibrary()
        for (name, source) in try Renderer.bundledTemplates() {
            try library.register("{{% CONTENT_TYPE: \(SafeHTML.name)}}" + source.replacing("{{assets}}", with: "/assets"), named: name)
        }
        let parts = try Renderer(templates: Renderer.bundledTemplates(), assets: AssetLibrary(own: [:], thirdPartyFolder: nil, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }))
        let view = page.view.replacingParts { parts.part($0) }
        var around: View = ["hasHtmx": false, "hasPictures": false]
        for (name, flag) in kind?.flags ?? [:] { around = around.merging(View(dictionaryLiteral: (name, .flag(flag)))) }
        return library.render(around.merging(view), withTemplate: type(of: page).template) ?? ""
    }

    private static let samples: [any PageModel] = [
        Samples.meetings, MeetingsPage(rows: [], hasAny: false), Samples.meeting, Samples.cast, Samples.waiting, Samples.search, Samples.compare, Samples.report, Samples.erase,
        Samples.utterance, ErrorPage(error: .notFound),
    ]

    @Test("a page is the same as the engine makes it, but for where lines end", arguments: samples.indices, kinds)
    func same(sample: Int, kind: Frame.Kind?) throws {
        let page = Self.samples[sample]
        let templates = PageTemplates(
            try Renderer.bundledTemplates().mapValues { $0.replacing("{{assets}}", with: "/assets") }, pragma: "{{% CONTENT_TYPE: \(SafeHTML.name)}}",
            site: ["hasHtmx": false, "hasPictures": false]
        )
        let engine = try Self.asTheEngineDoes(page, kind)
        let parts = try Renderer(templates: Renderer.bundledTemplates(), assets: AssetLibrary(own: [:], thirdPartyFolder: nil, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }))
        let flat = templates.template(type(of: page).template, for: kind)?.render(page.view.replacingParts { parts.part($0) })
        let (one, other) = (Self.words(engine), Self.words(try #require(flat)))
        #expect(one.count > 50 && one == other)
    }

    /// Pieces between white space: how much of it there is, is nothing that a page shows; whether there is any, is.
    private static func words(_ html: String) -> [Substring] { html.split(whereSeparator: \.isWhitespace) }
}
