"""Which state issued a plate, in one form: ``CA`` for a state of the US, ``MX-BCN`` for one of Mexico.

``US`` states and territories have two letters, subdivisions elsewhere are ISO 3166-2, a country alone is ISO
3166-1 alpha-3, so that no two of them can be confused. What is not recognised is kept as it was given.
"""

from __future__ import annotations

from typing import Any

from workbench.collection import values

_US = (
    "AL Alabama,AK Alaska,AZ Arizona,AR Arkansas,CA California,CO Colorado,CT Connecticut,DE Delaware,"
    "DC District of Columbia,FL Florida,GA Georgia,HI Hawaii,ID Idaho,IL Illinois,IN Indiana,IA Iowa,KS Kansas,"
    "KY Kentucky,LA Louisiana,ME Maine,MD Maryland,MA Massachusetts,MI Michigan,MN Minnesota,MS Mississippi,"
    "MO Missouri,MT Montana,NE Nebraska,NV Nevada,NH New Hampshire,NJ New Jersey,NM New Mexico,NY New York,"
    "NC North Carolina,ND North Dakota,OH Ohio,OK Oklahoma,OR Oregon,PA Pennsylvania,RI Rhode Island,"
    "SC South Carolina,SD South Dakota,TN Tennessee,TX Texas,UT Utah,VT Vermont,VA Virginia,WA Washington,"
    "WV West Virginia,WI Wisconsin,WY Wyoming,PR Puerto Rico,GU Guam,VI Virgin Islands"
)
_MX = (
    "AGU Aguascalientes,BCN Baja California,BCS Baja California Sur,CAM Campeche,CHP Chiapas,CHH Chihuahua,"
    "CMX Ciudad de México,COA Coahuila,COL Colima,DUR Durango,GUA Guanajuato,GRO Guerrero,HID Hidalgo,JAL Jalisco,"
    "MEX Estado de México,MIC Michoacán,MOR Morelos,NAY Nayarit,NLE Nuevo León,OAX Oaxaca,PUE Puebla,QUE Querétaro,"
    "ROO Quintana Roo,SLP San Luis Potosí,SIN Sinaloa,SON Sonora,TAB Tabasco,TAM Tamaulipas,TLA Tlaxcala,"
    "VER Veracruz,YUC Yucatán,ZAC Zacatecas"
)
_STATES = dict(pair.split(" ", 1) for pair in _US.split(","))
_MEXICAN = dict(pair.split(" ", 1) for pair in _MX.split(","))
_NAMES = {name.casefold(): code for code, name in _STATES.items()} | {
    name.casefold(): f"MX-{code}" for code, name in _MEXICAN.items()
}
_COUNTRIES = {"US": "USA", "USA": "USA", "MX": "MEX", "MEX": "MEX", "CA": "CAN", "CAN": "CAN"}
_SHORT = {"USA": "US", "MEX": "MX", "CAN": "CA"}
_BAJA = {"BC": "BCN"}
_ALSO_COUNTRIES = frozenset({"MEX", "COL"})
_SILENT = frozenset({"UNKNOWN", "NON", "NONE", "N/A", "NULL", "--"})


def region(value: Any, country: Any = None, *, bare_is_country: bool = False) -> str | None:
    """The one form of ``CA``, ``us-ca``, ``California``, ``BCN``, ``mx-bcn`` ...; None when nothing is said.

    ``bare_is_country``: the vendor writes a lone two-letter code for a country (``ca`` is Canada, not California).
    """
    given = (values.text(value, "state") or "").upper()
    land = (values.text(country, "country") or "").upper()
    land = "" if land in _SILENT else _COUNTRIES.get(land, land)
    if given in _SILENT:
        given = ""
    if not given:
        return land or None
    if given.casefold() in _NAMES and land in ("", "USA", "MEX"):
        return _NAMES[given.casefold()]
    if "-" in given:
        first, _, rest = given.partition("-")
        if first in _COUNTRIES and rest:
            return _within(_COUNTRIES[first], rest)
        return given
    if bare_is_country and not land:
        return _COUNTRIES.get(given, given)
    return _within(land, given)


def agree(one: str | None, other: str | None) -> bool:
    """Whether two forms of ``region`` can be the same state; what isn't known, or not recognised, can be any."""
    lands = country(one), country(other)
    if one == other or None in lands:
        return True
    return lands[0] == lands[1] and (one in lands or other in lands)


def country(state: str | None) -> str | None:
    """ISO 3166-1 alpha-3 of a form that is recognised; None for any other."""
    if state is None:
        return None
    if state in _STATES:
        return "USA"
    first, dash, _ = state.partition("-")
    if dash:
        return next((land for land, short in _SHORT.items() if short == first), None)
    return state if state in _SHORT else None


def _within(land: str, code: str) -> str:
    if land in ("", "USA") and code in _STATES:
        return code
    if land == "MEX" or (not land and code in _MEXICAN and code not in _ALSO_COUNTRIES):
        return f"MX-{_BAJA.get(code, code)}"
    if not land:
        return _COUNTRIES.get(code, code)
    return land if land == "USA" or code == land else f"{_SHORT.get(land, land)}-{code}"
