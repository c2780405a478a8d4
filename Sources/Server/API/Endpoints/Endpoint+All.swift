extension Endpoint {
    /// Everything that can be asked for. Routes and document are made from this list.
    static let all: [Endpoint] = organizations + people + interactions
}
