"""Says with python-icalendar what each calendar of standard input holds: a JSON list of texts in, one of facts out."""

import json
import sys
from datetime import timezone

from icalendar import Calendar


def instant(value):
    return int(value.astimezone(timezone.utc).timestamp() * 1000)


def event(component):
    recurrence = component.get("RECURRENCE-ID")
    end = component.get("DTEND")
    start = component["DTSTART"].dt
    return {
        "uid": str(component["UID"]),
        "sequence": int(component["SEQUENCE"]),
        "status": str(component["STATUS"]),
        "instance": instant(recurrence.dt) if recurrence else None,
        "start": instant(start),
        "end": instant(end.dt if end else start + component["DURATION"].dt),
        "summary": str(component["SUMMARY"]),
        "location": str(component["LOCATION"]),
        "description": str(component["DESCRIPTION"]),
    }


def facts(text):
    calendar = Calendar.from_ical(text)
    broken = [error for part in calendar.walk() for error in getattr(part, "errors", [])]
    if broken:
        raise ValueError(broken)
    return {
        "method": str(calendar["METHOD"]),
        "zones": sorted(str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")),
        "events": [event(each) for each in calendar.walk("VEVENT")],
    }


json.dump([facts(text) for text in json.load(sys.stdin)], sys.stdout)
