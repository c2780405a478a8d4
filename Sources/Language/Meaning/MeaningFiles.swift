public import Foundation

/// Where the sentence encoder's files are: OpenVINO's library, the model and its tokenizer, as the set-up unpacks them.
public struct MeaningFiles: Hashable, Sendable {
    /// `all-MiniLM-L6-v2` in ONNX with weights of 8 bits.
    public static let modelName = "all-MiniLM-L6-v2-int8"
    static let library = "libopenvino_c.so.2641"

    public let folder: URL

    /// The files in a folder; nothing is looked at yet.
    public init(folder: URL) {
        self.folder = folder
    }

    var libraryFile: URL { folder.appendingPathComponent(Self.library) }
    var modelFile: URL { folder.appendingPathComponent("model.onnx") }
    /// The tokenizer's `tokenizer.json`.
    public var tokenizerFile: URL { folder.appendingPathComponent("tokenizer.json") }

    /// The folder that is used where nobody names one: `COVALENCE_MEANING`, then `.deps/meaning` in a folder around the program, then where a package puts it.
    public static func found(environment: [String: String] = ProcessInfo.processInfo.environment, program: URL? = Bundle.main.executableURL) -> MeaningFiles? {
        if let named = environment["COVALENCE_MEANING"], !named.isEmpty { return MeaningFiles(folder: URL(fileURLWithPath: named)) }
        var places: [URL] = []
        if var folder = program?.resolvingSymlinksInPath().deletingLastPathComponent() {
            for _ in 0..<6 {
                places.append(folder.appendingPathComponent(".deps/meaning"))
                folder = folder.deletingLastPathComponent()
            }
        }
        places += ["/usr/lib/covalence/meaning", "/opt/covalence/meaning"].map { URL(fileURLWithPath: $0) }
        return places.first { FileManager.default.fileExists(atPath: $0.path) }.map(MeaningFiles.init)
    }

    /// What is missing, before anything is opened.
    public func check() throws(MeaningProblem) {
        for file in [libraryFile, modelFile, tokenizerFile] where !FileManager.default.isReadableFile(atPath: file.path) {
            throw MeaningProblem(kind: .missing, problem: "\(file.path) is not there or may not be read.", remedy: Self.remedy)
        }
    }

    static let remedy = "Run ./run, which fetches it; until then texts are read by their words."
    /// Said where no folder was found.
    public static let nowhere = MeaningProblem(kind: .missing, problem: "The sentence encoder is not installed.", remedy: remedy)
}
