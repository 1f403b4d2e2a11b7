from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "pages"
    label = "pages"

    def ready(self) -> None:
        from pages import forgetting

        forgetting.listen()
