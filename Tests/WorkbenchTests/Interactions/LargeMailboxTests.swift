import Covalence
import Foundation
import Store
import Synchronization
import Testing
@testable import Workbench

/// A mailbox as people export one after some years, taken in as an upload comes: piece by piece.
@Suite("A large mailbox")
struct LargeMailboxTests {
    private static let isLong = ProcessInfo.processInfo.environment["COVALENCE_LONG"] == "1"

    private static func residentBytes() -> Int {
        let text = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)) ?? ""
        return (text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) * 4096
    }

    /// 2,000 mails with a file of 1 MB each, 600 where it is built for debugging; with `COVALENCE_LONG=1` only. Broken off
    /// after a third, it goes on where it was in another start of the program; nothing is lost or there twice, and memory does not grow with
    /// the file.
    @Test("it comes in, broken off and taken up again, in bounded memory", .enabled(if: isLong, "long; ./test --long runs it"))
    func large() async throws {
        let world = try await Directory.open()
        #if DEBUG
        let count = 600
        #else
        let count = 2_000
        #endif
        let parcel = String(repeating: String(repeating: "QUJD", count: 19) + "\n", count: 13_700)
        let before = Self.residentBytes()
        let largest = Mutex(0)
        @Sendable func look() { largest.withLock { $0 = max($0, Self.residentBytes() - before) } }
        let file = try await world.bench.receiveInteractions(by: .owner)
        for number in 0..<count {
            try file.append(Data("""
                From a@x.example Wed Mar  4 09:30:00 2026
                From: Paula <paula@brunavik.example>
                To: ines@own.example
                Subject: Number \(number)
                Date: Wed, 4 Mar 2026 09:30:00 +0000
                Message-ID: <\(number)@x>
                MIME-Version: 1.0
                Content-Type: multipart/mixed; boundary="cut"

                --cut
                Content-Type: text/plain

                Words of number \(number).
                --cut
                Content-Type: application/octet-stream
                Content-Disposition: attachment; filename="x.bin"
                Content-Transfer-Encoding: base64

                \(parcel)--cut--


                """.utf8))
            look()
        }
        #expect(file.count > count * 1_000_000)
        let item = try await world.bench.keepInteractions(file, named: "years.mbox", by: .owner)
        struct Crash: Error {}
        let portions = Mutex(0)
        await #expect(throws: Crash.self) {
            try await world.bench.importInteractions(item, by: .owner) { _ in
                look()
                if portions.withLock({ $0 += 1; return $0 }) * 3 > count / 200 { throw Crash() }
            }
        }
        let kept = try #require(InteractionIntake(kept: try await world.bench.store.intake(item.id).details))
        let there = try await world.bench.lines(HistoryQuery(limit: 500)).count
        #expect(kept.offset > 0 && there > 0 && there < count)
        let report = try await world.room.again().importInteractions(item, by: .owner) { place in
            #expect(place > kept.offset)
            look()
        }
        #expect((report.read, report.added, report.alreadyThere, report.broken) == (count, count, 0, 0))
        #expect(largest.withLock { $0 } < 250_000_000, "\(largest.withLock { $0 })")
        print("memory above the start at its most: \(largest.withLock { $0 } / 1_000_000) MB")
    }
}
