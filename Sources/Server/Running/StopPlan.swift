/// How the server stops.
public struct StopPlan: Sendable {
    /// Between saying that it is not ready and taking no more connections.
    public var notice: Duration = .zero
    /// How long requests that run may go on.
    public var limit: Duration = .seconds(30)

    /// At once, with half a minute for what runs.
    public init() {}
}
