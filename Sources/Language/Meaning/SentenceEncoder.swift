import CMemory
import COpenVINO
import Dispatch
import Foundation
import Synchronization

/// Texts to vectors, by `all-MiniLM-L6-v2` († Reimers & Gurevych 2019; Wang et al. 2020): word pieces, the mean of the last layer, length 1.
///
/// Loaded with the first text, and let go when nothing came for a while. Works on a thread of its own, one batch after the other.
public final class SentenceEncoder: Sendable {
    /// How it is, for `doctor` and pages.
    public enum State: Hashable, Sendable {
        /// Not loaded; it is with the next text.
        case resting
        /// Loaded, with the library's version.
        case ready(version: String)
        case broken(MeaningProblem)
    }

    /// Who waits for vectors.
    public enum Purpose: Hashable, Sendable {
        /// Somebody looks at the screen until they are there: they come before all that nobody waits for, between two of its batches.
        case waitedFor
        /// Work of minutes, as reading a whole record or learning a codebook.
        case background
    }

    /// Word pieces of one text that are read at once; what is longer is read in parts, whose vectors are averaged by length.
    static let window = 256
    /// Parts of one text; what is beyond says no more about it.
    static let mostWindows = 16
    /// Word pieces of one batch, those that fill up included: more needs more memory and is no quicker.
    static let batchPieces = 512
    static let mostRows = 32

    public let files: MeaningFiles
    private let threads: Int
    private let idle: Duration
    private let queue = DispatchQueue(label: "sentence-encoder", qos: .utility)
    private let held: Mutex<Held>
    /// Calls that somebody waits for, first come, first read.
    private let urgent = Mutex<[@Sendable () -> Void]>([])

    private struct Held: ~Copyable {
        var loaded: Loaded?
        var problem: MeaningProblem?
        var uses = 0
        var cache = VectorCache()
    }

    /// What was loaded. Only ever used on `queue`.
    private final class Loaded: @unchecked Sendable { // The encoder takes one call at a time, and gets them from one serial queue.
        let tokenizer: WordPieceTokenizer
        let encoder: OpaquePointer
        let version: String

        init(_ files: MeaningFiles, threads: Int) throws(MeaningProblem) {
            try files.check()
            do { tokenizer = try WordPieceTokenizer(contentsOf: files.tokenizerFile) } catch {
                throw MeaningProblem(kind: .broken, problem: error.description, remedy: "Until then texts are read by their words.")
            }
            let library = try OpenVINOLibrary.opened(files.libraryFile)
            version = String(cString: covalence_openvino_version(library.pointer))
            encoder = try callNoting("The model \(files.modelFile.path) cannot be used.") { problem, room in
                covalence_encoder_open(library.pointer, files.modelFile.path, Int32(threads), problem, room)
            }
        }

        deinit {
            covalence_encoder_close(encoder)
            covalence_trim_heap()
        }
    }

    /// - Parameters:
    ///   - threads: how many it may compute on; 0 for all.
    ///   - idle: after so long without a text it is let go.
    public init(_ files: MeaningFiles, threads: Int = 0, idle: Duration = .seconds(120)) {
        self.files = files
        self.threads = threads
        self.idle = idle
        held = Mutex(Held())
    }

    /// How it is now; loads nothing.
    public var state: State {
        held.withLock { held in
            if let problem = held.problem { return .broken(problem) }
            return held.loaded.map { .ready(version: $0.version) } ?? .resting
        }
    }

