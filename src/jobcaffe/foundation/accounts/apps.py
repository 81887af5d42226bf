from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "jobcaffe.foundation.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"
