import Covalence
import Testing

@Suite("Waits between attempts")
struct BackoffTests {
    /// By hand: 5 s doubled each time, held at an hour (5 · 2^10 = 5,120 s); without chance half of it, with all chance all of it.
    @Test(arguments: [
        (1, 0.0, Int64(2_500)), (1, 1.0, 5_000), (2, 0.0, 5_000), (2, 0.5, 7_500), (3, 1.0, 20_000), (10, 1.0, 2_560_000),
        (11, 1.0, 3_600_000), (11, 0.0, 1_800_000), (60, 1.0, 3_600_000), (.max, 0.0, 1_800_000), (0, 1.0, 5_000), (-3, 1.0, 5_000),
    ])
    func wait(failures: Int, chance: Double, expected: Int64) {
        #expect(Backoff().wait(after: failures, chance: chance) == expected)
    }

    @Test("a cap below the first wait holds, and no chance is outside 0 to 1")
    func edges() {
        #expect(Backoff(first: 10_000, longest: 1_000, jitter: 0).wait(after: 1, chance: 0.3) == 1_000)
        #expect(Backoff(first: 1_000, longest: 8_000, jitter: 0).wait(after: 4, chance: 7) == 8_000)
        #expect(Backoff().wait(after: 1, chance: -4) == 2_500)
        #expect(Backoff(first: .max, longest: .max, jitter: 0).wait(after: 3, chance: 0) == .max)
    }
}

@Suite("What a job may carry")
struct NewJobTests {
    @Test("ids, numbers and versions")
    func plain() {
        #expect(job { _ in }.problem == nil)
        #expect(job { $0.payload = ["meeting": "0195a3c2-7d10-7000-8000-000000000001", "version": "12", "engine": "words-en/1"] }.problem == nil)
        #expect(job { $0.key = .init("2026-03-04", holds: .forPeriod) }.problem == nil)
    }

    private static let refusals: [NewJob] = [
        job { $0.payload = ["note": "Anna said"] }, job { $0.payload = ["name": "Bäcker"] }, job { $0.payload = ["a b": "1"] },
        job { $0.payload = ["id": String(repeating: "a", count: 201)] },
        job { $0.payload = Dictionary(uniqueKeysWithValues: (0..<17).map { ("k\($0)", "1") }) },
        job { $0.key = .init("two words", holds: .forGood) }, job { $0.key = .init("", holds: .forGood) },
        job { $0.kind = .init("") }, job { $0.kind = .init("reads a file") }, job { $0.payload = ["a": "x\u{0}"] },
    ]

    @Test("no words, nothing long, nothing empty", arguments: 0..<10)
    func refused(index: Int) {
        #expect(Self.refusals[index].problem?.hasSuffix(".") == true)
    }
}

private func job(_ change: (inout NewJob) -> Void) -> NewJob {
    var job = NewJob(.tidy, at: Timestamp(milliseconds: 0))
    change(&job)
    return job
}