    /// The vectors of texts, in their order. Texts that were asked for lately are not read again.
    ///
    /// - Parameter progress: told after each batch, from 0 to 1.
    public func vectors(
        of texts: [String], for purpose: Purpose = .background, progress: @escaping @Sendable (Double) -> Void = { _ in }
    ) async throws -> [SentenceVector] {
        let cancelled = Mutex(false)
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (reply: CheckedContinuation<[SentenceVector], any Error>) in
                let reading: @Sendable () -> Void = { [self] in
                    do {
                        reply.resume(returning: try read(texts, purpose, progress, isCancelled: { cancelled.withLock { $0 } }))
                    } catch {
                        reply.resume(throwing: error)
                    }
                }
                switch purpose {
                case .waitedFor:
                    urgent.withLock { $0.append(reading) }
                    queue.async { [self] in readUrgent() }
                case .background: queue.async(execute: reading)
                }
            }
        } onCancel: {
            cancelled.withLock { $0 = true }
        }
    }

    /// Lets go of the model, after what is read now; returns when it is gone, so that nothing of it runs while the process ends.
    public func release() async {
        await withCheckedContinuation { gone in
            queue.async { [self] in
                held.withLock { $0.loaded = nil }
                gone.resume()
            }
        }
    }

    /// Forgets the texts it read: because some were erased.
    public func forgetTexts() {
        queue.async { [self] in held.withLock { $0.cache = VectorCache() } }
    }

    // MARK: On the queue

    /// Reads all that somebody waits for.
    private func readUrgent() {
        while let reading = urgent.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) { reading() }
    }

    private func read(_ texts: [String], _ purpose: Purpose, _ progress: (Double) -> Void, isCancelled: () -> Bool) throws -> [SentenceVector] {
        let (known, problem) = held.withLock { held in (texts.map { held.cache[$0] }, held.problem) }
        if let problem { throw problem }
        var vectors = known
        let missing = texts.indices.filter { known[$0] == nil }
        guard !missing.isEmpty else { return known.map { $0 ?? .zero } }
        // Only what needs the model keeps it.
        held.withLock { $0.uses += 1 }
        defer { letGoLater() }
        let loaded = try load()
        // The same text once, the longest together, so that little is filled up.
        var places: [String: [Int]] = [:]
        for index in missing { places[texts[index], default: []].append(index) }
        let parts = places.keys.sorted().enumerated().flatMap { number, text in
            Self.windows(loaded.tokenizer.ids(of: text, limit: Self.mostWindows * (Self.window - 2) + 2)).map { Part(text: text, number: number, ids: $0) }
        }.sorted { ($0.ids.count, $0.number) < ($1.ids.count, $1.number) }
        var sums: [String: [Float]] = [:]
        var done = 0
        for batch in Self.batches(parts) {
            if purpose == .background { readUrgent() }
            if isCancelled() { throw CancellationError() }
            let rows = try run(batch, loaded)
            for (part, row) in zip(batch, rows) {
                // What has no word piece at all is its two marks.
                let weight = Float(max(1, part.ids.count - 2))
                var sum = sums[part.text] ?? [Float](repeating: 0, count: SentenceVector.width)
                for i in sum.indices { sum[i] += weight * row[i] }
                sums[part.text] = sum
            }
            done += batch.count
            progress(Double(done) / Double(parts.count))
        }
        held.withLock { held in
            for (text, sum) in sums {
                let length = sum.reduce(0) { $0 + $1 * $1 }.squareRoot()
                let vector = length > 0 ? SentenceVector(sum.map { $0 / length }) : .zero
                for index in places[text] ?? [] { vectors[index] = vector }
                held.cache[text] = vector
            }
        }
        return vectors.map { $0 ?? .zero }
    }

    private struct Part {
        var text: String
        var number: Int
        var ids: [Int32]
    }

    /// A long text in parts, each between the marks of a text.
    static func windows(_ ids: [Int32]) -> [[Int32]] {
        guard ids.count > window, let first = ids.first, let last = ids.last else { return [ids] }
        let inner = ids.dropFirst().dropLast()
        return stride(from: inner.startIndex, to: inner.endIndex, by: window - 2).map { start in
            [first] + inner[start..<min(inner.endIndex, start + window - 2)] + [last]
        }
    }

    /// Texts of one filled-up length together, in batches of 32, 16, 8, 4, 2 or 1 and of no more pieces than fit: the library prepares, and
    /// keeps, something for every size it meets.
    private static func batches(_ parts: [Part]) -> [ArraySlice<Part>] {
        var batches: [ArraySlice<Part>] = []
        var start = 0
        while start < parts.count {
            let length = padded(parts[start].ids.count)
            let end = parts[start...].firstIndex { padded($0.ids.count) != length } ?? parts.count
            while start < end {
                var rows = mostRows
                while rows > 1, rows > end - start || rows * length > batchPieces { rows /= 2 }
                batches.append(parts[start..<start + rows])
                start += rows
            }
        }
        return batches
    }

    /// The model is compiled anew for every length it meets: few lengths.
    static func padded(_ count: Int) -> Int { count <= 32 ? max(8, (count + 3) / 4 * 4) : (count + 15) / 16 * 16 }

    private func run(_ batch: ArraySlice<Part>, _ loaded: Loaded) throws(MeaningProblem) -> [[Float]] {
        let length = Self.padded(batch.map(\.ids.count).max() ?? 0)
        var ids = [Int64](repeating: 0, count: batch.count * length)
        var mask = ids
        for (row, part) in batch.enumerated() {
            for (column, id) in part.ids.enumerated() {
                ids[row * length + column] = Int64(id)
                mask[row * length + column] = 1
            }
        }
        var vectors = [Float](repeating: 0, count: batch.count * SentenceVector.width)
        var problem = [CChar](repeating: 0, count: 1_000)
        let status = covalence_encoder_run(loaded.encoder, ids, mask, batch.count, length, &vectors, SentenceVector.width, &problem, problem.count)
        guard status == 0 else { throw MeaningProblem(kind: .failed, problem: text(of: problem), remedy: MeaningFiles.remedy) }
        return batch.indices.map { index in
            let start = (index - batch.startIndex) * SentenceVector.width
            return Array(vectors[start..<start + SentenceVector.width])
        }
    }

    private func load() throws(MeaningProblem) -> Loaded {
        if let loaded = held.withLock({ $0.loaded }) { return loaded }
        do throws(MeaningProblem) {
            let loaded = try Loaded(files, threads: threads)
            held.withLock { $0.loaded = loaded }
            return loaded
        } catch {
            // What is not there yet may be fetched meanwhile; what is broken stays so until the next start.
            if error.kind != .missing { held.withLock { $0.problem = error } }
            throw error
        }
    }

    private func letGoLater() {
        let uses = held.withLock { $0.uses }
        let milliseconds = Int(idle.components.seconds * 1000 + idle.components.attoseconds / 1_000_000_000_000_000)
        queue.asyncAfter(deadline: .now() + .milliseconds(milliseconds)) { [weak self] in
            self?.held.withLock { held in
                guard held.uses == uses else { return }
                held.loaded = nil
                held.cache = VectorCache()
            }
        }
    }
}

