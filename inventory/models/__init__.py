"""The schema: every table, named as the domain names it.

Four kinds of table, one module each, in this order:

* `reference`: the city, its reporting units, duties of the calendar, industries; loaded from data files;
* `received`: what came in, never deleted: workbooks, submissions, readings, source rows, problems;
* `decided`: what people decided, withdrawn at most: judgements, corrections, lessons, waivers, verdicts on recurrence;
  events of cases (`cases`);
* `register`, `facts`, `cases`: the current register: legal persons, enterprises (sites), sub-records, facts,
  cases. These rows are a cache of one pure function of the two groups above, rebuilt for the touched
  enterprises in the transaction of an import. Their ids and register numbers stay outside the state hash.

A date said imprecisely stands in two columns: ``due_on`` as said ("2019-06"), ``due_on_last`` the last
day it can mean, which all comparisons use. Moments (``_at``) are UTC. A change here needs a migration
(migrations/versions/NNNN_what_changes.py); the drift test tells when one was forgotten.
"""

from __future__ import annotations

from inventory.models.cases import Remediation, RemediationEvent
from inventory.models.decided import (
    AbsenceReason,
    Correction,
    Decision,
    Judgement,
    JudgementRow,
    LegalPersonJudgement,
    Lesson,
    RecurrenceVerdict,
    Waiver,
)
from inventory.models.facts import (
    FACTS,
    CoalUser,
    CompliancePlan,
    Facts,
    Kiln,
    Permit,
    Progress,
    ScatteredPolluter,
    VocSource,
)
from inventory.models.received import Coverage, Problem, Reading, SourceRow, Submission, Workbook
from inventory.models.reference import City, Duty, Industry, ReportingUnit, ReportingUnitAlias
from inventory.models.register import (
    CommonFacts,
    Enterprise,
    EnterpriseCode,
    EnterpriseName,
    LegalPerson,
    RegisterSerial,
    SubRecord,
)
from inventory.models.schema import Base, Moment, json, one_of, text

__all__ = [
    "FACTS",
    "AbsenceReason",
    "Base",
    "City",
    "CoalUser",
    "CommonFacts",
    "CompliancePlan",
    "Correction",
    "Coverage",
    "Decision",
    "Duty",
    "Enterprise",
    "EnterpriseCode",
    "EnterpriseName",
    "Facts",
    "Industry",
    "Judgement",
    "JudgementRow",
    "Kiln",
    "LegalPerson",
    "LegalPersonJudgement",
    "Lesson",
    "Moment",
    "Permit",
    "Problem",
    "Progress",
    "Reading",
    "RecurrenceVerdict",
    "RegisterSerial",
    "Remediation",
    "RemediationEvent",
    "ReportingUnit",
    "ReportingUnitAlias",
    "ScatteredPolluter",
    "SourceRow",
    "SubRecord",
    "Submission",
    "VocSource",
    "Waiver",
    "Workbook",
    "json",
    "one_of",
    "text",
]
