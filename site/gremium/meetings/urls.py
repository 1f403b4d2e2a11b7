"""Putting cases on a meeting's agenda."""

app_name = "meetings"
urlpatterns: list[object] = []
