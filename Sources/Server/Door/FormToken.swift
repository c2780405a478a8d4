import Crypto
import Foundation
import SignIn

/// What every form of a browser must carry, so that no page from elsewhere can send one in its name: derived from the secret in the
/// browser's cookie, which other pages cannot read; nothing can be derived back from it.
struct FormToken: Sendable {
    private static let purpose = Data("covalence form".utf8)
    private let secret: String?

    /// Before anybody looked at the cookies.
    static let none = FormToken(secret: nil)

    /// The token for a cookie's secret.
    init(of secret: String) { self.init(secret: secret) }

    private init(secret: String?) { self.secret = secret }

    /// 43 characters, or empty for none. Made when it is asked for: many answers have no form.
    var text: String {
        guard let secret else { return "" }
        return Base64.url(of: HMAC<SHA256>.authenticationCode(for: Self.purpose, using: SymmetricKey(data: Array(secret.utf8))))
    }

    /// Whether a form carried it; compared in constant time.
    func matches(_ sent: String?) -> Bool {
        let text = text
        guard !text.isEmpty, let sent, sent.utf8.count == text.utf8.count else { return false }
        return zip(sent.utf8, text.utf8).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
