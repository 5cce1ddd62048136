from django.urls import URLPattern, path, register_converter
from django.urls.converters import IntConverter

from severshop.interfaces.staff import (
    audit,
    calendar_changes,
    calendars,
    cancelling,
    carriers,
    cases,
    claim_urls,
    codes,
    handing_over,
    lists,
    numbers,
    orders,
    packing,
    policies,
    policy_changes,
    refunds,
    returns_urls,
    signing_in,
    sureness,
    system,
    waiting,
    watch_urls,
    withdrawals,
)

app_name = "staff"


class IdConverter(IntConverter):
    """A row's number, as far as a database counts."""

    regex = "[0-9]{1,18}"


register_converter(IdConverter, "id")

urlpatterns: list[URLPattern] = [
    path("", lists.home, name="home"),
    path("sign-in/", signing_in.sign_in, name="sign-in"),
    path("sign-out/", signing_in.sign_out, name="sign-out"),
    path("orders/", lists.order_list, name="orders"),
    path("orders/<uuid:order_id>/", orders.order, name="order"),
    path("orders/<uuid:order_id>/start-picking/", orders.start_picking, name="start-picking"),
    path("orders/<uuid:order_id>/pack/", packing.pack, name="pack"),
    path("parcels/<uuid:parcel_id>/slip/", packing.slip, name="slip"),
    path("parcels/<uuid:parcel_id>/label.pdf", packing.label, name="label"),
    path("parcels/<uuid:parcel_id>/number/", numbers.number, name="number"),
    path("carriers/", carriers.table, name="carriers"),
    path("carriers/add/", carriers.add, name="add-carrier-rule"),
    path("carriers/<id:rule_id>/", carriers.change, name="carrier-rule"),
    path("carriers/<id:rule_id>/remove/", carriers.remove, name="remove-carrier-rule"),
    path("calendars/", calendars.overview, name="calendars"),
    path("calendars/<slug:kind>/add/", calendar_changes.add, name="add-calendar-row"),
    path("calendars/<slug:kind>/<id:row_id>/remove/", calendar_changes.remove, name="remove-calendar-row"),
    path("calendars/seasons/<id:row_id>/end/", calendar_changes.end_season, name="end-season"),
    path("promises/sureness/", sureness.sureness, name="sureness"),
    path("policies/", policies.overview, name="policies"),
    path("policies/<slug:kind>/add/", policy_changes.add, name="add-policy"),
    path("policies/<slug:kind>/<id:row_id>/remove/", policy_changes.remove, name="remove-policy"),
    path("audit/", audit.log, name="audit"),
    path("cases/", cases.case_list, name="cases"),
    path("cases/<uuid:case_id>/", cases.case, name="case"),
    path("cases/<uuid:case_id>/turn/", cases.turn, name="turn-case"),
    path("orders/<uuid:order_id>/cancel/", cancelling.cancel, name="cancel-order"),
    path("orders/<uuid:order_id>/refund/", refunds.give, name="give-back"),
    path("cancellations/<uuid:request_id>/decide/", refunds.decide_cancellation, name="decide-cancellation"),
    path("withdrawals/", withdrawals.withdrawal_list, name="withdrawals"),
    path("withdrawals/<uuid:withdrawal_id>/settle/", withdrawals.settle, name="settle-withdrawal"),
    path("refunds/", refunds.refund_list, name="refunds"),
    path("refunds/<uuid:refund_id>/decide/", refunds.decide, name="decide-refund"),
    path("refunds/<uuid:refund_id>/again/", refunds.again, name="refund-again"),
    path("chargebacks/<slug:provider_ref>/seen/", refunds.chargeback_seen, name="chargeback-seen"),
    path("waiting/", waiting.waiting, name="waiting"),
    path("hand-over/", handing_over.hand_over, name="hand-over"),
    path("system/", system.system, name="system"),
    path("system/messages/<id:message_id>/", system.raw_message, name="raw-message"),
    path("system/codes/<id:code_id>/", codes.map_code, name="map-code"),
    path("system/outbox/<uuid:entry_id>/try-again/", system.try_again, name="try-again"),
    *claim_urls.patterns,
    *returns_urls.patterns,
    *watch_urls.patterns,
]
