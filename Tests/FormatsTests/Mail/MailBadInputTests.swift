import Covalence
import Formats
import Foundation
import Testing

@Suite("Broken mail")
struct MailBadInputTests {
    static let isLong = ProcessInfo.processInfo.environment["COVALENCE_LONG"] == "1"
    let head = "From: a@line.example\nTo: b@line.example\nDate: Wed, 04 Mar 2026 10:30:00 +0100\nMIME-Version: 1.0\n"

    func read(_ text: String, _ limits: MailLimits = MailLimits()) throws -> MailMessage { try MailFile(limits: limits).read(Data(text.utf8)) }

    @Test(arguments: ["", " \r\n\n ", "Hello there.\n\nNothing", "%PDF-1.7\n1 0 obj", "\u{0}\u{0}\u{1}", "Anna: Hello.\nBo: Good morning.\n"])
    func whatIsNoMailIsRefused(text: String) {
        let error = #expect(throws: MailError.self) { try MailFile.read(Data(text.utf8)) }
        #expect(error.map { $0.kind == (text.contains { $0 > " " } || text.contains("\u{0}") ? ($0.kind == .empty ? .empty : .notMail) : .empty) } == true)
        #expect(error.map { !$0.reason.isEmpty && !$0.advice.isEmpty } == true)
    }

    @Test func brokenPartsAreReported() throws {
        let noBoundary = try read(head + "Content-Type: multipart/mixed\n\n--x\n\nwords\n--x--\n")
        #expect(!noBoundary.problems.isEmpty)
        let noEnd = try read(head + "Content-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: text/plain\n\nwords\n")
        #expect(noEnd.text == "words")
        let cut = try read(head + "Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\nSGVsbG8gd29ybG\n")
        #expect(cut.text.hasPrefix("Hello wor"))
        #expect(cut.problems.contains { $0.contains("base64") })
        let nothing = try read("From: a@line.example\n")
        #expect(nothing.date == nil && nothing.text.isEmpty && nothing.problems.contains { $0.contains("date") })
        let noPeople = try read("Subject: x\nDate: soon\nTo: nobody in particular\n\nwords")
        #expect(noPeople.from.isEmpty && noPeople.to.isEmpty && noPeople.date == nil && noPeople.text == "words")
        #expect(noPeople.problems.contains { $0.contains("who wrote") } && noPeople.problems.contains { $0.contains("“To”") } && noPeople.problems.contains { $0.contains("date") })
        let old = try read("From: a@line.example\nDate: Thu, 01 Jan 1970 00:00:00 +0000\n\nx")
        #expect(old.date == nil && old.problems.contains { $0.contains("1971") })
    }

    @Test func unencodedLettersInFields() throws {
        let latin = try MailFile.read(Data("From: \"J".utf8) + Data([0xFC]) + Data("rgen\" <j@line.example>\nSubject: f".utf8) + Data([0xFC]) + Data("r\nDate: Wed, 04 Mar 2026 10:30:00 +0100\n\nx".utf8))
        #expect(latin.from.first?.name == "Jürgen" && latin.subject == "für")
        #expect(try read("From: Jürgen <j@line.example>\nSubject: für\n\nx").subject == "für")
    }

    @Test func limitsHold() throws {
        var limits = MailLimits()
        limits.maxMessageBytes = 1000
        let error = #expect(throws: MailError.self) { try read(head + "\n" + String(repeating: "x", count: 1000), limits) }
        #expect(error?.kind == .tooLarge)
        limits = MailLimits()
        (limits.maxHeaderBytes, limits.maxParts, limits.maxDepth, limits.maxTextScalars, limits.maxParties) = (2000, 5, 3, 10, 4)
        let longHead = try read("From: a@line.example\nX-Long: \(String(repeating: "y\n ", count: 2000))\nSubject: s\n\nwords", limits)
        #expect(longHead.from.count == 1 && longHead.text.isEmpty && longHead.problems.contains { $0.contains("2000 bytes") })
        let parts = try read(head + "Content-Type: multipart/mixed; boundary=x\n\n" + String(repeating: "--x\n\nw\n", count: 20) + "--x--\n", limits)
        #expect(parts.problems.contains { $0.contains("more than 5 parts") } && parts.text.unicodeScalars.count <= 10)
        let people = try read("From: a@line.example\nTo: \((0..<9).map { "p\($0)@line.example" }.joined(separator: ", "))\n\nw", limits)
        #expect(people.to.count == 4 && people.problems.contains { $0.contains("more than 4 people") })
        let nested = (0..<8).map { "Content-Type: multipart/mixed; boundary=x\($0)\n\n--x\($0)\n" }.joined() + "\nwords"
        #expect(try read(head + nested, limits).problems.contains { $0.contains("nested deeper than 3") })
    }

