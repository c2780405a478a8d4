/// Models and word lists that come with the program: whether they load.
public struct ModelsCheck: Check {
    private let load: @Sendable () throws -> MeetingAnalyzer

    /// Those that lie beside the program.
    public init() { self.init { try MeetingAnalyzer.bundled() } }

    init(_ load: @escaping @Sendable () throws -> MeetingAnalyzer) { self.load = load }

    public func look() async -> [Diagnosis] {
        do {
            let analyzer = try load()
            return [Diagnosis("models", .good, "the tagger and the word lists load; English is read by \(analyzer.engine(for: "en")).")]
        } catch {
            return [Diagnosis("models", .bad, "a model or word list does not load: \(type(of: error)).", advice: "The installation is not whole: install this version again, resources beside the program.")]
        }
    }
}
