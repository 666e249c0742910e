"""The complainant's pages: no account, no cookie, no script needed.

What opens a complaint is its address: a draft's token, or the reference and secret code. So these
pages are kept out of caches, search engines and the Referer header.
"""

from web.public import act, complain, follow, home, reopen
from web.public.blueprint import bp

__all__ = ["act", "bp", "complain", "follow", "home", "reopen"]
