"""What a reader wants: the intent, the kind of question, and what a follow-up leans on."""

from rag.text.questions.analysis import analyse
from rag.text.questions.follow_ups import carry_over, is_follow_up, may_lean
from rag.text.questions.intents import Intent, IntentFound, intent
from rag.text.questions.kinds import AnswerType, Question, QuestionKind

__all__ = [
    "AnswerType",
    "Intent",
    "IntentFound",
    "Question",
    "QuestionKind",
    "analyse",
    "carry_over",
    "intent",
    "is_follow_up",
    "may_lean",
]
