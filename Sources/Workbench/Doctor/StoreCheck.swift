public import Store

/// The database: its schema, whether it is whole, and whether it keeps what it acknowledges.
public struct StoreCheck: Check {
    private let records: any StoreExamination
    /// Whether every page and reference is read, or only the settings.
    private let isFull: Bool

    public init(_ records: any StoreExamination, isFull: Bool = true) {
        self.records = records
        self.isFull = isFull
    }

    public func look() async -> [Diagnosis] {
        var findings: [Diagnosis] = []
        do throws(StoreError) {
            let facts = try await records.engineFacts()
            findings.append(Diagnosis("store", .good, "\(facts.engine) \(facts.version), answers in \(facts.answerMicroseconds / 1000) ms."))
            findings.append(facts.level.diagnosis(of: "the records"))
            for setting in facts.settings where !setting.isGood {
                findings.append(Diagnosis("store", .bad, "\(setting.name) is \(setting.value); it should be \(setting.wanted).", advice: setting.advice))
            }
            if facts.settings.allSatisfy(\.isGood) {
                findings.append(Diagnosis("store", .good, facts.settings.map { "\($0.name)=\($0.value)" }.joined(separator: ", ") + "."))
            }
            if facts.unfinishedErasures > 0 {
                findings.append(Diagnosis(
                    "store", .note, "Of \(facts.unfinishedErasures) erased or removed thing\(facts.unfinishedErasures == 1 ? "" : "s") something is still in the files of the store, out of everybody’s sight.",
                    advice: PersonErasure.whatToDo
                ))
            }
            if isFull, facts.level != .missing { findings.append(Diagnosis("store", .good, try await records.check())) }
        } catch {
            findings.append(Diagnosis("store", .bad, error.description, advice: "Keep a copy of the folder as it is, and restore a backup elsewhere."))
        }
        return findings
    }
}
