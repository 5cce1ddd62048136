"""The table of who may open which address, and with which method. `test_who_may` holds the shop to it.

A new address needs a row here, or the suite fails.
"""

from dataclasses import dataclass

from severshop.vocabulary.roles import Role

STRANGER, SHOPPER = "stranger", "shopper"
EVERYONE = frozenset({STRANGER, SHOPPER, *Role})
NOBODY: frozenset[str] = frozenset()
SIGNED_IN = frozenset({SHOPPER, *Role})
STAFF = frozenset(Role)
WAREHOUSE = frozenset({Role.WAREHOUSE, Role.OWNER})
SUPPORT = frozenset({Role.SUPPORT, Role.OWNER})
RETURNS = frozenset({Role.RETURNS, Role.OWNER})
FINANCE = frozenset({Role.FINANCE, Role.OWNER})
OWNER = frozenset({Role.OWNER})


@dataclass(frozen=True)
class Row:
    """Who may GET and who may POST. Where nobody may, the method does not exist: 405 for everyone."""

    get: frozenset[str] = NOBODY
    post: frozenset[str] = NOBODY


WHO_MAY = {
    # the switch in the footer: whoever reads may choose how
    "language:choose": Row(post=EVERYONE),
    # what machines watch; /metrics asks for a bearer token of its own where one is set
    "ops:healthz": Row(get=EVERYONE),
    "ops:metrics": Row(get=EVERYONE),
    # the staff's door: everyone must be able to come in, and out
    "staff:sign-in": Row(get=EVERYONE, post=EVERYONE),
    "staff:sign-out": Row(post=EVERYONE),
    # the shopper's door: everyone must be able to come in, and out
    "account_login": Row(get=EVERYONE, post=EVERYONE),
    "account_logout": Row(get=EVERYONE, post=EVERYONE),
    "account_signup": Row(get=EVERYONE, post=EVERYONE),
    "account_inactive": Row(get=EVERYONE),
    "account_request_login_code": Row(get=EVERYONE, post=EVERYONE),
    "account_confirm_login_code": Row(get=EVERYONE, post=EVERYONE),
    "account_email_verification_sent": Row(get=EVERYONE, post=EVERYONE),
    "account_reset_password": Row(get=EVERYONE, post=EVERYONE),
    "account_confirm_password_reset_code": Row(get=EVERYONE, post=EVERYONE),
    "account_complete_password_reset": Row(get=EVERYONE, post=EVERYONE),
    "account_password_reset_completed": Row(get=EVERYONE),
    "mfa_authenticate": Row(get=EVERYONE, post=EVERYONE),
    "mfa_login_webauthn": Row(get=EVERYONE, post=EVERYONE),
    # how an account is entered: its owner's alone; people who work here are led to their own pages
    "account_reauthenticate": Row(get=SIGNED_IN, post=SIGNED_IN),
    "account_email": Row(get=SIGNED_IN, post=SIGNED_IN),
    "account_change_password": Row(get=SIGNED_IN, post=SIGNED_IN),
    "account_set_password": Row(get=SIGNED_IN, post=SIGNED_IN),
    "account_end_session": Row(post=SIGNED_IN),
    "account_end_all_sessions": Row(post=SIGNED_IN),
    "usersessions_list": Row(get=SIGNED_IN, post=SIGNED_IN),
    "mfa_index": Row(get=SIGNED_IN),
    "mfa_reauthenticate": Row(get=SIGNED_IN, post=SIGNED_IN),
    "mfa_activate_totp": Row(get=SIGNED_IN, post=SIGNED_IN),
    "mfa_deactivate_totp": Row(get=SIGNED_IN, post=SIGNED_IN),
    "mfa_view_recovery_codes": Row(get=SIGNED_IN),
    "mfa_generate_recovery_codes": Row(get=SIGNED_IN, post=SIGNED_IN),
    "mfa_download_recovery_codes": Row(get=SIGNED_IN),
    "mfa_list_webauthn": Row(get=SIGNED_IN),
    "mfa_add_webauthn": Row(get=SIGNED_IN, post=SIGNED_IN),
    "mfa_reauthenticate_webauthn": Row(get=SIGNED_IN, post=SIGNED_IN),
    "mfa_remove_webauthn": Row(get=SIGNED_IN, post=SIGNED_IN),
    "mfa_edit_webauthn": Row(get=SIGNED_IN, post=SIGNED_IN),
    # who one is, and what is kept: each only their own
    "profile:home": Row(get=SIGNED_IN),
    "profile:details": Row(get=SIGNED_IN, post=SIGNED_IN),
    "profile:addresses": Row(get=SIGNED_IN),
    "profile:add-address": Row(get=SIGNED_IN, post=SIGNED_IN),
    "profile:edit-address": Row(get=SIGNED_IN, post=SIGNED_IN),
    "profile:default-address": Row(post=SIGNED_IN),
    "profile:remove-address": Row(post=SIGNED_IN),
    "profile:data": Row(get=SIGNED_IN),
    "profile:export": Row(get=SIGNED_IN),
    "profile:delete": Row(get=SIGNED_IN, post=SIGNED_IN),
    "profile:deleted": Row(get=EVERYONE),
    # their orders: each only their own (`test_list_and_order`)
    "myorders:list": Row(get=SIGNED_IN),
    "myorders:ticket": Row(get=SIGNED_IN),
    "myorders:order": Row(get=SIGNED_IN),
    "myorders:card": Row(get=SIGNED_IN),
    # orders: every role reads them
    "staff:home": Row(get=STAFF),
    "staff:orders": Row(get=STAFF),
    "staff:order": Row(get=STAFF),
    # the warehouse's work
    "staff:start-picking": Row(post=WAREHOUSE),
    "staff:pack": Row(get=WAREHOUSE, post=WAREHOUSE),
    "staff:slip": Row(get=WAREHOUSE),
    "staff:number": Row(get=WAREHOUSE | SUPPORT, post=WAREHOUSE | SUPPORT),
    # each sees what they decide
    "staff:waiting": Row(get=STAFF),
    "staff:withdrawals": Row(get=SUPPORT),
    "staff:settle-withdrawal": Row(post=SUPPORT),
    # the desk where returns come in
    "staff:returns": Row(get=RETURNS | WAREHOUSE | SUPPORT),
    "staff:return": Row(get=RETURNS | WAREHOUSE | SUPPORT),
    "staff:return-photo": Row(get=RETURNS | WAREHOUSE | SUPPORT),
    "staff:stray-return": Row(post=RETURNS | WAREHOUSE),
    "staff:stray-order": Row(get=RETURNS | WAREHOUSE),
    "staff:unannounced-return": Row(get=RETURNS | WAREHOUSE, post=RETURNS | WAREHOUSE),
    "staff:receive-return": Row(post=RETURNS | WAREHOUSE),
    "staff:refused-return": Row(post=RETURNS | WAREHOUSE),
    "staff:ask-again-return": Row(post=RETURNS),
    "staff:unseen-return": Row(post=RETURNS),
    "staff:inspect-return": Row(post=RETURNS),
    "staff:correct-return": Row(get=RETURNS, post=RETURNS),
    "staff:complete-return": Row(post=RETURNS),
    "staff:claims": Row(get=SUPPORT),
    "staff:claim": Row(get=SUPPORT),
    "staff:decide-claim": Row(post=SUPPORT),
    "staff:settle-turn-up": Row(post=SUPPORT),
    "staff:claim-photo": Row(get=SUPPORT),
    "staff:claim-file": Row(get=SUPPORT),
    "staff:refunds": Row(get=FINANCE),
    "staff:decide-refund": Row(post=FINANCE),
    "staff:refund-again": Row(post=FINANCE),
    "staff:chargeback-seen": Row(post=FINANCE),
    "staff:give-back": Row(post=SUPPORT),
    "staff:cancel-order": Row(get=WAREHOUSE | SUPPORT, post=WAREHOUSE | SUPPORT),
    "staff:decide-cancellation": Row(post=WAREHOUSE | SUPPORT),
    "staff:hand-over": Row(get=WAREHOUSE, post=WAREHOUSE),
    "staff:label": Row(get=WAREHOUSE),
    # which carrier takes what: all may look and try, owners decide
    "staff:carriers": Row(get=STAFF),
    "staff:add-carrier-rule": Row(get=OWNER, post=OWNER),
    "staff:carrier-rule": Row(get=OWNER, post=OWNER),
    "staff:remove-carrier-rule": Row(post=OWNER),
    # what dates are counted by: the warehouse sees it, owners decide; how sure dates are is an owner's alone
    "staff:calendars": Row(get=WAREHOUSE),
    "staff:add-calendar-row": Row(get=OWNER, post=OWNER),
    "staff:remove-calendar-row": Row(get=OWNER, post=OWNER),
    "staff:end-season": Row(get=OWNER, post=OWNER),
    "staff:sureness": Row(get=OWNER, post=OWNER),
    # what the shop holds itself to: all see it, owners decide; who did what is theirs alone to read
    "staff:policies": Row(get=STAFF),
    "staff:add-policy": Row(get=OWNER, post=OWNER),
    "staff:remove-policy": Row(get=OWNER, post=OWNER),
    "staff:audit": Row(get=OWNER),
    # trouble, and how promises are kept: all see it, support acts
    "staff:needs-a-hand": Row(get=STAFF),
    "staff:investigate": Row(post=SUPPORT),
    "staff:investigation": Row(get=STAFF),
    "staff:investigation-asked": Row(post=SUPPORT),
    "staff:close-investigation": Row(post=SUPPORT),
    "staff:write": Row(get=SUPPORT, post=SUPPORT),
    "staff:scorecard": Row(get=STAFF),
    "staff:scorecard-file": Row(get=STAFF),
    "staff:promise-quality": Row(get=STAFF),
    # the machinery
    "staff:system": Row(get=SUPPORT),
    "staff:raw-message": Row(get=SUPPORT),
    "staff:map-code": Row(get=SUPPORT, post=SUPPORT),
    "staff:try-again": Row(post=SUPPORT),
    # help and the lost link
    "help:home": Row(get=EVERYONE),
    "help:shipping": Row(get=EVERYONE),
    "help:returns": Row(get=EVERYONE),
    "help:topic": Row(get=EVERYONE),
    "help:contact": Row(get=EVERYONE, post=EVERYONE),
    "help:sent": Row(get=EVERYONE),
    # whoever holds the order's link, or the conversation's
    "help:order-home": Row(get=EVERYONE),
    "help:order-topic": Row(get=EVERYONE),
    "help:order-policies": Row(get=EVERYONE),
    "help:order-contact": Row(get=EVERYONE, post=EVERYONE),
    "help:case": Row(get=EVERYONE, post=EVERYONE),
    # the questions of shoppers
    "staff:cases": Row(get=SUPPORT),
    "staff:case": Row(get=SUPPORT, post=SUPPORT),
    "staff:turn-case": Row(post=SUPPORT),
    "aftercare:find-order": Row(get=EVERYONE, post=EVERYONE),
    "aftercare:link-sent": Row(get=EVERYONE),
    "aftercare:withdraw": Row(get=EVERYONE, post=EVERYONE),
    "aftercare:withdraw-order": Row(get=EVERYONE, post=EVERYONE),
    "aftercare:withdraw-receipt": Row(get=EVERYONE),
    # by an order's link, which is proof enough to ask; what is behind the code: `test_acting`
    "aftercare:cancel": Row(get=EVERYONE, post=EVERYONE),
    "aftercare:change": Row(get=EVERYONE),
    "aftercare:change-address": Row(get=EVERYONE, post=EVERYONE),
    "aftercare:change-contact": Row(get=EVERYONE, post=EVERYONE),
    "aftercare:change-delivery": Row(get=EVERYONE, post=EVERYONE),
    "aftercare:change-paying": Row(get=EVERYONE, post=EVERYONE),
    "aftercare:change-size": Row(get=EVERYONE, post=EVERYONE),
    "aftercare:paid-back": Row(get=EVERYONE),
    "aftercare:code": Row(get=EVERYONE, post=EVERYONE),
    "aftercare:credit-note": Row(get=EVERYONE),
    "aftercare:delay": Row(get=EVERYONE, post=EVERYONE),
    "aftercare:delay-cancel": Row(get=EVERYONE, post=EVERYONE),
    "aftercare:documents": Row(get=EVERYONE),
    "aftercare:invoice": Row(get=EVERYONE),
    "aftercare:packing-slip": Row(get=EVERYONE),
    "aftercare:claims": Row(get=EVERYONE, post=EVERYONE),
    "aftercare:claim": Row(get=EVERYONE, post=EVERYONE),
    "aftercare:claim-photo": Row(get=EVERYONE),
    "aftercare:returns": Row(get=EVERYONE, post=EVERYONE),
    "aftercare:return": Row(get=EVERYONE, post=EVERYONE),
    "aftercare:return-label": Row(get=EVERYONE),
    "aftercare:return-slip": Row(get=EVERYONE),
    "aftercare:return-photo": Row(get=EVERYONE),
    # what people want to hear, and how; a link chooses for its own order
    "messages:mine": Row(get=SIGNED_IN, post=SIGNED_IN),
    "messages:resume-mine": Row(post=SIGNED_IN),
    "messages:subscribe-mine": Row(post=SIGNED_IN),
    "messages:end-mine": Row(post=SIGNED_IN),
    "messages:of-order": Row(get=EVERYONE, post=EVERYONE),
    "messages:resume": Row(post=EVERYONE),
    "messages:subscribe": Row(post=EVERYONE),
    "messages:end": Row(post=EVERYONE),
    "messages:calendar": Row(get=EVERYONE),
    "messages:unsubscribe": Row(get=EVERYONE, post=EVERYONE),
    "messages:worker": Row(get=EVERYONE),
    # the demo's mailbox; not there in production
    "demo:mailbox": Row(get=EVERYONE),
    "demo:mail": Row(get=EVERYONE),
    "demo:mail-html": Row(get=EVERYONE),
    "demo:reply": Row(post=EVERYONE),
    "demo:bounce": Row(post=EVERYONE),
    "demo:complain": Row(post=EVERYONE),
    # the shop
    "storefront:home": Row(get=EVERYONE),
    "storefront:product": Row(get=EVERYONE, post=EVERYONE),
    "storefront:basket": Row(get=EVERYONE, post=EVERYONE),
    "storefront:buy-again": Row(post=SIGNED_IN),
    "storefront:start": Row(get=EVERYONE, post=EVERYONE),
    "storefront:address": Row(get=EVERYONE, post=EVERYONE),
    "storefront:delivery": Row(get=EVERYONE, post=EVERYONE),
    "storefront:payment": Row(get=EVERYONE, post=EVERYONE),
    "storefront:return": Row(get=EVERYONE),
    "storefront:waiting": Row(get=EVERYONE),
    "storefront:placed": Row(get=EVERYONE, post=EVERYONE),
}
"""By name of the address."""

WITHOUT_KEY = {
    "messages:unsubscribe": "a mail program has no cookie; the token in the mail is the proof (RFC 8058)",
    "language:choose": "stands on pages that are the same for everybody; a forged one is told by where it came from",
}
"""Forms that are taken without a CSRF key, and why."""

ADMIN = OWNER
"""One rule for every address under /admin/."""

ASGI = {
    "/my-orders/events": "whoever is signed in, with a ticket of this session; else 401",
    "/t/": "whoever holds the link; without a right one, 404",
    "/hooks/": "whoever shares the secret of the carrier or of the payment provider; else 401",
}
"""What is answered beside Django, by the beginning of the path (see `config/asgi.py`)."""
