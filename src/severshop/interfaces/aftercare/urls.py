from django.urls import URLPattern, path

from severshop.interfaces.aftercare import (
    cancel,
    change_urls,
    claim_urls,
    code,
    delay,
    documents,
    return_urls,
    views,
    withdraw,
)

app_name = "aftercare"

urlpatterns: list[URLPattern] = [
    *change_urls.urlpatterns,
    *claim_urls.urlpatterns,
    *return_urls.urlpatterns,
    path("find-order/", views.find_order, name="find-order"),
    path("find-order/sent/", views.link_sent, name="link-sent"),
    path("withdraw/", withdraw.withdraw_page, name="withdraw"),
    path("withdraw/receipt/<str:key>/", withdraw.receipt, name="withdraw-receipt"),
    path("order/<order_link:order>/cancel/", cancel.cancel, name="cancel"),
    path("order/<order_link:order>/code/", code.code_page, name="code"),
    path("order/<order_link:order>/delay/", delay.delay, name="delay"),
    path("order/<order_link:order>/delay/cancel/", delay.delay_cancel, name="delay-cancel"),
    path("order/<order_link:order>/documents/", documents.documents, name="documents"),
    path("order/<order_link:order>/documents/credit-note/<uuid:refund>.pdf", documents.credit_note, name="credit-note"),
    path("order/<order_link:order>/documents/invoice.pdf", documents.invoice, name="invoice"),
    path("order/<order_link:order>/documents/packing-slip.pdf", documents.packing_slip, name="packing-slip"),
    path("order/<order_link:order>/withdraw/", withdraw.order_withdraw, name="withdraw-order"),
]
