"""Addresses of notices below /api/."""

from django.urls import URLPattern, path

from . import bell, hooks

WEBHOOK = "webhooks/<uuid:webhook_id>/"
DELIVERY = "deliveries/<int:delivery_id>/"

urlpatterns: list[URLPattern] = [
    path("notices/", bell.NoticesView.as_view(), name="api-notices"),
    path("notices/count/", bell.NoticeCountView.as_view(), name="api-notices-count"),
    path("notices/read/", bell.ReadNoticesView.as_view(), name="api-notices-read"),
    path("webhooks/", hooks.WebhooksView.as_view(), name="api-webhooks"),
    path(WEBHOOK, hooks.WebhookView.as_view(), name="api-webhook"),
    path(f"{WEBHOOK}secret/", hooks.SecretView.as_view(), name="api-webhook-secret"),
    path(f"{WEBHOOK}rotate/", hooks.RotateSecretView.as_view(), name="api-webhook-rotate"),
    path(f"{WEBHOOK}test/", hooks.TryView.as_view(), name="api-webhook-test"),
    path(
        f"{WEBHOOK}deliveries/",
        hooks.WebhookDeliveriesView.as_view(),
        name="api-webhook-deliveries",
    ),
    path("deliveries/", hooks.DeliveriesView.as_view(), name="api-deliveries"),
    path(DELIVERY, hooks.DeliveryView.as_view(), name="api-delivery"),
    path(f"{DELIVERY}redeliver/", hooks.RedeliverView.as_view(), name="api-redeliver"),
]
