import Foundation

/// An internet domain as we keep it: lower case, without scheme, `www.` and path. Names with letters beyond ASCII stay as given.
struct DomainName: Hashable {
    let text: String

    /// Reads what a person types or pastes: `https://www.Brunavik.example/jobs`; nil where it is no domain with a dot.
    init?(_ given: String) {
        guard var text = OneLine.clean(String(given.prefix(2_000)))?.lowercased() else { return nil }
        if let scheme = text.range(of: "://") { text = String(text[scheme.upperBound...]) }
        if let end = text.firstIndex(where: { "/?#".contains($0) }) { text = String(text[..<end]) }
        if let at = text.lastIndex(of: "@") { text = String(text[text.index(after: at)...]) }
        if let port = text.firstIndex(of: ":") { text = String(text[..<port]) }
        if text.hasPrefix("www.") { text.removeFirst(4) }
        if text.hasSuffix(".") { text.removeLast() }
        let labels = text.split(separator: ".", omittingEmptySubsequences: false)
        // RFC 1035, 2.3.4: 63 bytes a label, 253 in all. A name that ends in a number is an address of a machine.
        guard labels.count >= 2, text.utf8.count <= 253, labels.last?.allSatisfy(\.isNumber) == false else { return nil }
        for label in labels {
            guard !label.isEmpty, label.utf8.count <= 63, label.first != "-", label.last != "-",
                  label.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "-" })
            else { return nil }
        }
        self.text = text
    }

    /// Whether anybody can have a mailbox there, so that it says nothing of where somebody works.
    var isPublicMailbox: Bool { Self.publicMailboxes.contains(text) }

    /// The largest providers of mailboxes for everybody, in our own selection ‡; all of a provider's country domains count.
    static let publicMailboxes: Set<String> = [
        "gmail.com", "googlemail.com", "outlook.com", "outlook.de", "outlook.fr", "hotmail.com", "hotmail.de", "hotmail.fr", "hotmail.co.uk",
        "live.com", "live.de", "live.nl", "msn.com", "yahoo.com", "yahoo.de", "yahoo.fr", "yahoo.co.uk", "yahoo.co.jp", "ymail.com",
        "rocketmail.com", "icloud.com", "me.com", "mac.com", "aol.com", "gmx.de", "gmx.net", "gmx.at", "gmx.ch", "gmx.com", "web.de",
        "t-online.de", "freenet.de", "mail.ru", "yandex.ru", "yandex.com", "proton.me", "protonmail.com", "pm.me", "tutanota.com", "tuta.com",
        "posteo.de", "mailbox.org", "fastmail.com", "zoho.com", "qq.com", "163.com", "126.com", "naver.com", "orange.fr", "wanadoo.fr",
        "free.fr", "laposte.net", "sfr.fr", "libero.it", "virgilio.it", "wp.pl", "o2.pl", "onet.pl", "interia.pl", "seznam.cz", "bluewin.ch",
        "telia.com", "luukku.com", "kolumbus.fi", "btinternet.com", "sky.com", "comcast.net", "verizon.net", "att.net", "rediffmail.com",
        "uol.com.br", "bol.com.br", "terra.com.br",
    ]
}
