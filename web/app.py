"""The web application: assembles blueprints, headers and error pages. No rule lives here."""

from pathlib import Path
from typing import Any

from flask import Flask, Response, g, render_template, request
from flask_babel import Babel, get_locale, gettext
from flask_wtf.csrf import CSRFError, CSRFProtect
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException
from werkzeug.routing import IntegerConverter, Map
from werkzeug.wrappers import Response as WerkzeugResponse

from engine import sealing
from engine.config import Config
from engine.db import Database
from engine.errors import ClosedToYou, Excluded, NotFound, NotYourLane, Refused, StepFailed, TooLarge, TooOften
from web import door

LOCALE = Path(__file__).parent / "locale"
# Only languages with a catalogue: half a page in each of two would be worse than one.
LANGUAGES = tuple(sorted(path.parent.parent.name for path in LOCALE.glob("*/LC_MESSAGES/messages.po")))
CSP = {
    "default-src": "'none'", "script-src": "'self'", "style-src": "'self'", "img-src": "'self' data:",
    "font-src": "'self' data:", "connect-src": "'self'", "form-action": "'self'", "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
# One form may bring several files; each file has its own limit (engine.attachments).
FILES_IN_A_FORM = 5

csrf = CSRFProtect()


class Quiet(Flask):
    """Logs what broke, never where: the complainant's addresses are their secrets (S17)."""

    def log_exception(self, exc_info: Any) -> None:
        self.logger.error("a page failed: %s", request.endpoint, exc_info=exc_info)


class Small(IntegerConverter):
    """Numbers that a database can hold; a larger one is no address."""

    def __init__(self, url_map: Map, *given: Any, **more: Any) -> None:
        super().__init__(url_map, *given, **{"max": door.LARGEST, **more})


def create_app(config: Config, database: Database) -> Flask:
    """One application for one database; starts no worker and opens nothing."""
    app = Quiet("web", template_folder="templates", static_folder="static")
    app.config.update(
        SECRET_KEY=sealing.subkey(config.secret_key, "web").hex(),
        MAX_CONTENT_LENGTH=(config.max_upload_mb * FILES_IN_A_FORM + 1) * 1_000_000,
        MAX_FORM_MEMORY_SIZE=1_000_000, MAX_FORM_PARTS=500,
        SESSION_COOKIE_SAMESITE="Lax", SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SECURE=config.base_url.startswith("https://"), SESSION_COOKIE_NAME="amends_form",
        WTF_CSRF_TIME_LIMIT=None, WTF_CSRF_CHECK_DEFAULT=False, WTF_CSRF_SSL_STRICT=False,
        BABEL_DEFAULT_LOCALE="en", BABEL_TRANSLATION_DIRECTORIES="locale", BABEL_DEFAULT_TIMEZONE=config.timezone,
        SEND_FILE_MAX_AGE_DEFAULT=3600,
    )
    app.url_map.converters["int"] = Small
    app.extensions["amends.config"] = config
    app.extensions["amends.database"] = database
    Babel(app, locale_selector=_language)
    csrf.init_app(app)
    _add_blueprints(app, config)
    _add_template_names(app, config)
    app.before_request(_same_site)
    app.before_request(_ask_who)
    app.before_request(_check_csrf)
    app.after_request(_headers)
    _add_error_pages(app)
    return app


def _add_blueprints(app: Flask, config: Config) -> None:
    from web import case, demo_clock, health, inbox, incidents, messages, people, process, public, sign_in, style

    for module in (public, sign_in, inbox, case, messages, incidents, people, process, health):
        app.register_blueprint(module.bp)
    if config.demo:
        for module in (demo_clock, style):
            app.register_blueprint(module.bp)


def _add_template_names(app: Flask, config: Config) -> None:
    @app.context_processor
    def names() -> dict[str, Any]:
        return {
            "person": door.find_person(), "demo": config.demo, "max_upload_mb": config.max_upload_mb,
            "language": str(get_locale() or "en"),
        }


def _language() -> str:
    return request.accept_languages.best_match(LANGUAGES) or "en"


def _same_site() -> tuple[str, int] | None:
    """A form of another site is refused before anything is read (S13)."""
    if request.method in ("GET", "HEAD", "OPTIONS"):
        return None
    site = request.headers.get("Sec-Fetch-Site", "")
    origin = request.headers.get("Origin", "")
    # A page that keeps its address to itself sends "null" as its origin; the browser still says whose form it is.
    own = site == "same-origin" if site else not origin or _own(origin)
    if not own:
        return render_template("error.html", title=gettext("Not sent"), text=gettext(
            "This form was sent from another site. Open the page here and send it again."
        )), 403
    return None


def _ask_who() -> None:
    """Who is there is asked before a page opens a transaction: a page drawn inside one must not open another."""
    if request.endpoint not in (None, "static"):
        door.find_person()


def _own(origin: str) -> bool:
    return origin.split("://", 1)[-1] in (request.host, door.config().base_url.split("://", 1)[-1])


def _check_csrf() -> None:
    """Staff forms carry a token. The complainant's pages set no cookie, so there is no standing to
    steal; their addresses are the secret."""
    view = None if request.endpoint is None else request.endpoint.split(".")[0]
    if request.method == "POST" and view != "public":
        csrf.protect()


def _headers(response: Response) -> Response:
    policy = {**CSP, **g.get("csp", {})}
    response.headers.setdefault("Content-Security-Policy", "; ".join(f"{key} {value}" for key, value in policy.items()))
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "no-referrer")
    response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    if request.endpoint != "static":
        response.headers.setdefault("Cache-Control", "no-store")
    if door.config().base_url.startswith("https://"):
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    return response


