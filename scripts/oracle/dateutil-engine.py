"""Says with python-dateutil and zoneinfo what each case of standard input has: one JSON list in, one out."""

import datetime as calendar
import json
import sys
from datetime import datetime, timezone
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr, rruleset

# A rule without occurrences is followed to the last year there is; no window of a case lies this late.
calendar.MAXYEAR = 2045


def starts(case):
    zone = ZoneInfo(case["zone"])
    start = datetime.fromisoformat(case["startLocal"])
    rule = case["rrule"]
    # Python compares an aware UNTIL as an instant and a naive one as wall time.
    aware = rule_until(rule).endswith("Z")
    if aware:
        start = start.replace(tzinfo=zone)
    chosen = rruleset()
    chosen.rrule(rrulestr(rule, dtstart=start))

    def date(text):
        return datetime.fromisoformat(text).replace(tzinfo=start.tzinfo)

    for text in case["exdates"]:
        chosen.exdate(date(text))
    for text in case["rdates"]:
        chosen.rdate(date(text))
    return windows(chosen, case["windows"], zone)


def rule_until(rule):
    parts = dict(part.split("=") for part in rule.split(";"))
    return parts.get("UNTIL", "")


def windows(chosen, spans, zone):
    found = [[] for _ in spans]
    for at in chosen:
        wall = at.replace(tzinfo=None)
        if wall >= datetime.fromisoformat(spans[-1][1]):
            break
        for window, (begin, end) in zip(found, spans):
            if datetime.fromisoformat(begin) <= wall < datetime.fromisoformat(end):
                # fold=0: the first of two, and the offset from before a gap (PEP 495).
                instant = wall.replace(tzinfo=zone, fold=0).astimezone(timezone.utc)
                window.append([wall.isoformat(), round(instant.timestamp() * 1000)])
    return found


json.dump([starts(case) for case in json.load(sys.stdin)], sys.stdout)
