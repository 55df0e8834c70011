"""The report as JUnit XML, which fails exactly when the exit code does.

A suite holds the gates, one test case each; a suite a set holds its questions, with how each went
as output, so that a wrong answer can be looked up without turning the build red by itself.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from rag.evals.outcomes import went
from rag.evals.report import EvalReport, Outcome, SetReport
from rag.evals.table import made_with

# What XML 1.0 cannot hold, not even escaped.
_UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def report_junit(report: EvalReport) -> str:
    """The XML document as text."""
    root = Element("testsuites", name="footnote eval")
    _properties(root, report)
    _gate_suite(root, report)
    for of_set in report.sets:
        _question_suite(root, of_set)
    indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def _properties(root: Element, report: EvalReport) -> None:
    """Hashes and versions, in a suite without tests, which is where JUnit allows properties."""
    suite = SubElement(root, "testsuite", name="made with", tests="0", failures="0")
    listed = SubElement(suite, "properties")
    for name, value in made_with(report).items():
        SubElement(listed, "property", name=_writable(name), value=_writable(str(value)))


def _gate_suite(root: Element, report: EvalReport) -> None:
    suite = SubElement(
        root,
        "testsuite",
        name="gates",
        tests=str(len(report.gates)),
        failures=str(len(report.failures)),
    )
    for gate in report.gates:
        case = SubElement(suite, "testcase", classname="gates", name=f"{gate.figure} {gate.demand}")
        if gate.failure is not None:
            SubElement(case, "failure", message=f"{gate.figure} {gate.failure}")


def _question_suite(root: Element, of_set: SetReport) -> None:
    name = _writable(of_set.name)
    suite = SubElement(root, "testsuite", name=name, tests=str(len(of_set.outcomes)), failures="0")
    for outcome in of_set.outcomes:
        case = SubElement(
            suite,
            "testcase",
            classname=name,
            name=_writable(outcome.question.id),
            time=f"{outcome.score.scores.get('ms', 0.0) / 1000:.3f}",
        )
        SubElement(case, "system-out").text = _writable(_account(outcome))


def _account(outcome: Outcome) -> str:
    given = outcome.prediction.answer if outcome.prediction else ""
    gold = " | ".join(outcome.question.answers)
    return f"{went(outcome)}\nquestion: {outcome.question.question}\nanswer: {given}\ngold: {gold}"


def _writable(text: str) -> str:
    return _UNWRITABLE.sub("\ufffd", text)