def _add_error_pages(app: Flask) -> None:
    def page(title: str, text: str, status: int) -> tuple[str, int]:
        return render_template("error.html", title=title, text=text), status

    @app.errorhandler(NotFound)
    @app.errorhandler(404)
    def not_found(_: Exception) -> tuple[str, int]:
        text = gettext("There is nothing at this address. Check the link or start again.")
        return page(gettext("Not found"), text, 404)

    @app.errorhandler(ClosedToYou)
    def closed(wrong: ClosedToYou) -> tuple[str, int]:
        # only who knows the reference learns that there is such a complaint; a guessed number tells nothing
        if "reference" not in (request.view_args or {}):
            return not_found(wrong)
        return render_template("staff/closed.html"), 404

    @app.errorhandler(NotYourLane)
    @app.errorhandler(Excluded)
    @app.errorhandler(403)
    def forbidden(wrong: Exception) -> tuple[str, int]:
        text = wrong.message if isinstance(wrong, Refused) else gettext("This page is for another group.")
        return page(gettext("Not for you"), text, 403)

    @app.errorhandler(TooOften)
    def too_often(wrong: TooOften) -> tuple[str, int, dict[str, str]]:
        seconds = int(wrong.about.get("retry_after", 3600))
        text = gettext("There were too many tries. Try again in %(minutes)s minutes.", minutes=-(-seconds // 60))
        return *page(gettext("Too many tries"), text, 429), {"Retry-After": str(seconds)}

    @app.errorhandler(413)
    @app.errorhandler(TooLarge)
    def too_large(_: Exception) -> tuple[str, int]:
        limit = door.config().max_upload_mb
        text = gettext("A file may have %(limit)s MB. Go back and choose a smaller one.", limit=limit)
        return page(gettext("Too large"), text, 413)

    @app.errorhandler(CSRFError)
    def stale(_: CSRFError) -> tuple[str, int] | WerkzeugResponse:
        if request.endpoint != "sign_in.sign_in" and (typed := door.texts()):
            text = gettext("This form was open too long, and nothing was changed. Here is what you had typed, to copy.")
            return door.given_back(gettext("Not sent"), text, typed, 400)
        text = gettext("This form was open too long. Go back, reload the page and send it again.")
        return page(gettext("Not sent"), text, 400)

    @app.errorhandler(StepFailed)
    def stuck(_: StepFailed) -> tuple[str, int]:
        text = gettext("The case could not take its next step. Nothing was changed; the complaints manager is told.")
        return page(gettext("Could not go on"), text, 500)

    @app.errorhandler(PoolTimeout)
    @app.errorhandler(DBAPIError)
    def busy(wrong: Exception) -> tuple[str, int, dict[str, str]]:
        lost = isinstance(wrong, (OperationalError, PoolTimeout)) or getattr(wrong, "connection_invalidated", False)
        if not lost:
            raise wrong
        app.logger.warning("the database did not answer: %s", type(wrong).__name__)
        # the page must not ask the database who is there, nor may what was asked before stand half-answered
        g.person, g.lanes = None, frozenset()
        text = gettext("The database does not answer now. Nothing was changed. Wait a few seconds and send it again.")
        return *page(gettext("One moment"), text, 503), {"Retry-After": "5"}

    @app.errorhandler(HTTPException)
    def other(wrong: HTTPException) -> tuple[str, int] | HTTPException:
        if wrong.response is not None:
            return wrong
        text = gettext("The request could not be understood. Go back and try again.")
        return page(wrong.name, text, wrong.code or 500)
