"""What every page shows of the person: where their offices lead."""

from datetime import date

from django.db.models import Q

from tests.bench.peers.django_site.models import Appointment


def in_force(day: date) -> Q:
    return Q(from_date__lte=day) & (Q(until_date__isnull=True) | Q(until_date__gte=day))


def links(request):
    if not request.user.is_authenticated:
        return {}
    offices = (
        Appointment.objects.filter(in_force(date.today()), person_id=request.user.seat.person_id)
        .select_related("organisation", "person")
        .order_by("id")
    )
    return {"offices": offices, "this_year": date.today().year}
