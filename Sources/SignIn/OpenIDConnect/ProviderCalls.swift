import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1

/// Limits of what a provider may cost us.
public struct OpenIDLimits: Sendable {
    /// The most bytes of one answer.
    public var bytes: Int
    /// The most seconds until an answer is whole.
    public var seconds: Double
    /// How far the two clocks may differ, in seconds.
    public var leeway: Double

    public init(bytes: Int = 1_048_576, seconds: Double = 10, leeway: Double = 60) {
        self.bytes = bytes
        self.seconds = seconds
        self.leeway = leeway
    }
}

/// Asks a provider over HTTP, within limits. Follows redirects of reading only, and only on the same server.
struct ProviderCalls: Sendable {
    let limits: OpenIDLimits

    /// One for the program's life, as a connection pool is meant; follows nothing by itself and unpacks nothing.
    private static let client: HTTPClient = {
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow,
            timeout: .init(connect: .seconds(10), read: .seconds(10))
        )
        // Nobody there is said at once, not tried for ten seconds while a person waits.
        configuration.connectionPool.retryConnectionEstablishment = false
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }()

    struct Answer: Sendable {
        let status: Int
        let body: Data
    }

    func get(_ address: WebAddress, step: OpenIDStep, bearer: String? = nil) async throws(OpenIDError) -> Answer {
        var request = HTTPClientRequest(url: address.text)
        request.headers.add(name: "Accept", value: "application/json")
        if let bearer { request.headers.add(name: "Authorization", value: "Bearer \(bearer)") }
        return try await run(request, from: address, step: step, hops: 3)
    }

    func post(
        _ form: [(String, String)], to address: WebAddress, authorization: String?, step: OpenIDStep
    ) async throws(OpenIDError) -> Answer {
        var request = HTTPClientRequest(url: address.text)
        request.method = .POST
        request.headers.add(name: "Accept", value: "application/json")
        request.headers.add(name: "Content-Type", value: "application/x-www-form-urlencoded")
        if let authorization { request.headers.add(name: "Authorization", value: authorization) }
        request.body = .bytes(ByteBuffer(string: FormEncoding.encode(form)))
        // The code and the secret go to no address but the one in the configuration.
        return try await run(request, from: address, step: step, hops: 0)
    }

    private enum Outcome: Sendable {
        case answer(Answer)
        case failed(OpenIDError)
    }

    private func run(
        _ request: HTTPClientRequest, from address: WebAddress, step: OpenIDStep, hops: Int
    ) async throws(OpenIDError) -> Answer {
        // A client's own deadline ends with the head; a provider that drips its body must end too.
        let outcome = await withTaskGroup(of: Outcome.self) { group in
            group.addTask { await follow(request, from: address, step: step, hops: hops) }
            group.addTask {
                try? await Task.sleep(for: .seconds(limits.seconds))
                return .failed(.tooSlow(step, seconds: limits.seconds))
            }
            let first = await group.next() ?? .failed(.unreachable(step))
            group.cancelAll()
            return first
        }
        switch outcome {
        case .answer(let answer): return answer
        case .failed(let error): throw error
        }
    }

    private func follow(_ first: HTTPClientRequest, from start: WebAddress, step: OpenIDStep, hops: Int) async -> Outcome {
        var request = first
        var address = start
        var left = hops
        do {
            while true {
                let response = try await Self.client.execute(request, timeout: .seconds(Int64(limits.seconds.rounded(.up)) + 1))
                let status = Int(response.status.code)
                guard (300..<400).contains(status) else {
                    let body = try await response.body.collect(upTo: limits.bytes)
                    return .answer(Answer(status: status, body: Data(body.readableBytesView)))
                }
                guard left > 0, let location = response.headers.first(name: "Location"),
                    let next = URL(string: location, relativeTo: address.url)?.absoluteURL,
                    let target = WebAddress(next.absoluteString, loopback: start.isPlain), target.origin == start.origin
                else { return .failed(.redirected(step)) }
                left -= 1
                address = target
                request.url = target.text
            }
        } catch is NIOTooManyBytesError {
            return .failed(.tooLarge(step, bytes: limits.bytes))
        } catch {
            return .failed(.unreachable(step))
        }
    }
}
