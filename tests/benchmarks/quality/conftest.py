from tests.assessments.quality.conftest import scorecard

__all__ = ["scorecard"]
