import Foundation

/// Mails made up for the tests.
enum MailSamples {
    static func bytes(_ text: String) -> Data { Data(text.replacingOccurrences(of: "\n", with: "\r\n").utf8) }

    static let plain = """
        From: =?utf-8?Q?J=C3=BCrgen_Weber?= <Juergen.Weber@Nordwerk.example>
        Sender: office@nordwerk.example
        To: "Berg, Anna" <anna@line.example>, "Ole" <ole@line.example>
        Cc: team: Kim <kim@line.example>, lee@line.example;
        Reply-To: offers@nordwerk.example
        Subject: =?utf-8?B?QW5nZWJvdCBmw7xy?= =?utf-8?B?IHp3ZWkgSGFsbGVu?=
        Date: Wed, 04 Mar 2026 10:30:00 +0100
        Message-ID: <a1@nordwerk.example>
        In-Reply-To: <q9@line.example>
        References: <q8@line.example>
         <q9@line.example>
        MIME-Version: 1.0
        Content-Type: text/plain; charset=utf-8
        Content-Transfer-Encoding: quoted-printable

        Dear Anna,

        the price fits, the date does n=
        ot. Halle f=C3=BCr zwei.

        On Tue, 3 Mar 2026 at 09:00, Anna Berg <anna@line.example> wrote:
        > What do you think?
        > Anna

        --=20
        J=C3=BCrgen Weber
        Nordwerk

        """

    static let mixed = """
        From: Anna <anna@line.example>
        To: jw@nordwerk.example
        Subject: Offer
        Date: Thu, 05 Mar 2026 08:00:00 GMT
        Message-ID: <b2@line.example>
        MIME-Version: 1.0
        Content-Type: multipart/mixed; boundary="outer"

        --outer
        Content-Type: multipart/alternative; boundary="inner"

        --inner
        Content-Type: text/html; charset=utf-8

        <p>Not this one</p>
        --inner
        Content-Type: text/plain; charset=utf-8

        Here is the offer.
        --inner--
        --outer
        Content-Type: application/pdf; name="x.pdf"
        Content-Disposition: attachment; filename="../../etc/Offer 2026.pdf"
        Content-Transfer-Encoding: base64

        SGVsbG8sIHdvcmxkIQ==
        --outer
        Content-Type: application/ms-tnef; name="winmail.dat"
        Content-Transfer-Encoding: base64

        eJ8+IgAA
        --outer
        Content-Type: message/rfc822

        From: x@line.example
        Subject: Inner

        inner words
        --outer--

        """

    static let html = """
        From: anna@line.example
        To: jw@nordwerk.example
        Subject: Page
        Date: Thu, 05 Mar 2026 08:00:00 GMT
        Message-ID: <c3@line.example>
        Content-Type: text/html; charset=utf-8

        <html><head><title>no</title><style>p{color:red}</style></head><body><script>alert('x')</script>
        <p>Fish &amp; chips &lt;b&gt; &euro;5&nbsp;each</p><!-- no --><div>Line<br>two</div><ul><li>one<li>two</ul>
        <a title="a>b">link</a> 1 < 2
        <blockquote>old words</blockquote></body></html>
        """

    static let all = [plain, mixed, html]
}
