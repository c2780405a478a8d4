import Store

extension Site {
    /// Carries a form out; where somebody else was faster, the page that says so has what was typed, so that nobody types it twice.
    ///
    /// - Parameters:
    ///   - fields: labels of the fields by their names, in the order they are shown.
    ///   - thing: the address of what was to be changed.
    @discardableResult
    func keepingWords<Result>(
        of form: FormFields, _ fields: [(name: String, label: String)], for thing: String, _ work: () async throws -> Result
    ) async throws -> Result {
        do {
            return try await work()
        } catch let error as StoreError {
            guard case .conflict = error, var shown = PageError(cause: error) else { throw error }
            shown.kept = fields.compactMap { field in form[field.name].map { PageError.Kept(label: field.label, text: $0) } }
            // Loading this page anew would only send the same again.
            shown.advice = "Somebody changed this while you were writing, and nothing of yours was saved. Open it as it is now, and bring in what you still want."
            shown.thing = thing
            throw shown
        }
    }
}
