"""Employees: who held which position on which day, and the HR roster with its usual oddities."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from sample_data.people import GAMING_AGENT, LOCATIONS, PROMOTED_AGENT, draw_unique_names
from sample_data.timeline import DAY, DAYS, MONTHS, IntArray, date_of

AGENTS_PER_LOCATION = 8
AGENTS = AGENTS_PER_LOCATION * len(LOCATIONS)
PROMOTED_POSITION = 0
GAMING_POSITION = AGENTS - AGENTS_PER_LOCATION
MONTHLY_TURNOVER = 0.015
REHIRED_AFTER = 120
OTHER_DEPARTMENTS = {"Field Service": 29, "Sales": 14, "Billing": 10, "IT": 10, "Marketing": 6, "People": 5}

HEADER = (
    "Employee ID",
    "Name",
    "Department",
    "Location",
    "Level",
    "Manager",
    "Hire Date",
    "Termination Date",
    "Termination Type",
)


class Position(NamedTuple):
    department: str
    location: str
    level: str
    boss: int | None


@dataclass(frozen=True)
class Employee:
    """One row of the roster; `left` is the last day, None for those who stay."""

    key: str
    name: str
    position: int
    hired: int
    left: int | None = None
    leave_type: str = ""


@dataclass(frozen=True)
class Staff:
    """The roster, and `holders[day, position]`: the employee's index for every observed day."""

    employees: list[Employee]
    holders: IntArray

    def draw_agents(self, rng: np.random.Generator, seconds: IntArray) -> IntArray:
        return self.holders[seconds // DAY, rng.integers(0, AGENTS, size=len(seconds))]

    def location_indices(self) -> IntArray:
        return np.array([LOCATIONS.index(POSITIONS[e.position].location) for e in self.employees], dtype=np.int64)

    def index_of(self, name: str) -> int:
        return next(i for i, e in enumerate(self.employees) if e.name == name)


def _positions() -> list[Position]:
    head = AGENTS + len(LOCATIONS)
    agents = [
        Position("Customer Care", location, "Senior agent" if seat < 2 else "Agent", AGENTS + site)
        for site, location in enumerate(LOCATIONS)
        for seat in range(AGENTS_PER_LOCATION)
    ]
    leads = [Position("Customer Care", location, "Team lead", head) for location in LOCATIONS]
    positions = [*agents, *leads, Position("Customer Care", LOCATIONS[0], "Head", None)]
    for department, size in OTHER_DEPARTMENTS.items():
        boss = len(positions)
        positions.append(Position(department, LOCATIONS[0], "Head", None))
        positions += [Position(department, LOCATIONS[i % 5], "Specialist", boss) for i in range(1, size)]
    return positions


POSITIONS = _positions()


def make_staff(rng: np.random.Generator) -> Staff:
    """Let position holders leave at a constant rate, each followed the next day by a successor."""
    protected = [PROMOTED_POSITION, GAMING_POSITION]
    names = iter(draw_unique_names(rng, 400))
    fixed = {PROMOTED_POSITION: PROMOTED_AGENT, GAMING_POSITION: GAMING_AGENT}
    sitting = [
        Employee("", fixed.get(position) or next(names), position, -int(rng.integers(60, 3_000)))
        for position in range(len(POSITIONS))
    ]
    former: list[Employee] = []
    for month in MONTHS:
        leaves = rng.random(len(POSITIONS)) < MONTHLY_TURNOVER * month.observed
        leaves[protected] = False
        for position in np.flatnonzero(leaves).tolist():
            last_day = month.first + int(rng.integers(0, month.days))
            kind = str(rng.choice(["Voluntary", "Involuntary", "Retirement"], p=[0.75, 0.2, 0.05]))
            former.append(replace(sitting[position], left=last_day, leave_type=kind))
            sitting[position] = Employee("", next(names), position, last_day + 1)
    everyone = sorted([*former, *sitting], key=lambda e: (e.hired, e.name))
    employees = [replace(e, key=f"E-{number:03d}") for number, e in enumerate(everyone, start=1)]
    holders = np.zeros((DAYS, len(POSITIONS)), dtype=np.int64)
    for index, employee in enumerate(employees):
        last_day = DAYS - 1 if employee.left is None else employee.left
        holders[max(employee.hired, 0) : last_day + 1, employee.position] = index
    return Staff(employees, holders)


def roster_employees(staff: Staff) -> list[Employee]:
    """The roster as HR keeps it: one announced leaver, one rehire and one impossible pair of dates among the rest."""
    rows = list(staff.employees)
    stays = next(i for i, e in enumerate(rows) if e.left is None and e.position > AGENTS)
    rows[stays] = replace(rows[stays], left=DAYS + 21, leave_type="Voluntary")
    gone, last_day = next((e, e.left) for e in staff.employees if e.left is not None and e.position > AGENTS)
    rehired = replace(gone, hired=last_day + REHIRED_AFTER, left=None, leave_type="")
    mistyped = Employee(f"E-{len(rows) + 1:03d}", "Gwen Holt", len(POSITIONS) - 1, 300, -65, "Voluntary")
    return sorted([*rows, rehired, mistyped], key=lambda e: (e.key, e.hired))


def roster_rows(staff: Staff) -> Iterator[tuple[str, ...]]:
    current = staff.holders[-1]
    for employee in roster_employees(staff):
        position = POSITIONS[employee.position]
        yield (
            employee.key,
            employee.name,
            position.department,
            position.location,
            position.level,
            "" if position.boss is None else staff.employees[int(current[position.boss])].name,
            date_of(employee.hired),
            "" if employee.left is None else date_of(employee.left),
            employee.leave_type,
        )