    @Test func hugeStructuresEnd() throws {
        let deep = (0..<20_000).map { "Content-Type: multipart/mixed; boundary=x\($0)\n\n--x\($0)\n" }.joined()
        #expect(try read(head + deep).problems.contains { $0.contains("too many parts") || $0.contains("nested") })
        let messages = String(repeating: "Content-Type: message/rfc822\n\n", count: 20_000)
        #expect(try !read(head + messages + "words").attachments.isEmpty)
        let wide = head + "Content-Type: multipart/mixed; boundary=x\n\n" + String(repeating: "--x\n\n", count: 200_000)
        #expect(try read(wide).problems.contains { $0.contains("too many parts") })
        #expect(try read("From: a@line.example\nReferences: \(String(repeating: "<", count: 100_000))\nTo: \(String(repeating: "(", count: 100_000))\n\nw").text == "w")
        #expect(try read("From: \(String(repeating: "a:", count: 20_000))\nSubject: \(String(repeating: "=?utf-8?Q?=FF?= ", count: 10_000))\n\nw").text == "w")
        #expect(try read(head + "Content-Type: text/html\n\n" + String(repeating: "<div><blockquote>&#x", count: 20_000)).text.isEmpty == false)
    }

    @Test func cutAnywhere() throws {
        for sample in MailSamples.all {
            let bytes = MailSamples.bytes(sample)
            for end in stride(from: 0, through: bytes.count, by: 3) {
                do { try Self.check(MailFile.read(bytes.prefix(end)), end) } catch { #expect(error.kind == .empty || error.kind == .notMail) }
            }
        }
    }

    @Test func randomChanges() throws {
        var generator = SplitMix64(state: 20_260_305)
        let samples = MailSamples.all.map { Array(MailSamples.bytes($0)) }
        var readable = 0
        let rounds = Self.isLong ? 100_000 : 2_000
        for round in 0..<rounds {
            var bytes = samples[round % samples.count]
            for _ in 0..<Int.random(in: 1...12, using: &generator) {
                let place = Int.random(in: 0..<bytes.count, using: &generator)
                switch Int.random(in: 0..<5, using: &generator) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &generator)
                case 1: bytes.removeSubrange(place..<max(place, min(bytes.count - 1, place + Int.random(in: 0...40, using: &generator))))
                case 2: bytes.insert(contentsOf: bytes[place..<min(bytes.count, place + 60)], at: Int.random(in: 0..<bytes.count, using: &generator))
                case 3: bytes.insert(contentsOf: Array("\r\n".utf8), at: place)
                default: bytes.insert(contentsOf: (0..<8).map { _ in UInt8.random(in: 0...255, using: &generator) }, at: place)
                }
            }
            do {
                try Self.check(MailFile.read(Data(bytes)), round)
                readable += 1
            } catch {
                #expect(error.kind == .notMail || error.kind == .empty)
            }
        }
        #expect(readable > rounds / 2)
    }

    /// Nothing stays behind: 3,000 mails with parts, files and problems, of which each would leave some KB.
    /// In a process of its own: beside other tests, what they take would be counted.
    @Test func memoryIsGivenBack() async {
        await #expect(processExitsWith: .success) {
            let data = MailSamples.bytes(MailSamples.mixed + String(repeating: "x", count: 20_000))
            for _ in 0..<300 { _ = try MailFile.read(data) }
            let before = Self.residentBytes()
            for _ in 0..<3_000 { _ = try MailFile.read(data) }
            // 3,000 copies would be 63 MB, 3,000 parsed messages alone some 30 MB.
            #expect(Self.residentBytes() - before < 10_000_000)
        }
    }

    static func residentBytes() -> Int {
        let text = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)) ?? ""
        return (text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) * 4096
    }

    /// What holds of every mail that is read.
    static func check(_ mail: MailMessage, _ round: Int) {
        func isLine(_ text: String?) -> Bool { text.map { !$0.isEmpty && !$0.unicodeScalars.contains { $0.properties.generalCategory == .control } } ?? true }
        let parties = mail.from + mail.to + mail.cc + mail.replyTo + [mail.sender].compactMap { $0 }
        #expect(parties.allSatisfy { isLine($0.name) && isLine($0.address) && $0.address.split(separator: "@").count == 2 && !$0.address.contains(" ") }, "round \(round)")
        #expect(isLine(mail.subject) && isLine(mail.messageID) && isLine(mail.inReplyTo) && mail.references.allSatisfy(isLine), "round \(round)")
        #expect(mail.attachments.allSatisfy { isLine($0.name) && isLine($0.mediaType) && !($0.name ?? "").contains { $0 == "/" || $0 == "\\" } }, "round \(round)")
        #expect(mail.problems.allSatisfy { isLine($0) } && mail.problems.count <= 101, "round \(round)")
        #expect(!mail.text.unicodeScalars.contains { $0 != "\n" && $0.properties.generalCategory == .control }, "round \(round)")
        #expect(mail.ownText.count <= mail.text.count, "round \(round)")
    }
}
