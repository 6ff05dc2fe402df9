"""What an installation may set from outside, with types; the one place that reads the environment."""

from pathlib import Path

from pydantic import field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parents[2]


class Environment(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env", extra="ignore")

    secret_key: str = ""
    base_url: str = "http://127.0.0.1:8000"
    database_url: str = ""
    redis_url: str = ""
    email_url: str = ""
    email_from: str = ""
    data_dir: Path = ROOT / "var"
    behind_proxy: bool = False
    require_mfa: bool = True
    worker_processes: int = 2
    oidc_name: str = ""
    oidc_server: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: str = ""
    own_words_bundled_model: bool = True
    own_words_url: str = ""
    own_words_model: str = ""
    own_words_key: str = ""

    @field_validator("base_url")
    @classmethod
    def _no_trailing_slash(cls, value: str) -> str:
        return value.rstrip("/")

    @field_validator("data_dir")
    @classmethod
    def _absolute(cls, value: Path) -> Path:
        return value if value.is_absolute() else ROOT / value
