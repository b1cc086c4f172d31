"""Reads "zone wall-clock-time" by lines; prints the instants in epoch ms at which that zone's clocks show it, by tzdata alone."""
import datetime
import sys
import zoneinfo

zoneinfo.reset_tzpath(to=[])

for line in sys.stdin:
    name, text = line.split()
    wall = datetime.datetime.fromisoformat(text)
    zone = zoneinfo.ZoneInfo(name)
    instants = set()
    for fold in (0, 1):
        instant = wall.replace(tzinfo=zone, fold=fold).astimezone(datetime.timezone.utc)
        if instant.astimezone(zone).replace(tzinfo=None) == wall:
            instants.add(int(instant.timestamp() * 1000))
    print(*sorted(instants))
