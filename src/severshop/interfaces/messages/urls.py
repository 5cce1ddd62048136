from django.urls import URLPattern, path

from severshop.interfaces.messages import calendar, pages, push, unsubscribe

app_name = "messages"

urlpatterns: list[URLPattern] = [
    path("account/messages/", pages.mine, name="mine"),
    path("account/messages/resume/", pages.resume_mine, name="resume-mine"),
    path("account/messages/push/", push.subscribe_mine, name="subscribe-mine"),
    path("account/messages/push/end/", push.end_mine, name="end-mine"),
    path("order/<order_link:order>/messages/", pages.of_order, name="of-order"),
    path("order/<order_link:order>/messages/resume/", pages.resume, name="resume"),
    path("order/<order_link:order>/messages/push/", push.subscribe, name="subscribe"),
    path("order/<order_link:order>/messages/push/end/", push.end, name="end"),
    path("order/<order_link:order>/delivery.ics", calendar.delivery, name="calendar"),
    path("unsubscribe/<str:token>/", unsubscribe.unsubscribe, name="unsubscribe"),
    path("push.js", push.worker, name="worker"),
]
