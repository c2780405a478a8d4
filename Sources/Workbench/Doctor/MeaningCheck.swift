public import Foundation
import Language

/// The sentence encoder: whether its files are there and it reads a sentence.
public struct MeaningCheck: Check {
    private let files: MeaningFiles?

    /// - Parameter folder: nil for the place where the set-up puts it.
    public init(folder: URL?) { files = folder.map(MeaningFiles.init) ?? MeaningFiles.found() }

    public func look() async -> [Diagnosis] {
        do {
            guard let files else { throw MeaningFiles.nowhere }
            try files.check()
            let encoder = SentenceEncoder(files)
            // Two sentences that mean alike, and one that does not: a model that was damaged or is another one tells them apart no more.
            let vectors = try await encoder.vectors(of: ["How much does it cost?", "What is the price?", "The birds flew south."], for: .waitedFor)
            let state = encoder.state
            await encoder.release()
            guard vectors[0].likeness(to: vectors[1]) > vectors[0].likeness(to: vectors[2]) + 0.2 else {
                return [Diagnosis("meaning", .bad, "the sentence encoder in \(files.folder.path) does not tell apart what it should.", advice: "Remove that folder and run ./run, which fetches it again.")]
            }
            guard case .ready(let version) = state else { return [Diagnosis("meaning", .good, "the sentence encoder reads.")] }
            return [Diagnosis("meaning", .good, "the sentence encoder reads; OpenVINO \(version.split(separator: "-").first ?? "").")]
        } catch let problem as MeaningProblem where problem.kind == .missing {
            return [Diagnosis("meaning", .note, problem.problem + " Texts are read by their words.", advice: problem.remedy)]
        } catch let problem as MeaningProblem {
            return [Diagnosis("meaning", .bad, problem.problem, advice: problem.remedy)]
        } catch {
            return [Diagnosis("meaning", .bad, "the sentence encoder failed: \(type(of: error)).", advice: MeaningFiles.nowhere.remedy)]
        }
    }
}
