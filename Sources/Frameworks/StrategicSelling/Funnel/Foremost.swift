/// The first so many of what is added, in an order: without ordering all the rest.
public struct Foremost<Element> {
    /// Those that come first, in order.
    public private(set) var elements: [Element] = []
    private let most: Int
    private let comesBefore: (Element, Element) -> Bool

    /// - Parameters:
    ///   - most: how many are kept; none where it is 0 or less.
    ///   - comesBefore: a strict order. Of two of which neither comes before the other, the one that was added first stands first.
    public init(_ most: Int, by comesBefore: @escaping (Element, Element) -> Bool) {
        self.most = most
        self.comesBefore = comesBefore
    }

    /// Takes an element in where it is among the first.
    public mutating func add(_ element: Element) {
        if elements.count >= most {
            guard let last = elements.last, comesBefore(element, last) else { return }
        }
        var low = 0, high = elements.count
        while low < high {
            let middle = low + (high - low) / 2
            if comesBefore(element, elements[middle]) { high = middle } else { low = middle + 1 }
        }
        elements.insert(element, at: low)
        if elements.count > most { elements.removeLast() }
    }
}
