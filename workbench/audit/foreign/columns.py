"""What the columns of audit files are called (464.5): names of several vendors and portals, without case and spaces."""

from __future__ import annotations

from collections.abc import Sequence

_NAMES = {
    "id": "id searchid auditid recordid uuid",
    "time": "searchdate time timestamp datetime date searchtime datetimeutc searchedat createdat timeofsearch",
    "user": "userid user username name officer member searchedby useremail login",
    "plate": "plate licenseplate licenceplate platenumber licenseplatenumber searchedplate filtersplate",
    "case": "casenumber case incidentnumber incident caseno reportnumber casenum",
    "category": "offensetype offense offence offencetype purposecategory category crimetype",
    "reason": "reason searchreason justification purpose reasonforsearch narrative comments notes",
    "address": "ipaddress ip clientaddress address workstation sourceip",
    "seen": "results resultcount hits totalresults readsreturned",
    "networks": "networkcount totalnetworkssearched networks networkssearched totaldevicessearched",
}
FIELDS = {name: field for field, names in _NAMES.items() for name in names.split()}


def fields(header: Sequence[str]) -> list[str]:
    """What each column holds, or nothing for one that no audit needs; of two for the same, the first counts."""
    found: list[str] = []
    for cell in header:
        field = FIELDS.get("".join(char for char in cell.casefold() if char.isalnum()), "")
        found.append("" if field in found else field)
    return found


def is_header(cells: Sequence[str]) -> bool:
    """Whether a row names columns: a time among them, and something to audit."""
    named = fields(cells)
    return "time" in named and len([field for field in named if field]) >= 2
