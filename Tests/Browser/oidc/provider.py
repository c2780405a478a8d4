"""A Canaille identity provider on loopback, with three people and two clients, kept in memory until it is stopped.

.deps/oidc-venv/bin/python Tests/Browser/oidc/provider.py [--port N] [--redirect ADDRESS]

Prints the issuer on its first line once it answers. Canaille is a real provider (MIT licence); only its data is made up.
"""

import argparse
import logging
import secrets
import socket

from canaille import create_app
from joserfc.jwk import ECKey, RSAKey
from werkzeug.serving import make_server

PASSWORD = "correct horse battery"
# Of each, whether the provider says that the address is theirs. Canaille says nothing of it unless its mapping does.
PEOPLE = [("ada", "Ada Example", True), ("grace", "Grace Sample", False), ("rosa", "Rosa Unknown", True)]
ADDRESS = "http://127.0.0.1:8080/sign-in/provider/answer"
CONFIDENTIAL, SECRET, PUBLIC = "covalence", "only for tests: + % ü", "covalence-public"


def find_codes_exactly():
    """Canaille's memory finds what has any of the values asked for, not all: any code of a client would do, also a wrong or a used one."""
    from canaille.backends.memory.backend import MemoryBackend

    found_by_any = MemoryBackend.do_query

    def found_by_all(self, model, *args, **kwargs):
        found = found_by_any(self, model, *args, **kwargs)
        return [one for one in found if one.code == kwargs["code"]] if "code" in kwargs else found

    MemoryBackend.do_query = found_by_all


def app_at(address, redirect):
    """The provider's application with its person and clients."""
    from canaille.app import models
    from canaille.backends import Backend

    find_codes_exactly()
    keys = [RSAKey.generate_key(2048, auto_kid=True), ECKey.generate_key("P-256", auto_kid=True)]
    app = create_app(
        config={
            "SECRET_KEY": secrets.token_urlsafe(32),
            "SERVER_NAME": address,
            "PREFERRED_URL_SCHEME": "http",
            "CANAILLE": {"DATABASE": "memory", "CAPTCHA_ENABLED": False, "SMTP": None},
            "CANAILLE_OIDC": {"ACTIVE_JWKS": [key.as_dict(private=True) for key in keys]},
        }
    )
    verified = [user for user, _, is_verified in PEOPLE if is_verified]
    app.config["CANAILLE_OIDC"]["USERINFO_MAPPING"]["EMAIL_VERIFIED"] = "{%% if user.user_name in %r %%}true{%% endif %%}" % verified
    with app.app_context():
        store = Backend.instance
        for user, name, _ in PEOPLE:
            given, family = name.split()
            store.save(
                models.User(
                    user_name=user, password=PASSWORD, formatted_name=name, given_name=given, family_name=family,
                    emails=[f"{user}@example.com"],
                )
            )
        for name, secret, method in ((CONFIDENTIAL, SECRET, "client_secret_basic"), (PUBLIC, None, "none")):
            client = models.Client(
                client_id=name,
                client_secret=secret,
                client_name=name,
                redirect_uris=[redirect],
                grant_types=["authorization_code"],
                response_types=["code"],
                scope=["openid", "email", "profile"],
                token_endpoint_auth_method=method,
                # One of them with the elliptic curve, so that both kinds of key are used.
                id_token_signed_response_alg="RS256" if secret else "ES256",
            )
            store.save(client)
            # Names the client itself, so it must be kept first.
            client.audience = [client]
            store.save(client)
    return app


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--port", type=int, default=0)
    options.add_argument("--redirect", default=ADDRESS)
    given = options.parse_args()
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    with socket.create_server(("127.0.0.1", given.port)) as listening:
        address = f"127.0.0.1:{listening.getsockname()[1]}"
        server = make_server("127.0.0.1", 0, app_at(address, given.redirect), fd=listening.fileno())
        print(f"http://{address}", flush=True)
        server.serve_forever()


if __name__ == "__main__":
    main()
