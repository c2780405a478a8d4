import Logging
import Store
import StoreTesting
import Testing
@testable import Workbench

@Suite("What goes wrong in work that goes on by itself")
struct StoreWatchTests {
    private struct Broken: Error {}

    private func lines(_ use: (StoreWatch) -> Void) -> [String] {
        let kept = LogLines()
        use(StoreWatch("jobs", logger: Logger(label: "watch") { _ in kept }))
        return kept.lines
    }

    @Test("a store that is away is told once, and once that it is back, however often it was asked for meanwhile")
    func outage() {
        let told = lines { watch in
            watch.answered()
            for _ in 0..<3 { watch.failed(StoreError.unavailable("away"), "no job could be taken") }
            watch.answered()
            watch.answered()
            watch.failed(StoreError.unavailable("away again"), "no job could be taken")
        }
        let away = "error the store does not answer; what waits for it is tried again [\"work\": jobs]"
        #expect(told == [away, "notice the store answers again [\"work\": jobs]", away])
    }

    @Test("anything else is told each time, by its kind and without its words")
    func others() {
        let told = lines { watch in
            watch.failed(StoreError.database("Anna Berg is there already"), "a round failed")
            watch.failed(Broken(), "a job failed", level: .warning)
        }
        #expect(told == ["error a round failed [\"error\": StoreError.database]", "warning a job failed [\"error\": Broken]"])
    }
}
