import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import Testing
@testable import Server

@Suite struct RangeTests {
    // Cases from RFC 9110, section 14.1.2, for a file of 10,000 bytes, and broken ones.
    @Test(arguments: [
        ("bytes=0-499", ByteRange.part(0...499)), ("bytes=500-999", .part(500...999)), ("bytes=-500", .part(9500...9999)),
        ("bytes=9500-", .part(9500...9999)), ("bytes=0-99999", .part(0...9999)), ("bytes=-20000", .part(0...9999)),
        ("bytes=10000-", .unsatisfiable), ("bytes=-0", .unsatisfiable), ("bytes=99999999999999999999-", .unsatisfiable),
        ("bytes=5-4", .whole), ("bytes=0-1,5-6", .whole), ("bytes=-", .whole), ("bytes=a-b", .whole), ("lines=1-2", .whole), ("bytes=--5", .whole), ("bytes=", .whole),
    ])
    func readsARange(header: String, expected: ByteRange) {
        #expect(ByteRange(header: header, size: 10_000) == expected)
    }

    @Test func anEmptyFileHasNoRange() {
        #expect(ByteRange(header: "bytes=0-", size: 0) == .unsatisfiable)
        #expect(ByteRange(header: nil, size: 0) == .whole)
    }

    @Test func sendsTheBytesAskedFor() async throws {
        let path = NSTemporaryDirectory() + "covalence-range-\(UInt64.random(in: 0..<UInt64.max))"
        // Large enough to be sent in several pieces.
        let bytes = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        let bench = try await TestBench()
        let server = try bench.server()
        let router = server.router(port: BoundPort())
        router.get("recording") { request, context in
            try await FileResponse(path: path, etag: "abc", contentType: "audio/mpeg").respond(to: request, context: context)
        }
        router.get("gone") { request, context in
            try await FileResponse(path: path + "-gone", etag: "abc", contentType: "audio/mpeg").respond(to: request, context: context)
        }
        try await RunningServer.run(Application(router: router, configuration: .init(address: .hostname("127.0.0.1", port: 0))), as: bench.ticket) { server in
            @Sendable func get(_ headers: HTTPFields, _ method: HTTPRequest.Method = .get) async throws -> TestClient.Response {
                try await server.ask("/recording", method, headers: headers)
            }
            let whole = try await get([:])
            #expect(whole.status == .ok)
            #expect(whole.bytes == bytes)
            #expect(whole.headers[.acceptRanges] == "bytes")
            let part = try await get([.range: "bytes=100000-250000"])
            #expect(part.status == .partialContent)
            #expect(part.headers[.contentRange] == "bytes 100000-250000/300000")
            #expect(part.headers[.contentLength] == "150001")
            #expect(part.bytes == Array(bytes[100_000...250_000]))
            let tail = try await get([.range: "bytes=-5"])
            #expect(tail.bytes == Array(bytes.suffix(5)))
            let past = try await get([.range: "bytes=300000-"])
            #expect(past.status == .rangeNotSatisfiable)
            #expect(past.headers[.contentRange] == "bytes */300000")
            #expect(try await get([.range: "bytes=0-4", .ifRange: "\"abc\""]).status == .partialContent)
            #expect(try await get([.range: "bytes=0-4", .ifRange: "\"older\""]).bytes.count == 300_000)
            #expect(try await get([.ifNoneMatch: "\"abc\""]).status == .notModified)
            let head = try await get([:], .head)
            #expect(head.status == .ok)
            #expect(head.bytes.isEmpty)
            #expect(head.headers[.contentLength] == "300000")
            #expect(try await server.ask("/gone").status == .notFound)
        }
    }
}
