"""Says in one sentence when PostgreSQL or Redis is not running, before the suite starts."""

import os
import sys

import psycopg
import redis


def missing() -> str:
    try:
        psycopg.connect(os.environ["DATABASE_URL"], connect_timeout=3).close()
    except psycopg.Error as error:
        return (
            f"PostgreSQL does not answer at DATABASE_URL ({str(error).splitlines()[0]}). Start it or set DATABASE_URL."
        )
    try:
        redis.Redis.from_url(os.environ["REDIS_URL"], socket_connect_timeout=3).ping()
    except redis.RedisError as error:
        return f"Redis does not answer at REDIS_URL ({error}). Start it or set REDIS_URL."
    return ""


if __name__ == "__main__":
    sys.exit(missing() or 0)
