"""Cell → longitude and latitude in decimal degrees: 112.14, 112°08′30″, 112度8分30秒, E112.14, both in one cell."""

from __future__ import annotations

import math
import re
from functools import lru_cache
from typing import Literal, NamedTuple

from inventory.values.script import worded
from inventory.values.taken import DECLARED_NONE, NOTHING, Cell, Doubt, Taken, error, info, warning
from inventory.values.texts import declares_none, text

Axis = Literal["lon", "lat"]


class Region(NamedTuple):
    """The box a city lies in, degrees east and north; what lies outside is doubtful."""

    west: float
    east: float
    south: float
    north: float

    def holds(self, axis: Axis, degrees: float) -> bool:
        """Whether a longitude or latitude lies in the box."""
        return self.west <= degrees <= self.east if axis == "lon" else self.south <= degrees <= self.north


#: 襄阳 (DOMAIN.md §4).
XIANGYANG = Region(110.75, 113.10, 31.22, 32.62)

# NFKC would turn ˚ and º into other characters and ″ into two ′
_SIGNS = str.maketrans(
    {"˚": "°", "º": "°", "℃": "°", "″": '"', "”": '"', "“": '"', "′": "'", "’": "'", "‘": "'", "`": "'", "´": "'"}
)
_SIDE = re.compile("(?:东经|北纬|经度|纬度|[ENen])[::]?")
_DECIMAL = re.compile(r"(\d{1,3}(?:\.\d+)?)[°度]?")
_SEXAGESIMAL = re.compile(r"(\d{1,3})[°度:](\d{1,2}(?:\.\d+)?)['分:]?(?:(\d{1,2}(?:\.\d+)?)(?:[\"秒]|'')?)?")
_THREE = re.compile(r"(\d{1,3}) (\d{1,2}) (\d{1,2}(?:\.\d+)?)")
_EAST = re.compile("东经|经度|[Ee]")
_NORTH = re.compile("北纬|纬度|[Nn]")
_BETWEEN = re.compile(
    r"[,;、/|]|(?<=[\d°度'分\"秒EN]) (?=[\dEN东北])|"
    r"(?<=.)(?=东经|北纬|经度|纬度)|(?<=\d[EN])(?=\d)|(?<=[\d°'\"])(?=[EN]\d)"
)


def degrees(raw: Cell, axis: Axis, region: Region = XIANGYANG) -> Taken[float]:
    """One coordinate. A cell that says the other axis (N in a column of longitudes) is doubted by `located`."""
    if isinstance(raw, str):
        return _of_text(raw, axis, region)
    if raw is None:
        return NOTHING
    if isinstance(raw, bool) or not isinstance(raw, (int, float)):
        return _unreadable()
    return _within(float(raw), axis, region)


def sexagesimal(degree: Cell, minute: Cell, second: Cell, axis: Axis, region: Region = XIANGYANG) -> Taken[float]:
    """One coordinate in three cells: degrees, minutes, seconds. Blank minutes or seconds are none."""
    said = [text(part) for part in (degree, minute, second)]
    if not any(said):
        return NOTHING
    if all(not part or declares_none(part) for part in said):
        return DECLARED_NONE
    whole, minutes, seconds = (re.sub("[°度'′分\"″秒]", "", part) or "0" for part in said)
    return _of_text(f"{whole}°{minutes}'{seconds}\"", axis, region) if said[0] else _unreadable()


def _unreadable() -> Taken[float]:
    return Taken(None, (error("unreadable_coordinate"),))


def _within(value: float, axis: Axis, region: Region) -> Taken[float]:
    if not math.isfinite(value) or not 0 <= value <= 180:
        return _unreadable()
    return Taken(value, () if region.holds(axis, value) else (warning("outside_region", taken=value),))


@lru_cache(maxsize=65536)
def _of_text(raw: str, axis: Axis, region: Region) -> Taken[float]:
    plain = worded(text(raw.translate(_SIGNS))).lstrip("'")
    if not plain:
        return NOTHING
    if declares_none(plain):
        return DECLARED_NONE
    value = _value(plain)
    return _unreadable() if value is None else _within(value, axis, region)


def _value(plain: str) -> float | None:
    """Decimal degrees of one coordinate, None where it is none."""
    bare = _SIDE.sub("", plain).strip()
    if found := _DECIMAL.fullmatch(bare.replace(" ", "") if " " not in bare.rstrip("°度 ") else bare):
        return float(found[1])
    found = _THREE.fullmatch(bare) or _SEXAGESIMAL.fullmatch(bare.replace(" ", ""))
    if not found:
        return None
    whole, minute, second = int(found[1]), float(found[2]), float(found[3] or 0)
    if minute >= 60 or second >= 60 or (found[3] and not minute.is_integer()):
        return None
    return round(whole + minute / 60 + second / 3600, 8)


def located(
    longitude: Taken[float], latitude: Taken[float], region: Region = XIANGYANG
) -> tuple[Taken[float], Taken[float]]:
    """Both coordinates of a row, exchanged with a warning where each fits the other's range and not its own."""
    if not _swapped(longitude.value, latitude.value, region):
        return longitude, latitude
    doubt = warning("swapped_coordinates")
    return _instead(latitude, doubt), _instead(longitude, doubt)


def _swapped(longitude: float | None, latitude: float | None, region: Region) -> bool:
    return (
        longitude is not None
        and latitude is not None
        and region.holds("lat", longitude)
        and region.holds("lon", latitude)
        and not (region.holds("lon", longitude) or region.holds("lat", latitude))
    )


def _instead(taken: Taken[float], doubt: Doubt) -> Taken[float]:
    return Taken(taken.value, (*(d for d in taken.doubts if d.kind != "outside_region"), doubt))


def coordinates(raw: Cell, region: Region = XIANGYANG) -> Taken[tuple[float, float]]:
    """Longitude and latitude from one cell: 112.14,32.04 / 东经112°8′30″，北纬32°2′10″ / N32.04 E112.14."""
    return _both(raw, region) if isinstance(raw, str) else Taken(None, () if raw is None else _unreadable().doubts)


@lru_cache(maxsize=65536)
def _both(raw: str, region: Region) -> Taken[tuple[float, float]]:
    plain = worded(text(raw.translate(_SIGNS))).strip("'()[]")
    if not plain or declares_none(plain):
        return DECLARED_NONE if plain else NOTHING
    parts = [part.strip() for part in _BETWEEN.split(plain) if part and part.strip()]
    first, second = (_value(part) for part in parts) if len(parts) == 2 else (None, None)
    if first is None or second is None:
        return Taken(None, _unreadable().doubts)
    doubts: tuple[Doubt, ...] = ()
    if _NORTH.search(parts[0]) and _EAST.search(parts[1]):
        first, second = second, first
    elif not _EAST.search(parts[0]) and _swapped(first, second, region):
        first, second = second, first
        doubts = (info("swapped_coordinates"),)
    outside = [
        v for axis, v in (("lon", first), ("lat", second)) if not region.holds("lon" if axis == "lon" else "lat", v)
    ]
    if outside:
        doubts += (warning("outside_region", taken=outside[0]),)
    return Taken((first, second), doubts)
