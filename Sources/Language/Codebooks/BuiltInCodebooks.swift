public import Covalence
import Foundation

/// The codebooks that come with the program: the frameworks' vocabularies with definitions and examples of our own.
public enum BuiltInCodebooks {
    /// Their names, in the order of the frameworks.
    public static let names = ["meeting-interaction", "value-creation", "ecosystem", "relationships", "strategic-selling"]

    /// One of them; nil for a name that is none.
    ///
    /// - Throws: `CodebookProblem` where its file is missing or broken.
    public static func codebook(_ name: String) throws(CodebookProblem) -> Codebook? {
        guard names.contains(name) else { return nil }
        let file = "\(name).yaml"
        guard let yaml = yaml(name) else {
            throw CodebookProblem(file: file, line: nil, code: nil, problem: "the file is missing beside the program", remedy: "Build it again with ./run.")
        }
        return try CodebookReader.codebook(yaml, file: file)
    }

    /// The text of one of them, as it comes with the program; nil for a name that is none, and where its file is missing.
    public static func yaml(_ name: String) -> String? {
        guard names.contains(name), let url = Bundle.module.url(forResource: "Codebooks/\(name)", withExtension: "yaml") else { return nil }
        return try? String(contentsOf: url, encoding: .utf8)
    }
}
