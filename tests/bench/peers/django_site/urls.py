from django.http import HttpResponse
from django.urls import path

from tests.bench.peers.django_site import views

urlpatterns = [
    path("healthz", lambda request: HttpResponse("ok")),
    path("meetings/<int:meeting_id>/scoresheet", views.scoresheet, name="scoresheet"),
    path("meetings/<int:meeting_id>/scoresheet/plain", views.scoresheet, {"keyed": False}),
    path("meetings/<int:meeting_id>/contributions", views.contributions, name="contributions"),
]
