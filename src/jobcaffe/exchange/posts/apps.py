"""Tells Django of this room."""

from django.apps import AppConfig


class PostsConfig(AppConfig):
    """Offers and needs."""

    name = "jobcaffe.exchange.posts"
    label = "exchange_posts"
    default_auto_field = "django.db.models.BigAutoField"
