import Covalence
import Formats
import Foundation
import Testing

@Suite("Mailbox")
struct MailboxTests {
    static func message(_ number: Int, body: String = "words") -> String {
        "From a\(number)@line.example Wed Mar  4 09:30:00 2026\nFrom: a\(number)@line.example\nSubject: \(number)\nDate: Wed, 04 Mar 2026 10:30:00 +0100\nMessage-ID: <m\(number)@line.example>\n\n\(body)\n\n"
    }

    /// Writes a file, hands over its place, removes it.
    func withFile<Value>(_ text: some Sequence<UInt8>, _ body: (URL) throws -> Value) throws -> Value {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("mailbox-\(UUID().uuidString).mbox")
        try Data(text).write(to: url)
        defer { try? FileManager.default.removeItem(at: url) }
        return try body(url)
    }

    func all(_ url: URL, from offset: Int64 = 0, limits: MailLimits = MailLimits()) throws -> [MailboxEntry] {
        let reader = try MailboxReader(contentsOf: url, from: offset, limits: limits)
        var result: [MailboxEntry] = []
        while let entry = try reader.next() { result.append(entry) }
        return result
    }

    @Test(arguments: ["\n", "\r\n"])
    func messagesAndPlaces(lineEnd: String) throws {
        let pieces = [
            Self.message(1, body: "From noon on we met.\n\nFrom noon on too.\n>From here\n>>From there\n> From elsewhere"),
            Self.message(2), "From - Thu Mar  5 09:30:00 2026\n\nno header fields\n\n", Self.message(4, body: ""), Self.message(5),
        ].map { $0.replacingOccurrences(of: "\n", with: lineEnd) }
        try withFile(pieces.joined().utf8) { url in
            let entries = try all(url)
            #expect(entries.map(\.byteCount) == pieces.map { Int64($0.utf8.count) })
            let messages = try entries.map { try $0.result.get() }
            #expect(messages.map(\.messageID) == ["m1@line.example", "m2@line.example", nil, "m4@line.example", "m5@line.example"])
            #expect(messages[0].text == "From noon on we met.\n\nFrom noon on too.\nFrom here\n>From there\n> From elsewhere")
            #expect(messages[2].text == "no header fields" && messages[2].problems.contains { $0.contains("no header fields") })
            for entry in entries {
                #expect(try all(url, from: entry.offset).map(\.offset) == entries.map(\.offset).filter { $0 >= entry.offset })
                #expect(try all(url, from: entry.resumeOffset).compactMap { try $0.result.get().messageID } == messages.suffix(try all(url, from: entry.resumeOffset).count).compactMap(\.messageID))
            }
            for wrong: Int64 in [1, entries[1].offset + 1, entries[1].offset - 1, -1, Int64(pieces.joined().utf8.count) + 1] {
                #expect(throws: MailError.self) { try MailboxReader(contentsOf: url, from: wrong) }
            }
        }
    }

    @Test func whatIsNoMailboxIsRefused() throws {
        for (text, kind) in [("", MailError.Kind.empty), ("From: a@line.example\n\nx", .notMailbox), ("From noon on\n", .notMailbox), ("\u{0}\u{1}", .notMailbox)] {
            try withFile(text.utf8) { url in
                let error = #expect(throws: MailError.self) { try MailboxReader(contentsOf: url) }
                #expect(error?.kind == kind)
            }
        }
        let missing = #expect(throws: MailError.self) { try MailboxReader(contentsOf: URL(fileURLWithPath: "/nowhere/x.mbox")) }
        #expect(missing?.kind == .unreadable)
        let folder = #expect(throws: MailError.self) { try MailboxReader(contentsOf: FileManager.default.temporaryDirectory) }
        #expect(folder?.kind == .unreadable)
    }

    @Test func aTooLargeMessageIsSkippedWithItsPlace() throws {
        var limits = MailLimits()
        limits.maxMessageBytes = 2_000
        try withFile((Self.message(1) + Self.message(2, body: String(repeating: "long\n", count: 200_000)) + Self.message(3)).utf8) { url in
            let entries = try all(url, limits: limits)
            #expect(entries.count == 3)
            guard case .failure(let error) = entries[1].result else { Issue.record("read"); return }
            #expect(error.kind == .tooLarge && error.offset == entries[1].offset && error.description.contains("At byte \(entries[1].offset)"))
            #expect(try entries[2].result.get().subject == "3")
        }
    }

    @Test func randomMailboxesEnd() throws {
        var generator = SplitMix64(state: 77)
        let seed = Array((0..<6).map { Self.message($0) }.joined().utf8)
        for _ in 0..<200 {
            var bytes = seed
            for _ in 0..<20 { bytes[Int.random(in: 60..<bytes.count, using: &generator)] = [0x0A, 0x0D, 0x00, 0xFF, 0x3E, 0x46].randomElement(using: &generator) ?? 0 }
            try withFile(bytes) { url in
                let entries = try all(url)
                #expect(entries.reduce(0) { $0 + $1.byteCount } == Int64(bytes.count))
                #expect(zip(entries, entries.dropFirst()).allSatisfy { $0.resumeOffset == $1.offset })
            }
        }
    }

    /// About 30 MB, with `COVALENCE_LONG=1` 200 MB, or 2 GB in a release build (docs/performance.md has what a program built for debugging
    /// takes for it): every message is found, at most 100 MB are used, and going on in the middle
    /// gives the same messages.
    @Test func aLargeMailboxInBoundedMemory() throws {
        let body = String(repeating: "A line of words that fills the message and says nothing.\n", count: 9_000)
        #if DEBUG
        let long = 400
        #else
        let long = 4_000
        #endif
        let count = MailBadInputTests.isLong ? long : 60
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("large-\(UUID().uuidString).mbox")
        defer { try? FileManager.default.removeItem(at: url) }
        #expect(FileManager.default.createFile(atPath: url.path, contents: nil))
        let file = try FileHandle(forWritingTo: url)
        for number in 0..<count { try file.write(contentsOf: Data(Self.message(number, body: body).utf8)) }
        try file.close()
        let before = MailBadInputTests.residentBytes()
        let reader = try MailboxReader(contentsOf: url)
        #expect(reader.byteCount > Int64(count) * 500_000)
        var (number, largest, middle) = (0, 0, Int64(0))
        while let entry = try reader.next() {
            #expect(try entry.result.get().subject == String(number))
            number += 1
            if number == count / 2 { middle = entry.resumeOffset }
            if number % 10 == 0 { largest = max(largest, MailBadInputTests.residentBytes() - before) }
        }
        #expect(number == count)
        // Other tests in the same process take memory too; alone, in the long run, what is seen is ours.
        if ProcessInfo.processInfo.environment["COVALENCE_LONG"] == "1" { #expect(largest < 100_000_000) }
        let second = try MailboxReader(contentsOf: url, from: middle)
        #expect(try second.next()?.result.get().subject == String(count / 2))
    }
}
