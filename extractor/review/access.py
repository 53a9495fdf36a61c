"""Who may ask: this machine's browser with the token, from our own pages. Pure ASGI, before any route.

The token comes once in the address that is opened, and then in a cookie that no script and no other site can send along
(HttpOnly, SameSite=Strict). Host is checked against DNS rebinding, Origin against requests of other sites (OWASP
Cross-Site Request Forgery Prevention Cheat Sheet).
"""

import hmac
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs, urlencode

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_HEADERS = {
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Content-Security-Policy": "frame-ancestors 'none'",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
_SAFE = ("GET", "HEAD")


class Guard:
    """Lets a request through that names this server, carries the token and comes from no other site."""

    def __init__(self, app: ASGIApp, port: int, token: str) -> None:
        """Guard an application that listens at a port."""
        self._app, self._token = app, token
        self._hosts = {f"{name}:{port}" for name in ("127.0.0.1", "localhost")}
        self._cookie = f"extractor-review-{port}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or pass it on."""
        if scope["type"] != "http":
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(_HEADERS)
            await send(message)

        answer = self._answer(scope)
        await (answer or self._app)(scope, receive, with_headers)

    def _answer(self, scope: Scope) -> Response | None:
        """The refusal of a request, or what sets the cookie; None for one that may pass."""
        headers = Headers(scope=scope)
        if refusal := self._refusal(headers, scope["method"]):
            return PlainTextResponse(f"{refusal}\n", 403)
        query = parse_qs(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        if scope["method"] in _SAFE and self._is_token(query.pop("token", [""])[0]):
            path = scope["path"] + (f"?{urlencode(query, doseq=True)}" if query else "")
            answer = RedirectResponse("/" + path.lstrip("/\\"), 303)
            answer.set_cookie(self._cookie, self._token, httponly=True, samesite="strict", path="/")
            return answer
        if not self._is_token(self._held(headers)):
            return PlainTextResponse("Open the address that `extractor review` printed: it carries the token.\n", 403)
        return None

    def _refusal(self, headers: Headers, method: str) -> str:
        host, origin = headers.get("host", ""), headers.get("origin")
        if host not in self._hosts:
            return "This server answers at 127.0.0.1 alone."
        if origin is not None and origin != f"http://{host}":
            return "Another site asks; nothing is answered."
        if method not in _SAFE and (origin is None or headers.get("sec-fetch-site", "same-origin") != "same-origin"):
            return "Only a page of this server may change anything."
        return ""

    def _held(self, headers: Headers) -> str:
        try:
            held = SimpleCookie(headers.get("cookie", "")).get(self._cookie)
        except CookieError:
            return ""
        return held.value if held else ""

    def _is_token(self, given: str) -> bool:
        return hmac.compare_digest(given.encode("utf-8", "replace"), self._token.encode())
