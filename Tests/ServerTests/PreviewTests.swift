import Covalence
import Foundation
import Hummingbird
import Logging
import Testing
@testable import Server

/// `COVALENCE_PREVIEW_PORT=8123 swift test --filter Preview` shows every page with invented content under `/preview/…` for ten minutes.
@Suite struct PreviewTests {
    @Test(.enabled(if: ProcessInfo.processInfo.environment["COVALENCE_PREVIEW_PORT"] != nil)) func show() async throws {
        let environment = ProcessInfo.processInfo.environment
        let port = Int(environment["COVALENCE_PREVIEW_PORT"] ?? "") ?? 0
        let bench = try await TestBench()
        let server = try bench.server(assetsFolder: environment["COVALENCE_ASSETS"].map { URL(fileURLWithPath: $0) })
        let router = server.router(port: BoundPort())
        let renderer = server.renderer
        let css = server.assets.text(of: "app.css") ?? ""
        let pages: [(String, @Sendable () -> String)] = [
            ("preview/list", { renderer.render(Samples.meetings) }),
            ("preview/empty", { renderer.render(MeetingsPage(rows: [], hasAny: false)) }),
            ("preview/meeting", { renderer.render(Samples.meeting) }),
            ("preview/cast", { renderer.render(Samples.cast) }),
            ("preview/waiting", { renderer.render(Samples.waiting) }),
            ("preview/search", { renderer.render(Samples.search) }),
            ("preview/compare", { renderer.render(Samples.compare) }),
            ("preview/erase", { renderer.render(Samples.erase) }),
            ("preview/utterance", { renderer.render(Samples.utterance) }),
            ("preview/report", { var report = Samples.report; report.css = css; return renderer.render(report) }),
        ]
        for (path, page) in pages { router.get(RouterPath(path)) { _, _ in Response.html(page()) } }
        let app = Application(router: router, configuration: .init(address: .hostname("127.0.0.1", port: port)), logger: Logger(label: "preview"))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await app.run() }
            group.addTask { try await Task.sleep(for: .seconds(600)) }
            try await group.next()
            group.cancelAll()
        }
    }
}
