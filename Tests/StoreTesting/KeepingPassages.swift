public import Store

extension PassageStore {
    /// Keeps a set of words that nobody changes meanwhile.
    public func keep(_ set: PassageSet) async throws(StoreError) { try await keep(set, madeAt: nil) }
}
