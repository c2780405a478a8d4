import ArgumentParser
import Covalence
import Foundation
import Language

/// A codebook as commands name it: one that comes with the program, or a file.
enum CodebookFile {
    /// - Throws: `CodebookProblem`; `ValidationError` for a name that is neither.
    static func codebook(_ name: String) throws -> Codebook {
        if let own = try BuiltInCodebooks.codebook(name) { return own }
        return try CodebookReader.codebook(text(of: name), file: name)
    }

    /// The text of a file.
    static func text(of name: String) throws -> String {
        guard name.contains("/") || name.contains(".") || FileManager.default.fileExists(atPath: name) else {
            throw ValidationError("There is no codebook “\(name)”. Those that come with the program: \(BuiltInCodebooks.names.joined(separator: ", ")). Or name a YAML file.")
        }
        let data: Data
        do { data = try Data(contentsOf: URL(fileURLWithPath: name)) } catch {
            throw CodebookProblem(file: name, problem: "the file cannot be read", remedy: "Check its name and who may read it.")
        }
        guard let yaml = String(validating: data, as: UTF8.self) else {
            throw CodebookProblem(file: name, problem: "the file is not UTF-8", remedy: "Convert it, for instance with iconv -t UTF-8.")
        }
        return yaml
    }
}
