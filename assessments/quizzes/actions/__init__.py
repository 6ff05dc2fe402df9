from .publishing import publish_quiz, renew_quizzes, unpublish_quiz
from .taking import NoMoreAttempts, NotInQuiz, save_answer, start_attempt, submit_attempt

__all__ = [
    "NoMoreAttempts",
    "NotInQuiz",
    "publish_quiz",
    "renew_quizzes",
    "save_answer",
    "start_attempt",
    "submit_attempt",
    "unpublish_quiz",
]
