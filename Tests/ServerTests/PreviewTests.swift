import Covalence
import Foundation
import Hummingbird
import Logging
import Testing
@testable import Server

/// `COVALENCE_PREVIEW_PORT=8123 swift test --filter Preview` shows every page with invented content for ten minutes.
@Suite struct PreviewTests {
    @Test(.enabled(if: ProcessInfo.processInfo.environment["COVALENCE_PREVIEW_PORT"] != nil)) func show() async throws {
        let environment = ProcessInfo.processInfo.environment
        let port = Int(environment["COVALENCE_PREVIEW_PORT"] ?? "") ?? 0
        let server = try CovalenceServer(
            configuration: .init(port: port, assetsFolder: environment["COVALENCE_ASSETS"].map { URL(fileURLWithPath: $0) }),
            logger: Logger(label: "preview")
        )
        let router = server.router(port: BoundPort())
        let renderer = server.renderer
        let css = server.assets.text(of: "app.css") ?? ""
        let pages: [(String, @Sendable () -> String)] = [
            ("", { renderer.render(Samples.meetings) }),
            ("empty", { renderer.render(MeetingsPage(rows: [], hasAny: false)) }),
            ("meetings/:id", { renderer.render(Samples.meeting) }),
            ("cast", { renderer.render(Samples.cast) }),
            ("waiting", { renderer.render(Samples.waiting) }),
            ("search", { renderer.render(Samples.search) }),
            ("compare", { renderer.render(Samples.compare) }),
            ("erase", { renderer.render(Samples.erase) }),
            ("utterance", { renderer.render(Samples.utterance) }),
            ("report", { var report = Samples.report; report.css = css; return renderer.render(report) }),
        ]
        for (path, page) in pages { router.get(RouterPath(path)) { _, _ in Response.html(page()) } }
        router.get("meetings/:id/timeline.json") { _, _ in Response.json(Samples.timeline) }
        let app = Application(router: router, configuration: .init(address: .hostname("127.0.0.1", port: port)), logger: Logger(label: "preview"))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await app.run() }
            group.addTask { try await Task.sleep(for: .seconds(600)) }
            try await group.next()
            group.cancelAll()
        }
    }
}