/// OpenVINO's library. Once opened it stays: its threads cannot be taken back.
private struct OpenVINOLibrary: @unchecked Sendable { // Only read from after it was opened.
    let pointer: OpaquePointer
    private static let opened = Mutex<[String: OpenVINOLibrary]>([:])

    static func opened(_ file: URL) throws(MeaningProblem) -> OpenVINOLibrary {
        let result = opened.withLock { opened -> Result<OpenVINOLibrary, MeaningProblem> in
            if let library = opened[file.path] { return .success(library) }
            do throws(MeaningProblem) {
                let library = OpenVINOLibrary(pointer: try callNoting("\(file.path) cannot be used.") { problem, room in
                    covalence_openvino_open(file.path, problem, room)
                })
                opened[file.path] = library
                return .success(library)
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }
}

/// Calls something that answers with nothing and a reason where it failed.
private func callNoting(_ what: String, _ call: (UnsafeMutablePointer<CChar>, Int) -> OpaquePointer?) throws(MeaningProblem) -> OpaquePointer {
    var problem = [CChar](repeating: 0, count: 1_000)
    let result = problem.withUnsafeMutableBufferPointer { buffer in buffer.baseAddress.flatMap { call($0, buffer.count) } }
    guard let result else { throw MeaningProblem(kind: .broken, problem: "\(what) \(text(of: problem))", remedy: MeaningFiles.remedy) }
    return result
}

private func text(of characters: [CChar]) -> String {
    String(decoding: characters.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self).split(whereSeparator: \.isNewline).joined(separator: " ")
}
