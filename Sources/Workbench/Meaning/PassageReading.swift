import Covalence
import Foundation
import Language
import Store

extension Workbench {
    /// Reads by meaning what a meeting or interaction says now, and keeps it.
    func readPassages(_ debt: PassageDebt, with desk: MeaningDesk, progress: @escaping @Sendable (Double) -> Void = { _ in }) async throws {
        let texts: [PassageText] = switch debt.holder {
        case .meeting(let id): PassageMaker.spoken(try await store.transcript(of: id, version: debt.version).transcript)
        case .interaction(let id): PassageMaker.written(try await store.interaction(id, in: .everything).interaction.text ?? "")
        }
        let vectors = try await desk.encoder.vectors(of: texts.map(\.text), progress: progress).map(QuantizedVector.init)
        var meaning = Data(capacity: vectors.count * SentenceVector.width)
        for vector in vectors { meaning.append(vector.bytes) }
        try await store.keep(PassageSet(
            debt.holder, engine: PassageMaker.engine, madeFrom: debt.version, madeAt: now(),
            passages: zip(texts, vectors).map { Passage(first: $0.first, count: $0.count, range: $0.range, label: $0.label, scale: $1.scale) }, meaning: meaning
        ), madeAt: debt.record)
    }
}
