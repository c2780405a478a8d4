public import Covalence

extension CodeSuggester {
    /// What people said of one place.
    public struct DecidedText: Hashable, Sendable {
        public var input: SuggesterInput
        /// Codes that it carries, and codes that it does not carry.
        public var carries, doesNotCarry: Set<String>

        /// A text with what people said of it.
        public init(_ input: SuggesterInput, carries: Set<String>, doesNotCarry: Set<String>) {
            self.input = input
            self.carries = carries
            self.doesNotCarry = doesNotCarry
        }
    }

    /// ‡ What a text that carries a code counts beside an example: it is what people really say.
    public static let confirmedWeight = 2.0
    /// ‡ What a text counts of which people only said which codes it does not carry. It may carry another one, so it is half a lesson that there is none.
    public static let deniedWeight = 0.5

    /// Lessons from decisions. Codes that the codebook does not have any more teach nothing.
    public static func lessons(from decided: [DecidedText], in codebook: Codebook) -> [Lesson] {
        let order = codebook.leaves.map(\.slug), names = Set(order)
        return decided.compactMap { text in
            let carried = order.filter(text.carries.contains)
            if !carried.isEmpty { return Lesson(text.input, codes: carried, weight: confirmedWeight) }
            // Of a code that is gone nobody knows what the text is now.
            guard text.carries.isEmpty, !text.doesNotCarry.isDisjoint(with: names) else { return nil }
            return Lesson(text.input, codes: [], weight: deniedWeight)
        }
    }
}
