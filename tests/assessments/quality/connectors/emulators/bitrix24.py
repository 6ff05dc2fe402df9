"""https://apidocs.bitrix24.com/api-reference/crm/timeline/activities/activity-base/crm-activity-list.html
https://apidocs.bitrix24.com/api-reference/imopenlines/openlines/sessions/imopenlines-session-history-get.html"""

from typing import Any

from assessments.quality.connectors.reading import moment_of

from . import NAMES, Case, Emulator, by_change, z


class Bitrix24(Emulator):
    """Everything is a POST to a method; too many calls are a 503; a like does not change the activity."""

    SLOW_DOWN = (503, {"error": "QUERY_LIMIT_EXCEEDED", "error_description": "Too many requests"})
    scopes = ("crm", "imopenlines", "user")

    def allowed(self, headers: Any, path: str) -> bool:
        return path.startswith("/rest/1/bitrixkey4711/")

    def answer(self, method: str, path: str, query: dict[str, str], body: Any) -> tuple[int, Any]:
        name = path.rsplit("/", 1)[-1]
        if name == "scope":
            return 200, {"result": list(self.scopes)}
        if name == "crm.activity.list":
            return 200, self._list(body)
        if name == "user.get":
            if "user" not in self.scopes:
                return 401, {"error": "insufficient_scope"}
            return 200, {"result": [_user(int(number)) for number in body["ID"]]}
        if name == "batch":
            found = {key: self._history(int(cmd.split("=")[1])) for key, cmd in body["cmd"].items()}
            return 200, {"result": {"result": found, "result_error": []}}
        return 404, {"error": "ERROR_METHOD_NOT_FOUND"}

    def _list(self, body: Any) -> dict[str, Any]:
        since = moment_of(body["filter"].get(">=LAST_UPDATED", "2000-01-01T00:00:00+00:00"))
        rows, start = by_change(self.world.cases, since), body["start"]
        return {"result": [_activity(c) for c in self.disorderly(rows[start : start + 50])], "total": len(rows)}

    def _history(self, number: int) -> dict[str, Any]:
        case = self.world.cases[number]
        entries = [
            {"id": str(n), "senderid": str(case.agent if author == "agent" else 5000 + case.customer), "date": z(at),
             "textlegacy": text, "params": []}
            for n, (author, at, text) in enumerate(case.talk, 1)
        ]  # fmt: skip
        if case.solved:
            end = {"class": "bx-messenger-content-item-ol-end", "imolVoteSid": number, "type": "lines"}
            entries.append({"id": "90", "senderid": "0", "date": z(case.solved), "textlegacy": "End", "params": end})
        if case.rating:
            vote = {"imolVote": "like" if case.rating == "good" else "dislike"}
            entries.append({"id": "91", "senderid": "0", "date": z(case.rated), "textlegacy": "Vote", "params": vote})
        users = {str(5000 + case.customer): {"connector": True}, str(case.agent): {"connector": False}}
        return {"sessionId": number, "message": {entry["id"]: entry for entry in entries}, "users": users}


def _activity(case: Case) -> dict[str, Any]:
    return {
        "ID": str(case.number + 9000),
        "SUBJECT": case.subject,
        "CREATED": z(case.created),
        "LAST_UPDATED": z(case.updated),
        "COMPLETED": "Y" if case.solved else "N",
        "RESPONSIBLE_ID": str(case.agent),
        "ASSOCIATED_ENTITY_ID": str(case.number),
    }


def _user(number: int) -> dict[str, Any]:
    first, last = NAMES[number].split(" ")
    return {"ID": str(number), "NAME": first, "LAST_NAME": last, "EMAIL": f"agent{number}@example.com"}
