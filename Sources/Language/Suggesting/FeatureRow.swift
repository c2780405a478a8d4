/// What a model knows of one text: a part with a value in every place (its meaning, its side, its acts), and a part with few (its words).
struct FeatureRow: Sendable {
    var dense: [Float]
    /// Places count from 0 after the dense part.
    var sparse: [(place: Int, value: Float)]
}
