import Foundation
import Synchronization
import Testing
@testable import Language

/// With the real model, where the set-up has fetched it. That vectors and word pieces are those of other programs is tested in
/// Tests/Browser/test_sentence_encoder.py.
@Suite(.serialized)
struct SentenceEncoderTests {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../../../.deps/meaning").standardizedFileURL
    static let isThere = (try? MeaningFiles(folder: folder).check()) != nil

    /// A folder with the real files, some of them changed.
    private func withFiles(changing name: String, to content: Data?, _ body: (MeaningFiles) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for file in try FileManager.default.contentsOfDirectory(at: Self.folder, includingPropertiesForKeys: nil) where file.lastPathComponent != name {
            try FileManager.default.createSymbolicLink(at: folder.appendingPathComponent(file.lastPathComponent), withDestinationURL: file)
        }
        if let content { try content.write(to: folder.appendingPathComponent(name)) }
        try await body(MeaningFiles(folder: folder))
    }

    private func problem(of encoder: SentenceEncoder) async -> MeaningProblem? {
        do {
            _ = try await encoder.vectors(of: ["Hello."])
            return nil
        } catch { return error as? MeaningProblem }
    }

    @Test(.enabled(if: isThere, "the sentence encoder is not fetched"))
    func textsThatMeanAlikeAreNear() async throws {
        // On a busy machine this test may go on long after it was answered; the model is not put away meanwhile.
        let encoder = SentenceEncoder(MeaningFiles(folder: Self.folder), idle: .seconds(3600))
        #expect(encoder.state == .resting)
        let texts = ["What would that cost us?", "How expensive is it?", "The train was late again this morning."]
        let vectors = try await encoder.vectors(of: texts)
        #expect(vectors[0].likeness(to: vectors[1]) > vectors[0].likeness(to: vectors[2]) + 0.3)
        for vector in vectors { #expect(abs(vector.likeness(to: vector) - 1) < 0.001) }
        guard case .ready(let version) = encoder.state else { return #expect(Bool(false), "it is not loaded") }
        #expect(version.hasPrefix("2026.4"))
        // Alone, and among others of other lengths: the same.
        let alone = try await SentenceEncoder(MeaningFiles(folder: Self.folder)).vectors(of: [texts[1]])
        #expect(alone[0].likeness(to: vectors[1]) > 0.9999)
    }

    @Test(.enabled(if: isThere, "the sentence encoder is not fetched"))
    func everyTextHasAVector() async throws {
        let encoder = SentenceEncoder(MeaningFiles(folder: Self.folder))
        let texts = ["", "  ", "🎉🎉", String(repeating: "word ", count: 200_000), "私たちは来週会います", "[SEP] [MASK]", "x"]
        let vectors = try await encoder.vectors(of: texts)
        #expect(vectors.count == texts.count)
        for vector in vectors { #expect(vector.values.count == 384 && vector.values.allSatisfy(\.isFinite)) }
    }

    /// How far a long call is, and how far it was when another was answered.
    private final class Course: Sendable {
        let asked = DispatchSemaphore(value: 0)
        private let far = Mutex((now: 0.0, whenAnswered: 1.0))

        var farWhenAnswered: Double { far.withLock { $0.whenAnswered } }

        func answered() { far.withLock { $0.whenAnswered = $0.now } }

        func isFirst(_ done: Double) -> Bool {
            far.withLock { far in
                defer { far.now = done }
                return far.now == 0
            }
        }
    }

    @Test(.enabled(if: isThere, "the sentence encoder is not fetched"))
    func whatSomebodyWaitsForComesBeforeTheRestOfALongCall() async throws {
        let encoder = SentenceEncoder(MeaningFiles(folder: Self.folder))
        let (begun, begin) = AsyncStream.makeStream(of: Void.self)
        let course = Course()
        let long = Task {
            try await encoder.vectors(of: (0..<4_000).map { "Record number \($0) of a long evening." }) { done in
                guard course.isFirst(done) else { return }
                begin.yield()
                // Stays after its first batch until the other call was made, however busy the machine is.
                course.asked.wait()
                Thread.sleep(forTimeInterval: 1)
            }
        }
        for await _ in begun { break }
        let texts = ["What would that cost us?", "How expensive is it?"]
        let short = try await Task {
            course.asked.signal()
            return try await encoder.vectors(of: texts, for: .waitedFor) { _ in course.answered() }
        }.value
        #expect(course.farWhenAnswered < 1)
        #expect(short[0].likeness(to: short[1]) > 0.3)
        let vectors = try await long.value
        #expect(vectors.count == 4_000)
        // What came in between changed nothing of the long call.
        let alone = try await SentenceEncoder(MeaningFiles(folder: Self.folder)).vectors(of: ["Record number 3999 of a long evening."])
        #expect(alone[0].likeness(to: vectors[3_999]) > 0.9999)
    }

    @Test(.enabled(if: isThere, "the sentence encoder is not fetched"))
    func itIsLetGoWhenNothingComes() async throws {
        let encoder = SentenceEncoder(MeaningFiles(folder: Self.folder), idle: .milliseconds(50))
        _ = try await encoder.vectors(of: ["Hello."])
        // Known already, so that the model is not needed for it.
        _ = try await encoder.vectors(of: ["Hello."])
        for _ in 0..<12_000 where encoder.state != .resting { try await Task.sleep(for: .milliseconds(20)) }
        #expect(encoder.state == .resting)
        #expect(try await encoder.vectors(of: ["Hello again."]).count == 1)
    }

    /// A process that ends while the model is being closed crashes in what its libraries tidy up.
    @Test(.enabled(if: isThere, "the sentence encoder is not fetched"))
    func afterAReleaseItIsGone() async throws {
        let encoder = SentenceEncoder(MeaningFiles(folder: Self.folder))
        _ = try await encoder.vectors(of: ["How long does it take?"])
        await encoder.release()
        #expect(encoder.state == .resting)
    }

    @Test(.enabled(if: isThere, "the sentence encoder is not fetched"), arguments: [
        ("model.onnx", Data("not a model".utf8)), ("tokenizer.json", Data("{".utf8)), ("tokenizer.json", Data("{\"model\":{}}".utf8)),
        ("libopenvino_c.so.2641", Data("no library".utf8)),
    ])
    func filesOfAnotherKindAreNamed(_ name: String, _ content: Data) async throws {
        try await withFiles(changing: name, to: content) { files in
            let encoder = SentenceEncoder(files)
            let problem = await problem(of: encoder)
            #expect(problem?.kind == .broken)
            #expect(problem?.description.contains(name) ?? false)
            // It stays so, and says so.
            #expect(encoder.state == problem.map { .broken($0) })
        }
    }

    @Test(.enabled(if: isThere, "the sentence encoder is not fetched"))
    func aModelCutShortIsNamed() async throws {
        let whole = try Data(contentsOf: Self.folder.appendingPathComponent("model.onnx"))
        try await withFiles(changing: "model.onnx", to: whole.prefix(whole.count / 2)) { files in
            let problem = await problem(of: SentenceEncoder(files))
            #expect(problem?.kind == .broken)
            #expect(problem?.remedy.contains("./run") ?? false)
        }
    }

    @Test func aMissingFolderIsNamed() async {
        let encoder = SentenceEncoder(MeaningFiles(folder: URL(fileURLWithPath: "/nowhere/at/all")))
        let problem = await problem(of: encoder)
        #expect(problem?.kind == .missing)
        #expect(problem?.description.contains("/nowhere/at/all") ?? false)
    }

    /// 600 pieces inside the marks: parts of 254, 254 and 92, each with marks of its own.
    @Test func longTextsAreReadInParts() {
        let parts = SentenceEncoder.windows([101] + [Int32](repeating: 7, count: 600) + [102])
        #expect(parts.map(\.count) == [256, 256, 94])
        #expect(parts.allSatisfy { $0.first == 101 && $0.last == 102 })
        #expect(SentenceEncoder.windows([101, 5, 102]) == [[101, 5, 102]])
    }
}
