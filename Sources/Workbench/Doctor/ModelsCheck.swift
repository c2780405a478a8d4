/// Models and word lists that come with the program: whether they load.
public struct ModelsCheck: Check {
    public init() {}

    public func look() async -> [Diagnosis] {
        do {
            let analyzer = try MeetingAnalyzer.bundled()
            return [Diagnosis("models", .good, "the tagger and the word lists load; English is read by \(analyzer.engine(for: "en")).")]
        } catch {
            return [Diagnosis("models", .bad, "a model or word list does not load: \(type(of: error)).", advice: "The installation is not whole: install this version again, resources beside the program.")]
        }
    }
}
