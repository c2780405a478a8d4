/// How fast the sides answer each other.
public struct ResponseMeasures: Sendable, Codable, Hashable {
    /// The floor goes from one side to the other.
    public struct Response: Sendable, Codable, Hashable {
        /// Last utterance of the side that gives the floor.
        public var from: Int
        /// First utterance of the side that takes it.
        public var to: Int
        /// The side that takes the floor.
        public var side: Side
        /// Milliseconds from the end of one to the start of the other; negative where they overlap.
        public var latency: Int
    }

    /// Every change of side, in order.
    public var responses: [Response]
    /// Milliseconds, of both sides; nil where the floor never changed sides.
    public var both: Distribution?
    /// Milliseconds, where the seller takes the floor from the customer.
    public var seller: Distribution?
    /// Milliseconds, where the customer takes the floor from the seller.
    public var customer: Distribution?
}
