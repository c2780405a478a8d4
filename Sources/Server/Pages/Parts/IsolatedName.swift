extension String {
    /// The words as they stand in a line with others: what is written from right to left is set apart (U+2068 … U+2069), so that a date after it stays after it.
    /// For sentences on pages only: what goes into a form, a file or an answer to a program stays as it is.
    var isolated: String { unicodeScalars.contains(where: \.isWrittenFromTheRight) ? "\u{2068}\(self)\u{2069}" : self }
}

extension Unicode.Scalar {
    /// Hebrew, Arabic, Syriac and the scripts near them, with their forms for presentation.
    fileprivate var isWrittenFromTheRight: Bool {
        switch value {
        case 0x590...0x8FF, 0xFB1D...0xFDFF, 0xFE70...0xFEFE, 0x10800...0x10FFF, 0x1E800...0x1EFFF: true
        default: false
        }
    }
}
