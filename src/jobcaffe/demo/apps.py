from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "jobcaffe.demo"
    label = "demo"
    default_auto_field = "django.db.models.BigAutoField"
