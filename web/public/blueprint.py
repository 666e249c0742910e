"""The blueprint, its headers, and the pages for what cannot be done."""

from collections.abc import Callable
from typing import cast

from flask import Blueprint, Flask, Response, current_app, make_response, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from werkzeug.exceptions import RequestEntityTooLarge

from engine import publishing
from engine.errors import EvaluationFailed, NotFound, StepFailed, TooOften
from engine.packs.words import say
from web import door, look, wording
from web.catalogue import gettext as _
from web.catalogue import language, ngettext

bp = Blueprint("public", __name__)

OPEN_TO_ALL = frozenset({"public.home", "public.how", "public.begin"})
"""Pages that hold nothing of anybody."""

WITH_FORMS = frozenset({
    "public.begin", "public.begin_post", "public.write", "public.write_post", "public.check", "public.send",
    "public.follow", "public.follow_post", "public.act", "public.act_post", "public.reopen", "public.reopen_post",
})
"""Under `no-referrer` a browser sends a form with `Origin: null`, which looks like another site's (S13)."""


@bp.record_once
def equip(state: BlueprintSetupState) -> None:
    """Every template needs the style sheet's address and the words for moments."""
    app = cast(Flask, state.app)
    look.register(app)
    wording.register(app)


@bp.context_processor
def names() -> dict[str, Callable[[], str]]:
    """`organisation()` for the head of the page; asked only by pages that are drawn."""
    return {"organisation": organisation}


def organisation() -> str:
    """The organisation's name in the reader's language, as the published pack gives it."""
    with door.reading() as session:
        try:
            words = publishing.current(session)[1].words
        except NotFound:
            return "Amends"
    return say(words.organisation, language()) or "Amends"


@bp.after_request
def keep_private(answer: Response) -> Response:
    """The address of these pages is their key: it goes to no other site, cache or search engine."""
    answer.headers["Referrer-Policy"] = "same-origin" if request.endpoint in WITH_FORMS else "no-referrer"
    if request.endpoint in OPEN_TO_ALL and answer.status_code == 200:
        # Kept by the browser alone, so that going back to a form finds what was typed.
        answer.headers["Cache-Control"] = "private, no-cache"
    else:
        answer.headers["Cache-Control"] = "no-store"
        answer.headers["X-Robots-Tag"] = "noindex"
    return answer


@bp.errorhandler(NotFound)
def not_found(wrong: NotFound) -> Response:
    """Unknown reference, wrong code, draft no longer kept: the same page for all of them (S12)."""
    return refusal(
        404, _("We cannot open this page"),
        _("Either the address is not complete, or what was here is no longer kept. Please check the address, or use "
          "the reference and the secret code from our letter."),
    )


@bp.errorhandler(TooOften)
def too_often(wrong: TooOften) -> Response:
    """Too many tries from one place; the way in stays open for whoever has the right address."""
    minutes = max(1, int(wrong.about.get("retry_after", 60)) // 60)
    answer = refusal(
        429, _("Too many tries"),
        ngettext("Please wait %(num)s minute and try again.", "Please wait %(num)s minutes and try again.", minutes),
    )
    answer.headers["Retry-After"] = str(wrong.about.get("retry_after", 60))
    return answer


@bp.errorhandler(RequestEntityTooLarge)
def too_large(wrong: RequestEntityTooLarge) -> Response:
    """More at once than any form of ours takes."""
    return refusal(
        413, _("This was too much at once"),
        _("Nothing of it was kept. Please go back and send fewer files at a time."),
    )


@bp.errorhandler(StepFailed)
@bp.errorhandler(EvaluationFailed)
def not_taken(wrong: StepFailed | EvaluationFailed) -> Response:
    """The process could not take it in: nothing was written, and the person is told so (R11)."""
    current_app.logger.exception("not taken: %s", request.endpoint)
    answer = refusal(
        503, _("We could not take this in just now"),
        _("It was not received yet, but nothing you typed is lost. Please go back and try again in a few minutes."),
    )
    answer.headers["Retry-After"] = "120"
    return answer


def refusal(code: int, title: str, sentence: str) -> Response:
    """A page that says what cannot be done and where to go instead."""
    ways = [(_("Follow a complaint"), url_for("public.follow")), (_("Make a complaint"), url_for("public.begin"))]
    return make_response(render_template("public/refused.html", title=title, sentence=sentence, ways=ways), code)
