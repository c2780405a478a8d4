/// Something that must never be printed: its description, its debug description and its mirror all say only "(secret)", so
/// that a log line, a test failure or `dump` cannot give it away.
public protocol Confidential: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {}

extension Confidential {
    /// Always "(secret)".
    public var description: String { "(secret)" }

    /// Always "(secret)".
    public var debugDescription: String { "(secret)" }

    /// A mirror without children.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
