"""The sections of policy 464 that software answers for, each with its rule in our own words."""

from __future__ import annotations

from enum import StrEnum


class Section(StrEnum):
    """A section of the policy; the value is how refusals, tests and pages cite it."""

    POLICY = "464.2"
    ADMINISTRATION = "464.3"
    ADMINISTRATOR = "464.3.1"
    AUTHORIZED_USERS = "464.4"
    TRAINING_FIRST = "464.4.1"
    RECORD_OF_ACCESS = "464.5"
    OWN_LOGIN = "464.5.1"
    NO_SHARED_LOGIN = "464.5.2"
    MONITORING = "464.6"
    OPERATIONS = "464.7"
    OFFICIAL_BUSINESS = "464.7(a)"
    CANVASS_AND_PARTIALS = "464.7(d)"
    TRAINED_ONLY = "464.7(e)"
    SOURCES = "464.7(f)"
    VERIFY_FIRST = "464.7(g)"
    PUBLIC_VIEW = "464.7.1(a)"
    NO_HARASSMENT = "464.7.1(b)"
    NO_PERSONAL_USE = "464.7.1(c)"
    PUBLICATION = "464.8"
    RETENTION = "464.9"
    ACCOUNTABILITY = "464.10"
    LOGGED_SYSTEM = "464.10(a)"
    LEGITIMATE_PURPOSE = "464.10(b)"
    AUDITS = "464.10(c)"
    RELEASE = "464.11"
    TRAINING = "464.12"


RULES: dict[Section, str] = {
    Section.POLICY: "Official use only; the public's privacy is respected.",
    Section.ADMINISTRATION: "A closed list of purposes; the administrator's delegates are named and dated.",
    Section.ADMINISTRATOR: "A designated administrator runs the programme.",
    Section.AUTHORIZED_USERS: "Only the listed kinds of member may use it; vendors maintain and never read.",
    Section.TRAINING_FIRST: "Training and a copy of the policy come before any access.",
    Section.RECORD_OF_ACCESS: "Who, when, what was asked and why is on record for every access.",
    Section.OWN_LOGIN: "Everybody signs in with a name and password of his or her own.",
    Section.NO_SHARED_LOGIN: "Nobody uses another's login; a compromised password is changed and reported.",
    Section.MONITORING: "Use is audited each quarter.",
    Section.OPERATIONS: "Use stays within the purposes of the policy.",
    Section.OFFICIAL_BUSINESS: "Official business only.",
    Section.CANVASS_AND_PARTIALS: "Canvass around scenes; partial plates of suspects' vehicles are searched.",
    Section.TRAINED_ONLY: "No access to reads before approved training is complete.",
    Section.SOURCES: "Department, state and federal data each need an authorisation of their own.",
    Section.VERIFY_FIRST: "An alert is verified before anyone acts on it alone.",
    Section.PUBLIC_VIEW: "Only plates exposed to public view are collected, or under a court order.",
    Section.NO_HARASSMENT: "Never to harass or intimidate.",
    Section.NO_PERSONAL_USE: "Never for a personal purpose.",
    Section.PUBLICATION: "The policy is open to the public.",
    Section.RETENTION: "Collected, kept two years at least, then purged unless it is evidence; never sold.",
    Section.ACCOUNTABILITY: "Data are safeguarded by procedure and by technology.",
    Section.LOGGED_SYSTEM: "Reachable only through a login that documents name, date and time.",
    Section.LEGITIMATE_PURPOSE: "For an investigation, or a civil or administrative action of the department.",
    Section.AUDITS: "Audits are regular.",
    Section.RELEASE: "Released on a written, approved request that is kept on file.",
    Section.TRAINING: "The training manager sees that users are trained.",
}
